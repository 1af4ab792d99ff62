"""An order to wipe a laptop may be on hold: the service was put back, and does not know whether it
was taken back since.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("wipe_order", sa.Column("held_at", sa.DateTime(timezone=True)))
