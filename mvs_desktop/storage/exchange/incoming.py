"""Taking in what the service sends, under what was typed here and is still on its way.

The working row of a record is its mirror with its pending operations on top; this module
makes that true again whenever one of the two changes. All within the caller's transaction.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from msgspec import structs
from sqlalchemy import Connection, Row, delete, insert, select

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.errors import UnreadableRecord
from mvs_desktop.domain.records import WITHDRAWN, RecordType, record_type, unknown_members, whole
from mvs_desktop.storage.base.replica_types import IncomingRecord
from mvs_desktop.storage.base.rows import (
    ROWS,
    Stored,
    fetch,
    kept,
    put_new_row,
    put_row,
    stored,
    table_of,
)
from mvs_desktop.storage.base.statements import run, to_json
from mvs_desktop.storage.base.tables import RECORDS, unread_record
from mvs_desktop.storage.base.tables import outbox as ops
from mvs_desktop.storage.exchange.fitting import fits
from mvs_desktop.storage.records import outbox, summaries
from mvs_desktop.storage.records.outbox import OpState
from mvs_desktop.storage.records.unit_of_work import add_history, unit_value
from mvs_desktop.storage.search import index

_UNREAD, _CHANGED = "", "outbox"  # no record type is called so


def _look_in(what: str, table: str, column: str) -> str:
    return (
        f"SELECT '{what}', page.id, t.case_id"  # noqa: S608 - our own names
        f" FROM page CROSS JOIN {table} t ON t.{column} = page.id"
    )


_PAGE = "WITH page(id) AS MATERIALIZED (SELECT value FROM json_each(?)) "
_LOOKS = (
    *(_look_in(name, name, "id") for name in RECORDS),
    _look_in(_UNREAD, unread_record.name, "id"),
    _look_in(_CHANGED, ops.name, "record_id") + f" AND t.state IN {outbox.LIVE}",
)
# One statement for a page: which record type and case each id belongs to here, whether it is
# kept unread, and whether it has operations on their way.
_KNOWN = _PAGE + " UNION ALL ".join(_LOOKS)


_ANY_IN_STATE = "SELECT 1 FROM outbox WHERE state = ? LIMIT 1"


@dataclass(frozen=True, slots=True)
class _Known:
    """What is here of the records of a page: id → record type and case; the ids of those
    that are kept unread, and of those that have operations on their way."""

    owners: dict[str, tuple[str, str]]
    unread: set[str]
    changed: set[str]

    @classmethod
    def of(cls, connection: Connection, ids: Sequence[str]) -> "_Known":
        found = run(connection, _KNOWN, (to_json(ids),))
        known = cls({}, set(), set())
        for name, id_, case_id in found.fetchall():
            if name == _UNREAD:
                known.unread.add(id_)
            elif name == _CHANGED:
                known.changed.add(id_)
            else:
                known.owners[id_] = (name, case_id)
        return known

    def __contains__(self, id_: str) -> bool:
        return id_ in self.owners or id_ in self.unread or id_ in self.changed


class _Arrivals:
    """Records that were not here, written together: a first pull is nothing else."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: dict[str, list[list[object]]] = {}  # record type → rows

    def add(self, kind: RecordType, id_: str, case_id: str, item: IncomingRecord | Stored) -> None:
        row = kept(kind, id_, case_id, item)
        rows = self._rows.get(kind.name)
        if rows is None:
            self._rows[kind.name] = [row]
        else:
            rows.append(row)

    def write(self) -> None:
        for name, rows in self._rows.items():
            ROWS[name].insert_kept(self._connection, rows)
            index.mark_new(self._connection, name, (str(row[0]) for row in rows))
        self._rows.clear()


