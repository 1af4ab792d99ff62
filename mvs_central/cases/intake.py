"""What a device pushes, read with suspicion: shapes, sizes and depth before anything else.

A request that cannot be read at all is refused whole. A group that can be read but not be
taken carries its refusal, so that it never blocks the others of its batch.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any, Protocol
from uuid import UUID

import msgspec

from mvs_central.base.central import Caller, Refused
from mvs_desktop.domain.catalogue import record_type, record_types
from mvs_desktop.domain.codec import LARGEST, Json, instant_of
from mvs_desktop.domain.records import ENVELOPE, WHOLE, WITHDRAWN, RecordType
from mvs_desktop.sync import checksum, protocol
from mvs_desktop.sync.protocol import UnitChange

Patch = dict[str, Json]

MOST_DEPTH = 16  # lists and objects in one another, a unit itself among them
MOST_UNITS = 200  # of one operation, and members of one unit
MOST_DOC = 256 * 1024  # bytes of a record's wire form
MOST_OP = 2 * MOST_DOC  # of one operation: what was, and what it became
NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
COMPARTMENT = re.compile(r"[a-z][a-z0-9_-]{0,31}")

_NUMBER = b',"counter":'

UNREADABLE = "unreadable"
TOO_LARGE = "too-large"
COMPARTMENT_DIFFERS = "compartment-differs"

_KINDS = {kind.name for kind in record_types()}


class Edit(msgspec.Struct, frozen=True, gc=False):
    """An operation that was read; op ids in the versions of its units are UUIDs in one spelling.
    `payload` is its canonical JSON; `payload_hash` is over it without the number of the operation,
    which a store that took in the work of another one gives anew."""

    op_id: UUID
    op_text: str  # the same, as it is written in a version
    counter: int  # of the device: the order in which it made them
    record_id: UUID
    record_type: str
    compartment: str
    made_at: datetime
    units: Mapping[str, UnitChange]
    payload: bytes
    payload_hash: bytes

    def is_of(self, device_id: UUID, case_id: UUID, payload_hash: bytes) -> bool:
        """Whether this is the operation that a device sent earlier."""
        stamp = _stamp(device_id, case_id)
        # What an earlier version took was kept with its number.
        return payload_hash in (_hash_of(stamp, self.payload), _hash_of_all(stamp, self.payload))


class EditGroup(msgspec.Struct, frozen=True, gc=False):
    """Edits of one case that stand or fall together; `refusal` is why they cannot stand."""

    case_id: UUID
    edits: tuple[Edit, ...]
    refusal: str | None = None
    seen: int = 0  # the highest seq of the case that the device knows of
    again: bool = False  # it was taken before, in a history that may be lost
    taken: UUID | None = None  # an operation that was answered before, and has to be known here


def canonical(value: object) -> str:
    """JSON with one spelling, see `checksum.canonical`."""
    return checksum.canonical(value).decode()


def kind_of(name: str) -> RecordType | None:
    """The declaration of a record type; None for one of a newer version."""
    return record_type(name) if name in _KINDS else None


def identifier(text: str) -> UUID:
    """Raises Refused for anything that is not a UUID."""
    try:
        return to_uuid(text)
    except msgspec.ValidationError:
        raise Refused(400, UNREADABLE) from None


def to_uuid(text: str) -> UUID:
    """Several times as quick as UUID(text). Raises ValidationError, which is a ValueError."""
    return msgspec.convert(text, UUID)


def read_push(request: protocol.PushRequest, caller: Caller) -> list[EditGroup]:
    """Raises Refused when the request as a whole cannot be taken."""
    if sum(len(group.ops) for group in request.groups) > protocol.PUSH_OPS:
        raise Refused(413, TOO_LARGE)
    cases = {text: identifier(text) for text in {group.case_id for group in request.groups}}
    stamps = {text: _stamp(caller.device_id, case_id) for text, case_id in cases.items()}
    return [
        _read_group(group, cases[group.case_id], stamps[group.case_id]) for group in request.groups
    ]


def _read_group(group: protocol.Group, case_id: UUID, stamp: "_Hash") -> EditGroup:
    if not 0 <= group.seen <= LARGEST:
        raise Refused(400, UNREADABLE)
    refusal: str | None = None
    edits = []
    for op in group.ops:
        edit, trouble = _read_op(op, stamp)
        edits.append(edit)
        refusal = refusal or trouble
    if len(edits) > 1 and len({edit.op_id for edit in edits}) != len(edits):
        raise Refused(400, UNREADABLE)
    taken = identifier(group.taken) if group.taken else None
    return EditGroup(case_id, tuple(edits), refusal, group.seen, group.again, taken)


def _read_op(op: protocol.Op, stamp: "_Hash") -> tuple[Edit, str | None]:
    """The edit, and why it cannot be taken, whatever stands in the case. Of what is too large
    only that it is this operation is known from here on."""
    depth, has_float = _shape(op)
    if has_float:
        payload = checksum.canonical(msgspec.to_builtins(op))
    else:
        payload = checksum.canonical_text(op)
    is_whole = len(payload) <= MOST_OP
    made_at = _instant(op.made_at)
    trouble = _trouble(op) if made_at and depth <= MOST_DEPTH else UNREADABLE
    if not is_whole:
        payload = _hash_of(sha256(), payload).hex().encode()
        trouble = trouble or TOO_LARGE
    op_id = identifier(op.op_id)
    edit = Edit(
        op_id,
        msgspec.to_builtins(op_id),
        op.counter,
        identifier(op.record_id),
        op.record_type,
        op.compartment,
        made_at or datetime.fromtimestamp(0, UTC),
        _in_one_spelling(op.units),
        payload,
        _hash_of(stamp, payload),
    )
    return edit, trouble


def _shape(op: protocol.Op) -> tuple[int, bool]:
    """How many lists and objects lie in one another, and whether a number has a fraction."""
    level: list[Any] = []
    for change in op.units.values():
        level.append(change.value)
        if change.base:
            level.append(change.base)
    depth, has_float = 0, False
    while level:
        depth += 1
        inner: list[Any] = []
        for item in level:
            for value in item.values() if type(item) is dict else item:
                kind = type(value)
                if kind is dict or kind is list:
                    inner.append(value)
                elif kind is float:
                    has_float = True
        level = inner
    return depth, has_float


class _Hash(Protocol):
    """What has been hashed so far."""

    def copy(self) -> "_Hash": ...
    def update(self, data: bytes | memoryview, /) -> None: ...
    def digest(self) -> bytes: ...


def _stamp(device_id: UUID, case_id: UUID) -> _Hash:
    """What the hashes of a device's operations in a case begin with."""
    return sha256(device_id.bytes + case_id.bytes)


