"""The client against a real HTTP server that misbehaves in every way we could think of."""

import json
import socket
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from threading import Event, Thread
from uuid import uuid4

import msgspec
import pytest
import urllib3
import zstandard
from joserfc import jws
from joserfc.jwk import ECKey

from mvs_desktop.domain.errors import (
    EnrolmentCodeRefused,
    ExpectedError,
    HeldUpUnderway,
    ServerAnswerUnreadable,
    ServerRefused,
    ServerUnreachable,
    ServiceAddressUnusable,
    ServiceTooOld,
    VersionTooOld,
)
from mvs_desktop.sync import client as client_module
from mvs_desktop.sync import protocol, transport
from mvs_desktop.sync.client import CentralClient, enrol, new_identity
from mvs_desktop.sync.identity import DeviceKey
from mvs_desktop.sync.refusals import CaseAbsent, EpochChanged, OutOfPlace, TooLarge
from mvs_desktop.sync.transport import checked_address
from tests.sync.http_service import HttpService, Reply, Request, message, page, problem, serving

NOW = 1_800_000_000  # the service's time, in seconds since 1970
SERVER_TIME = datetime.fromtimestamp(NOW, UTC).isoformat()
MANIFEST = protocol.Manifest(epoch="e", unchanged=True, scopes=[], server_time=SERVER_TIME)
PULL = protocol.PullRequest(epoch="e", cursors_digest="")
ENROLLED = protocol.EnrolReply(
    worker_id="0197f2a0-0000-7000-8000-000000000001",
    worker_name="Noor de Wit",
    organisation="Wijkteam Oost",
    expertise="gezinscoach",
    municipality="GM0622",
    team="Oost",
    server_time=SERVER_TIME,
    epoch="e",
)


class Device:
    """An enrolled device with a computer clock that a test sets."""

    def __init__(self, service: HttpService) -> None:
        self.key = DeviceKey.generate()
        self.id = uuid4()
        self.wall: float = NOW
        self.monotonic: float = 0
        self.waited: list[float] = []
        self.pool = urllib3.PoolManager()
        self.client = CentralClient(
            service.url,
            self.id,
            self.key.to_pem(),
            self.pool,
            clock=lambda: self.wall,
            monotonic=lambda: self.monotonic,
            wait=self.waited.append,
        )


@pytest.fixture
def service() -> Iterator[HttpService]:
    with serving() as running:
        yield running


@pytest.fixture
def device(service: HttpService) -> Iterator[Device]:
    made = Device(service)
    yield made
    made.client.close()


def token(text: str = "token", expires_in: int = 300, at: int = NOW) -> Reply:
    moment = datetime.fromtimestamp(at, UTC).isoformat()
    return message(protocol.TokenReply(text, expires_in, moment))


def with_token(reply: Reply) -> "Script":
    return Script(reply)


class Script:
    """Gives a token to whoever asks, and one reply to everything else."""

    def __init__(self, reply: Reply) -> None:
        self.reply = reply

    def __call__(self, request: Request) -> Reply:
        return token() if request.path == "/v1/token" else self.reply


def claims(request: Request) -> dict[str, object]:
    """The proof of a request, verified with the key that it carries."""
    proof = request.headers["dpop"]
    header = jws.extract_compact(proof.encode()).headers()
    signed = jws.deserialize_compact(proof, ECKey.import_key(header["jwk"]))
    result: dict[str, object] = json.loads(signed.payload)
    return result


def test_a_request_carries_token_and_proof(service: HttpService, device: Device) -> None:
    service.answer = with_token(message(MANIFEST))
    assert device.client.pull(PULL) == MANIFEST
    asked, pulled = service.requests
    assert asked.path == "/v1/token"
    assert asked.headers["x-mvs-device"] == str(device.id)
    assert claims(asked)["htu"] == f"{service.url}/v1/token"
    assert pulled.headers["authorization"] == "DPoP token"
    assert pulled.headers["x-mvs-protocol"] == "1"
    assert pulled.headers["content-encoding"] == "zstd"
    assert msgspec.json.decode(pulled.body, type=protocol.PullRequest) == PULL
    assert claims(pulled) == {
        "jti": claims(pulled)["jti"],
        "htm": "POST",
        "htu": f"{service.url}/v1/pull",
        "iat": NOW,
        "ath": "PEaenWxYddN6Q_NT1PiOYfz4EsZu7jRXRlpAsNpBU-A",  # SHA-256 of "token"
    }
    assert claims(asked)["jti"] != claims(pulled)["jti"]


