"""The form of a key file: what is in it, and the two ways into the database key.

Slot A opens with the passphrase and the device secret, slot B with the organisation's
recovery key. While the database key is being replaced both slots are there twice, the new
ones first, so that the store opens whatever happens on the way.
"""

import json
import secrets
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from mvs_desktop.domain.errors import KeyFileUnreadable, StoreDamaged, StoreTooNew
from mvs_desktop.domain.recovery import WrappedKey
from mvs_desktop.storage.base.files import write_durably

FORMAT = 2  # of a slot A that is written now; format 1 had no other secret and no `next`
KEY_BYTES = 32
SALT_BYTES = 16
_NONCE_BYTES = 12
_TAG_BYTES = 16
_SLOT_BYTES = _NONCE_BYTES + KEY_BYTES + _TAG_BYTES
_MOST_BYTES = 64 * 1024

# Memory in KiB. A key file that asks for less than the floor was tampered with; one that
# asks for more than the ceiling would only exhaust the machine.
_FLOOR, _CEILING = 64 * 1024, 1024 * 1024


@dataclass(frozen=True, slots=True)
class Cost:
    """What deriving a key from a passphrase costs (RFC 9106)."""

    memory: int = 256 * 1024  # KiB
    iterations: int = 3
    lanes: int = 4


@dataclass(frozen=True, slots=True)
class KeyFile:
    """What a key file holds. `secret` names the device secret in the keyring.

    `slots_b` is empty until the organisation's recovery key was learned, and else as long as
    `slots_a`; `organisation` is whose recovery key it is.
    """

    format: int
    store_id: UUID
    secret: str
    cost: Cost
    salt: bytes
    slots_a: tuple[bytes, ...]
    slots_b: tuple[WrappedKey, ...] = ()
    organisation: str = ""

    def wrapping_key(self, passphrase: str, device_secret: bytes) -> bytes:
        """What opens and closes slot A (32 bytes). Slow on purpose."""
        stretched = Argon2id(
            salt=self.salt,
            length=KEY_BYTES,
            iterations=self.cost.iterations,
            lanes=self.cost.lanes,
            memory_cost=self.cost.memory,
        ).derive(_as_bytes(passphrase))
        hkdf = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"mvs-desktop slot A")
        return hkdf.derive(stretched + device_secret)

    def keys(self, wrapping_key: bytes) -> tuple[bytes, ...]:
        """The database key; two while it is being replaced, the new one first; none when the
        wrapping key is not the right one."""
        found = []
        for slot in self.slots_a:
            nonce, wrapped = slot[:_NONCE_BYTES], slot[_NONCE_BYTES:]
            with suppress(InvalidTag):
                found.append(
                    AESGCM(wrapping_key).decrypt(nonce, wrapped, self._header(self.format))
                )
        return tuple(found)

    def holding(self, keys: tuple[bytes, ...], wrapping_key: bytes) -> "KeyFile":
        """The same file with a new slot A for each of these database keys."""
        slots = []
        header = self._header(FORMAT)
        for key in keys:
            nonce = secrets.token_bytes(_NONCE_BYTES)
            slots.append(nonce + AESGCM(wrapping_key).encrypt(nonce, key, header))
        return replace(self, format=FORMAT, slots_a=tuple(slots))

    def _header(self, format_: int) -> bytes:
        """What slot A is bound to: a changed header makes it fail to open."""
        part: dict[str, Any] = {
            "format": format_,
            "store_id": str(self.store_id),
            "kdf": self._kdf(),
        }
        if format_ > 1:
            part["secret"] = self.secret
        return json.dumps(part, sort_keys=True).encode()

    def _kdf(self) -> dict[str, int | str]:
        return {
            "memory": self.cost.memory,
            "iterations": self.cost.iterations,
            "lanes": self.cost.lanes,
            "salt": b64encode(self.salt).decode(),
        }

    def write(self, path: Path) -> None:
        """Put it in the place of what was there, whole or not at all. Raises DiskFull."""
        content: dict[str, Any] = {
            "format": self.format,
            "store_id": str(self.store_id),
            "secret": self.secret,
            "kdf": self._kdf(),
            **self._slots(len(self.slots_a) - 1),
        }
        if self.organisation:
            content["organisation"] = self.organisation
        if len(self.slots_a) > 1:
            content["next"] = self._slots(0)
        write_durably(path, json.dumps(content, indent=1).encode(), proven=self._check)

    def _slots(self, number: int) -> dict[str, Any]:
        slots: dict[str, Any] = {"slot_a": b64encode(self.slots_a[number]).decode()}
        if self.slots_b:
            slot = self.slots_b[number]
            slots["slot_b"] = {
                "key_id": slot.key_id,
                "device_id": str(slot.device_id),
                "wrapped": b64encode(slot.wrapped).decode(),
            }
        return slots

    def _check(self, beside: Path) -> None:
        """That the disk gives back what was written, before anything is replaced by it."""
        if read(beside) != self:
            raise StoreDamaged


def new_file(store_id: UUID, secret: str, cost: Cost) -> KeyFile:
    """A key file that holds no key yet; `holding` gives it one."""
    return KeyFile(FORMAT, store_id, secret, cost, secrets.token_bytes(SALT_BYTES), ())


def read(path: Path) -> KeyFile:
    """Raises StoreDamaged, StoreTooNew, and KeyFileUnreadable when the system refuses."""
    try:
        raw = path.read_bytes()
    except PermissionError as error:
        raise KeyFileUnreadable from error
    except OSError as error:
        raise StoreDamaged from error
    try:
        content = json.loads(raw[:_MOST_BYTES])
        if content["format"] > FORMAT:
            raise StoreTooNew
        file = _decoded(content)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise StoreDamaged from error
    cost = file.cost
    sound = (
        _FLOOR <= cost.memory <= _CEILING
        and 1 <= cost.iterations <= 20
        and 1 <= cost.lanes <= 16
        and all(len(slot) == _SLOT_BYTES for slot in file.slots_a)
    )
    if not sound:
        raise StoreDamaged
    return file


def _decoded(content: Mapping[str, Any]) -> KeyFile:
    kdf = content["kdf"]
    slots = [content["next"], content] if "next" in content else [content]
    # A file that lost its slot B still opens with the passphrase, and gets it back then.
    slots_b = tuple(_slot_b(slot["slot_b"]) for slot in slots if "slot_b" in slot)
    return KeyFile(
        format=content["format"],
        store_id=UUID(content["store_id"]),
        secret=str(content.get("secret", content["store_id"])),
        cost=Cost(kdf["memory"], kdf["iterations"], kdf["lanes"]),
        salt=_bytes(kdf["salt"]),
        slots_a=tuple(_bytes(slot["slot_a"]) for slot in slots),
        slots_b=slots_b if len(slots_b) == len(slots) else (),
        organisation=str(content.get("organisation", "")),
    )


def _slot_b(slot: Mapping[str, Any]) -> WrappedKey:
    return WrappedKey(str(slot["key_id"]), UUID(slot["device_id"]), _bytes(slot["wrapped"]))


def _bytes(text: str) -> bytes:
    return b64decode(text, validate=True)


def _as_bytes(passphrase: str) -> bytes:
    """The same for an é that one keyboard types in one piece and another in two; and half a
    character, which a paste can leave, is only a wrong passphrase."""
    return unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
