"""Signing in from the page that enrols, against a real service and a real OpenID provider."""

from collections.abc import Callable
from pathlib import Path
from threading import Thread
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mvs_desktop.demo.service import CentralProcess
from mvs_desktop.ui.start.enrol import EnrolPage
from tests.support import oidc
from tests.support.keepers import MemoryKeeper
from tests.support.workspaces import PASSPHRASE
from tests.ui.start.conftest import Start, StartIn

provider = oidc.provider


@pytest.fixture(scope="module")
def offered(service: CentralProcess, worker: UUID, provider: str) -> CentralProcess:
    service.command("provider", "set", "--issuer", provider, "--client-id", oidc.CLIENT)
    service.command("worker", "link", str(worker), "--subject", "noor")
    return service


def page_of(qtbot: QtBot, begun: Start) -> EnrolPage:
    qtbot.waitUntil(lambda: not begun.window.sign_in.busy, timeout=30_000)
    page = begun.window.page
    assert isinstance(page, EnrolPage)
    return page


def browse_as(account: str) -> Callable[[str], None]:
    def browse(address: str) -> None:
        Thread(target=oidc.Browser(account).sign_in, args=(address,), daemon=True).start()

    return browse


def test_a_worker_signs_in_without_a_code(
    qtbot: QtBot, start: StartIn, offered: CentralProcess
) -> None:
    begun = start(MemoryKeeper(), offered.url)
    page = page_of(qtbot, begun)
    qtbot.waitUntil(page.sign_in.isVisible)
    begun.window.sign_in.open_address = browse_as("noor")
    page.sign_in.click()
    assert page.chosen.editor.isAncestorOf(page.focusWidget())  # a passphrase is needed still
    begun.type("passphrase", PASSPHRASE)
    begun.type("passphrase_again", PASSPHRASE)
    qtbot.keyClick(page.sign_in, Qt.Key.Key_Space)
    begun.settle()
    (workspace,) = begun.opened
    assert workspace.me.name == "Noor Testers"


def test_who_is_not_linked_hears_what_to_do_and_can_use_a_code(
    qtbot: QtBot, start: StartIn, offered: CentralProcess, worker: UUID, tmp_path: Path
) -> None:
    begun = start(MemoryKeeper(), offered.url)
    page = page_of(qtbot, begun)
    begun.window.sign_in.open_address = browse_as("iemand-anders")
    begun.type("passphrase", PASSPHRASE)
    begun.type("passphrase_again", PASSPHRASE)
    page.sign_in.click()
    begun.settle()
    assert "om je werkaccount te koppelen, of om een code" in page.banner.text
    assert page.chosen.text == PASSPHRASE
    assert not [file for file in tmp_path.rglob("*") if file.is_file()]
    assert begun.enrol(offered.code(worker)) == ""
    assert begun.opened


def test_waiting_can_be_stopped_with_the_keyboard(
    qtbot: QtBot, start: StartIn, offered: CentralProcess
) -> None:
    begun = start(MemoryKeeper(), offered.url)
    page = page_of(qtbot, begun)
    opened: list[str] = []
    begun.window.sign_in.open_address = opened.append
    begun.type("passphrase", PASSPHRASE)
    begun.type("passphrase_again", PASSPHRASE)
    page.sign_in.click()
    qtbot.waitUntil(lambda: bool(opened), timeout=15_000)
    assert page.cancel.isVisible()
    assert not page.form.isEnabled()
    qtbot.keyClick(page.cancel, Qt.Key.Key_Space)
    begun.settle()
    assert page.banner.text.startswith("Je bent gestopt met inloggen. Er is niets aangemaakt")
    assert not page.cancel.isVisible()
    assert page.form.isEnabled()
    assert page.sign_in.hasFocus()  # where the worker was


def test_a_service_with_codes_only_offers_nothing_else(qtbot: QtBot, start: StartIn) -> None:
    begun = start(MemoryKeeper(), "http://127.0.0.1:9")
    assert not page_of(qtbot, begun).sign_in.isVisible()
