"""The main window, driven by keys."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.ui.navigation.places import Place, Screen
from mvs_desktop.ui.shell.window import MainWindow
from tests.ui.shell.conftest import settled

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


Families = tuple[CaseFile, CaseFile]


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    held = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        held |= modifier
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, key, held)
    settled(qtbot, window)


def child(window: MainWindow, kind: type[QWidget], name: str) -> QWidget:
    found = [w for w in window.findChildren(kind, name) if w.isVisible()]
    assert len(found) == 1, name
    return found[0]


def open_family(qtbot: QtBot, window: MainWindow, case: CaseFile, tab: str = "") -> None:
    window.navigator.go(Place(Screen.FAMILY, case.id, tab))
    settled(qtbot, window)
