"""The tables of the central service, the same on SQLite and PostgreSQL.

Records, changes, outcomes, quarantine and the content of attachments are keyed by case id first,
so that a distributed PostgreSQL can shard them by case; workers, devices and grants are small
reference tables. Nothing here knows a record type by name. JSON is kept as text: the service
never searches in it.

Who needs a table takes it from here, so that the metadata always has all of them.
"""

from mvs_central.tables.audits import audit, audit_key, audit_seal, device_act, device_segment
from mvs_central.tables.cases import (
    access_grant,
    case_head,
    change,
    op_outcome,
    quarantine,
    record,
    scope,
)
from mvs_central.tables.columns import Instant, metadata
from mvs_central.tables.contents import attachment_chunk, attachment_content
from mvs_central.tables.devices import (
    device,
    device_ending,
    enrolment_code,
    rate_share,
    recovery_answer,
    recovery_key,
    refused_attempt,
    sign_in_provider,
    used_proof,
    wipe_order,
    worker_subject,
)
from mvs_central.tables.directory import forced_epoch, service, team, worker
from mvs_central.tables.teamwork import child_search, command, handover_offer, known_identity

__all__ = [
    "Instant",
    "access_grant",
    "attachment_chunk",
    "attachment_content",
    "audit",
    "audit_key",
    "audit_seal",
    "case_head",
    "change",
    "child_search",
    "command",
    "device",
    "device_act",
    "device_ending",
    "device_segment",
    "enrolment_code",
    "forced_epoch",
    "handover_offer",
    "known_identity",
    "metadata",
    "op_outcome",
    "quarantine",
    "rate_share",
    "record",
    "recovery_answer",
    "recovery_key",
    "refused_attempt",
    "scope",
    "service",
    "sign_in_provider",
    "team",
    "used_proof",
    "wipe_order",
    "worker",
    "worker_subject",
]
