"""What was changed in a file, field by field: who, when, on which device, before and after.

This is the worker's own view: nothing is left out of it for others at the table. A record of
a scope that is no longer granted is not on this laptop, and its history is not either.
"""

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from mvs_desktop.domain.conflicts import Choice, Conflict, ConflictState
from mvs_desktop.domain.records import WITHDRAWN, Record, RecordType, record_type, type_of
from mvs_desktop.services.choices import sides
from mvs_desktop.storage.audit.log import Act
from mvs_desktop.storage.base.replica_types import Patch
from mvs_desktop.storage.records.history import Line
from mvs_desktop.storage.records.reader import Reader
from mvs_desktop.storage.store import Store

# Of the newest changes; a panel of more is not read by anybody.
MOST_LINES = 2000

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class ChangeKind(StrEnum):
    ADDED = "added"  # the record was made; its first values follow
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    SET_APART = "set-apart"  # it met a colleague's edit and did not come to stand
    CHOSEN = "chosen"  # a worker chose between two edits; what was not chosen follows


class Device(StrEnum):
    THIS = "this"
    OTHER = "other"  # of this worker, as before this laptop got a new identity
    UNKNOWN = "unknown"  # a change that came in: the service does not tell


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one record as one change made it.

    `before` and `after` are values of the field, as its record has them; of a version that
    is newer than this one, the plain JSON value. `field` is empty where the whole record was
    added, withdrawn or restored, and where a choice is told: `after` is then the Choice. The
    lines of a choice have what was not chosen, and in `author` who had written that.
    """

    at: datetime | None
    by: str
    device: Device
    group: str  # the same for what was changed together here; empty for what came in
    kind: ChangeKind
    record_type: str
    record_id: UUID
    field: str = ""
    before: object = None
    after: object = None
    author: str = ""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A record that was taken out of the file, and what went together with it."""

    record: Record
    at: datetime | None
    by: str
    together: tuple[Record, ...] = ()


@dataclass(frozen=True, slots=True)
class HistoryView:
    """What the panel shows: changes, newest first, and what can be brought back."""

    changes: tuple[FieldChange, ...]
    withdrawn: tuple[Withdrawn, ...]


