"""Operations: what this device changed, on its way to the centre and for a while after.

The working row of a record is always its mirror (the last state from the service) with
its pending operations on top, so an operation is never rewritten. One that the centre has
confirmed is kept for 35 days: should the centre be put back to an earlier state, it is sent
again. Neither the working row nor any count goes by it any more.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, case, func, select, update

from mvs_desktop.domain.records import WHOLE, WITHDRAWN, RecordType
from mvs_desktop.storage.base.replica_types import Fate, OpFate, Patch, PendingOp, PendingUnit
from mvs_desktop.storage.base.rows import Stored
from mvs_desktop.storage.base.statements import Rows, run, to_json
from mvs_desktop.storage.base.tables import RECORDS, mirror, outbox

_OPERATIONS, _MIRROR = Rows(outbox), Rows(mirror)


class OpState(StrEnum):
    PENDING = "pending"
    ACKNOWLEDGED = "acknowledged"  # until its effect has been pulled
    CONFIRMED = "confirmed"  # its effect has been pulled; kept in case the centre loses it
    AGAIN = "again"  # the centre may have lost it: to be sent once more
    SET_APART = "set-apart"  # the centre could not take it; kept for a worker to look at
    QUARANTINED = "quarantined"  # the centre keeps it beside the case; else as set apart


LOST = {Fate.REJECTED: OpState.SET_APART, Fate.QUARANTINED: OpState.QUARANTINED}
LIVE = (OpState.PENDING.value, OpState.ACKNOWLEDGED.value)  # the working row stands on these
TO_SEND = (OpState.PENDING.value, OpState.AGAIN.value)
APART = tuple(state.value for state in LOST.values())

KEPT = timedelta(days=35)  # as long as a backup of the service may be old


def append(
    connection: Connection,
    op_id: UUID,
    group_id: UUID,
    item: Stored,
    units: Mapping[str, PendingUnit],
) -> None:
    operation = {
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
    }
    _OPERATIONS.insert(connection, operation)


def pending_of(connection: Connection, record_id: str) -> tuple[PendingOp, ...]:
    """The operations on a record that the working row still stands on, oldest first."""
    rest = "WHERE record_id = ? AND state IN (?, ?) ORDER BY counter"
    return tuple(map(_op, run(connection, _SELECT + rest, (record_id, *LIVE))))


def is_put_apart(connection: Connection, item: Stored) -> bool:
    """Whether a record is here alone: the centre never took it, and gets it no more."""
    return not item.seq and not pending_of(connection, item.id)


def waiting(
    connection: Connection, limit: int, after: int, held_back: Collection[str] = ()
) -> tuple[PendingOp, ...]:
    """Operations beyond the counter `after` that wait for an answer, in order: whole groups, as
    many as fit and at least one, without the groups in `held_back`."""
    chosen: list[PendingOp] = []
    group: list[PendingOp] = []
    # From the first one on along the table; the index alone says which that is.
    first = f"(SELECT min(counter) - 1 FROM outbox WHERE state IN {TO_SEND})"  # noqa: S608
    rest = f"WHERE counter > coalesce(?, {first}) AND +state IN {TO_SEND} ORDER BY counter"
    with closing(run(connection, _SELECT + rest, (after or None,))) as rows:
        for row in rows:
            if row[_GROUP] in held_back:
                continue
            operation = _op(row)
            if group and group[0].group_id != operation.group_id:
                chosen += group
                group = []
            group.append(operation)
            if chosen and len(chosen) + len(group) > limit:
                return tuple(chosen)
    return (*chosen, *group)


_COLUMNS = (
    "counter", "op_id", "group_id", "case_id", "compartment", "record_type", "record_id", "units",
    "made_at", "state", "seq",
)  # fmt: skip
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM outbox "  # noqa: S608 - our own names
_GROUP = _COLUMNS.index("group_id")
_Ids = tuple[UUID, UUID, UUID, UUID]


def _op(row: Sequence[Any]) -> PendingOp:
    counter, op_id, group_id, case_id, compartment, type_name, record_id, units = row[:8]
    made_at, state, seq = row[8:]
    ids = msgspec.convert((op_id, group_id, case_id, record_id), _Ids)
    # A number that came with an earlier answer stays: the centre said yes to it before.
    again = state == OpState.AGAIN or seq > 0
    return PendingOp(
        ids[0],
        counter,
        ids[1],
        ids[2],
        compartment,
        type_name,
        ids[3],
        msgspec.Raw(units.encode()),
        made_at,
        again,
    )


# What the centre did with many operations, each by its id.
_ANSWER = (
    "WITH fate(op_id, state, seq, reason) AS MATERIALIZED (SELECT value ->> '$[0]',"  # noqa: S608
    " value ->> '$[1]', value ->> '$[2]', value ->> '$[3]' FROM json_each(?))"
    " UPDATE outbox SET seq = fate.seq, reason = fate.reason, confirmed_at = '',"
    # No row stands on what was sent again: its effect is read with everything else.
    " state = CASE WHEN fate.state = 'acknowledged' AND outbox.state = 'again'"
    " THEN 'confirmed' ELSE fate.state END"
    f" FROM fate WHERE outbox.op_id = fate.op_id AND outbox.state IN {TO_SEND}"
    " RETURNING record_id, record_type, case_id, compartment, state, seq"
)


@dataclass(frozen=True, slots=True)
class Answered:
    """What answers changed: cases; those of which the effect was pulled before; and records
    that no longer stand on an operation, with their types."""

    cases: frozenset[str]
    pulled: frozenset[str]
    lost: Mapping[str, str]


def answer(connection: Connection, fates: Iterable[OpFate]) -> Answered:
    """Note what the centre did with operations; one that had its answer keeps it."""
    given = [
        (
            str(fate.op_id),
            LOST.get(fate.fate, OpState.ACKNOWLEDGED).value,
            fate.seq,
            fate.reason,
        )
        for fate in fates
    ]
    rows = run(connection, _ANSWER, (to_json(given),)).fetchall()
    reached = {
        (case_id, compartment): seq
        for case_id in {row[2] for row in rows}
        for compartment, seq in run(connection, _REACHED, (case_id,))
    }
    return Answered(
        frozenset(case_id for _, _, case_id, *_ in rows),
        frozenset(
            case_id
            for _, _, case_id, compartment, state, seq in rows
            if state == OpState.ACKNOWLEDGED and seq <= reached.get((case_id, compartment), 0)
        ),
        {id_: name for id_, name, _, _, state, _ in rows if state in APART},
    )


# Operations of which the effect was pulled: nothing stands on them any more.
_FINISH = (
    "UPDATE outbox SET state = 'confirmed', confirmed_at = ''"
    " WHERE state = 'acknowledged' AND {}"
    " RETURNING record_id, record_type, case_id"
)
_FINISH_READ = _FINISH.format(
    "case_id IN (SELECT value FROM json_each(?)) AND seq <= (SELECT c.seq FROM cursor c"
    " WHERE c.case_id = outbox.case_id AND c.compartment = outbox.compartment)"
)
_FINISH_WITH = (  # noqa: S608 - our own names
    "WITH page(id, case_id, seq) AS MATERIALIZED (SELECT value ->> '$[0]', value ->> '$[1]',"
    " value ->> '$[2]' FROM json_each(?)) "
) + _FINISH.format(
    "counter IN (SELECT o.counter FROM page CROSS JOIN outbox o ON o.record_id = page.id"
    " WHERE o.state = 'acknowledged' AND o.case_id = page.case_id AND o.seq <= page.seq)"
)
_FINISH_COUNTED = (
    "UPDATE outbox SET state = 'confirmed', confirmed_at = ?"
    " WHERE state = 'acknowledged' AND counter IN (SELECT value FROM json_each(?))"
)
_DROP_MIRRORS = "DELETE FROM mirror WHERE id IN (SELECT value FROM json_each(?))"
_STILL = (
    "SELECT DISTINCT record_id FROM outbox WHERE state IN ('pending', 'acknowledged')"
    " AND record_id IN (SELECT value FROM json_each(?))"
)


def finish_read(connection: Connection, case_ids: Collection[str]) -> Sequence[tuple[str, ...]]:
    """Finish the operations in these cases that the cursors have reached; gives of each its
    record, record type and case."""
    rows: Sequence[tuple[str, ...]] = run(
        connection, _FINISH_READ, (to_json(list(case_ids)),)
    ).fetchall()
    return rows


def finish_with(connection: Connection, page: Sequence[tuple[str, str, int]]) -> set[str]:
    """Finish the operations whose effect is in the records that now come in: id, case id and
    number of each. Gives the records that stand on no operation any more; their mirrors go."""
    found = run(connection, _FINISH_WITH, (to_json(page),)).fetchall()
    finished = {record_id for record_id, _, _ in found}
    if not finished:
        return set()
    still = run(connection, _STILL, (to_json(list(finished)),)).fetchall()
    free = finished.difference(record_id for (record_id,) in still)
    run(connection, _DROP_MIRRORS, (to_json(list(free)),))
    return free


def finish(
    connection: Connection, counters: Sequence[int], record_ids: Sequence[str], at: str
) -> None:
    """Finish these operations, on which their records stood; the mirrors of those go. `at` is
    the service's time where it is known: else keep_confirmed writes all of them once more."""
    run(connection, _FINISH_COUNTED, (at, to_json(counters)))
    run(connection, _DROP_MIRRORS, (to_json(record_ids),))


