"""The report as people read it: a table for the screen, or CSV for a spreadsheet."""

import csv
import io
from collections.abc import Iterator, Sequence

from mvs_central.reports.figures import Line
from mvs_central.reports.suppression import SMALLEST_GROUP
from mvs_desktop.domain.cases import Phase

HIDDEN = f"<{SMALLEST_GROUP}"
NOTHING = "–"
WHOLE = "(alle teams)"

HEADINGS = (
    "gemeente",
    "team",
    "gezinnen",
    *(phase.value for phase in Phase),
    "wachtten",
    "dagen tot eerste contact",
    "afgerond",
    "dagen hulp",
    "met afgesloten doelen",
    "doelen behaald",
)


def as_csv(lines: Sequence[Line]) -> str:
    """Comma separated; an empty cell is nothing, `<10` is hidden."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADINGS)
    for line in lines:
        writer.writerow("" if cell == NOTHING else cell for cell in _cells(line))
    return text.getvalue()


def as_table(lines: Sequence[Line]) -> str:
    """Columns side by side, numbers to the right."""
    rows = [HEADINGS, *(tuple(_cells(line)) for line in lines)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if at < 2 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def _cells(line: Line) -> Iterator[str]:
    yield line.municipality or NOTHING
    yield WHOLE if line.team is None else line.team or NOTHING
    yield _count(line.families)
    for phase in Phase:
        yield _count(line.phases[phase])
    yield _count(line.waited)
    yield NOTHING if line.wait_days is None else f"{line.wait_days:g}"
    yield _count(line.finished)
    yield NOTHING if line.duration_days is None else f"{line.duration_days:g}"
    yield _count(line.with_goals)
    yield NOTHING if line.goals_met is None else f"{line.goals_met:.0%}"


def _count(count: int | None) -> str:
    return HIDDEN if count is None else str(count)
