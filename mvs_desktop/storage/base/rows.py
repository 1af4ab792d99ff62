"""Between table rows and records. Rows never leave the storage package."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table

from mvs_desktop.domain.codec import Column as Kept
from mvs_desktop.domain.codec import Json
from mvs_desktop.domain.records import (
    Record,
    RecordType,
    from_doc,
    record_type,
    unknown_members,
)
from mvs_desktop.storage.base.replica_types import IncomingRecord
from mvs_desktop.storage.base.statements import Parameters, Rows, to_json
from mvs_desktop.storage.base.tables import RECORDS

Doc = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Stored:
    """A record's row: its envelope, its wire form whole, and where it came from."""

    kind: RecordType
    id: str
    case_id: str
    compartment: str
    seq: int
    versions: Mapping[str, int]
    withdrawn: bool
    changed_at: str
    changed_by: str
    wire_hash: str
    doc: Doc

    def record(self, case_id: UUID | None = None) -> Record:
        """The record itself; who reads a whole case gives its id, which saves the parsing."""
        return from_doc(self.kind, UUID(self.id), case_id or UUID(self.case_id), self.doc)


def kept(kind: RecordType, id_: str, case_id: str, item: Stored | IncomingRecord) -> list[object]:
    """The row of a record, a value per column as SQLite keeps it."""
    doc, get = item.doc, item.doc.get
    whole = doc.keys() <= kind.fields.keys()
    return [
        id_,
        case_id,
        item.compartment,
        item.seq,
        to_json(dict(item.versions)),
        item.withdrawn,
        item.changed_at,
        item.changed_by,
        item.wire_hash,
        "{}" if whole else to_json(unknown_members(kind, doc)),
        *[to_json(get(name)) if as_json else get(name) for name, as_json in _OWN[kind.name]],
    ]


def put_row(connection: Connection, item: Stored) -> None:
    """Write the row of a record that is here."""
    row = kept(item.kind, item.id, item.case_id, item)
    ROWS[item.kind.name].update_kept(connection, row, item.id)


def put_new_row(connection: Connection, item: Stored) -> None:
    """Write the row of a record that is not here yet."""
    row = kept(item.kind, item.id, item.case_id, item)
    ROWS[item.kind.name].insert_kept(connection, [row])


def table_of(kind: RecordType) -> Table:
    return RECORDS[kind.name]


def stored(kind: RecordType, row: Sequence[Any]) -> Stored:
    """The record of a row with all columns of its table, in their order."""
    doc: Doc = {name: row[at] for name, at in _FIELDS[kind.name]}
    if extra := row[_EXTRA]:
        doc |= extra
    id_, case_id, compartment, seq, versions, withdrawn, at, by, wire_hash = row[:_EXTRA]
    return Stored(kind, id_, case_id, compartment, seq, versions, withdrawn, at, by, wire_hash, doc)


def select_stored(
    connection: Connection, kind: RecordType, rest: str, parameters: Parameters = ()
) -> Iterator[Stored]:
    """Records of a type; `rest` is all of the query after FROM."""
    rows = ROWS[kind.name].select(connection, rest, parameters)
    return (stored(kind, row) for row in rows)


def fetch(connection: Connection, kind: RecordType, id_: str) -> Stored | None:
    return next(select_stored(connection, kind, "WHERE id = ?", (id_,)), None)


ROWS = {name: Rows(table) for name, table in RECORDS.items()}

_EXTRA = ROWS[next(iter(ROWS))].names.index("extra")  # the last column of the envelope

# The columns after the envelope: a field each, and whether it is kept as JSON.
_OWN = {
    name: tuple(
        (field, record_type(name).fields[field].codec.column is Kept.JSON)
        for field in rows.names[_EXTRA + 1 :]
    )
    for name, rows in ROWS.items()
}

# Where a record's fields stand in a row: their names with the number of the column.
_FIELDS = {
    name: tuple((field, rows.names.index(field)) for field in record_type(name).fields)
    for name, rows in ROWS.items()
}
