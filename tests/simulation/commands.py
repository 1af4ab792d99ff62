"""What commands of workers did to who works on a case, and what they were to do.

Told once more in plain words, and not by the service's own rules: who may ask what of what
stands, and what stands after it. A command that comes again does nothing.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import func, select

from mvs_central import tables
from mvs_central.base.central import Caller, Refused, local_date
from mvs_desktop.sync.protocol import team as wire
from tests.simulation.network import Handle, ServiceDown

if TYPE_CHECKING:
    from tests.simulation.world import World

LEAD, DEPUTY, TEAM_LEAD = "casusregisseur", "vervanger", "teamleider"
BROUGHT_IN = {"betrokken", "meelezer", "gedragswetenschapper"}
EVERYTHING = frozenset({"basis", "school", "zorg", "veiligheid"})
A_DAY = timedelta(hours=24)


@dataclass(frozen=True, order=True)
class Grant:
    """One line of who may read what; of emergency access the end is in `Standing.ends`."""

    case_id: UUID
    worker_id: UUID
    compartment: str
    role: str
    first: date
    last: date | None
    emergency: bool


@dataclass(frozen=True)
class Offer:
    case_id: UUID
    from_id: UUID
    to_id: UUID
    stays: bool
    is_open: bool


@dataclass(frozen=True)
class Apart:
    """An edit that came in after access ended; `settled` by whom, and as what."""

    case_id: UUID
    op_id: UUID
    compartment: str
    settled: tuple[UUID, str] | None


@dataclass(frozen=True)
class Standing:
    """Who may what at a moment. `grants` are those that nobody ended; of them `live` hold now."""

    grants: frozenset[Grant]
    live: frozenset[Grant]
    ever: frozenset[tuple[UUID, UUID]]  # case, worker: who had access once
    ends: frozenset[tuple[UUID, UUID, datetime]]  # case, worker: of emergency access
    offers: dict[UUID, Offer]
    searches: dict[UUID, tuple[UUID, list[UUID]]]  # worker, cases: of the last day
    commands: frozenset[tuple[UUID, UUID]]  # worker, id
    lines: dict[UUID, int]  # of the audit, of each worker
    apart: frozenset[Apart]

    def of(self, case_id: UUID, worker_id: UUID) -> set[Grant]:
        return {g for g in self.grants if (g.case_id, g.worker_id) == (case_id, worker_id)}

    def held(self, case_id: UUID, worker_id: UUID) -> set[Grant]:
        return self.of(case_id, worker_id) & self.live


class Commands:
    """Has the service do commands, and looks at what they did."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._told: dict[tuple[UUID, UUID], object] = {}  # what was answered
        self.done: Counter[str] = Counter()  # kinds of commands, and of those that were refused

    def forget(self) -> None:
        """The service was put back, and may not know any more what it answered."""
        self._told.clear()

    def serve(self, caller: Caller, handle: Handle, request: wire.Command) -> Any:
        """Raises Refused."""
        before = self.look()
        answer: Any = None
        try:
            answer = handle(self._world.central, caller, request)
        except Refused as refused:
            self._compare(caller, request, before, refused.code)
            raise
        except ServiceDown:
            if self.look() != before:
                self._wrong("half a command was done")
            raise
        self._compare(caller, request, before, answer)
        return answer

    def _compare(
        self, caller: Caller, request: wire.Command, before: Standing, told: object
    ) -> None:
        after = self.look()
        key = (caller.worker_id, UUID(request.command_id))
        came_again = key in self._told or key in before.commands
        if self._told.setdefault(key, told) != told:
            self._wrong("a command was answered in two ways")
        if came_again:
            if _settled(after) != _settled(before):
                self._wrong("a command that came again did something again")
            return
        if key not in after.commands:
            self._wrong("what became of a command was not kept")
        if after.lines.get(caller.worker_id, 0) == before.lines.get(caller.worker_id, 0):
            self._wrong("a command is not in the audit")
        self._compare_effect(caller, request, before, after, told)
        for *_, end in after.ends - before.ends:
            if not self._world.now < end <= self._world.now + A_DAY:
                self._wrong("emergency access without an end")

    def _compare_effect(
        self,
        caller: Caller,
        request: wire.Command,
        before: Standing,
        after: Standing,
        told: object,
    ) -> None:
        expected = _after(before, caller.worker_id, request, self._world.now)
        was_done = not isinstance(told, str)
        if was_done and isinstance(request, wire.ApartSettle):
            self._note_decided(before, after)
        name = type(request).__name__ + ("" if was_done else " refused")
        self.done[name] += 1
        if was_done and expected is None:
            self._wrong(f"a command was done that nobody may give: {name}")
        elif not was_done and expected is not None:
            self._wrong(f"a command was refused that may be given: {name} {told}")
        elif _settled(after) != _settled(expected or before):
            self._wrong(f"a command did something else than it says: {name}")

    def _note_decided(self, before: Standing, after: Standing) -> None:
        for item in after.apart - before.apart:
            if item.settled:
                self._world.apart.decided.add((item.op_id, *item.settled))

    def _wrong(self, what: str) -> None:
        self._world.answers.wrong.append(what)

    def look(self) -> Standing:
        """What stands, told from the tables alone."""
        now = self._world.now
        grant, offer, search = tables.access_grant, tables.handover_offer, tables.child_search
        with self._world.central.database.read() as connection:
            rows = connection.execute(select(grant)).all()
            offers = connection.execute(select(offer)).all()
            lately = connection.execute(select(search).where(search.c.at > now - A_DAY)).all()
            commands = connection.execute(select(tables.command.c.worker_id, tables.command.c.id))
            known = frozenset((row.worker_id, row.id) for row in commands)
            apart = connection.execute(select(tables.quarantine)).all()
            lines = connection.execute(
                select(tables.audit.c.worker_id, func.count().label("lines")).group_by(
                    tables.audit.c.worker_id
                )
            ).all()
        standing = [row for row in rows if row.revoked_at is None]
        return Standing(
            frozenset(map(_grant, standing)),
            frozenset(_grant(row) for row in standing if _is_live(row, now)),
            frozenset((row.case_id, row.worker_id) for row in rows),
            frozenset(
                (row.case_id, row.worker_id, row.expires_at)
                for row in standing
                if row.expires_at is not None
            ),
            {
                row.id: Offer(
                    row.case_id, row.from_id, row.to_id, row.stays,
                    row.state == "open" and row.expires_at > now,
                )
                for row in offers
            },
            {row.id: (row.worker_id, list(map(UUID, json.loads(row.cases)))) for row in lately},
            known,
            {row.worker_id: row.lines for row in lines},
            frozenset(map(_apart, apart)),
        )  # fmt: skip


