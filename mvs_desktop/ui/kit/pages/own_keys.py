"""Keys of one part of a screen, which go before those of the window while the keyboard is in it.

Two shortcuts for the same keys that could both fire make Qt fire neither.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget


class OwnKeys(QWidget):
    """A widget with standard keys (new, paste) of its own; a text field still gets its keys
    first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._own: dict[QKeySequence.StandardKey, Callable[[], None]] = {}

    def on_key(self, key: QKeySequence.StandardKey, act: Callable[[], None]) -> None:
        """Do this at a key, wherever in this widget the keyboard is."""
        self._own[key] = act

    def event(self, event: QEvent) -> bool:
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._acting_on(event)
        ):
            event.accept()  # it comes back as a key press, past the shortcuts of the window
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = self._acting_on(event)
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def _acting_on(self, event: QKeyEvent) -> Callable[[], None] | None:
        return next((act for key, act in self._own.items() if event.matches(key)), None)