def test_the_connection_and_the_token_are_kept(service: HttpService, device: Device) -> None:
    service.answer = with_token(message(MANIFEST))
    device.client.pull(PULL)
    device.client.pull(PULL)
    assert service.paths() == ["/v1/token", "/v1/pull", "/v1/pull"]
    assert len({request.connection for request in service.requests}) == 1


def test_a_token_is_renewed_before_it_ends(service: HttpService, device: Device) -> None:
    service.answer = with_token(message(MANIFEST))
    device.client.pull(PULL)
    device.monotonic = 299
    device.client.pull(PULL)
    assert service.paths() == ["/v1/token", "/v1/pull"] * 2


def wanting(nonce: str) -> Callable[[Request], Reply]:
    """A service that takes this nonce only, and tells it in every answer."""

    def answer(request: Request) -> Reply:
        right = claims(request).get("nonce") == nonce
        reply = token() if request.path == "/v1/token" else message(MANIFEST)
        reply = reply if right else problem(401, "use-nonce", SERVER_TIME)
        return replace(reply, headers={**reply.headers, "DPoP-Nonce": nonce})

    return answer


@pytest.mark.parametrize("wrong_by", [-40_000_000, -90, 0, 90, 40_000_000])
def test_a_nonce_is_learned_once_whatever_the_clock(
    service: HttpService, device: Device, wrong_by: int
) -> None:
    device.wall = NOW + wrong_by
    service.answer = wanting("first")
    device.client.pull(PULL)
    assert service.paths() == ["/v1/token", "/v1/token", "/v1/pull"]
    device.client.pull(PULL)
    device.client.pull(PULL)
    assert service.paths()[3:] == ["/v1/pull", "/v1/pull"]  # idle: one round trip
    # Another one after a long time: the refusal teaches it, and the token still holds.
    service.answer = wanting("second")
    device.client.pull(PULL)
    assert service.paths()[5:] == ["/v1/pull", "/v1/pull"]


def test_a_service_that_refuses_its_own_nonce_is_not_asked_for_ever(
    service: HttpService, device: Device
) -> None:
    refusal = problem(401, "use-nonce", SERVER_TIME)
    service.answer = lambda _: replace(refusal, headers={**refusal.headers, "DPoP-Nonce": "n"})
    with pytest.raises(ServerAnswerUnreadable):
        device.client.pull(PULL)
    assert service.paths() == ["/v1/token", "/v1/token"]


def test_a_token_that_ended_early_is_renewed_once(service: HttpService, device: Device) -> None:
    tokens = iter(["old", "new"])

    def answer(request: Request) -> Reply:
        if request.path == "/v1/token":
            return token(next(tokens))
        if request.headers["authorization"] == "DPoP old":
            return problem(401, "token-refused", SERVER_TIME)
        return message(MANIFEST)

    service.answer = answer
    assert device.client.pull(PULL) == MANIFEST


def test_a_token_that_is_never_accepted_is_a_refusal(service: HttpService, device: Device) -> None:
    service.answer = with_token(problem(401, "token-refused", SERVER_TIME))
    with pytest.raises(ServerRefused):
        device.client.pull(PULL)
    assert service.paths() == ["/v1/token", "/v1/pull"] * 2


def test_a_refused_device_does_not_go_on_asking(service: HttpService, device: Device) -> None:
    service.answer = lambda _: problem(401, "device-refused", SERVER_TIME)
    with pytest.raises(ServerRefused):
        device.client.pull(PULL)
    assert service.paths() == ["/v1/token"]


