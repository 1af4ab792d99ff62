"""Bringing a colleague in and ending a laptop without a mouse, in the real window."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mvs_desktop.demo.hands import Hands
from mvs_desktop.demo.service import CentralProcess
from mvs_desktop.domain.records import Compartment
from mvs_desktop.services.devices import OwnDeviceState
from mvs_desktop.services.session import Session
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.ui.kit.parts.buttons import IconButton
from mvs_desktop.ui.navigation.intents import OpenFamily
from mvs_desktop.ui.shell.window import MainWindow
from tests.services.desks import Desk, daan, family, noor
from tests.support.keepers import MemoryKeeper
from tests.support.workspaces import CHEAP, PASSPHRASE
from tests.ui.shell.conftest import settled
from tests.ui.team.test_by_keyboard import hands, tab_to, window

__all__ = ["daan", "hands", "noor", "window"]

pytestmark = pytest.mark.timeout(300)

Key = Qt.Key


@pytest.fixture
def bag(noor: Desk, service: CentralProcess, tmp_path: Path) -> Iterator[Workspace]:
    """Noor's other laptop."""
    session = Session(tmp_path / "bag", MemoryKeeper(), cost=CHEAP)
    code = service.code(noor.workspace.me.worker_id)
    made = session.enrol(service.url, code, PASSPHRASE, "De laptop uit de tas")
    made.synchronise()
    yield made
    made.close()


def test_a_colleague_is_brought_in_for_some_of_it_and_some_time(
    qtbot: QtBot, window: MainWindow, hands: Hands, noor: Desk, daan: Desk
) -> None:
    case, last_day = family(noor, "Erbij"), noor.workspace.today() + timedelta(days=30)
    hands.activate("main_window")
    window.commands.do(OpenFamily(case.id))
    hands.see("workers_card")
    settled(qtbot, window)
    button = tab_to(hands, "bring_in_colleague")
    hands.press(Key.Key_Space)
    hands.see("bring_in_panel")
    hands.keys("daan")
    hands.see("colleague_row")
    tab_to(hands, "colleague_row")
    hands.press(Key.Key_Return)
    role = hands.see("member_role_control")
    hands.until("the keyboard at the role", role.hasFocus)
    hands.press(Key.Key_Tab)  # School is chosen already
    hands.press(Key.Key_Tab)
    hands.press(Key.Key_Space)  # Zorg is added
    tab_to(hands, "member_ends_on_control")
    hands.keys(f"{last_day.day}-{last_day.month}-{last_day.year}")
    tab_to(hands, "bring_in")
    hands.press(Key.Key_Space)
    hands.gone("bring_in_panel")
    settled(qtbot, window)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.objectName() == button.objectName()

    daan.sync()
    everybody = daan.workspace.reload_case(case.id).members(daan.workspace.today())
    (his,) = (one for one in everybody if one.worker_id == daan.workspace.me.worker_id)
    assert his.compartments == {Compartment.BASIS, Compartment.SCHOOL, Compartment.CARE}
    assert his.ends_on == last_day


def test_a_lost_laptop_is_ended(
    qtbot: QtBot, window: MainWindow, hands: Hands, noor: Desk, bag: Workspace
) -> None:
    hands.activate("main_window")
    hands.press(Key.Key_K, Qt.KeyboardModifier.ControlModifier, window)
    hands.keys("jouw laptops")
    hands.press(Key.Key_Return)
    hands.see("laptop_row")
    tab_to(hands, "end_laptop")
    hands.press(Key.Key_Space)
    hands.until("the keyboard at why", lambda: _at("laptop_why_control"))
    tab_to(hands, "laptop_passphrase_control")
    hands.keys("niet dit wachtwoord")
    hands.press(Key.Key_Return)
    hands.see_text("Dit wachtwoord klopt niet.")
    assert _at("laptop_passphrase_control")
    hands.keys(PASSPHRASE)  # over what was typed, which is chosen
    confirm = hands.see("confirm_end_laptop")
    hands.until("another try to be of use", confirm.isEnabled)
    hands.press(Key.Key_Return)
    hands.see_text("Gedaan.")
    assert isinstance(QApplication.focusWidget(), IconButton)  # nothing that ends another one
    states = {item.name: item.state for item in noor.workspace.devices.all()}
    assert states["De laptop uit de tas"] is OwnDeviceState.WIPE
    assert bag.synchronise().wipe


def _at(name: str) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and focused.objectName() == name
