"""What keeps a service from being worn out: forced epochs by device, colleagues found by the
database, and which orders to wipe a newer one replaced.

Tables are named literally: importing today's tables would rewrite history.
"""

import sqlalchemy as sa
from alembic import op

from mvs_desktop.domain.words import words

revision = "0010"
down_revision = "0009"

worker = sa.table(
    "worker",
    sa.column("id", sa.Uuid()),
    sa.column("name", sa.String(200)),
    sa.column("organisation", sa.String(200)),
    sa.column("expertise", sa.String(200)),
    sa.column("words", sa.Text()),
)
team = sa.table(
    "team", sa.column("id", sa.Uuid()), sa.column("name", sa.String(200)), sa.column("words")
)


def upgrade() -> None:
    op.create_table(
        "forced_epoch",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_forced_epoch_device_id_at", "forced_epoch", ["device_id", "at"])
    op.create_index("ix_command_at", "command", ["at"])
    former = sa.Column("former", sa.Text(), nullable=False, server_default="")
    op.add_column("wipe_order", former)
    for name in ("worker", "team"):
        op.add_column(name, sa.Column("words", sa.Text(), nullable=False, server_default=""))
    connection = op.get_bind()
    for table, members in ((worker, ("name", "organisation", "expertise")), (team, ("name",))):
        for row in connection.execute(sa.select(table)).all():
            found = words(" ".join(getattr(row, member) for member in members))
            values = {"words": f" {' '.join(found)} "}
            connection.execute(sa.update(table).where(table.c.id == row.id).values(**values))
