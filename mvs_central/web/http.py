"""The service over HTTP: asks who is calling before a body is read, answers Problems.

Everything that blocks runs in a worker thread, each with transactions of its own.
"""

import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import anyio.to_thread
import zstandard
from litestar import Litestar, Response, post
from litestar.enums import ScopeType
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from mvs_central.access.limits import Limits
from mvs_central.access.networks import network_of
from mvs_central.access.rates import RATES, Rates
from mvs_central.access.service_keys import ServiceKeys, service_keys
from mvs_central.base import acting
from mvs_central.base.central import Caller, Central, Refused
from mvs_central.base.logs import Log, log_line, places_of
from mvs_central.cases.intake import TOO_LARGE, UNREADABLE
from mvs_central.devices import nonces, own_devices, recovery, sign_in, tokens, wiping
from mvs_central.devices.enrolment import enrol
from mvs_central.devices.strangers import Strangers
from mvs_central.integrity.device_acts import tell
from mvs_central.sync import contents
from mvs_central.sync.feed import feeds, pull
from mvs_central.sync.push import push
from mvs_central.web import contract, operations, team_routes
from mvs_central.web.bodies import (
    MOST_UNPROVEN,
    Body,
    HttpRequest,
    read_body,
    read_bytes,
)
from mvs_central.web.metrics import Metrics
from mvs_desktop.sync import protocol
from mvs_desktop.sync.protocol import OwnDeviceEnd, OwnDeviceKeep, OwnDevicesRequest

COMPRESS_FROM = 1_024  # bytes

SECURITY_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
CODES = {404: "no-such-address", 405: "no-such-method", 413: TOO_LARGE}


@dataclass(frozen=True, slots=True)
class Settings:
    """`origins`: the addresses that devices know us by, as in https://mvs.example.nl;
    `watchers`: who may read the metrics, beside this computer itself."""

    origins: frozenset[str]
    log: Log = log_line
    rates: Rates = RATES
    watchers: frozenset[str] = frozenset()


def create_app(central: Central, settings: Settings) -> ASGIApp:
    """The ASGI application; it closes the database when it ends."""
    service = _Service(central, settings)

    @asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncIterator[None]:
        await anyio.to_thread.run_sync(service.read_keys)
        yield
        central.database.close()

    @post("/v1/enrol", status_code=200, request_max_body_size=MOST_UNPROVEN)
    async def enrol_device(request: HttpRequest) -> Response[bytes]:
        body = await read_body(request, protocol.EnrolRequest, MOST_UNPROVEN)
        address = request.client.host if request.client else ""
        return await service.answer(request, lambda: enrol(central, body, address))

    @post("/v1/sign-in", status_code=200, request_max_body_size=MOST_UNPROVEN)
    async def sign_in_place(request: HttpRequest) -> Response[bytes]:
        await read_body(request, protocol.SignInRequest, MOST_UNPROVEN)
        return await service.answer(request, lambda: sign_in.offered(central))

    @post("/v1/token", status_code=200, request_max_body_size=MOST_UNPROVEN)
    async def token(request: HttpRequest) -> Response[bytes]:
        await read_bytes(request, MOST_UNPROVEN)
        return await service.token(request)

    @post("/v1/push", status_code=200)
    async def push_changes(request: HttpRequest) -> Response[bytes]:
        return await service.known(request, protocol.PushRequest, push)

    @post("/v1/pull", status_code=200)
    async def pull_manifest(request: HttpRequest) -> Response[bytes]:
        return await service.known(request, protocol.PullRequest, pull)

    @post("/v1/feeds", status_code=200)
    async def feed_cases(request: HttpRequest) -> Response[bytes]:
        return await service.known(request, protocol.FeedsRequest, feeds)

    answered = [sign_in_place, enrol_device, token, push_changes, pull_manifest, feed_cases]
    app = Litestar(
        [
            *answered,
            *operations.handlers(central, service.metrics, settings.watchers),
            *_device_handlers(central, service),
            *_content_handlers(central, service),
            *(service.route(*each) for each in team_routes.ROUTES),
        ],
        openapi_config=None,
        logging_config=None,
        request_max_body_size=protocol.MAX_BODY,
        before_request=service.admit,
        exception_handlers={Exception: service.problem},
        lifespan=[lifespan],
    )
    # Around all of it: an address that does not exist passes no middleware of Litestar's.
    return service.around(app)


