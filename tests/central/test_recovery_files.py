"""The files and keys of recovery, worked out once more from what docs/recovery.md and
docs/protocol.md say of them: by these words somebody writes another client."""

import hashlib
import json
import os
from base64 import b64decode, b64encode
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from mvs_central.devices import recovery, recovery_parts
from mvs_desktop.domain.recovery import Request
from mvs_desktop.storage.keys.recovery import wrap
from tests.central.test_recovery import KEY, Parts, parts

__all__ = ["parts"]

SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
ENCAPSULATED, TAG = 1_088 + 32, 16


def plain(*texts: object) -> bytes:
    return json.dumps(texts, separators=(",", ":"), ensure_ascii=True).encode()


def test_a_recovery_key_is_signed_and_named_as_it_is_written() -> None:
    ours = recovery_parts.new_parts("Stichting Één", ("Ans", "Bert"), 7)
    told = recovery.on_the_wire(recovery_parts.public_key(ours, 7))
    assert told is not None
    public = b64decode(told.public_key)
    assert len(public) == 1_216
    root = Ed25519PublicKey.from_public_bytes(b64decode(told.root))
    stated = plain("mvs recovery key", told.organisation, told.number, told.public_key)
    assert b"\\u00c9" in stated
    root.verify(b64decode(told.signature), stated)
    name = hashlib.sha256(b"mvs recovery key\n" + public).hexdigest()[:32]
    assert name == recovery_parts.public_key(ours, 7).id


def test_a_laptop_of_another_make_asks_and_reads_the_answer(parts: Parts) -> None:
    store_id, device_id = str(uuid4()), str(uuid4())
    mlkem, x25519 = MLKEM768PrivateKey.generate(), X25519PrivateKey.generate()
    reply_key = mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()
    key = recovery_parts.public_key(parts, 1)
    assert len(wrap(KEY, key, uuid4(), uuid4()).wrapped) == ENCAPSULATED + len(KEY) + TAG
    members: dict[str, Any] = {
        "kind": "mvs-recovery-request",
        "format": 1,
        "store_id": store_id,
        "request_id": os.urandom(16).hex(),
        "slots": [
            {
                "key_id": key.id,
                "device_id": device_id,
                "wrapped": b64encode(_wrapped(parts, store_id, device_id, key.id)).decode(),
            }
        ],
        "reply_key": b64encode(reply_key).decode(),
    }
    file = json.dumps(members, indent=1, sort_keys=True).encode()
    digest = hashlib.sha256(file).digest()
    request = Request.from_bytes(json.dumps(members).encode())  # it came in another form
    stretched = hashlib.scrypt(
        digest, salt=b"mvs recovery check", n=2**15, r=8, p=1, maxmem=64 * 1024 * 1024, dklen=16
    )
    code = f"{int.from_bytes(stretched, 'big') % 10**15:015d}"
    assert request.check().replace(" ", "") == code
    answer = json.loads(recovery_parts.answered(parts, request).to_bytes())
    assert {name: answer[name] for name in ("kind", "format", "store_id", "request_id")} == {
        "kind": "mvs-recovery-answer",
        "format": 1,
        "store_id": store_id,
        "request_id": members["request_id"],
    }
    (wrapped,) = answer["wrapped"]
    info = plain("mvs recovery answer", store_id, members["request_id"], digest.hex())
    private = MLKEM768X25519PrivateKey(mlkem, x25519)
    assert SUITE.decrypt(b64decode(wrapped), private, info) == KEY


def _wrapped(parts: Parts, store_id: str, device_id: str, key_id: str) -> bytes:
    """What a laptop puts in its slot, from the public bytes alone."""
    public = recovery_parts.public_key(parts, 1).public_key
    key = MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(public[:1_184]),
        X25519PublicKey.from_public_bytes(public[1_184:]),
    )
    return SUITE.encrypt(KEY, key, plain("mvs recovery slot", store_id, device_id, key_id))
