"""What waits for a worker at the centre: offers of cases, and edits that lie apart.

Each contact tells its digest; a device asks for the rest only when that is another one.
"""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, Row, and_, func, or_, select

from mvs_central.access import policy
from mvs_central.base.central import Caller, Central
from mvs_central.tables import access_grant, handover_offer, quarantine, worker
from mvs_desktop.domain.teamwork import MAY_SETTLE_APART, OfferState
from mvs_desktop.sync.protocol import ApartCount, Offer, WaitingReply, WaitingRequest

ANSWER_SHOWS = timedelta(days=14)


def tell(central: Central, caller: Caller, _request: WaitingRequest) -> WaitingReply:
    """All that waits for the caller."""
    with central.database.read() as connection:
        offers, apart = _waiting(connection, caller.worker_id, central.now())
    return WaitingReply(offers, apart, _digest(offers, apart), central.now().isoformat())


def digest(connection: Connection, worker_id: UUID, now: datetime) -> str:
    """Another one whenever something else waits; empty when nothing does."""
    return _digest(*_waiting(connection, worker_id, now))


def _digest(offers: list[Offer], apart: list[ApartCount]) -> str:
    if not offers and not apart:
        return ""
    return sha256(msgspec.json.encode([offers, apart])).hexdigest()[:32]


def _waiting(
    connection: Connection, worker_id: UUID, now: datetime
) -> tuple[list[Offer], list[ApartCount]]:
    return _offers(connection, worker_id, now), _apart(connection, worker_id, now)


def _offers(connection: Connection, worker_id: UUID, now: datetime) -> list[Offer]:
    """Those that wait for him, and his own with what became of them lately."""
    offer, giver, taker = handover_offer, worker.alias("giver"), worker.alias("taker")
    is_open = offer.c.state == OfferState.OPEN.value
    lately = or_(
        offer.c.answered_at > now - ANSWER_SHOWS,
        and_(is_open, offer.c.expires_at > now - ANSWER_SHOWS),
    )
    rows = connection.execute(
        select(offer, giver.c.name.label("from_name"), taker.c.name.label("to_name"))
        .join_from(offer, giver, offer.c.from_id == giver.c.id)
        .join(taker, offer.c.to_id == taker.c.id)
        .where(
            or_(
                and_(offer.c.to_id == worker_id, is_open, offer.c.expires_at > now),
                and_(
                    offer.c.from_id == worker_id,
                    lately,
                    offer.c.state != OfferState.TAKEN_BACK.value,
                ),
            )
        )
        .order_by(offer.c.made_at, offer.c.id)
    ).all()
    if not rows:
        return []
    readable = {case_id for case_id, _ in policy.readable_scopes(connection, worker_id, now)}
    return [_on_the_wire(row, now, readable=row.case_id in readable) for row in rows]


def _on_the_wire(row: Row[Any], now: datetime, *, readable: bool) -> Offer:
    expired = row.state == OfferState.OPEN.value and row.expires_at <= now
    return Offer(
        offer_id=str(row.id),
        case_id=str(row.case_id) if readable else "",
        from_id=str(row.from_id),
        from_name=row.from_name,
        to_id=str(row.to_id),
        to_name=row.to_name,
        word=row.word,
        stays=row.stays,
        made_at=row.made_at.isoformat(),
        expires_at=row.expires_at.isoformat(),
        state=OfferState.EXPIRED.value if expired else row.state,
        answer=row.answer,
    )


def _apart(connection: Connection, worker_id: UUID, now: datetime) -> list[ApartCount]:
    """Per case that he leads or replaces in, of the compartments that he may read."""
    mine = (
        select(access_grant.c.case_id, access_grant.c.compartment)
        .where(
            access_grant.c.worker_id == worker_id,
            access_grant.c.role.in_([role.value for role in MAY_SETTLE_APART]),
            policy.live_at(now),
        )
        .distinct()
        .subquery()
    )
    rows = connection.execute(
        select(quarantine.c.case_id, func.count().label("edits"))
        .join(
            mine,
            and_(
                mine.c.case_id == quarantine.c.case_id,
                mine.c.compartment == quarantine.c.compartment,
            ),
        )
        .where(quarantine.c.settled.is_(None))
        .group_by(quarantine.c.case_id)
        .order_by(quarantine.c.case_id)
    )
    return [ApartCount(str(row.case_id), row.edits) for row in rows]