def read_by(connection: Connection, record_id: str, seq: int) -> tuple[PendingOp, ...]:
    """The operations on a record that the centre took, as far as a number of the case."""
    rest = "WHERE record_id = ? AND state = 'acknowledged' AND seq <= ? ORDER BY counter"
    return tuple(map(_op, run(connection, _SELECT + rest, (record_id, seq))))


_REACHED = "SELECT compartment, seq FROM cursor WHERE case_id = ?"


def quarantined_here(connection: Connection) -> set[tuple[str, str]]:
    """Scopes of records that still stand here though the centre put all of them apart: when access
    ended before they were ever read."""
    query = (
        "SELECT DISTINCT record_type, record_id, case_id, compartment FROM outbox"
        " WHERE state = 'quarantined'"
    )
    return {
        (case_id, compartment)
        for type_name, record_id, case_id, compartment in run(connection, query).fetchall()
        if type_name in RECORDS
        and run(connection, f"SELECT 1 FROM {type_name} WHERE id = ?", (record_id,)).fetchone()  # noqa: S608
    }


def count(connection: Connection, *states: OpState, also: Collection[str] = ()) -> int:
    """Changed records, not operations: what a person would count. Of the records `also` those
    that are not counted yet."""
    in_state = outbox.c.state.in_([state.value for state in states])
    query = select(func.count(func.distinct(outbox.c.record_id))).where(in_state)
    found = int(connection.execute(query).scalar_one())
    if not also:
        return found
    known = select(func.count(func.distinct(outbox.c.record_id))).where(
        in_state, outbox.c.record_id.in_(also)
    )
    return found + len(also) - int(connection.execute(known).scalar_one())


