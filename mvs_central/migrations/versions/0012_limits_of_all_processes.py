"""What one device, worker and address may still ask of all processes together.

Tables are named literally: importing today's would rewrite history.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "rate_share",
        sa.Column("key", sa.LargeBinary(), primary_key=True),
        sa.Column("tokens", sa.Float(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_rate_share_at", "rate_share", ["at"])
