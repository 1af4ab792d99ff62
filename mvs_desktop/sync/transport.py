"""One exchange with the central service: a body out, a body in, every failure by its type.

Nothing that comes back is trusted to be ours: an answer is read up to a limit, also after
decompression, and is worth something only when it decodes. Knows no record and no token.
"""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import msgspec
import truststore
import urllib3
import zstandard

from mvs_desktop.domain.errors import (
    AccessPresent,
    CodeOfAnother,
    EnrolmentCodeRefused,
    HeldUpUnderway,
    NotAllowed,
    OfferGone,
    ServerAnswerUnreadable,
    ServerRefused,
    ServerUnreachable,
    ServiceAddressUnusable,
    ServiceTooOld,
    SignInNotLinked,
    SignInRefused,
    SignInUnavailable,
    TooManyAttempts,
    TooManyEndings,
    TooManySearches,
    VersionTooOld,
    WipeOrdered,
)
from mvs_desktop.sync import protocol
from mvs_desktop.sync.deadline import answered_within, watched
from mvs_desktop.sync.packing import Packed
from mvs_desktop.sync.refusals import (
    CaseAbsent,
    ContentDiffers,
    ContentRefused,
    EpochChanged,
    NonceWanted,
    TokenRefused,
    TooLarge,
)

CONNECT_SECONDS = 10.0
READ_SECONDS = 60.0  # between two pieces of an answer
ANSWER_SECONDS = 300.0  # for the whole of it: a trickle is no connection

_PORTS: Final = {"http": 80, "https": 443}
_PIECE = 64 * 1024
_MOST_NONCE = 256  # characters
# The largest window that HTTP allows for zstd (RFC 9659), in bytes.
_WINDOW: Final = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: HTTP status, the decoded body, and what it says to be. `nonce` is for the
    next proof; `retry_after` are seconds, 0 when none were told."""

    status: int
    body: bytes
    content_type: str
    nonce: str = ""
    retry_after: int = 0


def checked_address(service_url: str) -> str:
    """The service's base address without trailing slash.

    Raises ServiceAddressUnusable for anything but https, except http to this computer.
    """
    try:
        parts = urlsplit(service_url.strip())
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise ServiceAddressUnusable from error
    plain = parts.scheme == "http" and is_loopback(host or "")
    extra = parts.username or parts.password or parts.query or parts.fragment
    if not host or extra or port == 0 or not (parts.scheme == "https" or plain):
        raise ServiceAddressUnusable
    # Written as the service sees it in a request: a proof names this address.
    name = f"[{host}]" if ":" in host else host
    suffix = "" if port in (None, _PORTS[parts.scheme]) else f":{port}"
    return f"{parts.scheme}://{name}{suffix}{parts.path}".rstrip("/")


def is_loopback(host: str) -> bool:
    """Whether the host is this computer itself."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def make_pool(service_url: str) -> urllib3.PoolManager:
    """Connections that trust what the operating system trusts, and use its proxy.

    Municipalities have certificate authorities of their own in the system's store.
    """
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    parts = urlsplit(service_url)
    host = parts.hostname or ""
    proxy = getproxies().get(parts.scheme)
    if proxy and not is_loopback(host) and not proxy_bypass(host):
        return urllib3.ProxyManager(proxy, ssl_context=context)
    return urllib3.PoolManager(ssl_context=context)


class Transport:
    """The connections to one service."""

    def __init__(
        self,
        service_url: str,
        pool: urllib3.PoolManager | None = None,
        *,
        connect_seconds: float | None = None,
        read_seconds: float | None = None,
    ) -> None:
        self._connect_seconds = connect_seconds
        self._read_seconds = read_seconds
        self._base = checked_address(service_url)
        self._pool = watched(pool or make_pool(self._base))
        self._spoken = protocol.VERSION

    def url(self, path: str) -> str:
        return self._base + path

    def close(self) -> None:
        self._pool.clear()

    def post(self, path: str, body: Packed, headers: Mapping[str, str]) -> Answer:
        """Send `body`; the answer may still be a refusal, see `check`. To a service that does
        not know our version of the protocol yet, it is said again in the one before.

        Raises ServerUnreachable when no whole answer came, ServerAnswerUnreadable when it
        is too large or cannot come from our service.
        """
        while True:
            answer = self._exchange(path, body, headers)
            if self._spoken == protocol.OLDEST or not _is_too_new(answer):
                return answer
            self._spoken -= 1

    def _exchange(self, path: str, body: Packed, headers: Mapping[str, str]) -> Answer:
        with answered_within(ANSWER_SECONDS) as deadline:
            answer = self._exchanged(path, body, headers)
        if deadline.has_passed:  # what was shut looks as if it had come to its end
            raise ServerUnreachable
        return answer

    def _exchanged(self, path: str, body: Packed, headers: Mapping[str, str]) -> Answer:
        try:
            response = self._pool.request(
                "POST",
                self.url(path),
                body=body.data,
                headers={
                    **headers,
                    "Content-Type": protocol.CONTENT_TYPE,
                    "Content-Encoding": body.encoding,
                    "Accept-Encoding": "zstd",
                    "X-MVS-Protocol": str(self._spoken),
                },
                timeout=urllib3.Timeout(
                    connect=self._connect_seconds or CONNECT_SECONDS,
                    read=self._read_seconds or READ_SECONDS,
                ),
                retries=False,
                redirect=False,
                preload_content=False,
                decode_content=False,
            )
            try:
                raw = _read_capped(response)
            finally:
                # A connection with an unread rest must not serve the next request.
                response.close()
        except urllib3.exceptions.SSLError as error:
            # Somebody answers there, and it is not our service: often a captive portal.
            raise ServerAnswerUnreadable from error
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise ServerUnreachable from error
        nonce = response.headers.get("DPoP-Nonce", "")[:_MOST_NONCE]
        read = _decompressed(raw, response.headers)
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        return Answer(response.status, read, kind, nonce, _seconds(response.headers))


