"""Reading what others changed: the manifest of scopes, and pages of the feed."""

import msgspec

from mvs_desktop.sync.protocol.message import Struct

PAGE_RECORDS = 2_000
FEEDS_CASES = 100


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
    waiting: str = ""  # digest of what waits for this worker (see team.py), "" for nothing
    wipe: str = ""  # the order to destroy this store, once everything is sent


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
    own: list[OwnRecord] = msgspec.field(default_factory=list)


class FeedsRequest(Struct, frozen=True):
    """Ask for what changed in several cases after each scope's cursor; `cases` are the cursors of
    each. Of the cases in `light`, records that this store wrote last may come without their
    content."""

    epoch: str
    cases: list[list[Cursor]]
    limit: int = PAGE_RECORDS  # in all pages together
    light: list[str] = msgspec.field(default_factory=list)


class FeedsReply(Struct, frozen=True):
    """Pages of one moment, each of one case, in the order asked, until the limit is reached.

    `absent` are the cases before that of which this worker may not read all that was asked.
    A case that is in neither was not come to.
    """

    pages: list[FeedPage]
    absent: list[str]