def _device_handlers(central: Central, service: "_Service") -> Sequence[HTTPRouteHandler]:
    """The addresses for what a device keeps of itself: its way back in, its audit, and its end."""

    @post("/v1/recovery-key", status_code=200)
    async def recovery_key(request: HttpRequest) -> Response[bytes]:
        return await service.known(request, protocol.RecoveryKeyRequest, recovery.tell)

    @post("/v1/acts", status_code=200)
    async def device_acts(request: HttpRequest) -> Response[bytes]:
        return await service.known(request, protocol.ActsRequest, tell)

    @post("/v1/device-status", status_code=200, request_max_body_size=MOST_UNPROVEN)
    async def device_status(request: HttpRequest) -> Response[bytes]:
        body = await read_body(request, protocol.DeviceStatusRequest, MOST_UNPROVEN)
        device = request.headers.get("X-MVS-Device", "")
        proven = service.proven(request)
        return await service.answer(
            request, lambda: wiping.status(central, service.keys, device, proven, body)
        )

    own = [
        service.route("/v1/devices", OwnDevicesRequest, own_devices.tell),
        service.route("/v1/devices/end", OwnDeviceEnd, own_devices.end),
        service.route("/v1/devices/keep", OwnDeviceKeep, own_devices.keep),
    ]
    return (recovery_key, device_acts, device_status, *own)


def _content_handlers(central: Central, service: "_Service") -> Sequence[HTTPRouteHandler]:
    """The addresses for the content of attachments; chunks are no messages."""

    @post("/v1/attachment/offer", status_code=200)
    async def offer_content(request: HttpRequest) -> Response[bytes]:
        return await service.known(request, protocol.ContentOffer, contents.offer)

    @post("/v1/attachment/put", status_code=200, request_max_body_size=protocol.MAX_FRAME)
    async def put_chunk(request: HttpRequest) -> Response[bytes]:
        caller = await service.caller(request)
        body = await read_bytes(request, protocol.MAX_FRAME)
        return await service.answer(request, lambda: contents.put(central, caller, body))

    @post("/v1/attachment/get", status_code=200)
    async def get_chunk(request: HttpRequest) -> Response[bytes]:
        caller = await service.caller(request)
        asked = await read_body(request, protocol.ContentRequest)
        chunk = await anyio.to_thread.run_sync(contents.get, central, caller, asked)
        # Pictures and PDFs are compressed as they are.
        return Response(chunk, media_type=protocol.CHUNK_TYPE)

    return (offer_content, put_chunk, get_chunk)


