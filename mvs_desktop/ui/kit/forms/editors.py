"""Editors: the controls inside form fields, all with the same few methods.

An editor holds one value. It never drops what was typed: text that cannot be read as a
value stays in the control, and `value` raises Unreadable with it.
"""

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from mvs_desktop.ui.kit.look.theme import restyle

Parse = Callable[[str], object]
Format = Callable[[object], str]
Option = tuple[object, str]


class Unreadable(Exception):
    """The text in an editor is no value of its kind; `text` is what was typed."""

    def __init__(self, text: str) -> None:
        super().__init__("text cannot be read as a value")
        self.text = text


class Editor(QWidget):
    """Base of all editors.

    `edited` is emitted at every change by the user, `settled` when a change is complete:
    the field was left, Enter was pressed, or the change is whole in itself (a tick).
    """

    edited = Signal()
    settled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)

    def control(self) -> QWidget:
        """The widget that takes the keyboard."""
        raise NotImplementedError

    def value(self) -> object:
        """What is in the control; raises Unreadable."""
        raise NotImplementedError

    def show_value(self, value: object) -> None:
        """Show `value` without announcing it."""
        raise NotImplementedError

    def raw_text(self) -> str:
        """The text as typed; empty for editors without text."""
        return ""

    def show_raw(self, text: str) -> None:
        """Put back text that was typed earlier, readable or not."""

    def set_read_only(self, read_only: bool) -> None:
        """Show without allowing a change."""
        self.setEnabled(not read_only)

    def name_controls(self, name: str, description: str) -> None:
        """Tell screen readers what this is."""
        self.control().setAccessibleName(name)
        self.control().setAccessibleDescription(description)

    def mark_problem(self, problem: bool) -> None:
        """Draw the control as one that needs attention."""
        if problem or self.control().property("problem") is not None:
            restyle(self.control(), problem="true" if problem else "false")

    def has_keyboard(self) -> bool:
        """Whether the user is in this editor now."""
        focused: QWidget | None = self.window().focusWidget()
        if focused is None:
            return False
        return self.isAncestorOf(focused)


class LeaveWatch(QObject):
    """Tells an editor when its control loses the keyboard, and lets typing win.

    A key that types a character must never fire a shortcut: AltGr arrives as Ctrl+Alt on
    Windows and as a modifier of its own elsewhere.
    """

    def __init__(self, editor: Editor, control: QWidget) -> None:
        super().__init__(editor)
        self._editor = editor
        control.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        editor = self.__dict__.get("_editor")
        if editor is None or not isValid(editor):
            return False  # the editor is being deleted, and the keyboard leaves it for that
        if kind is QEvent.Type.FocusOut:
            reason = cast(QFocusEvent, event).reason()
            if reason not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason):
                self._editor.settled.emit()
        elif kind is QEvent.Type.ShortcutOverride and types_text(cast(QKeyEvent, event)):
            event.accept()
            return True
        return False


def types_text(event: QKeyEvent) -> bool:
    """Whether this key writes a character rather than giving a command."""
    text = event.text()
    if not text or not text.isprintable():
        return False
    command = event.modifiers() & ~(
        Qt.KeyboardModifier.ShiftModifier
        | Qt.KeyboardModifier.KeypadModifier
        | Qt.KeyboardModifier.GroupSwitchModifier
    )
    alt_gr = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    return command in (Qt.KeyboardModifier.NoModifier, alt_gr)
