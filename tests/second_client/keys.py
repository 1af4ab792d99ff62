"""Keys of a laptop, proofs made with them (DPoP, RFC 9449), and what others signed (ES256)."""

import hashlib
import json
import secrets
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256

Jwk = dict[str, str]

_ES256 = ec.ECDSA(SHA256())
_SIZE = 32  # bytes of a coordinate, and of each half of a signature


class NotSigned(Exception):
    """A token that this key did not sign, or that is none."""


def base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def thumbprint(jwk: Jwk) -> str:
    """RFC 7638: over the four members of the key, sorted, without spaces."""
    members = {name: jwk[name] for name in ("crv", "kty", "x", "y")}
    exact = json.dumps(members, sort_keys=True, separators=(",", ":"))
    return base64url(hashlib.sha256(exact.encode()).digest())


class Key:
    """An EC P-256 key pair; the private half never leaves it."""

    def __init__(self) -> None:
        self._private = ec.generate_private_key(ec.SECP256R1())
        numbers = self._private.public_key().public_numbers()
        self.public: Jwk = {
            "kty": "EC",
            "crv": "P-256",
            "x": base64url(numbers.x.to_bytes(_SIZE, "big")),
            "y": base64url(numbers.y.to_bytes(_SIZE, "big")),
        }

    def proof(self, method: str, address: str, nonce: str = "", token: str = "") -> str:
        """For one request to `address`; a second one needs another proof."""
        claims: dict[str, Any] = {
            "htm": method,
            "htu": address,
            "iat": int(time.time()),
            "jti": secrets.token_urlsafe(16),
        }
        if nonce:
            claims["nonce"] = nonce
        if token:
            claims["ath"] = base64url(hashlib.sha256(token.encode()).digest())
        return self.sign({"typ": "dpop+jwt", "alg": "ES256", "jwk": self.public}, claims)

    def sign(self, header: dict[str, Any], claims: dict[str, Any]) -> str:
        signed = f"{_part(header)}.{_part(claims)}"
        r, s = decode_dss_signature(self._private.sign(signed.encode(), _ES256))
        return f"{signed}.{base64url(r.to_bytes(_SIZE, 'big') + s.to_bytes(_SIZE, 'big'))}"


def _part(value: dict[str, Any]) -> str:
    return base64url(json.dumps(value, separators=(",", ":")).encode())


def verified(token: str, jwk: Jwk, typ: str) -> dict[str, Any]:
    """The claims of a JWT of the type `typ` that `jwk` signed; raises NotSigned."""
    try:
        header, claims, signature = token.split(".")
        told = json.loads(from_base64url(header))
        if told.get("typ") != typ or told.get("alg") != "ES256":
            raise NotSigned
        raw = from_base64url(signature)
        if len(raw) != 2 * _SIZE:
            raise NotSigned
        halves = (int.from_bytes(raw[:_SIZE], "big"), int.from_bytes(raw[_SIZE:], "big"))
        x, y = (int.from_bytes(from_base64url(jwk[name]), "big") for name in ("x", "y"))
        key = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
        key.verify(encode_dss_signature(*halves), f"{header}.{claims}".encode(), _ES256)
        found = json.loads(from_base64url(claims))
    except (ValueError, KeyError, InvalidSignature) as error:
        raise NotSigned from error
    if not isinstance(found, dict):
        raise NotSigned
    return found
