"""One sync: send what is pending, then bring every granted scope to the service's head.

May be cut off anywhere: the service answers a repeated operation as it did before, and a
page and its cursors are applied in one transaction, so the next sync goes on from there.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from mvs_desktop.domain.errors import (
    ExpectedError,
    HeldUpUnderway,
    ServerAnswerUnreadable,
    ServerUnreachable,
)
from mvs_desktop.sync import convert, protocol, pushing, reading
from mvs_desktop.sync.ahead import Ahead, when_wanted
from mvs_desktop.sync.answers import instant
from mvs_desktop.sync.attachments import ContentTravel
from mvs_desktop.sync.checksum import cursors_digest
from mvs_desktop.sync.reconcile import Paces, plan
from mvs_desktop.sync.refusals import EpochChanged
from mvs_desktop.sync.report import Stage, SyncProgress, SyncReport, Tally

# A service that changes its history more often than this within one sync is out of order.
_MOST_EPOCHS = 3
# Grants may change while we read; after this many manifests the next sync goes on.
_MOST_MANIFESTS = 3


class ReplicaPort(reading.ReplicaPort, pushing.ReplicaPort, Protocol):
    """What the sync needs of the store; each call is a transaction of its own."""

    def begin_epoch(self, epoch: str) -> None: ...
    def scopes_held(self) -> frozenset[convert.Scope]: ...
    def send_again(self, scopes: Collection[convert.Scope]) -> bool: ...
    def drop_scope(self, case_id: UUID, compartment: str) -> None: ...
    def add_scopes(self, scopes: Collection[convert.Scope]) -> None: ...
    def last_contact(self) -> datetime | None: ...
    def told(self, at: datetime) -> None: ...
    def contacted(self, at: datetime) -> None: ...


class CentralPort(Protocol):
    """What the sync needs of the service; CentralClient is the real one."""

    def prepare_push(self, body: bytes) -> Callable[[bytes], protocol.PushReply]: ...
    def pull(self, request: protocol.PullRequest) -> protocol.Manifest: ...
    def feeds(self, request: protocol.FeedsRequest) -> protocol.FeedsReply: ...


class SyncEngine:
    """Synchronises one store with one service; one run at a time.

    Without `travel` the content of attachments stays where it is; `ahead` is how the service is
    asked for the next answer while the store is busy with the last one; `paces` tell what the
    line bore in earlier runs.
    """

    def __init__(
        self,
        replica: ReplicaPort,
        client: CentralPort,
        travel: ContentTravel | None = None,
        *,
        ahead: Ahead = when_wanted,
        paces: Paces | None = None,
    ) -> None:
        self._replica = replica
        self._client = client
        self._travel = travel
        self._ahead = ahead
        self._paces = paces or Paces()

    def run(
        self,
        progress: Callable[[SyncProgress], None] = lambda _: None,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> SyncReport:
        """Never raises an expected failure: it is the report's `problem`.

        `progress` and `should_stop` are called in the caller's thread, between requests.
        """
        run = _Run(
            self._replica,
            self._client,
            self._travel,
            self._ahead,
            self._paces,
            progress,
            should_stop,
        )
        problem: ExpectedError | None = None
        complete = False
        try:
            run.synchronise()
            complete = True
            problem = run.held_up()
        except _Stopped:
            pass
        except ServerUnreachable as error:
            self._paces.broke()
            problem = error
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
        ahead: Ahead,
        paces: Paces,
        progress: Callable[[SyncProgress], None],
        should_stop: Callable[[], bool],
    ) -> None:
        self.tally = Tally()
        self._replica = replica
        self._client = client
        self._travel = travel
        self._ahead = ahead
        self._paces = paces
        self._progress = progress
        self._should_stop = should_stop
        self._outbox = pushing.Outbox(
            replica,
            client.prepare_push,
            self.tally,
            lambda done, total: self._tell(Stage.SENDING, done, total),
            ahead,
            paces.up,
        )
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
            if not self.tally.wipe:  # else we may read nothing any more
                self._fetch_contents()
            return
        raise ServerAnswerUnreadable

    def held_up(self) -> ExpectedError | None:
        """Why something did not go with the rest."""
        if self._outbox.held_up:
            return HeldUpUnderway()
        return None if self._travel is None else self._travel.held_up

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
        self._outbox.send()
        if self._travel is not None:
            for _ in self._travel.sending(self._tell):
                self._outbox.send()
                self.tally.sent_contents(self._travel.settle())

    def _fetch_contents(self) -> None:
        if self._travel is not None:
            fetched = self._travel.fetch_some(self._tell)
            self.tally.fetched |= {item.id for item in fetched.contents}
            self.tally.changed_cases |= {item.case_id for item in fetched.contents}
            self.tally.more_contents = fetched.more

    # Pull

    def _pull(self) -> datetime | None:
        """Gives the service's time of the last manifest."""
        manifest = self._manifest()
        for _ in range(_MOST_MANIFESTS):
            # What is to be wiped stays whole until all of it was sent.
            if manifest.unchanged or manifest.wipe:
                break
            if self._follow(convert.to_heads(manifest.scopes)):
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
        self.tally.waiting = manifest.waiting
        if manifest.epoch != self._replica.epoch():
            raise EpochChanged
        return manifest

    def _ask_manifest(self, digest: str) -> protocol.Manifest:
        self._tell(Stage.ASKING)
        request = protocol.PullRequest(epoch=self._replica.epoch(), cursors_digest=digest)
        manifest = self._client.pull(request)
        self.tally.wipe = manifest.wipe
        if (at := instant(manifest.server_time)) is not None:
            self._replica.told(at)
        return manifest

    def _follow(self, heads: Mapping[convert.Scope, protocol.ScopeHead]) -> bool:
        """Bring the store to `heads`; False when grants changed meanwhile."""
        held = self._held | self._replica.scopes_held()
        todo = plan(held, self._replica.cursors(), heads)
        if unasked := set(self._without_what_waits(todo.dropped)) - self._asked:
            # Was access ended, or was the service put back to where it was not given yet? It
            # says so by what it still knows of what was sent, and gets what it lost. Only of what
            # can go: what waits would be sent again at every visit, and stays whatever it says.
            self._asked |= unasked
            if self._replica.send_again(unasked):
                self._push()
                return False
        if going := [scope for scope in todo.dropped if scope in self._asked]:
            self._drop(going)
        if todo.added:
            self._replica.add_scopes(todo.added)
            self.tally.added.update(todo.added)
        cases = reading.CaseReading(
            self._replica,
            self._client.feeds,
            self.tally,
            lambda done: self._tell(Stage.FETCHING, done, len(todo.unread)),
            self._ahead,
            self._paces.down,
        )
        known = frozenset(self.tally.resynced)
        settled = cases.read(todo.unread, heads)
        if self.tally.resynced - known:
            # A case did not add up: the service may have lost what was ever sent of it.
            self._push()
            return False
        return settled

    def _drop(self, scopes: Sequence[convert.Scope]) -> None:
        """What was written meanwhile reaches the case owner's quarantine before it goes. Where
        something does not get to the service, all stays until it does."""
        leaving = True
        while leaving:
            self._push()
            gone = self._without_what_waits(scopes)
            for case_id, compartment in gone:
                self._replica.drop_scope(case_id, compartment)
                self.tally.dropped.add((case_id, compartment))
                self.tally.changed_cases.add(case_id)
            self._held -= set(gone)
            # An edit between the push and the removal stays in the outbox, and goes now.
            waiting = self._replica.pending(protocol.PUSH_OPS)
            leaving = any((op.case_id, op.compartment) in gone for op in waiting)

    def _without_what_waits(self, scopes: Iterable[convert.Scope]) -> tuple[convert.Scope, ...]:
        contents = self._travel.waiting() if self._travel is not None else frozenset()
        return tuple(
            scope
            for scope in scopes
            if scope[0] not in self._outbox.held_up and scope not in contents
        )
