"""What the service takes from one device, one address and one connection, and what it counts."""

import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar
from uuid import uuid4

import anyio
import pytest
import uvicorn
from litestar.testing import TestClient
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from mvs_central.access import shares
from mvs_central.access.buckets import Buckets
from mvs_central.access.limits import Limits
from mvs_central.access.rates import Rate, Rates
from mvs_central.access.shares import take_share
from mvs_central.base import acting
from mvs_central.base.central import Central, Refused
from mvs_central.base.database import Database
from mvs_central.running import housekeeping
from mvs_central.running.patience import PatientProtocol
from mvs_central.tables import rate_share
from mvs_central.web import bodies, operations
from mvs_central.web.http import Settings, create_app
from mvs_desktop.domain.errors import ServerUnreachable
from mvs_desktop.sync import protocol, transport
from mvs_desktop.sync.protocol import ColleagueRequest
from tests.central.desk import Clock, Desk, new_desk
from tests.central.test_http import ORIGIN, Site, problem, pull, site

__all__ = ["site"]


class Ticks:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def refused(buckets: Buckets, key: str) -> int:
    """Seconds to wait; 0 when it was taken."""
    try:
        buckets.take(key)
    except Refused as error:
        return error.retry_after if error.code == "too-many-requests" else -1
    return 0


def test_a_bucket_empties_and_fills_again() -> None:
    clock = Ticks()
    buckets = Buckets(Rate(3, 0.5), clock)
    assert [refused(buckets, "a") for _ in range(4)] == [0, 0, 0, 2]
    assert refused(buckets, "b") == 0, "another's is full"
    clock.now = 2
    assert [refused(buckets, "a") for _ in range(2)] == [0, 2]
    clock.now = 1_000
    assert [refused(buckets, "a") for _ in range(4)] == [0, 0, 0, 2], "no more than the burst"


def test_the_least_used_buckets_make_room() -> None:
    buckets = Buckets(Rate(1, 0.1), Ticks(), most=2)
    for key in ("a", "b", "c"):
        assert refused(buckets, key) == 0
    assert refused(buckets, "c") > 0
    assert refused(buckets, "a") == 0


async def let_through(limits: Limits, host: str, asked: int) -> int:
    """How many of so many requests."""
    through = 0
    for _ in range(asked):
        with suppress(Refused):
            await limits.address(host)
            through += 1
    return through


def test_an_address_of_ipv6_is_its_network_and_this_computer_is_free(central: Central) -> None:
    limits = Limits(central, Rates(address=Rate(1, 0.1)), Ticks())

    async def ask() -> tuple[int, ...]:
        return (
            await let_through(limits, "2001:db8::1", 1),
            await let_through(limits, "2001:db8::ffff", 1),
            await let_through(limits, "127.0.0.1", 3),
        )

    assert anyio.run(ask) == (1, 0, 3)


def test_a_limit_holds_for_all_processes_together(central: Central, clock: Clock) -> None:
    """Each lets a little through by itself; and a stranger costs the database little."""
    ticks, rates = Ticks(), Rates(address=Rate(100, 10))
    processes = [Limits(central, rates, ticks) for _ in range(4)]
    taken: list[int] = []

    def counted(*asked: Any) -> shares.Share:
        share = take_share(*asked)
        taken.append(share.tokens)
        return share

    async def ask(each: int) -> int:
        found = 0
        for _ in range(each):  # now at the one, then at the other
            for limits in processes:
                found += await let_through(limits, "192.0.2.1", 1)
        return found

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(shares, "take_share", counted)
        assert anyio.run(ask, 100) == 100 + 4 * 2
        assert sum(taken) == 100
        assert len(taken) == 10 + 4  # and each found out once that there is no more
        clock.forward(seconds=3)
        ticks.now += 3
        assert 30 <= anyio.run(ask, 100) <= 30 + 4 * 2
        assert anyio.run(let_through, processes[0], "192.0.2.2", 50) == 50, "another's is full"


