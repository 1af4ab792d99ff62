"""How paper looks: the page, the colours and the sizes of type.

Every colour keeps its meaning in grey: what it says stands in words beside it.
"""

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

from mvs_desktop.documents.fonts import BOLD, REGULAR
from mvs_desktop.domain.plans import StatementKind, World

PAGE = A4
MARGIN = 19 * mm
TOP, BOTTOM = 20 * mm, 20 * mm
WIDTH = PAGE[0] - 2 * MARGIN
HEIGHT = PAGE[1] - TOP - BOTTOM

INK = HexColor("#20272A")
MUTED = HexColor("#545D61")
PRIMARY = HexColor("#1B5E66")
SOFT = HexColor("#F6F4EF")
LINE = HexColor("#BDB5A6")
OUTLINE = HexColor("#7C7568")
WHITE = HexColor("#FFFFFF")

WORLD_COLOURS = {
    World.FAMILY: HexColor("#86395A"),
    World.SCHOOL: HexColor("#2B4F8C"),
    World.FREE_TIME: HexColor("#4A661B"),
}
COLUMN_COLOURS = {
    StatementKind.GOES_WELL: HexColor("#20633A"),
    StatementKind.WORRY: HexColor("#774900"),
    StatementKind.MUST_HAPPEN: PRIMARY,
}


def _style(name: str, size: float, *, bold: bool = False, **more: Any) -> ParagraphStyle:
    look: dict[str, Any] = {
        "fontName": BOLD if bold else REGULAR,
        "fontSize": size,
        "leading": round(size * 1.4, 1),
        "textColor": INK,
        "allowWidows": 0,
        "allowOrphans": 0,
        "embeddedHyphenation": 1,  # a double name may go on after its hyphen
    }
    return ParagraphStyle(name, **(look | more))


TITLE = _style("title", 25, bold=True, leading=31)
KICKER = _style("kicker", 11, bold=True, textColor=PRIMARY)
HEADING = _style("heading", 15, bold=True, textColor=PRIMARY, spaceBefore=20, spaceAfter=7)
LABEL = _style("label", 9, textColor=MUTED)
STRONG_LABEL = _style("strong-label", 9.5, bold=True)
BODY = _style("body", 10.5)
BODY_BOLD = _style("body-bold", 10.5, bold=True)
SMALL = _style("small", 9, textColor=MUTED)
VOICE = _style("voice", 12)
GOAL = _style("goal", 14.5, bold=True)
