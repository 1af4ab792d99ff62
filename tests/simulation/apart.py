"""Settling what lies apart: edits that came in after access ended, and what became of them.

The acts are those of whoever leads a case, with the program's own way of doing it. What the
service shows of them, and counts, is compared with what the tables tell.
"""

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, cast
from uuid import UUID

from sqlalchemy import select

from mvs_central import tables
from mvs_central.access import members
from mvs_central.base.central import Caller, Refused
from mvs_desktop.domain.cases import CaseRole
from mvs_desktop.domain.contacts import NoteParagraph
from mvs_desktop.domain.errors import ExpectedError
from mvs_desktop.domain.records import Compartment, Record
from mvs_desktop.services import notes, taking_over
from mvs_desktop.services.team import Team
from mvs_desktop.services.team_views import ApartChange, UnreadChange
from mvs_desktop.services.views import Change as Save
from mvs_desktop.services.views import Link, Saved, SyncResult, SyncState
from mvs_desktop.sync.protocol import team as wire
from tests.simulation.commands import DEPUTY, LEAD
from tests.simulation.commands import Apart as Lies
from tests.simulation.network import Handle
from tests.simulation.parts import Act, Device
from tests.simulation.together import team_of
from tests.support.said import words

if TYPE_CHECKING:
    from tests.simulation.world import World

Change = ApartChange | UnreadChange

MOST_LISTS = 4


@dataclass(frozen=True)
class Shown:
    """What a laptop was told of one case, on a screen that may stay open."""

    one: Device
    changes: tuple[Change, ...]


