"""Between table rows and records. Rows never leave the storage package."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table

from mvs_desktop.domain.codec import Json
from mvs_desktop.domain.records import (
    Record,
    RecordType,
    from_doc,
    record_type,
    unknown_members,
)
from mvs_desktop.storage.statements import Parameters, Rows
from mvs_desktop.storage.tables import RECORDS

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

    def values(self) -> dict[str, Any]:
        """Column → value, for writing; members that have no column stand among them."""
        whole = self.doc.keys() <= self.kind.fields.keys()
        return self.doc | {
            "id": self.id,
            "case_id": self.case_id,
            "compartment": self.compartment,
            "seq": self.seq,
            "versions": dict(self.versions),
            "withdrawn": self.withdrawn,
            "changed_at": self.changed_at,
            "changed_by": self.changed_by,
            "wire_hash": self.wire_hash,
            "extra": {} if whole else unknown_members(self.kind, self.doc),
        }


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

# Where a record's fields stand in a row: their names with the number of the column.
_FIELDS = {
    name: tuple((field, rows.names.index(field)) for field in record_type(name).fields)
    for name, rows in ROWS.items()
}
