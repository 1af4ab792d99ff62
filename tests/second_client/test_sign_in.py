"""Signing in with a real OpenID provider, instead of a code (where Node is present)."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.central.running import running
from tests.second_client.conftest import Office, administered, prepare
from tests.second_client.laptop import Laptop
from tests.second_client.line import Refused
from tests.second_client.sign_in import NoSignIn, SignIn
from tests.support import oidc

provider = oidc.provider


class Back(BaseHTTPRequestHandler):
    """Where the browser comes back to."""

    came_to = ""

    def do_GET(self) -> None:
        Back.came_to = self.path
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def browse(sign_in: SignIn, server: HTTPServer, account: str) -> str:
    thread = Thread(target=server.handle_request)
    thread.start()
    oidc.Browser(account).sign_in(sign_in.address())
    thread.join()
    return Back.came_to


@contextmanager
def loopback() -> Iterator[HTTPServer]:
    with HTTPServer(("127.0.0.1", 0), Back) as server:
        yield server


@pytest.fixture
def offered(provider: str, tmp_path: Path) -> Iterator[Office]:
    database = str(tmp_path / "central.db")
    prepare(database)
    with (
        running(database, tmp_path / "service.log") as service,
        administered(database, service.url) as office,
    ):
        office.run("provider", "set", "--issuer", provider, "--client-id", oidc.CLIENT)
        yield office


def test_no_provider_is_told(office: Office) -> None:
    laptop = Laptop(office.address)
    assert laptop.line.open("/v1/sign-in", {}) == {"provider": None}
    laptop.close()


def test_a_worker_signs_in_instead_of_bringing_a_code(offered: Office) -> None:
    noor_id = offered.worker("Noor Testers")
    offered.run("worker", "link", noor_id, "--subject", "noor")
    laptop, other = Laptop(offered.address), Laptop(offered.address)
    told = laptop.line.open("/v1/sign-in", {})["provider"]
    with loopback() as server:
        back = f"http://127.0.0.1:{server.server_port}/terug"
        sign_in = SignIn(told, laptop.key.public, back)
        came_to = browse(sign_in, server, "noor")
        with pytest.raises(NoSignIn):
            SignIn(told, laptop.key.public, back).signed_in(came_to)  # another state
        # What was brought back is of no use to another key.
        with pytest.raises(Refused, match="403 sign-in-refused"):
            other.enrol("", signed_in=sign_in.signed_in(came_to))
        again = SignIn(told, laptop.key.public, back)
        enrolled = laptop.enrol("", signed_in=again.signed_in(browse(again, server, "noor")))
    assert enrolled["worker_id"] == noor_id
    assert not laptop.synchronise().received
    for one in (laptop, other):
        one.close()