def take(connection: Connection, records: Sequence[IncomingRecord], author: str) -> set[UUID]:
    """Write records as the service holds them; gives those of which a person sees a
    difference. `author` is the name under which operations were made here."""
    ids = [str(item.id) for item in records]
    known = _Known.of(connection, ids)
    if known.changed:
        page = [
            (id_, str(item.case_id), item.seq)
            for id_, item in zip(ids, records, strict=True)
            if id_ in known.changed
        ]
        known.changed.difference_update(outbox.finish_with(connection, page))
    new = _Arrivals(connection)
    case_ids: dict[UUID, str] = {}
    changed = set()
    for id_, item in zip(ids, records, strict=True):
        case_id = case_ids.get(item.case_id) or case_ids.setdefault(item.case_id, str(item.case_id))
        if id_ not in known and _add_new(new, id_, case_id, item):
            known.owners[id_] = (item.record_type, case_id)
            changed.add(item.id)
            continue
        new.write()  # it may be about one of those
        if _take(connection, item, id_, case_id, known, author):
            changed.add(item.id)
    new.write()
    summaries.touch(connection, case_ids.values())
    return changed


def _add_new(new: _Arrivals, id_: str, case_id: str, item: IncomingRecord) -> bool:
    """Add a record of which nothing is here; False for one that is not what it should be."""
    if item.record_type == CaseFile.type_name and id_ != case_id:
        return False
    try:
        kind = record_type(item.record_type)
    except KeyError:
        return False
    if not fits(kind, item.doc):
        return False
    if kind.fields.keys() <= item.doc.keys():
        new.add(kind, id_, case_id, item)
    else:
        new.add(kind, id_, case_id, structs.replace(item, doc=whole(kind, item.doc)))
    return True


def _put(connection: Connection, item: Stored) -> None:
    put_row(connection, item)
    index.mark(connection, [item])


def _take(
    connection: Connection,
    item: IncomingRecord,
    id_: str,
    case_id: str,
    known: _Known,
    author: str,
) -> bool:
    place = (item.record_type, case_id)
    # Ids are made on devices: nobody's record may take the place of one in another case, or
    # make a case of a record that is in one.
    at_home = known.owners.get(id_, place) == place and (
        item.record_type != CaseFile.type_name or item.id == item.case_id
    )
    base = _read(item, id_, case_id) if at_home else None
    if id_ in known.unread:
        connection.execute(delete(unread_record).where(unread_record.c.id == id_))
    if base is None:
        _keep_unread(connection, item)
        known.unread.add(id_)
        if at_home and id_ in known.owners:
            del known.owners[id_]
            _forget_readable(connection, item.record_type, id_)
        return False
    current = fetch(connection, base.kind, id_) if id_ in known.owners else None
    known.owners[id_] = place
    pending = outbox.pending_of(connection, id_) if id_ in known.changed else ()
    if pending:
        outbox.keep_mirror(connection, base)
    working = _complete(outbox.rebased(base, pending, author) if pending else base)
    if current is None:
        put_new_row(connection, working)
        index.mark(connection, [working])
        return True
    _put(connection, working)
    return _note_difference(connection, current, working, base)


def finish_acknowledged(
    connection: Connection, author: str, case_ids: Collection[str]
) -> set[UUID]:
    """Operations in these cases whose effect has been pulled are done; gives the records that
    differ now."""
    if run(connection, _ANY_IN_STATE, (OpState.ACKNOWLEDGED.value,)).fetchone() is None:
        return set()  # as after nearly every page of a first pull
    done = outbox.finish_read(connection, case_ids)
    summaries.touch(connection, {case_id for _, _, case_id in done})
    touched = {record_id: type_name for record_id, type_name, _ in done}
    return {
        UUID(record_id)
        for record_id, type_name in touched.items()
        if rebase(connection, type_name, record_id, author)
    }


def rebase(connection: Connection, type_name: str, record_id: str, author: str) -> bool:
    """Make the working row what it should be: mirror + what is still pending. Gives whether a
    person sees a difference."""
    kind = record_type(type_name)
    base = outbox.mirror_of(connection, kind, record_id)
    current = fetch(connection, kind, record_id)
    if current is None:
        return False
    pending = outbox.pending_of(connection, record_id)
    if base is None:
        if not pending or not outbox.makes(kind, pending[0]):
            return False  # the service never got it whole: the row is all there is
        base = outbox.blank(kind, current.id, current.case_id, current.compartment)
    working = _complete(outbox.rebased(base, pending, author))
    _put(connection, working)
    if not pending:
        outbox.drop_mirror(connection, record_id)
    return _note_difference(connection, current, working, base)


