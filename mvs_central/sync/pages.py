"""One page of a case's feed: records in order of number, as many as there is room for.

A record that this store wrote last comes without its content where the device asked for that: it
has the content, and compares a hash.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, and_, or_, select

from mvs_central.base.bulk import among
from mvs_central.cases.store import MOST_IDS
from mvs_central.tables import op_outcome, record, worker
from mvs_desktop.sync.protocol import (
    Cursor,
    FeedPage,
    Outcome,
    OwnRecord,
    RecordEnvelope,
    ScopeHead,
    most_values,
)

LIGHT_BYTES, LIGHT_VALUES = 240, 10  # of a record without its content, about


@dataclass(slots=True)
class Room:
    """What still goes into an answer."""

    records: int
    size: int
    values: int
    is_empty: bool = True

    @property
    def left(self) -> bool:
        return min(self.records, self.size, self.values) > 0

    def takes(self, size: int, values: int) -> bool:
        """Whether a record of so many bytes and values goes in; the first always does."""
        if not self.is_empty and (self.records < 1 or size > self.size or values > self.values):
            return False
        self.is_empty = False
        self.records -= 1
        self.size -= size
        self.values -= values
        return True


def page_of(
    connection: Connection,
    epoch: str,
    case_id: UUID,
    cursors: Mapping[str, int],
    heads: Mapping[str, ScopeHead],
    room: Room,
    devices: Collection[UUID],
) -> FeedPage:
    """Records in order of seq, as far as there is room; those that an operation of one of
    `devices` left as they are come light."""
    after = [
        and_(record.c.compartment == name, record.c.seq > seq)
        for name, seq in cursors.items()
        if seq < heads[name].head
    ]
    records: list[RecordEnvelope] = []
    own: list[OwnRecord] = []
    reached, more = 0, False
    for item in _items(connection, case_id, after, room.records + 1, devices) if after else ():
        if not room.takes(*_measure(item)):
            more = True
            break
        if isinstance(item, OwnRecord):
            own.append(item)
        else:
            records.append(item)
        reached = item.seq
    return FeedPage(
        epoch=epoch,
        records=records,
        cursors=[
            Cursor(
                str(case_id),
                name,
                max(seq, min(reached, heads[name].head)) if more else heads[name].head,
            )
            for name, seq in cursors.items()
        ],
        heads=[] if more else list(heads.values()),
        more=more,
        own=own,
    )


_Item = RecordEnvelope | OwnRecord


def _measure(item: _Item) -> tuple[int, int]:
    """The bytes and values of a record, about."""
    units = len(item.versions)
    if isinstance(item, OwnRecord):
        return LIGHT_BYTES + LIGHT_BYTES // 8 * units, LIGHT_VALUES + units
    doc = bytes(item.doc)
    return len(doc) + LIGHT_BYTES // 8 * units, most_values(doc) + units


def _items(
    connection: Connection,
    case_id: UUID,
    after: Sequence[ColumnElement[bool]],
    limit: int,
    devices: Collection[UUID],
) -> Iterator[_Item]:
    query = (
        select(*(_OF_A_RECORD[:-1] if devices else _OF_A_RECORD))
        .join_from(record, worker, record.c.changed_by == worker.c.id, isouter=True)
        .where(record.c.case_id == case_id, or_(*after))
        .order_by(record.c.seq)
        .limit(limit)
    )
    rows = [(row, _versions(row.versions)) for row in connection.execute(query)]
    light = _left_by(connection, case_id, rows, devices) if devices else frozenset()
    docs = _docs(connection, case_id, rows, light) if devices else {}
    id_text = str(case_id)
    for row, versions in rows:
        numbers = {unit: written for unit, (written, _) in versions.items()}
        if row.id in light:
            yield _light(row, numbers)
        else:
            yield _envelope(id_text, row, docs[row.id] if devices else row.doc, numbers)


_Versions = dict[str, tuple[int, str]]  # unit → seq and op id of its last write
_Rows = Sequence[tuple[Row[Any], _Versions]]
_versions = msgspec.json.Decoder(_Versions).decode


def _left_by(
    connection: Connection, case_id: UUID, rows: _Rows, devices: Collection[UUID]
) -> frozenset[UUID]:
    """The records that stand as an operation of one of these devices, taken as it came, left
    them. What the service wrote itself, and a value that it merged, are nobody's."""
    last: dict[UUID, UUID] = {}  # op → record
    for row, versions in rows:
        ops = {op_id for written, op_id in versions.values() if written == row.seq}
        if len(ops) == 1 and (op_id := ops.pop()):
            last[UUID(op_id)] = row.id
    found: set[UUID] = set()
    ids = list(last)
    for start in range(0, len(ids), MOST_IDS):
        part = among(connection, op_outcome.c.op_id, ids[start : start + MOST_IDS])
        query = select(op_outcome.c.op_id).where(
            op_outcome.c.case_id == case_id,
            part,
            op_outcome.c.device_id.in_(devices),
            op_outcome.c.outcome == Outcome.APPLIED.value,
        )
        found.update(connection.scalars(query))
    return frozenset(last[op_id] for op_id in found)


def _docs(
    connection: Connection, case_id: UUID, rows: _Rows, without: Collection[UUID]
) -> Mapping[UUID, str]:
    """The content of the other records."""
    ids = [row.id for row, _ in rows if row.id not in without]
    docs: dict[UUID, str] = {}
    for start in range(0, len(ids), MOST_IDS):
        part = among(connection, record.c.id, ids[start : start + MOST_IDS])
        query = select(record.c.id, record.c.doc).where(record.c.case_id == case_id, part)
        docs.update((row.id, row.doc) for row in connection.execute(query))
    return docs


_OF_A_RECORD = (
    record.c.record_type,
    record.c.id,
    record.c.compartment,
    record.c.seq,
    record.c.versions,
    record.c.withdrawn,
    record.c.hash,
    worker.c.name,
    record.c.changed_at,
    record.c.doc,
)


def _envelope(case_id: str, row: Row[Any], doc: str, versions: dict[str, int]) -> RecordEnvelope:
    """A row as it travels: its content as it is kept, without reading it."""
    return RecordEnvelope(
        record_type=row.record_type,
        id=str(row.id),
        case_id=case_id,
        compartment=row.compartment,
        seq=row.seq,
        versions=versions,
        withdrawn=row.withdrawn,
        doc=msgspec.Raw(doc.encode()),
        changed_by=row.name or "",
        changed_at=row.changed_at.isoformat(),
    )


def _light(row: Row[Any], versions: dict[str, int]) -> OwnRecord:
    return OwnRecord(
        record_type=row.record_type,
        id=str(row.id),
        compartment=row.compartment,
        seq=row.seq,
        versions=versions,
        withdrawn=row.withdrawn,
        hash=row.hash,
        changed_by=row.name or "",
        changed_at=row.changed_at.isoformat(),
    )
