"""Backups of a store: database, key file and attachments, copied while the program works.

Each backup is a folder with the database and its key file, both as unreadable as the store's
own. It is written beside the others, checked and then renamed, so what has a backup's name is
a whole one. The files of attachments never change and have random names: one copy of each
serves all backups that name it.
"""

import hashlib
import re
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlcipher3
from sqlalchemy import Engine

from mvs_desktop.domain.errors import BackupDamaged, BackupMissing, NoRoomForCopy, StoreDamaged
from mvs_desktop.storage.base.engine import gate_of, keyed, make_file, reading
from mvs_desktop.storage.base.files import (
    copy_durably,
    free_bytes,
    sync_file,
    sync_folder,
    telling_a_full_disk,
    write_durably,
)
from mvs_desktop.storage.base.meta import Name
from mvs_desktop.storage.copies.rotation import BackupInfo, BackupKind, kept, labelled
from mvs_desktop.storage.records.attachments import FOLDER as ATTACHMENTS

FORMER = "former"  # beside the store: those that a backup took the place of
STORE_FILE, KEY_FILE = "case.store", "case.keys"
_LIST = "attachments.txt"  # the names of the files of attachments that a backup needs
_NAME = re.compile(r"(?P<number>\d{6})-(?P<at>\d{8}T\d{6})Z(?P<migration>-migration)?(-r\d+)?")
_MOMENT = "%Y%m%dT%H%M%S"
_NEW, _GONE = ".new", ".gone"  # half made and half removed

_PAGES = 256  # copied in one step: 1 MiB, some milliseconds
_PAUSE = 0.002  # seconds between two steps, for whoever is saving
_OPCODES = 100_000  # of SQLite, between two looks whether to stop while checking

# Bytes that stay free for the work itself; a backup that would take of it is not made.
MARGIN = 128 * 1024 * 1024
# Of what is free and what backups have already, they take no more than this part.
_SHARE = 4

ShouldStop = Callable[[], bool]


class Stopped(Exception):
    """The caller asked to stop; nothing was made."""


@dataclass(frozen=True, slots=True)
class Files:
    """Where the files of a store are."""

    folder: Path

    @property
    def store(self) -> Path:
        return self.folder / STORE_FILE

    @property
    def keys(self) -> Path:
        return self.folder / KEY_FILE

    @property
    def attachments(self) -> Path:
        return self.folder / ATTACHMENTS

    def size(self) -> int:
        """Bytes of the database, with what SQLite still has beside it, and the key file."""
        names = (STORE_FILE, f"{STORE_FILE}-wal", KEY_FILE)
        return sum(path.stat().st_size for name in names if (path := self.folder / name).exists())


