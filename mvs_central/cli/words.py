"""How commands say what they found."""

import sys
from collections.abc import Iterable


def counted(count: int, one: str, many: str) -> str:
    """A number with its word: `counted(1, "regel", "regels")`."""
    return f"{count} {one if count == 1 else many}"


def print_rows(rows: Iterable[Iterable[object]], none: str) -> None:
    """A line for each row, its values apart by a tab, for people and for other programs. When
    there is none, `none` says so beside the output."""
    empty = True
    for row in rows:
        print(*row, sep="\t")
        empty = False
    if empty:
        print(none, file=sys.stderr)
