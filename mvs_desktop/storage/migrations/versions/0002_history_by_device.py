"""History says on which device and in which group a change was made; the audit has a head."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# Of what was changed here and is still in the outbox, device and group are known. When an edit
# came back merged, a second line has the same moment: the first is what was changed here.
_OWN = """
UPDATE history SET
    group_id = own.group_id,
    device = coalesce(
        (SELECT json_extract(value, '$.device_id') FROM meta WHERE name = 'enrolment'), '')
FROM outbox AS own
WHERE own.record_id = history.record_id
    AND own.made_at = history.at
    AND EXISTS (SELECT 1 FROM json_each(own.units) WHERE key = history.unit)
    AND history.number = (
        SELECT min(number) FROM history AS same
        WHERE same.record_id = history.record_id
            AND same.unit = history.unit AND same.at = history.at)
"""

_HEAD = """
INSERT INTO meta (name, value)
SELECT 'audit-head', number || ' ' || hash FROM audit ORDER BY number DESC LIMIT 1
"""


def upgrade() -> None:
    for name in ("device", "group_id", "undoes"):
        op.add_column("history", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.execute(_OWN)
    op.create_index(
        "ix_history_own", "history", ["at"], unique=False, sqlite_where=sa.text("group_id <> ''")
    )
    op.execute(_HEAD)
