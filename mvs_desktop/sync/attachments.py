"""The content of attachments on the line: sent before its record, fetched after the records.

May be cut off anywhere: the service tells which chunks it lacks, and the store which it has, so
that no chunk goes twice but the one on which the line broke.
"""

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from mvs_desktop.domain.attachments import MOST_BYTES, chunk_count, chunk_of, chunk_size
from mvs_desktop.domain.errors import (
    AttachmentDamaged,
    AttachmentNotHere,
    ContentWaits,
    DiskFull,
    ExpectedError,
    HeldUpUnderway,
    RecordMissing,
    ServerAnswerUnreadable,
)
from mvs_desktop.storage.exchange.contents import Content
from mvs_desktop.sync import protocol
from mvs_desktop.sync.refusals import CaseAbsent, ContentDiffers, ContentRefused, TooLarge
from mvs_desktop.sync.report import Stage

Tell = Callable[[Stage, int, int], None]
"""Gets how far it is; may raise, to stop."""

# What one run fetches, so that what was written meanwhile is sent between two runs.
_SOME = 32 * 1024 * 1024  # bytes
# Content that the service does not have, or not whole, is not asked for again within this.
_ANOTHER_TIME = 3_600.0  # seconds


class ContentStore(Protocol):
    """What this needs of the store; see storage.contents."""

    def begin(self) -> None: ...
    def due(self) -> tuple[Content, ...]: ...
    def read(self, record_id: UUID) -> bytes: ...
    def staged(self, record_id: UUID) -> None: ...
    def lost(self, record_id: UUID) -> None: ...
    def settle(self) -> frozenset[UUID]: ...
    def wanted(self) -> tuple[Content, ...]: ...
    def has_room(self, size: int) -> bool: ...
    def present(self, record_id: UUID) -> frozenset[int]: ...
    def take(self, item: Content, number: int, chunk: bytes) -> None: ...
    def finish(self, item: Content) -> bool: ...
    def forget(self, record_id: UUID) -> None: ...


class ContentPort(Protocol):
    """What this needs of the service; CentralClient is the real one."""

    def offer(self, request: protocol.ContentOffer) -> protocol.ContentState: ...
    def put(self, head: protocol.ChunkHead, chunk: bytes) -> protocol.ContentState: ...
    def get(self, request: protocol.ContentRequest) -> bytes: ...


class OtherContentThere(Exception):
    """The service has other content under this record, and keeps that."""


class ContentAbsent(Exception):
    """The service does not have this content, or not as the record says."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came in; `more`: there is more to fetch, and room for it."""

    contents: tuple[Content, ...]
    more: bool


