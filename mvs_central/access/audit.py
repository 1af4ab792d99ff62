"""What was done, by whom, to which case: rows that are added and never changed (NEN 7513).

A row holds ids and codes only. What a request reads is logged before it is answered. Rows
stand by themselves, so that nobody waits for another to write his; `audit_seal` ties them.

| NEN 7513 | column |
|---|---|
| event: id, code, time, outcome | action, code, at, outcome |
| user: id, role, responsible organisation, purpose | worker_id, role, organisation, purpose |
| access point | device_id, network |
| object: kind, id, client | object_type, case_id, compartment, person_id, sensitivity |
| source system | source |
| ground: grant (behandelrelatie), emergency | grant_id, emergency |
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from mvs_central.access.policy import Access
from mvs_central.base.bulk import insert_rows
from mvs_central.base.central import Caller
from mvs_central.tables import audit, worker
from mvs_desktop.domain.records import Compartment

CARE = "jeugdhulp"  # the purpose for which workers use a case
ADMINISTRATION = "beheer"
EMERGENCY = "noodtoegang"
WORKING_TOGETHER = "samenwerking"  # for looking up a colleague


class Action(StrEnum):
    ENROL = "enrol"
    SIGN_IN = "sign-in"
    READ = "read"
    WRITE = "write"
    CREATE = "create"
    READ_CONTENT = "read-content"  # of an attachment, whose id is in the reference
    WRITE_CONTENT = "write-content"
    SWEEP_CONTENT = "sweep-content"
    GRANT = "grant"
    REVOKE = "revoke"
    PROVIDER = "provider"  # where workers sign in, and which account is whose
    WIPE = "wipe"  # a laptop: ordered, told, done
    SEARCH = "search"  # for a colleague, or whether a child is known
    EMERGENCY = "emergency"  # access (noodtoegang) that a worker took, with its reason
    HAND_OVER = "hand-over"
    SETTLE = "settle"  # edits that came in after access ended
    TIDY = "tidy"  # what was settled long ago
    NEW_EPOCH = "new-epoch"
    RECOVERY_KEY = "recovery-key"  # made or replaced
    RECOVERY = "recovery"  # officers opened a laptop's store; see recovery_answer
    DEVICE_ACTS = "device-acts"  # a laptop told what was done on it
    AUDIT_VERIFIED = "audit-verified"
    AUDIT_DISCLOSED = "audit-disclosed"  # who looked: written out for a client
    AUDIT_EXPIRED = "audit-expired"  # rows past their time were removed


CREATES, READS, UPDATES, DELETES, EXECUTES = "CRUDE"

_CODES: Mapping[str, str] = {
    Action.ENROL: CREATES,
    Action.READ: READS,
    Action.WRITE: UPDATES,
    Action.CREATE: CREATES,
    Action.READ_CONTENT: READS,
    Action.WRITE_CONTENT: CREATES,
    Action.SWEEP_CONTENT: DELETES,
    Action.GRANT: UPDATES,
    Action.REVOKE: UPDATES,
    Action.WIPE: DELETES,
    Action.SEARCH: READS,
    Action.EMERGENCY: UPDATES,
    Action.HAND_OVER: UPDATES,
    Action.SETTLE: UPDATES,
    Action.TIDY: DELETES,
    Action.DEVICE_ACTS: CREATES,
    Action.AUDIT_VERIFIED: READS,
    Action.AUDIT_DISCLOSED: READS,
    Action.AUDIT_EXPIRED: DELETES,
}
_OBJECTS: Mapping[str, str] = {
    Action.ENROL: "device",
    Action.SIGN_IN: "device",
    Action.REVOKE: "device",
    Action.WIPE: "device",
    Action.RECOVERY: "device",
    Action.DEVICE_ACTS: "device",
    Action.AUDIT_VERIFIED: "audit",
    Action.AUDIT_EXPIRED: "audit",
}
_SENSITIVITY: Mapping[str | None, str] = {
    Compartment.BASIS.value: "normal",
    Compartment.SCHOOL.value: "normal",
    Compartment.CARE.value: "restricted",
    Compartment.SAFETY.value: "very-restricted",
}

Row = dict[str, Any]


def rows(
    at: datetime,
    action: Action,
    outcome: str,
    *,
    caller: Caller | None = None,
    case_id: UUID | None = None,
    compartments: Iterable[str | None] = (None,),
    purpose: str = CARE,
    access: Access | None = None,
    person_id: UUID | None = None,
    reference: str | None = None,
) -> list[Row]:
    """One row per compartment, for `write`. `access`: what the caller's act stands on."""
    return [
        {
            "at": at,
            "worker_id": caller.worker_id if caller else None,
            "device_id": caller.device_id if caller else None,
            "network": (caller.network or None) if caller else None,
            "action": action.value,
            "code": _CODES.get(action, EXECUTES),
            "case_id": case_id,
            "compartment": compartment,
            "object_type": "case" if case_id else _OBJECTS.get(action, "service"),
            "sensitivity": _SENSITIVITY.get(compartment),
            "person_id": person_id,
            "outcome": outcome,
            "purpose": purpose,
            "reference": reference,
            "source": source(),
            **_ground(access, compartment),
        }
        for compartment in compartments
    ]


def write(connection: Connection, lines: Sequence[Row]) -> None:
    """Add rows to the transaction of `connection`."""
    if not lines:
        return
    known = {line["worker_id"] for line in lines if line["worker_id"] is not None}
    organisations = _organisations(connection, known)
    insert_rows(
        connection,
        audit,
        [line | {"organisation": organisations.get(line["worker_id"])} for line in lines],
    )


@cache
def source() -> str:
    """The program that writes rows; its version says which policy decided."""
    try:
        return f"mvs-central {version('mvs-desktop')}"
    except PackageNotFoundError:
        return "mvs-central"


def _ground(access: Access | None, compartment: str | None) -> Row:
    held = access.held(compartment) if access else None
    if held is None:
        return {"role": None, "grant_id": None, "emergency": None}
    return {"role": held.role, "grant_id": held.grant_id, "emergency": held.emergency or None}


def _organisations(connection: Connection, worker_ids: Iterable[UUID]) -> dict[UUID, str]:
    ids = list(worker_ids)
    if not ids:
        return {}
    found = connection.execute(
        select(worker.c.id, worker.c.organisation).where(worker.c.id.in_(ids))
    )
    return {row.id: row.organisation for row in found}
