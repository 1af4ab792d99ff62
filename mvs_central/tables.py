"""The tables of the central service, the same on SQLite and PostgreSQL.

Records, changes, outcomes, quarantine and the content of attachments are keyed by case id first,
so that a distributed PostgreSQL can shard them by case; workers, devices and grants are small
reference tables. Nothing here knows a record type by name. JSON is kept as text: the service
never searches in it.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """An aware instant; SQLite keeps it as UTC without an offset, and we put that back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment = value.astimezone(UTC)
        return moment if dialect.name == "postgresql" else moment.replace(tzinfo=None)

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 (the signature is SQLAlchemy's)
    ) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


# The service itself

service = Table(
    "service",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1", name="only_one"), primary_key=True),
    Column("epoch", String(64), nullable=False),  # another one after a restore
    Column("demo", Boolean, nullable=False),
    Column("signing_key", Text, nullable=False),  # private JWK of the access tokens
    Column("code_salt", LargeBinary, nullable=False),  # under which enrolment codes are kept
    Column("created_at", Instant, nullable=False),
    Column("identity_key", LargeBinary),  # under which known_identity is kept; `init` makes it
    Column("first_seq", BigInteger, nullable=False, server_default="0"),  # of a case in this epoch
)

# Who

team = Table(
    "team",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", String(200), nullable=False, unique=True),
    Column("municipality", String(6), nullable=False),  # gemeente, GM code
    Column("phone", String(32), nullable=False, server_default=""),
    Column("words", Text, nullable=False, server_default=""),  # by which it is found
)

