"""Hands on the widgets: finds, clicks and types as a person does, with real events.

Widgets are found by object name among those that can be seen; what is not there yet is
waited for. Used by the offscreen demo and by the end-to-end tests.
"""

import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QMessageLogContext,
    QPoint,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QWidget,
)

T = TypeVar("T")

_LEAST_ROUNDS = 10
PATIENCE = 30.0  # seconds; the machines that run this are slow and shared


class NotFound(AssertionError):
    """Nothing of the sort could be seen in time."""


class Hands:
    """`window` narrows where is looked; None means every window of the program."""

    def __init__(self, window: QWidget | None = None, patience: float = PATIENCE) -> None:
        self._window = window
        self._patience = patience

    # Looking

    def until(self, what: str, look: Callable[[], T | None]) -> T:
        """Let the program run until `look` gives something true. Raises NotFound."""
        end = time.monotonic() + self._patience
        while True:
            QCoreApplication.processEvents()
            found = look()
            if found:
                return found
            if time.monotonic() > end:
                raise NotFound(what)
            time.sleep(0.03)  # looking takes time of its own from the program

    def see(self, name: str, kind: type[QWidget] = QWidget) -> Any:
        """The visible widget with this object name."""
        return self.until(name, lambda: self.glimpse(name, kind))

    def glimpse(self, name: str, kind: type[QWidget] = QWidget) -> Any:
        """The same without waiting; None when it is not there."""
        for window in self._windows():
            if window.objectName() == name and isinstance(window, kind) and window.isVisible():
                return window
            for widget in window.findChildren(kind, name):
                if widget.isVisible():
                    return widget
        return None

    def newest(self, prefix: str, suffix: str = "") -> str:
        """The name `prefix_N` + suffix with the highest number among what can be seen."""
        pattern = re.compile(rf"{re.escape(prefix)}_(\d+){re.escape(suffix)}")

        def look() -> str | None:
            found = [
                (int(match[1]), widget.objectName())
                for window in self._windows()
                for widget in window.findChildren(QWidget)
                if widget.isVisible() and (match := pattern.fullmatch(widget.objectName()))
            ]
            return max(found)[1] if found else None

        return self.until(f"{prefix}_…{suffix}", look)

    def see_text(self, text: str) -> QWidget:
        """A visible widget that shows this text."""

        def look() -> QWidget | None:
            for window in self._windows():
                for widget in window.findChildren(QWidget):
                    if widget.isVisible() and text in _text_of(widget):
                        return widget
            return None

        return self.until(text, look)

    def says(self, name: str, text: str) -> bool:
        """Whether a widget that can be seen now holds exactly this text."""
        inside: QWidget | None = self.glimpse(name)
        return inside is not None and any(
            widget.isVisible() and _text_of(widget) == text
            for widget in inside.findChildren(QWidget)
        )

    def gone(self, name: str) -> None:
        self.until(f"{name} to go", lambda: self.glimpse(name) is None)

    # Doing

    def click(self, name: str) -> None:
        widget: QWidget = self.see(name)
        self.until(f"{name} to be available", widget.isEnabled)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(widget.width() // 2, 12))
        QCoreApplication.processEvents()

    def type(self, name: str, text: str, *, clear: bool = False) -> None:
        """Put the cursor in a field and type."""
        widget: QWidget = self.see(name)
        self._give_keys(widget)
        target = _with_the_keys() or widget
        if clear:
            QTest.keyClick(target, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            QTest.keyClick(target, Qt.Key.Key_Delete)
        self.keys(text, target)

    def keys(self, text: str, target: QWidget | None = None) -> None:
        """Type where the cursor is; any script, as an input method would send it."""
        for letter in text:
            # A list of suggestions takes the keyboard as soon as it opens.
            widget = _with_the_keys() or target
            if widget is None:
                raise NotFound("a field with the cursor in it")
            key = Qt.Key.Key_Return if letter == "\n" else _key_of(letter)
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                sent = "" if letter == "\n" else letter
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, sent)
                QApplication.sendEvent(widget, event)
        QCoreApplication.processEvents()

    def press(
        self,
        key: Qt.Key,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        target: QWidget | None = None,
    ) -> None:
        widget = target or _with_the_keys() or self._active()
        QTest.keyClick(widget, key, modifiers)
        QCoreApplication.processEvents()

    def choose(self, name: str, text: str) -> None:
        """Choose an option of a drop-down list by its words, with the keyboard."""
        combo: QComboBox = self.see(name, QComboBox)
        at = combo.findText(text, Qt.MatchFlag.MatchContains)
        if at < 0:
            raise NotFound(f"{text} in {name}")
        self._give_keys(combo)
        down = at - combo.currentIndex()
        key = Qt.Key.Key_Down if down > 0 else Qt.Key.Key_Up
        for _ in range(abs(down)):
            QTest.keyClick(combo, key)
        QCoreApplication.processEvents()

    def activate(self, name: str) -> QWidget:
        """Bring a window to the front, so that it gets the keys."""
        window: QWidget = self.see(name)
        if not window.isActiveWindow():
            window.activateWindow()
            self.until(f"{name} in front", window.isActiveWindow)
        return window

    def pick(self, name: str, word: str) -> None:
        """Click the chip, tick box or button with this word inside a widget."""
        inside: QWidget = self.see(name)

        def look() -> QAbstractButton | None:
            for button in inside.findChildren(QAbstractButton):
                if button.isVisible() and word in (button.text(), button.accessibleName()):
                    return button
            return None

        button = self.until(f"{word} in {name}", look)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        QCoreApplication.processEvents()

    def click_text(self, name: str, text: str) -> None:
        """Click the line of a list of rows that says this."""
        inside: QWidget = self.see(name)

        def look() -> QWidget | None:
            for widget in inside.findChildren(QWidget):
                if widget.isVisible() and _text_of(widget) == text:
                    return widget
            return None

        widget = self.until(f"{text} in {name}", look)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        QCoreApplication.processEvents()

    def open_row(self, name: str, text: str) -> None:
        """Open the row of a list that holds this text, with Enter."""
        view: QAbstractItemView = self.see(name, QAbstractItemView)

        def look() -> bool:
            model = view.model()
            for row in range(model.rowCount()):
                for column in range(model.columnCount()):
                    index = model.index(row, column)
                    if text in str(index.data() or ""):
                        view.setCurrentIndex(index)
                        return True
            return False

        self.until(f"{text} in {name}", look)
        self._give_keys(view)
        QTest.keyClick(view, Qt.Key.Key_Return)
        QCoreApplication.processEvents()

    def answer_file_dialog(self, click: str, path: Path) -> None:
        """Click what asks for a file, and give this one in the dialog that comes."""
        given: list[Path] = []

        def give() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, QFileDialog):
                return
            timer.stop()
            line = dialog.findChild(QLineEdit)
            if line is not None:
                line.setText(str(path))
                given.append(path)
                QTest.keyClick(line, Qt.Key.Key_Return)

        timer = QTimer()
        timer.timeout.connect(give)
        timer.start(50)
        self.click(click)  # comes back when the dialog has been answered
        self.until("the dialog for a file", lambda: given)

    def picture(self, path: Path, window: QWidget | None = None) -> None:
        """What can be seen of a window now, as a PNG."""
        shown = window or self._active()
        settle(0.25)
        if not shown.grab().save(str(path)):
            raise OSError(f"{path.name} was not written")

    def _give_keys(self, widget: QWidget) -> None:
        """Move the keyboard to a widget, as Tab or a click would."""
        if not widget.isActiveWindow():
            # Offscreen, nobody gives the keyboard back after a list of suggestions has closed.
            window = widget.window()
            window.activateWindow()
            self.until("the window in front", window.isActiveWindow)
        widget.setFocus(Qt.FocusReason.TabFocusReason)

    def _windows(self) -> list[QWidget]:
        if self._window is not None:
            return [self._window]
        return [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]

    def _active(self) -> QWidget:
        window = self._window or QApplication.activeWindow()
        return window or self._windows()[0]


def _with_the_keys() -> QWidget | None:
    """The widget that a pressed key goes to."""
    return QApplication.activePopupWidget() or QApplication.focusWidget()


def hush_offscreen() -> None:
    """Leave out what the offscreen platform says of itself; the rest goes to stderr."""

    def say(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if not message.startswith("This plugin does not support"):
            sys.stderr.write(f"Qt: {message}\n")

    qInstallMessageHandler(say)


def settle(seconds: float) -> None:
    """Let animations, timers and queued work run for a while."""
    end = time.monotonic() + seconds
    rounds = 0
    # On a slow machine one round may take all of the time, and layouts need several.
    while time.monotonic() < end or rounds < _LEAST_ROUNDS:
        QCoreApplication.processEvents()
        time.sleep(0.01)
        rounds += 1


def _key_of(letter: str) -> Qt.Key:
    code = ord(letter.upper())
    return Qt.Key(code) if 0x20 <= code < 0x7F else Qt.Key.Key_unknown


def _text_of(widget: QWidget) -> str:
    for method in ("text", "toPlainText", "currentText"):
        getter = getattr(widget, method, None)
        if callable(getter):
            return str(getter())
    return ""
