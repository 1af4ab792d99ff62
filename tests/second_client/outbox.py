"""What a worker wrote on this device, until the service has it and its effect was read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from tests.second_client.mirror import WHOLE, WITHDRAWN, Mirror, Record, ScopeKey

Units = dict[str, dict[str, Any]]  # of each unit its members

TAKEN = ("applied", "merged", "conflicted")
KEPT = (*TAKEN, "quarantined")  # what is sent again to a service that may have lost it


@dataclass
class Op:
    """One change of one record. `message` is what is sent, and never changes; `read` says that
    its effect was read: from then on the record stands without it."""

    case_id: str
    message: dict[str, Any]
    outcome: str = ""  # empty while it waits for an answer
    reason: str = ""
    seq: int = 0
    read: bool = False
    again: bool = False

    @property
    def id(self) -> str:
        return str(self.message["op_id"])

    @property
    def record_id(self) -> str:
        return str(self.message["record_id"])

    @property
    def scope(self) -> ScopeKey:
        return self.case_id, self.message["compartment"]

    @property
    def units(self) -> dict[str, Any]:
        return dict(self.message["units"])

    @property
    def stands(self) -> bool:
        """Whether the worker sees it on top of what was read."""
        return not self.read and self.outcome in ("", *TAKEN)

    @property
    def is_unread(self) -> bool:
        return not self.read and self.outcome in TAKEN


Group = list[Op]  # what was changed together in one case: all of it or nothing


@dataclass
class Outbox:
    """Groups in the order in which they were written. What was taken is kept, in case the
    service loses it (for 35 days, in a client that lives so long)."""

    mirror: Mirror
    groups: list[Group] = field(default_factory=list)
    counter: int = 0

    # What the worker sees and does

    def record(self, record_id: str) -> Record | None:
        """What was read, and on it what is still under way."""
        found = self.mirror.find(record_id)
        for op in self._standing(record_id):
            found = _changed(found, op)
        return found

    def create(
        self,
        case_id: str,
        compartment: str,
        record_type: str,
        doc: dict[str, Any],
        record_id: str = "",
    ) -> Op:
        """A new record travels whole. That of a new case has the case's id."""
        whole = {WHOLE: {"base": None, "value": doc, "version": None}}
        return self._write(case_id, compartment, record_type, record_id or str(uuid4()), whole)

    def edit(self, shown: Record, units: Units) -> Op:
        """Change units of a record, on what the form showed of them."""
        held = self.record(shown.id)
        assert held is not None
        changes = {
            name: {
                "base": (base := _members(shown, value)) or None,
                "value": value,
                "version": self._version(shown, name) if _members(held, value) == base else None,
            }
            for name, value in units.items()
        }
        return self._write(shown.case_id, shown.compartment, shown.record_type, shown.id, changes)

    def withdraw(self, shown: Record, withdrawn: bool = True) -> Op:
        change = {
            "base": {"withdrawn": shown.withdrawn},
            "value": {"withdrawn": withdrawn},
            "version": self._version(shown, WITHDRAWN),
        }
        return self._write(
            shown.case_id, shown.compartment, shown.record_type, shown.id, {WITHDRAWN: change}
        )

    def together(self, *ops: Op) -> None:
        """What was just written goes as one group."""
        self.groups = [group for group in self.groups if group[0] not in ops]
        self.groups.append(list(ops))

    def _write(
        self, case_id: str, compartment: str, record_type: str, record_id: str, units: Units
    ) -> Op:
        message = {
            "op_id": str(uuid4()),
            "counter": self.counter,
            "compartment": compartment,
            "record_type": record_type,
            "record_id": record_id,
            "units": units,
            "made_at": datetime.now(UTC).isoformat(),
        }
        self.counter += 1
        op = Op(case_id, message)
        self.groups.append([op])
        return op

    def _version(self, shown: Record, unit: str) -> int | str | None:
        """An own operation that is under way, or else the service's last write."""
        for op in reversed(self._standing(shown.id)):
            if unit in op.units or (WHOLE in op.units and unit != WITHDRAWN):
                return op.id
        return shown.version(unit)

    # What is sent, and what the service said of it

    def ops(self) -> Iterator[Op]:
        for group in self.groups:
            yield from group

    def waiting(self) -> list[Group]:
        """Of each group what has no answer."""
        found = ([op for op in group if not op.outcome] for group in self.groups)
        return [group for group in found if group]

    def send_again(self, case_id: str = "") -> None:
        """The service may have lost what it took: of one case, or all. Its answers of then say
        nothing any more."""
        for op in self.ops():
            if case_id in ("", op.case_id) and op.outcome in KEPT:
                op.outcome, op.again = "", True

    def message(self, group: Group) -> dict[str, Any]:
        case_id = group[0].case_id
        answered = (op.seq for op in self.ops() if op.case_id == case_id and op.is_unread)
        return {
            "case_id": case_id,
            "ops": [op.message for op in group],
            "seen": max(self.mirror.highest(case_id), *answered, 0),
            "taken": self.last_taken(case_id),
            "again": any(op.again for op in group),
        }

    def answered(self, results: Iterable[dict[str, Any]]) -> None:
        known = {op.id: op for op in self.ops()}
        for result in results:
            op = known[result["op_id"]]
            op.outcome, op.reason, op.seq = result["outcome"], result["reason"], result["seq"]
        self.finish()

    def finish(self) -> None:
        """The records stand without what was read."""
        for op in self.ops():
            scope = self.mirror.scopes.get(op.scope)
            if op.is_unread and scope is not None and scope.cursor >= op.seq:
                op.read = True

    def last_taken(self, case_id: str, compartment: str = "") -> str:
        """The operation with the highest seq that was taken and is still to be read."""
        found = [
            op
            for op in self.ops()
            if op.is_unread and op.case_id == case_id and compartment in ("", op.scope[1])
        ]
        return max(found, key=lambda op: op.seq).id if found else ""

    def unread(self) -> set[ScopeKey]:
        """Scopes in which something was taken that is still to be read."""
        return {op.scope for op in self.ops() if op.is_unread}

    def drop(self, key: ScopeKey) -> None:
        """Access ended, and the service has what it takes."""
        self.groups = [
            rest for group in self.groups if (rest := [op for op in group if op.scope != key])
        ]

    def _standing(self, record_id: str) -> list[Op]:
        return [op for op in self.ops() if op.record_id == record_id and op.stands]


def _members(record: Record, value: dict[str, Any]) -> dict[str, Any]:
    return {name: record.doc[name] for name in value if name in record.doc}


def _changed(record: Record | None, op: Op) -> Record:
    if record is None:
        record = Record(
            record_type=op.message["record_type"],
            id=op.record_id,
            case_id=op.case_id,
            compartment=op.message["compartment"],
            seq=0,
            versions={},
            withdrawn=False,
            doc={},
        )
    doc = dict(record.doc)
    withdrawn = record.withdrawn
    for unit, change in op.units.items():
        if unit == WITHDRAWN:
            withdrawn = change["value"]["withdrawn"]
        else:
            doc |= change["value"]
    return replace(record, doc=doc, withdrawn=withdrawn)