class RecordHistory:
    """`workspace.history`. Every look at it is logged before anything is returned."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, record_id: UUID) -> tuple[FieldChange, ...]:
        """Every change of a record, newest first; nothing for one that is not here."""
        with self._store.reader() as reader:
            case_id = _case_of(reader, record_id)
        if case_id is None:
            return ()
        self._log(case_id, record_id)
        with self._store.reader() as reader:
            return self._changes(reader, case_id, record_id)

    def view(self, case_id: UUID, record_id: UUID | None = None) -> HistoryView:
        """The newest changes of a record, or of its whole case, and what was withdrawn in it."""
        self._log(case_id, record_id)
        return self.reload_view(case_id, record_id)

    def reload_view(self, case_id: UUID, record_id: UUID | None = None) -> HistoryView:
        """A view that is open already, after something was changed."""
        with self._store.reader() as reader:
            changes = self._changes(reader, case_id, record_id)
            return HistoryView(changes, _withdrawn(reader, case_id))

    def withdrawn(self, case_id: UUID) -> tuple[Withdrawn, ...]:
        """What was taken out of a case and can be restored, the last one first."""
        self._log(case_id, None)
        with self._store.reader() as reader:
            return _withdrawn(reader, case_id)

    def _log(self, case_id: UUID, record_id: UUID | None) -> None:
        with self._store.unit_of_work() as work:
            if record_id is None:
                work.log(Act.HISTORY, case_id)
            else:
                work.log(Act.HISTORY, case_id, record=str(record_id))

    def _changes(
        self, reader: Reader, case_id: UUID, record_id: UUID | None
    ) -> tuple[FieldChange, ...]:
        if record_id is None:
            lines = reader.changes.of_case(case_id, MOST_LINES)
        else:
            lines = reader.changes.of_record(record_id, MOST_LINES)
        own = (line for line in lines if line.record_type != Conflict.type_name)
        changes = changes_of(own, self._store.author.device_id)
        return tuple(_woven(changes, told_choices(reader, case_id, record_id)))


def changes_of(lines: Iterable[Line], this_device: str) -> Iterator[FieldChange]:
    """Lines of the store as changes of fields, in the same order."""
    told: set[tuple[str, str]] = set()  # records whose making has been told
    for line in lines:
        if line.unit == WITHDRAWN:
            gone = bool((line.after or {}).get("withdrawn"))
            kind = ChangeKind.WITHDRAWN if gone else ChangeKind.RESTORED
            yield _change(line, kind, this_device)
            continue
        added = line.before is None
        if added and (line.at, line.record_id) not in told:
            told.add((line.at, line.record_id))
            yield _change(line, ChangeKind.ADDED, this_device)
        yield from _fields(line, ChangeKind.ADDED if added else ChangeKind.CHANGED, this_device)


def values_of(kind: RecordType | None, patch: Patch | None) -> dict[str, object]:
    """Field → value of a part of a record; plain JSON where this version cannot read it."""
    found: dict[str, object] = {}
    for name, value in (patch or {}).items():
        found[name] = value
        if kind is not None and name in kind.fields:
            try:
                found[name] = kind.fields[name].codec.decode(value)
            except (ValueError, TypeError, KeyError):
                continue
    return found


def kind_of(type_name: str) -> RecordType | None:
    """None for a type of a newer version."""
    try:
        return record_type(type_name)
    except KeyError:
        return None


def _fields(line: Line, kind: ChangeKind, this_device: str) -> Iterator[FieldChange]:
    declared = kind_of(line.record_type)
    before, after = values_of(declared, line.before), values_of(declared, line.after)
    for name in dict.fromkeys((*before, *after)):
        was = before.get(name)
        if line.before is None and declared is not None and name in declared.fields:
            was = _blank(declared, name)  # a new record: only what was filled in
        if was != after.get(name):
            yield _change(line, kind, this_device, name, was, after.get(name))


def _blank(kind: RecordType, name: str) -> object:
    default = kind.fields[name].default
    return None if default is MISSING else default


def _change(
    line: Line,
    kind: ChangeKind,
    this_device: str,
    field: str = "",
    before: object = None,
    after: object = None,
) -> FieldChange:
    device = Device.THIS if line.device == this_device else Device.OTHER
    return FieldChange(
        datetime.fromisoformat(line.at) if line.at else None,
        line.by_name,
        device if line.device else Device.UNKNOWN,
        line.group_id,
        kind,
        line.record_type,
        UUID(line.record_id),
        field,
        before,
        after,
    )


def _case_of(reader: Reader, record_id: UUID) -> UUID | None:
    """The case of a record that is on this device."""
    newest = reader.changes.of_record(record_id, 1)
    if not newest:
        return None
    found = reader.changes.standing(newest[0].record_type, str(record_id))
    return None if found is None else found.record.case_id


def _withdrawn(reader: Reader, case_id: UUID) -> tuple[Withdrawn, ...]:
    """What went at one moment is one: a person goes with homes, ties and school."""
    groups: dict[tuple[datetime | None, str], list[Record]] = {}
    for item in reader.changes.withdrawn(case_id):
        groups.setdefault((item.changed_at, item.changed_by), []).append(item.record)
    found: list[Withdrawn] = []
    for (at, by), records in groups.items():
        named = Counter(id_ for record in records for id_ in ids_in(record))
        main = max(records, key=lambda record: named[record.id])
        found.append(Withdrawn(main, at, by, tuple(one for one in records if one is not main)))
    return tuple(found)


def ids_in(item: Record) -> Iterator[UUID]:
    """Ids of other records that a record names."""
    for name in type_of(item).fields:
        value = getattr(item, name)
        for one in value if isinstance(value, frozenset | tuple) else (value,):
            if isinstance(one, UUID):
                yield one


def told_choices(
    reader: Reader, case_id: UUID, record_id: UUID | None = None
) -> tuple[FieldChange, ...]:
    """What was set apart beside a record, or beside all of a case, and what was chosen, newest
    first.

    It is in the conflict records themselves: a laptop that came later knows it too.
    """
    narrower = {} if record_id is None else {"record_id": record_id}
    told: list[tuple[FieldChange, ...]] = []
    for conflict in reader.select(Conflict, case_id=case_id, **narrower):
        told += [_set_apart(text) for text in _ever_apart(reader, conflict)]
        if conflict.state is ConflictState.SETTLED:
            told.append(_chosen(conflict))
    told.sort(key=lambda changes: changes[0].at or _LONG_AGO, reverse=True)
    return tuple(change for changes in told for change in reversed(changes))


def _ever_apart(reader: Reader, conflict: Conflict) -> Iterator[Conflict]:
    """The conflict as it is, and as it was with each text that its writer changed later."""
    kind = type_of(conflict)
    unit = kind.unit_of("other")
    told = {conflict.other}
    yield conflict
    for line in reader.changes.of_record(conflict.id, MOST_LINES):
        earlier = values_of(kind, line.before) if line.unit == unit else {}
        if earlier and earlier.get("other") not in told:
            told.add(str(earlier["other"]))
            yield replace(conflict, **earlier)  # type: ignore[arg-type]


def _set_apart(conflict: Conflict) -> tuple[FieldChange, ...]:
    base, _, other = sides(conflict)
    about = FieldChange(
        conflict.other_at,
        conflict.other_by,
        Device.UNKNOWN,
        "",
        ChangeKind.SET_APART,
        conflict.record_type,
        conflict.record_id,
    )
    fields = [
        replace(about, field=name, before=(base or {}).get(name), after=value)
        for name, value in (other or {}).items()
        if value != (base or {}).get(name)
    ]
    return (about, *fields)


def _chosen(conflict: Conflict) -> tuple[FieldChange, ...]:
    """Who chose what, and the texts that were not chosen."""
    about = FieldChange(
        conflict.settled_at,
        conflict.settled_by,
        Device.UNKNOWN,
        "",
        ChangeKind.CHOSEN,
        conflict.record_type,
        conflict.record_id,
        after=conflict.choice,
    )
    _, standing, other = sides(conflict)
    lost = []
    if conflict.choice is not Choice.STANDING:
        lost.append((standing or {}, other or {}, conflict.standing_by))
    if conflict.choice is not Choice.OTHER:
        lost.append((other or {}, standing or {}, conflict.other_by))
    fields = [
        replace(about, field=name, after=value, author=author)
        for values, beside, author in lost
        for name, value in values.items()
        if value != beside.get(name)
    ]
    return (about, *fields)


def _woven(changes: Iterable[FieldChange], told: Iterable[FieldChange]) -> Iterator[FieldChange]:
    """What choices tell among the changes, by its own moment; both newest first."""
    waiting = deque(told)
    for change in changes:
        moment = change.at or _LONG_AGO
        while waiting and (waiting[0].at or _LONG_AGO) >= moment:
            yield waiting.popleft()
        yield change
    yield from waiting
