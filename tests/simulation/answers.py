"""What the service answered to whom, and what it should not have."""

from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from mvs_central.base.central import Caller
from mvs_desktop.domain.cases import CaseMember
from mvs_desktop.sync.protocol import Group, Op, OpResult, Outcome, PushReply, PushRequest

_LOST = {Outcome.REJECTED, Outcome.QUARANTINED}


class Answers:
    """Looks at every answer to a push, also at those that never arrive."""

    def __init__(self) -> None:
        self.wrong: list[str] = []
        self.rejected: list[Op] = []  # operations that the service said no to
        self.apart: set[UUID] = set()  # those that it said lie apart
        self.asked: dict[str, Op] = {}  # operations as they were sent, by their ids
        self.chunks = 0  # that were given
        self.again = 0  # operations that were answered before
        self._given: dict[str, OpResult] = {}
        self._not_taken: set[str] = set()
        self._numbered: dict[tuple[UUID, int], str] = {}  # device, counter → operation

    @property
    def refused(self) -> frozenset[str]:
        """Operations that were not taken, as the last answer has it."""
        return frozenset(self._not_taken)

    def taken(self) -> Iterator[Op]:
        """Operations that the service said it took, as far as it is to know that."""
        for op_id, result in self._given.items():
            if result.outcome not in _LOST:
                yield self.asked[op_id]

    def note_asked(self, request: PushRequest) -> None:
        """Call before it is answered: some of it may be taken though the service dies in it."""
        for group in request.groups:
            for op in group.ops:
                self.asked.setdefault(op.op_id, op)

    def note(self, caller: Caller, request: PushRequest, reply: PushReply) -> None:
        said = {result.op_id: result for result in reply.results}
        # What an earlier history refused, another one may take.
        self._not_taken -= {id_ for id_, result in said.items() if result.outcome not in _LOST}
        for group in request.groups:
            self._look_at(group, {op.op_id: said[op.op_id].outcome for op in group.ops})
            for op in group.ops:
                numbered = self._numbered.setdefault((caller.device_id, op.counter), op.op_id)
                if numbered != op.op_id:
                    self.wrong.append("a device has two operations with one number")
        self.again += len(self._given.keys() & said.keys())
        for result in reply.results:
            if self._given.setdefault(result.op_id, result) != result:
                self.wrong.append("an operation was answered in two ways")
        self._not_taken |= {id_ for id_, result in said.items() if result.outcome in _LOST}
        self.apart |= {
            UUID(id_) for id_, result in said.items() if result.outcome is Outcome.QUARANTINED
        }
        self.rejected += [
            op
            for group in request.groups
            if not group.again  # what was taken once is not to be rejected
            for op in group.ops
            if said[op.op_id].outcome is Outcome.REJECTED
        ]

    def note_content(self, granted: bool) -> None:
        """Of a chunk that was given."""
        self.chunks += 1
        if not granted:
            self.wrong.append("content was given without a grant")

    def _look_at(self, group: Group, outcomes: dict[str, Outcome]) -> None:
        mine = {op.op_id for op in group.ops if op.record_type == CaseMember.type_name}
        if any(outcomes[id_] not in _LOST for id_ in mine):
            self.wrong.append("a worker changed who works on a case")
        if group.again:
            return
        taken = {outcome not in _LOST for outcome in outcomes.values()}
        if len(taken) > 1:
            self.wrong.append("half a group was taken")
        made_on = {change.version for op in group.ops for change in op.units.values()}
        if taken == {True} and made_on & self._not_taken:
            self.wrong.append("what was made on something that was not taken was")

    def forget(self, known: Mapping[str, tuple[Outcome, int]], apart: Iterable[UUID]) -> None:
        """The service was put back, and knows these outcomes alone; and what lies apart in it.
        What was made on something that it refused meanwhile then stands on nothing that it knows
        of, and is met with what stands like everything else."""
        self._given = {
            op_id: result
            for op_id, result in self._given.items()
            if known.get(op_id) == (result.outcome, result.seq)
        }
        self._not_taken = {op_id for op_id, (outcome, _) in known.items() if outcome in _LOST}
        self.apart = set(apart)
