"""Which keys a form takes for itself: AltGr types, commands reach their shortcuts."""

from collections.abc import Callable
from typing import cast

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from mvs_desktop.ui.kit.forms.choice_editor import ChoiceEditor
from mvs_desktop.ui.kit.forms.form import RecordForm
from tests.ui.kit.every_field import form, line

__all__ = ["form"]


TEXT_FIELDS: list[tuple[str, Callable[[RecordForm], QWidget]]] = [
    ("line", lambda form: form.editor("name").control()),
    ("date", lambda form: form.editor("born").control()),
    ("long", lambda form: form.editor("words").control()),
    ("number", lambda form: form.editor("score").control()),
    ("time", lambda form: form.editor("at").control()),
    (
        "search",
        lambda form: cast(QWidget, cast(ChoiceEditor, form.editor("language")).combo.lineEdit()),
    ),
]


CTRL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


@pytest.mark.parametrize(("kind", "find"), TEXT_FIELDS, ids=[kind for kind, _ in TEXT_FIELDS])
@pytest.mark.parametrize(
    ("key", "modifiers", "text"),
    [
        (Qt.Key.Key_E, CTRL_ALT, "é"),
        (Qt.Key.Key_5, CTRL_ALT, "€"),
        (Qt.Key.Key_E, CTRL_ALT | Qt.KeyboardModifier.ShiftModifier, "É"),
        (Qt.Key.Key_5, Qt.KeyboardModifier.GroupSwitchModifier, "€"),
    ],
    ids=["windows", "windows-euro", "windows-shift", "linux"],
)
def test_alt_gr_types_and_triggers_no_shortcut(
    qtbot: QtBot,
    form: RecordForm,
    kind: str,
    find: Callable[[RecordForm], QWidget],
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier,
    text: str,
) -> None:
    fired: list[str] = []
    for keys in ("Ctrl+Alt+E", "Ctrl+Alt+5", "Ctrl+Alt+Shift+E", "5", "E"):
        shortcut = QShortcut(QKeySequence(keys), form)
        shortcut.activated.connect(lambda keys=keys: fired.append(keys))
        shortcut.activatedAmbiguously.connect(lambda keys=keys: fired.append(keys))
    control = find(form)
    control.setFocus()
    assert form.window().isActiveWindow()
    # Through the window, as a real key comes: shortcuts get it before the control does.
    window = form.windowHandle()
    for kind_of_event in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(window, QKeyEvent(kind_of_event, key, modifiers, text))
    assert fired == []
    typed = control.toPlainText() if isinstance(control, QPlainTextEdit) else _text(control)
    assert typed == text


def _text(control: QWidget) -> str:
    assert isinstance(control, QLineEdit)
    return control.text()


def test_commands_still_reach_shortcuts(qtbot: QtBot, form: RecordForm) -> None:
    fired: list[None] = []
    shortcut = QShortcut(QKeySequence("Alt+1"), form)
    shortcut.activated.connect(lambda: fired.append(None))
    form.editor("name").setFocus()
    qtbot.keyClick(line(form, "name"), Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert fired == [None]
    assert line(form, "name").text() == ""
