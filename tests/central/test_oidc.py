"""The check of an ID token, with everything that may be wrong with one."""

import json
from base64 import urlsafe_b64encode
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from mvs_central.devices import oidc
from mvs_central.devices.oidc import ProviderUnreachable, SignInRefused, verified

ISSUER, CLIENT, NONCE = "https://aanmelden.example.nl", "mvs-desktop", "a-nonce"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
SECONDS = int(NOW.timestamp())
KEY = ECKey.generate_key("P-256", {"kid": "one", "use": "sig"})
JWKS = {"keys": [KEY.as_dict(private=False)]}
CLAIMS: dict[str, Any] = {
    "iss": ISSUER,
    "aud": CLIENT,
    "sub": "noor",
    "exp": SECONDS + 300,
    "iat": SECONDS,
    "nonce": NONCE,
}
HEADER = {"alg": "ES256", "kid": "one"}


def check(token: str, keys: dict[str, Any] = JWKS, nonce: str = NONCE) -> dict[str, Any]:
    return verified(token, keys, ISSUER, CLIENT, nonce, NOW)


def test_a_token_for_us_is_taken() -> None:
    assert check(jwt.encode(HEADER, CLAIMS, KEY))["sub"] == "noor"
    several = CLAIMS | {"aud": [CLIENT, "another"], "azp": CLIENT}
    assert check(jwt.encode(HEADER, several, KEY))["sub"] == "noor"
    late = CLAIMS | {"exp": SECONDS - 30, "iat": SECONDS + 30}  # clocks differ a little
    assert check(jwt.encode(HEADER, late, KEY))["sub"] == "noor"


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "https://elders.example.nl"},
        {"iss": f"{ISSUER}/"},
        {"aud": "another"},
        {"aud": ["another"]},
        {"aud": [CLIENT, "another"]},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"azp": "another"},
        {"aud": None},
        {"exp": SECONDS - 61},
        {"exp": "later"},
        {"exp": True},
        {"exp": None},
        {"iat": SECONDS + 61},
        {"iat": None},
        {"nonce": "another"},
        {"nonce": None},
    ],
)
def test_a_token_that_is_not_for_us_now_is_refused(change: dict[str, Any]) -> None:
    claims = {name: value for name, value in (CLAIMS | change).items() if value is not None}
    with pytest.raises(SignInRefused):
        check(jwt.encode(HEADER, claims, KEY))


def test_no_nonce_is_no_match() -> None:
    claims = {name: value for name, value in CLAIMS.items() if name != "nonce"}
    for told in (claims, claims | {"nonce": ""}):
        with pytest.raises(SignInRefused):
            check(jwt.encode(HEADER, told, KEY), nonce="")


def test_only_sound_signatures_of_the_provider_count() -> None:
    plain = f"{encoded({'alg': 'none'})}.{encoded(CLAIMS)}."
    stranger = jwt.encode(HEADER, CLAIMS, ECKey.generate_key("P-256"))
    # The public key as a shared secret: the classic confusion of kinds of key.
    secret = OctKey.import_key(json.dumps(JWKS["keys"][0]))
    shared = jwt.encode({"alg": "HS256", "kid": "one"}, CLAIMS, secret)
    unknown = jwt.encode({"alg": "ES256", "kid": "two"}, CLAIMS, ECKey.generate_key("P-256"))
    good = jwt.encode(HEADER, CLAIMS, KEY)
    for token in (plain, stranger, shared, unknown, good[:-4], "", "a.b.c", "é", good + ".x"):
        with pytest.raises(SignInRefused):
            check(token)


def test_a_weak_algorithm_is_refused() -> None:
    key = RSAKey.generate_key(2048, {"kid": "one"})
    keys = {"keys": [key.as_dict(private=False)]}
    assert check(jwt.encode({"alg": "RS256", "kid": "one"}, CLAIMS, key), keys)["sub"] == "noor"
    token = jwt.encode({"alg": "RS384", "kid": "one"}, CLAIMS, key, algorithms=["RS384"])
    with pytest.raises(SignInRefused):
        check(token, keys)


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"keys": []},
        {"keys": None},
        {"keys": "one"},
        {"keys": [5]},
        {"keys": [{"kty": "EC"}]},
        {"keys": [KEY.as_dict(private=False) | {"use": "enc"}]},
    ],
)
def test_keys_that_are_none_verify_nothing(keys: dict[str, Any]) -> None:
    with pytest.raises(SignInRefused):
        check(jwt.encode(HEADER, CLAIMS, KEY), keys)


