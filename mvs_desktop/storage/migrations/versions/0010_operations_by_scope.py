"""Operations are counted, and looked for by scope and record, in the index alone.

Tables are named literally: importing today's records would rewrite history.
"""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.drop_index("ix_outbox_state", "outbox")
    columns = ["state", "case_id", "compartment", "record_id", "seq"]
    op.create_index("ix_outbox_state", "outbox", columns)