def send_again(
    connection: Connection, case_id: str | None = None, compartment: str | None = None
) -> set[str]:
    """What the centre ever took of one scope, one case, or all is to be sent once more, in its
    order. Rows go on standing on what they stood on. Gives the cases that have some of it."""
    taken = (OpState.ACKNOWLEDGED.value, OpState.CONFIRMED.value, OpState.QUARANTINED.value)
    stands = outbox.c.state == OpState.ACKNOWLEDGED.value
    state = case((stands, OpState.PENDING.value), else_=OpState.AGAIN.value)
    query = update(outbox).where(outbox.c.state.in_(taken)).values(state=state)
    if case_id is not None:
        query = query.where(outbox.c.case_id == case_id)
    if compartment is not None:
        query = query.where(outbox.c.compartment == compartment)
    return set(connection.execute(query.returning(outbox.c.case_id)).scalars())


def keep_confirmed(connection: Connection, at: datetime) -> None:
    """Count the days of what was confirmed from `at`, the service's time, also when it said a
    later one before; and let go of what has been kept long enough."""
    now = at.astimezone(UTC)
    kept = "state = 'confirmed' AND confirmed_at"  # as the index says it
    stamp = f"UPDATE outbox SET confirmed_at = ?1 WHERE {kept} "  # noqa: S608
    for these in ("= ''", "> ?1"):
        run(connection, stamp + these, (now.isoformat(),))
    old = f"DELETE FROM outbox WHERE {kept} > '' AND confirmed_at < ?"  # noqa: S608
    run(connection, old, ((now - KEPT).isoformat(),))


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


def makes(kind: RecordType, op: PendingOp) -> bool:
    """Whether an operation says all of a record: whole, or unit by unit as it once was."""
    return WHOLE in op.units or kind.units.keys() <= op.units.keys()


def blank(kind: RecordType, id_: str, case_id: str, compartment: str) -> Stored:
    """The state of a record that the service has never held."""
    return Stored(kind, id_, case_id, compartment, 0, {}, False, "", "", "", {})


def keep_mirror(connection: Connection, item: Stored) -> None:
    """Remember the server state below the first pending operation."""
    values = {
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
    }
    _MIRROR.insert(connection, values, replace=True)


def mirror_of(connection: Connection, kind: RecordType, id_: str) -> Stored | None:
    for row in _MIRROR.select(connection, "WHERE id = ?", (id_,)):
        return Stored(kind, row[0], *row[2:])
    return None


def drop_mirror(connection: Connection, id_: str) -> None:
    run(connection, "DELETE FROM mirror WHERE id = ?", (id_,))
