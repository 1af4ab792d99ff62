"""Enrolling by signing in: the program, the central service and a real OpenID provider.

The one fake is the browser, which is as real as following its redirects and forms can be.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import UUID

import pytest
import urllib3
from sqlalchemy import select

from mvs_central.access import directory
from mvs_central.base.central import Central
from mvs_central.base.database import Database
from mvs_central.tables import audit
from mvs_desktop.demo.service import CentralProcess
from mvs_desktop.domain.errors import (
    ExpectedError,
    SignInCancelled,
    SignInNotLinked,
    SignInRefused,
    SignInUnavailable,
)
from mvs_desktop.services import session as sessions
from mvs_desktop.services.session import Session, StoreState
from mvs_desktop.services.signing_in import Browser, can_sign_in
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.sync import client, protocol
from mvs_desktop.sync.client import new_identity
from mvs_desktop.sync.sign_in import Page, provider_at, sign_in
from tests.support import oidc
from tests.support.keepers import MemoryKeeper
from tests.support.workspaces import CHEAP, PASSPHRASE

PAGE = Page("Je kunt dit venster sluiten.", "Inloggen is niet gelukt.")
provider = oidc.provider


@dataclass
class Desk:
    """A laptop whose worker signs in as `account`; `bend` changes where the browser goes."""

    session: Session
    service: CentralProcess
    worker: UUID
    account: str = "noor"
    bend: Callable[[str], str] = lambda address: address
    opened: list[oidc.Browser] = field(default_factory=list)
    cancelled: bool = False
    came_back: bool = False

    def browser(self) -> Browser:
        return Browser(self._browse, lambda: self.cancelled, self._back, PAGE)

    def enrol(self) -> Workspace:
        return self.session.enrol_signed_in(self.service.url, PASSPHRASE, "laptop", self.browser())

    def _browse(self, address: str) -> None:
        browser = oidc.Browser(self.account)
        self.opened.append(browser)
        thread = Thread(target=browser.sign_in, args=(self.bend(address),), daemon=True)
        thread.start()

    def _back(self) -> None:
        self.came_back = True


@pytest.fixture(scope="module")
def offered(service: CentralProcess, provider: str) -> CentralProcess:
    """A service that knows the provider."""
    assert not can_sign_in(service.url)
    service.command("provider", "set", "--issuer", provider, "--client-id", oidc.CLIENT)
    return service


@pytest.fixture
def central(service: CentralProcess) -> Iterator[Central]:
    opened = Central(Database(service.database))
    yield opened
    opened.database.close()


@pytest.fixture
def desk(offered: CentralProcess, worker: UUID, tmp_path: Path) -> Desk:
    offered.command("worker", "link", str(worker), "--subject", "noor")
    return Desk(Session(tmp_path, MemoryKeeper(), cost=CHEAP), offered, worker)


def test_a_worker_signs_in_and_the_laptop_is_his(desk: Desk) -> None:
    assert can_sign_in(desk.service.url)
    workspace = desk.enrol()
    assert (workspace.me.worker_id, workspace.me.name) == (desk.worker, "Noor Testers")
    assert workspace.synchronise().state.pending == 0
    workspace.close()
    (browser,) = desk.opened
    assert browser.came_back_to == "/terug"
    assert PAGE.done in browser.page
    assert desk.came_back
    asked = parse_qs(urlsplit(browser.visited[0]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"][0].startswith("http://127.0.0.1:")


def test_nobody_becomes_a_worker_by_signing_in(desk: Desk, central: Central) -> None:
    desk.account = "iemand-anders"
    with pytest.raises(SignInNotLinked):
        desk.enrol()
    assert desk.session.state() is StoreState.NONE
    with central.database.read() as connection:
        outcomes = list(connection.scalars(select(audit.c.outcome)))
        assert "sign-in-not-linked" in outcomes
        assert not any("iemand-anders" in str(outcome) for outcome in outcomes)
    desk.account = "noor"
    desk.enrol().close()


def test_an_account_that_was_unlinked_is_out(desk: Desk) -> None:
    desk.service.command("worker", "unlink", str(desk.worker))
    with pytest.raises(SignInNotLinked):
        desk.enrol()


def test_a_lost_answer_costs_nothing(
    desk: Desk, central: Central, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = len(directory.devices(central))

    def lose(*args: Any, **options: Any) -> Any:
        client.enrol(*args, **options)
        raise SignInUnavailable

    with monkeypatch.context() as lost:
        lost.setattr(sessions, "enrol", lose)
        with pytest.raises(SignInUnavailable):
            desk.enrol()
    assert desk.session.state() is StoreState.NONE
    desk.enrol().close()
    assert len(directory.devices(central)) == before + 1


def test_waiting_for_the_browser_can_be_stopped(desk: Desk) -> None:
    desk.cancelled = True
    desk.bend = lambda _: "http://127.0.0.1:9/"  # a browser that never comes back
    browser = replace(desk.browser(), browse=lambda _: None)
    with pytest.raises(SignInCancelled):
        desk.session.enrol_signed_in(desk.service.url, PASSPHRASE, "laptop", browser)
    assert not desk.came_back
    assert desk.session.state() is StoreState.NONE


# What a browser may bring, and what it may not


class Return:
    """Goes through the provider, and lets a test bend the way back."""

    def __init__(self, change: Callable[[dict[str, str]], dict[str, str]]) -> None:
        self._change = change
        self.answers: list[int] = []

    def __call__(self, address: str) -> None:
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        issuer = f"{urlsplit(address).scheme}://{urlsplit(address).netloc}"
        came = {"code": "a-code", "state": query["state"], "iss": issuer}
        bent = self._change(came)
        where = bent.pop("where", query["redirect_uri"])
        headers = {"Host": bent.pop("host")} if "host" in bent else {}
        with urllib3.PoolManager(retries=False) as pool:
            answer = pool.request("GET", f"{where}?{urlencode(bent)}", headers=headers)
        self.answers.append(answer.status)


def come_back(desk: Desk, change: Callable[[dict[str, str]], dict[str, str]]) -> tuple[Any, int]:
    """What the program makes of what a browser brings, and what that browser is told."""
    found = provider_at(desk.service.url)
    assert found is not None
    assert found.tells_issuer
    way = Return(change)
    outcome: Any
    try:
        outcome = sign_in(found, "thumb", way, lambda: bool(way.answers), PAGE, patience=5)
    except ExpectedError as error:
        outcome = type(error)
    return outcome, way.answers[0]


def test_the_code_of_our_own_question_is_taken(desk: Desk) -> None:
    signed_in, status = come_back(desk, lambda came: came)
    assert status == 200
    assert signed_in.code == "a-code"


@pytest.mark.parametrize(
    "change",
    [
        lambda came: came | {"iss": "https://elders.example.nl"},
        lambda came: {name: came[name] for name in ("code", "state")},
        lambda came: {"error": "access_denied", "state": came["state"], "iss": came["iss"]},
        lambda came: {"state": came["state"], "iss": came["iss"]},
    ],
)
def test_another_answer_to_our_question_ends_it(
    desk: Desk, change: Callable[[dict[str, str]], dict[str, str]]
) -> None:
    assert come_back(desk, change) == (SignInRefused, 200)


@pytest.mark.parametrize(
    "change",
    [
        lambda came: came | {"state": "x"},
        lambda came: {name: came[name] for name in ("code", "iss")},
        lambda came: came | {"host": "elders.example.nl"},
        lambda came: came | {"code": "x" * 9_000},
    ],
)
def test_a_stranger_at_the_port_is_not_heard(
    desk: Desk, change: Callable[[dict[str, str]], dict[str, str]]
) -> None:
    """A page that knows the port gets nothing, and the program goes on waiting."""
    assert come_back(desk, change) == (SignInCancelled, 404)


# What the service redeems


def brought(desk: Desk, thumbprint: str, account: str = "noor") -> protocol.SignedIn:
    found = provider_at(desk.service.url)
    assert found is not None
    browser = oidc.Browser(account)

    def browse(address: str) -> None:
        Thread(target=browser.sign_in, args=(address,), daemon=True).start()

    return sign_in(found, thumbprint, browse, lambda: False, PAGE)


def enrol(desk: Desk, mine: client.DeviceIdentity, signed_in: protocol.SignedIn) -> UUID:
    enrolment, _ = client.enrol(desk.service.url, "", "laptop", identity=mine, signed_in=signed_in)
    return enrolment.worker_id


def test_a_sign_in_is_for_one_device_and_once(desk: Desk) -> None:
    mine, thief = new_identity(), new_identity()
    stolen = brought(desk, mine.key.thumbprint())
    with pytest.raises(SignInRefused):  # the nonce is not his
        enrol(desk, thief, stolen)
    signed_in = brought(desk, mine.key.thumbprint())
    assert enrol(desk, mine, signed_in) == desk.worker
    for who in (thief, mine):
        with pytest.raises(SignInRefused):  # the code was used
            enrol(desk, who, signed_in)


@pytest.mark.parametrize("member", ["code", "code_verifier", "redirect_uri", "salt"])
def test_every_part_of_a_sign_in_counts(desk: Desk, member: str) -> None:
    mine = new_identity()
    signed_in = brought(desk, mine.key.thumbprint())
    other = "http://127.0.0.1:1/terug" if member == "redirect_uri" else "x" * 43
    bent = protocol.SignedIn(
        **{name: getattr(signed_in, name) for name in signed_in.__struct_fields__} | {member: other}
    )
    with pytest.raises(SignInRefused):
        enrol(desk, mine, bent)


def test_a_token_for_another_program_is_refused(desk: Desk, provider: str) -> None:
    """Signed in at the same provider, for another client of it."""
    found = provider_at(desk.service.url)
    assert found is not None
    other = protocol.SignInProvider(
        found.issuer, "another", found.authorization_endpoint, found.scope, found.tells_issuer
    )
    mine = new_identity()

    def browse(address: str) -> None:
        Thread(target=oidc.Browser("noor").sign_in, args=(address,), daemon=True).start()

    signed_in = sign_in(other, mine.key.thumbprint(), browse, lambda: False, PAGE)
    with pytest.raises(SignInRefused):
        enrol(desk, mine, signed_in)


def test_an_administrator_hears_what_cannot_be(
    desk: Desk, provider: str, capfd: pytest.CaptureFixture[str]
) -> None:
    from mvs_central.cli.main import main

    def fails(*arguments: str) -> str:
        assert main(["--database", desk.service.database, *arguments]) == 1
        return capfd.readouterr().err

    other = desk.service.add_worker("Sam Proefman", "Oost", "Oefenorganisatie", "wijkteam")
    assert "andere medewerker" in fails("worker", "link", str(other), "--subject", "noor")
    for issuer in ("http://127.0.0.1:9", "http://elders.example.nl", f"{provider}/", "ftp://x"):
        said = fails("provider", "set", "--issuer", issuer, "--client-id", "x")
        assert "geen aanmelddienst" in said
    assert desk.service.command("provider", "show").startswith(f"{provider}\t{oidc.CLIENT}")
