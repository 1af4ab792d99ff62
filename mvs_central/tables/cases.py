"""Case files: who may see them, what is in them, and what was done to them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Table,
    Text,
    Uuid,
)

from mvs_central.tables.columns import Instant, metadata

case_head = Table(
    "case_head",  # the counter of a case: locked first by whoever writes in it
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("created_by", Uuid, nullable=False),  # worker
)

access_grant = Table(
    "access_grant",  # of one scope: a case × compartment
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("case_id", Uuid, nullable=False, index=True),
    Column("worker_id", Uuid, ForeignKey("worker.id"), nullable=False, index=True),
    Column("member_id", Uuid, nullable=False),  # the case_member record it belongs to
    Column("compartment", String(32), nullable=False),
    Column("role", String(32), nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date),  # the last day
    Column("granted_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    Column("expires_at", Instant),  # of emergency access (noodtoegang) alone
)

scope = Table(
    "scope",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("compartment", String(32), primary_key=True),
    Column("head", BigInteger, nullable=False),  # highest seq of a record in it
    Column("checksum", String(16), nullable=False),
)

record = Table(
    "record",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("record_type", String(64), nullable=False),
    Column("compartment", String(32), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("versions", Text, nullable=False),  # unit → [seq, op id of its last write]
    Column("withdrawn", Boolean, nullable=False),
    Column("doc", Text, nullable=False),
    Column("hash", String(16), nullable=False),  # its part of the scope's checksum
    Column("changed_by", Uuid),  # worker; none for what the administrator did
    Column("changed_at", Instant, nullable=False),
    Index("ix_record_case_id_compartment_seq", "case_id", "compartment", "seq"),
)

change = Table(
    "change",  # what every write replaced: history is never lost
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("record_id", Uuid, nullable=False),
    Column("op_id", Uuid),
    Column("worker_id", Uuid),
    Column("device_id", Uuid),
    Column("made_at", Instant, nullable=False),  # as the device tells it
    Column("at", Instant, nullable=False),
    Column("units", Text, nullable=False),  # unit → {before, after}
    Index("ix_change_case_id_record_id", "case_id", "record_id"),
)

op_outcome = Table(
    "op_outcome",  # replayed when a device asks again
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("op_id", Uuid, primary_key=True),
    Column("device_id", Uuid, nullable=False),
    Column("payload_hash", LargeBinary, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("reason", String(64), nullable=False),
    Column("follows", Text, nullable=False),  # unit → seq it equals, or conflict id
    Column("at", Instant, nullable=False),
)

quarantine = Table(
    "quarantine",  # operations that came in without a live grant, whole and unread
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("op_id", Uuid, primary_key=True),
    Column("worker_id", Uuid, nullable=False),
    Column("device_id", Uuid, nullable=False),
    Column("reason", String(64), nullable=False),
    Column("payload", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("compartment", String(32), nullable=False, server_default=""),
    Column("counter", BigInteger, nullable=False, server_default="0"),  # order on the device
    Column("settled", String(16)),  # taken or left, by whoever leads the case
    Column("settled_by", Uuid),  # worker
    Column("settled_at", Instant),
)
