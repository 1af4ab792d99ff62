"""Recovery keys of the organisation, answers that officers gave, and what device replaced what.

Tables are named literally: importing today's tables would rewrite history.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

MOMENT = sa.DateTime(timezone=True)
ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "recovery_key",
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("key_id", sa.String(32), nullable=False),
        sa.Column("organisation", sa.String(200), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_recovery_key"),
        sa.UniqueConstraint("key_id", name="uq_recovery_key_key_id"),
    )
    op.create_table(
        "recovery_answer",
        sa.Column("id", ROW_NUMBER, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.String(64), nullable=False),
        sa.Column("key_id", sa.String(32), nullable=False),
        sa.Column("officer_a", sa.String(200), nullable=False),
        sa.Column("officer_b", sa.String(200), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_recovery_answer"),
    )
    op.create_index("ix_recovery_answer_device_id", "recovery_answer", ["device_id"])
    op.add_column("device", sa.Column("replaces", sa.Uuid()))
