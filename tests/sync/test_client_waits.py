"""The client and a service that is busy, silent, slow or not there."""

import socket
from contextlib import suppress
from dataclasses import replace
from threading import Event, Thread

import pytest

from mvs_desktop.domain.errors import (
    ServerAnswerUnreadable,
    ServerUnreachable,
)
from mvs_desktop.sync import protocol, transport
from mvs_desktop.sync.client import enrol
from mvs_desktop.sync.refusals import TooLarge
from tests.sync.http_device import (
    MANIFEST,
    PULL,
    Device,
    claims,
    device,
    service,
    token,
    with_token,
)
from tests.sync.http_service import HttpService, Reply, message, page, problem, serving

__all__ = ["device", "service"]


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