BOMB = zstandard.ZstdCompressor().compress(bytes(protocol.MAX_DECODED + 1))
ZSTD = {"Content-Encoding": "zstd"}
JSON = {"Content-Type": "application/json"}  # of somebody else


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (page(), ServerAnswerUnreadable),
        (page(302), ServerAnswerUnreadable),
        (page(401), ServerAnswerUnreadable),
        (page(403), ServerAnswerUnreadable),
        (page(404), ServerAnswerUnreadable),
        (page(407), ServerAnswerUnreadable),
        (page(409), ServerAnswerUnreadable),
        (page(426), ServerAnswerUnreadable),
        (page(500), ServerUnreachable),
        (page(502), ServerUnreachable),
        (page(503), ServerUnreachable),
        (page(429), ServerUnreachable),
        (Reply(200, b""), ServerAnswerUnreadable),
        (Reply(200, b"[]"), ServerAnswerUnreadable),
        (Reply(200, b'{"epoch": "e"}'), ServerAnswerUnreadable),
        (Reply(200, b'{"epoch": 1, "unchanged": true, "scopes": []}'), ServerAnswerUnreadable),
        (Reply(200, b"\xff\xfe"), ServerAnswerUnreadable),
        (Reply(200, b"[" * 1_000_000), ServerAnswerUnreadable),
        (Reply(200, b"no zstd", ZSTD), ServerAnswerUnreadable),
        (Reply(200, BOMB, ZSTD), ServerAnswerUnreadable),
        (Reply(200, bytes(protocol.MAX_BODY + 1)), ServerAnswerUnreadable),
        (Reply(200, b"{}", {"Content-Encoding": "br"}), ServerAnswerUnreadable),
        (Reply(200, protocol.encode(MANIFEST)[:-5], length=500), ServerUnreachable),
        (message(MANIFEST, 202), ServerAnswerUnreadable),
        (problem(400, "malformed"), ServerAnswerUnreadable),
        (problem(426, "version-too-old"), VersionTooOld),
        (problem(400, "version-unknown"), ServiceTooOld),
        (problem(403, "device-refused"), ServerRefused),
        (problem(404, "not-found"), CaseAbsent),
        (problem(409, "epoch-changed"), EpochChanged),
        (problem(413, "too-large"), TooLarge),
        (page(413), HeldUpUnderway),
        (Reply(413, b'{"code":"too-large","server_time":""}', JSON), HeldUpUnderway),
        (Reply(200, protocol.encode(MANIFEST), JSON), ServerAnswerUnreadable),
    ],
)
def test_every_answer_that_is_not_ours_has_its_type(
    service: HttpService, device: Device, reply: Reply, error: type[Exception]
) -> None:
    service.answer = with_token(reply)
    with pytest.raises(error):
        device.client.pull(PULL)
    service.answer = with_token(message(MANIFEST))
    assert device.client.pull(PULL) == MANIFEST  # and the next one is not disturbed by it


CHUNK_HEAD = protocol.ChunkHead("c", "a", 0, "")
ASKED: tuple[Callable[[CentralClient], object], ...] = (
    lambda client: client.push(protocol.PushRequest("e", [])),
    lambda client: client.pull(PULL),
    lambda client: client.feed(protocol.FeedRequest("e", [])),
    lambda client: client.feeds(protocol.FeedsRequest("e", [])),
    lambda client: client.tell_acts(protocol.ActsRequest(0, "", [], "")),
    lambda client: client.offer(protocol.ContentOffer("c", "basis", "a", 0, "")),
    lambda client: client.put(CHUNK_HEAD, b""),
    lambda client: client.get(protocol.ContentRequest("c", "basis", "a", 0)),
    lambda client: client.recovery_key(),
)


@pytest.mark.parametrize(
    ("status", "code"), [*transport._REFUSALS, (413, "too-large"), (418, "teapot"), (302, "")]
)
def test_no_refusal_is_a_failure_that_nobody_expects(
    service: HttpService, device: Device, status: int, code: str
) -> None:
    """Also where nothing of the sort was asked."""
    service.answer = with_token(problem(status, code))
    for ask in ASKED:
        with pytest.raises(ExpectedError):
            ask(device.client)
    service.answer = lambda _: problem(status, code)
    for ask in ASKED:
        client = CentralClient(service.url, device.id, device.key.to_pem(), device.pool)
        with pytest.raises(ExpectedError) as refused:
            ask(client)
        # No token is no word on what it was for.
        assert not isinstance(refused.value, OutOfPlace)


