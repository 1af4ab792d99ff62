"""What laptop and central service say to each other: JSON over HTTP, version 1.

Bodies are the structs below, compressed with zstd. A record travels as an envelope with
its wire form as raw JSON, so that a record of a newer version costs that record alone
and not the page. Ids are UUIDs as text. See docs/protocol.md.
"""

from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec

from mvs_desktop.domain.attachments import CHUNK

VERSION = 1
OLDEST = 1  # that this version still speaks, as a laptop and as the service
CONTENT_TYPE = "application/vnd.mvs+json"
CHUNK_TYPE = "application/octet-stream"  # of an answer that is a chunk of an attachment
WIPE_TYPE = "mvs-wipe+jwt"  # of an order to wipe a laptop, as a JWT

MAX_BODY = 8 * 1024 * 1024  # bytes, compressed
MAX_DECODED = 16 * 1024 * 1024  # bytes, after decompression
PAGE_RECORDS = 2_000
PUSH_OPS = 2_000
MOST_ACTS = 1_000  # lines of a device's audit in a request
MOST_ACT = 4_096  # characters of one as it is hashed
FEEDS_CASES = 100

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


class SignInRequest(Struct, frozen=True):
    """Ask whether one can sign in here, instead of bringing a code."""


class SignInProvider(Struct, frozen=True):
    """Where a browser signs in. `tells_issuer`: its answer names it (RFC 9207)."""

    issuer: str
    client_id: str
    authorization_endpoint: str
    scope: str
    tells_issuer: bool


class SignInReply(Struct, frozen=True):
    provider: SignInProvider | None


class SignedIn(Struct, frozen=True):
    """What a browser brought back, for the service to redeem. `salt` is of the nonce, which
    holds for the key of this device alone (docs/protocol.md)."""

    code: str
    code_verifier: str
    redirect_uri: str
    salt: str


class EnrolRequest(Struct, frozen=True):
    """By a one-time code, or, without one, by what signing in gave."""

    code: str
    device_id: str
    public_key: dict[str, str]  # JWK, EC P-256
    device_name: str = ""
    replaces: str = ""  # the device id that this store had before
    store_id: str = ""
    status_key: dict[str, str] | None = None  # JWK, EC P-256; for device status alone
    signed_in: SignedIn | None = None


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
    service_key: dict[str, str] | None = None  # JWK; who signs an order to wipe


class DeviceStatusRequest(Struct, frozen=True):
    """Asked with the status key: whether this laptop is to be wiped. `wiped` is the id of an
    order that was carried out. An order in the answer names `challenge`, which the laptop makes
    anew each time: one that was taken back is worth nothing to whoever kept it."""

    wiped: str = ""
    challenge: str = ""


class DeviceState(StrEnum):
    ACTIVE = "active"
    REVOKED = "revoked"
    WIPE = "wipe"


class DeviceStatusReply(Struct, frozen=True):
    state: DeviceState
    server_time: str
    wipe: str = ""  # the order, signed by the service's key (docs/protocol.md)


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
    """One change to one record. `units` holds domain.records.WITHDRAWN for withdrawing and
    restoring, and for a new record WHOLE."""

    op_id: str
    counter: int  # of this device, without gaps
    compartment: str
    record_type: str
    record_id: str
    units: dict[str, UnitChange]
    made_at: str  # for people to read; clocks decide nothing


class Group(Struct, frozen=True):
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
    """How far a device has read one scope. `taken` is its last operation there that the
    service took and of which it has yet to read the effect."""

    case_id: str
    compartment: str
    seq: int
    taken: str = ""


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
    waiting: str = ""  # digest of what waits for this worker (see protocol_team), "" for nothing
    wipe: str = ""  # the order to destroy this store, once everything is sent


class FeedRequest(Struct, frozen=True):
    """Ask for what changed in one case after each scope's cursor."""

    epoch: str
    cursors: list[Cursor]  # of one case
    limit: int = PAGE_RECORDS


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


