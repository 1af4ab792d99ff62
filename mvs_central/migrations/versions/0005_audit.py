"""The audit gets all fields of NEN 7513, seals over its rows, and what laptops tell of theirs.

Tables are named literally: importing today's tables would rewrite history.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    # Rows that stand already keep these empty: what is not known is not made up.
    for column in (
        sa.Column("code", sa.String(1)),
        sa.Column("role", sa.String(32)),
        sa.Column("organisation", sa.String(200)),
        sa.Column("network", sa.String(16)),
        sa.Column("object_type", sa.String(32)),
        sa.Column("sensitivity", sa.String(16)),
        sa.Column("person_id", sa.Uuid()),
        sa.Column("grant_id", sa.Uuid()),
        sa.Column("emergency", sa.Boolean()),
        sa.Column("reference", sa.String(200)),
        sa.Column("source", sa.String(64)),
    ):
        op.add_column("audit", column)
    _seals()
    _devices()


def _seals() -> None:
    op.create_table(
        "audit_key",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("private", sa.LargeBinary(), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_key"),
    )
    op.create_table(
        "audit_seal",
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("key_id", sa.String(32), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("row_ids", sa.LargeBinary(), nullable=False),
        sa.Column("leaves", sa.LargeBinary(), nullable=False),
        sa.Column("edge", sa.LargeBinary(), nullable=False),
        sa.Column("upto", sa.BigInteger(), nullable=False),
        sa.Column("gaps", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit_seal"),
    )


def _devices() -> None:
    op.create_table(
        "device_segment",
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("before_number", sa.BigInteger(), nullable=False),
        sa.Column("before_hash", sa.String(64), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("follows", sa.Uuid()),
        sa.Column("fault", sa.String(16), nullable=False),
        sa.Column("key_id", sa.String(32), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("device_id", "part", name="pk_device_segment"),
    )
    op.create_table(
        "device_act",
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("number", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("case_id", sa.Uuid()),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("device_id", "part", "number", name="pk_device_act"),
    )
    op.create_index("ix_device_act_case_id", "device_act", ["case_id"])