def _hash_of(stamp: _Hash, payload: bytes) -> bytes:
    """Over the canonical JSON of an operation, without its number."""
    # The second member; in the text before it, every quotation mark has a backslash.
    begin = payload.find(_NUMBER)
    if begin < 0:
        return _hash_of_all(stamp, payload)
    whole = memoryview(payload)
    full = stamp.copy()
    full.update(whole[:begin])
    full.update(whole[payload.index(b",", begin + len(_NUMBER)) :])
    return full.digest()


def _hash_of_all(stamp: _Hash, payload: bytes) -> bytes:
    full = stamp.copy()
    full.update(payload)
    return full.digest()


def _in_one_spelling(units: Mapping[str, UnitChange]) -> Mapping[str, UnitChange]:
    if not any(isinstance(change.version, str) for change in units.values()):
        return units
    return {
        unit: UnitChange(change.base, change.value, _version(change.version))
        for unit, change in units.items()
    }


def _version(version: int | str | None) -> int | str | None:
    if not isinstance(version, str):
        return version
    try:
        return str(to_uuid(version))
    except msgspec.ValidationError:
        return None  # made on something that never was


def _instant(text: str) -> datetime | None:
    try:
        return instant_of(text)
    except ValueError:
        return None


def _trouble(op: protocol.Op) -> str | None:
    """Why this operation cannot be taken, whatever stands in the case."""
    if not (
        _name_fits(op.record_type)
        and _compartment_fits(op.compartment)
        and 0 <= op.counter <= LARGEST
        and 0 < len(op.units) <= MOST_UNITS
        # A record that is sent whole has nothing beside it but that it was withdrawn since.
        and (WHOLE not in op.units or op.units.keys() <= {WHOLE, WITHDRAWN})
    ):
        return UNREADABLE
    kind = kind_of(op.record_type)
    for unit, change in op.units.items():
        if not _unit_fits(kind, unit, change):
            return UNREADABLE
    return COMPARTMENT_DIFFERS if _strays(kind, op) else None


@lru_cache(maxsize=256)
def _name_fits(name: str) -> bool:
    return NAME.fullmatch(name) is not None


@lru_cache(maxsize=256)
def _compartment_fits(name: str) -> bool:
    return COMPARTMENT.fullmatch(name) is not None


def _unit_fits(kind: RecordType | None, unit: str, change: UnitChange) -> bool:
    if unit == WITHDRAWN:
        value = change.value.get("withdrawn")
        return isinstance(value, bool) and len(change.value) == 1
    if unit == WHOLE and change.base is not None:
        return False
    kind_name = kind.name if kind else None
    for patch in (change.value, change.base) if change.base else (change.value,):
        if not 0 < len(patch) <= MOST_UNITS or not _members_fit(kind_name, unit, tuple(patch)):
            return False
    return True


@lru_cache(maxsize=1_024)  # nearly all edits have units and members that were seen before
def _members_fit(kind_name: str | None, unit: str, names: tuple[str, ...]) -> bool:
    kind = kind_of(kind_name) if kind_name else None
    named = unit == WHOLE or NAME.fullmatch(unit) is not None
    return named and all(_member_fits(kind, unit, name) for name in names)


def _member_fits(kind: RecordType | None, unit: str, name: str) -> bool:
    """A unit changes its own members only: else an edit would pass by another's version."""
    if not NAME.fullmatch(name) or name in ENVELOPE:
        return False
    if kind is None or unit == WHOLE or (name not in kind.fields and unit not in kind.units):
        return True
    return kind.unit_of(name) == unit


def _strays(kind: RecordType | None, op: protocol.Op) -> bool:
    """Whether the record says another compartment than the one it is sent in."""
    if kind is not None and kind.compartment is not None:
        return kind.compartment.value != op.compartment
    said = [change.value.get("compartment", op.compartment) for change in op.units.values()]
    return any(compartment != op.compartment for compartment in said)
