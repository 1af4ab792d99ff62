"""Two edits of one thing: what each wrote, until a worker chooses (keuze)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from mvs_desktop.domain.records import Compartment, Record, for_worker, record


class ConflictState(StrEnum):
    OPEN = "open"
    SETTLED = "beslist"


class Choice(StrEnum):
    """Which text a worker let stand."""

    STANDING = "standing"
    OTHER = "other"
    REWRITTEN = "rewritten"


@record("conflict", compartment=None)
@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict(Record):
    """Made by the service when two edits of a merge unit meet; ended by a worker's choice.

    `base`, `standing` and `other` are the unit's members as JSON objects in text:
    what both started from, what stands in the record, and what was set apart.
    """

    compartment: Compartment = for_worker(Compartment.BASIS)
    record_type: str = for_worker("")
    record_id: UUID = for_worker()
    unit: str = for_worker("")
    base: str = for_worker("", unit="texts", sensitive=True)
    standing: str = for_worker("", unit="texts", sensitive=True)
    other: str = for_worker("", unit="texts", sensitive=True)
    standing_by: str = for_worker("", unit="texts")
    standing_at: datetime | None = for_worker(None, unit="texts")
    other_by: str = for_worker("", unit="texts")
    other_at: datetime | None = for_worker(None, unit="texts")
    other_worker_id: UUID | None = for_worker(None, unit="texts")
    other_op_id: str = for_worker("", unit="texts")  # last operation of the chain set apart
    state: ConflictState = for_worker(ConflictState.OPEN, unit="choice")
    choice: Choice | None = for_worker(None, unit="choice")
    settled_by: str = for_worker("", unit="choice")
    settled_at: datetime | None = for_worker(None, unit="choice")
