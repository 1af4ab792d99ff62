"""The content of attachments: taken in before the record that names it, given to who may read it.

Whoever offers content is listened to, whatever the case: what he sends is his alone until a record
names it, so that an offer tells nothing of a case. A record that was taken, in the same case and
compartment and with the same SHA-256, makes it that record's content; an operation that came to
the quarantine keeps it there. What nothing names is swept after some days.
"""

import re
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import (
    Connection,
    Row,
    and_,
    case,
    func,
    insert,
    or_,
    select,
)
from sqlalchemy.exc import IntegrityError

from mvs_central.access import audit, policy
from mvs_central.access.audit import ADMINISTRATION, Action
from mvs_central.base import acting
from mvs_central.base.central import Caller, Central, Refused
from mvs_central.cases import content_rows as rows
from mvs_central.cases.content_rows import Key, State
from mvs_central.cases.intake import COMPARTMENT, TOO_LARGE, UNREADABLE, identifier
from mvs_central.tables import attachment_chunk, attachment_content, record, worker
from mvs_desktop.domain.attachments import MOST_BYTES, Attachment, chunk_count, chunk_size
from mvs_desktop.sync.protocol import (
    ChunkHead,
    ContentOffer,
    ContentRequest,
    ContentState,
    Outcome,
    unframed,
)

MOST_UNNAMED = 256 * 1024 * 1024  # bytes that one worker may have waiting for their records
LEAST_COUNTED = 4 * 1024  # bytes, however little it is: a row takes room too
UNNAMED_DAYS = 14
ATTEMPTS = 3  # when another request sent the same at the same moment

QUOTA_REACHED = "quota-reached"
CONTENT_DIFFERS = "content-differs"
HASH_DIFFERS = "hash-differs"

_HASH = re.compile(r"[0-9a-f]{64}")


Reply = TypeVar("Reply")


def offer(central: Central, caller: Caller, request: ContentOffer) -> ContentState:
    """Which chunks the caller still has to send. Raises Refused."""
    if not (
        COMPARTMENT.fullmatch(request.compartment)
        and _HASH.fullmatch(request.sha256)
        and request.size >= 0
    ):
        raise Refused(400, UNREADABLE)
    if request.size > MOST_BYTES:
        raise Refused(413, TOO_LARGE)
    key = (identifier(request.case_id), identifier(request.attachment_id), caller.worker_id)

    def attempt() -> ContentState:
        with central.database.write() as connection:
            rows.lock_case(connection, key[0])
            _make_room(central, connection, caller, key, request)
            left = rows.missing(connection, key, request.size)
            act = (Action.WRITE_CONTENT, "offered")
            _log(central, connection, caller, act, (key, request.compartment))
        if not left:
            _settle(central, key)
        return ContentState(left)

    return _repeated(attempt)


def put(central: Central, caller: Caller, body: bytes) -> ContentState:
    """Take one chunk of content that was offered; the same one twice is one. Raises Refused."""
    try:
        head, chunk = unframed(body)
    except (ValueError, RecursionError):
        raise Refused(400, UNREADABLE) from None
    if sha256(chunk).hexdigest() != head.sha256:
        raise Refused(400, HASH_DIFFERS)
    key = (identifier(head.case_id), identifier(head.attachment_id), caller.worker_id)

    def attempt() -> ContentState | None:
        with central.database.write() as connection:
            rows.lock_case(connection, key[0])
            return _take(central, connection, caller, key, head, chunk)

    state = _repeated(attempt)
    if state is None:
        raise Refused(409, CONTENT_DIFFERS)  # it was let go of, and that had to be committed
    if not state.missing:
        _settle(central, key)
    return state


def get(central: Central, caller: Caller, request: ContentRequest) -> bytes:
    """One chunk of the content of a record. Raises Refused; what is not there and what is not
    for this worker are answered alike."""
    case_id, attachment_id = identifier(request.case_id), identifier(request.attachment_id)
    if not 0 <= request.number < chunk_count(MOST_BYTES):
        raise Refused(400, UNREADABLE)
    with central.database.write() as connection:
        access = policy.access_to(connection, caller.worker_id, case_id, central.now())
        found: Row[Any] | None = None
        if access.may_read_all((request.compartment,)):
            found = connection.execute(
                select(attachment_content).where(
                    *rows.of(attachment_content, case_id, attachment_id),
                    attachment_content.c.compartment == request.compartment,
                    attachment_content.c.state == State.NAMED.value,
                )
            ).one_or_none()
        # Reading is an act: its line stands before anything is shown.
        key = (case_id, attachment_id, caller.worker_id)
        act = (Action.READ_CONTENT, "shown" if found else policy.NOT_FOUND)
        where = (key, request.compartment)
        _log(central, connection, caller, act, where, request.number)
    if found is None:
        raise Refused(404, policy.NOT_FOUND)
    with central.database.read() as connection:
        query = select(attachment_chunk.c.data).where(
            *rows.of(attachment_chunk, case_id, attachment_id, found.worker_id),
            attachment_chunk.c.number == request.number,
        )
        data = connection.scalars(query).one_or_none()
    if data is None:
        raise Refused(404, policy.NOT_FOUND)  # no such chunk
    return bytes(data)


