"""Between table rows and records. Rows never leave the storage package."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Table, select

from mvs_desktop.domain.codec import Json
from mvs_desktop.domain.records import Record, RecordType, from_doc, unknown_members
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

    def record(self) -> Record:
        return from_doc(self.kind, UUID(self.id), UUID(self.case_id), self.doc)

    def values(self) -> dict[str, Any]:
        """Column → value, for writing."""
        # Every field, so that many rows are written by one statement.
        known = {name: self.doc.get(name) for name in self.kind.fields}
        return known | {
            "id": self.id,
            "case_id": self.case_id,
            "compartment": self.compartment,
            "seq": self.seq,
            "versions": dict(self.versions),
            "withdrawn": self.withdrawn,
            "changed_at": self.changed_at,
            "changed_by": self.changed_by,
            "wire_hash": self.wire_hash,
            "extra": unknown_members(self.kind, self.doc),
        }


def table_of(kind: RecordType) -> Table:
    return RECORDS[kind.name]


def stored(kind: RecordType, row: Row[Any]) -> Stored:
    values = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for a row by column
    doc: Doc = {name: values[name] for name in kind.fields}
    return Stored(
        kind,
        values["id"],
        values["case_id"],
        values["compartment"],
        values["seq"],
        values["versions"],
        values["withdrawn"],
        values["changed_at"],
        values["changed_by"],
        values["wire_hash"],
        doc | values["extra"],
    )


def fetch(connection: Connection, kind: RecordType, id_: str) -> Stored | None:
    table = table_of(kind)
    row = connection.execute(select(table).where(table.c.id == id_)).one_or_none()
    return None if row is None else stored(kind, row)
