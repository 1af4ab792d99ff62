"""Taking in what one's own operations became, without getting it back: the service tells the
numbers of a record and the hash of its content, and what stands here has to have that hash.

All within the caller's transaction. Where it has another, or there is nothing to compare, nothing
is written: the record is to be asked for whole.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import Connection

from mvs_desktop.domain.records import record_type
from mvs_desktop.storage.base.replica_types import IncomingRecord, OwnRecord
from mvs_desktop.storage.base.rows import ROWS, Stored, select_stored
from mvs_desktop.storage.base.statements import run, to_json
from mvs_desktop.storage.records import outbox, summaries
from mvs_desktop.storage.records.outbox import OpState

_NUMBERS = ("seq", "versions", "changed_at", "changed_by", "wire_hash")
# From the index alone. No record goes to another compartment.
_LIVE = (
    "WITH page(id, compartment) AS MATERIALIZED (SELECT value ->> '$[0]', value ->> '$[1]'"  # noqa: S608
    " FROM json_each(?)) SELECT page.id, o.counter, o.state, o.seq FROM page CROSS JOIN outbox o"
    f" ON o.state IN {outbox.LIVE} AND o.case_id = ? AND o.compartment = page.compartment"
    " AND o.record_id = page.id"
)


class _Live(NamedTuple):
    """An operation that a row stands on."""

    counter: int
    state: str
    seq: int


@dataclass(slots=True)
class Found:
    """What there is to do for own records: `completed` are those that have later operations on
    top, and are to be taken in like others; `unknown`: some are not what the service has."""

    completed: list[IncomingRecord] = field(default_factory=list)
    unknown: bool = False


def take(connection: Connection, case_id: str, records: Sequence[OwnRecord], at: str = "") -> Found:
    """Where a record stands here as the service has it: note its numbers, and finish its
    operations, as confirmed `at` the service's time."""
    found = Found()
    live = _live(connection, case_id, records)
    settled: list[str] = []
    counters: list[int] = []
    for type_name, items in _by_type(records).items():
        rows = _rows(connection, type_name, items)
        numbers: list[tuple[object, ...]] = []
        for item in items:
            id_ = str(item.id)
            row, ops = rows.get(id_), live.get(id_, [])
            if row is None or (row.case_id, row.compartment) != (case_id, item.compartment):
                found.unknown = True
            elif all(_is_read(op, item) for op in ops) and _is_same(row, item):
                numbers.append(_numbers(item, id_))
                settled.append(id_)
                counters += [op.counter for op in ops]
            elif (whole := _completed(connection, row, item)) is not None:
                found.completed.append(whole)
            else:
                found.unknown = True
        if numbers:
            ROWS[type_name].update_some(connection, _NUMBERS, numbers)
    if settled:
        outbox.finish(connection, counters, settled, at)
        summaries.touch(connection, [case_id])
    return found


def _by_type(records: Sequence[OwnRecord]) -> Mapping[str, list[OwnRecord]]:
    found: dict[str, list[OwnRecord]] = {}
    for item in records:
        found.setdefault(item.record_type, []).append(item)
    return found


def _live(
    connection: Connection, case_id: str, records: Sequence[OwnRecord]
) -> Mapping[str, list[_Live]]:
    found: dict[str, list[_Live]] = {}
    page = to_json([(str(item.id), item.compartment) for item in records])
    for record_id, *op in run(connection, _LIVE, (page, case_id)):
        found.setdefault(record_id, []).append(_Live(*op))
    return found


def _rows(
    connection: Connection, type_name: str, records: Sequence[OwnRecord]
) -> Mapping[str, Stored]:
    if type_name not in ROWS:
        return {}  # of a version that is newer than this one
    ids = to_json([str(item.id) for item in records])
    rest = "WHERE id IN (SELECT value FROM json_each(?))"
    return {row.id: row for row in select_stored(connection, record_type(type_name), rest, (ids,))}


def _is_read(op: _Live, item: OwnRecord) -> bool:
    """Whether the effect of an operation is in what the service tells of its record."""
    return op.state == OpState.ACKNOWLEDGED and op.seq <= item.seq


def _is_same(row: Stored, item: OwnRecord) -> bool:
    return row.withdrawn == item.withdrawn and item.is_content(row.doc)


def _numbers(item: OwnRecord, id_: str) -> tuple[object, ...]:
    return (
        item.seq,
        to_json(dict(item.versions)),
        item.changed_at,
        item.changed_by,
        item.wire_hash,
        id_,
    )


def _completed(connection: Connection, row: Stored, item: OwnRecord) -> IncomingRecord | None:
    """The record as the service has it: what it had before, and the operations that it took
    since; None when that is something else."""
    base = outbox.mirror_of(connection, row.kind, row.id)
    ops = outbox.pending_of(connection, row.id)
    if base is None:
        if not ops or not outbox.makes(row.kind, ops[0]):
            return None
        base = outbox.blank(row.kind, row.id, row.case_id, row.compartment)
    taken = outbox.rebased(base, outbox.read_by(connection, row.id, item.seq), "")
    if taken.withdrawn != item.withdrawn or not item.is_content(taken.doc):
        return None
    return IncomingRecord(
        record_type=item.record_type,
        id=item.id,
        case_id=item.case_id,
        compartment=item.compartment,
        seq=item.seq,
        versions=item.versions,
        withdrawn=item.withdrawn,
        doc=taken.doc,
        wire_hash=item.wire_hash,
        changed_by=item.changed_by,
        changed_at=item.changed_at,
    )
