"""Taking back what was changed here last, and doing it again.

What can be taken back is read from the history, so it is the same after the program was
locked or started again. Taking back is a change like any other: with my own value as its
base, through the unit of work, and with lines in the history that name the step it takes
back. Doing it again takes that one back. docs/decisions/0011 says what a step is.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from mvs_desktop.domain.cases import CaseFile, CaseMember
from mvs_desktop.domain.conflicts import Conflict
from mvs_desktop.domain.errors import (
    NothingToUndo,
    RecordMissing,
    RecordSealed,
    UndoRefused,
    UnreadableRecord,
)
from mvs_desktop.domain.records import (
    WITHDRAWN,
    Record,
    from_doc,
    patch_of,
    to_doc,
    type_of,
)
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.services.history import FieldChange, changes_of, ids_in
from mvs_desktop.services.notes import refuse_sealed
from mvs_desktop.services.views import Saved
from mvs_desktop.storage.base.replica_types import Patch
from mvs_desktop.storage.records.history import Group, Line, Standing
from mvs_desktop.storage.records.reader import Reader
from mvs_desktop.storage.records.unit_of_work import UnitOfWork
from mvs_desktop.storage.store import Store

# A step of longer ago is not what somebody means by "undo"; the history still shows it.
REACH = timedelta(hours=24)

# Each turning of a step is within REACH of the one before, and the step itself is not taken
# back when it is older than that: all that bears on one lies within three times REACH.
_LOOK_BACK = 3 * REACH

# The service alone decides on members, and a choice ends a conflict for good.
_STAYS = (CaseMember.type_name, Conflict.type_name)


@dataclass(frozen=True, slots=True)
class Undone:
    """The case after it, and what was turned, as it went: field from `before` to `after`.

    `again`: it was done again, and not taken back.
    """

    saved: Saved
    changes: tuple[FieldChange, ...]
    again: bool


@dataclass(slots=True)
class _Step:
    """A change made here, and the groups that took it back and did it again, in order."""

    group: Group
    turns: list[Group] = field(default_factory=list)

    @property
    def is_done(self) -> bool:
        return len(self.turns) % 2 == 0

    @property
    def last(self) -> Group:
        """The group that left it as it stands."""
        return self.turns[-1] if self.turns else self.group


@dataclass(frozen=True, slots=True)
class _Turn:
    """One record, from how a group left it to how it was before that."""

    standing: Standing
    left: dict[str, Patch]  # unit → as the group left it
    wanted: dict[str, Patch]  # unit → as it was
    was_withdrawn: bool  # as the group left it
    withdraw: bool  # what it becomes

    @classmethod
    def of(cls, standing: Standing, lines: Sequence[Line], first: Sequence[Line]) -> "_Turn":
        """`lines` are those of the group that is turned, `first` those of the step itself;
        both oldest first."""
        before, left = _sides(lines)
        withdrawn = bool(left.pop(WITHDRAWN, {}).get("withdrawn", False))
        was = before.pop(WITHDRAWN, None) or {}
        made_with = _made_with(first)
        if made_with is not None:  # all of it has to be as it was made
            left = _whole(standing.record, made_with)
        if None in before.values():  # this group made it: withdrawn it goes
            return cls(standing, left, {}, withdrawn, withdraw=True)
        wanted = {unit: patch for unit, patch in before.items() if patch is not None}
        return cls(standing, left, wanted, withdrawn, bool(was.get("withdrawn", False)))

    @property
    def unmakes(self) -> bool:
        """Whether it takes the record out of the file."""
        return self.withdraw and not self.was_withdrawn

    @property
    def changes_something(self) -> bool:
        return self.withdraw != self.was_withdrawn or any(
            not self.holds(unit, patch) for unit, patch in self.wanted.items()
        )

    def changed_since(self) -> str | None:
        """A unit that is not as the group left it; None when all are."""
        if self.standing.withdrawn != self.was_withdrawn:
            return WITHDRAWN
        return next(
            (unit for unit, patch in self.left.items() if not self.holds(unit, patch)), None
        )

    def holds(self, unit: str, patch: Patch) -> bool:
        """Whether this is what a unit of the record holds now."""
        record = self.standing.record
        return patch_of(type_of(record), unit, to_doc(record)) == patch_of(
            type_of(record), unit, to_doc(self._with(patch))
        )

    def apply(self, work: UnitOfWork) -> None:
        record = self.standing.record
        patches: Patch = {}
        for patch in self.wanted.values():
            patches |= patch
        work.save(self._with(patches), record)
        if self.withdraw != self.was_withdrawn:
            (work.withdraw if self.withdraw else work.restore)(record)

    def _with(self, patch: Patch) -> Record:
        record = self.standing.record
        return from_doc(type_of(record), record.id, record.case_id, to_doc(record) | patch)


class Undo:
    """`workspace.undo`.

    With a case, the steps in that case; without, those in all. A step that was refused is
    passed over after that, so that it does not bar the way to those before it.
    """

    def __init__(
        self,
        store: Store,
        reload: Callable[[UUID], CaseSnapshot],
    ) -> None:
        self._store = store
        self._reload = reload
        self._passed: set[str] = set()

    def undo(self, case_id: UUID | None = None) -> Undone:
        """Take back the last step.

        Raises NothingToUndo; UndoRefused when it was changed or used since, or is not to be
        taken back; RecordSealed for what is signed; RecordMissing for what is not here.
        """
        return self._turn_last(case_id, again=False)

    def redo(self, case_id: UUID | None = None) -> Undone:
        """Do again what was taken back last; raises what `undo` raises.

        There is nothing to do again once something else was changed.
        """
        return self._turn_last(case_id, again=True)

    def _turn_last(self, case_id: UUID | None, *, again: bool) -> Undone:
        with self._store.unit_of_work() as work:
            changes = work.reader.changes
            now = self._store.now()
            steps = _steps(changes.groups_since(now - _LOOK_BACK, case_id))
            reach = (now - REACH).isoformat()
            for step in _to_redo(steps, reach) if again else _to_undo(steps, reach):
                if turns := self._turns(work.reader, step):
                    break
            else:
                raise NothingToUndo
            work.turn_back(step.group.id)
            for turn in turns:
                turn.apply(work)
            made = Group(0, work.group_id, step.group.case_id, work.at.isoformat(), step.group.id)
            told = tuple(changes_of(changes.of_group(made), self._store.author.device_id))
        return Undone(Saved(work.at, self._reload(UUID(step.group.case_id))), told, again)

    def _turns(self, reader: Reader, step: _Step) -> tuple[_Turn, ...]:
        """What turning a step does; empty when it does nothing or was refused before."""
        if step.last.id in self._passed:
            return ()
        try:
            return self._allowed(reader, step)
        except (UndoRefused, RecordSealed, RecordMissing, UnreadableRecord):
            self._passed.add(step.last.id)
            raise

    def _allowed(self, reader: Reader, step: _Step) -> tuple[_Turn, ...]:
        first = _by_record(reader.changes.of_group(step.group))
        last = _by_record(reader.changes.of_group(step.last)) if step.turns else first
        if step.group.undoes or any(map(_stays, first.values())):
            raise UndoRefused(stays=True)
        turns = [_turn(reader, lines, first.get(id_, ())) for id_, lines in last.items()]
        refuse_sealed(reader, [turn.standing.record for turn in turns])
        for turn in turns:
            unit = turn.changed_since()
            if unit is not None:
                raise UndoRefused(self._who_changed(reader, turn.standing.record.id, unit))
        touched = {turn.standing.record.id for turn in turns}
        unmade = {turn.standing.record.id for turn in turns if turn.unmakes}
        if unmade:
            self._refuse_used(reader, UUID(step.group.case_id), unmade, touched)
        return tuple(turn for turn in turns if turn.changes_something)

    def _who_changed(self, reader: Reader, record_id: UUID, unit: str) -> str:
        newest = reader.changes.newest_of(record_id, unit)
        return self._other(newest.by_name if newest else "")

    def _refuse_used(
        self, reader: Reader, case_id: UUID, unmade: Collection[UUID], touched: Collection[UUID]
    ) -> None:
        """What others hung on a record since keeps it in the file."""
        around = reader.snapshot(case_id)
        for records in around.records.values():
            for item in records:
                if item.id not in touched and any(id_ in unmade for id_ in ids_in(item)):
                    raise UndoRefused(self._other(around.state(item.id).changed_by))

    def _other(self, name: str) -> str:
        return "" if name == self._store.author.name else name


def _steps(groups: Iterable[Group]) -> list[_Step]:
    """Steps with their turns, in the order they were made."""
    steps: dict[str, _Step] = {}
    for group in groups:
        if group.undoes in ("", group.id):
            steps[group.id] = _Step(group)
        elif group.undoes in steps:
            steps[group.undoes].turns.append(group)
    return list(steps.values())


def _to_undo(steps: Sequence[_Step], reach: str) -> Iterator[_Step]:
    """What stands and is not too long ago, the last one first."""
    return (step for step in reversed(steps) if step.is_done and step.group.at >= reach)


def _to_redo(steps: Sequence[_Step], reach: str) -> Iterator[_Step]:
    """What was taken back after the last other change, the last one first."""
    newest = steps[-1].group.number if steps else 0
    undone = (step for step in steps if not step.is_done)
    later = [s for s in undone if s.last.number > newest and s.last.at >= reach]
    return iter(sorted(later, key=lambda step: step.last.number, reverse=True))


def _turn(reader: Reader, lines: Sequence[Line], first: Sequence[Line]) -> _Turn:
    standing = reader.changes.standing(lines[0].record_type, lines[0].record_id)
    if standing is None:
        raise RecordMissing
    return _Turn.of(standing, lines, first)


def _by_record(lines: Iterable[Line]) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.record_id, []).append(line)
    return found


def _sides(lines: Iterable[Line]) -> tuple[dict[str, Patch | None], dict[str, Patch]]:
    """What each unit was before the first of these lines, and after the last."""
    before: dict[str, Patch | None] = {}
    left: dict[str, Patch] = {}
    for line in lines:
        before.setdefault(line.unit, line.before)
        left[line.unit] = line.after or {}
    return before, left


def _made_with(lines: Iterable[Line]) -> dict[str, Patch] | None:
    """What a record was made with; None for one that was there before."""
    before, left = _sides(lines)
    values = {unit: patch for unit, patch in left.items() if unit != WITHDRAWN}
    return values if any(before[unit] is None for unit in values) else None


def _whole(record: Record, filled_in: dict[str, Patch]) -> dict[str, Patch]:
    """All units of a record that was made with these values."""
    kind = type_of(record)
    given = {name: value for patch in filled_in.values() for name, value in patch.items()}
    doc = to_doc(from_doc(kind, record.id, record.case_id, given))
    return {unit: patch_of(kind, unit, doc) for unit in kind.units}


def _stays(lines: Sequence[Line]) -> bool:
    """Whether what was done to a record is not to be taken back. A family is not unmade by a
    key."""
    made = any(line.before is None for line in lines)
    type_name = lines[0].record_type
    return type_name in _STAYS or (type_name == CaseFile.type_name and made)
