"""The content of attachments."""

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table, Uuid

from mvs_central.tables.columns import Instant, metadata

attachment_content = Table(
    "attachment_content",  # what a worker sent of an attachment, see sync/contents.py
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("attachment_id", Uuid, primary_key=True),
    Column("worker_id", Uuid, primary_key=True),
    Column("device_id", Uuid, nullable=False),
    Column("compartment", String(32), nullable=False),
    Column("size", Integer, nullable=False),  # bytes
    Column("sha256", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("touched_at", Instant, nullable=False),
    Index("ix_attachment_content_worker_id", "worker_id", "state"),
    Index("ix_attachment_content_state", "state", "touched_at"),
)

attachment_chunk = Table(
    "attachment_chunk",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("attachment_id", Uuid, primary_key=True),
    Column("worker_id", Uuid, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("sha256", String(64), nullable=False),
    Column("data", LargeBinary, nullable=False),
)