def _grant(row: Any) -> Grant:
    return Grant(
        row.case_id,
        row.worker_id,
        row.compartment,
        row.role,
        row.starts_on,
        row.ends_on if row.expires_at is None else None,
        row.expires_at is not None,
    )


def _apart(row: Any) -> Apart:
    op = json.loads(row.payload)
    settled = (row.settled_by, row.settled) if row.settled else None
    return Apart(row.case_id, row.op_id, op["compartment"], settled)


def _is_live(row: Any, now: datetime) -> bool:
    today = local_date(now)
    started = row.starts_on <= today and (row.ends_on is None or today <= row.ends_on)
    return bool(started and (row.expires_at is None or now < row.expires_at))


def _settled(standing: Standing) -> tuple[object, ...]:
    """What a command may change; of an offer the service chooses the id."""
    return standing.grants, Counter(standing.offers.values()), standing.apart


def _after(before: Standing, me: UUID, request: wire.Command, now: datetime) -> Standing | None:
    """What is to stand after a command; None when it may not be given."""
    match request:
        case wire.MemberGrant():
            return _brought_in(before, me, request, local_date(now))
        case wire.MemberEnd():
            return _ended(before, me, request, local_date(now))
        case wire.HandoverOffer():
            return _offered(before, me, request)
        case wire.HandoverAnswer():
            return _answered(before, me, request, local_date(now))
        case wire.HandoverTakeBack():
            return _taken_back(before, me, request)
        case wire.EmergencyAccess():
            return _in_emergency(before, me, request, now)
        case wire.ApartSettle():
            return _settled_apart(before, me, request)
        case _:
            raise AssertionError(f"no such command: {type(request).__name__}")


def _roles(grants: Iterable[Grant]) -> set[str]:
    """What somebody is on a case; emergency access makes him nothing."""
    return {grant.role for grant in grants if not grant.emergency}


def _may_give(roles: set[str], *, led: bool) -> set[str]:
    found: set[str] = set()
    if LEAD in roles:
        found |= BROUGHT_IN | {DEPUTY, TEAM_LEAD}
    if DEPUTY in roles:
        found |= BROUGHT_IN
    if TEAM_LEAD in roles:
        found |= {DEPUTY} if led else {DEPUTY, LEAD}
    return found


def _member_on(grants: Iterable[Grant], today: date) -> str | None:
    """What somebody is, or will be."""
    roles = {g.role for g in grants if not g.emergency and (g.last is None or g.last >= today)}
    return min(roles, default=None)


def _with(before: Standing, without: Iterable[Grant], new: Iterable[Grant] = ()) -> Standing:
    return replace(before, grants=(before.grants - frozenset(without)) | frozenset(new))


def _lasting(grants: Iterable[Grant]) -> set[Grant]:
    return {grant for grant in grants if not grant.emergency}