def readable_now(connection: Connection) -> tuple[IncomingRecord, ...]:
    """What an older version kept unread, and this one can read."""
    kept = map(_as_incoming, connection.execute(select(unread_record)))
    return tuple(item for item in kept if _read(item, str(item.id), str(item.case_id)))


def take_in_known_members(connection: Connection) -> None:
    """After an update: members that an older version kept beside a record, and that are fields
    now, become columns and are found. A record with a value that does not fit stays unread."""
    for type_name, table in RECORDS.items():
        kind = record_type(type_name)
        for row in connection.execute(select(table).where(table.c.extra != {})).all():
            item = stored(kind, row)
            if unknown_members(kind, item.doc) == row.extra:
                continue
            try:
                item.record()
            except UnreadableRecord:
                base = outbox.mirror_of(connection, kind, item.id) or item
                _keep_unread(connection, _as_received(base))
                _forget_readable(connection, type_name, item.id)
            else:
                _put(connection, item)
            summaries.touch(connection, [item.case_id])


def _as_received(item: Stored) -> IncomingRecord:
    return IncomingRecord(
        record_type=item.kind.name,
        id=UUID(item.id),
        case_id=UUID(item.case_id),
        compartment=item.compartment,
        seq=item.seq,
        versions=dict(item.versions),
        withdrawn=item.withdrawn,
        changed_at=item.changed_at,
        changed_by=item.changed_by,
        wire_hash=item.wire_hash,
        doc=dict(item.doc),
    )


def _note_difference(
    connection: Connection, current: Stored, working: Stored, source: Stored
) -> bool:
    """Write to the history what `source`, a state of the service, changed here."""
    if (current.doc, current.withdrawn) == (working.doc, working.withdrawn):
        return False  # as nearly all that comes back of one's own
    changes = {
        unit: (before, after)
        for unit in (*working.kind.units, WITHDRAWN)
        if (before := unit_value(current, unit)) != (after := unit_value(working, unit))
    }
    stamp = working
    if source.changed_at:
        stamp = replace(working, changed_at=source.changed_at, changed_by=source.changed_by)
    add_history(connection, stamp, changes)
    return True


def _read(item: IncomingRecord, id_: str, case_id: str) -> Stored | None:
    """None for a record of a newer version, or of a type that this version does not know."""
    try:
        kind = record_type(item.record_type)
    except KeyError:
        return None
    if not fits(kind, item.doc):
        return None
    return Stored(
        kind,
        id_,
        case_id,
        item.compartment,
        item.seq,
        item.versions,
        item.withdrawn,
        item.changed_at,
        item.changed_by,
        item.wire_hash,
        dict(item.doc),
    )


def _complete(item: Stored) -> Stored:
    """With every member that this version knows: a row has no gaps, the wire may."""
    if item.kind.fields.keys() <= item.doc.keys():
        return item
    return replace(item, doc=whole(item.kind, item.doc))


def _keep_unread(connection: Connection, item: IncomingRecord) -> None:
    values = structs.asdict(item) | {"id": str(item.id), "case_id": str(item.case_id)}
    connection.execute(insert(unread_record).values(**values))


def _as_incoming(row: Row[Any]) -> IncomingRecord:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name
    return IncomingRecord(**values | {"id": UUID(row.id), "case_id": UUID(row.case_id)})


def _forget_readable(connection: Connection, type_name: str, id_: str) -> None:
    """A record became unreadable: what we could read of it is no longer what it is. What was
    typed here is still in the outbox, and goes its way."""
    table = table_of(record_type(type_name))
    connection.execute(delete(table).where(table.c.id == id_))
    outbox.drop_mirror(connection, id_)
    index.unindex(connection, id_)
