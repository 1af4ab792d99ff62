"""Confirmed operations are kept a while, and a cursor says what the scope summed up to."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("outbox", sa.Column("confirmed_at", sa.Text(), server_default="", nullable=False))
    op.create_index(
        "ix_outbox_confirmed_at",
        "outbox",
        ["confirmed_at"],
        unique=False,
        sqlite_where=sa.text("state = 'confirmed'"),
    )
    op.add_column("cursor", sa.Column("checksum", sa.Text(), server_default="", nullable=False))
