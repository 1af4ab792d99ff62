"""Edits that came in after access ended are read by compartment, in the order they were made."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

quarantine = sa.table(
    "quarantine",
    sa.column("case_id", sa.Uuid()),
    sa.column("op_id", sa.Uuid()),
    sa.column("payload", sa.Text()),
    sa.column("compartment", sa.String(32)),
    sa.column("counter", sa.BigInteger()),
)


def upgrade() -> None:
    compartment = sa.Column("compartment", sa.String(32), nullable=False, server_default="")
    counter = sa.Column("counter", sa.BigInteger(), nullable=False, server_default="0")
    op.add_column("quarantine", compartment)
    op.add_column("quarantine", counter)
    connection = op.get_bind()
    for row in connection.execute(sa.select(quarantine)).all():
        payload = json.loads(row.payload)
        same = (quarantine.c.case_id == row.case_id) & (quarantine.c.op_id == row.op_id)
        connection.execute(
            sa.update(quarantine)
            .where(same)
            .values(compartment=payload["compartment"], counter=payload["counter"])
        )
