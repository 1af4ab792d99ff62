"""What the sync engine takes from the store and hands to it, free of SQL and of wire types."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

import msgspec

from mvs_desktop.domain.codec import Json
from mvs_desktop.domain.recovery import RecoveryKey

Patch = dict[str, Json]

# A restore of the service gives the same cases another history: see Replica.begin_epoch.
NO_EPOCH = ""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """Who this store belongs to, and how it proves that to the service."""

    device_id: UUID
    worker_id: UUID
    worker_name: str
    organisation: str
    expertise: str
    municipality: str
    team: str
    service_url: str
    private_key: str  # PEM; it never leaves the store
    demo: bool = False
    service_key: str = ""  # public JWK of who signs an order to wipe this laptop
    recovery_key: RecoveryKey | None = None  # its root is the one that this store trusts


@dataclass(frozen=True, slots=True)
class PendingUnit:
    """One merge unit of a pending operation; `version` as in protocol.UnitChange."""

    base: Patch | None
    value: Patch
    version: int | str | None


_units = msgspec.json.Decoder(dict[str, PendingUnit]).decode


class PendingOp(msgspec.Struct, frozen=True, gc=False):
    """An operation in the outbox. `group_id` is the local transaction that made it; `kept` are
    its units in the JSON that they are kept in, which is how they travel too."""

    op_id: UUID
    counter: int
    group_id: UUID
    case_id: UUID
    compartment: str
    record_type: str
    record_id: UUID
    kept: msgspec.Raw
    made_at: str
    again: bool = False  # the service took it before, and may have lost it since

    @property
    def units(self) -> Mapping[str, PendingUnit]:
        """Read each time."""
        return _units(self.kept)


class Fate(StrEnum):
    """What the service did with an operation."""

    APPLIED = "applied"
    MERGED = "merged"
    CONFLICTED = "conflicted"
    REJECTED = "rejected"
    QUARANTINED = "quarantined"


class OpFate(msgspec.Struct, frozen=True, gc=False):
    """`seq`: the op's effect is pulled once the scope's cursor has reached it."""

    op_id: UUID
    fate: Fate
    seq: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ScopeCursor:
    """How far a scope was read; `checksum` is what the service said that it sums up to there,
    once it was read to its head; `taken` the last operation here that it took and whose effect
    was not read yet."""

    case_id: UUID
    compartment: str
    seq: int
    checksum: str = ""
    taken: str = ""


class IncomingRecord(msgspec.Struct, frozen=True, gc=False):
    """A record as the service holds it; `doc` may have members we do not know.

    No dataclass: making one of those takes longer than anything else that is done with it.
    """

    record_type: str
    id: UUID
    case_id: UUID
    compartment: str
    seq: int
    versions: Mapping[str, int]
    withdrawn: bool
    doc: Mapping[str, Json]
    wire_hash: str  # of the record as it came (sync.checksum); the store keeps it as it is
    changed_by: str = ""
    changed_at: str = ""


class OwnRecord(msgspec.Struct, frozen=True, gc=False):
    """A record as the service holds it, of which it tells no content: this store wrote it.
    `is_content` says whether a wire form is that content."""

    record_type: str
    id: UUID
    case_id: UUID
    compartment: str
    seq: int
    versions: Mapping[str, int]
    withdrawn: bool
    wire_hash: str
    is_content: Callable[[Mapping[str, Json]], bool]
    changed_by: str = ""
    changed_at: str = ""


@dataclass(frozen=True, slots=True)
class IncomingPage:
    """Part of one case's feed, applied in one transaction together with its cursors."""

    case_id: UUID
    records: tuple[IncomingRecord, ...]
    cursors: tuple[ScopeCursor, ...]
    own: tuple[OwnRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Applied:
    """What applying a page did: `changed` are the records whose values differ now. `unknown`: an
    own record is not what the service has, so that the cursors stay where they were."""

    changed: frozenset[UUID] = field(default_factory=frozenset)
    conflicts: int = 0  # open conflicts in the page
    unknown: bool = False
