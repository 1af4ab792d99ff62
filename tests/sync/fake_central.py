"""A central service of a few lines, to bring the engine into every situation.

It keeps the protocol's promises (numbering, replay, scopes) and does not merge: the last
write stands. What the real service decides is tested with the real service.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import msgspec

from mvs_desktop.domain.errors import ServerUnreachable
from mvs_desktop.domain.records import WITHDRAWN
from mvs_desktop.sync import protocol
from mvs_desktop.sync.answers import decoded
from mvs_desktop.sync.checksum import add_checksums, canonical, cursors_digest, record_hash
from mvs_desktop.sync.protocol import OpResult, Outcome
from mvs_desktop.sync.refusals import EpochChanged

COMPARTMENTS = ("basis", "school", "zorg", "veiligheid")
TIME = "2026-11-21T10:00:00+00:00"

Call = Callable[[str, Any], None]


@dataclass
class Held:
    """A record as the fake holds it."""

    record_type: str
    id: str
    compartment: str
    seq: int = 0
    withdrawn: bool = False
    doc: dict[str, Any] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)

    def hash(self) -> int:
        return record_hash(self.record_type, self.id, self.withdrawn, self.doc)


def a_person(given_name: str, **more: object) -> Held:
    return Held("person", str(uuid4()), "basis", doc={"given_name": given_name, **more})


@dataclass
class FakeCentral:
    """`before` and `after` see every call: raise there to lose a request or a reply."""

    epoch: str = "first"
    page_size: int = 100
    cases: dict[str, dict[str, Held]] = field(default_factory=dict)
    heads: dict[str, int] = field(default_factory=dict)  # the case's counter
    grants: set[tuple[str, str, str]] = field(default_factory=set)  # worker, case, compartment
    outcomes: dict[str, OpResult] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)  # op ids, once for each time applied
    quarantine: list[protocol.Group] = field(default_factory=list)
    reject: set[str] = field(default_factory=set)  # record ids
    calls: list[str] = field(default_factory=list)
    before: Call = lambda _name, _request: None
    after: Call = lambda _name, _request: None

    def grant(self, worker: str, case_id: object, *compartments: str) -> None:
        self.grants |= {(worker, str(case_id), one) for one in compartments or COMPARTMENTS}

    def revoke(self, worker: str, case_id: object, *compartments: str) -> None:
        self.grants -= {(worker, str(case_id), one) for one in compartments or COMPARTMENTS}

    def put(self, case_id: object, item: Held) -> None:
        """Write a record, as another worker's push would."""
        case = str(case_id)
        self.heads[case] += 1
        item.seq = self.heads[case]
        self.cases[case][item.id] = item

    def take(self, worker: str, group: protocol.Group) -> list[OpResult]:
        replayed = [self.outcomes[op.op_id] for op in group.ops if op.op_id in self.outcomes]
        if len(replayed) == len(group.ops):
            return replayed
        first = group.ops[0]
        if group.case_id not in self.cases and first.record_type == "case_file":
            self.cases[group.case_id], self.heads[group.case_id] = {}, 0
            self.grant(worker, group.case_id)
        if any(op.record_id in self.reject for op in group.ops):
            return self._settle(group, Outcome.REJECTED, "because")
        if any((worker, group.case_id, op.compartment) not in self.grants for op in group.ops):
            self.quarantine.append(group)
            return self._settle(group, Outcome.QUARANTINED, "no-access")
        for op in group.ops:
            self._apply(group.case_id, op)
        return [self.outcomes[op.op_id] for op in group.ops]

    def _settle(self, group: protocol.Group, outcome: Outcome, reason: str) -> list[OpResult]:
        for op in group.ops:
            self.outcomes[op.op_id] = OpResult(op.op_id, outcome, 0, reason)
        return [self.outcomes[op.op_id] for op in group.ops]

    def _apply(self, case_id: str, op: protocol.Op) -> None:
        self.taken.append(op.op_id)
        blank = Held(op.record_type, op.record_id, op.compartment)
        item = self.cases[case_id].get(op.record_id, blank)
        self.put(case_id, item)
        for unit, change in op.units.items():
            if unit == WITHDRAWN:
                item.withdrawn = change.value["withdrawn"]
            else:
                item.doc |= change.value
            item.versions[unit] = item.seq
        self.outcomes[op.op_id] = OpResult(op.op_id, Outcome.APPLIED, item.seq)

    def head(self, case_id: str, compartment: str) -> protocol.ScopeHead:
        inside = [i for i in self.cases[case_id].values() if i.compartment == compartment]
        return protocol.ScopeHead(
            case_id,
            compartment,
            max((item.seq for item in inside), default=0),
            add_checksums(item.hash() for item in inside),
        )

    def scopes(self, worker: str) -> list[protocol.ScopeHead]:
        mine = sorted((case, one) for who, case, one in self.grants if who == worker)
        return [self.head(case, one) for case, one in mine if case in self.cases]


