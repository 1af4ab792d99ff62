"""What the first screens show is kept ready, and a visit is found by its moment."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "case_version",
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("summed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_version")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_case_version_stale",
        "case_version",
        ["case_id"],
        unique=False,
        sqlite_where=sa.text("version <> summed"),
    )
    op.create_table(
        "case_summary",
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=False),
        sa.Column("due", sa.Text(), nullable=False),
        sa.Column("family", sa.Boolean(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("aftercare", sa.Boolean(), nullable=False),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        sa.Column("mine", sa.Boolean(), nullable=False),
        sa.Column("next_contact", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_summary")),
    )
    shown = ["family", "closed", "mine", "next_contact", "name", "waiting", "aftercare"]
    op.create_index("ix_case_summary_shown", "case_summary", shown, unique=False)
    op.create_index(op.f("ix_case_summary_until"), "case_summary", ["until"], unique=False)
    op.create_index(op.f("ix_case_summary_due"), "case_summary", ["due"], unique=False)
    op.create_index(op.f("ix_contact_at"), "contact", ["at"], unique=False)
    # Every case is summed up when it is first shown.
    op.execute(
        "INSERT INTO case_version (case_id, version, summed) SELECT DISTINCT case_id, 1, 0"
        " FROM case_file"
    )
