"""Reading records as frozen dataclasses, within one snapshot of the store."""

from bisect import insort
from collections.abc import Container, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, func, select

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.codec import Json
from mvs_desktop.domain.errors import RecordMissing, UnreadableRecord
from mvs_desktop.domain.records import Record, record_type, record_types
from mvs_desktop.domain.snapshot import CaseSnapshot, RecordState
from mvs_desktop.storage.base.rows import Stored, fetch, select_stored, stored, table_of
from mvs_desktop.storage.base.statements import run, to_json
from mvs_desktop.storage.base.tables import draft, history
from mvs_desktop.storage.base.tables import outbox as ops
from mvs_desktop.storage.records.history import History
from mvs_desktop.storage.records.outbox import APART, OpState, is_put_apart
from mvs_desktop.storage.records.summaries import Summaries, version

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class OwnWork:
    """One operation of this device; `confirmed_at` is the service's time."""

    record_type: str
    record_id: UUID
    state: OpState
    made_at: datetime
    confirmed_at: datetime | None


class Reader:
    """Made by Store.reader; do not keep it beyond its block."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def changes(self) -> History:
        """What was changed, by whom, and what stands now."""
        return History(self._connection)

    @property
    def summaries(self) -> Summaries:
        """What is kept ready of each case."""
        return Summaries(self._connection)

    def version(self, case_id: UUID) -> int | None:
        """Another one after every change in the case."""
        return version(self._connection, str(case_id))

    def snapshot(self, case_id: UUID, day: date | None = None) -> CaseSnapshot:
        """All live records of a case, read on `day`.

        Raises RecordMissing when it is not on this device.
        """
        case = self.get(CaseFile, case_id)
        if case is None:
            raise RecordMissing
        unsent = self._unsent(case_id)
        records: list[Record] = []
        states: dict[UUID, RecordState] = {}
        live = "WHERE case_id = ? AND NOT withdrawn ORDER BY id"
        for kind in record_types():
            for item in select_stored(self._connection, kind, live, (str(case_id),)):
                try:
                    records.append(item.record(case_id))
                except UnreadableRecord:
                    continue  # written by a newer version: kept, and shown after an update
                states[records[-1].id] = _state(item, unsent)
        return CaseSnapshot.of(case, records, states, day)

    def renewed(
        self, former: CaseSnapshot, written: Iterable[tuple[str, UUID]], day: date | None
    ) -> CaseSnapshot:
        """A snapshot of which only these records, type and id, have changed since."""
        case_id, states = former.case.id, dict(former.states)
        unsent = self._unsent(case_id)
        lists = dict(former.records)
        for name, id_ in written:
            others = [item for item in lists.get(name, ()) if item.id != id_]
            states.pop(id_, None)
            item = fetch(self._connection, record_type(name), str(id_))
            if item is not None and not item.withdrawn:
                with suppress(UnreadableRecord):
                    insort(others, item.record(case_id), key=lambda record: record.id)
                    states[id_] = _state(item, unsent)
            lists[name] = tuple(others)
            if not others:
                del lists[name]
        case = self.get(CaseFile, case_id)
        if case is None:
            raise RecordMissing
        everything = (item for items in lists.values() for item in items)
        return CaseSnapshot.of(case, everything, states, day)

    def get(self, kind: type[R], id_: UUID) -> R | None:
        """A record, also when it was withdrawn."""
        found = fetch(self._connection, record_type(kind.type_name), str(id_))
        return None if found is None else found.record()  # type: ignore[return-value]

    def shared(self, kind: type[R], id_: UUID) -> R | None:
        """A record that the centre has or gets, also when it was withdrawn: none that is here
        alone, put apart."""
        found = fetch(self._connection, record_type(kind.type_name), str(id_))
        if found is None or is_put_apart(self._connection, found):
            return None
        return found.record()  # type: ignore[return-value]

    def live(self, kind: type[R], ids: Iterable[UUID]) -> dict[UUID, R]:
        """Those of these records that are here, not withdrawn, and that this version reads."""
        chosen = to_json([str(id_) for id_ in ids])
        rest = "WHERE id IN (SELECT value FROM json_each(?)) AND NOT withdrawn"
        rows = select_stored(self._connection, record_type(kind.type_name), rest, (chosen,))
        found: dict[UUID, R] = {}
        for row in rows:
            with suppress(UnreadableRecord):
                found[UUID(row.id)] = row.record()  # type: ignore[assignment]
        return found

    def select(self, kind: type[R], /, **equal: object) -> tuple[R, ...]:
        """Live records whose fields have these values, in the order they were made.

        Records that this version cannot read are left out.
        """
        declared = record_type(kind.type_name)
        table = table_of(declared)
        query = select(table).where(table.c.withdrawn.is_(False)).order_by(table.c.id)
        for name, value in equal.items():
            spec = declared.fields.get(name)
            plain = spec.codec.encode(value) if spec else str(value)
            query = query.where(table.c[name] == plain)
        return tuple(self._readable(declared.name, self._connection.execute(query)))

    def ids(self, kind: type[Record]) -> frozenset[UUID]:
        """Of all live records of a type, without reading those."""
        query = f"SELECT id FROM {kind.type_name} WHERE NOT withdrawn"  # noqa: S608 - our own name
        return frozenset(UUID(id_) for (id_,) in run(self._connection, query).fetchall())

    def among(self, kind: type[R], case_ids: Iterable[UUID]) -> tuple[R, ...]:
        """Live records of these cases, in the order they were made."""
        declared = record_type(kind.type_name)
        rest = "WHERE case_id IN (SELECT value FROM json_each(?)) AND NOT withdrawn ORDER BY id"
        ids = to_json([str(case_id) for case_id in case_ids])
        found: list[R] = []
        for item in select_stored(self._connection, declared, rest, (ids,)):
            with suppress(UnreadableRecord):
                found.append(item.record())  # type: ignore[arg-type]
        return tuple(found)

    def between(self, kind: type[R], field: str, first: datetime, last: datetime) -> tuple[R, ...]:
        """Live records with a moment in `field` from `first` to `last`, both included."""
        declared = record_type(kind.type_name)
        table, codec = table_of(declared), declared.fields[field].codec
        column = table.c[field]
        query = select(table).where(
            table.c.withdrawn.is_(False),
            column.between(codec.encode(first), codec.encode(last)),
        )
        return tuple(self._readable(declared.name, self._connection.execute(query)))

    def _readable(self, type_name: str, rows: Any) -> Any:
        kind = record_type(type_name)
        for row in rows:
            try:
                yield stored(kind, row).record()
            except UnreadableRecord:
                continue

    def drafts(self, case_id: UUID) -> Mapping[tuple[UUID, str], str]:
        """What was typed in a field and cannot be read as a value: (record, field) → text."""
        query = select(draft).where(draft.c.case_id == str(case_id))
        return {(UUID(r.record_id), r.field): r.text for r in self._connection.execute(query)}

    def unsent_by_case(self) -> Mapping[UUID, int]:
        """How many records of each case have changes that the centre has not confirmed."""
        query = (
            select(
                ops.c.case_id,
                func.count(func.distinct(ops.c.record_id)),
            )
            .where(ops.c.state == OpState.PENDING.value)
            .group_by(ops.c.case_id)
        )
        return {UUID(case_id): number for case_id, number in self._connection.execute(query)}

    def own_work(self, case_id: UUID) -> Sequence[OwnWork]:
        """What was written here in a case and is yet to be sent, or was sent in the last weeks,
        in the order in which it was written."""
        columns = (ops.c.record_type, ops.c.record_id, ops.c.state, ops.c.made_at)
        query = (
            select(*columns, ops.c.confirmed_at)
            .where(ops.c.case_id == str(case_id))
            .order_by(ops.c.counter)
        )
        return [
            OwnWork(
                row.record_type,
                UUID(row.record_id),
                OpState(row.state),
                datetime.fromisoformat(row.made_at),
                datetime.fromisoformat(row.confirmed_at) if row.confirmed_at else None,
            )
            for row in self._connection.execute(query)
        ]

    def set_apart(self) -> Sequence[tuple[UUID, str, UUID, str, str]]:
        """Operations the centre could not take: case, type, record, reason, made at."""
        table = ops
        query = select(table).where(table.c.state.in_(APART)).order_by(table.c.counter)
        return [
            (UUID(r.case_id), r.record_type, UUID(r.record_id), r.reason, r.made_at)
            for r in self._connection.execute(query)
        ]

    def history(self, record_id: UUID) -> tuple[Mapping[str, Json], ...]:
        """Every change of a record, newest first: at, by_name, unit, before, after."""
        query = (
            select(history)
            .where(history.c.record_id == str(record_id))
            .order_by(history.c.number.desc())
        )
        return tuple(dict(row._mapping) for row in self._connection.execute(query))  # noqa: SLF001

    def op_states(self, record_id: UUID) -> Mapping[str, OpState]:
        """How far the operations of this device on a record are, by their ids."""
        query = select(ops.c.op_id, ops.c.state).where(ops.c.record_id == str(record_id))
        return {id_: OpState(state) for id_, state in self._connection.execute(query)}

    def _unsent(self, case_id: UUID) -> frozenset[str]:
        query = select(ops.c.record_id).where(
            ops.c.case_id == str(case_id),
            ops.c.state == OpState.PENDING.value,
        )
        return frozenset(self._connection.execute(query).scalars())


def _state(item: Stored, unsent: Container[str]) -> RecordState:
    changed = datetime.fromisoformat(item.changed_at) if item.changed_at else None
    return RecordState(item.id in unsent, changed, item.changed_by)
