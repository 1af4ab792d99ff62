"""What a worker sees of a wipe that the organisation ordered, at the start of the program.

On a real session and against the real central service.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mvs_central.access.service_keys import service_keys
from mvs_central.base.central import Central
from mvs_central.base.database import Database
from mvs_central.devices import wiping as orders
from mvs_desktop.demo.service import CentralProcess
from mvs_desktop.services.session import Session
from mvs_desktop.services.wiping import Wiped
from mvs_desktop.ui.start.enrol import EnrolPage
from mvs_desktop.ui.start.unlock import UnlockPage
from mvs_desktop.ui.start.wiped import WipedPage
from tests.support.keepers import MemoryKeeper
from tests.support.workspaces import CHEAP, PASSPHRASE
from tests.ui.start.conftest import Start, StartIn


@pytest.fixture
def keyring() -> MemoryKeeper:
    return MemoryKeeper()


@pytest.fixture
def enrolled(
    tmp_path: Path, keyring: MemoryKeeper, service: CentralProcess, worker: UUID
) -> Session:
    session = Session(tmp_path, keyring, cost=CHEAP)
    session.enrol(service.url, service.code(worker), PASSPHRASE).close()
    return session


@pytest.fixture
def central(service: CentralProcess) -> Iterator[Central]:
    opened = Central(Database(service.database))
    yield opened
    opened.database.close()


def order(central: Central, session: Session, *, at_once: bool) -> None:
    contact = session.wiping._contact()
    assert contact is not None
    orders.order(central, service_keys(central), contact.device_id, at_once=at_once)


def until_asked(qtbot: QtBot, begun: Start) -> None:
    qtbot.waitUntil(lambda: not begun.window._watch.busy, timeout=30_000)
    begun.settle()


def test_a_lost_laptop_says_what_happened_and_can_be_enrolled_anew(
    qtbot: QtBot, start: StartIn, enrolled: Session, keyring: MemoryKeeper, central: Central
) -> None:
    order(central, enrolled, at_once=True)
    begun = start(keyring, session=enrolled)
    until_asked(qtbot, begun)
    page = begun.window.page
    assert isinstance(page, WipedPage)
    assert page.title.text() == "Deze laptop is gewist"
    assert "Wat hier nog niet was verstuurd, is weg." in page.said
    assert "Met een nieuwe code meld je de laptop opnieuw aan" in page.said
    assert not keyring.secrets
    qtbot.waitUntil(page.enrol.hasFocus)
    qtbot.keyClick(page.enrol, Qt.Key.Key_Space)
    assert isinstance(begun.window.page, EnrolPage)


def test_a_laptop_that_may_still_send_asks_for_the_passphrase_once_more(
    qtbot: QtBot, start: StartIn, enrolled: Session, keyring: MemoryKeeper, central: Central
) -> None:
    order(central, enrolled, at_once=False)
    begun = start(keyring, session=enrolled)
    until_asked(qtbot, begun)
    page = begun.window.page
    assert isinstance(page, UnlockPage)
    assert "Open hem nog één keer, met internet" in page.banner.text
    assert begun.unlock() == page.banner.text
    (workspace,) = begun.opened
    assert workspace.synchronise().wipe
    workspace.give_way()
    workspace.close()

    following = start(keyring, session=enrolled)
    page_now = following.window.page
    assert isinstance(page_now, WipedPage)
    assert "Alles wat je had geschreven, is eerst verstuurd" in page_now.said
    begun.opened.clear()


def test_an_order_that_comes_while_the_store_opens_wins(
    qtbot: QtBot, start: StartIn, enrolled: Session, keyring: MemoryKeeper, central: Central
) -> None:
    begun = start(keyring, session=enrolled)
    until_asked(qtbot, begun)
    order(central, enrolled, at_once=True)
    found = enrolled.wiping.ask()
    assert found is not None
    page = begun.window.page
    assert isinstance(page, UnlockPage)
    qtbot.keyClicks(page.passphrase.line, PASSPHRASE)
    qtbot.keyClick(page.passphrase.line, Qt.Key.Key_Return)
    enrolled.wiping.begin(found)
    begun.settle()
    assert isinstance(begun.window.page, WipedPage)
    assert not begun.opened


def test_a_store_without_an_order_opens_as_always(
    qtbot: QtBot, start: StartIn, enrolled: Session, keyring: MemoryKeeper
) -> None:
    begun = start(keyring, session=enrolled)
    until_asked(qtbot, begun)
    page = begun.window.page
    assert isinstance(page, UnlockPage)
    assert not page.banner.text
    begun.unlock()
    assert begun.opened


def test_files_that_the_system_holds_can_be_tried_again(qtbot: QtBot) -> None:
    page = WipedPage()
    qtbot.addWidget(page)
    page.show()
    assert page.again.isHidden()
    assert page.enrol.isHidden()
    page.show_outcome(Wiped(datetime.now(UTC), False, whole=False, told=False))
    assert "niemand kan de dossiers nog openen" in page.said
    with qtbot.waitSignal(page.again_asked):
        qtbot.keyClick(page.again, Qt.Key.Key_Space)
    page.show_working()
    assert not page.said
    page.show_outcome(Wiped(datetime.now(UTC), True, whole=True, told=True))
    assert page.again.isHidden()
    assert page.enrol.isVisible()
