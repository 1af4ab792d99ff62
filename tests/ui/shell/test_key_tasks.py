"""Keys in the running program: the menu, the palette, and the notice that a code is needed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from mvs_desktop.domain.errors import StoreDamaged
from mvs_desktop.services.views import Link, SyncResult
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.ui.keys.change import ChangePanel
from mvs_desktop.ui.keys.enrol_again import EnrolAgainPanel
from mvs_desktop.ui.keys.panel import KeyPanel
from mvs_desktop.ui.keys.renew import RenewPanel
from mvs_desktop.ui.shell.lease_view import ClosedPage
from mvs_desktop.ui.shell.palette_actions import palette_actions
from mvs_desktop.ui.shell.settings_menu import SettingsMenu
from mvs_desktop.ui.shell.window import MainWindow
from tests.support.workspaces import mark_copied
from tests.ui.shell.conftest import settled
from tests.ui.start.conftest import offered


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("menu_change_passphrase", ChangePanel),
        ("menu_renew_key", RenewPanel),
        ("menu_enrol_again", EnrolAgainPanel),
    ],
)
def test_the_menu_opens_a_panel_and_esc_gives_the_keyboard_back(
    qtbot: QtBot, window: MainWindow, name: str, kind: type[KeyPanel]
) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.rail.me.setFocus()
    window.rail.menu_asked.emit()
    menu = window.findChild(SettingsMenu)
    assert menu is not None
    action = menu.findChild(QAction, name)
    assert action is not None
    menu.close()
    action.trigger()
    settled(qtbot, window)
    panel = window.panels.open_panel
    assert isinstance(panel, kind)
    assert panel.isAncestorOf(window.focusWidget())
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert window.panels.open_panel is None
    assert window.focusWidget() is window.rail.me


def test_the_palette_knows_the_passphrase(qtbot: QtBot, window: MainWindow) -> None:
    item = next(item for item in palette_actions() if "Wachtwoord" in item.title)
    window.commands.do(item.intent)
    settled(qtbot, window)
    assert isinstance(window.panels.open_panel, ChangePanel)


def test_locking_closes_a_panel(qtbot: QtBot, window: MainWindow) -> None:
    window.commands.do(next(i.intent for i in palette_actions() if "Wachtwoord" in i.title))
    settled(qtbot, window)
    panel = window.panels.open_panel
    assert isinstance(panel, ChangePanel)
    qtbot.keyClicks(panel.old.line, "vier woorden zijn genoeg")
    with qtbot.waitSignal(window.lock_requested, timeout=15_000):
        window.lock()
    assert window.panels.open_panel is None


def test_a_restored_laptop_asks_for_a_code_above_every_screen(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    mark_copied(workspace)
    window.synchroniser.run_now()
    qtbot.waitUntil(lambda: window.synchroniser.state.link is Link.NEEDS_CODE, timeout=15_000)
    settled(qtbot, window)
    assert "opnieuw worden aangemeld. Werk gewoon door" in window.code_banner.text
    assert window.code_banner in window.parts  # F6 comes by
    (button,) = offered(qtbot, window.code_banner, 1)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    settled(qtbot, window)
    assert isinstance(window.panels.open_panel, EnrolAgainPanel)


def test_the_closed_page_takes_a_code_too(qtbot: QtBot, window: MainWindow) -> None:
    state = window.synchroniser.state
    page = ClosedPage()
    qtbot.addWidget(page)
    page.show()
    with qtbot.waitSignal(page.code_asked):
        page.show_state(type(state)(Link.NEEDS_CODE, 0, 0, 0, None))
        (button,) = offered(qtbot, page.banner, 1)
        qtbot.keyClick(button, Qt.Key.Key_Space)


def test_a_damaged_store_leads_to_the_screen_where_a_backup_can_be_put_back(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.show_failure(StoreDamaged())
    assert "Zet op het beginscherm een reservekopie terug" in window.banner.text
    buttons = offered(qtbot, window.banner, 2)
    assert [b.text() for b in buttons] == ["Naar het beginscherm", "Sluit"]
    with qtbot.waitSignal(window.lock_requested, timeout=15_000):
        qtbot.keyClick(buttons[0], Qt.Key.Key_Space)


def test_a_laptop_that_is_to_be_wiped_sends_and_then_locks(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    gave_way: list[bool] = []
    monkeypatch.setattr(workspace, "give_way", lambda: gave_way.append(window.isVisible()))
    result = SyncResult(window.synchroniser.state, wipe=True)
    with qtbot.waitSignal(window.lock_requested, timeout=15_000):
        window.synchroniser.received.emit(result)
    assert gave_way == [False]  # nothing in sight, and before the lock