class WorkersView:
    """The fake as one worker's laptop reaches it: a CentralPort."""

    def __init__(self, central: FakeCentral, worker: str) -> None:
        self._central = central
        self._worker = worker

    def push(self, request: protocol.PushRequest) -> protocol.PushReply:
        self._enter("push", request)
        self._check_epoch(request.epoch)
        results = [r for group in request.groups for r in self._central.take(self._worker, group)]
        self._central.after("push", request)
        return protocol.PushReply(results, TIME)

    def prepare_push(self, body: bytes) -> Callable[[bytes], protocol.PushReply]:
        return lambda end: self.push(decoded(body + end, protocol.PushRequest))

    def pull(self, request: protocol.PullRequest) -> protocol.Manifest:
        self._enter("pull", request)
        scopes = self._central.scopes(self._worker)
        digest = cursors_digest(
            (one.case_id, one.compartment, one.head, one.checksum) for one in scopes
        )
        same = request.epoch == self._central.epoch and digest == request.cursors_digest
        self._central.after("pull", request)
        return protocol.Manifest(self._central.epoch, same, [] if same else scopes, TIME)

    def _page(
        self, request: protocol.FeedsRequest, cursors: Sequence[protocol.Cursor]
    ) -> protocol.FeedPage:
        """Of one case. Raises LookupError when it is absent."""
        self._enter("feed", request)
        self._check_epoch(request.epoch)
        asked = {one.compartment: one.seq for one in cursors}
        case_id = cursors[0].case_id
        for one in asked:
            if (self._worker, case_id, one) not in self._central.grants:
                raise LookupError
        if any(seq > self._central.head(case_id, one).head for one, seq in asked.items()):
            self._central.epoch += "+"
            raise EpochChanged
        news = sorted(
            (
                item
                for item in self._central.cases[case_id].values()
                if item.seq > asked.get(item.compartment, 1 << 62)
            ),
            key=lambda item: item.seq,
        )
        sent, rest = news[: self._central.page_size], news[self._central.page_size :]
        for item in sent:
            asked[item.compartment] = item.seq
        self._central.after("feed", request)
        return protocol.FeedPage(
            epoch=self._central.epoch,
            records=[envelope(case_id, item) for item in sent],
            cursors=[protocol.Cursor(case_id, one, seq) for one, seq in asked.items()],
            heads=[] if rest else [self._central.head(case_id, one) for one in asked],
            more=bool(rest),
        )

    def feeds(self, request: protocol.FeedsRequest) -> protocol.FeedsReply:
        pages: list[protocol.FeedPage] = []
        absent: list[str] = []
        left = request.limit
        for cursors in request.cases:
            if left <= 0:
                break
            try:
                pages.append(self._page(request, cursors))
            except LookupError:
                absent.append(cursors[0].case_id)
            else:
                left -= len(pages[-1].records)
        return protocol.FeedsReply(pages, absent)

    def _enter(self, name: str, request: object) -> None:
        self._central.calls.append(name)
        self._central.before(name, request)

    def _check_epoch(self, epoch: str) -> None:
        if epoch != self._central.epoch:
            raise EpochChanged


def envelope(case_id: str, item: Held) -> protocol.RecordEnvelope:
    return protocol.RecordEnvelope(
        record_type=item.record_type,
        id=item.id,
        case_id=case_id,
        compartment=item.compartment,
        seq=item.seq,
        versions=dict(item.versions),
        withdrawn=item.withdrawn,
        doc=msgspec.Raw(canonical(item.doc)),
        changed_by="Collega",
        changed_at=TIME,
    )


def losing(names: Iterable[int]) -> Call:
    """Loses the calls with these numbers, counted from 0."""
    lost, number = set(names), iter(range(1 << 30))

    def lose(_name: str, _request: object) -> None:
        if next(number) in lost:
            raise ServerUnreachable

    return lose
