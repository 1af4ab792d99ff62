"""What a sync tells while it runs, and when it has ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from mvs_desktop.domain.attachments import Attachment
from mvs_desktop.domain.errors import ExpectedError
from mvs_desktop.storage.base.replica_types import Applied, Fate, IncomingPage, OpFate, PendingOp
from mvs_desktop.sync.convert import Scope, UnreadableEnvelope

MOST_UNREADABLE = 100  # that a report names


class Stage(StrEnum):
    SENDING = "sending"  # operations
    ASKING = "asking"
    FETCHING = "fetching"  # cases
    SENDING_CONTENT = "sending-content"  # chunks of an attachment
    FETCHING_CONTENT = "fetching-content"  # chunks of an attachment


@dataclass(frozen=True, slots=True)
class SyncProgress:
    """How far the sync is; `total` is 0 where it is not known."""

    stage: Stage
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class SetApart:
    """An edit that the service did not take; it is kept on this device."""

    case_id: UUID
    record_type: str
    record_id: UUID
    fate: Fate
    reason: str


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What one sync did, also when it ended half-way.

    `confirmed` and `pulled` count records by type name: those of mine that the service
    has now, and those of which another value came in. `changed_records` and
    `changed_cases` are what a screen may have to show anew. `problem` is why not all of it was
    done; what was done stands. `complete` is False when it ended half-way, also when it was asked
    to; when it came to its end and something was held up on the way, it is True. `unsound` are
    cases that differ from the service after reading them anew. `fetched` are attachments whose
    content came in; `more_contents`: there is more, for another run. `wipe` is an order to destroy
    this store, as it came.
    """

    confirmed: Mapping[str, int]
    pulled: Mapping[str, int]
    conflicts: int
    set_apart: tuple[SetApart, ...]
    unreadable: tuple[UnreadableEnvelope, ...]
    changed_records: frozenset[UUID]
    changed_cases: frozenset[UUID]
    added: frozenset[Scope]
    dropped: frozenset[Scope]
    resynced: frozenset[UUID]
    unsound: frozenset[UUID]
    fetched: frozenset[UUID]
    more_contents: bool
    new_epoch: bool
    waiting: str  # digest of what waits for the worker at the centre
    complete: bool
    problem: ExpectedError | None
    pending: int
    last_contact: datetime | None
    wipe: str = ""


@dataclass(slots=True)
class Tally:
    """Counts along the way."""

    confirmed: dict[str, set[UUID]] = field(default_factory=dict)
    pulled: dict[str, set[UUID]] = field(default_factory=dict)
    conflicts: int = 0
    set_apart: list[SetApart] = field(default_factory=list)
    unreadable: list[UnreadableEnvelope] = field(default_factory=list)
    changed_records: set[UUID] = field(default_factory=set)
    changed_cases: set[UUID] = field(default_factory=set)
    added: set[Scope] = field(default_factory=set)
    dropped: set[Scope] = field(default_factory=set)
    resynced: set[UUID] = field(default_factory=set)
    unsound: set[UUID] = field(default_factory=set)
    fetched: set[UUID] = field(default_factory=set)
    more_contents: bool = False
    new_epoch: bool = False
    waiting: str = ""
    wipe: str = ""

    def sent_contents(self, ids: frozenset[UUID]) -> None:
        """Attachments of which the service has everything now."""
        if ids:
            self.confirmed.setdefault(Attachment.type_name, set()).update(ids)

    def answered(self, op: PendingOp, fate: OpFate) -> None:
        if fate.fate in (Fate.REJECTED, Fate.QUARANTINED):
            apart = SetApart(op.case_id, op.record_type, op.record_id, fate.fate, fate.reason)
            if not (op.again and apart in self.set_apart):
                self.set_apart.append(apart)
            # Its working row went back to what the service holds.
            self.changed_records.add(op.record_id)
            self.changed_cases.add(op.case_id)
        elif not op.again:
            self.confirmed.setdefault(op.record_type, set()).add(op.record_id)

    def unread(self, found: Sequence[UnreadableEnvelope]) -> None:
        """Records that cannot be taken in. A few tell what is wrong."""
        self.unreadable += found[: MOST_UNREADABLE - len(self.unreadable)]

    def applied(self, page: IncomingPage, applied: Applied) -> None:
        for record in page.records:
            if record.id in applied.changed:
                self.pulled.setdefault(record.record_type, set()).add(record.id)
        self.changed_records |= applied.changed
        if applied.changed:
            self.changed_cases.add(page.case_id)
        self.conflicts += applied.conflicts

    def report(
        self,
        *,
        complete: bool,
        problem: ExpectedError | None,
        pending: int,
        last_contact: datetime | None,
    ) -> SyncReport:
        return SyncReport(
            confirmed=_counts(self.confirmed),
            pulled=_counts(self.pulled),
            conflicts=self.conflicts,
            set_apart=tuple(self.set_apart),
            unreadable=tuple(self.unreadable),
            changed_records=frozenset(self.changed_records),
            changed_cases=frozenset(self.changed_cases),
            added=frozenset(self.added),
            dropped=frozenset(self.dropped),
            resynced=frozenset(self.resynced),
            unsound=frozenset(self.unsound),
            fetched=frozenset(self.fetched),
            more_contents=self.more_contents,
            new_epoch=self.new_epoch,
            waiting=self.waiting,
            complete=complete,
            problem=problem,
            pending=pending,
            last_contact=last_contact,
            wipe=self.wipe,
        )


def _counts(records: Mapping[str, set[UUID]]) -> Mapping[str, int]:
    return MappingProxyType({name: len(ids) for name, ids in records.items()})
