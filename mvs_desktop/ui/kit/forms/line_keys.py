"""Keys of a text that is one in a list of texts: paragraphs, statements, agreements."""

from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from mvs_desktop.ui.kit.forms.quiet import at_start

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class LineKeys(QObject):
    """Enter asks for a next line, Backspace in an empty one takes it away.

    Shift+Enter stays a new line inside the text; Ctrl+Enter is left to the screen.
    Alt+Up and Alt+Down move the line. `moved` carries -1 or 1.
    """

    next_wanted = Signal()
    removed = Signal()
    moved = Signal(int)

    def __init__(self, text: QPlainTextEdit) -> None:
        super().__init__(text)
        self._text = text
        text.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.KeyPress or self._text.isReadOnly():
            return False
        pressed = cast(QKeyEvent, event)
        held = pressed.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == Qt.KeyboardModifier.NoModifier:
            return self._plain(Qt.Key(pressed.key()))
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if held == Qt.KeyboardModifier.AltModifier and pressed.key() in steps:
            self.moved.emit(steps[Qt.Key(pressed.key())])
            return True
        return False

    def _plain(self, key: Qt.Key) -> bool:
        empty = not self._text.toPlainText()
        if key in _ENTER:
            if not empty:
                self.next_wanted.emit()
            return True
        if key == Qt.Key.Key_Backspace and empty and at_start(self._text):
            self.removed.emit()
            return True
        return False
