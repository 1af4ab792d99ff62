"""Text of which parts stand out, for the eye, the keyboard and the clipboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from mvs_desktop.ui.kit.parts.marked_text import Mark, MarkedText, Piece


@pytest.fixture
def text(qtbot: QtBot) -> MarkedText:
    made = MarkedText()
    qtbot.addWidget(made)
    made.resize(300, 100)
    made.show()
    return made


def looks_at(text: MarkedText, words: str) -> QTextCursor:
    found = text.document().find(words)
    assert not found.isNull()
    return found


def test_it_is_never_colour_alone(text: MarkedText) -> None:
    text.show_lines([[Piece("gelijk ", Mark.QUIET), Piece("nieuw ", Mark.NEW)]])
    assert looks_at(text, "nieuw").charFormat().fontUnderline()
    assert not looks_at(text, "gelijk").charFormat().fontUnderline()
    text.show_lines([[Piece("weg", Mark.GONE)]])
    assert looks_at(text, "weg").charFormat().fontStrikeOut()


def test_markup_is_just_text(text: MarkedText) -> None:
    text.show_lines([[Piece("<b>dik</b> &amp; <img src='x'>", Mark.NEW)]])
    assert text.toPlainText() == "<b>dik</b> &amp; <img src='x'>"


def test_it_is_as_high_as_its_text(text: MarkedText) -> None:
    text.show_lines([[Piece("kort")]])
    low = text.height()
    text.show_lines([[Piece("een heel lange zin " * 20)]])
    high = text.height()
    assert high > 3 * low
    text.resize(900, high)
    assert low < text.height() < high


def test_each_line_runs_in_the_direction_of_its_script(text: MarkedText) -> None:
    text.show_lines([[Piece("Rust")], [Piece("نريد "), Piece("الهدوء", Mark.NEW)]])
    first, second = text.document().firstBlock(), text.document().lastBlock()
    assert first.textDirection() is Qt.LayoutDirection.LeftToRight
    assert second.textDirection() is Qt.LayoutDirection.RightToLeft


def test_what_is_copied_is_words(text: MarkedText) -> None:
    text.show_lines([[Piece("een "), Piece("nieuw", Mark.NEW)], [Piece("twee")]])
    text.selectAll()
    data = text.createMimeDataFromSelection()
    assert data.text() == "een nieuw\ntwee"
    assert data.formats() == ["text/plain"]


def test_tab_goes_on(qtbot: QtBot, text: MarkedText) -> None:
    assert text.tabChangesFocus()
    assert text.isReadOnly()
    assert text.focusPolicy() & Qt.FocusPolicy.TabFocus
