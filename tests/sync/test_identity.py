"""The device's key and its proofs, read back as a service would (RFC 9449)."""

import json
from base64 import urlsafe_b64encode
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from joserfc import jws
from joserfc.errors import BadSignatureError
from joserfc.jwk import ECKey

from mvs_desktop.sync.identity import DeviceKey


def public(key: DeviceKey) -> ECKey:
    return ECKey.import_key({**key.public_jwk()})


def test_a_key_comes_back_from_its_pem() -> None:
    key = DeviceKey.generate()
    again = DeviceKey.from_pem(key.to_pem())
    assert again.public_jwk() == key.public_jwk()
    assert again.thumbprint() == key.thumbprint()


def test_the_public_half_holds_nothing_secret() -> None:
    assert DeviceKey.generate().public_jwk().keys() == {"kty", "crv", "x", "y"}


def test_the_thumbprint_is_that_of_rfc_7638() -> None:
    key = DeviceKey.generate()
    canonical = json.dumps(key.public_jwk(), sort_keys=True, separators=(",", ":"))
    digest = urlsafe_b64encode(sha256(canonical.encode()).digest()).rstrip(b"=").decode()
    assert key.thumbprint() == digest


def test_a_proof_says_what_request_it_is_for() -> None:
    key = DeviceKey.generate()
    proof = key.proof(
        "POST", "https://c.example/v1/push", made_at=7, proof_id="a", access_token="t"
    )
    signed = jws.deserialize_compact(proof, public(key))
    header = signed.headers()
    assert (header["typ"], header["alg"]) == ("dpop+jwt", "ES256")
    assert header["jwk"] == key.public_jwk()
    assert json.loads(signed.payload) == {
        "jti": "a",
        "htm": "POST",
        "htu": "https://c.example/v1/push",
        "iat": 7,
        "ath": urlsafe_b64encode(sha256(b"t").digest()).rstrip(b"=").decode(),
    }


def test_a_proof_for_a_token_request_names_no_token() -> None:
    key = DeviceKey.generate()
    proof = key.proof("POST", "https://c.example/v1/token", made_at=7, proof_id="a")
    signed = jws.deserialize_compact(proof, public(key))
    assert "ath" not in json.loads(signed.payload)


def test_another_key_does_not_make_the_same_proof() -> None:
    proof = DeviceKey.generate().proof("POST", "https://c.example/", made_at=7, proof_id="a")
    with pytest.raises(BadSignatureError):
        jws.deserialize_compact(proof, public(DeviceKey.generate()))


def pem_of(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def public_pem() -> str:
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


@pytest.mark.parametrize(
    "pem",
    [
        "",
        "nothing",
        pem_of(ec.generate_private_key(ec.SECP384R1())),
        pem_of(rsa.generate_private_key(65537, 2048)),
        public_pem(),
    ],
    ids=["empty", "text", "another curve", "another kind", "public"],
)
def test_what_is_no_private_p256_key_is_refused(pem: str) -> None:
    with pytest.raises(ValueError, match="not a private P-256 key"):
        DeviceKey.from_pem(pem)