@pytest.mark.parametrize(
    "other",
    [
        {"kty": "AKP", "alg": "ML-DSA-44", "kid": "later", "pub": "AAAA"},
        {"kty": "EC", "crv": "P-1024", "kid": "odd", "x": "AAAA", "y": "AAAA"},
        {"kty": "EC", "crv": "P-256", "kid": "off the curve", "x": "AAAA", "y": "AAAA"},
        {"kty": "RSA", "kid": "half"},
        {"kid": "no kind"},
    ],
)
def test_a_key_that_we_do_not_know_stands_in_the_way_of_none(other: dict[str, Any]) -> None:
    """A provider that begins to publish another kind of key keeps no worker out."""
    token = jwt.encode(HEADER, CLAIMS, KEY)
    for keys in ([other, *JWKS["keys"]], [*JWKS["keys"], other]):
        assert check(token, {"keys": keys})["sub"] == "noor"
    with pytest.raises(SignInRefused):
        check(token, {"keys": [other]})


@pytest.mark.parametrize(
    ("address", "private"),
    [
        ("https://a.example.nl/token", True),
        ("http://127.0.0.1:80/token", True),
        ("http://[::1]/token", True),
        ("http://a.example.nl/token", False),
        ("http://127.0.0.1.example.nl/", False),
        ("https://u:p@a.example.nl/", False),
        ("https:///token", False),
        ("file:///etc/passwd", False),
        ("", False),
        ("https://[", False),
    ],
)
def test_nobody_reads_along(address: str, private: bool) -> None:
    assert oidc.is_private(address) is private


@pytest.mark.parametrize(
    "change",
    [
        {"issuer": "https://elders.example.nl"},
        {"token_endpoint": "http://elders.example.nl/token"},
        {"jwks_uri": None},
        {"jwks_uri": 5},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
)
def test_a_discovery_that_does_not_fit_is_none(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, Any]
) -> None:
    whole = {
        "issuer": ISSUER,
        "authorization_endpoint": f"{ISSUER}/auth",
        "token_endpoint": f"{ISSUER}/token",
        "jwks_uri": f"{ISSUER}/jwks",
    }
    answer = dict(whole)
    monkeypatch.setattr(oidc, "_ask", lambda *_: json.dumps(answer).encode())
    assert oidc.discover(ISSUER).token_endpoint == f"{ISSUER}/token"
    answer |= change
    with pytest.raises(ProviderUnreachable):
        oidc.discover(ISSUER)


@pytest.mark.parametrize("body", [b"", b"[]", b"<html>", b"\xff", b"[" * 100_000])
def test_an_answer_that_is_none_is_no_provider(
    monkeypatch: pytest.MonkeyPatch, body: bytes
) -> None:
    monkeypatch.setattr(oidc, "_ask", lambda *_: body)
    with pytest.raises(ProviderUnreachable):
        oidc.discover(ISSUER)


def encoded(value: object) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def test_a_provider_that_hangs_is_asked_by_one_request_and_then_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked, go_on = [], Event()

    def hangs(issuer: str) -> oidc.Discovery:
        asked.append(issuer)
        go_on.wait(30)
        raise ProviderUnreachable

    monkeypatch.setattr(oidc, "discover", hangs)
    monkeypatch.setattr(oidc, "PATIENCE", 0.01)
    monkeypatch.setattr(oidc, "_kept", oidc._Kept())
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(oidc.discovered, ISSUER, NOW)
        while not asked:
            pass
        with pytest.raises(ProviderUnreachable):
            oidc.discovered(ISSUER, NOW)  # does not wait for it
        go_on.set()
        with pytest.raises(ProviderUnreachable):
            first.result(30)
    with pytest.raises(ProviderUnreachable):
        oidc.discovered(ISSUER, NOW + timedelta(seconds=oidc.KEPT_SILENCE - 1))
    assert asked == [ISSUER]
    found = oidc.Discovery(ISSUER, "https://a.nl", "https://b.nl", "https://c.nl")
    monkeypatch.setattr(oidc, "discover", lambda _: found)
    later = NOW + timedelta(seconds=oidc.KEPT_SILENCE + 1)
    assert oidc.discovered(ISSUER, later) == found
    monkeypatch.setattr(oidc, "discover", hangs)
    assert oidc.discovered(ISSUER, later + timedelta(seconds=oidc.KEPT - 1)) == found
