"""The ways into the database key: passphrase and device together, or the organisation.

The database key is random and never changes with the passphrase. Slot A of the key file
wraps it with AES-256-GCM under HKDF(Argon2id(passphrase) ‖ device secret), so neither a
stolen disk nor an overheard passphrase opens the store alone. Slot B wraps it for the
organisation's recovery key. Every change of the key file is one rename of a file that was
read back first: a process that is killed leaves the old way in or the new one.
"""

import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

from mvs_desktop.domain.errors import (
    KeyFileUnreadable,
    KeyringEmpty,
    KeyringUnsupported,
    RecoveryAnswerUnusable,
    RecoveryOnly,
    RecoveryUnavailable,
    StoreDamaged,
    StoreExists,
    WrongPassphrase,
)
from mvs_desktop.domain.recovery import Request, WrappedKey
from mvs_desktop.storage.keys import key_file
from mvs_desktop.storage.keys.key_file import KEY_BYTES, Cost, KeyFile, new_file
from mvs_desktop.storage.keys.keychain import SecretKeeper, prove, seal_name
from mvs_desktop.storage.keys.recovery import PendingRequest
from mvs_desktop.storage.keys.tries import Tries


@dataclass(frozen=True, slots=True)
class Opened:
    """A key file that was opened. `keys` are the database keys that it holds: one, or two
    while it is being replaced, the new one first."""

    file: KeyFile
    keys: tuple[bytes, ...] = field(repr=False)
    wrapping_key: bytes = field(repr=False)


