"""Between what the store holds and what goes over the wire.

Records are taken one by one: one that makes no sense costs itself, not its page. A page
that breaks the rules of the feed is refused whole, so that nothing of it is applied.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from types import MappingProxyType
from typing import Any
from uuid import UUID

import msgspec

from mvs_desktop.domain.codec import LARGEST
from mvs_desktop.domain.errors import ServerAnswerUnreadable
from mvs_desktop.storage.base.replica_types import (
    Fate,
    IncomingPage,
    IncomingRecord,
    OpFate,
    OwnRecord,
    PendingOp,
    ScopeCursor,
)
from mvs_desktop.sync import protocol
from mvs_desktop.sync.answers import instant
from mvs_desktop.sync.checksum import hash_of_wire, hash_text, record_hash

Scope = tuple[UUID, str]  # case × compartment


@dataclass(frozen=True, slots=True)
class UnreadableEnvelope:
    """A record of the feed that could not be taken; its id as it came."""

    case_id: UUID
    record_type: str
    record_id: str


# Push


def to_groups(
    ops: Iterable[PendingOp],
    seen: Mapping[UUID, int] = MappingProxyType({}),
    taken: Mapping[UUID, UUID] = MappingProxyType({}),
) -> list[protocol.SentGroup]:
    """Operations in counter order as groups: one local transaction in one case each. `seen` is
    the highest number known of each case, `taken` the last operation in each whose effect was
    not read yet."""
    return [
        _to_group(case_id, list(together), seen.get(case_id, 0), taken.get(case_id))
        for (_, case_id), together in groupby(ops, key=lambda op: (op.group_id, op.case_id))
    ]


def _to_group(
    case_id: UUID, ops: Sequence[PendingOp], seen: int, taken: UUID | None
) -> protocol.SentGroup:
    return protocol.SentGroup(
        case_id=case_id,
        ops=[_to_op(op) for op in ops],
        seen=seen,
        again=any(op.again for op in ops),
        taken=taken or "",
    )


def _to_op(op: PendingOp) -> protocol.SentOp:
    return protocol.SentOp(
        op_id=op.op_id,
        counter=op.counter,
        compartment=op.compartment,
        record_type=op.record_type,
        record_id=op.record_id,
        units=op.kept,
        made_at=op.made_at,
    )


_FATES = {outcome: Fate(outcome.value) for outcome in protocol.Outcome}


def to_fates(op_ids: Sequence[UUID], results: Sequence[protocol.OpResult]) -> list[OpFate]:
    """What the service did with these operations, in their order.

    Raises ServerAnswerUnreadable when it tells of others, or in another order.
    """
    if [result.op_id for result in results] != msgspec.to_builtins(op_ids):
        raise ServerAnswerUnreadable
    return [
        OpFate(op_id, _FATES[result.outcome], _to_seq(result.seq), result.reason)
        for op_id, result in zip(op_ids, results, strict=True)
    ]


# Pull


def to_cursors(cursors: Iterable[ScopeCursor]) -> list[protocol.Cursor]:
    return [
        protocol.Cursor(str(one.case_id), one.compartment, one.seq, one.taken) for one in cursors
    ]


def to_heads(heads: Iterable[protocol.ScopeHead]) -> dict[Scope, protocol.ScopeHead]:
    return {(to_uuid(head.case_id), head.compartment): head for head in heads}


def to_page(
    page: protocol.FeedPage, asked: Sequence[ScopeCursor]
) -> tuple[IncomingPage, tuple[UnreadableEnvelope, ...]]:
    """The page as the store takes it, and what in it could not be read.

    `asked` are the cursors of one case that the page continues. Raises
    ServerAnswerUnreadable for a page that gives something else than was asked, or that
    promises more without getting any further.
    """
    case_id = asked[0].case_id
    before = {one.compartment: one.seq for one in asked}
    after = dict(before)
    for cursor in page.cursors:
        if to_uuid(cursor.case_id) != case_id or cursor.seq < before.get(
            cursor.compartment, 1 << 63
        ):
            raise ServerAnswerUnreadable
        after[cursor.compartment] = _to_seq(cursor.seq)
    if page.more and after == before:
        raise ServerAnswerUnreadable
    records: list[IncomingRecord] = []
    unreadable: list[UnreadableEnvelope] = []
    case_text = str(case_id)
    for envelope in page.records:
        # A record of another case or compartment must not even be written here.
        same_case = envelope.case_id == case_text or to_uuid(envelope.case_id) == case_id
        if not same_case or envelope.compartment not in before:
            raise ServerAnswerUnreadable
        record = _to_record(envelope, case_id)
        if record is None:
            unreadable.append(UnreadableEnvelope(case_id, envelope.record_type, envelope.id))
        else:
            records.append(record)
    own = tuple(_to_own(item, case_id, before) for item in page.own)
    sums = {head.compartment: head.checksum for head in page.heads}
    cursors = tuple(
        ScopeCursor(case_id, name, seq, sums.get(name, "")) for name, seq in after.items()
    )
    return IncomingPage(case_id, tuple(records), cursors, own), tuple(unreadable)


_decode_doc = msgspec.json.Decoder(dict[str, Any]).decode


def _to_record(envelope: protocol.RecordEnvelope, case_id: UUID) -> IncomingRecord | None:
    raw = envelope.doc
    try:
        id_ = UUID(envelope.id)
        doc = _decode_doc(raw)
    except (ValueError, msgspec.DecodeError, RecursionError):
        return None
    if not 0 <= envelope.seq <= LARGEST:
        return None
    for number in envelope.versions.values():
        if not 0 <= number <= LARGEST:
            return None
    # Over the content as it came: the service sends it in the form that its checksum is over.
    wire_hash = hash_of_wire(envelope.record_type, id_, envelope.withdrawn, bytes(raw))
    return IncomingRecord(
        record_type=envelope.record_type,
        id=id_,
        case_id=case_id,
        compartment=envelope.compartment,
        seq=envelope.seq,
        versions=envelope.versions,
        withdrawn=envelope.withdrawn,
        doc=doc,
        wire_hash=hash_text(wire_hash),
        changed_by=envelope.changed_by,
        changed_at=envelope.changed_at if instant(envelope.changed_at) else "",
    )


def _to_own(item: protocol.OwnRecord, case_id: UUID, compartments: Container[str]) -> OwnRecord:
    """Raises ServerAnswerUnreadable."""
    if item.compartment not in compartments:
        raise ServerAnswerUnreadable
    id_ = to_uuid(item.id)
    return OwnRecord(
        record_type=item.record_type,
        id=id_,
        case_id=case_id,
        compartment=item.compartment,
        seq=_to_seq(item.seq),
        versions={unit: _to_seq(number) for unit, number in item.versions.items()},
        withdrawn=item.withdrawn,
        wire_hash=item.hash,
        is_content=partial(_has_hash, item.record_type, item.id, item.withdrawn, item.hash),
        changed_by=item.changed_by,
        changed_at=item.changed_at if instant(item.changed_at) else "",
    )


def _has_hash(
    record_type: str, id_: str, withdrawn: bool, hash_: str, doc: Mapping[str, Any]
) -> bool:
    return hash_text(record_hash(record_type, id_, withdrawn, doc)) == hash_


def _to_seq(number: int) -> int:
    """Raises ServerAnswerUnreadable."""
    if not 0 <= number <= LARGEST:
        raise ServerAnswerUnreadable
    return number


def to_uuid(text: str) -> UUID:
    """Raises ServerAnswerUnreadable."""
    try:
        return UUID(text)
    except ValueError as error:
        raise ServerAnswerUnreadable from error