def _brought_in(
    before: Standing, me: UUID, request: wire.MemberGrant, today: date
) -> Standing | None:
    case_id, whom = UUID(request.case_id), UUID(request.worker_id)
    mine = before.held(case_id, me)
    led = any(g.case_id == case_id and g.role == LEAD for g in _lasting(before.live))
    may_give = _may_give(_roles(mine), led=led)
    member = _member_on(before.of(case_id, whom), today)
    first = date.fromisoformat(request.starts_on)
    last = date.fromisoformat(request.ends_on) if request.ends_on else None
    allowed = (
        whom != me
        and request.role in may_give
        and (member is None or member in may_give | BROUGHT_IN)
        and "basis" in request.compartments
        and {g.compartment for g in _lasting(mine)} >= set(request.compartments)
        and (last is None or last >= max(first, today))
    )
    if not allowed:
        return None
    new = {Grant(case_id, whom, c, request.role, first, last, False) for c in request.compartments}
    return _with(before, _lasting(before.of(case_id, whom)), new)


def _ended(before: Standing, me: UUID, request: wire.MemberEnd, today: date) -> Standing | None:
    case_id, whom = UUID(request.case_id), UUID(request.worker_id)
    mine, theirs = before.held(case_id, me), before.of(case_id, whom)
    may_give = _may_give(_roles(mine), led=True)
    member = _member_on(theirs, today)
    if whom == me:
        allowed = LEAD not in _roles(mine)
    else:
        allowed = bool(may_give & BROUGHT_IN) if member is None else member in may_give
    return _with(before, theirs) if mine and theirs and allowed else None


def _offered(before: Standing, me: UUID, request: wire.HandoverOffer) -> Standing | None:
    case_id, whom = UUID(request.case_id), UUID(request.worker_id)
    if LEAD not in _roles(before.held(case_id, me)) or whom == me:
        return None
    offers = {
        id_: replace(offer, is_open=offer.is_open and offer.case_id != case_id)
        for id_, offer in before.offers.items()
    }
    return replace(before, offers=offers | {_NEW: Offer(case_id, me, whom, request.stays, True)})


_NEW = UUID(int=0)  # an offer whose id the service chooses


def _answered(
    before: Standing, me: UUID, request: wire.HandoverAnswer, today: date
) -> Standing | None:
    id_ = UUID(request.offer_id)
    offer = before.offers.get(id_)
    if offer is None or not offer.is_open or offer.to_id != me:
        return None
    closed = replace(before, offers=before.offers | {id_: replace(offer, is_open=False)})
    if not request.accept:
        return closed
    former = before.held(offer.case_id, offer.from_id)
    if LEAD not in _roles(former):
        return None
    gone = before.of(offer.case_id, offer.from_id)
    stays: set[Grant] = set()
    if offer.stays:
        gone = _lasting(gone)
        last = next(iter(gone)).last
        stays = {
            Grant(offer.case_id, offer.from_id, g.compartment, "betrokken", today, last, False)
            for g in _lasting(former)
        }
    leads = {Grant(offer.case_id, me, c, LEAD, today, None, False) for c in EVERYTHING}
    return _with(closed, gone | _lasting(before.of(offer.case_id, me)), stays | leads)


def _taken_back(before: Standing, me: UUID, request: wire.HandoverTakeBack) -> Standing | None:
    id_ = UUID(request.offer_id)
    offer = before.offers.get(id_)
    if offer is None or not offer.is_open or offer.from_id != me:
        return None
    return replace(before, offers=before.offers | {id_: replace(offer, is_open=False)})


def _in_emergency(
    before: Standing, me: UUID, request: wire.EmergencyAccess, now: datetime
) -> Standing | None:
    if request.search_id:
        who, cases = before.searches.get(UUID(request.search_id), (None, []))
        found = cases[request.place : request.place + 1] if who == me else []
        case_id = next(iter(found), None)
    else:
        case_id = UUID(request.case_id)
        case_id = case_id if (case_id, me) in before.ever else None
    wanted = set(request.compartments or EVERYTHING) | {"basis"}
    if case_id is None or {g.compartment for g in before.held(case_id, me)} >= wanted:
        return None
    today = local_date(now)
    new = {Grant(case_id, me, c, "betrokken", today, None, True) for c in wanted}
    return _with(before, (), new)


def _settled_apart(before: Standing, me: UUID, request: wire.ApartSettle) -> Standing | None:
    case_id, op_ids = UUID(request.case_id), set(map(UUID, request.op_ids))
    mine = _lasting(before.held(case_id, me))
    if not _roles(mine) & {LEAD, DEPUTY}:
        return None
    parts = {grant.compartment for grant in mine}
    these = {
        item
        for item in before.apart
        if (item.case_id, item.settled) == (case_id, None)
        and item.op_id in op_ids
        and item.compartment in parts
    }
    settled = (me, "overgenomen" if request.taken else "weggelaten")
    return replace(
        before, apart=(before.apart - these) | {replace(item, settled=settled) for item in these}
    )
