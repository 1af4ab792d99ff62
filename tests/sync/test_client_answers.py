"""The client against a real HTTP server that misbehaves in every way we could think of."""

import tracemalloc
from collections.abc import Callable

import pytest
import zstandard

from mvs_desktop.domain.errors import (
    ExpectedError,
    HeldUpUnderway,
    ServerAnswerUnreadable,
    ServerRefused,
    ServerUnreachable,
    ServiceTooOld,
    VersionTooOld,
)
from mvs_desktop.sync import protocol, transport
from mvs_desktop.sync.client import CentralClient
from mvs_desktop.sync.refusals import CaseAbsent, EpochChanged, OutOfPlace, TooLarge
from tests.support.asked import push
from tests.sync.http_device import MANIFEST, PULL, Device, device, service, with_token
from tests.sync.http_service import HttpService, Reply, Request, message, page, problem

__all__ = ["device", "service"]


BOMB = zstandard.ZstdCompressor().compress(bytes(protocol.MAX_DECODED + 1))
ZSTD = {"Content-Encoding": "zstd"}
WHOLE = protocol.encode(MANIFEST)  # but for what is wrong around it
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
        (Reply(200, WHOLE + b" " * protocol.MAX_BODY), ServerAnswerUnreadable),
        (Reply(200, WHOLE, {"Content-Encoding": "br"}), ServerAnswerUnreadable),
        (Reply(200, WHOLE[:-5], length=500), ServerUnreachable),
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
        (Reply(200, WHOLE, JSON), ServerAnswerUnreadable),
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
    lambda client: push(client, protocol.PushRequest("e", [])),
    lambda client: client.pull(PULL),
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
