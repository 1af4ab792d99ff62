"""The key file: the database key, wrapped so that passphrase and device together open it.

The database key is random and never changes with the passphrase. Slot A wraps it with
AES-256-GCM under HKDF(Argon2id(passphrase) ‖ device secret), so neither a stolen disk nor
an overheard passphrase opens the store alone. The format leaves room for a second slot,
for the organisation's recovery key.
"""

import json
import secrets
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from mvs_desktop.domain.errors import (
    DiskFull,
    KeyringUnsupported,
    StoreDamaged,
    StoreExists,
    StoreTooNew,
    WrongPassphrase,
)
from mvs_desktop.storage.files import write_durably
from mvs_desktop.storage.keychain import SecretKeeper

FORMAT = 1
KEY_BYTES = 32
_NONCE_BYTES = 12
_TAG_BYTES = 16
_SLOT_BYTES = _NONCE_BYTES + KEY_BYTES + _TAG_BYTES

# Memory in KiB. A key file that asks for less than the floor was tampered with; one that
# asks for more than the ceiling would only exhaust the machine.
_FLOOR, _CEILING = 64 * 1024, 1024 * 1024

# The first tries are free: people mistype. Then the wait doubles, up to a quarter of an hour.
_FREE_TRIES = 3
_FIRST_WAIT, _LONGEST_WAIT = 30, 900  # seconds


@dataclass(frozen=True, slots=True)
class Cost:
    """What deriving a key from a passphrase costs (RFC 9106)."""

    memory: int = 256 * 1024  # KiB
    iterations: int = 3
    lanes: int = 4


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
        self._tries = path.with_suffix(".tries")
        self._keeper = keeper
        self._clock = clock
        self._cost = cost or Cost()

    def exists(self) -> bool:
        return self._path.exists()

    def create(self, store_id: UUID, passphrase: str) -> bytes:
        """Make a database key, wrap it, and return it (32 bytes).

        Raises StoreExists, KeyringUnsupported or DiskFull; then nothing was left behind.
        """
        if self.exists():
            raise StoreExists
        device_secret = self._keeper.create(str(store_id))
        key = secrets.token_bytes(KEY_BYTES)
        try:
            self._write(store_id, key, passphrase, device_secret)
        except BaseException:
            self._path.unlink(missing_ok=True)
            with suppress(KeyringUnsupported):
                self._keeper.forget(str(store_id))
            raise
        return key

    def unlock(self, passphrase: str) -> bytes:
        """The database key (32 bytes).

        Raises WrongPassphrase with the wait before the next try, KeyringEmpty,
        KeyringUnsupported, StoreDamaged or StoreTooNew.
        """
        wait = self.wait()
        if wait:
            raise WrongPassphrase(wait)
        content = self._read()
        device_secret = self._keeper.read(content["store_id"])
        try:
            key = self._open_slot(content, passphrase, device_secret)
        except InvalidTag:
            self._count_failure()
            raise WrongPassphrase(self.wait()) from None
        self._tries.unlink(missing_ok=True)
        return key

    def wait(self) -> int:
        """Seconds until the next try; 0 when it may be now."""
        failures, last = self._failures()
        if failures < _FREE_TRIES or last is None:
            return 0
        doublings = min(failures - _FREE_TRIES, 10)
        pause = min(_FIRST_WAIT << doublings, _LONGEST_WAIT)
        passed = (self._clock() - last).total_seconds()
        # A clock that was turned back must not make the wait longer than the pause itself.
        return max(0, min(pause, round(pause - passed)))

    def remove(self) -> None:
        """Destroy the key file and the device secret: the store cannot be opened again."""
        # The secret first: it is what makes the rest worthless, should this be cut short.
        self._keeper.forget(self._read()["store_id"])
        self._path.unlink(missing_ok=True)
        self._tries.unlink(missing_ok=True)

    def _write(self, store_id: UUID, key: bytes, passphrase: str, device_secret: bytes) -> None:
        header: dict[str, Any] = {
            "format": FORMAT,
            "store_id": str(store_id),
            "kdf": {
                "memory": self._cost.memory,
                "iterations": self._cost.iterations,
                "lanes": self._cost.lanes,
                "salt": b64encode(secrets.token_bytes(16)).decode(),
            },
        }
        wrapping = _wrapping_key(header, passphrase, device_secret)
        nonce = secrets.token_bytes(_NONCE_BYTES)
        wrapped = AESGCM(wrapping).encrypt(nonce, key, _bound(header))
        content = header | {"slot_a": b64encode(nonce + wrapped).decode()}
        write_durably(self._path, json.dumps(content, indent=1).encode())
        if self._open_slot(self._read(), passphrase, device_secret) != key:
            raise StoreDamaged

    def _read(self) -> dict[str, Any]:
        try:
            content = json.loads(self._path.read_bytes())
            newer = content["format"] > FORMAT
            cost = content["kdf"]
            sound = (
                _FLOOR <= cost["memory"] <= _CEILING
                and 1 <= cost["iterations"] <= 20
                and 1 <= cost["lanes"] <= 16
                and isinstance(content["store_id"], str)
            )
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            raise StoreDamaged from error
        if newer:
            raise StoreTooNew
        if not sound:
            raise StoreDamaged
        return content  # type: ignore[no-any-return]

    def _open_slot(self, content: dict[str, Any], passphrase: str, device_secret: bytes) -> bytes:
        try:
            slot = b64decode(content["slot_a"], validate=True)
            wrapping = _wrapping_key(content, passphrase, device_secret)
        except (KeyError, ValueError, TypeError) as error:
            raise StoreDamaged from error
        if len(slot) != _SLOT_BYTES:
            raise StoreDamaged
        return AESGCM(wrapping).decrypt(slot[:_NONCE_BYTES], slot[_NONCE_BYTES:], _bound(content))

    def _failures(self) -> tuple[int, datetime | None]:
        try:
            count, moment = self._tries.read_text().split()
            return int(count), datetime.fromisoformat(moment).astimezone(UTC)
        except (OSError, ValueError, OverflowError):
            return 0, None

    def _count_failure(self) -> None:
        failures, _ = self._failures()
        with suppress(DiskFull):  # then the derivation alone slows a guesser down
            write_durably(self._tries, f"{failures + 1} {self._clock().isoformat()}".encode())


def _wrapping_key(header: dict[str, Any], passphrase: str, device_secret: bytes) -> bytes:
    cost = header["kdf"]
    stretched = Argon2id(
        salt=b64decode(cost["salt"], validate=True),
        length=KEY_BYTES,
        iterations=cost["iterations"],
        lanes=cost["lanes"],
        memory_cost=cost["memory"],
    ).derive(_as_bytes(passphrase))
    hkdf = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"mvs-desktop slot A")
    return hkdf.derive(stretched + device_secret)


def _as_bytes(passphrase: str) -> bytes:
    """The same for an é that one keyboard types in one piece and another in two; and half a
    character, which a paste can leave, is only a wrong passphrase."""
    return unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")


def _bound(header: dict[str, Any]) -> bytes:
    """What the wrapped key is bound to: a changed header makes it fail to open."""
    part = {name: header[name] for name in ("format", "store_id", "kdf")}
    return json.dumps(part, sort_keys=True).encode()
