"""The key pair of this device, and the proofs that a request comes from it (RFC 9449)."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any, Self

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

CURVE = "P-256"
ALGORITHM = "ES256"
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of its group


class DeviceKey:
    """An EC P-256 key pair. The private half leaves this object only as PEM for the store."""

    def __init__(self, key: ECKey) -> None:
        self._key = key

    @classmethod
    def generate(cls) -> Self:
        return cls(ECKey.generate_key(CURVE))

    @classmethod
    def from_seed(cls, seed: bytes) -> Self:
        """The key that belongs to 32 random bytes; always the same one (FIPS 186-5, A.2.1)."""
        hkdf = HKDF(algorithm=SHA256(), length=48, salt=None, info=b"mvs-desktop status key")
        secret = int.from_bytes(hkdf.derive(seed), "big") % (_ORDER - 1) + 1
        made = ec.derive_private_key(secret, ec.SECP256R1())
        pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return cls(ECKey.import_key(pem))

    @classmethod
    def from_pem(cls, pem: str) -> Self:
        """Raises ValueError for anything but a private P-256 key."""
        try:
            key = ECKey.import_key(pem)
        except (ValueError, TypeError, JoseError):
            key = None
        # The text of the library's own failure could hold a part of the key.
        if key is None or not key.is_private or key.curve_name != CURVE:
            raise ValueError("not a private P-256 key")
        return cls(key)

    def to_pem(self) -> str:
        return self._key.as_pem(private=True).decode()

    def public_jwk(self) -> dict[str, str]:
        """The public half as a JWK with only the members that its thumbprint covers."""
        public: dict[str, Any] = self._key.as_dict(private=False)
        return {name: public[name] for name in ("kty", "crv", "x", "y")}

    def thumbprint(self) -> str:
        """RFC 7638, SHA-256, base64url."""
        return self._key.thumbprint()

    def proof(
        self,
        method: str,
        url: str,
        *,
        made_at: int,
        proof_id: str,
        nonce: str = "",
        access_token: str | None = None,
    ) -> str:
        """A DPoP proof for one request.

        `url` is without query; `made_at` in seconds since 1970, by any clock; `proof_id` is
        never used twice. `nonce` is the last that the service gave: it says how old the proof
        is. With `access_token` the proof holds for it alone.
        """
        claims: dict[str, str | int] = {
            "jti": proof_id,
            "htm": method,
            "htu": url,
            "iat": made_at,
        }
        if nonce:
            claims["nonce"] = nonce
        if access_token is not None:
            digest = sha256(access_token.encode()).digest()
            claims["ath"] = urlsafe_b64encode(digest).rstrip(b"=").decode()
        header = {"typ": "dpop+jwt", "alg": ALGORITHM, "jwk": self.public_jwk()}
        return jws.serialize_compact(header, msgspec.json.encode(claims), self._key)
