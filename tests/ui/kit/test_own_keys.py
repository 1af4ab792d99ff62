from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mvs_desktop.ui.kit.pages.own_keys import OwnKeys


def test_the_part_with_the_keyboard_goes_before_the_window(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    done: list[str] = []
    QShortcut(QKeySequence("Ctrl+N"), window).activated.connect(lambda: done.append("window"))
    rows = QVBoxLayout(window)
    part, inside, outside = OwnKeys(), QPushButton("in"), QPushButton("out")
    QVBoxLayout(part).addWidget(inside)
    rows.addWidget(part)
    rows.addWidget(outside)
    part.on_key(QKeySequence.StandardKey.New, lambda: done.append("part"))
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for button, who in ((inside, "part"), (outside, "window"), (inside, "part")):
        button.setFocus()
        qtbot.keyClick(button, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        assert done == [who]
        done.clear()


def test_a_text_field_gets_what_is_pasted_in_it(qtbot: QtBot) -> None:
    part, line = OwnKeys(), QLineEdit()
    qtbot.addWidget(part)
    QVBoxLayout(part).addWidget(line)
    done: list[str] = []
    part.on_key(QKeySequence.StandardKey.Paste, lambda: done.append("part"))
    part.show()
    part.activateWindow()
    qtbot.waitUntil(part.isActiveWindow)
    QApplication.clipboard().setText("Bo")
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert (line.text(), done) == ("Bo", [])
    QApplication.clipboard().clear()