def test_an_office_that_comes_at_one_moment_is_let_through(central: Central) -> None:
    """As long as there is any: nobody is refused while another has just fetched more."""
    limits = Limits(central, Rates(address=Rate(2_000, 0.001)), Ticks())
    taken: list[int] = []
    through = 0

    def counted(*asked: Any) -> shares.Share:
        share = take_share(*asked)
        taken.append(share.tokens)
        return share

    async def laptop() -> None:
        nonlocal through
        mine = await let_through(limits, "192.0.2.1", 1)
        through += mine

    async def all_at_once() -> None:
        async with anyio.create_task_group() as office:
            for _ in range(300):
                office.start_soon(laptop)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(shares, "take_share", counted)
        anyio.run(all_at_once)
        assert through == 300
        assert taken == [200, 200], "what one fetches is for those who wait with him"


def test_who_works_as_people_work_costs_the_database_nothing(
    central: Central, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Database, "write", None)
    ticks = Ticks()
    limits = Limits(central, Rates(), ticks)

    async def visit() -> None:
        for _ in range(20):
            await limits.address("192.0.2.1")
        for _ in range(5):
            await limits.device("laptop")

    for _ in range(5):
        anyio.run(visit)
        ticks.now += 300


def test_what_is_kept_of_a_limit_does_not_tell_the_address(central: Central) -> None:
    take_share(central, "address\x00192.0.2.1", Rate(5, 1))
    with central.database.read() as connection:
        (row,) = connection.execute(select(rate_share)).all()
    assert b"192" not in bytes(row.key)
    assert row.tokens == 4


def test_full_buckets_are_forgotten(central: Central, clock: Clock) -> None:
    take_share(central, "device\0a", Rate(5, 1))
    clock.forward(hours=1)
    take_share(central, "device\0b", Rate(5, 1))
    clock.forward(hours=1, seconds=1)
    with acting.service():
        housekeeping.tidy(central)
    with central.database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(rate_share)) == 1


