"""What was done, by whom, to which case: rows that are added and never changed (NEN 7513).

A row holds ids and codes only. What a request reads is logged before it is answered.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
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
    RECOVERY_KEY = "recovery-key"  # made or replaced
    RECOVERY = "recovery"  # officers opened a laptop's store; see recovery_answer


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
) -> list[Row]:
    """One row per compartment, for `write`."""
    return [
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


def write(connection: Connection, lines: Sequence[Row]) -> None:
    """Add rows to the transaction of `connection`."""
    if lines:
        # Inline: whoever writes a line may not be one who sees it, and gets nothing back.
        connection.execute(insert(audit).inline(), lines)
