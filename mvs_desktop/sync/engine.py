"""One sync: send what is pending, then bring every granted scope to the service's head.

May be cut off anywhere: the service answers a repeated operation as it did before, and a
page and its cursors are applied in one transaction, so the next sync goes on from there.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from mvs_desktop.domain.errors import ExpectedError, ServerAnswerUnreadable
from mvs_desktop.storage.replica_types import (
    Applied,
    Fate,
    IncomingPage,
    OpFate,
    PendingOp,
    ScopeCursor,
)
from mvs_desktop.sync import convert, protocol
from mvs_desktop.sync.attachments import ContentTravel
from mvs_desktop.sync.checksum import cursors_digest, sum_of_hashes
from mvs_desktop.sync.client import instant
from mvs_desktop.sync.reconcile import batches, is_whole, plan
from mvs_desktop.sync.report import Stage, SyncProgress, SyncReport, Tally
from mvs_desktop.sync.transport import CaseAbsent, EpochChanged, TooLarge

# Records in a page. The store takes it in by slices, so that nobody waits for a whole one.
_PAGE_RECORDS = 1_000
# A service that changes its history more often than this within one sync is out of order.
_MOST_EPOCHS = 3
# Grants may change while we read; after this many manifests the next sync goes on.
_MOST_MANIFESTS = 3


class ReplicaPort(Protocol):
    """What the sync needs of the store; each call is a transaction of its own."""

    def epoch(self) -> str: ...
    def begin_epoch(self, epoch: str) -> None: ...
    def cursors(self, case_id: UUID | None = None) -> tuple[ScopeCursor, ...]: ...
    def pending(self, limit: int) -> tuple[PendingOp, ...]: ...
    def seen(self) -> Mapping[UUID, int]: ...
    def record_fates(self, fates: Sequence[OpFate]) -> None: ...
    def apply(self, page: IncomingPage) -> Applied: ...
    def scopes_held(self) -> frozenset[convert.Scope]: ...
    def send_again(self, scopes: Collection[convert.Scope]) -> bool: ...
    def drop_scope(self, case_id: UUID, compartment: str) -> None: ...
    def add_scope(self, case_id: UUID, compartment: str) -> None: ...
    def scope_hashes(self, case_id: UUID, compartment: str) -> Iterator[str]: ...
    def begin_resync(self, case_id: UUID) -> None: ...
    def finish_resync(self, case_id: UUID, seen: frozenset[UUID]) -> None: ...
    def last_contact(self) -> datetime | None: ...
    def contacted(self, at: datetime) -> None: ...
    def pending_count(self) -> int: ...


class CentralPort(Protocol):
    """What the sync needs of the service; CentralClient is the real one."""

    def push(self, request: protocol.PushRequest) -> protocol.PushReply: ...
    def pull(self, request: protocol.PullRequest) -> protocol.Manifest: ...
    def feed(self, request: protocol.FeedRequest) -> protocol.FeedPage: ...


class SyncEngine:
    """Synchronises one store with one service; one run at a time."""

    def __init__(
        self, replica: ReplicaPort, client: CentralPort, travel: ContentTravel | None = None
    ) -> None:
        """Without `travel` the content of attachments stays where it is."""
        self._replica = replica
        self._client = client
        self._travel = travel

    def run(
        self,
        progress: Callable[[SyncProgress], None] = lambda _: None,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> SyncReport:
        """Never raises an expected failure: it is the report's `problem`.

        `progress` and `should_stop` are called in the caller's thread, between requests.
        """
        run = _Run(self._replica, self._client, self._travel, progress, should_stop)
        problem: ExpectedError | None = None
        complete = False
        try:
            run.synchronise()
            complete = True
        except _Stopped:
            pass
        except ExpectedError as error:
            problem = error
        return run.tally.report(
            complete=complete,
            problem=problem,
            pending=self._replica.pending_count(),
            last_contact=self._replica.last_contact(),
        )


class _Stopped(Exception):
    """The caller asked to stop."""


class _Run:
    """The state of one sync."""

    def __init__(
        self,
        replica: ReplicaPort,
        client: CentralPort,
        travel: ContentTravel | None,
        progress: Callable[[SyncProgress], None],
        should_stop: Callable[[], bool],
    ) -> None:
        self.tally = Tally()
        self._replica = replica
        self._client = client
        self._travel = travel
        self._progress = progress
        self._should_stop = should_stop
        # A new epoch forgets cursors; what was held must still go when it is not granted.
        self._held = replica.scopes_held()
        self._asked: set[convert.Scope] = set()  # before they go

    def synchronise(self) -> None:
        for _ in range(_MOST_EPOCHS):
            try:
                self._push()
                contact = self._pull()
            except EpochChanged:
                self._take_new_epoch()
                continue
            if contact is not None:
                self._replica.contacted(contact)
            self._fetch_contents()
            return
        raise ServerAnswerUnreadable

    def _tell(self, stage: Stage, done: int = 0, total: int = 0) -> None:
        if self._should_stop():
            raise _Stopped
        self._progress(SyncProgress(stage, done, total))

    def _take_new_epoch(self) -> None:
        """What the service may have lost is sent, and then everything is read again."""
        manifest = self._ask_manifest(digest="")
        self._replica.begin_epoch(manifest.epoch)
        self.tally.new_epoch = True

    # Push

    def _push(self) -> None:
        """Operations that can go at once, and then those that wait for content, as it goes."""
        self._push_operations()
        if self._travel is not None:
            for _ in self._travel.sending(self._tell):
                self._push_operations()
                self.tally.sent_contents(self._travel.settle())

    def _fetch_contents(self) -> None:
        if self._travel is not None:
            fetched = self._travel.fetch_some(self._tell)
            self.tally.fetched |= {item.id for item in fetched.contents}
            self.tally.changed_cases |= {item.case_id for item in fetched.contents}
            self.tally.more_contents = fetched.more

    def _push_operations(self) -> None:
        answered: set[UUID] = set()  # records, which is what pending_count counts
        seen: Mapping[UUID, int] | None = None
        while ops := self._replica.pending(protocol.PUSH_OPS):
            seen = self._replica.seen() if seen is None else seen
            total = len(answered) + self._replica.pending_count()
            sent = {op.op_id: op for op in ops}
            for batch in batches(convert.to_groups(ops, seen)):
                self._tell(Stage.SENDING, len(answered), total)
                fates = self._send(batch)
                self._replica.record_fates(fates)
                for fate in fates:
                    self.tally.answered(sent[fate.op_id], fate)
                    answered.add(sent[fate.op_id].record_id)

    def _send(self, groups: list[protocol.Group]) -> list[OpFate]:
        """The fate of every operation in `groups`, in their order."""
        request = protocol.PushRequest(epoch=self._replica.epoch(), groups=groups)
        try:
            reply = self._client.push(request)
        except TooLarge:
            if len(groups) > 1:
                middle = len(groups) // 2
                return self._send(groups[:middle]) + self._send(groups[middle:])
            # It would be refused for ever and hold up all that comes after it.
            return [
                OpFate(convert.to_uuid(op.op_id), Fate.REJECTED, 0, "too-large")
                for op in groups[0].ops
            ]
        answered = convert.to_fates(reply.results)
        ids = [convert.to_uuid(op.op_id) for group in groups for op in group.ops]
        if not answered.keys() >= set(ids):
            raise ServerAnswerUnreadable
        return [answered[op_id] for op_id in ids]

    # Pull

    def _pull(self) -> datetime | None:
        """Gives the service's time of the last manifest."""
        manifest = self._manifest()
        for _ in range(_MOST_MANIFESTS):
            if manifest.unchanged or self._follow(convert.to_heads(manifest.scopes)):
                break
            manifest = self._manifest()
        return instant(manifest.server_time)

    def _manifest(self) -> protocol.Manifest:
        cursors = self._replica.cursors()
        digest = cursors_digest(
            (one.case_id, one.compartment, one.seq, one.checksum) for one in cursors
        )
        if any(one.taken for one in cursors) or self._replica.scopes_held() - {
            (one.case_id, one.compartment) for one in cursors
        }:
            # What was never read may no longer be granted, and what was taken may be lost.
            digest = ""
        manifest = self._ask_manifest(digest)
        if manifest.epoch != self._replica.epoch():
            raise EpochChanged
        return manifest

    def _ask_manifest(self, digest: str) -> protocol.Manifest:
        self._tell(Stage.ASKING)
        request = protocol.PullRequest(epoch=self._replica.epoch(), cursors_digest=digest)
        return self._client.pull(request)

    def _follow(self, heads: Mapping[convert.Scope, protocol.ScopeHead]) -> bool:
        """Bring the store to `heads`; False when grants changed meanwhile."""
        held = self._held | self._replica.scopes_held()
        todo = plan(held, self._replica.cursors(), heads)
        if unasked := set(todo.dropped) - self._asked:
            # Was access ended, or was the service put back to where it was not given yet? It
            # says so by what it still knows of what was sent, and gets what it lost.
            self._asked |= unasked
            if self._replica.send_again(unasked):
                self._push()
                return False
        if todo.dropped:
            self._drop(todo.dropped)
        for case_id, compartment in todo.added:
            self._replica.add_scope(case_id, compartment)
            self.tally.added.add((case_id, compartment))
        settled = True
        for done, case_id in enumerate(todo.unread):
            self._tell(Stage.FETCHING, done, len(todo.unread))
            try:
                self._read(case_id)
            except CaseAbsent:
                settled = False
        return settled

    def _drop(self, scopes: Sequence[convert.Scope]) -> None:
        """What was written meanwhile reaches the case owner's quarantine before it goes."""
        leaving = True
        while leaving:
            self._push()
            for case_id, compartment in scopes:
                self._replica.drop_scope(case_id, compartment)
                self.tally.dropped.add((case_id, compartment))
                self.tally.changed_cases.add(case_id)
            # An edit between the push and the removal stays in the outbox, and goes now.
            waiting = self._replica.pending(protocol.PUSH_OPS)
            leaving = any((op.case_id, op.compartment) in scopes for op in waiting)
        self._held -= frozenset(scopes)

    def _read(self, case_id: UUID) -> None:
        """Read a case to its head; once more from the beginning when it does not add up."""
        if self._read_to_head(case_id):
            return
        if case_id not in self.tally.resynced:
            self._replica.begin_resync(case_id)
            self.tally.resynced.add(case_id)
            self._push()
            if self._read_to_head(case_id):
                return
        self.tally.unsound.add(case_id)

    def _read_to_head(self, case_id: UUID) -> bool:
        """Whether the case is now what the service says it is."""
        asked = self._cursors_of(case_id)
        whole = is_whole(asked)
        seen: set[UUID] = set()
        while True:
            page = self._client.feed(
                protocol.FeedRequest(
                    self._replica.epoch(),
                    convert.to_cursors(asked),
                    _PAGE_RECORDS,
                )
            )
            if page.epoch != self._replica.epoch():
                raise EpochChanged
            incoming, unreadable = convert.to_page(page, asked)
            self.tally.applied(incoming, self._replica.apply(incoming))
            self.tally.unreadable += unreadable
            seen.update(record.id for record in incoming.records)
            if not page.more:
                break
            self._tell(Stage.FETCHING)
            asked = incoming.cursors
        if whole:
            self._replica.finish_resync(case_id, frozenset(seen))
        return self._adds_up(convert.to_heads(page.heads))

    def _cursors_of(self, case_id: UUID) -> tuple[ScopeCursor, ...]:
        return self._replica.cursors(case_id)

    def _adds_up(self, heads: Mapping[convert.Scope, protocol.ScopeHead]) -> bool:
        return all(
            sum_of_hashes(self._replica.scope_hashes(*scope)) == head.checksum
            for scope, head in heads.items()
        )
