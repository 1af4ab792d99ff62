"""Signing in with the system's browser: the authorisation code with PKCE (RFC 8252, RFC 7636).

The browser comes back to a port of this computer that is open for this alone. What it brings
is worth something only together with what stays here, and goes to the service, which redeems
it. Nothing of the account is seen here.
"""

import secrets
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from hmac import compare_digest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from urllib.parse import parse_qs, urlencode, urlsplit

import urllib3

from mvs_desktop.domain.errors import (
    ServerAnswerUnreadable,
    SignInCancelled,
    SignInRefused,
    SignInUnavailable,
)
from mvs_desktop.sync import protocol
from mvs_desktop.sync.answers import decoded
from mvs_desktop.sync.packing import packed
from mvs_desktop.sync.refusals import TokenRefused
from mvs_desktop.sync.status import CONNECT_SECONDS, READ_SECONDS
from mvs_desktop.sync.transport import Transport, check, is_loopback

PATH = "/terug"
PATIENCE = 300.0  # seconds that somebody may take to sign in
_MOST_QUERY = 8_192
_LOOK = 0.1  # seconds between two looks whether it was cancelled
_IDLE = 5.0  # seconds that a connection may stay silent

Browse = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Page:
    """What the browser shows when it has come back, in the language of the program."""

    done: str
    refused: str


def provider_at(
    service_url: str, pool: urllib3.PoolManager | None = None
) -> protocol.SignInProvider | None:
    """Where to sign in for this service; None when it knows codes only. Raises what a request
    raises, and SignInUnavailable."""
    transport = Transport(
        service_url, pool, connect_seconds=CONNECT_SECONDS, read_seconds=READ_SECONDS
    )
    try:
        body = packed(protocol.encode(protocol.SignInRequest()))
        answer = transport.post("/v1/sign-in", body, {})
    finally:
        transport.close()
    if answer.status == 404:
        return None  # an older service
    try:
        check(answer)
    except TokenRefused as error:
        raise ServerAnswerUnreadable from error  # nothing of that was asked
    provider = decoded(answer.body, protocol.SignInReply).provider
    if provider is not None and not _is_private(provider.authorization_endpoint):
        raise ServerAnswerUnreadable
    return provider


def sign_in(
    provider: protocol.SignInProvider,
    thumbprint: str,
    browse: Browse,
    cancelled: Callable[[], bool],
    page: Page,
    patience: float = PATIENCE,
) -> protocol.SignedIn:
    """Have somebody sign in; what it gives holds only for the device with this key.

    `browse` opens an address in the system's browser; `cancelled` is asked while waiting.
    Raises SignInRefused, SignInCancelled, and SignInUnavailable when no port can be had.
    """
    verifier, state, salt = (secrets.token_urlsafe(32) for _ in range(3))
    with _listening(_Expected(state, provider.issuer, provider.tells_issuer), page) as back:
        query = {
            "response_type": "code",
            "client_id": provider.client_id,
            "redirect_uri": back.address,
            "scope": provider.scope,
            "state": state,
            "nonce": _hashed(f"{thumbprint}.{salt}"),
            "code_challenge": _hashed(verifier),
            "code_challenge_method": "S256",
        }
        place = provider.authorization_endpoint
        browse(f"{place}{'&' if urlsplit(place).query else '?'}{urlencode(query)}")
        code = back.wait(cancelled, patience)
        return protocol.SignedIn(code, verifier, back.address, salt)


@dataclass(frozen=True, slots=True)
class _Expected:
    state: str
    issuer: str
    tells_issuer: bool

    def code_in(self, query: str) -> str | None:
        """The code that came back; empty for a refusal, None for what is no answer to us."""
        try:
            members = parse_qs(query, max_num_fields=20, errors="strict")
        except ValueError:
            return None
        if any(len(values) != 1 for values in members.values()):
            return None
        found = {name: values[0] for name, values in members.items()}
        if not compare_digest(found.get("state", "").encode(), self.state.encode()):
            return None
        # Another provider's answer must not be taken for ours (RFC 9207).
        told = found.get("iss")
        if (told is None and self.tells_issuer) or told not in (None, self.issuer):
            return ""
        return "" if "error" in found else found.get("code", "")


@dataclass
class _Back:
    """Where the browser comes back to."""

    address: str
    came: Event = field(default_factory=Event)
    code: str = ""

    def wait(self, cancelled: Callable[[], bool], patience: float) -> str:
        until = time.monotonic() + patience
        while not self.came.wait(_LOOK):
            if cancelled():
                raise SignInCancelled
            if time.monotonic() > until:
                raise SignInRefused
        if not self.code:
            raise SignInRefused
        return self.code


@contextmanager
def _listening(expected: _Expected, page: Page) -> Iterator[_Back]:
    """A port of this computer, open until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        timeout = _IDLE

        def do_GET(self) -> None:
            path, _, query = self.path.partition("?")
            ours = (
                path == PATH
                and len(query) <= _MOST_QUERY
                # A page elsewhere that made its own name point here is not the browser's answer.
                and self.headers.get("Host") == urlsplit(back.address).netloc
                and not back.came.is_set()
            )
            code = expected.code_in(query) if ours else None
            if code is None:
                self.send_error(404)
                return
            self._say(page.done if code else page.refused)
            back.code = code
            back.came.set()

        def _say(self, text: str) -> None:
            body = f"<!doctype html><meta charset=utf-8><title>MVS Desktop</title><p>{text}"
            raw = body.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(raw)))
            self.send_header("Content-Security-Policy", "default-src 'none'")
            self.send_header("Referrer-Policy", "no-referrer")
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: object) -> None:
            """The address holds the code: it is written down nowhere."""

    class Server(ThreadingHTTPServer):
        daemon_threads = False

        def handle_error(self, *_: object) -> None:
            """A browser that goes away."""

    try:
        server = Server(("127.0.0.1", 0), Handler)
    except OSError as error:
        raise SignInUnavailable from error
    back = _Back(f"http://127.0.0.1:{server.server_address[1]}{PATH}")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield back
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _hashed(text: str) -> str:
    """SHA-256 as base64url: of a verifier (S256), and of a nonce."""
    return urlsafe_b64encode(sha256(text.encode()).digest()).rstrip(b"=").decode()


def _is_private(address: str) -> bool:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(host) and (
        parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
    )
