"""Sending what a device changed."""

from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec

from mvs_desktop.sync.protocol.message import Struct

PUSH_OPS = 2_000

Patch = dict[str, Any]  # member → JSON value: what one merge unit holds


class UnitChange(Struct, frozen=True, gc=False):
    """One merge unit: what it was when the form was opened, and what it became.

    `version` is what it was made on: the seq of the server's last write to the unit, or
    the op id of an earlier operation of this device; None when the value it was made on
    is not the one the device now holds.
    """

    base: Patch | None
    value: Patch
    version: int | str | None


class Op(Struct, frozen=True, gc=False):
    """One change to one record. `units` holds domain.records.WITHDRAWN for withdrawing and
    restoring, and for a new record WHOLE."""

    op_id: str
    counter: int  # of this device, without gaps
    compartment: str
    record_type: str
    record_id: str
    units: dict[str, UnitChange]
    made_at: str  # for people to read; clocks decide nothing


class Group(Struct, frozen=True, gc=False):
    """What one local transaction changed in one case: all of it or nothing.

    `seen` is the highest seq of the case that the device knows of, and `taken` its last operation
    there that the service took and of which it has yet to read the effect. `again`: the service
    took this before, and the device does not know whether it still has it.
    """

    case_id: str
    ops: list[Op]
    seen: int = 0
    again: bool = False
    taken: str = ""


class SentOp(Struct, frozen=True):
    """An Op as a laptop writes it: `units` in JSON already."""

    op_id: UUID
    counter: int
    compartment: str
    record_type: str
    record_id: UUID
    units: msgspec.Raw
    made_at: str


class SentGroup(Struct, frozen=True):
    """A Group as a laptop writes it."""

    case_id: UUID
    ops: list[SentOp]
    seen: int = 0
    again: bool = False
    taken: UUID | str = ""


class PushRequest(Struct, frozen=True):
    epoch: str
    groups: list[Group]


class Outcome(StrEnum):
    APPLIED = "applied"
    MERGED = "merged"
    CONFLICTED = "conflicted"
    REJECTED = "rejected"
    QUARANTINED = "quarantined"


class OpResult(Struct, frozen=True, gc=False):
    op_id: str
    outcome: Outcome
    seq: int  # of the case, up to which the op's effect will be pulled; 0 when it has none
    reason: str = ""  # a code, never text of a record


class PushReply(Struct, frozen=True):
    results: list[OpResult]
    server_time: str
