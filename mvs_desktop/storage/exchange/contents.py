"""The content of attachments on its way: what is still to be sent, and what came in.

Content goes before the operation that names it, so that whoever gets the record can get the
content too. Until it is sent, the operations of the attachment wait, with all that goes or stands
with them; the others go on. What comes in is sealed as it comes, chunk by chunk, and counts only
once the whole of it is what the record says.
"""

import hashlib
import secrets
import shutil
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from mvs_desktop.domain.attachments import chunk_count
from mvs_desktop.domain.errors import AttachmentDamaged, DiskFull, RecordMissing
from mvs_desktop.domain.records import WHOLE
from mvs_desktop.storage.base.engine import reading, writing
from mvs_desktop.storage.base.files import sync_folder, telling_a_full_disk
from mvs_desktop.storage.base.statements import run
from mvs_desktop.storage.base.tables import RECORDS, attachment_chunk, attachment_litter
from mvs_desktop.storage.records.attachments import (
    CONTENT,
    FOLDER,
    AttachmentFiles,
    ChunkState,
    Seal,
    drop,
    key_for,
    key_of,
    write_new,
)

# Below this there is no room for content that was not asked for: notes come first.
_ROOM_LEFT = 1 << 30  # bytes on the disk
_MOST_HELD = 8 << 30  # bytes of content on one laptop

# Content of which the centre refused the record stays here, and is not sent again.
_APART = (
    "a.seq = 0 AND EXISTS (SELECT 1 FROM outbox o"
    " WHERE o.record_id = a.id AND o.state = 'set-apart')"
)
_SELECTED = "a.id, a.case_id, a.compartment, a.size, a.sha256"


def _ours(states: str) -> str:
    return (
        f"SELECT {_SELECTED} FROM attachment_chunk c JOIN attachment a ON a.id = c.record_id"  # noqa: S608
        f" WHERE c.number = 0 AND c.state IN ({states}) AND NOT ({_APART}) ORDER BY a.size, a.id"
    )


_DUE, _STAGED, _NOT_CONFIRMED = _ours("'unsent'"), _ours("'staged'"), _ours("'unsent', 'staged'")
_WANTED = (
    f"SELECT {_SELECTED} FROM attachment a"  # noqa: S608
    " WHERE NOT a.withdrawn AND a.sha256 <> '' AND a.seq > 0 AND NOT EXISTS"
    " (SELECT 1 FROM attachment_chunk c WHERE c.record_id = a.id AND c.state <> 'fetching')"
)
# Operations that make an attachment; they are kept for a while after they were taken.
MADE_HERE = f"record_type = 'attachment' AND units -> '$.\"{WHOLE}\"' IS NOT NULL"
_FETCHED_OF_OURS = (
    "UPDATE attachment_chunk SET state = 'unsent' WHERE state = 'fetched'"  # noqa: S608
    f" AND record_id IN (SELECT record_id FROM outbox WHERE {MADE_HERE})"
)
_SMALL_FIRST = " ORDER BY a.size, a.id"


@dataclass(frozen=True, slots=True)
class Content:
    """The content of one attachment, as its record describes it."""

    id: UUID
    case_id: UUID
    compartment: str
    size: int
    sha256: str


