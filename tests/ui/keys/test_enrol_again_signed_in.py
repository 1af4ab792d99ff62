"""A laptop is enrolled again by signing in, against a real service and a real OpenID provider."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mvs_desktop.demo.service import CentralProcess
from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.services.session import Session
from mvs_desktop.services.views import Change, Link
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.ui.background import Background
from mvs_desktop.ui.keys.enrol_again import EnrolAgainPanel
from mvs_desktop.ui.keys.tasks import KeyTask
from tests.support import oidc
from tests.support.keepers import MemoryKeeper
from tests.support.workspaces import CHEAP, PASSPHRASE, mark_copied
from tests.ui.keys.test_panels import Desk, background, host

__all__ = ["background", "host"]

provider = oidc.provider


@pytest.fixture(scope="module")
def offered(service: CentralProcess, worker: UUID, provider: str) -> CentralProcess:
    service.command("provider", "set", "--issuer", provider, "--client-id", oidc.CLIENT)
    service.command("worker", "link", str(worker), "--subject", "noor")
    other = service.add_worker("Bram Testers", "Oost", "Oefenorganisatie", "wijkteam")
    service.command("worker", "link", str(other), "--subject", "bram")
    return service


@pytest.fixture
def enrolled(tmp_path: Path, offered: CentralProcess, worker: UUID) -> Iterator[Workspace]:
    session = Session(tmp_path, MemoryKeeper(), cost=CHEAP)
    opened = session.enrol(offered.url, offered.code(worker), PASSPHRASE, "laptop")
    id_ = opened.new_id()
    opened.save(Change(CaseFile(id=id_, case_id=id_, name="Familie Proefstuk"), None))
    mark_copied(opened)
    yield opened
    opened.close()


def browse_as(account: str) -> Callable[[str], None]:
    def browse(address: str) -> None:
        Thread(target=oidc.Browser(account).sign_in, args=(address,), daemon=True).start()

    return browse


def begin(desk: Desk, browse: Callable[[str], None]) -> EnrolAgainPanel:
    desk.tasks.sign_in.open_address = browse
    panel = desk.open(KeyTask.ENROL_AGAIN)
    assert isinstance(panel, EnrolAgainPanel)
    desk.qtbot.waitUntil(panel.sign_in.isVisible, timeout=30_000)
    return panel


def test_what_waited_is_sent_after_signing_in(
    qtbot: QtBot, host: QWidget, enrolled: Workspace, background: Background
) -> None:
    assert enrolled.synchronise().state.link is Link.NEEDS_CODE
    desk = Desk(qtbot, host, enrolled, background)
    panel = begin(desk, browse_as("noor"))
    with qtbot.waitSignal(desk.tasks.enrolled, timeout=60_000):
        qtbot.keyClick(panel.sign_in, Qt.Key.Key_Space)
    assert panel.banner.text.startswith("Deze laptop is weer aangemeld.")
    assert not panel.sign_in.isVisible()
    result = enrolled.synchronise()
    assert (result.state.link, result.state.pending) == (Link.IDLE, 0)


def test_the_account_of_a_colleague_changes_nothing(
    qtbot: QtBot, host: QWidget, enrolled: Workspace, background: Background
) -> None:
    desk = Desk(qtbot, host, enrolled, background)
    panel = begin(desk, browse_as("bram"))
    panel.sign_in.click()
    desk.settle()
    assert panel.banner.text.startswith("Dit is van een andere medewerker.")
    assert enrolled.synchronise().state.link is Link.NEEDS_CODE
    desk.tasks.sign_in.open_address = browse_as("noor")
    panel.sign_in.click()
    desk.settle()
    assert panel.banner.text.startswith("Deze laptop is weer aangemeld.")


def test_waiting_can_be_stopped_and_ends_with_the_panel(
    qtbot: QtBot, host: QWidget, enrolled: Workspace, background: Background
) -> None:
    desk = Desk(qtbot, host, enrolled, background)
    opened: list[str] = []
    panel = begin(desk, opened.append)
    panel.sign_in.click()
    qtbot.waitUntil(lambda: bool(opened), timeout=15_000)
    assert panel.cancel.hasFocus()
    qtbot.keyClick(panel.cancel, Qt.Key.Key_Space)
    desk.settle()
    assert panel.banner.text.startswith("Je bent gestopt met inloggen.")
    assert panel.sign_in.hasFocus()
    panel.sign_in.click()
    qtbot.waitUntil(lambda: len(opened) == 2, timeout=15_000)
    panel.close_panel()
    desk.settle()
    assert desk.failed == []  # who closes the panel knows


def test_a_service_with_codes_only_offers_nothing_else(
    qtbot: QtBot, host: QWidget, enrolled: Workspace, background: Background
) -> None:
    desk = Desk(qtbot, host, enrolled, background)
    panel = begin(desk, lambda _: None)
    panel.address_settled.emit("http://127.0.0.1:9")
    qtbot.waitUntil(lambda: not panel.sign_in.isVisible(), timeout=30_000)