class Apart:
    """The acts, and what is known of what lies apart."""

    ACTS: ClassVar[dict[str, float]] = {
        "write_when_access_is_over": 1,
        "look_at_what_lies_apart": 1,
        "settle_what_lies_apart": 3,
        "settle_what_was_shown_before": 1,
        "settle_and_the_disk_breaks": 0.5,
        "look_there_in_an_emergency": 1,
    }

    def __init__(self, world: "World") -> None:
        self._world = world
        self._shown: list[Shown] = []
        # What workers decided, and the service did: operation → who, and what.
        self.decided: set[tuple[UUID, UUID, str]] = set()
        self.known_over: set[tuple[UUID, str]] = set()  # words that were knowingly written over

    def acts(self) -> list[Act]:
        return [(name, getattr(self, name), weight) for name, weight in self.ACTS.items()]

    # Acts

    def write_when_access_is_over(self) -> None:
        """Of a laptop that did not hear of it, something new too; mostly it is a mistake."""
        world = self._world
        one, case_id = world.somebody_with_a_case()
        if case_id is None or not world.is_known(case_id):
            return
        worker = world.workers[one.user]
        world.people.keep_out_of(case_id, worker)
        world.people.begin_paragraph(one, case_id)
        world.people.write_on(one)
        world.sync(one)
        if world.dice.random() < 0.7:
            world.people.let_in_to_all(case_id, worker)

    def look_at_what_lies_apart(self) -> None:
        self._look()

    def settle_what_lies_apart(self) -> None:
        if shown := self._look():
            self._settle(shown)
        else:
            self._leave_out_unseen()

    def settle_what_was_shown_before(self) -> None:
        """On a screen that was open meanwhile: some of it was settled by a colleague, and what
        it would change is another by now."""
        if self._shown:
            at = self._world.dice.randrange(len(self._shown))
            self._settle(self._shown.pop(at))

    def settle_and_the_disk_breaks(self) -> None:
        """Whatever was taken over just now: only what was sent is anywhere."""
        if shown := self._look():
            one = shown.one
            one.backups.make(one.store._engine, one.files)
            self._settle(shown)
            self._world.restores.begin_again(one)

    def look_there_in_an_emergency(self) -> None:
        """By whoever settles in the other parts of the case: what he reads for a day is not his
        to settle, or to be told of."""
        world = self._world
        lies = sorted((it for it in world.commands.look().apart if not it.settled), key=_by_id)
        if not lies:
            return
        item, one, id_ = world.dice.choice(lies), world.any_device(), world.new_id()
        worker, day = world.workers[one.user], world.now.date()
        if world.together.leads(worker, item.case_id):
            return
        parts = tuple(part.value for part in Compartment if part.value != item.compartment)
        deputy = members.Membership(CaseRole.DEPUTY, parts, day)
        members.grant(world.central, item.case_id, worker, deputy)
        more = frozenset({Compartment(item.compartment)})
        world.together.command(
            one, lambda it: it.extend_emergency_access(id_, item.case_id, "onveilig", more)
        )
        with suppress(ExpectedError):
            team_of(world, one).apart(item.case_id)
        world.sync(one)

    def take_over(self, one: Device, changes: Iterable[Change]) -> None:
        for change in changes:
            act = partial(self._settle_one, one, self._world.new_id(), change, True)
            self._world.together.command(one, act)

    def _look(self) -> Shown | None:
        world = self._world
        found = self._somebody()
        if found is None:
            return None
        one, case_id = found
        try:
            told = team_of(world, one).apart(case_id)
        except ExpectedError:
            return None
        shown = Shown(one, tuple(filter(_can_be_settled, told)))
        self._shown = [*self._shown, shown][-MOST_LISTS:]
        return shown

    def _settle(self, shown: Shown) -> None:
        world, one = self._world, shown.one
        some = min(len(shown.changes), world.dice.randint(1, 3))
        for change in world.dice.sample(shown.changes, some):
            taken = isinstance(change, ApartChange) and world.dice.random() < 0.8
            id_ = world.new_id()
            world.together.command(one, partial(self._settle_one, one, id_, change, taken))

    def _settle_one(self, one: Device, id_: UUID, change: Change, taken: bool, team: Team) -> None:
        desk = Desk(self._world, one, team)
        taking_over.settle(desk, id_, change, taken=taken, heard=_NOBODY)

    def _leave_out_unseen(self) -> None:
        """By whoever knows its number: mostly he may not."""
        world = self._world
        lies = sorted(it.op_id for it in world.commands.look().apart if not it.settled)
        if lies:
            op_id, one, id_ = world.dice.choice(lies), world.any_device(), world.new_id()
            (case_id,) = (it.case_id for it in world.commands.look().apart if it.op_id == op_id)
            world.together.command(
                one, lambda it: it.settle_apart(id_, case_id, (str(op_id),), taken=False)
            )

    def _somebody(self) -> tuple[Device, UUID] | None:
        """A case in which something lies apart; mostly with whoever may settle it."""
        world, row = self._world, tables.quarantine
        query = select(row.c.case_id).where(row.c.settled.is_(None)).distinct()
        with world.central.database.read() as connection:
            cases = sorted(connection.scalars(query))
        if not cases:
            return None
        case_id = world.dice.choice(cases)
        standing = world.commands.look()
        able = {g.worker_id for g in standing.live if g.case_id == case_id and _settles(g)}
        devices = [it for it in world.devices if world.workers[it.user] in able]
        if not devices or world.dice.random() < 0.15:
            devices = world.devices
        return world.dice.choice(devices), case_id

    # What the service tells

    def serve(
        self, caller: Caller, handle: Handle, request: wire.ApartRequest | wire.WaitingRequest
    ) -> Any:
        """Raises Refused."""
        if isinstance(request, wire.ApartRequest):
            return self._serve_list(caller, handle, request)
        reply: wire.WaitingReply = handle(self._world.central, caller, request)
        self._world.exchanged.look_at_offers(caller, reply.offers)
        counts = Counter({UUID(item.case_id): item.edits for item in reply.apart})
        if counts != self.counts_for(caller.worker_id):
            self._wrong("of what lies apart another number was told")
        return reply

    def _serve_list(
        self, caller: Caller, handle: Handle, request: wire.ApartRequest
    ) -> wire.ApartReply:
        allowed = self._told_to(caller.worker_id, UUID(request.case_id))
        try:
            reply: wire.ApartReply = handle(self._world.central, caller, request)
        except Refused:
            if allowed:
                self._wrong("what lies apart was not shown to who may settle it")
            raise
        told = {UUID(edit.op_id) for edit in reply.edits}
        if told - allowed:
            self._wrong("an edit that lies apart was shown without a grant")
        if allowed - told and len(told) < wire.MOST_OPS:
            self._wrong("an edit that lies apart was not shown")
        return reply

    def counts_for(self, worker_id: UUID) -> Counter[UUID]:
        """How many edits wait for a worker, by their cases."""
        cases = {item.case_id for item in self._world.commands.look().apart}
        told = {case_id: len(self._told_to(worker_id, case_id)) for case_id in cases}
        return Counter({case_id: number for case_id, number in told.items() if number})

    def _told_to(self, worker_id: UUID, case_id: UUID) -> set[UUID]:
        """The operations that a worker may see apart in a case: told from the tables alone."""
        standing = self._world.commands.look()
        mine = {g for g in standing.held(case_id, worker_id) if not g.emergency}
        if not any(map(_settles, mine)):
            return set()
        parts = {grant.compartment for grant in mine}
        return {
            item.op_id
            for item in standing.apart
            if item.case_id == case_id and not item.settled and item.compartment in parts
        }

    def _wrong(self, what: str) -> None:
        self._world.answers.wrong.append(what)

    # What was written over

    def saved(self, one: Device, change: Save) -> None:
        """Whoever takes an edit over sees what he writes over with it."""
        item, base = change.record, change.base
        if not isinstance(item, NoteParagraph):
            return
        before = _words_of(base) if isinstance(base, NoteParagraph) else set()
        new = _words_of(item) - before
        self.known_over |= {(item.id, word) for word in before - _words_of(item)}
        self._world.people.note_written(one, item, new)