def follow(
    central: Central,
    connection: Connection,
    case_id: UUID,
    worker_id: UUID,
    pushed: Iterable[tuple[UUID, Outcome]],
) -> None:
    """Content that a worker sent goes the way of his operations on the attachment: with the
    record, or to the quarantine, and from there with the record of whoever took the operation
    over. After the records are written, in the transaction that holds the case."""
    outcomes = {id_: outcome for id_, outcome in pushed if outcome is not Outcome.REJECTED}
    keys = _waiting(connection, case_id, worker_id, outcomes)
    if not keys:
        return
    # An operation that was taken long ago may come again when access has ended since.
    writable = policy.access_to(connection, worker_id, case_id, central.now()).writable
    for key in keys:
        content = connection.execute(rows.content_of(key)).one()
        taken = outcomes[key[1]] is not Outcome.QUARANTINED
        if taken and content.compartment in writable:
            _name(connection, key)
        elif key[2] == worker_id:
            rows.put_state(connection, key, State.QUARANTINED)


def sweep(central: Central) -> int:
    """Remove content that nothing named for too long; gives how many attachments that was."""
    before = central.now() - timedelta(days=UNNAMED_DAYS)
    old = and_(
        attachment_content.c.state == State.WAITING.value, attachment_content.c.touched_at < before
    )
    with central.database.write() as connection:
        # Locked: else a record could take it after it was found. One that is locked is in use.
        query = select(attachment_content).where(old).with_for_update(skip_locked=True)
        found = connection.execute(query).all()
        keys = [rows.key_of(row) for row in found]
        for key in keys:
            rows.remove(connection, key)
        if keys:
            outcome = f"{len(keys)} unnamed"
            line = audit.rows(central.now(), Action.SWEEP_CONTENT, outcome, purpose=ADMINISTRATION)
            audit.write(connection, line)
    return len(keys)


# Taking in


def _make_room(
    central: Central, connection: Connection, caller: Caller, key: Key, request: ContentOffer
) -> None:
    """Have a row for what is offered; other content that still waits makes way for it.

    Raises Refused.
    """
    # One worker's offers one by one: else two could each fit and both not.
    mine = select(worker.c.id).where(worker.c.id == caller.worker_id)
    connection.execute(mine.with_for_update(key_share=True))
    known = connection.execute(rows.content_of(key)).one_or_none()
    if known is not None:
        same = (request.compartment, request.size, request.sha256)
        if same == (known.compartment, known.size, known.sha256):
            rows.touch(central, connection, key)
            return
        if known.state != State.WAITING.value:
            raise Refused(409, CONTENT_DIFFERS)
        rows.remove(connection, key)
    size = attachment_content.c.size
    counted = case((size < LEAST_COUNTED, LEAST_COUNTED), else_=size)
    mine_waiting = [
        attachment_content.c.worker_id == caller.worker_id,
        attachment_content.c.state == State.WAITING.value,
    ]
    access = policy.access_to(connection, caller.worker_id, key[0], central.now())
    if request.compartment in access.ever - access.writable:
        # It leaves the laptop with this visit: what waits for other cases is no reason to lose it.
        mine_waiting.append(attachment_content.c.case_id == key[0])
    query = select(func.coalesce(func.sum(counted), 0)).where(*mine_waiting)
    waiting = connection.scalars(query).one()
    if int(waiting) + max(request.size, LEAST_COUNTED) > MOST_UNNAMED:
        raise Refused(413, QUOTA_REACHED)
    connection.execute(
        insert(attachment_content).values(
            **rows.columns(key),
            device_id=caller.device_id,
            compartment=request.compartment,
            size=request.size,
            sha256=request.sha256,
            state=State.WAITING.value,
            touched_at=central.now(),
        )
    )