worker = Table(
    "worker",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("organisation", String(200), nullable=False),
    Column("expertise", String(200), nullable=False),
    Column("municipality", String(6), nullable=False),
    Column("team_id", Uuid, ForeignKey("team.id"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("phone", String(32), nullable=False, server_default=""),
    Column("words", Text, nullable=False, server_default=""),  # by which colleagues find him
)

device = Table(
    "device",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("worker_id", Uuid, ForeignKey("worker.id"), nullable=False, index=True),
    Column("public_key", Text, nullable=False),  # JWK
    Column("thumbprint", String(43), nullable=False, unique=True),  # RFC 7638
    Column("name", String(100), nullable=False),
    Column("enrolled_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    Column("replaces", Uuid),  # the device that the same store was before
    Column("store_id", Uuid),
    Column("status_key", Text),  # JWK; usable while the store is locked
    Column("last_contact_at", Instant),  # when it last got a token
)

wipe_order = Table(
    "wipe_order",  # that a laptop has to destroy its store
    metadata,
    Column("device_id", Uuid, ForeignKey("device.id"), primary_key=True),
    Column("order_id", Uuid, nullable=False),
    Column("ordered_at", Instant, nullable=False),
    Column("at_once", Boolean, nullable=False),  # else what is unsent is sent first
    Column("statement", Text, nullable=False),  # signed, for the laptop
    Column("told_at", Instant),
    Column("done_at", Instant),
    Column("former", Text, nullable=False, server_default=""),  # ids of orders that it replaced
)

enrolment_code = Table(
    "enrolment_code",
    metadata,
    Column("code_hash", LargeBinary, primary_key=True),
    Column("worker_id", Uuid, ForeignKey("worker.id"), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    Column("device_id", Uuid, ForeignKey("device.id")),  # that used it
)

sign_in_provider = Table(
    "sign_in_provider",  # of OpenID Connect; at most one
    metadata,
    Column("id", Integer, CheckConstraint("id = 1", name="only_one"), primary_key=True),
    Column("issuer", String(500), nullable=False),
    Column("client_id", String(255), nullable=False),
    Column("claim", String(64), nullable=False),  # that says who somebody is
    Column("scope", String(255), nullable=False),
)

worker_subject = Table(
    "worker_subject",  # which account at a provider is whose
    metadata,
    Column("issuer", String(500), primary_key=True),
    Column("subject", String(255), primary_key=True),
    Column("worker_id", Uuid, ForeignKey("worker.id"), nullable=False),
    Column("linked_at", Instant, nullable=False),
)

refused_attempt = Table(
    "refused_attempt",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("address", String(64), nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_refused_attempt_address_at", "address", "at"),
)

used_proof = Table(
    "used_proof",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("expires_at", Instant, nullable=False, index=True),
)

forced_epoch = Table(
    "forced_epoch",  # by a device that knew of what was not here
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("device_id", Uuid, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_forced_epoch_device_id_at", "device_id", "at"),
)

# Which cases

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

# What is in them

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

# Working together

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

attachment_content = Table(
    "attachment_content",  # what a worker sent of an attachment, see contents.py
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

recovery_key = Table(
    "recovery_key",  # public halves only; the newest number holds
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("key_id", String(32), nullable=False, unique=True),
    Column("organisation", String(200), nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("root", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("made_at", Instant, nullable=False),
)

recovery_answer = Table(
    "recovery_answer",  # appended to only: which officers opened which laptop, and why
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("worker_id", Uuid, nullable=False),
    Column("device_id", Uuid, nullable=False, index=True),
    Column("store_id", Uuid, nullable=False),
    Column("request_id", String(64), nullable=False),
    Column("key_id", String(32), nullable=False),
    Column("officer_a", String(200), nullable=False),
    Column("officer_b", String(200), nullable=False),
    Column("reason", String(500), nullable=False),
)

audit = Table(
    "audit",  # appended to only; the fields of NEN 7513, see audit.py
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("worker_id", Uuid),
    Column("device_id", Uuid),
    Column("action", String(32), nullable=False),
    Column("case_id", Uuid, index=True),
    Column("compartment", String(32)),
    Column("outcome", String(64), nullable=False),
    Column("purpose", String(64), nullable=False),
    Column("code", String(1)),  # create, read, update, delete or execute
    Column("role", String(32)),  # of the worker on the case
    Column("organisation", String(200)),  # responsible for the worker at that time
    Column("network", String(16)),  # from where: see networks.py
    Column("object_type", String(32)),
    Column("sensitivity", String(16)),
    Column("person_id", Uuid),  # whom it is about, where that is known
    Column("grant_id", Uuid),  # the access_grant it stands on (behandelrelatie)
    Column("emergency", Boolean),  # by emergency access (noodtoegang)
    Column("reference", String(200)),  # what else it names
    Column("source", String(64)),  # which program wrote it
)

audit_key = Table(
    "audit_key",  # that signs seals and what laptops tell; the newest signs
    metadata,
    Column("id", String(32), primary_key=True),
    Column("private", LargeBinary, nullable=False),  # Ed25519, raw
    Column("public", LargeBinary, nullable=False),
    Column("made_at", Instant, nullable=False),
)

audit_seal = Table(
    "audit_seal",  # appended to only; a signed tree head over all rows that were sealed so far
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("size", BigInteger, nullable=False),  # leaves in the tree, with those of this seal
    Column("root", LargeBinary, nullable=False),
    Column("key_id", String(32), nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("row_ids", LargeBinary, nullable=False),  # of this seal's rows, eight bytes each
    Column("leaves", LargeBinary, nullable=False),  # and the hash of each
    Column("edge", LargeBinary, nullable=False),  # merkle.Frontier: to go on from here
    Column("upto", BigInteger, nullable=False),  # no higher id was sealed
    Column("gaps", Text, nullable=False),  # lower ids that may yet come in
)

device_segment = Table(
    "device_segment",  # appended to only; a piece of a laptop's audit, countersigned
    metadata,
    Column("device_id", Uuid, primary_key=True),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("before_number", BigInteger, nullable=False),  # the line that it goes on from
    Column("before_hash", String(64), nullable=False),
    Column("number", BigInteger, nullable=False),  # its last line
    Column("hash", String(64), nullable=False),
    Column("follows", Uuid),  # the device that the store was before
    Column("fault", String(16), nullable=False),  # empty when it follows
    Column("key_id", String(32), nullable=False),
    Column("signature", LargeBinary, nullable=False),
)

device_act = Table(
    "device_act",  # appended to only; the lines in it
    metadata,
    Column("device_id", Uuid, primary_key=True),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("case_id", Uuid, index=True),
    Column("hash", String(64), nullable=False),
    Column("line", Text, nullable=False),  # as it was hashed; empty when only that is known
)