class Contents:
    """What the sync asks of the store about content. Every method may block on the disk."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._files = AttachmentFiles(engine)
        self._folder = Path(str(engine.url.database)).absolute().parent / FOLDER

    # Sending

    def begin(self) -> None:
        """What an earlier run sent without the operation that names it is offered again: the
        centre does not keep it for ever."""
        if self._some(_STAGED):
            with writing(self._engine) as connection:
                _move(connection, ChunkState.STAGED, ChunkState.UNSENT)

    def due(self) -> tuple[Content, ...]:
        """Content that the centre does not have, the smallest first."""
        return self._some(_DUE)

    def read(self, record_id: UUID) -> bytes:
        """Raises AttachmentDamaged and AttachmentNotHere."""
        return self._files.read(record_id)

    def staged(self, record_id: UUID) -> None:
        """The centre has it: the operation that names it may go."""
        self._put_state(record_id, ChunkState.STAGED)

    def lost(self, record_id: UUID) -> None:
        """It can no longer be sent; what is told of it still can."""
        self._put_state(record_id, ChunkState.LOST)

    def settle(self) -> frozenset[UUID]:
        """What was sent, and whose operations have gone too, is no longer on this laptop alone;
        gives those attachments."""
        if not self._some(_STAGED):
            return frozenset()
        with writing(self._engine) as connection:
            staged = {item.id for item in _contents(connection, _STAGED)}
            pending = "SELECT DISTINCT record_id FROM outbox WHERE state = 'pending'"
            done = staged - {UUID(id_) for (id_,) in run(connection, pending)}
            for record_id in done:
                _put_state(connection, record_id, ChunkState.SENT)
        return frozenset(done)

    # Fetching

    def wanted(self) -> tuple[Content, ...]:
        """Content of records on this laptop that is not here, the smallest first."""
        return self._some(_WANTED + _SMALL_FIRST)

    def wanted_of(self, record_id: UUID) -> Content | None:
        """The same for one attachment; None when it is here, or its record is not."""
        with reading(self._engine) as connection:
            found = _contents(connection, f"{_WANTED} AND a.id = ?", (str(record_id),))
        return next(iter(found), None)

    def has_room(self, size: int) -> bool:
        """Whether content of so many bytes is to be fetched without being asked for."""
        with reading(self._engine) as connection:
            query = select(func.coalesce(func.sum(attachment_chunk.c.size), 0))
            held = int(connection.execute(query).scalar_one())
        free = shutil.disk_usage(self._folder.parent).free
        return held + size <= _MOST_HELD and free - size >= _ROOM_LEFT

    def present(self, record_id: UUID) -> frozenset[int]:
        """The numbers of the chunks that came in already."""
        query = select(attachment_chunk.c.number).filter_by(record_id=str(record_id))
        with reading(self._engine) as connection:
            return frozenset(connection.execute(query).scalars())

    def take(self, item: Content, number: int, chunk: bytes) -> None:
        """Keep a chunk that came in, sealed and durable.

        Raises RecordMissing when the record left this device meanwhile, and DiskFull; then
        nothing of this chunk stays.
        """
        name = secrets.token_hex(16)
        total = chunk_count(item.size)
        with writing(self._engine) as connection:
            _require_record(connection, item)
            key = key_for(connection, str(item.case_id), item.compartment)
            connection.execute(insert(attachment_litter).values(file=name))
        try:
            sealed = Seal(key, item.id).close(CONTENT, number, total, chunk)
            with telling_a_full_disk():
                self._folder.mkdir(mode=0o700, exist_ok=True)
                write_new(self._folder / name, sealed)
                sync_folder(self._folder)
            with writing(self._engine) as connection:
                _require_record(connection, item, key)
                connection.execute(delete(attachment_litter).filter_by(file=name))
                connection.execute(
                    insert(attachment_chunk).values(
                        record_id=str(item.id),
                        number=number,
                        total=total,
                        case_id=str(item.case_id),
                        compartment=item.compartment,
                        file=name,
                        size=len(sealed),
                        hash=hashlib.sha256(sealed).hexdigest(),
                        state=ChunkState.FETCHING.value,
                    )
                )
        except BaseException:
            with suppress(DiskFull, OSError):
                self._files.remove([name])
            raise

    def finish(self, item: Content) -> bool:
        """Whether all that came in is what the record says; else nothing of it stays."""
        with suppress(AttachmentDamaged):
            content = self._files.read(item.id, unfinished=True)
            if hashlib.sha256(content).hexdigest() == item.sha256:
                self._put_state(item.id, ChunkState.FETCHED)
                return True
        self.forget(item.id)
        return False

    def forget(self, record_id: UUID) -> None:
        """Let go of what is here of content that the centre has, whole or in part."""
        with writing(self._engine) as connection:
            names = drop(connection, str(record_id))
        self._files.remove(names)

    def fetch_anew(self, record_id: UUID) -> bool:
        """Let go of content that is damaged here, if the centre has it too."""
        there = attachment_chunk.c.state.in_((ChunkState.SENT.value, ChunkState.FETCHED.value))
        mine = select(attachment_chunk.c.number).filter_by(record_id=str(record_id))
        with reading(self._engine) as connection:
            found = connection.execute(mine.where(there)).first()
        if found is not None:
            self.forget(record_id)
        return found is not None

    def _some(self, query: str) -> tuple[Content, ...]:
        with reading(self._engine) as connection:
            return _contents(connection, query)

    def _put_state(self, record_id: UUID, state: ChunkState) -> None:
        with writing(self._engine) as connection:
            _put_state(connection, record_id, state)


# In the transaction of others


def held_back(connection: Connection) -> frozenset[str]:
    """The groups of operations that wait for content, and those that go on from them."""
    records = {str(item.id) for item in _contents(connection, _DUE)}
    if not records:
        return frozenset()
    query = "SELECT group_id, record_id FROM outbox WHERE state = 'pending' ORDER BY counter"
    members: dict[str, set[str]] = {}
    for group_id, record_id in run(connection, query):
        members.setdefault(group_id, set()).add(record_id)
    groups = set()
    for group_id, touched in members.items():
        if not touched.isdisjoint(records):
            groups.add(group_id)
            records |= touched
    return frozenset(groups)


def not_confirmed(connection: Connection) -> Collection[str]:
    """The attachments whose content the centre does not have for certain."""
    return {str(item.id) for item in _contents(connection, _NOT_CONFIRMED)}


def send_again(connection: Connection) -> None:
    """The centre was put back to an earlier state: what was sent to it may be gone. The record
    of what was attached here is sent again too, also when its content was fetched anew since."""
    _move(connection, ChunkState.SENT, ChunkState.UNSENT)
    run(connection, _FETCHED_OF_OURS)


def _contents(
    connection: Connection, query: str, given: tuple[str, ...] = ()
) -> tuple[Content, ...]:
    rows = run(connection, query, given).fetchall()
    return tuple(
        Content(UUID(id_), UUID(case_id), compartment, size, digest)
        for id_, case_id, compartment, size, digest in rows
    )


def _require_record(connection: Connection, item: Content, key: bytes | None = None) -> None:
    """Raises RecordMissing when the record left, also when it came back under another key."""
    table = RECORDS["attachment"]
    scope = {"case_id": str(item.case_id), "compartment": item.compartment}
    query = select(table.c.id).filter_by(id=str(item.id), **scope)
    if connection.execute(query).first() is None:
        raise RecordMissing
    if key is not None and key_of(connection, **scope) != key:
        raise RecordMissing


def _put_state(connection: Connection, record_id: UUID, state: ChunkState) -> None:
    where = update(attachment_chunk).filter_by(record_id=str(record_id))
    connection.execute(where.values(state=state.value))


def _move(connection: Connection, old: ChunkState, new: ChunkState) -> None:
    where = update(attachment_chunk).filter_by(state=old.value)
    connection.execute(where.values(state=new.value))
