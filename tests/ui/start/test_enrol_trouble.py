"""Every way in which enrolling can go wrong says one thing, and leaves nothing behind.

Driven through the start window, on a real session and against the real central service.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from mvs_desktop.demo.service import CentralProcess, free_port
from mvs_desktop.services.session import Session
from mvs_desktop.sync import protocol
from tests.support.keepers import MemoryKeeper, NoKeyring
from tests.support.workspaces import CHEAP, PASSPHRASE
from tests.sync.http_service import HttpService, Reply, message, page, problem, serving
from tests.ui.start.conftest import StartIn


def nothing_was_made(folder: Path, keeper: MemoryKeeper) -> bool:
    return not keeper.secrets and not [f for f in folder.rglob("*") if f.is_file()]


def test_a_wrong_and_a_used_code_say_the_same_and_the_right_one_goes_on(
    start: StartIn, service: CentralProcess, worker: UUID, tmp_path: Path
) -> None:
    keeper = MemoryKeeper()
    begun = start(keeper, service.url)
    said = begun.enrol("2222-2222-2222")
    assert "kent deze code niet, of hij is al gebruikt of te oud. Er is niets aangemaakt" in said
    assert nothing_was_made(tmp_path, keeper)
    used = service.code(worker)
    other = Session(tmp_path / "other", MemoryKeeper(), cost=CHEAP)
    other.enrol(service.url, used, PASSPHRASE).close()
    shutil.rmtree(tmp_path / "other")
    assert begun.enrol(used) == said
    assert nothing_was_made(tmp_path, keeper)
    assert begun.enrol(service.code(worker)) == ""
    assert begun.opened


@pytest.fixture
def odd_service() -> Iterator[HttpService]:
    with serving() as odd:
        yield odd


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (page(200), "Op dit adres antwoordt iets anders dan de centrale."),
        (page(302), "Op dit adres antwoordt iets anders dan de centrale."),
        (Reply(200, b"{}"), "Op dit adres antwoordt iets anders dan de centrale."),
        (Reply(200, b"{", length=5_000), "Er is nog niets aangemaakt"),  # it went down half-way
        (problem(500, "internal"), "Geen verbinding met de centrale."),
        (problem(503, "busy"), "Geen verbinding met de centrale."),
        (problem(426, "version-too-old"), "je code blijft bruikbaar. Werk het programma bij"),
        (problem(429, "too-many-attempts"), "Wacht een kwartier"),
        (problem(401, "device-refused"), "laat deze laptop niet toe"),
        (
            message(protocol.EnrolReply("geen id", "N", "", "", "", "", "", "")),
            "Op dit adres antwoordt iets anders dan de centrale.",
        ),
    ],
)
def test_a_service_that_answers_otherwise_leaves_nothing_behind(
    start: StartIn, odd_service: HttpService, tmp_path: Path, reply: Reply, words: str
) -> None:
    keeper = MemoryKeeper()
    odd_service.answer = lambda _: reply
    said = start(keeper, odd_service.url).enrol()
    assert words in said
    assert "niets aangemaakt" in said
    assert nothing_was_made(tmp_path, keeper)


def test_no_network_and_then_a_network(
    start: StartIn, service: CentralProcess, worker: UUID, tmp_path: Path
) -> None:
    keeper = MemoryKeeper()
    begun = start(keeper, f"http://127.0.0.1:{free_port()}")
    assert begun.enrol().startswith("Geen verbinding met de centrale. Er is nog niets aangemaakt")
    assert nothing_was_made(tmp_path, keeper)
    begun.type("service_url", service.url)
    assert begun.enrol(service.code(worker)) == ""
    assert begun.opened


def test_an_unsupported_keyring_costs_no_code(
    start: StartIn, service: CentralProcess, worker: UUID, tmp_path: Path
) -> None:
    code = service.code(worker)
    said = start(NoKeyring(), service.url).enrol(code)
    assert "geen sleutelbos die we vertrouwen. Er is niets aangemaakt." in said
    begun = start(MemoryKeeper(), service.url)
    assert begun.enrol(code) == ""
    assert begun.opened


def test_a_folder_that_is_none_is_told_before_the_code_is_used(
    start: StartIn, service: CentralProcess, worker: UUID, tmp_path: Path
) -> None:
    code = service.code(worker)
    keeper = MemoryKeeper()
    begun = start(keeper, service.url)
    (tmp_path / "store.new").write_text("dit is een boodschappenlijst")
    said = begun.enrol(code)
    assert "kan niet schrijven in de map voor je dossiers. Er is niets aangemaakt" in said
    assert [file.name for file in tmp_path.iterdir()] == ["store.new"]
    assert not keeper.secrets
    (tmp_path / "store.new").unlink()
    assert begun.enrol(code) == ""
    assert begun.opened
