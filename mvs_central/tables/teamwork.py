"""Working together on a case, and whether a child is known."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    Uuid,
)

from mvs_central.tables.columns import Instant, metadata

command = Table(
    "command",  # what became of a command, given again when a device asks again
    metadata,
    Column("worker_id", Uuid, ForeignKey("worker.id"), primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("payload_hash", LargeBinary, nullable=False),
    Column("status", Integer, nullable=False),
    Column("code", String(64), nullable=False),
    Column("answer", Text, nullable=False),
    Column("at", Instant, nullable=False, index=True),
)

handover_offer = Table(
    "handover_offer",  # a case is offered to a colleague, who leads it once he accepts
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("case_id", Uuid, nullable=False, index=True),
    Column("from_id", Uuid, ForeignKey("worker.id"), nullable=False, index=True),
    Column("to_id", Uuid, ForeignKey("worker.id"), nullable=False, index=True),
    Column("word", Text, nullable=False),
    Column("stays", Boolean, nullable=False),  # the former lead remains involved
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("state", String(16), nullable=False),
    Column("answer", Text, nullable=False),  # a word with the answer
    Column("answered_at", Instant),
)

known_identity = Table(
    "known_identity",  # keyed hashes of what identifies a person; nothing can be read from them
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("case_id", Uuid, primary_key=True),
    Column("record_id", Uuid, primary_key=True),
    Index("ix_known_identity_case_id_record_id", "case_id", "record_id"),
)

child_search = Table(
    "child_search",  # who asked whether a child is known, and which cases that led to
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("worker_id", Uuid, ForeignKey("worker.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("cases", Text, nullable=False),  # JSON: case ids in the order of the answer
    Index("ix_child_search_worker_id_at", "worker_id", "at"),
)
