"""The organisation's recovery key in two parts, each in a file under its officer's passphrase.

Neither part says anything of the key: the key is derived from both. The same two parts hold
the root key, which signs every next recovery key. A rotation keeps what the earlier keys were
made of, for laptops that still wait in a drawer.
"""

import json
import secrets
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from mvs_central.base import private_files
from mvs_desktop.domain.errors import ExpectedError
from mvs_desktop.domain.recovery import (
    PUBLIC_BYTES,
    SEED_BYTES,
    Answer,
    RecoveryKey,
    Request,
    signed_form,
)

SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)

PARTS = ("A", "B")
SHORTEST = 14  # characters of an officer's passphrase

_FORMAT = 1
_KIND = "mvs-recovery-part"
_PART_BYTES = 32
_NONCE_BYTES = 12
_MLKEM_PUBLIC, _MLKEM_SEED = 1184, 64
_MEMORY, _ITERATIONS, _LANES = 256 * 1024, 3, 4  # KiB, RFC 9106
_FLOOR, _CEILING = 64 * 1024, 1024 * 1024


class PartUnreadable(ExpectedError):
    """Not a file with a part of a recovery key, or a damaged one."""

    code = "part-unreadable"


class PartPassphrase(ExpectedError):
    """The passphrase does not open this part."""

    code = "part-passphrase"


class PartsDontMatch(ExpectedError):
    """Twice the same part, or parts of different keys."""

    code = "parts-dont-match"


class PartTooWeak(ExpectedError):
    """An officer's passphrase is too short."""

    code = "part-too-weak"


class SlotUnopened(ExpectedError):
    """The request's slot was not made for this key, this laptop, or at all."""

    code = "slot-unopened"


@dataclass(frozen=True, slots=True)
class Part:
    """One officer's part. `keys` holds the piece of each recovery key by its number."""

    letter: str  # A or B
    officer: str
    organisation: str
    set_id: str  # the same in both parts of one root
    root: bytes = field(repr=False)
    keys: Mapping[int, bytes] = field(repr=False)


def new_parts(organisation: str, officers: tuple[str, str], number: int = 1) -> tuple[Part, Part]:
    """Both parts of a new root key and of its first recovery key; `number` is above 1 when
    there was another root before."""
    set_id = secrets.token_hex(16)
    first, second = (
        Part(letter, officer, organisation, set_id, _random(), {number: _random()})
        for letter, officer in zip(PARTS, officers, strict=True)
    )
    return first, second


def rotated(parts: tuple[Part, Part], officers: tuple[str, str]) -> tuple[Part, Part]:
    """Parts with one more recovery key, under the same root; officers may be others."""
    number = newest(parts) + 1
    first, second = (
        Part(
            part.letter,
            officer,
            part.organisation,
            part.set_id,
            part.root,
            {**part.keys, number: _random()},
        )
        for part, officer in zip(parts, officers, strict=True)
    )
    return first, second


def together(first: Part, second: Part) -> tuple[Part, Part]:
    """Both parts, A before B. Raises PartsDontMatch."""
    parts = (first, second) if first.letter == "A" else (second, first)
    if (
        (parts[0].letter, parts[1].letter) != PARTS
        or first.set_id != second.set_id
        or first.keys.keys() != second.keys.keys()
    ):
        raise PartsDontMatch
    return parts


def newest(parts: tuple[Part, Part]) -> int:
    return max(parts[0].keys)


def public_key(parts: tuple[Part, Part], number: int) -> RecoveryKey:
    """The public half of a recovery key, signed by the root."""
    mlkem, x25519 = _private_halves(parts, number)
    public = mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()
    root = Ed25519PrivateKey.from_private_bytes(
        _derived(parts[0].root + parts[1].root, b"mvs recovery root", 32)
    )
    organisation = parts[0].organisation
    return RecoveryKey(
        organisation,
        number,
        public,
        root.public_key().public_bytes_raw(),
        root.sign(signed_form(organisation, number, public)),
    )


def answered(parts: tuple[Part, Part], request: Request) -> Answer:
    """What is in the request's slots, wrapped for the laptop that asks.

    The private key exists while this runs, in memory alone. Raises SlotUnopened.
    """
    numbers = {public_key(parts, number).id: number for number in parts[0].keys}
    reply = _reply_key(request.reply_key)
    info = request.answer_binding()
    wrapped = []
    for slot in request.slots:
        if slot.key_id not in numbers:
            raise SlotUnopened
        private = MLKEM768X25519PrivateKey(*_private_halves(parts, numbers[slot.key_id]))
        try:
            key = SUITE.decrypt(slot.wrapped, private, slot.bound_to(request.store_id))
        except (InvalidTag, ValueError) as error:
            raise SlotUnopened from error
        wrapped.append(SUITE.encrypt(key, reply, info))
    return Answer(request.store_id, request.request_id, tuple(wrapped))


