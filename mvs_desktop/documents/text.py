"""Texts of people on paper: always literal, in whatever script they were written.

Nothing that somebody typed is ever read as markup: it is escaped before reportlab's
paragraphs see it, and right-to-left text is drawn without them.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from xml.sax.saxutils import escape

from bidi import get_base_level, get_display
from bidi.mirror import MIRRORED
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Paragraph

from mvs_desktop.documents.fonts import clean, runs, shaped, shaped_width

_RIGHT_TO_LEFT = frozenset({"R", "AL"})

# Marks stick to the character before them, also when the order turns; this one is invisible.
_MARKER = "\u034f"


def words(text: str, style: ParagraphStyle) -> Flowable:
    """A paragraph of somebody's words; it splits between lines at the foot of a page."""
    plain = clean(text)
    if any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in plain):
        return RightToLeft(plain, style)
    return Paragraph(_markup(plain, style.fontName), style)


def _markup(text: str, font: str) -> str:
    pieces = []
    for run in runs(text, font):
        literal = escape(run.text).replace("\n", "<br/>")
        pieces.append(literal if run.font == font else f'<font name="{run.font}">{literal}</font>')
    return "".join(pieces)


class RightToLeft(Flowable):
    """Text with Arabic or another right-to-left script in it.

    The Unicode bidirectional algorithm (python-bidi) orders each line, HarfBuzz (through
    reportlab) joins the letters. A paragraph that begins right to left stands right.
    """

    def __init__(self, text: str, style: ParagraphStyle) -> None:
        super().__init__()
        self.style = style
        self._paragraphs = [
            (part, bool(part) and get_base_level(part) == 1) for part in text.split("\n")
        ]
        self._lines: tuple[_Line, ...] | None = None  # known once the width is

    def getSpaceBefore(self) -> float:  # noqa: N802
        return float(self.style.spaceBefore)

    def getSpaceAfter(self) -> float:  # noqa: N802
        return float(self.style.spaceAfter)

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803, ARG002
        if self._lines is None or aW != self.width:
            self._lines = tuple(self._broken(aW - self.style.leftIndent))
        self.width = aW
        self.height = len(self._lines) * self.style.leading
        return self.width, self.height

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: N803
        """Two parts between lines; nothing when not even one line fits."""
        self.wrap(aW, aH)
        lines = self._lines or ()
        fitting = int(aH // self.style.leading)
        if fitting < 1 or len(lines) <= fitting:
            return []
        return [self._part(lines[:fitting]), self._part(lines[fitting:])]

    def draw(self) -> None:
        style = self.style
        top = self.height - style.fontSize
        for row, line in enumerate(self._lines or ()):
            pen = self.canv.beginText()
            x = style.leftIndent
            if line.right_to_left:
                x = self.width - sum(piece.width for piece in line.pieces)
            for piece in line.pieces:
                pen.setTextOrigin(x, top - row * style.leading)
                pen.setFont(piece.font, style.fontSize)
                pen.setFillColor(style.textColor)
                pen.textOut(piece.glyphs)
                x += piece.width
            self.canv.drawText(pen)

    def _part(self, lines: "tuple[_Line, ...]") -> "RightToLeft":
        part = RightToLeft("", self.style)
        part._paragraphs = [(line.text, line.right_to_left) for line in lines]
        return part

    def _broken(self, width: float) -> "Iterator[_Line]":
        font, size = self.style.fontName, self.style.fontSize
        for paragraph, right_to_left in self._paragraphs:
            for line in _filled(paragraph, font, size, width):
                pieces = tuple(_pieces(line, font, size, right_to_left))
                yield _Line(line, right_to_left, pieces)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Glyphs of one font that follow each other on a line; the width is in points."""

    font: str
    glyphs: str
    width: float


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    right_to_left: bool
    pieces: tuple[_Piece, ...]


def _filled(paragraph: str, font: str, size: float, width: float) -> Iterator[str]:
    """Lines no wider than `width`, broken between words, inside a word only if it must."""
    line = ""
    for word in paragraph.split(" "):
        longer = f"{line} {word}" if line else word
        if _width(longer, font, size) <= width:
            line = longer
            continue
        if line:
            yield line
        line = word
        while _width(line, font, size) > width and len(line) > 1:
            fits = max(
                1,
                bisect_right(range(len(line)), width, key=lambda n: _width(line[:n], font, size))
                - 1,
            )
            yield line[:fits]
            line = line[fits:]
    yield line


def _width(text: str, font: str, size: float) -> float:
    return sum(piece.width for piece in _pieces(text, font, size, right_to_left=False))


def _pieces(text: str, font: str, size: float, right_to_left: bool) -> Iterator[_Piece]:
    """The pieces of a line from left to right."""
    visual = _visual(text, right_to_left)
    for backwards, chars in groupby(visual, _is_backwards):
        # HarfBuzz wants the letters in the order in which they are read.
        text_run = "".join(chars)
        logical = text_run[::-1] if backwards else text_run
        pieces = []
        for run in runs(logical, font):
            if backwards:
                glyphs = shaped(run, size)
                pieces.append(_Piece(run.font, glyphs, shaped_width(glyphs, size)))
            else:
                pieces.append(_Piece(run.font, run.text, stringWidth(run.text, run.font, size)))
        yield from reversed(pieces) if backwards else pieces


def _visual(text: str, right_to_left: bool) -> str:
    """The characters from left to right, brackets turned where the text runs backwards.

    python-bidi orders characters but does not turn them, nor tell which way each runs. So
    every character that can be turned takes a marker along: it ends up behind it where the
    text runs to the right, before it where the text runs to the left.
    """
    plain = text.replace(_MARKER, "")
    marked = "".join(char + _MARKER if char in MIRRORED else char for char in plain)
    ordered = iter(get_display(marked, base_dir="R" if right_to_left else "L"))
    visual = []
    for char in ordered:
        if char == _MARKER:
            visual.append(MIRRORED[next(ordered)])
        else:
            visual.append(char)
            if char in MIRRORED:
                next(ordered)  # its marker
    return "".join(visual)


def _is_backwards(char: str) -> bool:
    # Marks such as vowel signs, and joiners, belong to the letters around them.
    return unicodedata.bidirectional(char) in {"R", "AL", "NSM", "BN"}
