"""Backups: made behind the work, and put back from the unlock screen."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from mvs_desktop.domain.errors import (
    BackupMissing,
    DiskFull,
    ExpectedError,
    KeyringEmpty,
    KeyringUnsupported,
)
from mvs_desktop.storage.copies.backups import BackupFolder, Stopped
from mvs_desktop.storage.copies.rotation import BackupInfo, BackupKind
from mvs_desktop.storage.keys.vault import KeyVault
from mvs_desktop.storage.restore import Restoring
from mvs_desktop.storage.store import Store

__all__ = [
    "BackupInfo",
    "BackupKind",
    "BackupProblem",
    "BackupState",
    "Backups",
    "Restored",
    "Restorer",
]


class BackupProblem(StrEnum):
    """Why the last attempt made no backup; work goes on all the same."""

    NO_ROOM = "no-room"
    FAILED = "failed"  # what was copied is not sound, or could not be written


@dataclass(frozen=True, slots=True)
class BackupState:
    """The newest backup, and what kept the last attempt from making another. `disk_full` says
    that saving goes on in the last room that was kept for it."""

    newest: BackupInfo | None
    problem: BackupProblem | None
    disk_full: bool = False


@dataclass(frozen=True, slots=True)
class Restored:
    """What putting a backup back came to.

    `carried` is how many records with changes that were not sent yet came along; None when
    the store that was there could not be read. That store is in `former`, whole; None when
    there was none.
    """

    backup: BackupInfo
    carried: int | None
    former: Path | None


class Backups:
    """Of an open store. `run` belongs in a thread of its own: it takes seconds and nobody
    waits for it; saving goes on meanwhile."""

    def __init__(self, store: Store) -> None:
        self._keeper = store.backups
        self._reserve = store.reserve
        self._problem: BackupProblem | None = None

    def due(self) -> bool:
        """Whether `run` has something to do. Raises DiskFull and StoreDamaged."""
        return self._keeper is not None and self._keeper.due()

    def run(self, should_stop: Callable[[], bool] = lambda: False) -> BackupState:
        """Make a backup if it is time, and bring the others in line with the store.

        Never fails: what went wrong is in the state, and is tried again the next time.
        """
        if self._keeper is None:
            return self.state()
        if self._reserve is not None:
            self._reserve.keep()
        try:
            self._keeper.run(should_stop)
        except Stopped:
            pass
        except DiskFull:
            self._problem = BackupProblem.NO_ROOM
        except (ExpectedError, OSError):
            self._problem = BackupProblem.FAILED
        else:
            self._problem = None
        return self.state()

    def state(self) -> BackupState:
        found = self._keeper.backups() if self._keeper else ()
        full = self._reserve is not None and self._reserve.spent
        return BackupState(found[0] if found else None, self._problem, full)


class Restorer:
    """The backups of the store in `home`, for the session that opens it.

    `vault` gives the vault of a folder with a key file.
    """

    def __init__(
        self,
        store: Path,
        vault: Callable[[Path], KeyVault],
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._vault = vault
        self.folder = BackupFolder(store.with_name("backups"), clock)
        self._restoring = Restoring(store, self.folder, clock)
        # A restore that was cut short after its decision; if it cannot end now, it will later.
        with suppress(OSError, DiskFull):
            self._restoring.finish()

    def restore(self, name: str, passphrase: str) -> Restored:
        """Put a backup in the place of the store, and the store aside.

        Raises BackupMissing, BackupDamaged, NoRoomForCopy, DiskFull, StoreTooNew and what
        opening a vault raises; the store is then as it was.
        """
        info = next((item for item in self.folder.whole() if item.name == name), None)
        if info is None:
            raise BackupMissing
        files = self.folder.files(name)
        present, opened = self._vault(self._store).open_with(files.keys, passphrase)
        former_keys = present.keys if present else ()
        # A backup under an earlier passphrase mostly has the key that holds now.
        keys = opened.keys if opened else former_keys
        key_file = files.keys
        if present is not None and set(keys) & set(former_keys):
            key_file = self._store / files.keys.name  # of the same keys, and perhaps renewed since
        done = self._restoring.restore(name, keys, key_file.read_bytes(), former_keys)
        carried = None if done.salvaged is None else done.salvaged.records
        return Restored(info, 0 if done.former is None else carried, done.former)

    def remove(self) -> None:
        """Remove everything that can go with the store of a demo."""
        self._restoring.remove()
        self.folder.remove_all()

    def anything_left(self) -> bool:
        """Whether something is still there after `remove`."""
        return self._restoring.anything_left() or self.folder.exists()


def explain_restore(store: Store) -> None:
    """A store that was put back says so in its audit when it is first opened."""
    backup = store.identity.restored_from()
    if backup is None:
        return
    with suppress(DiskFull):  # then the next time
        # What the keyring has against it concerns the seal, which comes after the line.
        with suppress(KeyringEmpty, KeyringUnsupported):
            store.audit.explain_restore(str(store.identity.enrolment().worker_id), backup)
        store.identity.forget_restored_from()
