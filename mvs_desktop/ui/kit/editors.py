"""Editors: the controls inside form fields, all with the same few methods.

An editor holds one value. It never drops what was typed: text that cannot be read as a
value stays in the control, and `value` raises Unreadable with it.
"""

import math
from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QTextOption
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from mvs_desktop.ui.kit.text_cursor import place_behind_change
from mvs_desktop.ui.kit.theme import is_restyle, px, restyle

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


class _LeaveWatch(QObject):
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


class TextEditor(Editor):
    """One line of text. With `parse` and `format` it holds other things than str.

    `parse` gets the stripped, non-empty text and raises ValueError when it cannot read
    it; `format` is its inverse. Empty text is `empty`.
    """

    def __init__(
        self,
        *,
        placeholder: str = "",
        parse: Parse | None = None,
        format: Format | None = None,
        empty: object = "",
        width: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._parse: Parse = parse or str
        self._format: Format = format or str
        self._empty = empty
        self._width = width
        self.line = QLineEdit()
        self.line.setPlaceholderText(placeholder)
        self.line.textEdited.connect(self.edited)
        self.line.returnPressed.connect(self.settled)
        self._box.addWidget(self.line)
        self.setFocusProxy(self.line)
        _LeaveWatch(self, self.line)
        self._limit_width()

    def control(self) -> QWidget:
        return self.line

    def value(self) -> object:
        text = self.line.text().strip()
        if not text:
            return self._empty
        try:
            return self._parse(text)
        except ValueError:
            raise Unreadable(self.line.text()) from None

    def show_value(self, value: object) -> None:
        text = "" if value is None or value == self._empty else self._format(value)
        self.show_raw(text)

    def raw_text(self) -> str:
        return self.line.text()

    def show_raw(self, text: str) -> None:
        if text != self.line.text():
            self.line.setText(text)

    def set_read_only(self, read_only: bool) -> None:
        self.line.setReadOnly(read_only)
        restyle(self.line)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_restyle(event):
            self._limit_width()

    def _limit_width(self) -> None:
        if self._width:
            self.line.setMaximumWidth(px(self._width))


class _GrowingText(QPlainTextEdit):
    """Tells when its size changed and the text is wrapped accordingly."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class LongTextEditor(Editor):
    """Several lines of text; grows with its content between two heights.

    `large` is for a family's own words. Tab leaves the field, as everywhere.
    """

    def __init__(
        self,
        *,
        placeholder: str = "",
        lines: int = 3,
        most_lines: int = 16,
        large: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._lines = lines
        self._most_lines = most_lines
        self._fitted_to = -1
        self._known = ""
        self.text = _GrowingText()
        self.text.setPlaceholderText(placeholder)
        self.text.setTabChangesFocus(True)
        self.text.setProperty("large", "true" if large else "false")
        self.text.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.text.textChanged.connect(self._tell_edited)
        self.text.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.text.resized.connect(self._fit_width)
        self.text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._box.addWidget(self.text)
        self.setFocusProxy(self.text)
        _LeaveWatch(self, self.text)
        self._fit()

    def control(self) -> QWidget:
        return self.text

    def value(self) -> object:
        return self.text.toPlainText()

    def show_value(self, value: object) -> None:
        self.show_raw("" if value is None else str(value))

    def raw_text(self) -> str:
        return self.text.toPlainText()

    def show_raw(self, text: str) -> None:
        self._known = text
        if text != self.text.toPlainText():
            was = self.text.toPlainText()
            with QSignalBlocker(self.text):
                self.text.setPlainText(text)
            if self.text.hasFocus():
                place_behind_change(self.text, was)
            self._fit()

    def set_read_only(self, read_only: bool) -> None:
        self.text.setReadOnly(read_only)
        restyle(self.text)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_restyle(event):
            self._fit()

    def _fit_width(self) -> None:
        if self.text.viewport().width() != self._fitted_to:
            self._fit()

    def _tell_edited(self) -> None:
        """Qt also tells of a change when only the look of the text changed."""
        text = self.text.toPlainText()
        if text != self._known:
            self._known = text
            self.edited.emit()

    def _lines_drawn(self) -> int:
        """Lines that the text takes at its present width.

        The document counts a paragraph that was never in sight as one line.
        """
        layout = self.text.document().documentLayout()
        lines = 0
        block = self.text.document().firstBlock()
        while block.isValid():
            layout.blockBoundingRect(block)
            lines += max(block.layout().lineCount(), 1)
            block = block.next()
        return lines

    def _fit(self) -> None:
        self.text.ensurePolished()
        lines = self._lines_drawn()
        wanted = min(max(lines, self._lines), self._most_lines)
        margins = round(self.text.document().documentMargin() * 2)
        # What style.qss gives around the text; quiet fields have less of it.
        around = px(4) * 2 if self.text.property("quiet") else px(6) * 2 + 2
        frame = around + margins + 2  # Qt scrolls when it fits exactly
        first = self.text.document().firstBlock().layout()
        drawn = first.lineAt(0).height() if first.lineCount() else 0.0
        line = max(float(self.text.fontMetrics().lineSpacing()), drawn)
        self.text.setFixedHeight(math.ceil(line * wanted) + frame)
        self._fitted_to = self.text.viewport().width()
        overflow = lines > self._most_lines
        self.text.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAsNeeded
            if overflow
            else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )


class ChoiceEditor(Editor):
    """One of many, in a combo box; with `search` the user types a part of the word.

    A value that is not among the options is added, so that showing never loses it.
    """

    def __init__(
        self,
        options: Sequence[Option],
        *,
        placeholder: str = "",
        search: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._search = search
        self._line: QLineEdit | None = None
        self._options: list[Option] = []
        self.combo = QComboBox()
        self.combo.setView(QListView())
        self.combo.setMaxVisibleItems(12)
        self.combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.combo.setMinimumContentsLength(8)
        if search:
            self._make_searchable(placeholder)
        else:
            self.combo.setPlaceholderText(placeholder)
        # Also when editable: the combo box has the keyboard, for its line edit.
        _LeaveWatch(self, self.combo)
        self.combo.installEventFilter(self)
        self.set_options(options)
        self.combo.activated.connect(self._picked)
        self._box.addWidget(self.combo)
        self.setFocusProxy(self.combo)

    def _make_searchable(self, placeholder: str) -> None:
        line = QLineEdit()
        self.combo.setLineEdit(line)
        self._line = line
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        line.setPlaceholderText(placeholder)
        line.textEdited.connect(self.edited)
        line.returnPressed.connect(self.settled)
        completer = QCompleter(self.combo.model(), self.combo)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        found = QListView()
        found.setProperty("kit", "popup")
        completer.setPopup(found)
        completer.activated.connect(self._completed)
        self.combo.setCompleter(completer)

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer other options and keep the present choice."""
        kept = self.raw_text()
        chosen = self._value_at(self.combo.currentIndex())
        self._options = list(options)
        with QSignalBlocker(self.combo):
            self.combo.clear()
            for _, label in self._options:
                self.combo.addItem(label)
        if chosen is not None:
            self.show_value(chosen)
        else:
            self.combo.setCurrentIndex(-1)
            self.show_raw(kept)

    def control(self) -> QWidget:
        return self.combo

    def value(self) -> object:
        if not self._search:
            return self._value_at(self.combo.currentIndex())
        text = self.combo.currentText().strip()
        if not text:
            return None
        for value, label in self._options:
            if label.casefold() == text.casefold():
                return value
        raise Unreadable(self.combo.currentText())

    def show_value(self, value: object) -> None:
        values = [option for option, _ in self._options]
        if value is not None and value not in values:
            self._options.append((value, str(value)))
            self.combo.addItem(str(value))
            values.append(value)
        with QSignalBlocker(self.combo):
            self.combo.setCurrentIndex(values.index(value) if value in values else -1)
            if self._search and value not in values:
                self.combo.setEditText("")

    def raw_text(self) -> str:
        return self.combo.currentText()

    def show_raw(self, text: str) -> None:
        if self._search and text != self.combo.currentText():
            with QSignalBlocker(self.combo):
                self.combo.setEditText(text)

    def name_controls(self, name: str, description: str) -> None:
        super().name_controls(name, description)
        if self._line is not None:
            self._line.setAccessibleName(name)
            self._line.setAccessibleDescription(description)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Scrolling a page past a closed list must not change its choice."""
        if event.type() is QEvent.Type.Wheel and not self.has_keyboard():
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _value_at(self, index: int) -> object:
        return self._options[index][0] if 0 <= index < self.combo.count() else None

    def _completed(self, text: str) -> None:
        self.combo.setEditText(text)
        self._picked()

    def _picked(self) -> None:
        self.edited.emit()
        self.settled.emit()
