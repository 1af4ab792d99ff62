"""Emergency access is found over all cases by the instant at which it ends."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_index("ix_case_member_expires_at", "case_member", ["expires_at"])
