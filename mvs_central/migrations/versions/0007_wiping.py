"""What a laptop can be asked while its store is locked, and the order to destroy it.

Tables are named literally: importing today's tables would rewrite history.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("device", sa.Column("store_id", sa.Uuid()))
    op.add_column("device", sa.Column("status_key", sa.Text()))
    op.add_column("device", sa.Column("last_contact_at", MOMENT))
    op.create_table(
        "wipe_order",
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("ordered_at", MOMENT, nullable=False),
        sa.Column("at_once", sa.Boolean(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("told_at", MOMENT),
        sa.Column("done_at", MOMENT),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name="fk_wipe_order_device_id"),
        sa.PrimaryKeyConstraint("device_id", name="pk_wipe_order"),
    )
