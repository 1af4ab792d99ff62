"""The provider that workers sign in at, and which account is whose.

Tables are named literally: importing today's tables would rewrite history.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "sign_in_provider",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(500), nullable=False),
        sa.Column("client_id", sa.String(255), nullable=False),
        sa.Column("claim", sa.String(64), nullable=False),
        sa.Column("scope", sa.String(255), nullable=False),
        sa.CheckConstraint("id = 1", name="ck_sign_in_provider_only_one"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_provider"),
    )
    op.create_table(
        "worker_subject",
        sa.Column("issuer", sa.String(500), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name="fk_worker_subject_worker_id"),
        sa.PrimaryKeyConstraint("issuer", "subject", name="pk_worker_subject"),
    )
