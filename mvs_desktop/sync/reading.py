"""Bringing cases to the service's head: several to an answer, the next answer asked for while
the last one is taken in.

At most one answer is held beside the one that is being taken in. It begins where that one
ends, so it is worth nothing unless that one was taken in, and is let go of otherwise.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from mvs_desktop.domain.errors import ServerAnswerUnreadable
from mvs_desktop.storage.base.replica_types import Applied, IncomingPage, ScopeCursor
from mvs_desktop.sync import convert, protocol
from mvs_desktop.sync.ahead import Ahead
from mvs_desktop.sync.checksum import sum_of_hashes
from mvs_desktop.sync.reconcile import Pace, is_whole
from mvs_desktop.sync.refusals import EpochChanged
from mvs_desktop.sync.report import Tally

# Records in an answer. The store takes it in by slices, so that nobody waits for a whole one.
FIRST_PAGE, PAGE_RECORDS = 125, 1_000
# Of one case in one reading, many times what the fullest has: a feed that never ends is none.
MOST_RECORDS, MOST_BYTES = 200_000, 1 << 30

Heads = Mapping[convert.Scope, protocol.ScopeHead]


class ReplicaPort(Protocol):
    """What reading needs of the store; each call is a transaction of its own."""

    def epoch(self) -> str: ...
    def cursors(self, case_id: UUID | None = None) -> tuple[ScopeCursor, ...]: ...
    def apply_all(self, pages: Sequence[IncomingPage]) -> tuple[Applied, ...]: ...
    def hashes_of(self, case_ids: Collection[UUID]) -> Iterator[tuple[convert.Scope, str]]: ...
    def begin_resync(self, case_id: UUID) -> None: ...
    def finish_resync(
        self, case_id: UUID, compartments: Collection[str], seen: frozenset[UUID]
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request under way: where each of its cases was read to, and what waits for the answer."""

    cursors: Mapping[UUID, tuple[ScopeCursor, ...]]
    wait: Callable[[], protocol.FeedsReply]


@dataclass(frozen=True, slots=True)
class _Arrived:
    """A page, and the cursors that it begins at; with the heads of its case when it reaches
    them."""

    page: IncomingPage
    before: tuple[ScopeCursor, ...]
    heads: Heads | None


