"""A membership that was ended at once says when: it does not hold on that day any more."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("case_member", sa.Column("ended_at", sa.Text()))