class BackupFolder:
    """The backups of one store. Every method may block on the disk.

    `margin` is how many bytes have to stay free on the disk.
    """

    def __init__(
        self, folder: Path, clock: Callable[[], datetime], *, margin: int = MARGIN
    ) -> None:
        self._folder = folder
        self._pool = folder / ATTACHMENTS
        self._clock = clock
        self._margin = margin

    def whole(self) -> tuple[BackupInfo, ...]:
        """The backups that are whole, newest first."""
        return labelled(self._found())

    def files(self, name: str) -> Files:
        """Raises BackupMissing."""
        files = Files(self._folder / name)
        if not _NAME.fullmatch(name) or not files.store.is_file():
            raise BackupMissing
        return files

    def make(
        self,
        engine: Engine,
        store: Files,
        *,
        before_migration: bool = False,
        should_stop: ShouldStop = lambda: False,
    ) -> BackupInfo:
        """Copy the store that `engine` has open, check the copy, and let old ones go.

        Raises NoRoomForCopy, DiskFull, BackupDamaged when the copy is not sound, and Stopped;
        then the newest backups are as they were.
        """
        self._tidy()
        # Before a migration there has to be room for what that writes, and for no more.
        self._make_room(store.size(), store.size() if before_migration else self._margin)
        number = max((item.number for item in self._found()), default=0) + 1
        moment = f"{self._clock().astimezone(UTC):{_MOMENT}}Z"
        name = f"{number:06}-{moment}" + ("-migration" if before_migration else "")
        gate = gate_of(engine)
        with self._new(name) as made, gate.shared():  # no other key while it is copied
            content = copy_database(engine, made.store, gate.key, should_stop)
            write_durably(made.keys, store.keys.read_bytes())
            self._prove(made, gate.key, store, content, should_stop)
        self._rotate()
        return next(item for item in self.whole() if item.name == name)

    def before_migration(self, engine: Engine, store: Files) -> None:
        """See that the newest backup is one of this store as it is now, and a sound one.

        Raises NoRoomForCopy, DiskFull, and BackupDamaged when the copy is not sound.
        """
        key = gate_of(engine).key
        for newest in self.whole()[:1]:
            # A migration that was cut short finds what it made before.
            with suppress(BackupDamaged), opened(self.files(newest.name).store, key) as copy:
                check(copy)
                if fingerprint(copy) == fingerprint_of(engine):
                    return
        self.make(engine, store, before_migration=True)

    def is_current(self, engine: Engine) -> bool:
        """Whether the newest backup has all that the store has."""
        for newest in self.whole()[:1]:
            place = self.files(newest.name).store
            with suppress(BackupDamaged), opened(place, gate_of(engine).key) as copy:
                return fingerprint(copy) == fingerprint_of(engine)
        return False

    def replace(
        self, name: str, key: bytes, store: Files, fill: Callable[[Files, Files], None]
    ) -> None:
        """Put another in the place of a backup: `fill` makes its database and key file from
        those of the old one, and `store` has the files of its attachments.

        A process that is killed leaves the old one, the new one, or both.
        """
        old = self.files(name)
        self._make_room(old.size(), self._margin)
        plain, _, revision = name.partition("-r")
        with self._new(f"{plain}-r{int(revision or 0) + 1}") as made:
            fill(old, made)
            self._prove(made, key, store, None, lambda: False)
        self.remove(name)

    def remove(self, *names: str) -> None:
        """Remove backups, and the files of attachments that none of the others names."""
        for name in names:
            gone = self.files(name).folder.rename(self._folder / f"{name}{_GONE}")
            sync_folder(self._folder)
            shutil.rmtree(gone, ignore_errors=True)
        self._sweep()

    def remove_all(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def exists(self) -> bool:
        return self._folder.exists()

    def copy_attachments(self, name: str, target: Path) -> None:
        """Put the files of attachments of a backup in the folder `target`; one that is gone
        is left out.

        Raises DiskFull.
        """
        for file in _listed(self.files(name).folder):
            target.mkdir(mode=0o700, exist_ok=True)
            with suppress(FileNotFoundError):
                copy_durably(self._pool / file, target / file)

    # What a backup is made of

    @contextmanager
    def _new(self, name: str) -> Iterator[Files]:
        """A folder that gets its name at the end of the block, or does not stay."""
        beside = self._folder / (name + _NEW)
        try:
            with telling_a_full_disk():
                beside.mkdir(mode=0o700)
                yield Files(beside)
                sync_folder(beside)
                beside.rename(self._folder / name)
                sync_folder(self._folder)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise

    def _prove(
        self,
        made: Files,
        key: bytes,
        store: Files,
        content: Mapping[str, object] | None,
        should_stop: ShouldStop,
    ) -> None:
        """Raises BackupDamaged unless a new backup is sound and has what it should have."""
        with opened(made.store, key) as copy:
            check(copy, should_stop)
            if content not in (None, _content(copy)):
                raise BackupDamaged
            wanted = _attachment_files(copy)
        for file, digest in wanted.items():
            if not (self._pool / file).exists():
                self._pool.mkdir(mode=0o700, exist_ok=True)
                # One that is gone or damaged is told where it is opened; the rest is worth
                # keeping all the same.
                with suppress(FileNotFoundError, StoreDamaged):
                    copy_durably(store.attachments / file, self._pool / file, digest)
        write_durably(made.folder / _LIST, "\n".join(wanted).encode())

    def _make_room(self, needed: int, margin: int) -> None:
        """Remove what is worth least, if that makes enough room.

        Raises NoRoomForCopy, when nothing was removed.
        """
        lacking = needed + margin - free_bytes(self._folder)
        if lacking <= 0:
            return
        found = self._found()
        stay = {item.name for item in kept(found, sum(item.size for item in found) - lacking)}
        go = [item for item in found if item.name not in stay]
        if sum(item.size for item in go) < lacking:
            raise NoRoomForCopy(needed + margin)
        self.remove(*(item.name for item in go))

    def _rotate(self) -> None:
        found = self._found()
        taken = sum(item.size for item in found)
        stay = kept(found, (free_bytes(self._folder) + taken) // _SHARE)
        gone = {item.name for item in found} - {item.name for item in stay}
        self.remove(*gone)

    def _tidy(self) -> None:
        """Make the folder, and remove what a killed process left half done in it."""
        with telling_a_full_disk():
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for place in self._folder.iterdir():
            if place.suffix in (_NEW, _GONE):
                shutil.rmtree(place, ignore_errors=True)

    def _sweep(self) -> None:
        """Remove the files of attachments that no backup names."""
        if self._pool.exists():
            named = {file for item in self._found() for file in _listed(self._folder / item.name)}
            for file in self._pool.iterdir():
                if file.name not in named:
                    file.unlink(missing_ok=True)

    def _found(self) -> list[BackupInfo]:
        if not self._folder.exists():
            return []
        found = []
        for place in self._folder.iterdir():
            match = _NAME.fullmatch(place.name)
            files = Files(place)
            if match is None or not files.store.is_file():
                continue
            try:
                made_at = datetime.strptime(match["at"], _MOMENT).replace(tzinfo=UTC)
            except ValueError:
                continue  # not a name of ours after all
            kind = BackupKind.MIGRATION if match["migration"] else BackupKind.HOURLY
            found.append(BackupInfo(place.name, int(match["number"]), made_at, kind, files.size()))
        return found


def copy_database(
    engine: Engine, target: Path, key: bytes, should_stop: ShouldStop = lambda: False
) -> Mapping[str, object]:
    """Copy the database that `engine` has open to a new file under `key`; gives what is in it
    (see `_content`).

    One snapshot: who saves meanwhile neither waits nor is waited for. Raises DiskFull,
    StoreDamaged and Stopped.
    """
    with reading(engine) as connection:
        source = connection.connection.dbapi_connection
        content = _content(source)  # the snapshot begins here
        copy_to(source, target, key, should_stop)
    return content


def copy_to(source: Any, target: Path, key: bytes, should_stop: ShouldStop = lambda: False) -> None:
    """Copy the database of a connection of the driver to a new file under `key`, durably and
    in short steps. Raises DiskFull, the driver's errors, and Stopped."""

    def step(*_: int) -> None:
        if should_stop():
            raise Stopped
        time.sleep(_PAUSE)

    make_file(target)
    with closing(keyed(f"{target.absolute().as_uri()}?mode=rw", key)) as copy:
        # It is worth nothing before it is whole: made durable then, and at once.
        copy.execute("PRAGMA journal_mode=OFF")
        copy.execute("PRAGMA synchronous=OFF")
        source.backup(copy, pages=_PAGES, progress=step)
    sync_file(target)


@contextmanager
def opened(path: Path, key: bytes) -> Iterator[Any]:
    """A connection of the driver that reads a database which nobody writes, and leaves no
    file beside it. Raises BackupDamaged when it does not open or turns out to be damaged."""
    try:
        with closing(keyed(f"{path.absolute().as_uri()}?mode=ro&immutable=1", key)) as driver:
            yield driver
    except sqlcipher3.dbapi2.DatabaseError as error:
        raise BackupDamaged from error


def check(driver: Any, should_stop: ShouldStop = lambda: False) -> None:
    """Raises BackupDamaged unless SQLCipher and SQLite find every page sound; Stopped."""
    driver.set_progress_handler(should_stop, _OPCODES)
    try:
        cipher = driver.execute("PRAGMA cipher_integrity_check").fetchall()
        if cipher or driver.execute("PRAGMA quick_check").fetchall() != [("ok",)]:
            raise BackupDamaged
    except sqlcipher3.dbapi2.OperationalError as error:
        if should_stop():
            raise Stopped from error
        raise
    finally:
        driver.set_progress_handler(None, 0)


def fingerprint(driver: Any) -> str:
    """Changes with everything that is worth a new backup: not with an unlocking alone."""
    last = driver.execute(
        "SELECT number FROM audit WHERE action <> 'unlock' ORDER BY number DESC LIMIT 1"
    ).fetchone()
    drafts = driver.execute("SELECT record_id, field, text FROM draft ORDER BY 1, 2").fetchall()
    return hashlib.sha256(repr((last, drafts)).encode("utf-8", "surrogatepass")).hexdigest()


def fingerprint_of(engine: Engine) -> str:
    with reading(engine) as connection:
        return fingerprint(connection.connection.dbapi_connection)


def _content(driver: Any) -> dict[str, object]:
    """How many rows each table has, and whose store it is: two copies have the same."""
    tables = driver.execute(
        "SELECT name FROM sqlite_schema WHERE type='table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    ).fetchall()
    content: dict[str, object] = {
        name: driver.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
        for (name,) in tables
    }
    query = "SELECT value FROM meta WHERE name=?"
    content["store"] = driver.execute(query, (Name.STORE_ID.value,)).fetchone()
    return content


def _attachment_files(driver: Any) -> dict[str, str]:
    """The files of attachments that a database names, with their SHA-256 in hexadecimal."""
    known = "SELECT 1 FROM sqlite_schema WHERE name='attachment_chunk'"
    if driver.execute(known).fetchone() is None:
        return {}  # of a version before attachments
    return dict(driver.execute("SELECT file, hash FROM attachment_chunk ORDER BY file").fetchall())


def _listed(folder: Path) -> list[str]:
    try:
        return (folder / _LIST).read_text("ascii").split()
    except (OSError, ValueError):
        return []
