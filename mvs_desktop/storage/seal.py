"""A seal on the audit, outside the store: how far it had come, signed with what is on this
laptop alone.

A store that was replaced by an older copy, or whose lines were all written anew, is sound in
itself. Its seal tells: a file that holds the last number and hash, under an HMAC-SHA256 with
a key from the device secret in the keyring. Somebody who puts back the whole folder, seal
included, is found by the centre, which countersigns what it receives.
"""

import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from mvs_desktop.storage.audit import Mark
from mvs_desktop.storage.files import write_durably


class SealBroken(Exception):
    """The file is not a seal, or not one of this store made with this secret."""


@dataclass(frozen=True, slots=True)
class Seal:
    """Where the audit stood at that moment."""

    mark: Mark
    at: datetime


class SealFile:
    """The seal of one store. `device_secret` gives the secret from the keyring, 32 bytes."""

    def __init__(self, path: Path, store_id: str, device_secret: Callable[[], bytes]) -> None:
        self._path = path
        self._store_id = store_id
        self._device_secret = device_secret

    def read(self) -> Seal | None:
        """None when there is no file. Raises SealBroken, and what the keyring raises."""
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise SealBroken from error
        try:
            fields = json.loads(content)
            found = bytes.fromhex(fields.pop("hmac"))
            seal = Seal(
                Mark(int(fields["number"]), str(fields["hash"])),
                datetime.fromisoformat(fields["at"]),
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise SealBroken from error
        own = fields.get("store") == self._store_id
        if not own or not hmac.compare_digest(found, self._mac(fields)):
            raise SealBroken
        return seal

    def write(self, seal: Seal) -> None:
        """Replace it, durably. Raises DiskFull, and what the keyring raises."""
        fields = {
            "store": self._store_id,
            "number": seal.mark.number,
            "hash": seal.mark.hash,
            "at": seal.at.isoformat(),
        }
        content = fields | {"hmac": self._mac(fields).hex()}
        write_durably(self._path, json.dumps(content, indent=1).encode())

    def _mac(self, fields: dict[str, object]) -> bytes:
        derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"mvs-desktop audit seal")
        key = derive.derive(self._device_secret())
        return hmac.new(key, json.dumps(fields, sort_keys=True).encode(), sha256).digest()
