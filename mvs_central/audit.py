"""What was done, by whom, to which case: rows that are added and never changed (NEN 7513).

A row holds ids and codes only. What a request reads is logged before it is answered.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Connection, insert

from mvs_central.central import Caller
from mvs_central.tables import audit

CARE = "jeugdhulp"  # the purpose for which workers use a case
ADMINISTRATION = "beheer"


class Action(StrEnum):
    ENROL = "enrol"
    SIGN_IN = "sign-in"
    READ = "read"
    WRITE = "write"
    CREATE = "create"
    GRANT = "grant"
    REVOKE = "revoke"
    NEW_EPOCH = "new-epoch"


def log(
    connection: Connection,
    at: datetime,
    action: Action,
    outcome: str,
    *,
    caller: Caller | None = None,
    case_id: UUID | None = None,
    compartments: tuple[str | None, ...] = (None,),
    purpose: str = CARE,
) -> None:
    """Add one row per compartment to the transaction of `connection`."""
    rows = [
        {
            "at": at,
            "worker_id": caller.worker_id if caller else None,
            "device_id": caller.device_id if caller else None,
            "action": action.value,
            "case_id": case_id,
            "compartment": compartment,
            "outcome": outcome,
            "purpose": purpose,
        }
        for compartment in compartments
    ]
    if rows:
        connection.execute(insert(audit), rows)
