"""Keys of the whole window, and the palette."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from mvs_desktop.services.workspace import Workspace
from mvs_desktop.ui.contact_panel import ContactPanel
from mvs_desktop.ui.navigation.places import Place, Screen
from mvs_desktop.ui.shell.shortcuts import KEYS, ShortcutsPanel
from mvs_desktop.ui.shell.window import MainWindow
from tests.ui.shell.conftest import settled
from tests.ui.shell.driving import ALT, CTRL, SHIFT, Families, child, open_family, press


@pytest.mark.parametrize(
    ("key", "screen"),
    [
        (Qt.Key.Key_1, Screen.TODAY),
        (Qt.Key.Key_2, Screen.FAMILIES),
        (Qt.Key.Key_3, Screen.LOOSE_NOTES),
    ],
)
def test_ctrl_and_a_number_go_through_the_rail(
    qtbot: QtBot, window: MainWindow, key: Qt.Key, screen: Screen
) -> None:
    press(qtbot, window, key, CTRL)
    assert window.navigator.place == Place(screen)
    assert [s for s, button in window.rail._entries.items() if button.isChecked()] == [screen]


def test_a_number_without_an_entry_does_nothing(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Qt.Key.Key_6, CTRL)
    assert window.navigator.place.screen is Screen.TODAY


def test_alt_and_arrows_go_back_and_forward(
    qtbot: QtBot, window: MainWindow, families: Families
) -> None:
    press(qtbot, window, Qt.Key.Key_2, CTRL)
    open_family(qtbot, window, families[0])
    press(qtbot, window, Qt.Key.Key_Left, ALT)
    assert window.navigator.place == Place(Screen.FAMILIES)
    press(qtbot, window, Qt.Key.Key_Left, ALT)
    assert window.navigator.place == Place(Screen.TODAY)
    press(qtbot, window, Qt.Key.Key_Right, ALT)
    press(qtbot, window, Qt.Key.Key_Right, ALT)
    assert window.navigator.place.case_id == families[0].id


def test_alt_and_a_number_choose_a_tab(
    qtbot: QtBot, window: MainWindow, families: Families
) -> None:
    open_family(qtbot, window, families[0])
    page = window.family_host.page
    assert page is not None
    press(qtbot, window, Qt.Key.Key_2, ALT)
    assert page.current_tab == page.tabs.keys()[1]
    assert window.navigator.place.tab == page.current_tab
    press(qtbot, window, Qt.Key.Key_8, ALT)
    assert page.current_tab == page.tabs.keys()[1]


def test_the_palette_finds_a_family(qtbot: QtBot, window: MainWindow, families: Families) -> None:
    press(qtbot, window, Qt.Key.Key_K, CTRL)
    palette = window.panels.palette
    qtbot.keyClicks(palette.line, "berk")
    titles = [item.title for item in palette.items()]
    assert titles == ["Familie Berkhout", "Alle resultaten voor “berk”"]
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    settled(qtbot, window)
    assert window.navigator.place.case_id == families[1].id
    assert not palette.isVisible()


def test_the_palette_finds_what_was_written(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    press(qtbot, window, Qt.Key.Key_C, CTRL, SHIFT)
    qtbot.keyClicks(child(window, QPlainTextEdit, "contact_text_control"), "Schaatsles op zaterdag")
    press(qtbot, window, Qt.Key.Key_Escape)
    press(qtbot, window, Qt.Key.Key_K, CTRL)
    palette = window.panels.palette
    qtbot.keyClicks(palette.line, "schaats")
    qtbot.waitUntil(lambda: any("Schaatsles" in item.subtitle for item in palette.items()))
    qtbot.keyClick(palette.line, Qt.Key.Key_Escape)


def test_the_palette_does_things(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Qt.Key.Key_K, CTRL)
    qtbot.keyClicks(window.panels.palette.line, "contact")
    qtbot.keyClick(window.panels.palette.line, Qt.Key.Key_Return)
    settled(qtbot, window)
    assert isinstance(window.panels.open_panel, ContactPanel)


def test_the_cover_hides_everything_and_holds_the_keys(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Qt.Key.Key_F12)
    assert not window.rail.isVisible()
    press(qtbot, window, Qt.Key.Key_2, CTRL)
    press(qtbot, window, Qt.Key.Key_K, CTRL)
    assert window.navigator.place == Place(Screen.TODAY)
    assert not window.panels.palette.isVisible()
    press(qtbot, window, Qt.Key.Key_F12)
    assert window.rail.isVisible()
    press(qtbot, window, Qt.Key.Key_2, CTRL)
    assert window.navigator.place == Place(Screen.FAMILIES)


def test_f6_goes_round_the_parts_of_the_screen(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Qt.Key.Key_2, CTRL)
    window.rail.search.setFocus()
    press(qtbot, window, Qt.Key.Key_F6)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert window.pages.isAncestorOf(focused)
    press(qtbot, window, Qt.Key.Key_F6)
    assert QApplication.focusWidget() is window.rail.search  # where the keyboard was
    press(qtbot, window, Qt.Key.Key_F6, SHIFT)
    assert QApplication.focusWidget() is focused


def test_f6_comes_by_every_banner_that_says_something(window: MainWindow) -> None:
    banners = (window.lease_banner, window.code_banner, window.backup_banner, window.banner)
    assert not set(banners) & set(window.parts)
    for banner in banners:
        banner.show()
        assert banner in window.parts


def test_the_list_of_shortcuts_is_the_table_of_shortcuts(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Qt.Key.Key_F1)
    assert isinstance(window.panels.open_panel, ShortcutsPanel)
    installed = {shortcut.key().toString() for shortcut in window.findChildren(QShortcut)}
    wanted = {QKeySequence(keys).toString() for line in KEYS for keys in line.keys}
    assert wanted <= installed
    assert not [keys for keys in wanted if "Ctrl+Alt" in keys]  # AltGr types é and €


@pytest.mark.parametrize("text", ["é", "€", "ë", "[", "\\"])
def test_alt_gr_types_in_every_line_of_the_shell(
    qtbot: QtBot, window: MainWindow, text: str
) -> None:
    """On Windows AltGr arrives as Ctrl+Alt: it must type and give no command."""
    alt_gr = CTRL | ALT

    def type_in(field: QWidget, read: Callable[[], str]) -> None:
        field.setFocus()
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            QApplication.sendEvent(field, QKeyEvent(kind, 0, alt_gr, text))
        assert text in read()

    press(qtbot, window, Qt.Key.Key_K, CTRL)
    palette = window.panels.palette
    type_in(palette.line, palette.line.text)
    palette.close_palette()
    press(qtbot, window, Qt.Key.Key_C, CTRL, SHIFT)
    note = child(window, QPlainTextEdit, "contact_text_control")
    assert isinstance(note, QPlainTextEdit)
    type_in(note, note.toPlainText)
