"""Workers and their devices as tests need them: they push and read without HTTP."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID, uuid4

from mvs_central.access import directory, members
from mvs_central.access.directory import NewWorker
from mvs_central.access.members import Membership
from mvs_central.access.policy import ALL_COMPARTMENTS, NOT_FOUND
from mvs_central.base import acting
from mvs_central.base.central import Caller, Central, Refused
from mvs_central.devices.enrolment import enrol, new_code
from mvs_central.sync import feed, push
from mvs_desktop.domain.cases import CaseFile, CaseRole
from mvs_desktop.domain.records import (
    WHOLE,
    WITHDRAWN,
    Record,
    compartment_of,
    patch_of,
    record_type,
    to_doc,
    type_of,
    written_last,
)
from mvs_desktop.sync import protocol
from mvs_desktop.sync.identity import DeviceKey
from mvs_desktop.sync.protocol import Op, OpResult, RecordEnvelope, UnitChange

TEAM = "Wijkteam Holy"
MADE_AT = "2026-11-21T10:00:00+01:00"
Version = int | str | None
Asked = TypeVar("Asked")
Told = TypeVar("Told")


class Clock:
    """The service's clock, moved by hand."""

    def __init__(self, now: datetime = datetime(2026, 11, 21, 12, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **how_far: float) -> None:
        self.now += timedelta(**how_far)


@dataclass
class Desk:
    """One worker with one device. `cursors` and `records` are what it has read."""

    central: Central
    caller: Caller
    name: str
    key: DeviceKey
    records: dict[UUID, RecordEnvelope] = field(default_factory=dict)

    def acting(self) -> AbstractContextManager[None]:
        """As the service acts for this worker once he has proven himself."""
        return acting.worker(self.caller.worker_id, self.central.now())

    def ask(self, work: Callable[[Central, Caller, Asked], Told], request: Asked) -> Told:
        """What the service answers this worker."""
        with self.acting():
            return work(self.central, self.caller, request)

    def push(self, *groups: protocol.Group) -> list[OpResult]:
        request = protocol.PushRequest(self.central.epoch(), list(groups))
        return self.ask(push.push, request).results

    def do(self, case_id: UUID, *ops: Op) -> OpResult:
        """Push one group; the result of its last operation."""
        return self.push(group(case_id, *ops))[-1]

    def manifest(self) -> list[protocol.ScopeHead]:
        return self.ask(feed.pull, protocol.PullRequest(self.central.epoch(), "")).scopes

    def page(self, *cursors: protocol.Cursor, limit: int = 2_000) -> protocol.FeedPage:
        """Of one case. Raises Refused, also for a case that is absent."""
        request = protocol.FeedsRequest(self.central.epoch(), [list(cursors)], limit)
        reply = self.ask(feed.feeds, request)
        if reply.absent:
            raise Refused(404, NOT_FOUND)
        (found,) = reply.pages
        return found

    def read(self, case_id: UUID, limit: int = 2_000) -> dict[UUID, RecordEnvelope]:
        """All that this worker may see of a case."""
        mine = [head for head in self.manifest() if head.case_id == str(case_id)]
        cursors = [protocol.Cursor(head.case_id, head.compartment, 0) for head in mine]
        found: dict[UUID, RecordEnvelope] = {}
        while cursors:
            page = self.page(*cursors, limit=limit)
            found |= {UUID(item.id): item for item in page.records}
            cursors = page.cursors if page.more else []
        return found

    def doc(self, case_id: UUID, record_id: UUID) -> dict[str, Any]:
        return doc_of(self.read(case_id)[record_id])

    def conflicts(self, case_id: UUID) -> list[RecordEnvelope]:
        return [item for item in self.read(case_id).values() if item.record_type == "conflict"]

    def new_case(self, name: str = "Familie Elsenaar") -> UUID:
        case_id = uuid4()
        result = self.do(case_id, created(CaseFile(id=case_id, case_id=case_id, name=name)))
        assert result.outcome == "applied"
        return case_id


def new_worker(central: Central, name: str) -> UUID:
    who = NewWorker(name, "Enver", "jeugdhulp", TEAM)
    return directory.add_worker(central, who)


def new_desk(central: Central, name: str = "Sanne de Wit", worker_id: UUID | None = None) -> Desk:
    """Enrol a device of a new worker, or one more of an earlier worker."""
    worker_id = worker_id or new_worker(central, name)
    code, _ = new_code(central, worker_id)
    key, device_id = DeviceKey.generate(), uuid4()
    request = protocol.EnrolRequest(code, str(device_id), key.public_jwk(), "laptop")
    enrol(central, request, "192.0.2.1")
    return Desk(central, Caller(worker_id, device_id), name, key)


def re_enrolled(desk: Desk, code: str | None = None) -> Desk:
    """The same store under another device id."""
    code = code or new_code(desk.central, desk.caller.worker_id)[0]
    key, device_id = DeviceKey.generate(), uuid4()
    former = str(desk.caller.device_id)
    request = protocol.EnrolRequest(code, str(device_id), key.public_jwk(), "", former)
    enrol(desk.central, request, "192.0.2.1")
    return replace(desk, caller=Caller(desk.caller.worker_id, device_id), key=key)


def share(
    desk: Desk,
    case_id: UUID,
    *compartments: str,
    role: CaseRole = CaseRole.INVOLVED,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> None:
    """Give the desk's worker access to a case; to all of it when nothing is named."""
    membership = Membership(
        role,
        compartments or ALL_COMPARTMENTS,
        starts_on or desk.central.today(),
        ends_on,
    )
    members.grant(desk.central, case_id, desk.caller.worker_id, membership)


def group(case_id: UUID, *ops: Op) -> protocol.Group:
    return protocol.Group(str(case_id), list(ops))


def created(item: Record, *, by_unit: bool = False) -> Op:
    """The operation of a new record: it travels whole; once it did so unit by unit."""
    kind, doc = type_of(item), to_doc(item)
    parts = {unit: patch_of(kind, unit, doc) for unit in kind.units} if by_unit else {WHOLE: doc}
    return Op(
        op_id=str(uuid4()),
        counter=1,
        compartment=compartment_of(item).value,
        record_type=kind.name,
        record_id=str(item.id),
        units={unit: UnitChange(None, part, 0) for unit, part in parts.items()},
        made_at=MADE_AT,
    )


def edited(
    item: Record,
    unit: str,
    value: dict[str, Any],
    *,
    base: dict[str, Any] | None,
    version: Version,
) -> Op:
    """The operation of a change of one unit."""
    kind = type_of(item)
    return Op(
        op_id=str(uuid4()),
        counter=2,
        compartment=compartment_of(item).value,
        record_type=kind.name,
        record_id=str(item.id),
        units={unit: UnitChange(base, value, version)},
        made_at=MADE_AT,
    )


def withdrawn(item: Record, version: Version, *, restore: bool = False) -> Op:
    return edited(
        item, WITHDRAWN, {"withdrawn": not restore}, base={"withdrawn": restore}, version=version
    )


def settled(conflict: RecordEnvelope, choice: str, version: Version) -> Op:
    """A worker's choice about a conflict."""
    kind, doc = record_type("conflict"), doc_of(conflict)
    value = patch_of(kind, "choice", doc) | {"state": "beslist", "choice": choice}
    return Op(
        op_id=str(uuid4()),
        counter=3,
        compartment=conflict.compartment,
        record_type="conflict",
        record_id=conflict.id,
        units={"choice": UnitChange(patch_of(kind, "choice", doc), value, version)},
        made_at=MADE_AT,
    )


def version_of(envelope: RecordEnvelope, unit: str) -> int:
    """The number of the last write of a unit."""
    return written_last(envelope.versions, unit) or 0


def doc_of(envelope: RecordEnvelope) -> dict[str, Any]:
    doc: dict[str, Any] = json.loads(bytes(envelope.doc))
    return doc
