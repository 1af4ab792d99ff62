"""Laptops: enrolling them, signing in, asking, wiping and opening them again."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
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
    Column("ends_at", Instant, nullable=False),  # from then on nothing is destroyed any more
    Column("cancelled_at", Instant),  # kept until it ends: a laptop may have heard of it
    Column("held_at", Instant),  # since the service was put back; nothing is destroyed by it
)

device_ending = Table(
    "device_ending",  # that a worker ended one of his laptops from another one
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("worker_id", Uuid, nullable=False),
    Column("device_id", Uuid, nullable=False, index=True),
    Column("from_device_id", Uuid, nullable=False),
    Column("at", Instant, nullable=False),
    Column("revoked", Boolean, nullable=False),  # that ended its access too
    Column("closed_at", Instant),  # taken back, or the administration decided since
    Index("ix_device_ending_worker_id_at", "worker_id", "at"),
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

rate_share = Table(
    "rate_share",  # what one device, worker or address may still ask, see access/shares.py
    metadata,
    Column("key", LargeBinary, primary_key=True),
    Column("tokens", Float, nullable=False),
    Column("at", Instant, nullable=False, index=True),
)

used_proof = Table(
    "used_proof",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("expires_at", Instant, nullable=False, index=True),
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
