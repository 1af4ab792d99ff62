"""The audit of the service, and what laptops told of theirs."""

from sqlalchemy import BigInteger, Boolean, Column, Integer, LargeBinary, String, Table, Text, Uuid

from mvs_central.tables.columns import Instant, metadata

audit = Table(
    "audit",  # appended to only; the fields of NEN 7513, see access/audit.py
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
    Column("network", String(16)),  # from where: see access/networks.py
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
