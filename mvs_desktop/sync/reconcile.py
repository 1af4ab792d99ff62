"""What to do next in a sync, decided from what both sides hold: pure, no store, no network."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from mvs_desktop.storage.base.replica_types import ScopeCursor
from mvs_desktop.sync import protocol
from mvs_desktop.sync.convert import Scope

# What one push holds, in bytes of JSON, and one answer, in records. The store takes that in by
# slices, so that nobody waits for a whole one.
LEAST_PUSH, FIRST_PUSH, MOST_PUSH = 80 * 1024, 256 * 1024, 2048 * 1024
LEAST_PAGE, FIRST_PAGE, MOST_PAGE = 125, 500, 1_000


@dataclass(frozen=True, slots=True)
class Plan:
    """What a manifest asks of this device."""

    dropped: tuple[Scope, ...]  # no longer granted
    added: tuple[Scope, ...]  # newly granted
    unread: tuple[UUID, ...]  # cases to read, in a steady order


def plan(
    held: Collection[Scope],
    cursors: Iterable[ScopeCursor],
    heads: Mapping[Scope, protocol.ScopeHead],
) -> Plan:
    """Compare the scopes held and how far each was read with what the service offers.

    `heads` are the scopes that the worker may read now; whatever else is held must go. A
    cursor beyond its head is asked for too: the service then sees that it was put back to
    an earlier state, and renews its epoch. So is a scope that sums up to something else at
    the same number, and one in which the effect of an own operation was not read yet.
    """
    read = {(one.case_id, one.compartment): (one.seq, one.checksum, one.taken) for one in cursors}
    return Plan(
        dropped=tuple(sorted(scope for scope in held if scope not in heads)),
        added=tuple(sorted(scope for scope in heads if scope not in read)),
        unread=tuple(
            sorted(
                {
                    scope[0]
                    for scope, head in heads.items()
                    if read.get(scope) != (head.head, head.checksum, "")
                }
            )
        ),
    )


class Pace:
    """How much goes in one exchange: a quarter more after each that came through. Once the line
    broke it is little, and grows slowly: on a line that keeps breaking little has to go twice."""

    def __init__(self, least: int, first: int, most: int) -> None:
        self.room = first
        self._least = least
        self._most = most
        self._part = 4

    def came_through(self) -> None:
        self.room = min(self.room + self.room // self._part + 1, self._most)

    def broke(self) -> None:
        self.room, self._part = self._least, 32


class Paces:
    """How much goes up and comes down at a time, over one line: keep it from one sync to the
    next."""

    def __init__(self) -> None:
        self.up = Pace(LEAST_PUSH, FIRST_PUSH, MOST_PUSH)
        self.down = Pace(LEAST_PAGE, FIRST_PAGE, MOST_PAGE)

    def broke(self) -> None:
        self.up.broke()
        self.down.broke()


@dataclass(frozen=True, slots=True)
class Batch:
    """Groups that go together, and the JSON of each."""

    groups: Sequence[protocol.SentGroup]
    parts: Sequence[bytes]

    def request(self, epoch: str) -> bytes:
        """The PushRequest with these groups, but its end."""
        empty = protocol.encode(protocol.PushRequest(epoch, []))
        return b"%b[%b" % (empty.removesuffix(b"[]}"), b",".join(self.parts))

    def end(self, taken: Mapping[UUID, UUID]) -> bytes:
        """The end of the PushRequest: of each case here, what the service took of it since the
        batch was made ready. Only so it shows that it was put back between two batches."""
        told = {group.case_id: group.taken for group in self.groups}
        late = [
            protocol.encode(protocol.SentGroup(case_id, [], taken=taken[case_id]))
            for case_id, known in told.items()
            if taken.get(case_id, known) != known
        ]
        return b"".join(b",%b" % part for part in late) + b"]}"

    def op_ids(self) -> list[UUID]:
        return [op.op_id for group in self.groups for op in group.ops]

    def without(self, case_ids: Collection[UUID]) -> "Batch":
        """The same one when it has nothing of these cases."""
        kept = [at for at, group in enumerate(self.groups) if group.case_id not in case_ids]
        if len(kept) == len(self.groups):
            return self
        return Batch([self.groups[at] for at in kept], [self.parts[at] for at in kept])

    def halves(self) -> "tuple[Batch, Batch]":
        at = len(self.groups) // 2
        return Batch(self.groups[:at], self.parts[:at]), Batch(self.groups[at:], self.parts[at:])


def batches(groups: Iterable[protocol.SentGroup], pace: Pace) -> Iterator[Batch]:
    """Groups in order, as many in a batch as its bytes have room for and the service takes; a
    larger group goes alone."""
    batch: list[protocol.SentGroup] = []
    parts: list[bytes] = []
    size = ops = 0
    for group in groups:
        part = protocol.encode(group)
        full = size + len(part) > pace.room or ops + len(group.ops) > protocol.PUSH_OPS
        if batch and full:
            yield Batch(batch, parts)
            batch, parts, size, ops = [], [], 0, 0
        batch.append(group)
        parts.append(part)
        size += len(part)
        ops += len(group.ops)
    if batch:
        yield Batch(batch, parts)


def is_whole(cursors: Iterable[ScopeCursor]) -> bool:
    """Whether reading from here gives a case from its beginning, so all that it holds."""
    return all(one.seq == 0 for one in cursors)