def test_a_worker_who_looks_colleagues_up_all_day_waits_with_that_alone(
    central: Central, sanne: Desk
) -> None:
    other = new_desk(central, "Youssef Amrani")
    body = protocol.encode(ColleagueRequest("you"))
    with asked(sanne, rates=Rates(lookup=Rate(2, 0.01))) as busy:
        answers = [busy.ask("/v1/colleagues", body) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert problem(answers[-1]) == (429, "too-many-searches")
        assert busy.ask("/v1/pull", pull(busy)).status_code == 200
        assert Site(busy.client, other).ask("/v1/colleagues", body).status_code == 200


@contextmanager
def asked(desk: Desk, **settings: Any) -> Iterator[Site]:
    app = create_app(desk.central, Settings(frozenset({ORIGIN}), lambda *_, **__: None, **settings))
    with TestClient(app, base_url=ORIGIN, raise_server_exceptions=False) as client:
        yield Site(client, desk)


def test_a_device_that_asks_too_much_is_told_when_to_come_back(
    central: Central, sanne: Desk
) -> None:
    other = new_desk(central, "Youssef Amrani")
    with asked(sanne, rates=Rates(device=Rate(2, 0.01))) as busy:
        body = pull(busy)
        assert [busy.ask("/v1/pull", body).status_code for _ in range(2)] == [200, 200]
        answer = busy.ask("/v1/pull", body)
        assert problem(answer) == (429, "too-many-requests")
        assert int(answer.headers["retry-after"]) > 1
        assert Site(busy.client, other).ask("/v1/pull", body).status_code == 200
        # The laptop takes it as no connection for now: nothing alarming, and later again.
        with pytest.raises(ServerUnreachable):
            transport.check(
                transport.Answer(answer.status_code, answer.content, protocol.CONTENT_TYPE)
            )


def test_an_address_is_limited_before_anybody_is_known(central: Central, sanne: Desk) -> None:
    with asked(sanne, rates=Rates(address=Rate(2, 0.01))) as busy:
        answers = [busy.post("/v1/token").status_code for _ in range(3)]
        assert answers == [401, 401, 429]


def test_metrics_are_for_whoever_runs_the_service(central: Central, sanne: Desk) -> None:
    with asked(sanne) as stranger:
        assert problem(stranger.client.get("/v1/metrics")) == (404, "no-such-address")
    case_id = sanne.new_case()
    with asked(sanne, watchers=frozenset({"testclient"})) as watched:
        watched.ask("/v1/pull", pull(watched))
        cursor = protocol.Cursor(str(case_id), "basis", 0)
        request = protocol.FeedsRequest(central.epoch(), [[cursor]])
        watched.ask("/v1/feeds", protocol.encode(request))
        watched.client.get(f"/v1/{case_id}")
        answer = watched.client.get("/v1/metrics")
    text = answer.text
    assert answer.headers["content-type"].startswith("text/plain")
    assert 'mvs_requests_total{code="",path="/v1/pull",status="200"} 1.0' in text
    assert 'mvs_requests_total{code="no-such-address",path="other",status="404"} 1.0' in text
    for secret in (case_id, sanne.caller.worker_id, sanne.caller.device_id, "testclient"):
        assert str(secret) not in text


def test_metrics_are_not_for_whom_a_proxy_speaks() -> None:
    class Asked:
        def __init__(self, host: str, **headers: str) -> None:
            self.client = type("Client", (), {"host": host})
            self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    may = operations._may_watch
    assert may(Asked("127.0.0.1"), ())  # type: ignore[arg-type]
    assert not may(Asked("127.0.0.1", X_Forwarded_For="192.0.2.1"), ())  # type: ignore[arg-type]
    assert not may(Asked("192.0.2.1"), ())  # type: ignore[arg-type]
    assert may(Asked("192.0.2.1"), {"192.0.2.1"})  # type: ignore[arg-type]


def test_a_service_lives_without_its_database_and_is_not_ready(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert site.client.get("/v1/ready").json() == {"status": "ready"}

    def gone(*_: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("connection refused"))

    monkeypatch.setattr(operations, "_touch", gone)
    assert problem(site.client.get("/v1/ready")) == (503, "busy")
    assert site.client.get("/v1/health").status_code == 200


def test_a_body_that_trickles_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    class Trickle:
        headers: ClassVar[dict[str, str]] = {}

        async def stream(self) -> AsyncIterator[bytes]:
            while True:
                yield b"x"
                await anyio.sleep(0.01)

    monkeypatch.setattr(bodies, "BODY_SECONDS", 0.05)
    with pytest.raises(Refused) as told:
        anyio.run(bodies.read_bytes, Trickle())  # type: ignore[arg-type]
    assert (told.value.status, told.value.code) == (408, "too-slow")


class Hasty(PatientProtocol):
    header_seconds = 0.2


@contextmanager
def listening(tmp_path: Path) -> Iterator[tuple[str, int]]:
    """A server with the service's protocol and less patience; it answers 204 to everything."""

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(app, http=Hasty, lifespan="off", log_config=None)
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield listener.getsockname()
        finally:
            server.should_exit = True
            thread.join()


def test_a_head_that_trickles_ends_its_connection(tmp_path: Path) -> None:
    with listening(tmp_path) as address:
        for begun in (b"", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "):
            with socket.create_connection(address, timeout=30) as slow:
                slow.sendall(begun)
                assert slow.recv(100) == b""
        with socket.create_connection(address, timeout=30) as quick:
            quick.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert quick.recv(100).startswith(b"HTTP/1.1 204")
            quick.sendall(b"GET / HTTP/1.1\r\nHo")  # the next one on the same connection
            while quick.recv(1_000):
                pass


def test_an_unknown_device_costs_no_bucket(site: Site) -> None:
    device = str(uuid4())
    answers = {
        problem(site.post("/v1/token", X_MVS_Device=device, DPoP=site.proof("/v1/token")))[0]
        for _ in range(5)
    }
    assert answers == {401}
