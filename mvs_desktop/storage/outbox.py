"""Pending operations: what this device changed and the centre has not confirmed.

The working row of a record is always its mirror (the last state from the service) with
its pending operations on top, so an operation is never rewritten.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, func, insert, select

from mvs_desktop.domain.records import WITHDRAWN, RecordType
from mvs_desktop.storage.replica_types import Patch, PendingOp, PendingUnit
from mvs_desktop.storage.rows import Stored
from mvs_desktop.storage.tables import mirror, outbox


class OpState(StrEnum):
    PENDING = "pending"
    ACKNOWLEDGED = "acknowledged"  # until its effect has been pulled
    SET_APART = "set-apart"  # the centre could not take it; kept for a worker to look at


LIVE = (OpState.PENDING.value, OpState.ACKNOWLEDGED.value)


def append(
    connection: Connection,
    op_id: UUID,
    group_id: UUID,
    item: Stored,
    units: Mapping[str, PendingUnit],
) -> None:
    connection.execute(
        insert(outbox),
        {
            "op_id": str(op_id),
            "group_id": str(group_id),
            "case_id": item.case_id,
            "compartment": item.compartment,
            "record_type": item.kind.name,
            "record_id": item.id,
            "units": {
                name: {"base": unit.base, "value": unit.value, "version": unit.version}
                for name, unit in units.items()
            },
            "made_at": item.changed_at,
            "state": OpState.PENDING.value,
            "seq": 0,
            "reason": "",
        },
    )


def pending_of(connection: Connection, record_id: str) -> tuple[PendingOp, ...]:
    """The operations on a record that the working row still stands on, oldest first."""
    query = (
        select(outbox)
        .where(outbox.c.record_id == record_id, outbox.c.state.in_(LIVE))
        .order_by(outbox.c.counter)
    )
    return tuple(map(op, connection.execute(query)))


def op(row: Row[Any]) -> PendingOp:
    return PendingOp(
        UUID(row.op_id),
        row.counter,
        UUID(row.group_id),
        UUID(row.case_id),
        row.compartment,
        row.record_type,
        UUID(row.record_id),
        {name: PendingUnit(**unit) for name, unit in row.units.items()},
        row.made_at,
    )


def count(connection: Connection, *states: OpState) -> int:
    """Changed records, not operations: what a person would count."""
    query = select(func.count(func.distinct(outbox.c.record_id))).where(
        outbox.c.state.in_([state.value for state in states])
    )
    return int(connection.execute(query).scalar_one())


def rebased(base: Stored, ops: Iterable[PendingOp], author: str) -> Stored:
    """A server state with operations on top; `author` is the name of who made those."""
    item = base
    for pending in ops:
        item = with_units(item, {name: unit.value for name, unit in pending.units.items()})
        item = replace(item, changed_at=pending.made_at, changed_by=author)
    return item


def with_units(item: Stored, patches: Mapping[str, Patch]) -> Stored:
    doc = dict(item.doc)
    withdrawn = item.withdrawn
    for unit, patch in patches.items():
        if unit == WITHDRAWN:
            withdrawn = bool(patch["withdrawn"])
        else:
            doc.update(patch)
    return replace(item, doc=doc, withdrawn=withdrawn)


def blank(kind: RecordType, id_: str, case_id: str, compartment: str) -> Stored:
    """The state of a record that the service has never held."""
    return Stored(kind, id_, case_id, compartment, 0, {}, False, "", "", "", {})


def keep_mirror(connection: Connection, item: Stored) -> None:
    """Remember the server state below the first pending operation."""
    connection.execute(
        insert(mirror).prefix_with("OR REPLACE"),
        {
            "id": item.id,
            "record_type": item.kind.name,
            "case_id": item.case_id,
            "compartment": item.compartment,
            "seq": item.seq,
            "versions": dict(item.versions),
            "withdrawn": item.withdrawn,
            "changed_at": item.changed_at,
            "changed_by": item.changed_by,
            "wire_hash": item.wire_hash,
            "doc": item.doc,
        },
    )


def mirror_of(connection: Connection, kind: RecordType, id_: str) -> Stored | None:
    row = connection.execute(select(mirror).where(mirror.c.id == id_)).one_or_none()
    if row is None:
        return None
    return Stored(
        kind,
        row.id,
        row.case_id,
        row.compartment,
        row.seq,
        row.versions,
        row.withdrawn,
        row.changed_at,
        row.changed_by,
        row.wire_hash,
        row.doc,
    )


def drop_mirror(connection: Connection, id_: str) -> None:
    connection.execute(delete(mirror).where(mirror.c.id == id_))
