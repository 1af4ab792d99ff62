"""The fonts of a document: which of them can draw a character, and how wide words are.

reportlab keeps fonts in one table for the whole process and hands out codes for glyphs as
it meets them; `fresh_fonts` starts that anew, so that a document never depends on the one
before. Whoever draws holds `DRAWING` meanwhile.
"""

import threading
import unicodedata
from dataclasses import dataclass

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import ShapedStr, TTFont, freshTTFont, shapeStr

from mvs_desktop.paths import resource

DRAWING = threading.Lock()

# In the order in which they are tried.
_FAMILIES = ("NotoSans", "NotoSansArabic", "NotoSansEthiopic")
REGULAR = "NotoSans-Regular"
BOLD = "NotoSans-SemiBold"


def fresh_fonts() -> None:
    """Read the fonts that the program ships. Raises FileNotFoundError when one is missing."""
    for family in _FAMILIES:
        for weight in ("Regular", "SemiBold"):
            name = f"{family}-{weight}"
            # A font that is registered already would stay: reportlab keeps the first of a name.
            pdfmetrics.registerFont(freshTTFont(name, str(resource("fonts", f"{name}.ttf"))))


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text that one font can draw."""

    font: str
    text: str


def clean(text: str) -> str:
    """A text without what cannot be drawn or would hide what is written.

    Control characters and direction overrides go, tabs become spaces, composed letters
    are kept together; line ends stay. A character that no font has becomes a mark that
    shows something is missing, since an empty place would not.
    """
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))
    return "".join(
        char if char == "\n" or char in _JOINERS or _font_for(char, "Regular") else _MISSING
        for char in plain
        if char == "\n" or char in _JOINERS or not unicodedata.category(char).startswith("C")
    )


_MISSING = "\ufffd"
_JOINERS = "\u200c\u200d"  # zero width: they choose the shape of the letters beside them


def runs(text: str, font: str) -> list[Run]:
    """The text in pieces by font; `font` is REGULAR or BOLD."""
    weight = font.rpartition("-")[2]
    found: list[Run] = []
    for char in text:
        name = _font_for(char, weight) or font
        if found and (found[-1].font == name or _stays_with_the_one_before(char)):
            found[-1] = Run(found[-1].font, found[-1].text + char)
        else:
            found.append(Run(name, char))
    return found


def shaped(run: Run, size: float) -> ShapedStr:
    """The glyphs of a run of one direction, in the order in which they stand on the line."""
    glyphs: ShapedStr = shapeStr(run.text, run.font, size, force=True)
    return glyphs


def shaped_width(glyphs: ShapedStr, size: float) -> float:
    """In points."""
    advances: list[float] = [glyph.x_advance for glyph in vars(glyphs)["__shapeData__"]]
    return sum(advances) * size / 1000


def _font_for(char: str, weight: str) -> str | None:
    for family in _FAMILIES:
        name = f"{family}-{weight}"
        font = pdfmetrics.getFont(name)
        if isinstance(font, TTFont) and ord(char) in font.face.charToGlyph:
            return name
    return None


def _stays_with_the_one_before(char: str) -> bool:
    return char in _JOINERS or unicodedata.combining(char) != 0