def write_part(part: Part, path: Path, passphrase: str) -> None:
    """Make the file, readable by its owner alone. Raises PartTooWeak, and FileExistsError: a
    part is never overwritten."""
    if len(passphrase.strip()) < SHORTEST:
        raise PartTooWeak
    header: dict[str, Any] = {
        "kind": _KIND,
        "format": _FORMAT,
        "part": part.letter,
        "officer": part.officer,
        "organisation": part.organisation,
        "set": part.set_id,
        "kdf": {
            "memory": _MEMORY,
            "iterations": _ITERATIONS,
            "lanes": _LANES,
            "salt": b64encode(secrets.token_bytes(16)).decode(),
        },
    }
    inside = {
        "root": b64encode(part.root).decode(),
        "keys": {str(number): b64encode(key).decode() for number, key in part.keys.items()},
    }
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = AESGCM(_wrapping_key(header["kdf"], passphrase)).encrypt(
        nonce, json.dumps(inside).encode(), _bound(header)
    )
    content = header | {"sealed": b64encode(nonce + sealed).decode()}
    private_files.write_new(path, json.dumps(content, indent=1).encode())


def officer_of(path: Path) -> str:
    """Whose part a file is, as it says itself; opening it proves it. Raises PartUnreadable."""
    return str(_header(path)["officer"])


def letter_of(path: Path) -> str:
    """A or B. Raises PartUnreadable."""
    return str(_header(path)["part"])


def read_part(path: Path, passphrase: str) -> Part:
    """Raises PartUnreadable and PartPassphrase."""
    content = _header(path)
    try:
        sealed = b64decode(content["sealed"], validate=True)
        wrapping_key = _wrapping_key(content["kdf"], passphrase)
        header = {name: value for name, value in content.items() if name != "sealed"}
        inside = json.loads(
            AESGCM(wrapping_key).decrypt(
                sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], _bound(header)
            )
        )
        return Part(
            content["part"],
            content["officer"],
            content["organisation"],
            content["set"],
            b64decode(inside["root"]),
            {int(number): b64decode(key) for number, key in inside["keys"].items()},
        )
    except InvalidTag as error:
        raise PartPassphrase from error
    except (ValueError, KeyError, TypeError) as error:
        raise PartUnreadable from error


def _header(path: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(path.read_bytes())
        cost = content["kdf"]
        sound = (
            content["kind"] == _KIND
            and content["format"] == _FORMAT
            and content["part"] in PARTS
            and _FLOOR <= cost["memory"] <= _CEILING
            and 1 <= cost["iterations"] <= 20
            and 1 <= cost["lanes"] <= 16
            and isinstance(content["officer"], str)
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise PartUnreadable from error
    if not sound:
        raise PartUnreadable
    return content


def _private_halves(
    parts: tuple[Part, Part], number: int
) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    pieces = parts[0].keys[number] + parts[1].keys[number]
    seed = _derived(pieces, b"mvs recovery key %d" % number, SEED_BYTES)
    return (
        MLKEM768PrivateKey.from_seed_bytes(seed[:_MLKEM_SEED]),
        X25519PrivateKey.from_private_bytes(seed[_MLKEM_SEED:]),
    )


def _reply_key(content: bytes) -> MLKEM768X25519PublicKey:
    try:
        if len(content) != PUBLIC_BYTES:
            raise SlotUnopened
        return MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(content[:_MLKEM_PUBLIC]),
            X25519PublicKey.from_public_bytes(content[_MLKEM_PUBLIC:]),
        )
    except ValueError as error:
        raise SlotUnopened from error


def _wrapping_key(cost: Mapping[str, Any], passphrase: str) -> bytes:
    return Argon2id(
        salt=b64decode(cost["salt"], validate=True),
        length=32,
        iterations=cost["iterations"],
        lanes=cost["lanes"],
        memory_cost=cost["memory"],
    ).derive(unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass"))


def _derived(pieces: bytes, purpose: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=purpose).derive(pieces)


def _random() -> bytes:
    return secrets.token_bytes(_PART_BYTES)


def _bound(header: Mapping[str, Any]) -> bytes:
    return json.dumps(header, sort_keys=True).encode()
