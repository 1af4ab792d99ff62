"""What a worker wrote on this device, until the service has it and its effect was read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from tests.second_client.mirror import WHOLE, WITHDRAWN, Mirror, Record

Units = dict[str, dict[str, Any]]  # of each unit its members

TAKEN = ("applied", "merged", "conflicted", "quarantined")


@dataclass
class Op:
    """One change of one record; `message` is what is sent, and never changes."""

    case_id: str
    message: dict[str, Any]
    outcome: str = ""
    reason: str = ""
    seq: int = 0  # up to where its effect will be read

    @property
    def id(self) -> str:
        return str(self.message["op_id"])

    @property
    def units(self) -> dict[str, Any]:
        return dict(self.message["units"])


@dataclass
class Group:
    """What was changed together in one case: all of it or nothing."""

    case_id: str
    ops: list[Op]


@dataclass
class Outbox:
    """Groups in the order in which they were written. What was taken is kept: the service may
    be put back to before it took it (for 35 days, in a client that lives so long)."""

    mirror: Mirror
    groups: list[Group] = field(default_factory=list)

    # What the worker sees and does

    def record(self, record_id: str) -> Record | None:
        """The mirror, and on it what the service does not show yet."""
        found = self.mirror.find(record_id)
        for op in self._unread(record_id):
            found = _changed(found, op)
        return found

    def create(
        self, case_id: str, compartment: str, record_type: str, doc: dict[str, Any]
    ) -> Op:
        """A new record travels whole. That of a new case has the case's id."""
        record_id = case_id if record_type == "case_file" else str(uuid4())
        whole = {WHOLE: {"base": None, "value": doc, "version": None}}
        return self._write(case_id, compartment, record_type, record_id, whole)

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

    def _write(
        self, case_id: str, compartment: str, record_type: str, record_id: str, units: Units
    ) -> Op:
        message = {
            "op_id": str(uuid4()),
            "counter": sum(len(group.ops) for group in self.groups),
            "compartment": compartment,
            "record_type": record_type,
            "record_id": record_id,
            "units": units,
            "made_at": datetime.now(UTC).isoformat(),
        }
        op = Op(case_id, message)
        self.groups.append(Group(case_id, [op]))
        return op

    def _version(self, shown: Record, unit: str) -> int | str | None:
        """An own operation of which the effect was not read yet, or the service's last write."""
        for op in reversed(self._unread(shown.id)):
            if unit in op.units or (WHOLE in op.units and unit != WITHDRAWN):
                return op.id
        return shown.version(unit)

    # What the service said of it

    def ops(self) -> Iterator[Op]:
        for group in self.groups:
            yield from group.ops

    def waiting(self, case_id: str = "") -> list[Group]:
        return [
            group
            for group in self.groups
            if case_id in ("", group.case_id) and any(not op.outcome for op in group.ops)
        ]

    def to_send_again(self, case_id: str = "") -> list[Group]:
        """What waits, and what was taken: all of a service that may have forgotten."""
        return [
            group
            for group in self.groups
            if case_id in ("", group.case_id)
            and any(op.outcome in ("", *TAKEN) for op in group.ops)
        ]

    def message(self, group: Group, again: bool = False) -> dict[str, Any]:
        return {
            "case_id": group.case_id,
            "ops": [op.message for op in group.ops],
            "seen": max(
                [self.mirror.highest(group.case_id)]
                + [op.seq for op in self.ops() if op.case_id == group.case_id]
            ),
            "taken": self.last_taken(group.case_id),
            "again": again,
        }

    def answered(self, results: Iterable[dict[str, Any]]) -> None:
        known = {op.id: op for op in self.ops()}
        for result in results:
            op = known[result["op_id"]]
            op.outcome, op.reason, op.seq = result["outcome"], result["reason"], result["seq"]

    def last_taken(self, case_id: str, compartment: str = "") -> str:
        """The operation with the highest seq that was taken and is still to be read."""
        found = [
            op
            for op in self.ops()
            if op.case_id == case_id
            and compartment in ("", op.message["compartment"])
            and op.outcome in TAKEN
            and not self._was_read(op)
        ]
        return max(found, key=lambda op: op.seq).id if found else ""

    def _was_read(self, op: Op) -> bool:
        scope = self.mirror.scopes.get((op.case_id, op.message["compartment"]))
        return scope is not None and bool(op.seq) and scope.cursor >= op.seq

    def _unread(self, record_id: str) -> list[Op]:
        return [
            op
            for op in self.ops()
            if op.message["record_id"] == record_id
            and op.outcome not in ("rejected", "quarantined")
            and not (op.outcome and self._was_read(op))
        ]


def _members(record: Record, value: dict[str, Any]) -> dict[str, Any]:
    return {name: record.doc[name] for name in value if name in record.doc}


def _changed(record: Record | None, op: Op) -> Record:
    if record is None:
        record = Record(
            record_type=op.message["record_type"],
            id=op.message["record_id"],
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
