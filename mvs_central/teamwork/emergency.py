"""Emergency access (noodtoegang): a worker takes it himself, says why, and it ends by itself.

Whoever leads the case sees it in the case: the member record carries the reason and the end.
"""

from datetime import datetime, timedelta
from uuid import UUID

from mvs_central.access import members, policy
from mvs_central.access.audit import EMERGENCY, Action
from mvs_central.access.members import Membership
from mvs_central.access.policy import ALL_COMPARTMENTS, NOT_FOUND
from mvs_central.base.central import ZONE, Caller, Central, Refused, local_date
from mvs_central.cases.intake import UNREADABLE, identifier
from mvs_central.teamwork import commands, known_child
from mvs_central.teamwork.commands import Turn, words_of
from mvs_desktop.domain.cases import CaseRole
from mvs_desktop.domain.records import Compartment
from mvs_desktop.domain.teamwork import MOST_EMERGENCY, emergency_end
from mvs_desktop.sync.protocol import EmergencyAccess, EmergencyReply

HAS_ACCESS = "has-access"
SEARCH_LIVES = timedelta(hours=24)


def take(central: Central, caller: Caller, request: EmergencyAccess) -> EmergencyReply:
    """Give the caller what he asks for, at once. Raises Refused."""
    reason = words_of(request.reason)
    wanted = set(request.compartments or ALL_COMPARTMENTS) | {Compartment.BASIS.value}
    if not wanted.issubset(ALL_COMPARTMENTS):
        raise Refused(400, UNREADABLE)
    compartments = tuple(sorted(wanted))

    def work(turn: Turn) -> EmergencyReply:
        # By its number only a worker who has or had access knows a case; others search.
        if not turn.case.exists or not (request.search_id or turn.access.known):
            raise Refused(404, NOT_FOUND)
        if turn.access.may_read_all(compartments):
            raise Refused(409, HAS_ACCESS)
        until = _until(request.until, turn.now)
        membership = Membership(
            CaseRole.INVOLVED,
            compartments,
            local_date(turn.now),
            local_date(until),
            reason,
            until,
        )
        me = caller.worker_id
        members.give(central, turn.connection, turn.case, me, membership, me)
        access = policy.access_to(turn.connection, me, turn.case_id, turn.now)
        commands.note(
            turn.connection,
            central,
            caller,
            Action.EMERGENCY,
            "granted",
            turn.case_id,
            compartments,
            EMERGENCY,
            access,
        )
        return EmergencyReply(
            str(turn.case_id), list(compartments), until.isoformat(), turn.now.isoformat()
        )

    case_id = _case_of(central, caller, request)
    return commands.run(central, caller, request, EmergencyReply, Action.EMERGENCY, case_id, work)


def _case_of(central: Central, caller: Caller, request: EmergencyAccess) -> UUID:
    """The case meant; an id that nothing has stands for one that a search did not lead to. What
    a caller says is never that: he could name a case as a search."""
    if not request.search_id:
        return identifier(request.case_id)
    search_id = identifier(request.search_id)
    with central.database.read() as connection:
        since = central.now() - SEARCH_LIVES
        found = known_child.found_by(connection, caller, search_id, request.place, since)
    return found or central.new_id()


def _until(text: str, now: datetime) -> datetime:
    """Raises Refused for an end that is no instant, is over, or lies too far away."""
    if not text:
        return emergency_end(now.astimezone(ZONE))
    try:
        until = datetime.fromisoformat(text)
        fits = until.tzinfo is not None and now < until <= now + MOST_EMERGENCY
    except (ValueError, OverflowError):
        raise Refused(400, UNREADABLE) from None
    if not fits:
        raise Refused(400, UNREADABLE)
    return until
