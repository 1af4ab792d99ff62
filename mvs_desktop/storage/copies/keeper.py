"""When backups of an open store are made, and how they follow what happens to it.

They follow its key file, so that the passphrase of today opens them too; its database key;
and what was removed from it, so that nothing stays in a backup that may not be here any more.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from threading import Event, RLock
from typing import Any

from sqlalchemy import Engine, delete

from mvs_desktop.domain.errors import (
    BackupDamaged,
    BackupMissing,
    DiskFull,
    ExpectedError,
    StoreTooNew,
)
from mvs_desktop.storage import migrations
from mvs_desktop.storage.base.engine import gate_of, open_engine, reading, truncate_log, writing
from mvs_desktop.storage.base.files import copy_durably, write_durably
from mvs_desktop.storage.base.tables import metadata, outbox
from mvs_desktop.storage.copies.backups import (
    FORMER,
    BackupFolder,
    Files,
    ShouldStop,
    Stopped,
    copy_to,
    fingerprint,
    opened,
)
from mvs_desktop.storage.copies.rotation import BackupInfo, due
from mvs_desktop.storage.exchange import dropped, incoming
from mvs_desktop.storage.exchange.dropped import Scope
from mvs_desktop.storage.exchange.removal import remove_scope


class BackupKeeper:
    """Made by Store for a store that has a folder for backups. Every method may block on the
    disk; only one of them runs at a time."""

    def __init__(
        self, engine: Engine, folder: BackupFolder, store: Files, clock: Callable[[], datetime]
    ) -> None:
        self._engine = engine
        self._folder = folder
        self._store = store
        self._clock = clock
        self._lock = RLock()
        self._give_way = Event()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """No backup is made meanwhile by another thread: one that is under way stops."""
        self._give_way.set()
        with self._lock:
            self._give_way.clear()
            yield

    def backups(self) -> tuple[BackupInfo, ...]:
        """Newest first."""
        return self._folder.whole()

    def due(self) -> bool:
        """Whether `run` has something to do."""
        return bool(self._dropped()) or self._backup_due()

    def run(self, should_stop: ShouldStop = lambda: False) -> None:
        """Bring the backups in line with the store, and make a new one if it is time.

        Raises NoRoomForCopy, DiskFull, BackupDamaged, StoreDamaged and Stopped; what was done
        stays, and the rest is done the next time.
        """
        with self._lock:
            self.follow_key_file()
            self.purge(should_stop)
            if self._backup_due():
                self.make(should_stop)

    def make(self, should_stop: ShouldStop = lambda: False) -> BackupInfo:
        """A backup now. Raises as `run` does."""

        def stop() -> bool:
            return should_stop() or self._give_way.is_set()

        with self._lock:
            return self._folder.make(self._engine, self._store, should_stop=stop)

    def before_migration(self) -> None:
        """Raises NoRoomForCopy, DiskFull, and BackupDamaged when the copy is not sound."""
        self._folder.before_migration(self._engine, self._store)

    def follow_key_file(self) -> None:
        """Give backups under the present key the present key file: then the passphrase of
        today opens them, also after a recovery. Raises DiskFull."""
        present = self._store.keys.read_bytes()
        for item in self._folder.whole():
            files = self._folder.files(item.name)
            if files.keys.read_bytes() != present and self._opens(files):
                write_durably(files.keys, present)

    def rekeyed(self, former: bytes) -> None:
        """Put the backups under the present key too, each with the present key file.

        What cannot be done is left as it was: it opens with the key file that it has, under
        the passphrase of its time.
        """
        key = gate_of(self._engine).key

        def fill(old: Files, new: Files) -> None:
            with opened(old.store, former) as source:
                copy_to(source, new.store, key)
            write_durably(new.keys, self._store.keys.read_bytes())

        for item in self._folder.whole():
            with suppress(ExpectedError):
                self._folder.replace(item.name, key, self._store, fill)

    def purge(self, should_stop: ShouldStop = lambda: False) -> None:
        """Take scopes that left the store out of its backups; a backup of which that cannot
        be done is removed.

        Raises DiskFull, StoreDamaged and Stopped.
        """
        scopes = self._dropped()
        if not scopes:
            return
        for item in self._folder.whole():
            if should_stop() or self._give_way.is_set():
                raise Stopped
            with suppress(BackupMissing):
                self._purge(item.name, scopes)
        self._purge_former(scopes)
        with writing(self._engine) as connection:
            dropped.settle(connection, scopes)

    def _purge(self, name: str, scopes: Sequence[Scope]) -> None:
        key = gate_of(self._engine).key

        def fill(old: Files, new: Files) -> None:
            copy_durably(old.store, new.store)
            copy_durably(old.keys, new.keys)
            remove_scopes(new.store, key, scopes)

        try:
            with opened(self._folder.files(name).store, key) as driver:
                if not any(_holds(driver, scope) for scope in scopes):
                    return
            self._folder.replace(name, key, self._store, fill)
        except (DiskFull, BackupDamaged, StoreTooNew):
            # It may not stay as it is, and cannot be changed.
            self._folder.remove(name)

    def _purge_former(self, scopes: Sequence[Scope]) -> None:
        """Stores that a backup took the place of are kept for what is in them alone; what may
        not be there goes all the same, where it can be reached."""
        for place in former_stores(self._store.folder):
            with suppress(ExpectedError):
                remove_scopes(Files(place).store, gate_of(self._engine).key, scopes)

    def _backup_due(self) -> bool:
        made = [item.made_at for item in self._folder.whole()[:1]]
        last = made[0] if made else None
        return due(self._clock(), last) and not self._folder.is_current(self._engine)

    def _dropped(self) -> tuple[Scope, ...]:
        with reading(self._engine) as connection:
            return dropped.noted(connection)

    def _opens(self, files: Files) -> bool:
        with suppress(BackupDamaged), opened(files.store, gate_of(self._engine).key) as driver:
            fingerprint(driver)
            return True
        return False


def former_stores(store: Path) -> Iterator[Path]:
    """The folders of stores that a backup took the place of."""
    yield from sorted(store.with_name(FORMER).glob("*/"))


def remove_scopes(path: Path, key: bytes, scopes: Sequence[Scope]) -> None:
    """Take scopes out of a database that is not in use, leaving no trace in its pages.

    Raises what opening a store raises, and DiskFull.
    """
    engine = open_engine(path, key)
    try:
        migrations.upgrade(engine, incoming.take_in_known_members)
        with writing(engine) as connection:
            for case_id, compartment in scopes:
                remove_scope(connection, case_id, compartment)
                # A store keeps what it has yet to send of a scope; it did, or it never will.
                scope = {"case_id": case_id, "compartment": compartment}
                connection.execute(delete(outbox).filter_by(**scope))
        with engine.connect() as connection:
            driver: Any = connection.connection.dbapi_connection
            driver.execute("VACUUM")
        truncate_log(engine)
    finally:
        engine.dispose()


def _holds(driver: Any, scope: Scope) -> bool:
    return any(
        driver.execute(
            f"SELECT 1 FROM {table} WHERE case_id=? AND compartment=? LIMIT 1",  # noqa: S608
            scope,
        ).fetchone()
        for table in _scoped(driver)
    )


def _scoped(driver: Any) -> Iterator[str]:
    """The tables of a database, of whatever version, whose rows belong to a scope."""
    wanted = {"case_id", "compartment"}
    for table in metadata.tables:
        columns = {row[1] for row in driver.execute(f"PRAGMA table_info({table})")}
        if wanted <= columns:
            yield table
