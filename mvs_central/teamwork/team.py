"""Who works on a case, as its workers decide: bringing in, changing, ending, handing over.

Each is a command that policy decides: nobody widens what he has himself.
"""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, exists, insert, select, update

from mvs_central.access import members, policy
from mvs_central.access.audit import Action
from mvs_central.access.members import Membership
from mvs_central.access.policy import ALL_COMPARTMENTS, NOT_FOUND
from mvs_central.base.central import Caller, Central, Refused
from mvs_central.cases.intake import UNREADABLE, identifier
from mvs_central.tables import access_grant, handover_offer, worker
from mvs_central.teamwork import commands
from mvs_central.teamwork.commands import Turn, words_of
from mvs_desktop.domain.cases import CaseRole
from mvs_desktop.domain.teamwork import OfferState
from mvs_desktop.sync.protocol import (
    Done,
    HandoverAnswer,
    HandoverOffer,
    HandoverTakeBack,
    MemberEnd,
    MemberGrant,
)

OFFER_LIVES = timedelta(days=7)
NO_OPEN_OFFER = "no-open-offer"


def grant(central: Central, caller: Caller, request: MemberGrant) -> Done:
    """Bring a colleague in, or change what he has. Raises Refused."""
    worker_id, membership = identifier(request.worker_id), _membership(request)

    def work(turn: Turn) -> Done:
        held = members.role_of(turn.connection, turn.case_id, worker_id, central.today())
        policy.refuse(
            policy.refusal_to_appoint(
                turn.access,
                policy.Appointment(
                    to_oneself=worker_id == caller.worker_id,
                    held=held,
                    role=membership.role,
                    compartments=membership.compartments,
                    led=_is_led(turn),
                ),
            )
        )
        if membership.ends_on is not None and membership.ends_on < max(
            membership.starts_on, central.today()
        ):
            raise Refused(400, UNREADABLE)
        _give(turn, worker_id, membership)
        _note(turn, Action.GRANT, f"granted {worker_id}", membership.compartments)
        return _done(turn)

    case_id = identifier(request.case_id)
    return commands.run(central, caller, request, Done, Action.GRANT, case_id, work)


def end(central: Central, caller: Caller, request: MemberEnd) -> Done:
    """End a colleague's access, or one's own. Raises Refused."""
    worker_id = identifier(request.worker_id)

    def work(turn: Turn) -> Done:
        held = members.role_of(turn.connection, turn.case_id, worker_id, central.today())
        own = worker_id == caller.worker_id
        policy.refuse(policy.refusal_to_end(turn.access, own=own, held=held))
        try:
            members.end(central, turn.connection, turn.case, worker_id, caller.worker_id)
        except members.NoGrant:
            raise Refused(404, NOT_FOUND) from None
        _note(turn, Action.REVOKE, f"ended {worker_id}")
        return _done(turn)

    case_id = identifier(request.case_id)
    return commands.run(central, caller, request, Done, Action.REVOKE, case_id, work)


def offer(central: Central, caller: Caller, request: HandoverOffer) -> Done:
    """Offer a case to a colleague; an earlier open offer of it ends. Raises Refused."""
    to_id, word = identifier(request.worker_id), words_of(request.word, needed=False)

    def work(turn: Turn) -> Done:
        policy.refuse(
            policy.refusal_to_hand_over(turn.access, to_oneself=to_id == caller.worker_id)
        )
        if turn.connection.execute(select(worker.c.id).where(worker.c.id == to_id)).first() is None:
            raise Refused(404, NOT_FOUND)
        _close(turn, handover_offer.c.case_id == turn.case_id, OfferState.TAKEN_BACK)
        turn.connection.execute(
            insert(handover_offer).values(
                id=central.new_id(),
                case_id=turn.case_id,
                from_id=caller.worker_id,
                to_id=to_id,
                word=word,
                stays=request.stays,
                made_at=turn.now,
                expires_at=turn.now + OFFER_LIVES,
                state=OfferState.OPEN.value,
                answer="",
            )
        )
        _note(turn, Action.HAND_OVER, f"offered {to_id}")
        return _done(turn)

    case_id = identifier(request.case_id)
    return commands.run(central, caller, request, Done, Action.HAND_OVER, case_id, work)


