"""Slot B on the laptop: the database key wrapped for the organisation's recovery key.

HPKE (RFC 9180) with a hybrid key agreement, ML-KEM-768 and X25519 together: what is copied
today stays closed also when one of the two is broken later.
"""

from uuid import UUID

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from mvs_desktop.domain.errors import RecoveryAnswerUnusable, RecoveryKeyRefused
from mvs_desktop.domain.recovery import (
    PUBLIC_BYTES,
    SEED_BYTES,
    Answer,
    NotRecoveryData,
    RecoveryKey,
    Request,
    WrappedKey,
    slot_binding,
)

_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_MLKEM_PUBLIC, _MLKEM_SEED = 1184, 64


def trusted(key: RecoveryKey, pinned: RecoveryKey | None) -> RecoveryKey:
    """The key, when it is signed by the root that was pinned, and not older than what we had.

    Raises RecoveryKeyRefused. Without a pinned key its own root counts: that is what a laptop
    pins at its enrolment.
    """
    root = key.root if pinned is None else pinned.root
    older = pinned is not None and (
        key.number < pinned.number
        or (key.number == pinned.number and key.public_key != pinned.public_key)
    )
    if key.root != root or older or key.number < 1 or len(key.public_key) != PUBLIC_BYTES:
        raise RecoveryKeyRefused
    try:
        Ed25519PublicKey.from_public_bytes(root).verify(key.signature, key.signed())
        _public_key(key.public_key)
    except (InvalidSignature, ValueError) as error:
        raise RecoveryKeyRefused from error
    return key


def wrap(database_key: bytes, key: RecoveryKey, store_id: UUID, device_id: UUID) -> WrappedKey:
    """Slot B of a store; it opens as this store's and this device's alone."""
    info = slot_binding(store_id, device_id, key.id)
    wrapped = _SUITE.encrypt(database_key, _public_key(key.public_key), info)
    return WrappedKey(key.id, device_id, wrapped)


class PendingRequest:
    """A request that waits for its answer; all of it follows from one secret (32 bytes), so
    it is the same again after a restart."""

    def __init__(self, secret: bytes, store_id: UUID, slots: tuple[WrappedKey, ...]) -> None:
        seed = _derived(secret, b"mvs recovery reply key", SEED_BYTES)
        mlkem = MLKEM768PrivateKey.from_seed_bytes(seed[:_MLKEM_SEED])
        x25519 = X25519PrivateKey.from_private_bytes(seed[_MLKEM_SEED:])
        self._private = MLKEM768X25519PrivateKey(mlkem, x25519)
        public = mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()
        request_id = _derived(secret, b"mvs recovery request id", 16).hex()
        self.request = Request(store_id, request_id, slots, public)

    def open(self, content: bytes) -> tuple[bytes, ...]:
        """The database keys in an answer, in the order of the request's slots.

        Raises RecoveryAnswerUnusable.
        """
        asked = self.request
        try:
            answer = Answer.from_bytes(content)
            same = (answer.store_id, answer.request_id) == (asked.store_id, asked.request_id)
            if not same or len(answer.wrapped) != len(asked.slots):
                raise RecoveryAnswerUnusable
            info = asked.answer_binding()
            return tuple(_SUITE.decrypt(item, self._private, info) for item in answer.wrapped)
        except (NotRecoveryData, InvalidTag, ValueError) as error:
            raise RecoveryAnswerUnusable from error


def _public_key(content: bytes) -> MLKEM768X25519PublicKey:
    """Raises ValueError."""
    return MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(content[:_MLKEM_PUBLIC]),
        X25519PublicKey.from_public_bytes(content[_MLKEM_PUBLIC:]),
    )


def _derived(secret: bytes, purpose: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=purpose).derive(secret)