def _seconds(headers: Mapping[str, str]) -> int:
    """What `Retry-After` tells; our service never tells a date."""
    text = headers.get("Retry-After", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _read_capped(response: urllib3.BaseHTTPResponse) -> bytes:
    pieces = bytearray()
    while piece := response.read1(_PIECE):
        pieces += piece
        if len(pieces) > protocol.MAX_BODY:
            raise ServerAnswerUnreadable
    return bytes(pieces)


def _decompressed(raw: bytes, headers: Mapping[str, str]) -> bytes:
    encoding = headers.get("Content-Encoding", "identity").lower()
    if encoding == "identity":
        return raw
    if encoding != "zstd":
        raise ServerAnswerUnreadable
    unpacking = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
    reader = unpacking.stream_reader(BytesIO(raw), read_across_frames=True)
    body = bytearray()
    try:
        while piece := reader.read(_PIECE):
            body += piece
            if len(body) > protocol.MAX_DECODED:
                raise ServerAnswerUnreadable
    except zstandard.ZstdError as error:
        raise ServerAnswerUnreadable from error
    return bytes(body)


_OURS = frozenset({protocol.CONTENT_TYPE, protocol.CHUNK_TYPE})

_REFUSALS: Mapping[tuple[int, str], type[Exception]] = {
    (401, "device-refused"): ServerRefused,
    (401, "use-nonce"): NonceWanted,
    (403, "device-refused"): ServerRefused,
    (403, "wipe-ordered"): WipeOrdered,
    (403, "enrolment-code-refused"): EnrolmentCodeRefused,
    (403, "code-of-another"): CodeOfAnother,
    (403, "sign-in-refused"): SignInRefused,
    (403, "sign-in-not-linked"): SignInNotLinked,
    (503, "sign-in-unavailable"): SignInUnavailable,
    (403, "not-allowed"): NotAllowed,
    (404, "not-found"): CaseAbsent,
    (409, "has-access"): AccessPresent,
    (409, "no-open-offer"): OfferGone,
    (409, "epoch-changed"): EpochChanged,
    (409, "content-differs"): ContentDiffers,
    (413, "quota-reached"): ContentRefused,
    (400, "version-unknown"): ServiceTooOld,
    (426, "version-too-old"): VersionTooOld,
    (429, "too-many-attempts"): TooManyAttempts,
    (429, "too-many-searches"): TooManySearches,
    (429, "too-many-endings"): TooManyEndings,
}


def check(answer: Answer) -> None:
    """Return for a success; raise what a refusal means.

    A refusal counts only as a Problem of our protocol: the same status from a proxy or a
    captive portal is no word of the service.
    """
    if answer.status in (200, 201) and answer.content_type in _OURS:
        return
    problem = problem_in(answer)
    refusal = _REFUSALS.get((answer.status, problem.code if problem else ""))
    if refusal is not None:
        raise refusal
    if answer.status == 429 and problem is not None:
        raise ServerUnreachable(answer.retry_after)
    if answer.status >= 500 or answer.status == 429:
        raise ServerUnreachable
    if answer.status == 413:
        raise TooLarge if problem is not None else HeldUpUnderway
    if answer.status == 401 and problem is not None:
        raise TokenRefused
    raise ServerAnswerUnreadable


def _is_too_new(answer: Answer) -> bool:
    """Whether the service does not speak our version yet. It says so before it looks at the
    proof of a request, which may therefore come again."""
    problem = problem_in(answer) if answer.status == 400 else None
    return problem is not None and problem.code == "version-unknown"


def problem_in(answer: Answer) -> protocol.Problem | None:
    if answer.content_type != protocol.CONTENT_TYPE:
        return None
    try:
        return msgspec.json.decode(answer.body, type=protocol.Problem)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
