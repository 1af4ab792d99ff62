"""Sending what waits in the outbox: while the service decides one batch, what became of the one
before is noted and the one after is made ready.

One batch is under way at a time: a later operation may stand on an earlier one. After a kill
the fates of two may be unknown, that of the one under way and of the one before; both are sent
again, and the service answers them as it did.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from mvs_desktop.domain.errors import HeldUpUnderway
from mvs_desktop.storage.base.replica_types import Fate, OpFate, PendingOp
from mvs_desktop.sync import convert, protocol
from mvs_desktop.sync.ahead import Ahead, leaving_none
from mvs_desktop.sync.reconcile import Batch, Pace, batches
from mvs_desktop.sync.refusals import TooLarge
from mvs_desktop.sync.report import Tally

# Operations that are read together: while the service decides, and no longer than that.
_AT_ONCE = 250

Ask = Callable[[], protocol.PushReply]
Push = Callable[[bytes], protocol.PushReply]  # gets the end of the body


class ReplicaPort(Protocol):
    """What sending needs of the store; each call is a transaction of its own."""

    def epoch(self) -> str: ...
    def pending(self, limit: int, after: int = 0) -> tuple[PendingOp, ...]: ...
    def pending_count(self) -> int: ...
    def seen(self) -> Mapping[UUID, int]: ...
    def taken_last(self) -> Mapping[UUID, UUID]: ...
    def record_fates(self, fates: Sequence[OpFate]) -> None: ...


@dataclass(frozen=True, slots=True)
class _Ready:
    """A batch that only has to be sent."""

    batch: Batch
    push: Push


class Outbox:
    """Sends what waits, as often as it is asked to. `prepare` makes a body ready and gives what
    sends it; `tell` hears how many records are done and of how many, and may raise to stop."""

    def __init__(
        self,
        replica: ReplicaPort,
        prepare: Callable[[bytes], Push],
        tally: Tally,
        tell: Callable[[int, int], None],
        ahead: Ahead,
        pace: Pace,
    ) -> None:
        self._replica = replica
        self._prepare = prepare
        self._tally = tally
        self._tell = tell
        self._ahead = ahead
        self._pace = pace
        # Cases of which something does not get through to the service: what comes after it
        # stands on it, and waits for another sync.
        self.held_up: set[UUID] = set()

    def _begin(self) -> None:
        self._sent: dict[UUID, PendingOp] = {}  # of which the fate is not noted
        self._fates: list[OpFate] = []  # that are to be noted
        self._done: set[UUID] = set()  # records, which is what pending_count counts
        self._total = 0
        self._epoch = self._replica.epoch()
        self._seen: Mapping[UUID, int] | None = None
        # Case → the last operation there that the service took, as far as it answered.
        self._taken: dict[UUID, UUID] = {}
        self._after = 0  # the counter of the last operation that was taken out
        self._batches: Iterator[Batch] = iter(())

    def send(self) -> None:
        """Send all that waits, also what comes to it meanwhile. Raises EpochChanged, and
        ServerAnswerUnreadable for an answer that breaks the rules."""
        self._begin()
        ready = self._next()
        try:
            while ready is not None:
                self._tell(len(self._done), max(self._total, len(self._done)))
                answer = self._ahead(self._sending(ready))
                with leaving_none(answer):
                    self._note()
                    following = self._next()
                self._fates = self._fates_of(ready.batch, answer)
                self._pace.came_through()
                ready = self._still(following) or self._next()
        finally:
            self._note()

    def _next(self) -> _Ready | None:
        """The batch after the last one, if anything waits now."""
        while (batch := self._next_batch()) is not None:
            rest = batch.without(self.held_up)
            if rest.groups:
                return _Ready(rest, self._made_ready(rest))
        return None

    def _next_batch(self) -> Batch | None:
        batch = next(self._batches, None)
        if batch is None:
            self._batches = batches(self._groups(), self._pace)
            batch = next(self._batches, None)
        return batch

    def _still(self, ready: _Ready | None) -> _Ready | None:
        """What was made ready, without the cases that are held up since."""
        if ready is None or (rest := ready.batch.without(self.held_up)) is ready.batch:
            return ready
        return _Ready(rest, self._made_ready(rest)) if rest.groups else None

    def _groups(self) -> Iterator[protocol.SentGroup]:
        """What waits, read as it is wanted."""
        while ops := self._replica.pending(_AT_ONCE, self._after):
            if self._seen is None:
                self._seen, self._total = self._replica.seen(), self._replica.pending_count()
                self._taken = dict(self._replica.taken_last()) | self._taken
            self._after = ops[-1].counter
            self._sent |= {op.op_id: op for op in ops}
            yield from convert.to_groups(ops, self._seen, self._taken)

    def _sending(self, ready: _Ready) -> Ask:
        end = ready.batch.end(self._taken)
        return lambda: ready.push(end)

    def _made_ready(self, batch: Batch) -> Push:
        try:
            return self._prepare(batch.request(self._epoch))
        except TooLarge:
            return _too_large

    def _fates_of(self, batch: Batch, answer: Ask) -> list[OpFate]:
        """The fate of every operation in a batch, in their order; none of what is held up."""
        try:
            reply = answer()
        except (TooLarge, HeldUpUnderway) as error:
            held_up = isinstance(error, HeldUpUnderway)
            if held_up:
                self._pace.broke()
            if len(batch.groups) > 1:
                return self._in_halves(batch)
            if held_up:
                self.held_up |= {group.case_id for group in batch.groups}
                return []
            # It would be refused for ever and hold up all that comes after it.
            return [OpFate(id_, Fate.REJECTED, 0, "too-large") for id_ in batch.op_ids()]
        fates = convert.to_fates(batch.op_ids(), reply.results)
        case_ids = (group.case_id for group in batch.groups for _ in group.ops)
        self._taken |= {
            case_id: fate.op_id
            for case_id, fate in zip(case_ids, fates, strict=True)
            if fate.fate not in (Fate.REJECTED, Fate.QUARANTINED)
        }
        return fates

    def _in_halves(self, batch: Batch) -> list[OpFate]:
        fates: list[OpFate] = []
        for half in batch.halves():
            rest = half.without(self.held_up)
            if rest.groups:
                ready = _Ready(rest, self._made_ready(rest))
                fates += self._fates_of(rest, self._sending(ready))
        return fates

    def _note(self) -> None:
        fates, self._fates = self._fates, []
        if not fates:
            return
        self._replica.record_fates(fates)
        for fate in fates:
            op = self._sent.pop(fate.op_id)
            self._tally.answered(op, fate)
            self._done.add(op.record_id)


def _too_large(_end: bytes) -> protocol.PushReply:
    raise TooLarge
