"""What whoever runs the service asks of it: does it live, can it work, what did it do."""

from collections.abc import Collection, Sequence
from typing import Any

import anyio.to_thread
import msgspec
from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from sqlalchemy import text

from mvs_central.access.networks import Network, network_of
from mvs_central.base.central import Central, Refused
from mvs_central.web import contract, metrics
from mvs_desktop.sync import protocol

HttpRequest = Request[Any, Any, Any]
FORWARDED = ("X-Forwarded-For", "Forwarded")


def handlers(
    central: Central, counted: metrics.Metrics, watchers: Collection[str]
) -> Sequence[HTTPRouteHandler]:
    """`watchers`: addresses that may read the metrics beside this computer itself."""

    # Anybody may ask for it, and making it takes longer than answering does.
    description = msgspec.json.encode(contract.openapi())

    @get("/v1/health")
    async def health() -> dict[str, str | int]:
        """The process answers; it says nothing of the database."""
        return {"status": "ok", "protocol": protocol.VERSION}

    @get("/v1/ready")
    async def ready() -> dict[str, str]:
        """Requests can be answered: the database is there. Else 503."""
        await anyio.to_thread.run_sync(_touch, central)
        return {"status": "ready"}

    @get("/v1/metrics")
    async def measured(request: HttpRequest) -> Response[bytes]:
        if not _may_watch(request, watchers):
            raise Refused(404, "no-such-address")
        return Response(counted.text(), media_type=metrics.CONTENT_TYPE)

    @get("/v1/openapi.json")
    async def described() -> Response[bytes]:
        return Response(description, media_type="application/json")

    return (health, ready, measured, described)


def _touch(central: Central) -> None:
    with central.database.read() as connection:
        connection.execute(text("SELECT 1"))


def _may_watch(request: HttpRequest, watchers: Collection[str]) -> bool:
    host = request.client.host if request.client else ""
    if host in watchers:
        return True
    # Behind a proxy that we were not told of, everybody seems to be this computer.
    forwarded = any(name in request.headers for name in FORWARDED)
    return network_of(host) is Network.LOCAL and not forwarded
