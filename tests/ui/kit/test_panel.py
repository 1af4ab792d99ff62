"""The panel at the right: the keyboard goes round in it, and back to where it was."""

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from mvs_desktop.ui.kit.pages.panel import SidePanel
from mvs_desktop.ui.kit.parts.buttons import DangerButton, FilledButton, OutlinedButton
from tests.ui.kit.showing import shown

CTRL = Qt.KeyboardModifier.ControlModifier


def host_with_panel(qtbot: QtBot) -> tuple[QPushButton, SidePanel, list[QLineEdit]]:
    host = QWidget()
    host.resize(1000, 600)
    line = QHBoxLayout(host)
    opener = QPushButton("Contact noteren")
    line.addWidget(opener)
    panel = SidePanel(host, "Contact noteren")
    editors = [QLineEdit(), QLineEdit()]
    for editor in editors:
        panel.body.addWidget(editor)
    shown(qtbot, host)
    opener.setFocus()
    return opener, panel, editors


def test_panel_takes_the_keyboard_and_gives_it_back(qtbot: QtBot) -> None:
    opener, panel, editors = host_with_panel(qtbot)
    panel.open_panel()
    assert QApplication.focusWidget() is editors[0]
    with qtbot.waitSignal(panel.closed):
        QTest.keyClick(editors[0], Qt.Key.Key_Escape)
    assert not panel.is_open
    assert QApplication.focusWidget() is opener


def test_ctrl_enter_presses_the_filled_button_of_a_panel_and_no_red_one(qtbot: QtBot) -> None:
    _, panel, editors = host_with_panel(qtbot)
    buttons = FilledButton("Zet in mijn dag"), DangerButton("Wis"), FilledButton("Nog niet")
    pressed: list[str] = []
    for button in buttons:
        panel.body.addWidget(button)
        button.clicked.connect(lambda _on=False, button=button: pressed.append(button.label))
    filled, danger, other = buttons
    other.hide()
    panel.open_panel()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        qtbot.keyClick(editors[0], key, CTRL)
    assert pressed == ["Zet in mijn dag"] * 2
    filled.hold(True)  # until the centre has answered
    danger.setFocus()
    qtbot.keyClick(danger, Qt.Key.Key_Return, CTRL)
    qtbot.keyClick(editors[0], Qt.Key.Key_Return)
    assert len(pressed) == 2


def test_panel_gives_the_keyboard_to_what_came_in_the_place_of_where_it_was(qtbot: QtBot) -> None:
    """A list is made anew while the panel is open."""
    opener, panel, editors = host_with_panel(qtbot)
    host = panel.parentWidget()
    assert host is not None
    layout = host.layout()
    assert layout is not None
    opener.setAccessibleName("Familie Een")
    panel.open_panel()
    layout.removeWidget(opener)
    opener.hide()
    opener.deleteLater()
    other, again = OutlinedButton("Familie Nul"), OutlinedButton("Familie Een")
    layout.addWidget(other)
    layout.addWidget(again)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QTest.keyClick(editors[0], Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is again


def test_panel_keeps_tab_inside(qtbot: QtBot) -> None:
    opener, panel, editors = host_with_panel(qtbot)
    panel.open_panel(editors[1])
    visited = []
    for _ in range(4):
        focused = QApplication.focusWidget()
        assert focused is not None
        visited.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert visited == [editors[1], panel.close_button, editors[0], editors[1]]
    assert opener not in visited
    QTest.keyClick(panel.close_button, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is editors[1]


def test_panel_lies_at_the_right_and_stays_there(qtbot: QtBot) -> None:
    opener, panel, _ = host_with_panel(qtbot)
    panel.open_panel()
    qtbot.waitUntil(lambda: panel.geometry() == QRect(580, 0, 420, 600))
    opener.window().resize(800, 500)
    assert panel.geometry() == QRect(380, 0, 420, 500)


def test_close_button_closes_the_panel(qtbot: QtBot) -> None:
    _, panel, _ = host_with_panel(qtbot)
    panel.open_panel()
    qtbot.mouseClick(panel.close_button, Qt.MouseButton.LeftButton)
    assert not panel.is_open
