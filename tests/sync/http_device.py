"""A device at an HTTP server that answers as a test says."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest
import urllib3
from joserfc import jws
from joserfc.jwk import ECKey

from mvs_desktop.sync import protocol
from mvs_desktop.sync.client import CentralClient
from mvs_desktop.sync.identity import DeviceKey
from tests.sync.http_service import HttpService, Reply, Request, message, serving

NOW = 1_800_000_000  # the service's time, in seconds since 1970
SERVER_TIME = datetime.fromtimestamp(NOW, UTC).isoformat()
MANIFEST = protocol.Manifest(epoch="e", unchanged=True, scopes=[], server_time=SERVER_TIME)
PULL = protocol.PullRequest(epoch="e", cursors_digest="")


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