class OwnRecord(Struct, frozen=True):
    """A record of which this store made the last write itself: as an envelope, of the page's
    case, but instead of its content the hash of that (sync.checksum)."""

    record_type: str
    id: str
    compartment: str
    seq: int
    versions: dict[str, int]
    withdrawn: bool
    hash: str
    changed_by: str = ""
    changed_at: str = ""


class FeedPage(Struct, frozen=True):
    """One snapshot of a case, in order of seq, starting after the cursors.

    `cursors` is where each scope stands after this page; `heads` is filled on the page
    that reaches the end. `own` are records of the same stretch that come light.
    """

    epoch: str
    records: list[RecordEnvelope]
    cursors: list[Cursor]
    heads: list[ScopeHead]
    more: bool
    own: list[OwnRecord] = []


class FeedsRequest(Struct, frozen=True):
    """Ask for what changed in several cases, each with its cursors as in FeedRequest. Of the cases
    in `light`, records that this store wrote last may come without their content."""

    epoch: str
    cases: list[list[Cursor]]
    limit: int = PAGE_RECORDS  # in all pages together
    light: list[str] = []


class FeedsReply(Struct, frozen=True):
    """Pages of one moment, each of one case, in the order asked, until the limit is reached.

    `absent` are the cases before that of which this worker may not read all that was asked.
    A case that is in neither was not come to.
    """

    pages: list[FeedPage]
    absent: list[str]


# The content of attachments


class ContentOffer(Struct, frozen=True):
    """What a device has of an attachment; asks which chunks are still to be sent."""

    case_id: str
    compartment: str
    attachment_id: str
    size: int  # bytes
    sha256: str  # of the whole, in hexadecimal


class ChunkHead(Struct, frozen=True):
    """Which chunk follows, of content that was offered; see `frame`."""

    case_id: str
    attachment_id: str
    number: int  # from 0
    sha256: str  # of this chunk


class ContentState(Struct, frozen=True):
    """The numbers of the chunks that the service does not have; none when it has all."""

    missing: list[int]


class ContentRequest(Struct, frozen=True):
    """Ask for one chunk of an attachment; the answer is its bytes."""

    case_id: str
    compartment: str
    attachment_id: str
    number: int


MAX_FRAME = CHUNK + 4 * 1024  # bytes of a chunk with its head


def frame(head: ChunkHead, chunk: bytes) -> bytes:
    """The length of the head (4 bytes, big-endian), the head as JSON, the bytes of the chunk."""
    told = encode(head)
    return len(told).to_bytes(4, "big") + told + chunk


def unframed(body: bytes) -> tuple[ChunkHead, bytes]:
    """Raises ValueError for what is no frame."""
    end = 4 + int.from_bytes(body[:4], "big")
    return msgspec.json.decode(body[4:end], type=ChunkHead), body[end:]


# What was done on the device


class ActLine(Struct, frozen=True, omit_defaults=True):
    """A line of the device's audit: ids and codes, or its hash alone where there is more in it."""

    number: int
    at: str = ""
    action: str = ""
    worker_id: str = ""
    case_id: str | None = None
    record_type: str | None = None
    record_id: str | None = None
    detail: dict[str, Any] = {}
    hash: str = ""


class ActsRequest(Struct, frozen=True):
    """Lines of a device's audit, in order, that go on from the line `before` (0 and an empty
    hash at the beginning); `hash` is the last line's."""

    before_number: int
    before_hash: str
    lines: list[ActLine]
    hash: str


class ActsReply(Struct, frozen=True):
    """The service's countersignature (domain.acts.countersigned) of a line that it holds as the
    device's last; `fault` is a code, empty when the lines followed. Base64."""

    number: int
    hash: str
    at: str
    fault: str
    key: str
    signature: str


class Problem(Struct, frozen=True):
    """An answer that is not a success (RFC 9457, without free text)."""

    code: str
    server_time: str = ""


def encode(message: Struct) -> bytes:
    return msgspec.json.encode(message)


def most_values(body: bytes) -> int:
    """How many values a message may hold at most, without building one. Signs that stand in a
    text count too."""
    return sum(map(body.count, (b"[", b"{", b",")))
