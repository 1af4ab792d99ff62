"""Ctrl+Z and Ctrl+Y in a field that saves by itself.

There is one order of steps, that of the file. What was typed and not yet saved is saved
first and then taken back; so nothing that was typed is ever lost, and a text does not have a
second memory that undoes what the first one did. Text that is no value yet is not in the
file: there the keys stay with the field.
"""

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from mvs_desktop.ui.kit.forms.editors import Editor, Unreadable

_REDO = QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Y)  # also where the system has another


class UndoKeys(QObject):
    """Takes the two keys from one editor."""

    def __init__(self, editor: Editor, undo: Callable[[], None], redo: Callable[[], None]) -> None:
        super().__init__(editor)
        self._editor = editor
        self._undo = undo
        self._redo = redo
        editor.control().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        key = cast("QKeyEvent", event)
        do = self._asked(key)
        if do is None or not self._is_in_the_file():
            return False
        if event.type() is QEvent.Type.KeyPress and not key.isAutoRepeat():
            do()  # one step for one press: a key that is held must not empty a file
        event.accept()
        return True

    def _asked(self, key: QKeyEvent) -> Callable[[], None] | None:
        if key.matches(QKeySequence.StandardKey.Undo):
            return self._undo
        again = key.matches(QKeySequence.StandardKey.Redo)
        pressed = QKeySequence(key.keyCombination())
        return self._redo if again or pressed == _REDO else None

    def _is_in_the_file(self) -> bool:
        try:
            self._editor.value()
        except Unreadable:
            return False
        return True
