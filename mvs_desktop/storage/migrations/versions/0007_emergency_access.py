"""Whoever took emergency access (noodtoegang) to a case shows with the reason and its end."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    reason = sa.Column("emergency_reason", sa.Text(), nullable=False, server_default="")
    op.add_column("case_member", reason)
    op.add_column("case_member", sa.Column("expires_at", sa.Text()))
