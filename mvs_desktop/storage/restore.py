"""Putting a backup in the place of a store: by one rename, and without losing what is there.

The backup is copied, brought up to date and filled up beside the store. When it is whole its
folder gets another name, and from then on it is the store: `finish` moves the one that was
there aside and gives it its place, also after the process was killed. Nothing of the former
store is ever removed by itself.
"""

import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from mvs_desktop.domain.errors import (
    BackupDamaged,
    DiskFull,
    ExpectedError,
    NoRoomForCopy,
    NotAStore,
)
from mvs_desktop.storage.base.engine import writing
from mvs_desktop.storage.base.files import (
    copy_durably,
    free_bytes,
    sync_folder,
    telling_a_full_disk,
    write_durably,
)
from mvs_desktop.storage.base.meta import Name, forget, put
from mvs_desktop.storage.base.statements import run
from mvs_desktop.storage.copies.backups import FORMER, BackupFolder, Files, check, opened
from mvs_desktop.storage.copies.salvage import Salvaged, carry_over
from mvs_desktop.storage.store import Store

_MARGIN = 16 * 1024 * 1024  # bytes, for the work on the copy

# The number of an operation is the place in time of the last restore (31 bits: seconds, to the
# year 2088) and the count within it (32 bits), as with an epoch of the service.
_COUNT = 1 << 32
_FIRST_SECOND = datetime(2020, 1, 1, tzinfo=UTC)
_LAST_PLACE = (1 << 31) - 1


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of it. `salvaged` is None when the former store could not be read; it is kept
    whole in any case, in `former`, which is None when there was none."""

    backup: str
    salvaged: Salvaged | None
    former: Path | None


class Restoring:
    """Of the store in the folder `store`, which nobody has open."""

    def __init__(self, store: Path, backups: BackupFolder, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._building = store.with_name(store.name + ".restoring")
        self._ready = store.with_name(store.name + ".restored")
        self._aside = store.with_name(FORMER)
        self._backups = backups
        self._clock = clock

    def restore(
        self, name: str, keys: Sequence[bytes], key_file: bytes, former_keys: Sequence[bytes]
    ) -> Restored:
        """Put the backup `name`, which one of `keys` opens, in the place of the store.

        `key_file` is the content of the key file that it gets; `former_keys` are those that
        may open the store that is there. Raises BackupMissing, BackupDamaged, NoRoomForCopy,
        DiskFull and StoreTooNew; the store is then as it was.
        """
        backup = self._backups.files(name)
        former = Files(self._store)
        needed = 2 * backup.size() + 2 * former.size() + _MARGIN
        if free_bytes(self._store.parent) < needed:
            raise NoRoomForCopy(needed)
        self._clear()
        try:
            with telling_a_full_disk():
                self._building.mkdir(parents=True, mode=0o700)
                salvaged = self._build(name, backup, keys, former, former_keys)
                write_durably(self._building / former.keys.name, key_file)
                sync_folder(self._building)
                self._building.rename(self._ready)
                sync_folder(self._store.parent)
        except BaseException:
            with suppress(OSError):
                self._clear()
            raise
        return Restored(name, salvaged, self.finish())

    def finish(self) -> Path | None:
        """Give a restored store its place, if there is one that has yet to get it; gives where
        the former one is now."""
        if not self._ready.exists():
            return None
        place = None
        with telling_a_full_disk():
            if self._store.exists():
                place = self._place_aside()
                self._store.rename(place)
                sync_folder(place.parent)
            self._ready.rename(self._store)
            sync_folder(self._store.parent)
        return place

    def remove(self) -> None:
        """Remove what restoring left beside the store."""
        for folder in (self._building, self._ready, self._aside):
            shutil.rmtree(folder, ignore_errors=True)

    def anything_left(self) -> bool:
        return any(folder.exists() for folder in (self._building, self._ready, self._aside))

    def _build(
        self,
        name: str,
        backup: Files,
        keys: Sequence[bytes],
        former: Files,
        former_keys: Sequence[bytes],
    ) -> Salvaged | None:
        new = Files(self._building)
        copy_durably(backup.store, new.store)
        key = _proven(new.store, keys)
        self._backups.copy_attachments(name, new.attachments)
        store = Store.open(new.store, key, self._clock)
        try:
            salvaged = self._salvage(store, former, (key, *former_keys))
            with writing(store._engine) as connection:  # noqa: SLF001 - same package
                _count_anew(connection, self._clock())
                # What was confirmed after the backup was made is sent once more, and all is read:
                # the service may have been put back too, to a history that the backup knows.
                forget(connection, Name.EPOCH)
                put(connection, Name.DEVICE_COPIED, "1")
                put(connection, Name.RESTORED_FROM, name)
        finally:
            store.close()
        _proven(new.store, (key,))
        for file in salvaged.files if salvaged else ():
            if not (new.attachments / file).exists():
                new.attachments.mkdir(mode=0o700, exist_ok=True)
                with suppress(FileNotFoundError):
                    copy_durably(former.attachments / file, new.attachments / file)
        return salvaged

    def _salvage(
        self, store: Store, former: Files, former_keys: Sequence[bytes]
    ) -> Salvaged | None:
        """None when there is nothing, or nothing that can be read."""
        if not former.store.is_file():
            return None
        # On a copy: opening it would change the one that is there, and that is kept as it is.
        copy = Files(self._building / "old")
        copy.folder.mkdir(mode=0o700)
        try:
            for suffix in ("", "-wal"):
                source = former.store.with_name(former.store.name + suffix)
                if source.exists():
                    copy_durably(source, copy.folder / source.name)
            for key in former_keys:
                with suppress(NotAStore):
                    Store.open(copy.store, key, self._clock).close()
                    engine = store._engine  # noqa: SLF001
                    return carry_over(engine, copy.store, key, former.attachments)
        except DiskFull:
            raise
        except (ExpectedError, OSError):
            pass
        finally:
            shutil.rmtree(copy.folder)
        return None

    def _place_aside(self) -> Path:
        self._aside.mkdir(mode=0o700, exist_ok=True)
        moment = f"{self._clock().astimezone(UTC):%Y%m%dT%H%M%SZ}"
        places = (self._aside / (moment + suffix) for suffix in ("", *map("-{}".format, range(99))))
        return next(place for place in places if not place.exists())

    def _clear(self) -> None:
        if self._building.exists():
            shutil.rmtree(self._building)


def _count_anew(connection: Connection, now: datetime) -> None:
    """See that new operations get numbers that no copy of this store has for others: the service
    knows an operation again by all that is in it, its number included."""
    by_clock = int((now - _FIRST_SECOND).total_seconds())
    (last,) = run(connection, "SELECT coalesce(max(counter), 0) FROM outbox").fetchone()
    first = min(max(by_clock, last // _COUNT + 1), _LAST_PLACE) * _COUNT
    counted = "SELECT 1 FROM sqlite_sequence WHERE name = 'outbox'"
    if run(connection, counted).fetchone() is None:
        run(connection, "INSERT INTO sqlite_sequence (name, seq) VALUES ('outbox', 0)")
    run(connection, "UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'outbox'", (first,))


def _proven(path: Path, keys: Sequence[bytes]) -> bytes:
    """The key that opens a database in which every page is sound. Raises BackupDamaged."""
    for key in keys:
        with suppress(BackupDamaged), opened(path, key) as driver:
            check(driver)
            return key
    raise BackupDamaged
