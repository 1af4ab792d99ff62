"""Where the numbers of this epoch begin."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column(
        "service", sa.Column("first_seq", sa.BigInteger(), server_default="0", nullable=False)
    )
