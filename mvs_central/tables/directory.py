"""The service itself, and who there is."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
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

forced_epoch = Table(
    "forced_epoch",  # by a device that knew of what was not here
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("device_id", Uuid, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_forced_epoch_device_id_at", "device_id", "at"),
)

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
