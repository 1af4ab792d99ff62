"""Emergency access is found over all cases by the instant at which it ends."""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_index("ix_case_member_expires_at", "case_member", ["expires_at"])
