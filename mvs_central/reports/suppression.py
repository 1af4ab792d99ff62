"""Hiding small groups in a table of counts, and what would give them away.

A group of one to nine families could be recognised. Hiding its cell alone is not enough: the
total of its row or column less the other cells gives it back. So further cells are hidden,
the smallest first, until what is hidden in every line is more than one cell and ten families
together (secondary suppression, as statistical offices do it: Hundepool et al., Statistical
Disclosure Control, 2012, ch. 4).
"""

from collections.abc import Sequence

SMALLEST_GROUP = 10

Cell = tuple[int, int]


def suppressed(counts: Sequence[Sequence[int]]) -> list[list[int | None]]:
    """The table with a column and a row of totals added, and None in what is hidden.

    Zero is shown: nobody is in it. `counts` has rows of one length, at least one column.
    """
    rows = [[*row, sum(row)] for row in counts]
    rows.append([sum(column) for column in zip(*rows, strict=True)])
    hidden = {
        (r, c)
        for r, row in enumerate(rows)
        for c, count in enumerate(row)
        if 0 < count < SMALLEST_GROUP
    }
    lines = _lines(len(rows), len(rows[0]))
    while more := {cell for line in lines if (cell := _needed(rows, line, hidden))}:
        hidden |= more
    return [
        [None if (r, c) in hidden else count for c, count in enumerate(row)]
        for r, row in enumerate(rows)
    ]


def _lines(height: int, width: int) -> list[list[Cell]]:
    """The cells of each row and column; the last is the total of those before it."""
    across = [[(r, c) for c in range(width)] for r in range(height)]
    down = [[(r, c) for r in range(height)] for c in range(width)]
    return across + down


def _needed(rows: Sequence[Sequence[int]], line: Sequence[Cell], hidden: set[Cell]) -> Cell | None:
    """The next cell of this line that has to be hidden as well; None when it gives nothing away."""

    def count(cell: Cell) -> int:
        return rows[cell[0]][cell[1]]

    *parts, total = line
    concealed = [part for part in parts if part in hidden]
    if total in hidden:
        safe = bool(concealed)
    else:
        safe = not concealed or (
            len(concealed) > 1 and sum(map(count, concealed)) >= SMALLEST_GROUP
        )
    if safe:
        return None
    shown = [part for part in parts if part not in hidden and count(part)]
    if shown:
        return min(shown, key=count)
    return None if total in hidden else total
