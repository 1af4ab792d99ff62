"""What laptop and central service say to each other: JSON over HTTP, version 1.

Bodies are the structs below, compressed with zstd. A record travels as an envelope with
its wire form as raw JSON, so that a record of a newer version costs that record alone
and not the page. Ids are UUIDs as text. See docs/protocol.md.
"""

from enum import StrEnum
from typing import Any

import msgspec

VERSION = 1
CONTENT_TYPE = "application/vnd.mvs+json"

MAX_BODY = 8 * 1024 * 1024  # bytes, compressed
MAX_DECODED = 64 * 1024 * 1024  # bytes, after decompression
PAGE_RECORDS = 2_000
PUSH_OPS = 2_000

Patch = dict[str, Any]  # member → JSON value: what one merge unit holds


class Struct(msgspec.Struct, frozen=True):
    """Wire structs are immutable; members of a newer protocol are ignored."""


# Enrolment and tokens


class RecoveryKey(Struct, frozen=True):
    """The organisation's recovery key (docs/recovery.md), signed by its root; base64."""

    organisation: str
    number: int
    public_key: str
    root: str
    signature: str


class EnrolRequest(Struct, frozen=True):
    code: str
    device_id: str
    public_key: dict[str, str]  # JWK, EC P-256
    device_name: str = ""
    replaces: str = ""  # the device id that this store had before


class EnrolReply(Struct, frozen=True):
    worker_id: str
    worker_name: str
    organisation: str
    expertise: str
    municipality: str
    team: str
    server_time: str
    epoch: str
    demo: bool = False
    recovery_key: RecoveryKey | None = None


class RecoveryKeyRequest(Struct, frozen=True):
    """Ask for the recovery key that holds now."""


class RecoveryKeyReply(Struct, frozen=True):
    recovery_key: RecoveryKey | None


class TokenReply(Struct, frozen=True):
    """A token that works only with a proof by the device's key (RFC 9449, DPoP)."""

    access_token: str
    expires_in: int  # seconds
    server_time: str
    recovery_key_id: str = ""  # a device that knows another one asks for it


# Push


class UnitChange(Struct, frozen=True):
    """One merge unit: what it was when the form was opened, and what it became.

    `version` is what it was made on: the seq of the server's last write to the unit, or
    the op id of an earlier operation of this device; None when the value it was made on
    is not the one the device now holds.
    """

    base: Patch | None
    value: Patch
    version: int | str | None


class Op(Struct, frozen=True):
    """One change to one record. `units` holds domain.records.WITHDRAWN for
    withdrawing and restoring."""

    op_id: str
    counter: int  # of this device, without gaps
    compartment: str
    record_type: str
    record_id: str
    units: dict[str, UnitChange]
    made_at: str  # for people to read; clocks decide nothing


class Group(Struct, frozen=True):
    """What one local transaction changed in one case: all of it or nothing.

    `seen` is the highest seq of the case that the device knows of. `again`: the service took
    it before, and the device does not know whether it still has it.
    """

    case_id: str
    ops: list[Op]
    seen: int = 0
    again: bool = False


class PushRequest(Struct, frozen=True):
    epoch: str
    groups: list[Group]


class Outcome(StrEnum):
    APPLIED = "applied"
    MERGED = "merged"
    CONFLICTED = "conflicted"
    REJECTED = "rejected"
    QUARANTINED = "quarantined"


class OpResult(Struct, frozen=True):
    op_id: str
    outcome: Outcome
    seq: int  # of the case, up to which the op's effect will be pulled; 0 when it has none
    reason: str = ""  # a code, never text of a record


class PushReply(Struct, frozen=True):
    results: list[OpResult]
    server_time: str


# Pull


class Cursor(Struct, frozen=True):
    """How far a device has read one scope."""

    case_id: str
    compartment: str
    seq: int


class PullRequest(Struct, frozen=True):
    """`cursors_digest` lets an idle sync end in one round trip; see cursors_digest()."""

    epoch: str
    cursors_digest: str


class ScopeHead(Struct, frozen=True):
    case_id: str
    compartment: str
    head: int
    checksum: str


class Manifest(Struct, frozen=True):
    """All scopes that this worker may read; a scope that is not in it is taken away.

    `unchanged` is True when the digest matched: then `scopes` is empty and says nothing.
    """

    epoch: str
    unchanged: bool
    scopes: list[ScopeHead]
    server_time: str


class FeedRequest(Struct, frozen=True):
    """Ask for what changed in one case after each scope's cursor.

    `taken` is the last operation of this device in the case whose effect it has yet to read.
    """

    epoch: str
    cursors: list[Cursor]  # of one case
    limit: int = PAGE_RECORDS
    taken: str = ""


class RecordEnvelope(Struct, frozen=True):
    """A record as the service holds it. `versions`: unit → seq of its last write."""

    record_type: str
    id: str
    case_id: str
    compartment: str
    seq: int
    versions: dict[str, int]
    withdrawn: bool
    doc: msgspec.Raw
    changed_by: str = ""  # worker's name, for the history
    changed_at: str = ""


class FeedPage(Struct, frozen=True):
    """One snapshot of a case, in order of seq, starting after the cursors.

    `cursors` is where each scope stands after this page; `heads` is filled on the page
    that reaches the end.
    """

    epoch: str
    records: list[RecordEnvelope]
    cursors: list[Cursor]
    heads: list[ScopeHead]
    more: bool


class Problem(Struct, frozen=True):
    """An answer that is not a success (RFC 9457, without free text)."""

    code: str
    server_time: str = ""


def encode(message: Struct) -> bytes:
    return msgspec.json.encode(message)
