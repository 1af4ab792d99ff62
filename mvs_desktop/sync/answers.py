"""Reading what a service answers: nothing of it is used before all of it is what a service of
ours can say.

A service may be taken over, and somebody may stand in its place. What it says then still fits
the protocol, and would fill the memory or the store of a laptop, or end a synchronisation by
a failure that nobody expects.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import MAXYEAR, MINYEAR, datetime
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from mvs_desktop.domain.attachments import MOST_BYTES, chunk_count
from mvs_desktop.domain.codec import LARGEST
from mvs_desktop.domain.errors import ServerAnswerUnreadable
from mvs_desktop.sync import protocol

Message = TypeVar("Message", bound=protocol.Struct)

# Values in an answer. The fullest that the service makes, a page with the fullest records that
# it takes, has little less.
MOST_VALUES = 700_000
# In an answer that holds no record: built, they take a hundred bytes and more each.
MOST_PLAIN_VALUES = 150_000
# Of one worker; with four compartments that is five thousand cases.
MOST_SCOPES = 20_000
# The service takes records of 256 KiB, of which a conflict holds three values as quoted text, and
# puts 6 MiB in an answer.
MOST_RECORD, MOST_DOCS = 2 * 1024 * 1024, 13 * 512 * 1024  # bytes
MOST_RESULTS = 2 * protocol.PUSH_OPS
MOST_LIFE = 24 * 60 * 60  # seconds, of a token
SERVING = range(2020, 2200)  # years; a service whose clock was reset would end all access

_CODE = re.compile(r"[a-z0-9-]{0,64}")
_CHECKSUM = re.compile(r"[0-9a-f]{16}")
_COMPARTMENT = re.compile(r"[a-z][a-z0-9_-]{0,31}")
_TOKEN = re.compile(r"[\x21-\x7e]{1,4096}")  # it goes into a header
_WORD, _NAME, _ADDRESS, _STATEMENT = 64, 400, 2_000, 4_096  # characters


def instant(text: str) -> datetime | None:
    """An aware instant in ISO 8601; None when it is none, or at the ends of the calendar, where
    other zones have no day for it."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    known = moment.tzinfo is not None and MINYEAR < moment.year < MAXYEAR
    return moment if known else None


def decoded(body: bytes, kind: type[Message]) -> Message:
    """Raises ServerAnswerUnreadable for anything that is not this message, or too much."""
    most, holds = _RULES.get(kind, (MOST_VALUES, None))
    if protocol.most_values(body) > most:
        raise ServerAnswerUnreadable
    try:
        message = msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        # HTML, another service, a protocol that is not ours, or nesting without end.
        raise ServerAnswerUnreadable from error
    if holds is not None and not holds(message):
        raise ServerAnswerUnreadable
    return message


def _token(reply: protocol.TokenReply) -> bool:
    return (
        _TOKEN.fullmatch(reply.access_token) is not None
        and 0 <= reply.expires_in <= MOST_LIFE
        and _short(reply.recovery_key_id)
    )


def _enrolled(reply: protocol.EnrolReply) -> bool:
    """It is kept as long as the store is."""
    names = (reply.worker_name, reply.organisation, reply.expertise, reply.municipality, reply.team)
    key = reply.service_key or {}
    return (
        _ids(reply.worker_id)
        and _short(reply.epoch, *key, *key.values())
        and _named(*names)
        and _recovery_key(reply.recovery_key)
    )


def _recovery_key(key: protocol.RecoveryKey | None) -> bool:
    """Whose root counts is looked at later; until then it has a size."""
    return key is None or (
        _named(key.organisation)
        and 0 < key.number <= LARGEST
        and all(len(text) <= _STATEMENT for text in (key.public_key, key.root, key.signature))
    )


def _sign_in(reply: protocol.SignInReply) -> bool:
    """It becomes an address that the browser of the system opens."""
    place = reply.provider
    return place is None or (
        _named(place.client_id, place.scope)
        and max(len(place.issuer), len(place.authorization_endpoint)) <= _ADDRESS
    )


def _acts(reply: protocol.ActsReply) -> bool:
    """It is kept, and looked up in the store."""
    return 0 <= reply.number <= LARGEST and all(
        len(text) <= _NAME
        for text in (reply.hash, reply.at, reply.fault, reply.key, reply.signature)
    )


def _pushed(reply: protocol.PushReply) -> bool:
    return len(reply.results) <= MOST_RESULTS and all(
        _CODE.fullmatch(result.reason) for result in reply.results
    )


def _manifest(manifest: protocol.Manifest) -> bool:
    return (
        _short(manifest.epoch, manifest.waiting)
        and _is_present(manifest.server_time)
        and len(manifest.wipe) <= _STATEMENT
        and len(manifest.scopes) <= MOST_SCOPES
        and _heads(manifest.scopes)
    )


def _page(page: protocol.FeedPage) -> bool:
    return (
        _short(page.epoch)
        and all(map(_record, page.records))
        and all(map(_own, page.own))
        and _heads(page.heads)
        and bool(page.records or page.own or not page.more)  # else it could go on for ever
    )


def _record(envelope: protocol.RecordEnvelope) -> bool:
    """Of a size that a record has. Whether it makes sense is seen later, and costs it alone."""
    return _told(envelope) and len(memoryview(envelope.doc)) <= MOST_RECORD


def _own(record: protocol.OwnRecord) -> bool:
    return _told(record) and _CHECKSUM.fullmatch(record.hash) is not None


