"""Asking an OpenID provider who signed in: discovery, the code for an ID token, and its check.

The service itself asks, over TLS, and trusts nothing that a laptop says about it. Knows no
worker and no device.
"""

import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec
import truststore
import urllib3
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from mvs_central.access.networks import is_loopback
from mvs_desktop.domain.errors import ExpectedError

# Of the algorithms that OpenID providers sign with, those with a public key that are sound.
ALGORITHMS = ("ES256", "ES384", "PS256", "RS256")
LEEWAY = 60  # seconds that our clock and the provider's may differ
MOST_BYTES = 256 * 1024  # of an answer
SECONDS = urllib3.Timeout(connect=5, read=10)
KEPT = 300  # seconds that a discovery is kept
KEPT_SILENCE = 20  # seconds that a provider which did not answer is left alone
PATIENCE = 2  # seconds that a request waits for another that asks
MOST_CLAIM = 255  # characters

FORM = {"Content-Type": "application/x-www-form-urlencoded"}

Claims = dict[str, Any]


class ProviderUnreachable(ExpectedError):
    """The provider does not answer, or not as a provider does."""

    code = "provider-unreachable"


class SignInRefused(ExpectedError):
    """The provider does not know this sign-in, or it is not for us."""

    code = "sign-in-refused"


class Discovery(msgspec.Struct, frozen=True):
    """What a provider says about itself (OpenID Connect Discovery, RFC 9207)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    authorization_response_iss_parameter_supported: bool = False


@dataclass(frozen=True, slots=True)
class Grant:
    """What the laptop got from the browser, and what binds it to that laptop."""

    code: str
    verifier: str
    redirect_uri: str
    nonce: str


def discover(issuer: str) -> Discovery:
    """Raises ProviderUnreachable."""
    found = _decoded(_ask("GET", f"{issuer.rstrip('/')}/.well-known/openid-configuration"))
    try:
        discovery = msgspec.convert(found, Discovery)
    except msgspec.ValidationError as error:
        raise ProviderUnreachable from error
    places = (
        discovery.authorization_endpoint,
        discovery.token_endpoint,
        discovery.jwks_uri,
    )
    if discovery.issuer != issuer or not all(map(is_private, places)):
        raise ProviderUnreachable
    return discovery


def discovered(issuer: str, now: datetime) -> Discovery:
    """The same, asked once in some minutes: strangers may ask for it. Raises
    ProviderUnreachable, also for a while after it did not answer."""
    return _kept.get(issuer, now)


class _Kept:
    """What was last found out, or that nothing was. One request asks; those that come
    meanwhile do not wait for a provider that hangs."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[float, Discovery | None]] = {}  # until when
        self._asking = Lock()

    def get(self, issuer: str, now: datetime) -> Discovery:
        if not self._is_fresh(issuer, now) and self._asking.acquire(timeout=PATIENCE):
            try:
                if not self._is_fresh(issuer, now):
                    self._ask(issuer, now)
            finally:
                self._asking.release()
        _, found = self._found.get(issuer, (0, None))
        if found is None:
            raise ProviderUnreachable
        return found

    def _is_fresh(self, issuer: str, now: datetime) -> bool:
        until, _ = self._found.get(issuer, (0.0, None))
        return 0 < until - now.timestamp() <= KEPT

    def _ask(self, issuer: str, now: datetime) -> None:
        found: Discovery | None = None
        with suppress(ProviderUnreachable):
            found = discover(issuer)
        kept = KEPT if found else KEPT_SILENCE
        self._found = {issuer: (now.timestamp() + kept, found)}


_kept = _Kept()


def redeem(discovery: Discovery, client_id: str, grant: Grant, now: datetime) -> Claims:
    """The claims of whoever signed in. Raises ProviderUnreachable and SignInRefused."""
    form = {
        "grant_type": "authorization_code",
        "code": grant.code,
        "redirect_uri": grant.redirect_uri,
        "client_id": client_id,
        "code_verifier": grant.verifier,
    }
    answer = _decoded(_ask("POST", discovery.token_endpoint, form))
    token = answer.get("id_token")
    if not isinstance(token, str):
        raise SignInRefused
    keys = _decoded(_ask("GET", discovery.jwks_uri))
    return verified(token, keys, discovery.issuer, client_id, grant.nonce, now)


def verified(
    token: str, keys: Mapping[str, Any], issuer: str, client_id: str, nonce: str, now: datetime
) -> Claims:
    """The claims of an ID token for us (OpenID Connect Core, 3.1.3.7). Raises SignInRefused."""
    try:
        claims = jwt.decode(token, _usable(keys), algorithms=list(ALGORITHMS)).claims
    except (JoseError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise SignInRefused from error
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    moment = now.timestamp()
    right = (
        claims.get("iss") == issuer
        and client_id in audiences
        and (len(audiences) == 1 or claims.get("azp") == client_id)
        and claims.get("azp", client_id) == client_id
        and _number(claims.get("exp")) > moment - LEEWAY
        and _number(claims.get("iat")) < moment + LEEWAY
        and nonce
        and claims.get("nonce") == nonce
    )
    if not right:
        raise SignInRefused
    return dict(claims)


def _usable(keys: Mapping[str, Any]) -> KeySet:
    """The keys to sign with, of a kind that we know: a provider may have others too (RFC 7517,
    section 5). Raises what a set that is none raises."""
    found = []
    for key in keys.get("keys", []):
        if key.get("use", "sig") == "sig":
            with suppress(JoseError, ValueError, TypeError, KeyError):
                found += KeySet.import_key_set({"keys": [key]}).keys
    return KeySet(found)


def is_private(address: str) -> bool:
    """Whether nobody can read along: https, or http on this computer."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    if not host or parts.username or parts.password or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))


def _number(value: object) -> float:
    """Not a number is no time that could be right."""
    known = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if known else float("nan")  # type: ignore[arg-type]


def _ask(method: str, url: str, form: Mapping[str, str] | None = None) -> bytes:
    """Raises ProviderUnreachable, and SignInRefused when it says that what we sent is wrong."""
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        with urllib3.PoolManager(ssl_context=context, num_pools=1) as pool:
            answer = pool.request(
                method,
                url,
                body=urlencode(form).encode() if form else None,
                headers={"Accept": "application/json", **(FORM if form else {})},
                timeout=SECONDS,
                retries=False,
                redirect=False,
                preload_content=False,
            )
            try:
                body = answer.read(MOST_BYTES + 1)
            finally:
                answer.close()
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise ProviderUnreachable from error
    if form is not None and answer.status in (400, 401, 403):
        raise SignInRefused
    if answer.status != 200 or len(body) > MOST_BYTES:
        raise ProviderUnreachable
    return body


def _decoded(body: bytes) -> dict[str, Any]:
    try:
        return msgspec.json.decode(body, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProviderUnreachable from error