class KeyVault:
    """The key file of one store, and the count of failed tries beside it."""

    def __init__(
        self,
        path: Path,
        keeper: SecretKeeper,
        clock: Callable[[], datetime],
        cost: Cost | None = None,
    ) -> None:
        self._path = path
        self._tries = Tries(path.with_suffix(".tries"), keeper, clock)
        self._keeper = keeper
        self._cost = cost or Cost()

    def exists(self) -> bool:
        return self._path.exists()

    def create(self, store_id: UUID, passphrase: str) -> bytes:
        """Make a database key, wrap it, and return it (32 bytes).

        Raises StoreExists, KeyringUnsupported or DiskFull; then nothing was left behind.
        """
        if self.exists():
            raise StoreExists
        prove(self._keeper)
        secret = self._keeper.create(str(store_id))
        key = secrets.token_bytes(KEY_BYTES)
        try:
            file = new_file(store_id, str(store_id), self._cost)
            self._write(file, (key,), file.wrapping_key(passphrase, secret))
        except BaseException:
            self._path.unlink(missing_ok=True)
            with suppress(KeyringUnsupported):
                self._keeper.forget(str(store_id))
            raise
        return key

    def unlock(self, passphrase: str) -> bytes:
        """The database key (32 bytes), the new one while it is being replaced. Raises as
        `open` does."""
        return self.open(passphrase).keys[0]

    def open(self, passphrase: str) -> Opened:
        """Open slot A.

        Raises WrongPassphrase with the wait before the next try, RecoveryOnly, KeyringEmpty,
        KeyringUnsupported, StoreDamaged, KeyFileUnreadable or StoreTooNew.
        """
        (opened,) = self._try([key_file.read(self._path)], passphrase)
        assert opened is not None  # noqa: S101 - else it was a wrong one
        return opened

    def open_with(self, backup: Path, passphrase: str) -> tuple[Opened | None, Opened | None]:
        """Try one passphrase, as one try, on this key file and on that of a backup of the same
        store, which may have an earlier one. None for the one that it does not open; raises as
        `open` does when that is both."""
        file = key_file.read(backup)
        try:
            own = key_file.read(self._path)
        except (StoreDamaged, KeyFileUnreadable):
            own = None
        if own is None or own.store_id != file.store_id:
            return None, self._try([file], passphrase)[0]
        first, second = self._try([own, file], passphrase)
        return first, second

    def _try(self, files: Sequence[KeyFile], passphrase: str) -> list[Opened | None]:
        name = _tries_of(files[0].store_id)
        # Without a slot B nobody could help any more: then the wait stays.
        recoverable = any(file.slots_b for file in files)
        if recoverable and self._tries.spent(name):
            raise RecoveryOnly
        wait = self._tries.wait(name)
        if wait:
            raise WrongPassphrase(wait)
        found, empty = [], 0
        for file in files:
            try:
                found.append(self._opened(file, passphrase))
            except KeyringEmpty:
                found.append(None)
                empty += 1
        if any(found):
            if self._tries.any(name):
                self._tries.clear(name)
            return found
        if empty == len(files):
            raise KeyringEmpty
        self._tries.add(name)
        if recoverable and self._tries.spent(name):
            raise RecoveryOnly
        raise WrongPassphrase(self._tries.wait(name))

    def _opened(self, file: KeyFile, passphrase: str) -> Opened | None:
        wrapping_key = file.wrapping_key(passphrase, self._keeper.read(file.secret))
        keys = file.keys(wrapping_key)
        return Opened(file, keys, wrapping_key) if keys else None

    def wait(self) -> int:
        """Seconds until the next try; 0 when it may be now."""
        return self._tries.wait()

    def change_passphrase(self, opened: Opened, passphrase: str) -> Opened:
        """Rewrite slot A for another passphrase. Raises DiskFull, StoreDamaged when the disk
        does not keep it, and what the keyring raises; the old passphrase then stands."""
        file = opened.file
        fresh = new_file(file.store_id, file.secret, self._cost)
        fresh = replace(fresh, slots_b=file.slots_b, organisation=file.organisation)
        secret = self._keeper.read(file.secret)
        return self._write(fresh, opened.keys, fresh.wrapping_key(passphrase, secret))

    def hold(
        self,
        opened: Opened,
        keys: tuple[bytes, ...],
        slots_b: tuple[WrappedKey, ...],
        organisation: str,
    ) -> Opened:
        """Rewrite the slots for these database keys; `slots_b` holds one for each, or none.
        Raises DiskFull, and StoreDamaged when the disk does not keep it."""
        file = replace(opened.file, slots_b=slots_b, organisation=organisation)
        return self._write(file, keys, opened.wrapping_key)

    def request(self) -> tuple[PendingRequest, str]:
        """The request that waits for an answer, or a new one, and whose officers it is for.

        Raises RecoveryUnavailable, KeyringUnsupported, StoreDamaged, KeyFileUnreadable or
        StoreTooNew.
        """
        file = key_file.read(self._path)
        if not file.slots_b:
            raise RecoveryUnavailable
        name = _request_of(file.store_id)
        try:
            secret = self._keeper.read(name)
        except KeyringEmpty:
            prove(self._keeper)
            secret = self._keeper.create(name)
        return PendingRequest(secret, file.store_id, file.slots_b), file.organisation

    def open_answer(self, answer: bytes) -> tuple[Request, tuple[bytes, ...]]:
        """The database keys in an answer; the store was not tried with them. Raises
        RecoveryAnswerUnusable and what `request` raises."""
        file = key_file.read(self._path)
        try:
            secret = self._keeper.read(_request_of(file.store_id))
        except KeyringEmpty:
            raise RecoveryAnswerUnusable from None
        if not file.slots_b:
            raise RecoveryAnswerUnusable
        pending = PendingRequest(secret, file.store_id, file.slots_b)
        return pending.request, pending.open(answer)

    def recover(self, key: bytes, passphrase: str) -> Opened:
        """Make slot A anew for a database key that opened the store: with this passphrase and
        a new device secret. The old secret is forgotten last.

        Raises KeyringUnsupported, DiskFull and StoreDamaged; then nothing was changed.
        """
        file = key_file.read(self._path)
        prove(self._keeper)
        # One of two names: what an attempt that was cut short left is overwritten by the next.
        name = next(name for name in _secrets_of(file.store_id) if name != file.secret)
        secret = self._keeper.create(name)
        try:
            fresh = new_file(file.store_id, name, self._cost)
            if len(file.slots_b) == 1:  # else they are made anew once the store is open
                fresh = replace(fresh, slots_b=file.slots_b, organisation=file.organisation)
            opened = self._write(fresh, (key,), fresh.wrapping_key(passphrase, secret))
        except BaseException:
            with suppress(KeyringUnsupported):
                self._keeper.forget(name)
            raise
        self._tries.clear(_tries_of(file.store_id))
        with suppress(KeyringUnsupported):
            self._keeper.forget(file.secret)
        return opened

    def end_request(self, store_id: UUID) -> None:
        """Forget the request that was answered: its answer works no second time."""
        with suppress(KeyringUnsupported):
            self._keeper.forget(_request_of(store_id))

    def remove(self) -> None:
        """Destroy the key file and the device secret: the store cannot be opened again."""
        file = key_file.read(self._path)
        # The secret first: it is what makes the rest worthless, should this be cut short.
        self._keeper.forget(file.secret)
        self.destroy(file.store_id)
        self._keeper.forget(status_name(file.store_id))

    def destroy(self, store_id: UUID) -> None:
        """The same for a key file that may be gone or damaged; the key with which the laptop
        tells how it stands remains. Raises KeyringUnsupported, when the key file is gone."""
        names = (*_secrets_of(store_id), _request_of(store_id), seal_name(str(store_id)))
        try:
            for name in names:
                self._keeper.forget(name)
        finally:
            self._path.unlink(missing_ok=True)
            self._tries.clear(_tries_of(store_id))

    def _write(self, file: KeyFile, keys: tuple[bytes, ...], wrapping_key: bytes) -> Opened:
        file = file.holding(keys, wrapping_key)
        file.write(self._path)
        return Opened(file, keys, wrapping_key)


def _secrets_of(store_id: UUID) -> tuple[str, str]:
    return str(store_id), f"{store_id}.other"


def _tries_of(store_id: UUID) -> str:
    return f"{store_id}.tries"


def status_name(store_id: UUID) -> str:
    """Under what name the keyring has the key with which a locked laptop asks how it stands."""
    return f"{store_id}.status"


def _request_of(store_id: UUID) -> str:
    return f"{store_id}.request"
