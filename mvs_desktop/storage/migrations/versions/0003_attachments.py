"""Attachments in encrypted chunks."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("compartment", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("wire_hash", sa.Text(), nullable=False),
        sa.Column("extra", sa.JSON(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("from_id", sa.Text(), nullable=True),
        sa.Column("from_name", sa.Text(), nullable=False),
        sa.Column("about_ids", sa.JSON(), nullable=False),
        sa.Column("dated_on", sa.Text(), nullable=True),
        sa.Column("shielded_from", sa.JSON(), nullable=False),
        sa.Column("shield_ground", sa.Text(), nullable=False),
        sa.Column("added_on", sa.Text(), nullable=True),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index(op.f("ix_attachment_case_id"), "attachment", ["case_id"], unique=False)
    op.create_table(
        "attachment_key",
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("compartment", sa.Text(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "compartment", name=op.f("pk_attachment_key")),
    )
    op.create_table(
        "attachment_chunk",
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("compartment", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("record_id", "number", name=op.f("pk_attachment_chunk")),
        sa.UniqueConstraint("file", name=op.f("uq_attachment_chunk_file")),
    )
    op.create_index(
        "ix_attachment_chunk_case_id", "attachment_chunk", ["case_id", "compartment"], unique=False
    )
    op.create_table(
        "attachment_thumbnail",
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("compartment", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_attachment_thumbnail")),
    )
    op.create_index(
        "ix_attachment_thumbnail_case_id",
        "attachment_thumbnail",
        ["case_id", "compartment"],
        unique=False,
    )
    op.create_table(
        "attachment_litter",
        sa.Column("file", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("file", name=op.f("pk_attachment_litter")),
    )
