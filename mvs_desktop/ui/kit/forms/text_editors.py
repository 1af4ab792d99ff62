"""Editors for text: one line, which may stand for something else, and several lines."""

import math

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent, QTextOption
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from mvs_desktop.ui.kit.forms.editors import Editor, Format, LeaveWatch, Parse, Unreadable
from mvs_desktop.ui.kit.forms.text_cursor import place_behind_change
from mvs_desktop.ui.kit.look.theme import is_restyle, px, restyle


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
        LeaveWatch(self, self.line)
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
        LeaveWatch(self, self.text)
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
