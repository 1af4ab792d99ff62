"""Text to read of which parts stand out: what is new, what went, and what is the same."""

import math
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt
from PySide6.QtGui import (
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

from mvs_desktop.ui.kit.look.focus import RING_BESIDE
from mvs_desktop.ui.kit.look.theme import font, is_restyle, look, px


class Mark(StrEnum):
    """How a piece of text looks; never by colour alone."""

    PLAIN = "plain"
    QUIET = "quiet"  # the same as elsewhere
    NEW = "new"  # underlined
    GONE = "gone"  # struck through
    NAME = "name"  # what the lines below are
    REMARK = "remark"  # said by the program


class Piece(NamedTuple):
    """A stretch of one line."""

    text: str
    mark: Mark = Mark.PLAIN


class MarkedText(QTextEdit):
    """Lines of pieces, as high as its text. Plain text: nothing in it is read as markup.

    It takes the keyboard, so that what differs can be read and copied without a mouse. Each
    line runs in the direction of its own script.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: Sequence[Sequence[Piece]] = ()
        self.setProperty("kit", "marked")
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.setProperty(RING_BESIDE, px(8))

    def show_lines(self, lines: Sequence[Sequence[Piece]]) -> None:
        """Show these instead."""
        if lines != self._lines:
            self._lines = lines
            self._write()

    def minimumSizeHint(self) -> QSize:
        return QSize(px(80), 0)

    def createMimeDataFromSelection(self) -> QMimeData:
        """The words alone, without how they looked here."""
        data = QMimeData()
        data.setText(self.textCursor().selection().toPlainText())
        return data

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_restyle(event) and hasattr(self, "_lines"):  # Qt styles before we are built
            self._write()

    def _write(self) -> None:
        self.clear()
        cursor = QTextCursor(self.document())
        formats = {mark: _format(mark) for mark in Mark}
        for number, line in enumerate(self._lines):
            block = QTextBlockFormat()
            block.setTopMargin(px(8) if number and line and line[0].mark is Mark.NAME else 0)
            block.setBottomMargin(px(2))
            if number:
                cursor.insertBlock(block, formats[Mark.PLAIN])
            else:
                cursor.setBlockFormat(block)
            for text, mark in line:
                # A line break in it would be one more block.
                cursor.insertText(text.replace("\n", "\u2028"), formats[mark])
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._fit()

    def _fit(self) -> None:
        self.document().setTextWidth(self.viewport().width())
        around = self.height() - self.viewport().height()
        self.setFixedHeight(math.ceil(self.document().size().height()) + max(around, 0))


def _format(mark: Mark) -> QTextCharFormat:
    theme = look().theme
    made = QTextCharFormat()
    small = mark in (Mark.NAME, Mark.REMARK)
    made.setFont(font("small" if small else "body", strong=mark in (Mark.NAME, Mark.NEW)))
    made.setForeground(theme.color("muted" if small or mark is Mark.QUIET else "text"))
    if mark in (Mark.NEW, Mark.GONE):
        made.setBackground(theme.background_for("clash"))
        made.setForeground(theme.color("clash"))
    if mark is Mark.NEW:
        made.setFontUnderline(True)
    elif mark is Mark.GONE:
        made.setFontStrikeOut(True)
    elif mark is Mark.REMARK:
        made.setFontItalic(True)
    return made
