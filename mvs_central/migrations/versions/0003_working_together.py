"""Commands on who works on a case, handovers, emergency access, and who is known already.

Tables are named literally: importing today's tables would rewrite history.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("service", sa.Column("identity_key", sa.LargeBinary()))
    for table in ("team", "worker"):
        op.add_column(table, sa.Column("phone", sa.String(32), nullable=False, server_default=""))
    op.add_column("access_grant", sa.Column("expires_at", MOMENT))
    op.add_column("quarantine", sa.Column("settled", sa.String(16)))
    op.add_column("quarantine", sa.Column("settled_by", sa.Uuid()))
    op.add_column("quarantine", sa.Column("settled_at", MOMENT))
    _make_command()
    _make_handover_offer()
    _make_known_identity()
    _make_child_search()


def _make_command() -> None:
    op.create_table(
        "command",
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("payload_hash", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("worker_id", "id", name="pk_command"),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name="fk_command_worker_id"),
    )


def _make_handover_offer() -> None:
    op.create_table(
        "handover_offer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("stays", sa.Boolean(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_handover_offer"),
        sa.ForeignKeyConstraint(["from_id"], ["worker.id"], name="fk_handover_offer_from_id"),
        sa.ForeignKeyConstraint(["to_id"], ["worker.id"], name="fk_handover_offer_to_id"),
    )
    for column in ("case_id", "from_id", "to_id"):
        op.create_index(f"ix_handover_offer_{column}", "handover_offer", [column])


def _make_known_identity() -> None:
    op.create_table(
        "known_identity",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("digest", "case_id", "record_id", name="pk_known_identity"),
    )
    op.create_index(
        "ix_known_identity_case_id_record_id", "known_identity", ["case_id", "record_id"]
    )


def _make_child_search() -> None:
    op.create_table(
        "child_search",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("cases", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_child_search"),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name="fk_child_search_worker_id"),
    )
    op.create_index("ix_child_search_worker_id_at", "child_search", ["worker_id", "at"])
