"""SQLAlchemy tables: one per registered record type, and those of the store itself.

A record table has the envelope's columns and one column per field, holding the field's
JSON value as the wire has it. Nothing here knows a record by name.
"""

from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)
from sqlalchemy.types import TypeEngine

from mvs_desktop.domain import catalogue
from mvs_desktop.domain.codec import Column as Kept
from mvs_desktop.domain.records import FieldSpec, RecordType, Search

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)

_TYPES: dict[Kept, type[TypeEngine[Any]]] = {
    Kept.TEXT: Text,
    Kept.INTEGER: Integer,
    Kept.REAL: Float,
    Kept.FLAG: Boolean,
    Kept.JSON: JSON,
}


def _envelope() -> list[Column[object]]:
    """What the store keeps of every record beside its fields."""
    return [
        Column("id", Text, primary_key=True),
        Column("case_id", Text, nullable=False, index=True),
        Column("compartment", Text, nullable=False),
        Column("seq", Integer, nullable=False),  # of the service's last write that we hold
        Column("versions", JSON, nullable=False),  # merge unit → seq
        Column("withdrawn", Boolean, nullable=False),
        Column("changed_at", Text, nullable=False),
        Column("changed_by", Text, nullable=False),
        Column("wire_hash", Text, nullable=False),  # as last received; empty when never
        Column("extra", JSON, nullable=False),  # members of a newer version
    ]


ENVELOPE = frozenset(column.name for column in _envelope())


def _column(spec: FieldSpec) -> Column[object]:
    return Column(spec.name, _TYPES[spec.codec.column], nullable=spec.codec.optional)


def table_for(kind: RecordType) -> Table:
    """Columns in field order. A field may not be called like a column of the envelope,
    except `compartment`, which is the same thing there."""
    clash = (ENVELOPE & kind.fields.keys()) - {"compartment"}
    if clash:
        raise TypeError(f"{kind.name} has fields with names of the envelope: {sorted(clash)}")
    own = [_column(spec) for name, spec in kind.fields.items() if name not in ENVELOPE]
    # The whole file is encrypted, so an index on the value tells nobody more than a keyed hash
    # of it would, and goes with its row.
    exact = [Index(None, spec.name) for spec in kind.searchable(Search.EXACT)]
    moments = [Index(None, spec.name) for spec in kind.fields.values() if spec.options.moment]
    return Table(kind.name, metadata, *_envelope(), *own, *exact, *moments)


RECORDS: dict[str, Table] = {kind.name: table_for(kind) for kind in catalogue.record_types()}

meta = Table(
    "meta",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("counter", Integer, primary_key=True, autoincrement=True),
    Column("op_id", Text, nullable=False, unique=True),
    Column("group_id", Text, nullable=False),
    Column("case_id", Text, nullable=False),
    Column("compartment", Text, nullable=False),
    Column("record_type", Text, nullable=False),
    Column("record_id", Text, nullable=False, index=True),
    Column("units", JSON, nullable=False),  # unit → base, value, version
    Column("made_at", Text, nullable=False),
    Column("state", Text, nullable=False),  # see storage.outbox.OpState
    Column("seq", Integer, nullable=False),  # pulled from here on the op is done
    Column("reason", Text, nullable=False),
    Column("confirmed_at", Text, nullable=False, server_default=""),  # the service's time
    # What is counted on every screen, and what a sync asks, is read from the index alone.
    Index("ix_outbox_state", "state", "case_id", "compartment", "record_id", "seq"),
    Index("ix_outbox_confirmed_at", "confirmed_at", sqlite_where=text("state = 'confirmed'")),
    sqlite_autoincrement=True,
)


def _as_received(name: str) -> Table:
    """Records as the service holds them, with their wire form whole."""
    return Table(
        name,
        metadata,
        Column("id", Text, primary_key=True),
        Column("record_type", Text, nullable=False),
        Column("case_id", Text, nullable=False, index=True),
        Column("compartment", Text, nullable=False),
        Column("seq", Integer, nullable=False),
        Column("versions", JSON, nullable=False),
        Column("withdrawn", Boolean, nullable=False),
        Column("changed_at", Text, nullable=False),
        Column("changed_by", Text, nullable=False),
        Column("wire_hash", Text, nullable=False),
        Column("doc", JSON, nullable=False),
    )


# The last state from the service of a record that has pending operations, and only then.
mirror = _as_received("mirror")

# Records of a newer version, raw and read-only until an update can read them.
unread_record = _as_received("unread_record")

cursor = Table(
    "cursor",
    metadata,
    Column("case_id", Text, primary_key=True),
    Column("compartment", Text, primary_key=True),
    Column("seq", Integer, nullable=False),
    # What the service said that the scope summed up to there; empty short of its head.
    Column("checksum", Text, nullable=False, server_default=""),
)

