"""One case in the database: locked, read into memory, and written back set-wise."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Connection, Row, Select, bindparam, insert, select, update

from mvs_central.central import Caller
from mvs_central.intake import Edit, canonical
from mvs_central.state import CaseState, Decided, Stored, Version, Writer
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
from mvs_desktop.sync.checksum import add_checksums, record_hash
from mvs_desktop.sync.protocol import Outcome

MOST_IDS = 1_000  # in one statement


class OpenCase:
    """A case whose counter row this transaction holds; an absent one stands where cases
    begin in this epoch.

    Whoever writes in a case locks its counter first and reads after that: locked last,
    two writers would both merge into what the other is about to replace.
    """

    def __init__(self, connection: Connection, case_id: UUID) -> None:
        self._connection = connection
        row = connection.execute(
            select(case_head.c.seq).where(case_head.c.case_id == case_id).with_for_update()
        ).one_or_none()
        self.exists = row is not None
        # A case that was lost with an earlier history must not count as it did there.
        seq = row.seq if row else connection.scalars(select(service.c.first_seq)).one()
        self._first_seq = int(seq)
        self._hashes: dict[UUID, int] = {}
        self.state = CaseState(case_id, self._first_seq, {}, {}, self._writer_of)

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
                follows=json.loads(row.follows),
            )

    def load_records(self, ids: Iterable[UUID]) -> None:
        query = select(record).where(record.c.case_id == self.state.case_id)
        for row in self._each(query, record.c.id, ids):
            self.state.records[row.id] = stored(row)
            self._hashes[row.id] = int(row.hash, 16)

    def save(self, caller: Caller | None, now: datetime) -> None:
        """Write the new seqs, with the scopes and the counter; `caller` None: the service."""
        case_id, lines = self.state.case_id, self.state.written
        if not lines:
            return
        if self.exists:
            where = update(case_head).where(case_head.c.case_id == case_id)
            self._connection.execute(where.values(seq=self.state.seq))
        changed = [self.state.records[id_] for id_ in {line.record_id for line in lines}]
        self._save_records(changed)
        self._save_scopes(changed)
        rows = [
            {
                "case_id": case_id,
                "seq": line.seq,
                "record_id": line.record_id,
                "op_id": line.op_id,
                "worker_id": caller.worker_id if caller else None,
                "device_id": caller.device_id if caller else None,
                "made_at": line.made_at,
                "at": now,
                "units": canonical(line.units),
            }
            for line in lines
        ]
        self._connection.execute(insert(change), rows)

    def begin(self, worker_id: UUID, now: datetime) -> None:
        """Make the counter row of an absent case. IntegrityError: another was first."""
        head = {"case_id": self.state.case_id, "seq": self.state.seq}
        self._connection.execute(
            insert(case_head).values(**head, created_at=now, created_by=worker_id)
        )

    def save_outcomes(self, outcomes: Iterable[Decided], now: datetime) -> None:
        rows = [
            {
                "case_id": self.state.case_id,
                "op_id": item.op_id,
                "device_id": item.device_id,
                "payload_hash": item.payload_hash,
                "outcome": item.outcome.value,
                "seq": item.seq,
                "reason": item.reason,
                "follows": canonical(item.follows),
                "at": now,
            }
            for item in outcomes
        ]
        if rows:
            self._connection.execute(insert(op_outcome), rows)

    def save_quarantine(
        self, edits: Iterable[tuple[Edit, str]], caller: Caller, now: datetime
    ) -> None:
        """Keep edits that came without a live grant, each with the reason."""
        rows = [
            {
                "case_id": self.state.case_id,
                "op_id": edit.op_id,
                "worker_id": caller.worker_id,
                "device_id": caller.device_id,
                "reason": reason,
                "payload": edit.payload,
                "at": now,
            }
            for edit, reason in edits
        ]
        if rows:
            self._connection.execute(insert(quarantine), rows)

    def _save_records(self, items: Iterable[Stored]) -> None:
        fresh: list[dict[str, Any]] = []
        known: list[dict[str, Any]] = []
        for item in items:
            (known if item.id in self._hashes else fresh).append(self._row(item))
        if fresh:
            self._connection.execute(insert(record), fresh)
        if known:
            same = (record.c.case_id == bindparam("of_case")) & (record.c.id == bindparam("of_id"))
            names = ("seq", "versions", "withdrawn", "doc", "hash", "changed_by", "changed_at")
            statement = update(record).where(same).values({n: bindparam(n) for n in names})
            rows = [
                {"of_case": row["case_id"], "of_id": row["id"]} | {n: row[n] for n in names}
                for row in known
            ]
            self._connection.execute(statement, rows)

    def _row(self, item: Stored) -> dict[str, Any]:
        return {
            "case_id": self.state.case_id,
            "id": item.id,
            "record_type": item.record_type,
            "compartment": item.compartment,
            "seq": item.seq,
            "versions": canonical(item.versions),
            "withdrawn": item.withdrawn,
            "doc": canonical(item.doc),
            "hash": add_checksums([_hash(item)]),
            "changed_by": item.changed_by,
            "changed_at": item.changed_at,
        }

    def _save_scopes(self, items: Iterable[Stored]) -> None:
        case_id = self.state.case_id
        found = {
            row.compartment: row
            for row in self._connection.execute(select(scope).where(scope.c.case_id == case_id))
        }
        for compartment, changed in _by_compartment(items).items():
            row = found.get(compartment)
            sums = [int(row.checksum, 16) if row else 0]
            sums += [_hash(item) - self._hashes.get(item.id, 0) for item in changed]
            values = {
                "head": max(item.seq for item in changed),
                "checksum": add_checksums(sums),
            }
            if row is None:
                key = {"case_id": case_id, "compartment": compartment}
                self._connection.execute(insert(scope).values(**key, **values))
            else:
                same = (scope.c.case_id == case_id) & (scope.c.compartment == compartment)
                self._connection.execute(update(scope).where(same).values(**values))

    def _writer_of(self, seq: int) -> Writer | None:
        row = self._connection.execute(
            select(change.c.device_id, change.c.made_at, change.c.units, worker.c.name)
            .join_from(change, worker, change.c.worker_id == worker.c.id, isouter=True)
            .where(change.c.case_id == self.state.case_id, change.c.seq == seq)
        ).one_or_none()
        if row is None:
            return None
        return Writer(row.device_id, row.name or "", row.made_at, json.loads(row.units))

    def _each(
        self, query: Select[Any], column: Column[Any], ids: Iterable[UUID]
    ) -> Iterator[Row[Any]]:
        rest = iter(sorted(set(ids)))
        while part := list(islice(rest, MOST_IDS)):
            yield from self._connection.execute(query.where(column.in_(part)))


def stored(row: Row[Any]) -> Stored:
    """A row of `record` as a value."""
    versions: dict[str, Version] = {
        unit: (seq, op_id) for unit, (seq, op_id) in json.loads(row.versions).items()
    }
    return Stored(
        id=row.id,
        record_type=row.record_type,
        compartment=row.compartment,
        seq=row.seq,
        versions=versions,
        withdrawn=row.withdrawn,
        doc=json.loads(row.doc),
        changed_by=row.changed_by,
        changed_at=row.changed_at,
    )


def _hash(item: Stored) -> int:
    return record_hash(item.record_type, item.id, item.withdrawn, item.doc)


def _by_compartment(items: Iterable[Stored]) -> Mapping[str, list[Stored]]:
    found: dict[str, list[Stored]] = {}
    for item in items:
        found.setdefault(item.compartment, []).append(item)
    return found