def _told(record: protocol.RecordEnvelope | protocol.OwnRecord) -> bool:
    return (
        len(record.id) <= _WORD
        and len(record.record_type) <= _WORD
        and len(record.changed_at) <= _WORD
        and len(record.changed_by) <= _NAME
    )


def _pages(reply: protocol.FeedsReply) -> bool:
    return (
        max(len(reply.pages), len(reply.absent)) <= protocol.FEEDS_CASES
        and all(map(_page, reply.pages))
        and _fits(reply.pages)
    )


def _fits(pages: Sequence[protocol.FeedPage]) -> bool:
    """As much as goes into an answer."""
    records = [record for page in pages for record in page.records]
    size = sum(len(memoryview(record.doc)) for record in records)
    count = len(records) + sum(len(page.own) for page in pages)
    return count <= protocol.PAGE_RECORDS and size <= MOST_DOCS


# Of working together. A screen reads these again and again: what it cannot read must not stay.


def _colleagues(reply: protocol.ColleagueReply) -> bool:
    return len(reply.colleagues) <= protocol.MOST_COLLEAGUES and all(
        _ids(one.worker_id)
        and _named(one.name, one.organisation, one.expertise, one.team, one.municipality)
        for one in reply.colleagues
    )


def _known_child(reply: protocol.KnownChildReply) -> bool:
    return _ids(reply.search_id) and all(
        (not whom.case_id or _ids(whom.case_id))
        and _named(whom.name, whom.phone, whom.organisation, whom.team, whom.team_phone)
        for whom in reply.ask
    )


def _emergency(reply: protocol.EmergencyReply) -> bool:
    return _ids(reply.case_id) and _moments(reply.until)


def _waiting(reply: protocol.WaitingReply) -> bool:
    return (
        _short(reply.digest)
        and all(map(_offer, reply.offers))
        and all(_ids(one.case_id) and 0 <= one.edits <= LARGEST for one in reply.apart)
    )


def _offer(offer: protocol.Offer) -> bool:
    return (
        _ids(offer.offer_id, offer.from_id, offer.to_id)
        and (not offer.case_id or _ids(offer.case_id))
        and _moments(offer.made_at, offer.expires_at)
        and _named(offer.from_name, offer.to_name)
        and max(len(offer.word), len(offer.answer)) <= protocol.MOST_WORDS
        and _short(offer.state)
    )


def _apart(reply: protocol.ApartReply) -> bool:
    """What is in an edit makes sense or not, and costs it alone."""
    return all(
        _ids(edit.op_id, edit.record_id)
        and _moments(edit.came_at)  # when it was made is as its device told
        and _named(edit.worker_name)
        and _short(edit.record_type, edit.compartment)
        for edit in reply.edits
    )


def _devices(reply: protocol.OwnDevicesReply) -> bool:
    return all(
        _ids(one.id)
        and _named(one.name, one.ended_from)
        and _moments(one.enrolled_at)
        and all(_moments(text) for text in (one.last_contact_at, one.ended_at) if text)
        for one in reply.devices
    )


def _ids(*texts: str) -> bool:
    try:
        return all(str(UUID(text)) == text for text in texts)
    except ValueError:
        return False


def _is_present(text: str) -> bool:
    """Whether a service may believe that it is now: the laptop will go by it."""
    moment = instant(text)
    return moment is not None and moment.year in SERVING


def _moments(*texts: str) -> bool:
    return all(instant(text) is not None for text in texts)


def _named(*texts: str) -> bool:
    return all(len(text) <= _NAME for text in texts)


def _content(state: protocol.ContentState) -> bool:
    return len(state.missing) <= chunk_count(MOST_BYTES)


def _heads(heads: Iterable[protocol.ScopeHead]) -> bool:
    return all(
        0 <= head.head <= LARGEST
        and _CHECKSUM.fullmatch(head.checksum)
        and _COMPARTMENT.fullmatch(head.compartment)
        for head in heads
    )


def _short(*texts: str) -> bool:
    return all(len(text) <= _WORD for text in texts)


_RULES: Mapping[type[protocol.Struct], tuple[int, Callable[[Any], bool] | None]] = {
    protocol.TokenReply: (MOST_PLAIN_VALUES, _token),
    protocol.EnrolReply: (MOST_PLAIN_VALUES, _enrolled),
    protocol.PushReply: (MOST_PLAIN_VALUES, _pushed),
    protocol.Manifest: (MOST_PLAIN_VALUES, _manifest),
    protocol.FeedsReply: (MOST_VALUES, _pages),
    protocol.ContentState: (MOST_PLAIN_VALUES, _content),
    protocol.ActsReply: (MOST_PLAIN_VALUES, _acts),
    protocol.SignInReply: (MOST_PLAIN_VALUES, _sign_in),
    # What it tells is a statement that is signed, and read only up to a length (`sync.status`).
    protocol.DeviceStatusReply: (MOST_PLAIN_VALUES, None),
    protocol.RecoveryKeyReply: (MOST_PLAIN_VALUES, lambda told: _recovery_key(told.recovery_key)),
    protocol.ColleagueReply: (MOST_PLAIN_VALUES, _colleagues),
    protocol.KnownChildReply: (MOST_PLAIN_VALUES, _known_child),
    protocol.EmergencyReply: (MOST_PLAIN_VALUES, _emergency),
    protocol.WaitingReply: (MOST_PLAIN_VALUES, _waiting),
    protocol.ApartReply: (MOST_VALUES, _apart),
    protocol.OwnDevicesReply: (MOST_PLAIN_VALUES, _devices),
    protocol.Done: (MOST_PLAIN_VALUES, None),
}
