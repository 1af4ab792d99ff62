"""The service's own keys: one signing key, made once and kept in the database, and what
follows from it. A process reads them when it starts.
"""

import json
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc.jwk import ECKey
from sqlalchemy import select

from mvs_central.base.central import Central
from mvs_central.tables import service

ALGORITHM = "ES256"


@dataclass(frozen=True, slots=True)
class ServiceKeys:
    """`signing` signs tokens and orders; `nonce` is the key of the nonces in proofs."""

    signing: ECKey = field(repr=False)
    nonce: bytes = field(repr=False)


def new_signing_key() -> str:
    """A private JWK for the database."""
    return json.dumps(ECKey.generate_key("P-256").as_dict(private=True))


def public_half(jwk: str) -> dict[str, str]:
    """Of a private JWK, with only the members that matter."""
    whole = ECKey.import_key(json.loads(jwk)).as_dict(private=False)
    return {name: str(whole[name]) for name in ("kty", "crv", "x", "y")}


def service_keys(central: Central) -> ServiceKeys:
    with central.database.read() as connection:
        jwk = str(connection.scalars(select(service.c.signing_key)).one())
    hkdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"mvs-central proof nonce")
    return ServiceKeys(ECKey.import_key(json.loads(jwk)), hkdf.derive(jwk.encode()))
