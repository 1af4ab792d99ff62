"""One case in the database: locked, read into memory, and written back set-wise."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Column, Connection, Row, Select, insert, select, update

from mvs_central.base.bulk import Columns, Writing, among
from mvs_central.base.central import Caller
from mvs_central.cases import identities
from mvs_central.cases.intake import Edit, canonical
from mvs_central.cases.state import CaseState, Decided, Stored, Version, Writer
from mvs_central.tables import (
    case_head,
    change,
    op_outcome,
    quarantine,
    record,
    scope,
    service,
    worker,
)
from mvs_desktop.sync import checksum
from mvs_desktop.sync.checksum import add_checksums, canonical_text, hash_of_wire, hash_text
from mvs_desktop.sync.protocol import Outcome

MOST_IDS = 1_000  # in one statement


class OpenCase:
    """A case whose counter row this transaction holds; an absent one stands where cases
    begin in this epoch.

    Whoever writes in a case locks its counter first and reads after that: locked last,
    two writers would both merge into what the other is about to replace.
    """

    def __init__(self, rows: Writing, case_id: UUID) -> None:
        self._rows = rows
        row = rows.connection.execute(
            select(case_head.c.seq).where(case_head.c.case_id == case_id).with_for_update()
        ).one_or_none()
        self.exists = row is not None
        # A case that was lost with an earlier history must not count as it did there.
        seq = row.seq if row else rows.connection.scalars(select(service.c.first_seq)).one()
        self._hashes: dict[UUID, int] = {}
        self._written = 0  # lines of the state that are on their way
        self._changed: dict[UUID, None] = {}
        self._scopes: dict[str, _Grown] = {}
        self.state = CaseState(case_id, int(seq), {}, {}, self._writer_of)

    @property
    def connection(self) -> Connection:
        """With all that was written so far in its place."""
        return self._rows.connection

    def load_outcomes(self, op_ids: Iterable[UUID]) -> None:
        """What became earlier of these operations, as far as they were ever seen."""
        query = select(op_outcome).where(op_outcome.c.case_id == self.state.case_id)
        for row in self._each(query, op_outcome.c.op_id, op_ids):
            self.state.outcomes[row.op_id] = Decided(
                op_id=row.op_id,
                device_id=row.device_id,
                payload_hash=bytes(row.payload_hash),
                outcome=Outcome(row.outcome),
                seq=row.seq,
                reason=row.reason,
                follows=msgspec.json.decode(row.follows),
            )

    def load_records(self, ids: Iterable[UUID]) -> None:
        query = select(record).where(record.c.case_id == self.state.case_id)
        for row in self._each(query, record.c.id, ids):
            self.state.records[row.id] = stored(row)
            self._hashes[row.id] = int(row.hash, 16)

    def write(self, caller: Caller | None, now: datetime) -> None:
        """Send what was decided since the last time on its way; `caller` None: the service."""
        case_id, lines = self.state.case_id, self.state.written[self._written :]
        if not lines:
            return
        self._written += len(lines)
        ids = dict.fromkeys(line.record_id for line in lines)
        changed = [_Wire(self.state.records[id_]) for id_ in ids]
        self._write_records(changed)
        columns = {
            "case_id": case_id,
            "seq": [line.seq for line in lines],
            "record_id": [line.record_id for line in lines],
            "op_id": [line.op_id for line in lines],
            "worker_id": caller.worker_id if caller else None,
            "device_id": caller.device_id if caller else None,
            "made_at": [line.made_at for line in lines],
            "at": now,
            "units": [canonical(line.units) for line in lines],
        }
        self._rows.insert(change, columns)
        self._changed |= ids
        for wire in changed:
            grown = self._scopes.setdefault(wire.record.compartment, _Grown())
            grown.add(wire.record.seq, wire.hash - self._hashes.get(wire.record.id, 0))
            self._hashes[wire.record.id] = wire.hash

    def save(self, caller: Caller | None, now: datetime) -> None:
        """Write all that was decided, with the scopes and the counter."""
        self.write(caller, now)
        if not self._written:
            return
        case_id = self.state.case_id
        if self.exists:
            where = update(case_head).where(case_head.c.case_id == case_id)
            self.connection.execute(where.values(seq=self.state.seq))
        self._save_scopes()
        identities.keep(
            self.connection, case_id, map(self.state.records.__getitem__, self._changed)
        )

    def begin(self, worker_id: UUID, now: datetime) -> None:
        """Make the counter row of an absent case. IntegrityError: another was first."""
        head = {"case_id": self.state.case_id, "seq": self.state.seq}
        self.connection.execute(
            insert(case_head).values(**head, created_at=now, created_by=worker_id)
        )

    def write_outcomes(self, outcomes: Sequence[Decided], now: datetime) -> None:
        columns = {
            "case_id": self.state.case_id,
            "op_id": [item.op_id for item in outcomes],
            "device_id": [item.device_id for item in outcomes],
            "payload_hash": [item.payload_hash for item in outcomes],
            "outcome": [item.outcome.value for item in outcomes],
            "seq": [item.seq for item in outcomes],
            "reason": [item.reason for item in outcomes],
            "follows": [canonical_text(item.follows).decode() for item in outcomes],
            "at": now,
        }
        self._rows.insert(op_outcome, columns)

    def write_quarantine(
        self, edits: Sequence[tuple[Edit, str]], caller: Caller, now: datetime
    ) -> None:
        """Keep edits that came without a live grant, each with the reason."""
        columns = {
            "case_id": self.state.case_id,
            "op_id": [edit.op_id for edit, _ in edits],
            "worker_id": caller.worker_id,
            "device_id": caller.device_id,
            "reason": [reason for _, reason in edits],
            "compartment": [edit.compartment for edit, _ in edits],
            "counter": [edit.counter for edit, _ in edits],
            "payload": [edit.payload.decode() for edit, _ in edits],
            "at": now,
        }
        self._rows.insert(quarantine, columns)

    def _write_records(self, items: Sequence["_Wire"]) -> None:
        case_id, known = self.state.case_id, self._hashes
        fresh = [item for item in items if item.record.id not in known]
        replaced = [item for item in items if item.record.id in known]
        made = {
            "case_id": case_id,
            "id": [item.record.id for item in fresh],
            "record_type": [item.record.record_type for item in fresh],
            "compartment": [item.record.compartment for item in fresh],
            **_values(fresh),
        }
        self._rows.insert(record, made)
        changed = {"id": [item.record.id for item in replaced], **_values(replaced)}
        self._rows.update(record, case_id, changed)

    def _save_scopes(self) -> None:
        case_id = self.state.case_id
        found = {
            row.compartment: row
            for row in self.connection.execute(select(scope).where(scope.c.case_id == case_id))
        }
        for compartment, grown in self._scopes.items():
            row = found.get(compartment)
            values = {
                "head": grown.head,
                "checksum": add_checksums([int(row.checksum, 16) if row else 0, grown.hash]),
            }
            if row is None:
                key = {"case_id": case_id, "compartment": compartment}
                self.connection.execute(insert(scope).values(**key, **values))
            else:
                same = (scope.c.case_id == case_id) & (scope.c.compartment == compartment)
                self.connection.execute(update(scope).where(same).values(**values))

    def _writer_of(self, seq: int) -> Writer | None:
        row = self.connection.execute(
            select(change.c.device_id, change.c.made_at, change.c.units, worker.c.name)
            .join_from(change, worker, change.c.worker_id == worker.c.id, isouter=True)
            .where(change.c.case_id == self.state.case_id, change.c.seq == seq)
        ).one_or_none()
        if row is None:
            return None
        return Writer(row.device_id, row.name or "", row.made_at, msgspec.json.decode(row.units))

    def _each(
        self, query: Select[Any], column: Column[Any], ids: Iterable[UUID]
    ) -> Iterator[Row[Any]]:
        rest = iter(dict.fromkeys(ids))
        connection = self.connection
        while part := list(islice(rest, MOST_IDS)):
            yield from connection.execute(query.where(among(connection, column, part)))


_versions = msgspec.json.Decoder(dict[str, Version]).decode


def stored(row: Row[Any]) -> Stored:
    """A row of `record` as a value."""
    return Stored(
        id=row.id,
        record_type=row.record_type,
        compartment=row.compartment,
        seq=row.seq,
        versions=_versions(row.versions),
        withdrawn=row.withdrawn,
        doc=msgspec.json.decode(row.doc),
        changed_by=row.changed_by,
        changed_at=row.changed_at,
    )


class _Wire:
    """A record with its wire form and hash, each made once."""

    __slots__ = ("doc", "hash", "record")

    def __init__(self, item: Stored) -> None:
        wire = checksum.canonical(item.doc)
        self.record = item
        self.hash = hash_of_wire(item.record_type, item.id, item.withdrawn, wire)
        self.doc = wire.decode()


def _values(items: Sequence[_Wire]) -> Columns:
    """What a change of a record replaces."""
    records = [item.record for item in items]
    return {
        "seq": [item.seq for item in records],
        "versions": [canonical_text(item.versions).decode() for item in records],
        "withdrawn": [item.withdrawn for item in records],
        "doc": [item.doc for item in items],
        "hash": [hash_text(item.hash) for item in items],
        "changed_by": [item.changed_by for item in records],
        "changed_at": [item.changed_at for item in records],
    }


@dataclass(slots=True)
class _Grown:
    """What came into a scope: its highest seq, and by how much the sum of its hashes grew."""

    head: int = 0
    hash: int = 0

    def add(self, seq: int, more: int) -> None:
        self.head = max(self.head, seq)
        self.hash += more
