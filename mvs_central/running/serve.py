"""Running the service: one process on one address, private or not at all."""

import errno
import gc
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import uvicorn

from mvs_central.access.networks import is_loopback
from mvs_central.base.central import Central
from mvs_central.base.logs import log_line
from mvs_central.integrity.seal import sealing
from mvs_central.running.housekeeping import keeping
from mvs_central.running.patience import MOST_HEADERS, PatientProtocol
from mvs_central.web.http import Settings, create_app
from mvs_desktop.domain.errors import ExpectedError

# A batch makes hundreds of thousands of objects, and none of them in a circle: looked through
# as often as usual, they cost a third of the time.
NEW_OBJECTS = 50_000
GRACE = 10  # seconds that running requests get at the end


class NotPrivate(ExpectedError):
    """Others could read along: no encryption, and not only on this computer."""

    code = "not-private"


class AddressUnknown(ExpectedError):
    """Beyond this computer we cannot know by what address devices reach us."""

    code = "address-unknown"


class LoginTooStrong(ExpectedError):
    """The database login could step over the policies that keep cases apart."""

    code = "login-too-strong"


class PortTaken(ExpectedError):
    """Something else listens there already."""

    code = "port-taken"


@dataclass(frozen=True, slots=True)
class Where:
    """`public_urls`: the addresses that devices know; `proxy`: whose headers we believe;
    `watchers`: who may read the metrics, beside this computer itself."""

    host: str
    port: int
    public_urls: tuple[str, ...] = ()
    tls_cert: str | None = None
    tls_key: str | None = None
    proxy: str | None = None
    watchers: tuple[str, ...] = ()


def serve(central: Central, where: Where, announce: Callable[[str], None]) -> None:
    """Serve until a signal ends it; announces the address once it can be reached.

    Raises NotPrivate, AddressUnknown, PortTaken, LoginTooStrong, ServingRoleMissing or
    WallMissing; OSError when the address is not ours.
    """
    _check(where)
    if not central.database.check_walls():
        # To try it out it will do: every request still steps down to the serving role.
        if where.public_urls:
            raise LoginTooStrong
        log_line("login-too-strong")
    with listen(where) as listener:
        port = listener.getsockname()[1]
        origins = _origins(where, port)
        config = uvicorn.Config(
            create_app(central, Settings(frozenset(origins), watchers=frozenset(where.watchers))),
            http=PatientProtocol,
            h11_max_incomplete_event_size=MOST_HEADERS,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=where.proxy is not None,
            forwarded_allow_ips=where.proxy,
            ssl_certfile=where.tls_cert,
            ssl_keyfile=where.tls_key,
            timeout_graceful_shutdown=GRACE,
            ws="none",
            lifespan="on",
        )
        announce(origins[0])
        gc.freeze()
        gc.set_threshold(NEW_OBJECTS, *gc.get_threshold()[1:])
        # uvicorn raises the signal that ended it once more, and what follows would not happen.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        with suppress(KeyboardInterrupt), sealing(central), keeping(central):
            uvicorn.Server(config).run(sockets=[listener])


def _check(where: Where) -> None:
    if is_loopback(where.host):
        return
    if not (where.tls_cert and where.tls_key) and where.proxy is None:
        raise NotPrivate
    if not where.public_urls:
        raise AddressUnknown


def listen(where: Where) -> socket.socket:
    """A listening socket. Raises PortTaken; OSError when the address is not ours."""
    family = socket.AF_INET6 if ":" in where.host else socket.AF_INET
    try:
        listener = socket.create_server((where.host, where.port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTaken from error
        raise
    # An answer goes out in parts: without this the second waits for the laptop to confirm the
    # first, some 40 ms each time. asyncio sets it on sockets that it opened itself only.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _origins(where: Where, port: int) -> list[str]:
    """The addresses for which a device may make its proofs."""
    if where.public_urls:
        return [url.rstrip("/") for url in where.public_urls]
    scheme = "https" if where.tls_cert else "http"
    names = ["[::1]"] if ":" in where.host else ["127.0.0.1"]
    return [f"{scheme}://{name}:{port}" for name in (*names, "localhost")]
