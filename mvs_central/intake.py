"""What a device pushes, read with suspicion: shapes, sizes and depth before anything else.

A request that cannot be read at all is refused whole. A group that can be read but not be
taken carries its refusal, so that it never blocks the others of its batch.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec

from mvs_central.central import Caller, Refused
from mvs_desktop.domain.catalogue import record_type, record_types
from mvs_desktop.domain.codec import Json
from mvs_desktop.domain.records import ENVELOPE, WITHDRAWN, RecordType
from mvs_desktop.sync import checksum, protocol

Patch = dict[str, Json]

MOST_DEPTH = 16  # of a member's value
MOST_UNITS = 200  # of one operation
MOST_DOC = 256 * 1024  # bytes of a record's wire form
MOST_OP = 2 * MOST_DOC  # of one operation: what was, and what it became
NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
COMPARTMENT = re.compile(r"[a-z][a-z0-9_-]{0,31}")

UNREADABLE = "unreadable"
TOO_LARGE = "too-large"
COMPARTMENT_DIFFERS = "compartment-differs"

_KINDS = {kind.name for kind in record_types()}


@dataclass(frozen=True, slots=True)
class UnitEdit:
    """One merge unit of an edit; `version` as in protocol.UnitChange, op ids as UUID text."""

    base: Patch | None
    value: Patch
    version: int | str | None


@dataclass(frozen=True, slots=True)
class Edit:
    """An operation that was read. `payload` is its canonical JSON."""

    op_id: UUID
    counter: int  # of the device: the order in which it made them
    record_id: UUID
    record_type: str
    compartment: str
    made_at: datetime
    units: Mapping[str, UnitEdit]
    payload: str
    payload_hash: bytes

    def is_of(self, device_id: UUID, case_id: UUID, payload_hash: bytes) -> bool:
        """Whether this is the operation that a device sent earlier."""
        return hash_of(device_id, case_id, self.payload) == payload_hash


@dataclass(frozen=True, slots=True)
class EditGroup:
    """Edits of one case that stand or fall together; `refusal` is why they cannot stand."""

    case_id: UUID
    edits: tuple[Edit, ...]
    refusal: str | None = None
    seen: int = 0  # the highest seq of the case that the device knows of
    again: bool = False  # it was taken before, in a history that may be lost


def canonical(value: object) -> str:
    """JSON with one spelling, see `checksum.canonical`."""
    return checksum.canonical(value).decode()


def kind_of(name: str) -> RecordType | None:
    """The declaration of a record type; None for one of a newer version."""
    return record_type(name) if name in _KINDS else None


def identifier(text: str) -> UUID:
    """Raises Refused for anything that is not a UUID."""
    try:
        return _uuid(text)
    except ValueError:
        raise Refused(400, UNREADABLE) from None


@lru_cache(maxsize=4_096)  # the same case again and again
def _uuid(text: str) -> UUID:
    return UUID(text)


def read_push(request: protocol.PushRequest, caller: Caller) -> list[EditGroup]:
    """Raises Refused when the request as a whole cannot be taken."""
    if sum(len(group.ops) for group in request.groups) > protocol.PUSH_OPS:
        raise Refused(413, TOO_LARGE)
    return [_read_group(group, caller) for group in request.groups]


def _read_group(group: protocol.Group, caller: Caller) -> EditGroup:
    case_id = identifier(group.case_id)
    edits = tuple(_read_op(op, case_id, caller) for op in group.ops)
    if len({edit.op_id for edit in edits}) != len(edits):
        raise Refused(400, UNREADABLE)
    too_large = any(len(edit.payload.encode()) > MOST_OP for edit in edits)
    refusal = next(filter(None, map(_trouble, group.ops)), TOO_LARGE if too_large else None)
    return EditGroup(case_id, edits, refusal, group.seen, group.again)


def _read_op(op: protocol.Op, case_id: UUID, caller: Caller) -> Edit:
    payload = canonical(msgspec.to_builtins(op))
    return Edit(
        op_id=identifier(op.op_id),
        counter=op.counter,
        record_id=identifier(op.record_id),
        record_type=op.record_type,
        compartment=op.compartment,
        made_at=_instant(op.made_at) or datetime.fromtimestamp(0, UTC),
        units={
            unit: UnitEdit(change.base, change.value, _version(change.version))
            for unit, change in op.units.items()
        },
        payload=payload,
        payload_hash=hash_of(caller.device_id, case_id, payload),
    )


def hash_of(device_id: UUID, case_id: UUID, payload: str) -> bytes:
    return sha256(checksum.canonical_text((str(device_id), str(case_id), payload))).digest()


def _version(version: int | str | None) -> int | str | None:
    if not isinstance(version, str):
        return version
    try:
        return str(UUID(version))
    except ValueError:
        return None  # made on something that never was


def _instant(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _trouble(op: protocol.Op) -> str | None:
    """Why this operation cannot be taken, whatever stands in the case."""
    if not (
        NAME.fullmatch(op.record_type)
        and COMPARTMENT.fullmatch(op.compartment)
        and _instant(op.made_at)
        and 0 < len(op.units) <= MOST_UNITS
    ):
        return UNREADABLE
    kind = kind_of(op.record_type)
    if not all(_unit_fits(kind, unit, change) for unit, change in op.units.items()):
        return UNREADABLE
    return COMPARTMENT_DIFFERS if _strays(kind, op) else None


def _unit_fits(kind: RecordType | None, unit: str, change: protocol.UnitChange) -> bool:
    if unit == WITHDRAWN:
        value = change.value.get("withdrawn")
        return isinstance(value, bool) and len(change.value) == 1
    kind_name = kind.name if kind else None
    return (
        bool(change.value)
        and _members_fit(kind_name, unit, tuple(change.value))
        and (not change.base or _members_fit(kind_name, unit, tuple(change.base)))
        and _depth_fits(change.value)
        and (not change.base or _depth_fits(change.base))
    )


@lru_cache(maxsize=4_096)  # nearly all edits have units and members that were seen before
def _members_fit(kind_name: str | None, unit: str, names: tuple[str, ...]) -> bool:
    kind = kind_of(kind_name) if kind_name else None
    return NAME.fullmatch(unit) is not None and all(
        _member_fits(kind, unit, name) for name in names
    )


def _member_fits(kind: RecordType | None, unit: str, name: str) -> bool:
    """A unit changes its own members only: else an edit would pass by another's version."""
    if not NAME.fullmatch(name) or name in ENVELOPE:
        return False
    if kind is None or (name not in kind.fields and unit not in kind.units):
        return True
    return kind.unit_of(name) == unit


def _depth_fits(patch: Patch) -> bool:
    """Whether no list or object lies deeper than we let into the store."""
    if not any(isinstance(value, dict | list) for value in patch.values()):
        return True
    level: list[Any] = [patch]
    for _ in range(MOST_DEPTH):
        level = [
            inner
            for item in level
            if isinstance(item, dict | list)
            for inner in (item.values() if isinstance(item, dict) else item)
        ]
        if not level:
            return True
    return False


def _strays(kind: RecordType | None, op: protocol.Op) -> bool:
    """Whether the record says another compartment than the one it is sent in."""
    if kind is not None and kind.compartment is not None:
        return kind.compartment.value != op.compartment
    said = (change.value.get("compartment", op.compartment) for change in op.units.values())
    return any(compartment != op.compartment for compartment in said)