history = Table(
    "history",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", Text, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("case_id", Text, nullable=False),
    Column("compartment", Text, nullable=False),
    Column("record_type", Text, nullable=False),
    Column("record_id", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("before", JSON),
    Column("after", JSON),
    # Of changes made here; empty for those of others, whose device the service does not tell.
    Column("device", Text, nullable=False, server_default=""),
    Column("group_id", Text, nullable=False, server_default=""),
    # The group that this one takes back, or does again; its own for one that stays.
    Column("undoes", Text, nullable=False, server_default=""),
    Index("ix_history_record_id", "record_id", "unit"),
    Index("ix_history_case_id", "case_id", "compartment"),
    Index("ix_history_own", "at", sqlite_where=text("group_id <> ''")),
)

# What was typed in a field and cannot be read as a value (yet).
draft = Table(
    "draft",
    metadata,
    Column("record_id", Text, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("case_id", Text, nullable=False, index=True),
    Column("text", Text, nullable=False),
)

# The key of the attachments of one scope, 32 bytes: with it go all of them.
attachment_key = Table(
    "attachment_key",
    metadata,
    Column("case_id", Text, primary_key=True),
    Column("compartment", Text, primary_key=True),
    Column("key", LargeBinary, nullable=False),
)

# Where the chunks of an attachment's content are; they keep the scope whose key sealed them.
attachment_chunk = Table(
    "attachment_chunk",
    metadata,
    Column("record_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True),  # from 0
    Column("total", Integer, nullable=False),
    Column("case_id", Text, nullable=False),
    Column("compartment", Text, nullable=False),
    Column("file", Text, nullable=False, unique=True),  # a random name
    Column("size", Integer, nullable=False),  # of the file, in bytes
    Column("hash", Text, nullable=False),  # of the file: SHA-256 in hexadecimal
    Column("state", Text, nullable=False),  # unsent: on this laptop alone
    Index("ix_attachment_chunk_case_id", "case_id", "compartment"),
)

attachment_thumbnail = Table(
    "attachment_thumbnail",
    metadata,
    Column("record_id", Text, primary_key=True),
    Column("case_id", Text, nullable=False),
    Column("compartment", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("ix_attachment_thumbnail_case_id", "case_id", "compartment"),
)

# Files that are to go: of an attachment that is not all there yet, or of one that was removed.
attachment_litter = Table(
    "attachment_litter",
    metadata,
    Column("file", Text, primary_key=True),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("worker_id", Text, nullable=False),
    Column("case_id", Text),
    Column("record_type", Text),
    Column("record_id", Text),
    Column("detail", JSON, nullable=False),
    Column("hash", Text, nullable=False),  # over this line and the hash before it
)


def _searched(name: str) -> Table:
    """What search looks in: the different words of a record, folded, each with a space before
    it. `number` sorts as hits are shown, the last first; see storage/search/index.py."""
    return Table(
        name,
        metadata,
        Column("number", Integer, primary_key=True),
        Column("record_id", Text, nullable=False, unique=True),
        Column("record_type", Text, nullable=False),
        Column("case_id", Text, nullable=False),
        Column("compartment", Text, nullable=False),
        Column("words", Text, nullable=False),
    )


# Names of people, families and schools, and addresses: found from one letter.
search_name = _searched("search_name")

# Everything that was written, names included: found from three letters.
search_text = _searched("search_text")

# The words of search_name, for a name that was misspelt: also from their end.
search_word = Table(
    "search_word",
    metadata,
    Column("word", Text, primary_key=True),
    Column("backwards", Text, nullable=False, index=True),
    Column("uses", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# Records that came in and are still to be indexed, in the order of their coming; the same one
# may stand here twice.
search_todo = Table(
    "search_todo",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("record_type", Text, nullable=False),
    Column("record_id", Text, nullable=False),
)

# Another version of a case with every change in it, and that of which its summary was made.
case_version = Table(
    "case_version",
    metadata,
    Column("case_id", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("summed", Integer, nullable=False),
    Index("ix_case_version_stale", "case_id", sqlite_where=text("version <> summed")),
    sqlite_with_rowid=False,
)

# Derived from the records of a case, see `summaries`.
case_summary = Table(
    "case_summary",
    metadata,
    Column("case_id", Text, primary_key=True),
    Column("until", Text, nullable=False, index=True),
    Column("due", Text, nullable=False, index=True),
    Column("family", Boolean, nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("aftercare", Boolean, nullable=False),
    Column("waiting", Boolean, nullable=False),
    Column("mine", Boolean, nullable=False),
    Column("next_contact", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("content", JSON, nullable=False),
    # Lists and their lengths are read from the index alone.
    Index(
        "ix_case_summary_shown",
        "family",
        "closed",
        "mine",
        "next_contact",
        "name",
        "waiting",
        "aftercare",
    ),
)