def _take(
    central: Central,
    connection: Connection,
    caller: Caller,
    key: Key,
    head: ChunkHead,
    chunk: bytes,
) -> ContentState | None:
    """None when all chunks are there and are not what was offered. Raises Refused."""
    content = connection.execute(rows.content_of(key)).one_or_none()
    if content is None:
        raise Refused(404, policy.NOT_FOUND)  # never offered, or swept
    if not 0 <= head.number < chunk_count(content.size):
        raise Refused(400, UNREADABLE)
    if len(chunk) != chunk_size(content.size, head.number):
        raise Refused(400, UNREADABLE)
    known = connection.scalars(
        select(attachment_chunk.c.sha256).where(
            *rows.of(attachment_chunk, *key), attachment_chunk.c.number == head.number
        )
    ).one_or_none()
    if known is None:
        values = {"number": head.number, "sha256": head.sha256, "data": chunk}
        connection.execute(insert(attachment_chunk).values(**rows.columns(key), **values))
        rows.touch(central, connection, key)
    elif known != head.sha256:
        raise Refused(409, CONTENT_DIFFERS)
    left = rows.missing(connection, key, content.size)
    # What is there already was looked at with the chunk that came last.
    whole = bool(left) or known is not None or _is_whole(connection, key, content.sha256)
    if not whole:
        rows.remove(connection, key)
    act = (Action.WRITE_CONTENT, "kept" if whole else HASH_DIFFERS)
    _log(central, connection, caller, act, (key, content.compartment), head.number)
    return ContentState(left) if whole else None


def _is_whole(connection: Connection, key: Key, expected: str) -> bool:
    """Whether all chunks together are what was offered."""
    digest = sha256()
    for number in range(len(rows.present(connection, key))):
        query = select(attachment_chunk.c.data).where(
            *rows.of(attachment_chunk, *key), attachment_chunk.c.number == number
        )
        digest.update(connection.scalars(query).one())
    return digest.hexdigest() == expected


def _settle(central: Central, key: Key) -> None:
    """Content that is whole: the record may be there already, for example after a restore.

    As the service, in a transaction of its own: whose access ended does not see the record any
    more, and his content is to lie apart, as what he writes then does. Is this one cut off, the
    next offer comes here again.
    """
    case_id, _, worker_id = key
    with acting.service(), central.database.write() as connection:
        rows.lock_case(connection, case_id)
        content = connection.execute(rows.content_of(key)).one_or_none()
        if content is None or content.state != State.WAITING.value:
            return
        if rows.missing(connection, key, content.size) or not _fits_record(connection, content):
            return
        access = policy.access_to(connection, worker_id, case_id, central.now())
        if content.compartment in access.writable:
            _name(connection, key)
        elif access.known:
            rows.put_state(connection, key, State.QUARANTINED)


def _waiting(
    connection: Connection, case_id: UUID, worker_id: UUID, ids: Collection[UUID]
) -> list[Key]:
    """The content for these records that is whole and that no record has: of this worker, or
    in the quarantine."""
    query = select(attachment_content).where(
        attachment_content.c.case_id == case_id,
        or_(
            and_(
                attachment_content.c.worker_id == worker_id,
                attachment_content.c.state == State.WAITING.value,
            ),
            attachment_content.c.state == State.QUARANTINED.value,
        ),
        attachment_content.c.attachment_id.in_(ids),
    )
    found = connection.execute(query).all() if ids else []
    return [key for row in found if not rows.missing(connection, key := rows.key_of(row), row.size)]


def _name(connection: Connection, key: Key) -> None:
    """Once a record has its content, it keeps it."""
    content = connection.execute(rows.content_of(key)).one()
    taken = select(attachment_content.c.worker_id).where(
        *rows.of(attachment_content, *key[:2]), attachment_content.c.state == State.NAMED.value
    )
    if _fits_record(connection, content) and connection.execute(taken).first() is None:
        rows.put_state(connection, key, State.NAMED)


def _fits_record(connection: Connection, content: Row[Any]) -> bool:
    """Whether a record stands that this is the content of."""
    doc = connection.scalars(
        select(record.c.doc).where(
            record.c.case_id == content.case_id,
            record.c.id == content.attachment_id,
            record.c.record_type == Attachment.type_name,
            record.c.compartment == content.compartment,
        )
    ).one_or_none()
    return doc is not None and msgspec.json.decode(doc).get("sha256") == content.sha256


def _repeated(attempt: Callable[[], Reply]) -> Reply:
    for _ in range(ATTEMPTS - 1):
        with suppress(IntegrityError):
            return attempt()
    return attempt()


def _log(
    central: Central,
    connection: Connection,
    caller: Caller,
    act: tuple[Action, str],
    where: tuple[Key, str],
    number: int | None = None,
) -> None:
    """One line, of a case and an attachment as they were named, and on what ground."""
    (action, outcome), ((case_id, attachment_id, worker_id), compartment) = act, where
    chunk = "" if number is None else f" chunk {number}"
    access = policy.access_to(connection, worker_id, case_id, central.now())
    known = compartment if outcome != policy.NOT_FOUND else None
    lines = audit.rows(
        central.now(),
        action,
        outcome,
        caller=caller,
        case_id=case_id,
        compartments=(known,),
        access=access,
        reference=f"attachment {attachment_id}{chunk}",
    )
    audit.write(connection, lines)
