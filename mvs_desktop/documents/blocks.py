"""Building blocks of a document: tables, panels, and how a cell of content is drawn."""

from collections.abc import Sequence
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Table

from mvs_desktop.documents import styles
from mvs_desktop.documents.drawings import Arrow, ScaleLine, TickBox
from mvs_desktop.documents.shows import Cell, FromTo, Grid, Line, Scale, Tick
from mvs_desktop.documents.text import words

Story = list[Flowable]
Look = list[tuple[Any, ...]]  # commands of reportlab's tables

NO_PADDING: Look = [
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
]

# A row that is split inside leaves at least a few lines on either page, in points.
_LEAST_PART = 34


class _Rows(Table):
    """A table that keeps its rows whole, unless a row is higher than a page."""

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:  # noqa: N803
        on_fresh_page = availHeight > 0.75 * styles.HEIGHT
        self.splitInRow = _LEAST_PART if on_fresh_page else 0
        parts: list[Flowable] = super().split(availWidth, availHeight)
        return parts


def table(
    rows: Sequence[list[Story]],
    shares: Sequence[float],
    look: Look,
    *,
    head_rows: int = 0,
    width: float = styles.WIDTH,
    whole_rows: bool = False,
) -> Table:
    """A table as wide as asked, in points; the head comes again on every page.

    With `whole_rows` a row moves to the next page as a whole where it can.
    """
    everything = sum(shares)
    kind = _Rows if whole_rows else Table
    return kind(
        rows,
        colWidths=[width * share / everything for share in shares],
        repeatRows=head_rows,
        splitInRow=_LEAST_PART,
        style=[*NO_PADDING, *look],
    )


def drawn(cell: Cell, style: ParagraphStyle, width: float = styles.WIDTH) -> Story:
    """What a cell of content looks like; texts in the style given."""
    match cell:
        case str():
            return [words(cell, style)]
        case Tick(done, on):
            return [TickBox(done, on)]
        case Scale(mark, on):
            return [_scale(mark, on, width)]
        case FromTo(start, target):
            return [_from_to(start, target, width)]


def _scale(mark: int | None, on: str, width: float) -> Table:
    beside = f"op {on}" if on else "" if mark is not None else "Zet een kruisje."
    look: Look = [("VALIGN", (1, 0), (1, 0), "MIDDLE")]
    return table([[[ScaleLine(mark)], [words(beside, styles.SMALL)]]], [64, 36], look, width=width)


def _from_to(start: str, target: str, width: float) -> Table:
    parts = ("Hoe is het nu?", start), ("Hoe moet het worden?", target)
    now, later = (
        [words(label, styles.LABEL), words(text or "…", styles.BODY)] for label, text in parts
    )
    return table(
        [[now, [Arrow()], later]], [46, 8, 46], [("VALIGN", (1, 0), (1, 0), "MIDDLE")], width=width
    )


def facts(facts: Sequence[Line]) -> Story:
    """Label over value, four beside each other, between two thin lines."""
    per_row = 4
    rows: list[list[Story]] = []
    for start in range(0, len(facts), per_row):
        part = facts[start : start + per_row]
        cells = [[words(f.label, styles.LABEL), *drawn(f.value, styles.BODY_BOLD)] for f in part]
        rows.append(cells + [[] for _ in range(per_row - len(part))])
    look = [
        ("LINEABOVE", (0, 0), (-1, 0), 0.7, styles.LINE),
        ("LINEBELOW", (0, -1), (-1, -1), 0.7, styles.LINE),
        ("TOPPADDING", (0, 0), (-1, -1), 6),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
        ("RIGHTPADDING", (0, 0), (-1, -1), 8),
    ]
    return [table(rows, [1] * per_row, look)] if rows else []


def panels(beside: Sequence[Story]) -> Table:
    """Somebody's words on a soft ground, with a bar that also shows in grey; one or two."""
    gap = 10.0
    look: Look = [
        ("TOPPADDING", (0, 0), (-1, -1), 8),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 10),
        ("RIGHTPADDING", (0, 0), (-1, -1), 11),
    ]
    cells: list[Story] = []
    widths: list[float] = []
    for story in beside:
        if cells:
            cells.append([])
            widths.append(gap)
        column = len(cells)
        look += [
            ("BACKGROUND", (column, 0), (column, -1), styles.SOFT),
            ("LINEBEFORE", (column, 0), (column, -1), 2.5, styles.PRIMARY),
            ("LEFTPADDING", (column, 0), (column, -1), 13),
        ]
        cells.append(story)
        widths.append((styles.WIDTH - gap * (len(beside) - 1)) / len(beside))
    return table([cells], widths, look)


def grid(content: Grid) -> Table:
    """A table of content with its labels on top and thin lines between the rows."""
    heads: list[Story] = [[words(label, styles.STRONG_LABEL)] for label in content.labels]
    rows = [[drawn(cell, styles.BODY) for cell in row] for row in content.rows]
    look: Look = [
        ("BACKGROUND", (0, 0), (-1, 0), styles.SOFT),
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, styles.LINE),
        ("LEFTPADDING", (0, 0), (-1, -1), 7),
        ("RIGHTPADDING", (0, 0), (-1, -1), 7),
        ("TOPPADDING", (0, 0), (-1, -1), 5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
    ]
    return table([heads, *rows], content.shares, look, head_rows=1, whole_rows=True)


def height(story: Story) -> float:
    """Points that these take below each other, as wide as the page allows."""
    return sum(
        item.getSpaceBefore() + item.wrap(styles.WIDTH, styles.HEIGHT)[1] + item.getSpaceAfter()
        for item in story
    )