class ContentTravel:
    """Moves content between one store and one service. Keep it between runs: it remembers what
    the service does not have. `as_another` makes content an attachment of its own, when the
    service has other content under its record; see services.kept_apart.

    Methods raise what every request raises.
    """

    def __init__(
        self,
        store: ContentStore,
        client: ContentPort,
        as_another: Callable[[UUID, bytes], None],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._client = client
        self._as_another = as_another
        self._monotonic = monotonic
        self._absent: dict[UUID, float] = {}  # until when
        self.held_up: ExpectedError | None = None  # why not all was sent the last time

    # Sending

    def sending(self, tell: Tell) -> Iterator[Content]:
        """Send what is due, the smallest first, and give each when its operations can go."""
        self._store.begin()
        self.held_up = None
        waits: set[UUID] = set()  # what the service does not take; for another run
        while item := next((one for one in self._store.due() if one.id not in waits), None):
            try:
                content = self._store.read(item.id)
            except (AttachmentDamaged, AttachmentNotHere):
                self._store.lost(item.id)  # what is told of it must not wait for ever
                yield item
                continue
            try:
                self._send(item, content, tell)
            except OtherContentThere:
                try:
                    self._as_another(item.id, content)
                except ExpectedError:  # no room on the disk, or closed until this very contact
                    waits.add(item.id)
                    self.held_up = ContentWaits()
                continue
            except (ContentRefused, CaseAbsent, TooLarge):
                waits.add(item.id)
                self.held_up = ContentWaits()
                continue
            except HeldUpUnderway as error:
                self.held_up = error
                return  # the rest is no smaller
            self._store.staged(item.id)
            yield item

    def settle(self) -> frozenset[UUID]:
        """The attachments of which the service has everything now; after their operations."""
        return self._store.settle()

    def waiting(self) -> frozenset[tuple[UUID, str]]:
        """The scopes with content that the service does not have."""
        return frozenset((item.case_id, item.compartment) for item in self._store.due())

    def _send(self, item: Content, content: bytes, tell: Tell) -> None:
        digest, total = hashlib.sha256(content).hexdigest(), chunk_count(len(content))
        case_id, id_ = str(item.case_id), str(item.id)
        offer = protocol.ContentOffer(case_id, item.compartment, id_, len(content), digest)
        tell(Stage.SENDING_CONTENT, 0, total)
        try:
            missing = _in_order(self._client.offer(offer), total)
        except ContentDiffers as error:
            raise OtherContentThere from error
        while missing:
            number = missing[0]
            tell(Stage.SENDING_CONTENT, total - len(missing), total)
            chunk = chunk_of(content, number)
            head = protocol.ChunkHead(case_id, id_, number, hashlib.sha256(chunk).hexdigest())
            left = _in_order(self._client.put(head, chunk), total)
            if len(left) >= len(missing):
                raise ServerAnswerUnreadable  # it took nothing, and would be sent for ever
            missing = left

    # Fetching

    def fetch_some(self, tell: Tell) -> Fetched:
        """Fetch content that is not here, the smallest first, until this run has had its share.

        A disk without room ends it, and so does a limit on what one laptop holds: the rest is
        fetched when somebody opens it.
        """
        fetched: list[Content] = []
        size = 0
        for item in self._store.wanted():
            if self._absent.get(item.id, 0.0) > self._monotonic():
                continue
            if size >= _SOME:
                return Fetched(tuple(fetched), more=True)
            if not self._store.has_room(item.size):
                break
            try:
                self.fetch(item, tell)
            except (ContentAbsent, RecordMissing):
                continue
            except DiskFull:
                break
            fetched.append(item)
            size += item.size
        return Fetched(tuple(fetched), more=False)

    def fetch(self, item: Content, tell: Tell = lambda *_: None) -> None:
        """Fetch the content of one attachment: the chunks that are not here yet.

        Raises ContentAbsent, RecordMissing when its record left meanwhile, and DiskFull; then
        nothing of it stays. When the line breaks, what came in does.
        """
        if not 0 <= item.size <= MOST_BYTES:
            raise ContentAbsent  # no laptop of ours made this record
        total = chunk_count(item.size)
        try:
            here = self._store.present(item.id)
            for number in sorted(set(range(total)) - here):
                tell(Stage.FETCHING_CONTENT, number, total)
                self._store.take(item, number, self._chunk(item, number))
            whole = self._store.finish(item)
        except CaseAbsent as error:
            self._not_now(item)
            raise ContentAbsent from error
        except DiskFull:
            self._store.forget(item.id)
            raise
        if not whole:
            self._not_now(item)
            raise ContentAbsent

    def _chunk(self, item: Content, number: int) -> bytes:
        case_id, id_ = str(item.case_id), str(item.id)
        request = protocol.ContentRequest(case_id, item.compartment, id_, number)
        chunk = self._client.get(request)
        if len(chunk) != chunk_size(item.size, number):
            self._store.forget(item.id)
            self._not_now(item)
            raise ContentAbsent
        return chunk

    def _not_now(self, item: Content) -> None:
        self._absent[item.id] = self._monotonic() + _ANOTHER_TIME


def _in_order(state: protocol.ContentState, total: int) -> list[int]:
    """Raises ServerAnswerUnreadable for numbers that no chunk has."""
    missing = sorted(set(state.missing))
    if missing and not 0 <= missing[0] <= missing[-1] < total:
        raise ServerAnswerUnreadable
    return missing
