"""The client against a real HTTP server: token, proof, nonce, and enrolment."""

from collections.abc import Callable
from dataclasses import replace

import msgspec
import pytest

from mvs_desktop.domain.errors import (
    EnrolmentCodeRefused,
    ExpectedError,
    ServerAnswerUnreadable,
    ServerRefused,
    ServerUnreachable,
    ServiceAddressUnusable,
    ServiceTooOld,
    TooManyAttempts,
    VersionTooOld,
)
from mvs_desktop.sync import answers, protocol
from mvs_desktop.sync.client import enrol, new_identity
from mvs_desktop.sync.identity import DeviceKey
from mvs_desktop.sync.transport import checked_address
from tests.sync.http_device import (
    MANIFEST,
    NOW,
    PULL,
    SERVER_TIME,
    Device,
    claims,
    device,
    service,
    token,
    with_token,
)
from tests.sync.http_service import HttpService, Reply, Request, message, page, problem

__all__ = ["device", "service"]


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
        (problem(429, "too-many-attempts"), TooManyAttempts),
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
    assert answers.instant("2026-11-21T10:00:00") is None
    assert answers.instant("gisteren") is None