def answer(central: Central, caller: Caller, request: HandoverAnswer) -> Done:
    """Accept or decline an offer; only then, and at once, another leads. Raises Refused."""
    offer_id, word = identifier(request.offer_id), words_of(request.word, needed=False)

    def work(turn: Turn) -> Done:
        row = _open_offer(turn, offer_id)
        if row is None or row.to_id != caller.worker_id:
            raise Refused(404, NOT_FOUND)
        if not request.accept:
            _close(turn, handover_offer.c.id == offer_id, OfferState.DECLINED, word)
            _note(turn, Action.HAND_OVER, "declined")
            return _done(turn)
        _change_lead(turn, row)
        _close(turn, handover_offer.c.id == offer_id, OfferState.ACCEPTED, word)
        _note(turn, Action.HAND_OVER, f"accepted from {row.from_id}", ALL_COMPARTMENTS)
        return _done(turn)

    case_id = _case_of(central, offer_id)
    return commands.run(central, caller, request, Done, Action.HAND_OVER, case_id, work)


def take_back(central: Central, caller: Caller, request: HandoverTakeBack) -> Done:
    """End an offer of one's own that was not answered yet. Raises Refused."""
    offer_id = identifier(request.offer_id)

    def work(turn: Turn) -> Done:
        row = _open_offer(turn, offer_id)
        if row is None or row.from_id != caller.worker_id:
            raise Refused(404, NOT_FOUND)
        _close(turn, handover_offer.c.id == offer_id, OfferState.TAKEN_BACK)
        _note(turn, Action.HAND_OVER, "taken-back")
        return _done(turn)

    case_id = _case_of(central, offer_id)
    return commands.run(central, caller, request, Done, Action.HAND_OVER, case_id, work)


def _membership(request: MemberGrant) -> Membership:
    try:
        return Membership(
            role=CaseRole(request.role),
            compartments=tuple(sorted(set(request.compartments))),
            starts_on=date.fromisoformat(request.starts_on),
            ends_on=date.fromisoformat(request.ends_on) if request.ends_on else None,
        )
    except ValueError:
        raise Refused(400, UNREADABLE) from None


def _give(turn: Turn, worker_id: UUID, membership: Membership) -> None:
    by = turn.caller.worker_id
    try:
        members.give(turn.central, turn.connection, turn.case, worker_id, membership, by)
    except members.UnknownWorker:
        raise Refused(404, NOT_FOUND) from None


def _change_lead(turn: Turn, row: Row[Any]) -> None:
    """The former lead stays involved or goes; whoever accepted has the whole case."""
    today = turn.central.today()
    former = policy.access_to(turn.connection, row.from_id, turn.case_id, turn.now)
    if CaseRole.LEAD not in former.roles:
        raise Refused(409, NO_OPEN_OFFER)  # who offered it leads it no more
    if row.stays:
        kept = tuple(sorted(former.lasting))
        last_day = members.last_day_of(turn.connection, turn.case_id, row.from_id)
        _give(turn, row.from_id, Membership(CaseRole.INVOLVED, kept, today, last_day))
    else:
        by = turn.caller.worker_id
        members.end(turn.central, turn.connection, turn.case, row.from_id, by)
    _give(turn, row.to_id, Membership(CaseRole.LEAD, ALL_COMPARTMENTS, today))


def _is_led(turn: Turn) -> bool:
    return bool(
        turn.connection.scalar(
            select(
                exists().where(
                    access_grant.c.case_id == turn.case_id,
                    access_grant.c.role == CaseRole.LEAD.value,
                    policy.live_at(turn.now),
                )
            )
        )
    )


def _case_of(central: Central, offer_id: UUID) -> UUID:
    """The case of an offer; the offer's own id stands for a case that is not there."""
    with central.database.read() as connection:
        found = connection.scalars(
            select(handover_offer.c.case_id).where(handover_offer.c.id == offer_id)
        ).one_or_none()
    return found or offer_id


def _open_offer(turn: Turn, offer_id: UUID) -> Row[Any] | None:
    return turn.connection.execute(
        select(handover_offer).where(
            handover_offer.c.id == offer_id,
            handover_offer.c.state == OfferState.OPEN.value,
            handover_offer.c.expires_at > turn.now,
        )
    ).one_or_none()


def _close(turn: Turn, which: ColumnElement[bool], state: OfferState, word: str = "") -> None:
    turn.connection.execute(
        update(handover_offer)
        .where(which, handover_offer.c.state == OfferState.OPEN.value)
        .values(state=state.value, answer=word, answered_at=turn.now)
    )


def _note(
    turn: Turn, action: Action, outcome: str, compartments: tuple[str, ...] | None = None
) -> None:
    parts = compartments or (None,)
    commands.note(
        turn.connection,
        turn.central,
        turn.caller,
        action,
        outcome,
        turn.case_id,
        parts,
        access=turn.access,
    )


def _done(turn: Turn) -> Done:
    return Done(turn.now.isoformat())
