"""What a laptop and the officers of its organisation say to each other to open a lost store.

A laptop's database key is wrapped, in the key file, for the recovery key of its organisation
(slot B). When nobody can open the store any more, the laptop makes a request file; two
officers (sleutelbeheerders) together unwrap the key and wrap it again for that request alone.
Here are the forms of both files, what their contents are bound to, and the check code that
people compare; the cryptography is in `storage.recovery` and `mvs_central.devices.recovery`.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import scrypt, sha256
from typing import Any, TypeVar
from uuid import UUID

PUBLIC_BYTES = 1184 + 32  # ML-KEM-768, then X25519
SEED_BYTES = 64 + 32  # of the private half, in the same order
ROOT_BYTES = 32  # Ed25519

Read = TypeVar("Read")

MOST_BYTES = 64 * 1024  # of a request or an answer
_MOST_WRAPPED = 2  # a store whose key was being replaced has two

_REQUEST = "mvs-recovery-request"
_ANSWER = "mvs-recovery-answer"
_FORMAT = 1


class NotRecoveryData(ValueError):
    """Not a file of this kind, or a damaged one."""


@dataclass(frozen=True, slots=True)
class RecoveryKey:
    """The public half of an organisation's recovery key, signed by its root key.

    `number` counts the keys of one root from 1, so that an old one cannot come back.
    """

    organisation: str
    number: int
    public_key: bytes
    root: bytes  # the root's public key
    signature: bytes

    @property
    def id(self) -> str:
        """32 hexadecimal digits that name the key."""
        return key_id(self.public_key)

    def signed(self) -> bytes:
        """What the root signs."""
        return signed_form(self.organisation, self.number, self.public_key)


def key_id(public_key: bytes) -> str:
    return sha256(b"mvs recovery key\n" + public_key).hexdigest()[:32]


def signed_form(organisation: str, number: int, public_key: bytes) -> bytes:
    return _bound("mvs recovery key", organisation, number, _text(public_key))


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """Slot B: the database key, wrapped for the recovery key `key_id`."""

    key_id: str
    device_id: UUID
    wrapped: bytes

    def bound_to(self, store_id: UUID) -> bytes:
        return slot_binding(store_id, self.device_id, self.key_id)


def slot_binding(store_id: UUID, device_id: UUID, key_id: str) -> bytes:
    """The `info` of HPKE for a slot B: in another place the slot does not open."""
    return _bound("mvs recovery slot", str(store_id), str(device_id), key_id)


@dataclass(frozen=True, slots=True)
class Request:
    """What a laptop asks: open one of `slots`, and wrap what is in it for `reply_key`."""

    store_id: UUID
    request_id: str
    slots: tuple[WrappedKey, ...]
    reply_key: bytes  # HPKE public key whose private half never leaves the laptop

    def to_bytes(self) -> bytes:
        return _file(
            _REQUEST,
            store_id=str(self.store_id),
            request_id=self.request_id,
            slots=[
                {
                    "key_id": slot.key_id,
                    "device_id": str(slot.device_id),
                    "wrapped": _text(slot.wrapped),
                }
                for slot in self.slots
            ],
            reply_key=_text(self.reply_key),
        )

    @classmethod
    def from_bytes(cls, content: bytes) -> "Request":
        """Raises NotRecoveryData."""

        def read(members: Any) -> Request:
            return cls(
                UUID(members["store_id"]),
                _short(members["request_id"]),
                tuple(
                    WrappedKey(
                        _short(slot["key_id"]), UUID(slot["device_id"]), _bytes(slot["wrapped"])
                    )
                    for slot in _few(members["slots"])
                ),
                _bytes(members["reply_key"]),
            )

        return _read(content, _REQUEST, read)

    def digest(self) -> str:
        return sha256(self.to_bytes()).hexdigest()

    def answer_binding(self) -> bytes:
        """The `info` of HPKE for the answer: it opens for this request alone."""
        return _bound("mvs recovery answer", str(self.store_id), self.request_id, self.digest())

    def check(self) -> str:
        """The check code (controlecode), three groups of five digits.

        People compare it, so that nobody on the way can put a request of his own in the
        place of this one. It is slow to compute: trying 10¹⁵ requests is out of reach.
        """
        stretched = scrypt(
            bytes.fromhex(self.digest()), salt=b"mvs recovery check", n=2**15, r=8, p=1,
            maxmem=64 * 1024 * 1024, dklen=16,
        )  # fmt: skip
        digits = f"{int.from_bytes(stretched) % 10**15:015d}"
        return " ".join(digits[at : at + 5] for at in (0, 5, 10))


@dataclass(frozen=True, slots=True)
class Answer:
    """What the officers give back: the database key of each slot, for this request alone."""

    store_id: UUID
    request_id: str
    wrapped: tuple[bytes, ...]

    def to_bytes(self) -> bytes:
        return _file(
            _ANSWER,
            store_id=str(self.store_id),
            request_id=self.request_id,
            wrapped=[_text(item) for item in self.wrapped],
        )

    @classmethod
    def from_bytes(cls, content: bytes) -> "Answer":
        """Raises NotRecoveryData."""

        def read(members: Any) -> Answer:
            return cls(
                UUID(members["store_id"]),
                _short(members["request_id"]),
                tuple(_bytes(item) for item in _few(members["wrapped"])),
            )

        return _read(content, _ANSWER, read)


def _bound(purpose: str, *parts: str | int) -> bytes:
    return json.dumps([purpose, *parts], separators=(",", ":"), ensure_ascii=True).encode()


def _file(kind: str, **members: object) -> bytes:
    content = {"kind": kind, "format": _FORMAT, **members}
    return json.dumps(content, indent=1, sort_keys=True).encode()


def _read(content: bytes, kind: str, read: Callable[[Any], Read]) -> Read:
    if len(content) > MOST_BYTES:
        raise NotRecoveryData
    try:
        members = json.loads(content)
        if members["kind"] != kind or members["format"] != _FORMAT:
            raise NotRecoveryData
        return read(members)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotRecoveryData from error


def _short(value: object) -> str:
    if not isinstance(value, str) or not 1 <= len(value) <= 32 or not value.isalnum():
        raise NotRecoveryData
    return value


def _few(value: object) -> Sequence[Any]:
    if not isinstance(value, list) or not 1 <= len(value) <= _MOST_WRAPPED:
        raise NotRecoveryData
    return value


def _text(content: bytes) -> str:
    return b64encode(content).decode()


def _bytes(text: str) -> bytes:
    return b64decode(text, validate=True)
