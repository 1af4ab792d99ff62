"""The content of attachments: sealed chunks in files beside the database, their keys in it.

A file has a random name and one chunk of at most 1 MiB, sealed with AES-256-GCM under the key
of its scope. What it is sealed with says which chunk of which attachment it is, and of how
many: a chunk that was changed, cut short, left out or put elsewhere does not open. Without the
key in the database the files are noise, so destroying that row destroys them all.

Files are written and durable before the rows that name them. Until then their names stand in
`attachment_litter`, and what stands there when the store is opened is removed.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, Engine, delete, exists, func, insert, select, update

from mvs_desktop.domain.attachments import Attachment, chunk_count, chunk_of
from mvs_desktop.domain.errors import (
    AttachmentDamaged,
    AttachmentNotHere,
    DiskFull,
    RecordMissing,
)
from mvs_desktop.domain.records import compartment_of
from mvs_desktop.storage.base.engine import reading, writing
from mvs_desktop.storage.base.files import sync_folder, telling_a_full_disk
from mvs_desktop.storage.base.tables import (
    attachment_chunk,
    attachment_key,
    attachment_litter,
    attachment_thumbnail,
)

FOLDER = "attachments"  # beside the database


class ChunkState(StrEnum):
    """What the centre has of the content that a chunk is of; the same for all of its chunks."""

    UNSENT = "unsent"  # it is on this laptop alone
    STAGED = "staged"  # it is there, and the operation that names it is not
    SENT = "sent"
    LOST = "lost"  # it was damaged here before it was sent
    FETCHING = "fetching"  # part of it came from there
    FETCHED = "fetched"  # it came from there


OURS_ALONE = (ChunkState.UNSENT.value, ChunkState.STAGED.value)

_NONCE = 12  # bytes, random: far fewer than 2**32 chunks are sealed under one key
_KEY = 32
_VERSION = b"mvs-attachment-1"
THUMBNAIL, CONTENT = b"t", b"c"
_OUR_NAME = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class ChunkFile:
    """One chunk as it stands in a file: `hash` is the SHA-256 of the file, in hexadecimal."""

    file: str
    size: int
    hash: str


@dataclass(frozen=True, slots=True)
class Written:
    """Content that is durable in files and that no record names yet; see `keep`."""

    record_id: UUID
    case_id: str
    compartment: str
    chunks: tuple[ChunkFile, ...]
    thumbnail: bytes | None  # sealed


class AttachmentFiles:
    """The files of one store. Every method may block on the disk."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._folder = Path(str(engine.url.database)).absolute().parent / FOLDER

    def write(
        self,
        item: Attachment,
        content: bytes,
        thumbnail: bytes | None,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> Written | None:
        """Seal content and put it durably in new files; None when it was stopped.

        Raises DiskFull; then, and when stopped, nothing of it stays.
        """
        scope = {"case_id": str(item.case_id), "compartment": compartment_of(item).value}
        total = chunk_count(len(content))
        names = [secrets.token_hex(16) for _ in range(total)]
        with writing(self._engine) as connection:
            connection.execute(insert(attachment_litter), [{"file": name} for name in names])
            seal = Seal(key_for(connection, **scope), item.id)
        chunks: list[ChunkFile] = []
        try:
            with telling_a_full_disk():
                self._folder.mkdir(mode=0o700, exist_ok=True)
                for number, name in enumerate(names):
                    if should_stop():
                        self.remove(names)
                        return None
                    sealed = seal.close(CONTENT, number, total, chunk_of(content, number))
                    write_new(self._folder / name, sealed)
                    digest = hashlib.sha256(sealed).hexdigest()
                    chunks.append(ChunkFile(name, len(sealed), digest))
                sync_folder(self._folder)
        except BaseException:
            with suppress(DiskFull, OSError):
                self.remove(names)
            raise
        small = None if thumbnail is None else seal.close(THUMBNAIL, 0, 1, thumbnail)
        return Written(item.id, chunks=tuple(chunks), thumbnail=small, **scope)

    def read(self, record_id: UUID, *, unfinished: bool = False) -> bytes:
        """The content of an attachment, in memory; with `unfinished` also what was fetched and
        not proven yet.

        Raises AttachmentNotHere when this laptop does not have it, and AttachmentDamaged
        when a chunk of it is gone or does not open.
        """
        mine = attachment_chunk.c.record_id == str(record_id)
        with reading(self._engine) as connection:
            rows = connection.execute(
                select(attachment_chunk).where(mine).order_by(attachment_chunk.c.number)
            ).all()
            if not rows or (rows[0].state == ChunkState.FETCHING.value and not unfinished):
                raise AttachmentNotHere
            key = key_of(connection, rows[0].case_id, rows[0].compartment)
        if key is None or [row.number for row in rows] != list(range(rows[0].total)):
            raise AttachmentDamaged
        seal = Seal(key, record_id)
        parts = []
        for row in rows:
            try:
                sealed = (self._folder / row.file).read_bytes()
            except OSError as error:
                raise AttachmentDamaged from error
            parts.append(seal.open(CONTENT, row.number, len(rows), sealed))
        return b"".join(parts)

    def thumbnails(self, case_id: UUID) -> Mapping[UUID, bytes]:
        """The small pictures of a case, by attachment; one that does not open is left out."""
        this_case = attachment_thumbnail.c.case_id == str(case_id)
        with reading(self._engine) as connection:
            rows = connection.execute(select(attachment_thumbnail).where(this_case)).all()
            keys = {
                row.compartment: row.key
                for row in connection.execute(
                    select(attachment_key).where(attachment_key.c.case_id == str(case_id))
                )
            }
        found: dict[UUID, bytes] = {}
        for row in rows:
            if row.compartment in keys:
                record_id = UUID(row.record_id)
                with suppress(AttachmentDamaged):
                    seal = Seal(keys[row.compartment], record_id)
                    found[record_id] = seal.open(THUMBNAIL, 0, 1, row.sealed)
        return found

    def held(self, case_id: UUID) -> Mapping[UUID, bool]:
        """The attachments of a case whose content is on this laptop, and for each whether it
        is nowhere else yet."""
        state = attachment_chunk.c.state
        query = select(attachment_chunk.c.record_id, func.max(state.in_(OURS_ALONE))).where(
            attachment_chunk.c.case_id == str(case_id), state != ChunkState.FETCHING.value
        )
        with reading(self._engine) as connection:
            rows = connection.execute(query.group_by(attachment_chunk.c.record_id)).all()
        return {UUID(record_id): bool(unsent) for record_id, unsent in rows}

    def remove(self, names: Iterable[str]) -> None:
        """Remove files that no record names (any more), and their names."""
        gone = [name for name in names if _removed(self._folder, name)]
        if not gone:
            return
        if self._folder.exists():
            sync_folder(self._folder)
        with writing(self._engine) as connection:
            connection.execute(delete(attachment_litter).where(attachment_litter.c.file.in_(gone)))

    def put_thumbnail(self, item: Attachment, small: bytes) -> None:
        """Keep a small picture of content that came from the centre.

        Raises RecordMissing when its scope left this device meanwhile, and DiskFull.
        """
        scope = {"case_id": str(item.case_id), "compartment": compartment_of(item).value}
        with writing(self._engine) as connection:
            key = key_of(connection, **scope)
            if key is None:
                raise RecordMissing
            sealed = Seal(key, item.id).close(THUMBNAIL, 0, 1, small)
            values = {"record_id": str(item.id), **scope, "sealed": sealed}
            # It may have been made twice: what is there is as good.
            known = insert(attachment_thumbnail).prefix_with("OR IGNORE")
            connection.execute(known, values)

    def sweep(self) -> None:
        """Remove what an earlier process left unfinished; call when the store is opened."""
        named = exists().where(attachment_chunk.c.file == attachment_litter.c.file)
        query = select(attachment_litter.c.file).where(~named)
        with reading(self._engine) as connection:
            names = connection.execute(query).scalars().all()
        self.remove(names)


def keep(connection: Connection, written: Written) -> None:
    """Name the files of an attachment, in the transaction that saves its record.

    Raises RecordMissing when its scope left this device while the files were written.
    """
    scope = {"case_id": written.case_id, "compartment": written.compartment}
    names = [chunk.file for chunk in written.chunks]
    ours = delete(attachment_litter).where(attachment_litter.c.file.in_(names))
    found = connection.execute(ours.returning(attachment_litter.c.file)).scalars().all()
    if len(found) != len(names) or key_of(connection, **scope) is None:
        raise RecordMissing
    this = {"record_id": str(written.record_id), **scope}
    connection.execute(
        insert(attachment_chunk),
        [
            {
                **this,
                "number": number,
                "total": len(names),
                "file": chunk.file,
                "size": chunk.size,
                "hash": chunk.hash,
                "state": ChunkState.UNSENT.value,
            }
            for number, chunk in enumerate(written.chunks)
        ],
    )
    if written.thumbnail is not None:
        connection.execute(insert(attachment_thumbnail), this | {"sealed": written.thumbnail})


def destroy(connection: Connection, case_id: str, compartment: str) -> list[str]:
    """Destroy the key of a scope with all that it opened.

    Gives the names of the files, for `AttachmentFiles.remove` after the transaction; a process
    that is killed before that leaves files that nothing opens and that go at the next start.
    """
    scope = {"case_id": case_id, "compartment": compartment}
    names = _forgotten(connection, scope)
    connection.execute(update(attachment_key).filter_by(**scope).values(key=bytes(_KEY)))
    connection.execute(delete(attachment_key).filter_by(**scope))
    return names


def drop(connection: Connection, record_id: str) -> list[str]:
    """Let go of the content of one attachment that is no longer in its case; gives the names
    of its files, as `destroy` does."""
    return _forgotten(connection, {"record_id": record_id})


def _forgotten(connection: Connection, which: Mapping[str, str]) -> list[str]:
    connection.exec_driver_sql("PRAGMA secure_delete=ON")
    gone = delete(attachment_chunk).filter_by(**which).returning(attachment_chunk.c.file)
    names = list(connection.execute(gone).scalars())
    if names:
        connection.execute(insert(attachment_litter), [{"file": name} for name in names])
    connection.execute(delete(attachment_thumbnail).filter_by(**which))
    return names


class Seal:
    """Seals and opens the parts of one attachment."""

    def __init__(self, key: bytes, record_id: UUID) -> None:
        self._cipher = AESGCM(key)
        self._record = record_id.bytes

    def close(self, part: bytes, number: int, total: int, plain: bytes) -> bytes:
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._cipher.encrypt(nonce, plain, self._place(part, number, total))

    def open(self, part: bytes, number: int, total: int, sealed: bytes) -> bytes:
        """Raises AttachmentDamaged."""
        nonce, rest = sealed[:_NONCE], sealed[_NONCE:]
        try:
            return self._cipher.decrypt(nonce, rest, self._place(part, number, total))
        except (InvalidTag, ValueError) as error:
            raise AttachmentDamaged from error

    def _place(self, part: bytes, number: int, total: int) -> bytes:
        where = number.to_bytes(4, "big") + total.to_bytes(4, "big")
        return _VERSION + part + self._record + where


def key_of(connection: Connection, case_id: str, compartment: str) -> bytes | None:
    query = select(attachment_key.c.key).filter_by(case_id=case_id, compartment=compartment)
    return connection.execute(query).scalar_one_or_none()


def key_for(connection: Connection, case_id: str, compartment: str) -> bytes:
    """The key of a scope, made when it is first asked for."""
    key = key_of(connection, case_id, compartment)
    if key is None:
        key = secrets.token_bytes(_KEY)
        connection.execute(
            insert(attachment_key).values(case_id=case_id, compartment=compartment, key=key)
        )
    return key


def write_new(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _removed(folder: Path, name: str) -> bool:
    """Whether a file is gone now; on Windows one that is being read stays for the next time."""
    if not _OUR_NAME.fullmatch(name):
        return True
    try:
        (folder / name).unlink(missing_ok=True)
    except OSError:
        return False
    return True
