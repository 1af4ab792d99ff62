"""The first schema: workers, devices, grants, records, changes, outcomes and audit.

Tables are named literally: importing today's tables would rewrite history.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)
ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _who()
    _cases()
    _content()
    _logs()


def _who() -> None:
    op.create_table(
        "service",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.String(64), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("signing_key", sa.Text(), nullable=False),
        sa.Column("code_salt", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_service"),
        sa.CheckConstraint("id = 1", name="ck_service_only_one"),
    )
    op.create_table(
        "team",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("municipality", sa.String(6), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_team"),
        sa.UniqueConstraint("name", name="uq_team_name"),
    )
    op.create_table(
        "worker",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("organisation", sa.String(200), nullable=False),
        sa.Column("expertise", sa.String(200), nullable=False),
        sa.Column("municipality", sa.String(6), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_worker"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name="fk_worker_team_id"),
    )
    op.create_table(
        "device",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("thumbprint", sa.String(43), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("enrolled_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_device"),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name="fk_device_worker_id"),
        sa.UniqueConstraint("thumbprint", name="uq_device_thumbprint"),
    )
    op.create_index("ix_device_worker_id", "device", ["worker_id"])
    op.create_table(
        "enrolment_code",
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.Column("device_id", sa.Uuid()),
        sa.PrimaryKeyConstraint("code_hash", name="pk_enrolment_code"),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name="fk_enrolment_code_worker_id"),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name="fk_enrolment_code_device_id"),
    )


def _cases() -> None:
    op.create_table(
        "case_head",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="pk_case_head"),
    )
    op.create_table(
        "access_grant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("compartment", sa.String(32), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date()),
        sa.Column("granted_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_access_grant"),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name="fk_access_grant_worker_id"),
    )
    op.create_index("ix_access_grant_case_id", "access_grant", ["case_id"])
    op.create_index("ix_access_grant_worker_id", "access_grant", ["worker_id"])
    op.create_table(
        "scope",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("compartment", sa.String(32), nullable=False),
        sa.Column("head", sa.BigInteger(), nullable=False),
        sa.Column("checksum", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "compartment", name="pk_scope"),
    )


def _content() -> None:
    op.create_table(
        "record",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("record_type", sa.String(64), nullable=False),
        sa.Column("compartment", sa.String(32), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("versions", sa.Text(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("doc", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(16), nullable=False),
        sa.Column("changed_by", sa.Uuid()),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("case_id", "id", name="pk_record"),
    )
    op.create_index(
        "ix_record_case_id_compartment_seq", "record", ["case_id", "compartment", "seq"]
    )
    op.create_table(
        "change",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("op_id", sa.Uuid()),
        sa.Column("worker_id", sa.Uuid()),
        sa.Column("device_id", sa.Uuid()),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("units", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "seq", name="pk_change"),
    )
    op.create_index("ix_change_case_id_record_id", "change", ["case_id", "record_id"])
    op.create_table(
        "op_outcome",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("payload_hash", sa.LargeBinary(), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(64), nullable=False),
        sa.Column("follows", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("case_id", "op_id", name="pk_op_outcome"),
    )
    op.create_table(
        "quarantine",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(64), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("case_id", "op_id", name="pk_quarantine"),
    )


def _logs() -> None:
    op.create_table(
        "refused_attempt",
        sa.Column("id", ROW_NUMBER, nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_refused_attempt"),
    )
    op.create_index("ix_refused_attempt_address_at", "refused_attempt", ["address", "at"])
    op.create_table(
        "used_proof",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_used_proof"),
    )
    op.create_index("ix_used_proof_expires_at", "used_proof", ["expires_at"])
    op.create_table(
        "audit",
        sa.Column("id", ROW_NUMBER, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("worker_id", sa.Uuid()),
        sa.Column("device_id", sa.Uuid()),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("case_id", sa.Uuid()),
        sa.Column("compartment", sa.String(32)),
        sa.Column("outcome", sa.String(64), nullable=False),
        sa.Column("purpose", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_case_id", "audit", ["case_id"])
