"""What waits for a worker at the centre: offers of cases, and edits that lie apart.

Each contact tells its digest; a device asks for the rest only when that is another one.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, Row, and_, bindparam, func, or_, select

from mvs_central.access import policy
from mvs_central.access.policy import Scope
from mvs_central.base.bulk import among
from mvs_central.base.central import Caller, Central
from mvs_central.tables import handover_offer, quarantine, worker
from mvs_desktop.domain.teamwork import OfferState
from mvs_desktop.sync.protocol import ApartCount, Offer, WaitingReply, WaitingRequest

ANSWER_SHOWS = timedelta(days=14)


def tell(central: Central, caller: Caller, _request: WaitingRequest) -> WaitingReply:
    """All that waits for the caller."""
    now = central.now()
    with central.database.read() as connection:
        scopes = policy.readable_scopes(connection, caller.worker_id, now)
        offers, apart = _waiting(connection, caller.worker_id, scopes, now)
    return WaitingReply(offers, apart, _digest(offers, apart), now.isoformat())


def digest(connection: Connection, worker_id: UUID, scopes: Iterable[Scope], now: datetime) -> str:
    """Another one whenever something else waits for a worker who may read these scopes; empty when
    nothing does."""
    return _digest(*_waiting(connection, worker_id, scopes, now))


def _digest(offers: list[Offer], apart: list[ApartCount]) -> str:
    if not offers and not apart:
        return ""
    return sha256(msgspec.json.encode([offers, apart])).hexdigest()[:32]


def _waiting(
    connection: Connection, worker_id: UUID, scopes: Iterable[Scope], now: datetime
) -> tuple[list[Offer], list[ApartCount]]:
    cases = {case_id for case_id, _ in scopes}
    offers = _offers(connection, worker_id, cases, now)
    return offers, _apart(connection, worker_id, cases, now)


_giver, _taker, _is_open = (
    worker.alias("giver"),
    worker.alias("taker"),
    handover_offer.c.state == OfferState.OPEN.value,
)
# Those that wait for him, and his own with what became of them lately. Put together once: it is
# asked at each contact, and that takes longer than the answer.
_OFFERS = (
    select(handover_offer, _giver.c.name.label("from_name"), _taker.c.name.label("to_name"))
    .join_from(handover_offer, _giver, handover_offer.c.from_id == _giver.c.id)
    .join(_taker, handover_offer.c.to_id == _taker.c.id)
    .where(
        or_(
            and_(
                handover_offer.c.to_id == bindparam("me"),
                _is_open,
                handover_offer.c.expires_at > bindparam("now"),
            ),
            and_(
                handover_offer.c.from_id == bindparam("me"),
                or_(
                    handover_offer.c.answered_at > bindparam("lately"),
                    and_(_is_open, handover_offer.c.expires_at > bindparam("lately")),
                ),
                handover_offer.c.state != OfferState.TAKEN_BACK.value,
            ),
        )
    )
    .order_by(handover_offer.c.made_at, handover_offer.c.id)
)


def _offers(
    connection: Connection, worker_id: UUID, readable: set[UUID], now: datetime
) -> list[Offer]:
    asked = {"me": worker_id, "now": now, "lately": now - ANSWER_SHOWS}
    rows = connection.execute(_OFFERS, asked).all()
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


_LIES = (
    select(quarantine.c.case_id, quarantine.c.compartment, func.count().label("edits"))
    .where(quarantine.c.settled.is_(None))
    .group_by(quarantine.c.case_id, quarantine.c.compartment)
)


def _apart(
    connection: Connection, worker_id: UUID, cases: set[UUID], now: datetime
) -> list[ApartCount]:
    """Per case that he leads or replaces in, of the compartments that he may read."""
    query = _LIES.where(among(connection, quarantine.c.case_id, sorted(cases)))
    found = connection.execute(query).all()
    if not found:
        return []  # as nearly always
    mine = policy.scopes_to_settle(connection, worker_id, now)
    counts = Counter[UUID]()
    for row in found:
        if (row.case_id, row.compartment) in mine:
            counts[row.case_id] += row.edits
    return [ApartCount(str(case_id), counts[case_id]) for case_id in sorted(counts)]
