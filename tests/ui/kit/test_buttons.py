"""Buttons by mouse and keyboard, and when they do nothing."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QHBoxLayout, QLabel, QWidget
from pytestqt.qtbot import QtBot

from mvs_desktop.ui.kit.forms.choices import ChoiceChip
from mvs_desktop.ui.kit.look.icons import icon_pixmap
from mvs_desktop.ui.kit.pages.rows import DetailRow
from mvs_desktop.ui.kit.parts.buttons import (
    ButtonRow,
    DangerButton,
    FilledButton,
    IconButton,
    OutlinedButton,
    RailButton,
)
from tests.ui.kit.showing import shown


def test_an_unavailable_button_says_why(qtbot: QtBot) -> None:
    reason = "Kan nog niet: kies eerst voor wie."
    button = FilledButton("Klaar")
    row = ButtonRow([button])
    shown(qtbot, row)
    button.set_unavailable(reason)
    assert not button.isEnabled()
    assert button.accessibleDescription() == reason
    assert reason in button.toolTip()
    assert reason in [label.text() for label in row.findChildren(QLabel) if label.isVisible()]
    button.set_unavailable("")
    assert button.isEnabled()
    assert not [label for label in row.findChildren(QLabel) if label.isVisible()]


def test_a_held_button_does_nothing_and_keeps_the_keyboard(qtbot: QtBot) -> None:
    window = QWidget()
    line = QHBoxLayout(window)
    button, beside = OutlinedButton("Nu versturen"), OutlinedButton("Op slot")
    line.addWidget(button)
    line.addWidget(beside)
    shown(qtbot, window)
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    button.setFocus()
    button.hold(True)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
        QTest.keyClick(button, key)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert pressed == []
    assert button.hasFocus()
    QTest.keyClick(button, Qt.Key.Key_Tab)
    assert beside.hasFocus()  # one can go on
    button.hold(False)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert pressed == [True]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
@pytest.mark.parametrize(
    "make",
    [
        lambda: DangerButton("Neem toegang"),
        lambda: IconButton("x", "Sluiten"),
        lambda: ChoiceChip("School"),
        lambda: RailButton("Vandaag", icon_name="calendar-blank"),
    ],
    ids=["button", "icon", "choice", "rail"],
)
def test_enter_presses_as_space_does(qtbot: QtBot, make: object, key: Qt.Key) -> None:
    """Qt leaves that to each system; a worker has the same keys on all."""
    assert callable(make)
    button: QAbstractButton = make()
    shown(qtbot, button)
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    QTest.keyClick(button, key)
    assert pressed == [True]


def test_enter_beside_the_digits_presses(qtbot: QtBot) -> None:
    button = OutlinedButton("Dit geldt")
    shown(qtbot, button)
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(button, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)


def test_enter_on_a_button_in_a_row_does_not_open_the_row(qtbot: QtBot) -> None:
    row, seen = DetailRow("Familie Berkhout", clickable=True), OutlinedButton("Gezien")
    row.add_action(seen)
    shown(qtbot, row)
    did: list[str] = []
    row.opened.connect(lambda: did.append("opened"))
    seen.clicked.connect(lambda: did.append("seen"))
    QTest.keyClick(seen, Qt.Key.Key_Return)
    seen.hold(True)
    QTest.keyClick(seen, Qt.Key.Key_Return)
    assert did == ["seen"]


def test_enter_that_is_held_down_presses_once(qtbot: QtBot) -> None:
    """Nor does one that went on after the press of another button brought the keyboard here."""
    button = OutlinedButton("Nieuw gezin")
    shown(qtbot, button)
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    none = Qt.KeyboardModifier.NoModifier
    again = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, none, "\r", True)
    QApplication.sendEvent(button, again)
    assert pressed == []


def test_enter_with_another_key_and_other_keys_are_for_the_screen(qtbot: QtBot) -> None:
    heard: list[int] = []

    class Screen(QWidget):
        def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
            heard.append(event.key())

    screen = Screen()
    button = OutlinedButton("Dit geldt", screen)
    shown(qtbot, screen)
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    QTest.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert pressed == []
    assert Qt.Key.Key_Return in heard
    button.hold(True)
    QTest.keyClick(button, Qt.Key.Key_Escape)  # what waits can be left
    assert Qt.Key.Key_Escape in heard


def test_the_icon_of_a_held_button_can_be_seen(qtbot: QtBot) -> None:
    button = FilledButton("Nu versturen", icon_name="arrows-clockwise")
    qtbot.addWidget(button)

    def drawn() -> object:
        return button.icon().pixmap(18, 18).toImage()

    free = drawn()
    button.hold(True)
    assert drawn() == icon_pixmap("arrows-clockwise", "muted", 18).toImage()
    button.hold(False)
    assert drawn() == free


def test_rail_button_keeps_its_name_when_narrow(qtbot: QtBot) -> None:
    button = RailButton("Vandaag", icon_name="calendar-blank")
    qtbot.addWidget(button)
    assert button.label == "Vandaag"
    button.set_narrow(True)
    assert (button.text(), button.accessibleName()) == ("", "Vandaag")