def test_a_newer_laptop_speaks_as_the_service_does(
    service: HttpService, device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It finds the newest version that both know, once, and stays with it."""
    monkeypatch.setattr(protocol, "VERSION", 4)

    def answer(request: Request) -> Reply:
        if int(request.headers["x-mvs-protocol"]) > 2:
            return problem(400, "version-unknown")
        return with_token(message(MANIFEST))(request)

    service.answer = answer
    client = CentralClient(service.url, device.id, device.key.to_pem())
    assert client.pull(PULL) == MANIFEST
    assert client.pull(PULL) == MANIFEST
    client.close()
    spoken = [request.headers["x-mvs-protocol"] for request in service.requests]
    assert spoken == ["4", "3", "2", "2", "2"]  # a token, and the two requests


def test_a_truncated_zstd_answer_is_unreadable(service: HttpService, device: Device) -> None:
    whole = message(MANIFEST)
    service.answer = with_token(Reply(200, whole.body[:-6], whole.headers))
    with pytest.raises(ServerAnswerUnreadable):
        device.client.pull(PULL)


def test_a_bomb_is_never_held_whole() -> None:
    """512 MiB of zeros in a few kilobytes."""
    frame = zstandard.ZstdCompressor().compressobj()
    piece = bytes(64 * 1024 * 1024)
    pieces = [frame.compress(piece) for _ in range(8)]
    bomb = b"".join([*pieces, frame.flush()])
    del piece
    tracemalloc.start()
    try:
        with pytest.raises(ServerAnswerUnreadable):
            transport._decompressed(bomb, ZSTD)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 3 * protocol.MAX_DECODED


BUSY = problem(429, "too-many-requests")


def busy(after: str) -> Reply:
    return replace(BUSY, headers=BUSY.headers | {"Retry-After": after})


def test_a_device_that_asked_too_much_waits_some_seconds_and_asks_again(
    service: HttpService, device: Device
) -> None:
    replies = [busy("3"), message(MANIFEST)]
    service.answer = lambda asked: token() if asked.path == "/v1/token" else replies.pop(0)
    assert device.client.pull(PULL) == MANIFEST
    assert device.waited == [3]
    first, second = (request for request in service.requests if request.path == "/v1/pull")
    assert claims(first)["jti"] != claims(second)["jti"], "a proof goes once"


@pytest.mark.parametrize(
    "after", ["6", "9" * 400, "-1", "0", "", "morgen", "Sun, 29 Nov 2026 12:00:00 GMT"]
)
def test_a_longer_wait_is_for_the_next_sync(
    service: HttpService, device: Device, after: str
) -> None:
    service.answer = with_token(busy(after))
    with pytest.raises(ServerUnreachable):
        device.client.pull(PULL)
    assert device.waited == []


def test_who_is_told_to_wait_again_comes_back_at_another_time(
    service: HttpService, device: Device
) -> None:
    service.answer = with_token(busy("1"))
    with pytest.raises(ServerUnreachable):
        device.client.pull(PULL)
    assert device.waited == [1]


def test_a_portal_that_is_busy_is_not_waited_for(service: HttpService, device: Device) -> None:
    service.answer = with_token(replace(page(429), headers={"Retry-After": "1"}))
    with pytest.raises(ServerUnreachable):
        device.client.pull(PULL)
    assert device.waited == []


def test_silence_is_no_connection(
    service: HttpService, device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "READ_SECONDS", 0.1)
    service.answer = with_token(Reply(hang=30))
    with pytest.raises(ServerUnreachable):
        device.client.pull(PULL)


def test_a_trickle_is_no_connection(
    service: HttpService, device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "ANSWER_SECONDS", -1.0)
    service.answer = with_token(message(MANIFEST))
    with pytest.raises(ServerUnreachable):
        device.client.pull(PULL)


DRAWN_OUT = {
    "heads": b"HTTP/1.1 100 Continue\r\nX: y\r\n\r\n",
    "one-head": b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 90,
    "after-the-last-chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
    "body": b"HTTP/1.1 200 OK\r\n\r\n{",
}


@pytest.mark.parametrize("name", DRAWN_OUT)
def test_an_answer_that_is_drawn_out_ends(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Something always comes, and never the end: no timeout between two pieces is reached."""
    monkeypatch.setattr(transport, "ANSWER_SECONDS", 0.3)
    beginning = DRAWN_OUT[name]
    ended = Event()

    def draw_out(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection, suppress(OSError):
            connection.recv(65_536)
            connection.sendall(beginning)
            while not ended.wait(0.01):
                connection.sendall(beginning if name == "heads" else b"x\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=draw_out, args=(listener,))
        thread.start()
        try:
            with pytest.raises(ServerUnreachable):
                enrol(f"http://127.0.0.1:{listener.getsockname()[1]}", "code", "laptop")
        finally:
            ended.set()
            thread.join()


def test_nobody_there() -> None:
    with serving() as gone:
        address = gone.url
    with pytest.raises(ServerUnreachable):
        enrol(address, "code", "laptop")


def test_another_protocol_behind_tls_is_not_our_service(service: HttpService) -> None:
    with pytest.raises(ServerAnswerUnreadable):
        enrol(service.url.replace("http:", "https:"), "code", "laptop")


def test_a_request_that_is_too_large_is_not_sent(
    service: HttpService, device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.answer = with_token(message(MANIFEST))
    device.client.pull(PULL)
    monkeypatch.setattr(protocol, "MAX_DECODED", 10)
    with pytest.raises(TooLarge):
        device.client.pull(PULL)
    assert service.paths() == ["/v1/token", "/v1/pull"]


def test_enrolment(service: HttpService) -> None:
    service.answer = lambda _: message(ENROLLED, 201)
    identity = new_identity()
    enrolment, epoch = enrol(service.url + "/", " AB12-CD34 ", "laptop", identity=identity)
    assert epoch == "e"
    assert (enrolment.worker_name, enrolment.service_url) == ("Noor de Wit", service.url)
    assert enrolment.device_id == identity.device_id
    assert DeviceKey.from_pem(enrolment.private_key).public_jwk() == identity.key.public_jwk()
    (request,) = service.requests
    sent = msgspec.json.decode(request.body, type=protocol.EnrolRequest)
    assert sent.code == "AB12-CD34"
    assert sent.public_key == identity.key.public_jwk()
    assert "PRIVATE" not in request.body.decode()


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (problem(403, "enrolment-code-refused"), EnrolmentCodeRefused),
        (problem(429, "too-many-attempts"), EnrolmentCodeRefused),
        (page(403), ServerAnswerUnreadable),
        (problem(401, "anything"), ServerRefused),
        (problem(426, "version-too-old"), VersionTooOld),
        (problem(400, "version-unknown"), ServiceTooOld),
        (page(), ServerAnswerUnreadable),
        (page(503), ServerUnreachable),
        (message(msgspec.structs.replace(ENROLLED, worker_id="nobody")), ServerAnswerUnreadable),
    ],
)
def test_a_refused_enrolment(
    service: HttpService, reply: Reply, error: type[ExpectedError]
) -> None:
    service.answer = lambda _: reply
    with pytest.raises(error):
        enrol(service.url, "code", "laptop")


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("https://centrale.example", "https://centrale.example"),
        (" https://Centrale.Example:443/mvs/ ", "https://centrale.example/mvs"),
        ("https://centrale.example:8443", "https://centrale.example:8443"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_addresses(address: str, meant: str) -> None:
    assert checked_address(address) == meant


@pytest.mark.parametrize(
    "address",
    [
        "",
        "centrale.example",
        "http://centrale.example",
        "http://127.0.0.1.example",
        "http://localhost.example",
        "http://192.168.1.4",
        "http://0.0.0.0",
        "ftp://localhost",
        "file:///etc",
        "https://",
        "https://user:secret@centrale.example",
        "https://centrale.example?x=1",
        "https://centrale.example#x",
        "https://centrale.example:port",
        "https://centrale.example:99999",
        "https://[::1",
    ],
)
def test_an_address_that_would_send_readable_text_is_refused(address: str) -> None:
    with pytest.raises(ServiceAddressUnusable):
        enrol(address, "code", "laptop")


def test_a_time_without_zone_teaches_nothing() -> None:
    assert client_module.instant("2026-11-21T10:00:00") is None
    assert client_module.instant("gisteren") is None
