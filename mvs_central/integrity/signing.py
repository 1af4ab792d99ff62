"""The service's key under what it says of audits: tree heads, and what laptops told.

It is in the database, as the key of the access tokens is: whoever can write there could sign
something else. What was signed and lies elsewhere (exported heads, a laptop's countersignature)
is what that cannot undo.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from sqlalchemy import Connection, insert, select

from mvs_central.tables import audit_key

HEAD = b"mvs-central audit head 1\n"


@dataclass(frozen=True, slots=True)
class SigningKey:
    id: str
    public: bytes
    private: bytes

    def sign(self, statement: bytes) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(self.private).sign(statement)


def key_id(public: bytes) -> str:
    return sha256(public).hexdigest()[:32]


def is_signed(public: bytes, statement: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, statement)
    except (InvalidSignature, ValueError):
        return False
    return True


def signing_key(connection: Connection, now: datetime) -> SigningKey:
    """The key that signs now; made at its first use."""
    row = connection.execute(
        select(audit_key).order_by(audit_key.c.made_at.desc(), audit_key.c.id).limit(1)
    ).one_or_none()
    if row is not None:
        return SigningKey(row.id, bytes(row.public), bytes(row.private))
    fresh = Ed25519PrivateKey.generate()
    public = fresh.public_key().public_bytes_raw()
    made = SigningKey(key_id(public), public, fresh.private_bytes_raw())
    connection.execute(
        insert(audit_key).values(id=made.id, public=public, private=made.private, made_at=now)
    )
    return made


def public_keys(connection: Connection) -> Mapping[str, bytes]:
    """Every key that ever signed, by id."""
    rows = connection.execute(select(audit_key.c.id, audit_key.c.public))
    return {row.id: bytes(row.public) for row in rows}


def head_statement(size: int, root: bytes, at: datetime) -> bytes:
    """What is signed of a tree head."""
    stated = {"at": at.astimezone(UTC).isoformat(), "root": root.hex(), "size": size}
    return HEAD + json.dumps(stated, sort_keys=True, separators=(",", ":")).encode()
