"""How a document says which fields of a record it shows: small tables of labels and fields.

One line more on paper is one `Show` more in such a table. Whether a field may be shown
at all is not said here: the disclosure rule of the domain decides, and a field that is
for workers only stays off paper however often a table names it.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mvs_desktop.domain.disclosure import visible_fields
from mvs_desktop.domain.records import Audience, Record

MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)


@dataclass(frozen=True, slots=True)
class Tick:
    """A box to tick, and the day it was ticked."""

    done: bool
    on: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """A mark on the line from 0 to 10; None leaves the line open for a pen."""

    mark: int | None
    on: str = ""


@dataclass(frozen=True, slots=True)
class FromTo:
    """How it is, and how it should become."""

    start: str
    target: str


Cell = str | Tick | Scale | FromTo


@dataclass(frozen=True, slots=True)
class Family:
    """What the people in the plan are called on paper: the given name where it is enough."""

    names: Mapping[UUID, str]

    def list(self, ids: Collection[UUID]) -> str:
        """ "Bo, Kim en Mo", in the order of the family; people outside the file are left out."""
        *most, last = [name for id_, name in self.names.items() if id_ in ids] or [""]
        return f"{', '.join(most)} en {last}" if most else last


@dataclass(frozen=True, slots=True)
class Show:
    """One label with the fields under it.

    `read` makes the cell from the family and the values of `fields`, in their order; an
    empty text leaves the line out. `share` is the part of the width it takes as a column.
    """

    label: str
    fields: tuple[str, ...]
    read: Callable[..., Cell]
    share: int


def show(label: str, *fields: str, as_: Callable[..., Cell] | None = None, share: int = 1) -> Show:
    """A line or column of a document; without `as_` the field is a text as it stands."""
    return Show(label, fields, as_ or as_text, share)


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    value: Cell


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: labels and shares of the columns, and a cell for each in every row."""

    labels: tuple[str, ...]
    shares: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]


def shown_lines(item: Record, table: tuple[Show, ...], family: Family) -> tuple[Line, ...]:
    """The lines of a record that the family may read and that say something."""
    cells = ((entry.label, _cell(item, entry, family)) for entry in _allowed(type(item), table))
    return tuple(Line(label, cell) for label, cell in cells if cell != "")


def shown_text(item: Record, table: tuple[Show, ...], family: Family) -> str:
    """The lines of a record in one sentence, apart by a middle dot."""
    lines = shown_lines(item, table, family)
    return " · ".join(f"{line.label} {line.value}".strip() for line in lines)


def shown_grid(
    kind: type[Record], items: Collection[Record], table: tuple[Show, ...], family: Family
) -> Grid:
    """One row per record, one column per line of the table that the family may read."""
    columns = _allowed(kind, table)
    return Grid(
        tuple(column.label for column in columns),
        tuple(column.share for column in columns),
        tuple(tuple(_cell(item, column, family) for column in columns) for item in items),
    )


def _allowed(kind: type[Record], table: tuple[Show, ...]) -> tuple[Show, ...]:
    visible = visible_fields(kind, Audience.FAMILY)
    return tuple(entry for entry in table if visible.issuperset(entry.fields))


def _cell(item: Record, entry: Show, family: Family) -> Cell:
    return entry.read(family, *(getattr(item, name) for name in entry.fields))


# How values read on paper


def as_text(_family: Family, value: object) -> str:
    """A text as it was written."""
    return "" if value is None else str(value).strip()


def as_people(family: Family, ids: Collection[UUID]) -> str:
    return family.list(ids)


def as_day(_family: Family, day: date | None) -> str:
    return day_text(day)


def day_text(day: date | None) -> str:
    """ "4 maart 2026", empty when there is no day."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else ""
