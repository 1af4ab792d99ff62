"""What of a case is in memory while pushed edits are decided: values, no SQL.

None of them can be part of a circle, so the collector need not look at them (`gc=False`): a batch
makes tens of thousands.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from mvs_desktop.domain.codec import Json
from mvs_desktop.sync.protocol import Outcome

Version = tuple[int, str]  # seq and op id of the last write
NEVER: Version = (0, "")
NOBODY = ""  # the op id of a merged value: whoever goes on from it is merged again


class Stored(msgspec.Struct, frozen=True, gc=False):
    """A record as the service holds it."""

    id: UUID
    record_type: str
    compartment: str
    seq: int
    versions: Mapping[str, Version]
    withdrawn: bool
    doc: Mapping[str, Json]
    changed_by: UUID | None
    changed_at: datetime


class Writer(msgspec.Struct, frozen=True, gc=False):
    """Who wrote a seq, so that people know whom to ask; and what, as in Written."""

    device_id: UUID | None
    name: str
    made_at: datetime
    units: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Author:
    """Whose edits are being decided."""

    worker_id: UUID
    device_id: UUID
    name: str
    former: frozenset[UUID] = frozenset()  # devices that the same store was before

    def was(self, device_id: UUID | None) -> bool:
        """Whether what this device did is this author's own, from the same store."""
        return device_id == self.device_id or device_id in self.former


class Written(msgspec.Struct, frozen=True, gc=False):
    """A line of the change log: `units` is unit → {before, after}; of a record that was made whole
    → {}."""

    seq: int
    record_id: UUID
    op_id: UUID | None
    made_at: datetime
    units: Mapping[str, Any]


class Decided(msgspec.Struct, frozen=True, gc=False):
    """What became of an operation, kept to be replayed.

    `follows` lets a later edit of the same device go on from here: the seq of a unit that
    said the same already, or the id of the conflict that took the unit's value.
    """

    op_id: UUID
    device_id: UUID
    payload_hash: bytes
    outcome: Outcome
    seq: int = 0
    reason: str = ""
    follows: Mapping[str, int | str] = {}


@dataclass(slots=True)
class CaseState:
    """What the edits at hand touch; `writer_of` looks up who wrote an earlier seq; None
    for one that no change of this history has."""

    case_id: UUID
    seq: int
    records: dict[UUID, Stored]
    outcomes: dict[UUID, Decided]
    writer_of: Callable[[int], Writer | None]
    written: list[Written] = field(default_factory=list)  # a line for each seq, in order