class _Service:
    """What the handlers share."""

    def __init__(self, central: Central, settings: Settings) -> None:
        self._central = central
        self._settings = settings
        self._keys: ServiceKeys | None = None
        self._limits = Limits(central, settings.rates, time.monotonic)
        self._strangers = Strangers(central, time.monotonic)
        self.metrics = Metrics(contract.PATHS)

    def read_keys(self) -> None:
        """Before the first request."""
        self._keys = service_keys(self._central)

    @property
    def keys(self) -> ServiceKeys:
        if self._keys is None:
            raise RuntimeError("the application was not started")
        return self._keys

    def proven(self, request: HttpRequest) -> tokens.Request:
        return tokens.Request(
            request.method,
            self._settings.origins,
            request.scope["path"],
            request.headers.get("DPoP", ""),
            network_of(request.client.host if request.client else ""),
        )

    async def admit(self, request: HttpRequest) -> None:
        """Before anything of a request is looked at. Raises Refused."""
        await self._limits.address(request.client.host if request.client else "")

    async def caller(self, request: HttpRequest) -> Caller:
        """Who asks, proven. Raises Refused."""
        _check_version(request)
        proven = self.proven(request)
        authorization = request.headers.get("Authorization", "")
        caller = await anyio.to_thread.run_sync(
            tokens.caller_of, self._central, self.keys, authorization, proven
        )
        request.state.caller = caller
        await self._limits.device(caller.device_id)
        await self._limits.worker(caller.worker_id, request.scope["path"])
        acting.become_worker(caller.worker_id, self._central.now())
        return caller

    async def token(self, request: HttpRequest) -> Response[bytes]:
        """A token for a device that proves itself; that a stranger came is written down."""
        device, proven = request.headers.get("X-MVS-Device", ""), self.proven(request)
        try:
            return await self.answer(
                request, lambda: tokens.issue(self._central, self.keys, device, proven)
            )
        except Refused as refusal:
            if refusal.code == tokens.DEVICE_REFUSED:
                await self._strangers.note(refusal.code)
            raise

    async def known(
        self,
        request: HttpRequest,
        kind: type[Body],
        work: Callable[[Central, Caller, Body], protocol.Struct],
    ) -> Response[bytes]:
        """Answer a device that proves who it is; before that nothing of the body is read."""
        caller = await self.caller(request)
        body = await read_body(request, kind)
        return await self.answer(request, lambda: work(self._central, caller, body))

    async def answer(
        self, request: HttpRequest, work: Callable[[], protocol.Struct]
    ) -> Response[bytes]:
        compress = "zstd" in request.headers.get("Accept-Encoding", "")

        def run() -> Response[bytes]:
            return _response(protocol.encode(work()), compress=compress)

        return await anyio.to_thread.run_sync(run)

    def route(
        self,
        path: str,
        kind: type[Body],
        work: Callable[[Central, Caller, Body], protocol.Struct],
    ) -> HTTPRouteHandler:
        """The handler of one address for devices that prove who they are."""

        async def handle(request: HttpRequest) -> Response[bytes]:
            return await self.known(request, kind, work)

        return post(path, status_code=200)(handle)

    def problem(self, request: HttpRequest, error: Exception) -> Response[bytes]:
        """Every failure as a Problem; what happened inside stays inside."""
        headers = {}
        match error:
            case Refused():
                status, code = error.status, error.code
                if error.retry_after:
                    headers["Retry-After"] = str(error.retry_after)
                if status == 401:
                    asked = ', error="use_dpop_nonce"' if code == tokens.USE_NONCE else ""
                    headers["WWW-Authenticate"] = f'DPoP algs="ES256"{asked}'
            case HTTPException() if error.status_code < 500:
                status, code = error.status_code, CODES.get(error.status_code, UNREADABLE)
            case OperationalError() | PoolTimeout():
                status, code, headers = 503, "busy", {"Retry-After": "5"}
                self._settings.log("busy", kind=type(error).__name__, places=places_of(error))
            case _:
                status, code = 500, "internal"
                self._settings.log("failure", kind=type(error).__name__, places=places_of(error))
        request.state.code = code
        _let_go(error)
        body = protocol.Problem(code, self._central.now().isoformat())
        return _response(protocol.encode(body), status=status, headers=headers)

    def around(self, app: ASGIApp) -> ASGIApp:
        """Security headers on every answer, a nonce where a proof came in or was missing, and
        one line in the log for every request."""

        async def handle(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != ScopeType.HTTP:
                await app(scope, receive, send)
                return
            began, status = time.monotonic(), 0

            async def send_safely(message: Message) -> None:
                nonlocal status
                if message["type"] == "http.response.start":
                    status = message["status"]
                    extra = [(k.lower().encode(), v.encode()) for k, v in SECURITY_HEADERS.items()]
                    if status == 401 or any(name == b"dpop" for name, _ in scope["headers"]):
                        nonce = nonces.current(self.keys.nonce, self._central.now())
                        extra.append((b"dpop-nonce", nonce.encode()))
                    message["headers"] = [*message["headers"], *extra]
                await send(message)

            try:
                with acting.nobody():
                    await app(scope, receive, send_safely)
            finally:
                state = scope.get("state") or {}
                self._log_request(scope, status, began, state)
                seconds = time.monotonic() - began
                self.metrics.answered(scope["path"], status, state.get("code", ""), seconds)

        return handle

    def _log_request(self, scope: Scope, status: int, began: float, state: dict[str, Any]) -> None:
        caller: Caller | None = state.get("caller")
        self._settings.log(
            "request",
            # What nobody of ours asks may hold anything.
            path=path if (path := scope["path"]) in contract.PATHS else "other",
            status=status,
            ms=round((time.monotonic() - began) * 1000),
            code=state.get("code", ""),
            worker=caller.worker_id if caller else None,
            device=caller.device_id if caller else None,
        )


def _let_go(error: BaseException | None) -> None:
    """An error that came out of a thread and what was at work there hold each other, and with it a
    body of megabytes, until the collector comes by: not often, see `serve`."""
    while error is not None:
        error.__traceback__ = None
        error = error.__context__


def _check_version(request: HttpRequest) -> None:
    """Raises Refused for a device that speaks a protocol that we no longer, or do not yet."""
    spoken = request.headers.get("X-MVS-Protocol", "")
    if not (spoken.isascii() and spoken.isdigit()) or int(spoken[:9]) < protocol.OLDEST:
        raise Refused(426, "version-too-old")
    if int(spoken[:9]) > protocol.VERSION:
        raise Refused(400, "version-unknown")


def _response(
    body: bytes, *, status: int = 200, compress: bool = False, headers: dict[str, str] | None = None
) -> Response[bytes]:
    extra = dict(headers or {})
    if compress and len(body) >= COMPRESS_FROM:
        body = zstandard.ZstdCompressor().compress(body)
        extra["Content-Encoding"] = "zstd"
    return Response(body, status_code=status, media_type=protocol.CONTENT_TYPE, headers=extra)
