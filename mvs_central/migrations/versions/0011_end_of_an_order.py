"""An order to wipe a laptop has an end, and one that was taken back is kept until then; which
laptop of a worker ended which other one.

Tables are named literally: importing today's would rewrite history.
"""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

HOLDS = timedelta(days=365)

order = sa.table(
    "wipe_order",
    sa.column("device_id", sa.Uuid()),
    sa.column("ordered_at", sa.DateTime(timezone=True)),
    sa.column("ends_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    for name in ("ends_at", "cancelled_at"):
        op.add_column("wipe_order", sa.Column(name, sa.DateTime(timezone=True)))
    connection = op.get_bind()
    for row in connection.execute(sa.select(order)).all():
        one = order.c.device_id == row.device_id
        connection.execute(sa.update(order).where(one).values(ends_at=row.ordered_at + HOLDS))
    with op.batch_alter_table("wipe_order") as table:
        table.alter_column("ends_at", existing_type=sa.DateTime(timezone=True), nullable=False)
    op.create_table(
        "device_ending",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("from_device_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_device_ending_worker_id_at", "device_ending", ["worker_id", "at"])
    op.create_index("ix_device_ending_device_id", "device_ending", ["device_id"])