class CaseReading:
    """Reads some cases, once. `tell` hears how many are done, and may raise to stop."""

    def __init__(
        self,
        replica: ReplicaPort,
        ask: Callable[[protocol.FeedsRequest], protocol.FeedsReply],
        tally: Tally,
        tell: Callable[[int], None],
        ahead: Ahead,
        pace: Pace,
    ) -> None:
        self._replica = replica
        self._ask = ask
        self._tally = tally
        self._tell = tell
        self._ahead = ahead
        self._epoch = replica.epoch()
        self._pace = pace
        self._heads: Heads = {}
        self._left: dict[UUID, tuple[ScopeCursor, ...]] = {}  # case → where it was read to
        self._seen: dict[UUID, set[UUID]] = {}  # of cases that are read from the beginning
        # Cases of which own records may come without their content: they are here.
        self._light: set[UUID] = set()
        self._came: dict[UUID, tuple[int, int]] = {}  # case → records and bytes
        self._done = 0
        self._settled = True

    def read(self, case_ids: Iterable[UUID], heads: Heads) -> bool:
        """Bring cases to their head, once more from the beginning when one does not add up.

        `heads` tell how much there is to read. False when grants changed meanwhile. Raises
        EpochChanged, and ServerAnswerUnreadable for an answer that breaks the rules.
        """
        self._heads = heads
        of_case: dict[UUID, list[ScopeCursor]] = {case_id: [] for case_id in case_ids}
        for one in self._granted(self._replica.cursors()):
            if one.case_id in of_case:
                of_case[one.case_id].append(one)
        for case_id, cursors in of_case.items():
            self._begin(case_id, tuple(cursors))
        coming: _Asked | None = None
        try:
            while self._left:
                self._tell(self._done)
                asked = coming or self._send()
                coming = None
                arrived = self._received(asked)
                if self._left:
                    coming = self._send()
                self._take_in(arrived)
                del arrived, asked  # before the next is built: each may be as large as the limits
        finally:
            if coming is not None:
                with suppress(Exception):
                    coming.wait()
        return self._settled

    def _granted(self, cursors: Iterable[ScopeCursor]) -> Iterator[ScopeCursor]:
        """Without scopes that are no longer granted, and wait until all of them was sent."""
        return (one for one in cursors if (one.case_id, one.compartment) in self._heads)

    def _begin(self, case_id: UUID, cursors: tuple[ScopeCursor, ...]) -> None:
        self._left[case_id] = cursors
        # After something went wrong nothing is taken for granted.
        sound = case_id not in self._tally.resynced and not self._tally.new_epoch
        if sound and any(one.taken for one in cursors):
            self._light.add(case_id)
        else:
            self._light.discard(case_id)
        self._came[case_id] = (0, 0)
        if is_whole(cursors):
            self._seen[case_id] = set()

    def _send(self) -> _Asked:
        """Ask for as many cases as may fit in an answer."""
        chosen: dict[UUID, tuple[ScopeCursor, ...]] = {}
        records = 0
        for case_id, cursors in self._left.items():
            if records >= self._pace.room or len(chosen) == protocol.FEEDS_CASES:
                break
            chosen[case_id] = cursors
            records += sum(map(self._most_after, cursors))
        request = protocol.FeedsRequest(
            self._epoch,
            [convert.to_cursors(one) for one in chosen.values()],
            self._pace.room,
            [str(case_id) for case_id in chosen if case_id in self._light],
        )
        return _Asked(chosen, self._ahead(lambda: self._ask(request)))

    def _most_after(self, cursor: ScopeCursor) -> int:
        """How many records there may be to read in a scope."""
        head = self._heads.get((cursor.case_id, cursor.compartment))
        return max(0, head.head - cursor.seq) if head else 0

    def _received(self, asked: _Asked) -> list[_Arrived]:
        """The pages of an answer; what is left after them is what is still to be asked."""
        reply = asked.wait()
        self._pace.came_through()
        expected = dict(asked.cursors)
        pages = [self._page(page, expected) for page in reply.pages]
        for text in reply.absent:
            case_id = convert.to_uuid(text)
            if expected.pop(case_id, None) is None:
                raise ServerAnswerUnreadable
            del self._left[case_id]
            self._settled = False
        if len(expected) == len(asked.cursors):
            raise ServerAnswerUnreadable
        return [page for page in pages if page is not None]

    def _page(
        self, page: protocol.FeedPage, expected: dict[UUID, tuple[ScopeCursor, ...]]
    ) -> _Arrived | None:
        """None for a page that goes on from one that was not taken in."""
        if page.epoch != self._epoch:
            raise EpochChanged
        case_id = convert.to_uuid(page.cursors[0].case_id) if page.cursors else None
        before = expected.pop(case_id, None) if case_id else None
        if case_id is None or before is None:
            raise ServerAnswerUnreadable
        if self._left.get(case_id) != before:
            return None
        if page.own and case_id not in self._light:
            raise ServerAnswerUnreadable
        self._count(case_id, page)
        incoming, unreadable = convert.to_page(page, before)
        self._tally.unread(unreadable)
        if page.more:
            self._left[case_id] = incoming.cursors
            return _Arrived(incoming, before, None)
        del self._left[case_id]
        return _Arrived(incoming, before, convert.to_heads(page.heads))

    def _count(self, case_id: UUID, page: protocol.FeedPage) -> None:
        """Raises ServerAnswerUnreadable for a case that goes on and on."""
        records, size = self._came[case_id]
        records += len(page.records) + len(page.own)
        size += sum(len(memoryview(one.doc)) for one in page.records)
        if records > MOST_RECORDS or size > MOST_BYTES:
            raise ServerAnswerUnreadable
        self._came[case_id] = (records, size)

    def _take_in(self, arrived: Sequence[_Arrived]) -> None:
        pages = [one.page for one in arrived]
        ended: dict[UUID, Heads] = {}
        whole: dict[UUID, tuple[str, ...]] = {}  # case → its compartments
        for one, applied in zip(arrived, self._replica.apply_all(pages), strict=True):
            page = one.page
            self._tally.applied(page, applied)
            if applied.unknown:
                self._light.discard(page.case_id)
                self._left[page.case_id] = one.before
                continue
            if page.case_id in self._seen:
                self._seen[page.case_id].update(record.id for record in page.records)
                self._seen[page.case_id].update(record.id for record in page.own)
            if one.heads is not None:
                ended[page.case_id] = one.heads
                whole[page.case_id] = tuple(cursor.compartment for cursor in one.before)
        for case_id, compartments in whole.items():
            if case_id in self._seen:
                seen = frozenset(self._seen.pop(case_id))
                self._replica.finish_resync(case_id, compartments, seen)
        self._add_up(ended)

    def _add_up(self, ended: Mapping[UUID, Heads]) -> None:
        """Compare what is here now with what the service says of it."""
        hashes: dict[convert.Scope, list[str]] = {
            scope: [] for heads in ended.values() for scope in heads
        }
        for scope, text in self._replica.hashes_of(ended):
            if scope in hashes:
                hashes[scope].append(text)
        for case_id, heads in ended.items():
            if all(sum_of_hashes(hashes[scope]) == head.checksum for scope, head in heads.items()):
                self._done += 1
            elif case_id in self._tally.resynced:
                self._tally.unsound.add(case_id)
                self._done += 1
            else:
                self._tally.resynced.add(case_id)
                self._replica.begin_resync(case_id)
                self._begin(case_id, tuple(self._granted(self._replica.cursors(case_id))))