class Desk:
    """A workspace, as far as it takes over what lies apart."""

    def __init__(self, world: "World", one: Device, team: Team) -> None:
        self._world = world
        self._one = one
        self.team = team

    def save(self, *changes: Save) -> Saved:
        self._refuse_sealed(*(change.record for change in changes))
        with self._one.store.unit_of_work() as work:
            for change in changes:
                work.save(change.record, change.base)
        for change in changes:
            self._world.apart.saved(self._one, change)
        return self._saved(work.at)

    def withdraw(self, *records: Record) -> Saved:
        self._refuse_sealed(*records)
        with self._one.store.unit_of_work() as work:
            for item in records:
                work.withdraw(item)
        for item in records:
            self._world.people.note_withdrawn(self._one, item)
        return self._saved(work.at)

    def restore(self, *records: Record) -> Saved:
        with self._one.store.unit_of_work() as work:
            for item in records:
                work.restore(item)
        self._world.taken_back |= {item.id for item in records}
        return self._saved(work.at)

    def synchronise(self) -> SyncResult:
        report = self._world.sync(self._one)
        link = Link.OFFLINE if report.problem else Link.IDLE
        return SyncResult(SyncState(link, report.pending, 0, 0, None))

    def _refuse_sealed(self, *records: Record) -> None:
        with self._one.store.reader() as reader:
            notes.refuse_sealed(reader, records)

    def _saved(self, at: datetime) -> Saved:
        return Saved(at, cast(Any, None))


class _Nobody:
    def saved(self, what: Saved) -> None: ...
    def received(self, what: SyncResult) -> None: ...


_NOBODY = _Nobody()


def _by_id(item: Lies) -> UUID:
    return item.op_id


def _can_be_settled(change: Change) -> bool:
    return isinstance(change, ApartChange) or change.alone


def _settles(grant: Any) -> bool:
    return not grant.emergency and grant.role in (LEAD, DEPUTY)


def _words_of(item: NoteParagraph) -> set[str]:
    return {*words(item.text), *words(item.source), *map(str, item.about_ids)}
