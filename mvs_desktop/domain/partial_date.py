"""A date that a family half remembers: a year, a month of a year, or a whole day."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DateProblem(StrEnum):
    """Why a text is not a date."""

    NOT_A_DATE = "not-a-date"
    NO_SUCH_DAY = "no-such-day"
    NO_SUCH_MONTH = "no-such-month"
    YEAR_OUT_OF_RANGE = "year-out-of-range"


class NotADate(ValueError):
    def __init__(self, problem: DateProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


EARLIEST_YEAR, LATEST_YEAR = 1875, 2150

_WIRE = re.compile(r"(~)?(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")

# Months as people type them, Dutch and English, whole or by their first three letters.
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari february feb",
            "maart march mrt mar",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "augustus august aug",
            "september sept sep",
            "oktober october okt oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}


@dataclass(frozen=True, slots=True)
class PartialDate:
    """`month` and `day` are None when unknown; `estimated` marks a guess.

    Raises NotADate for a date that does not exist.
    """

    year: int
    month: int | None = None
    day: int | None = None
    estimated: bool = False

    def __post_init__(self) -> None:
        if not EARLIEST_YEAR <= self.year <= LATEST_YEAR:
            raise NotADate(DateProblem.YEAR_OUT_OF_RANGE)
        if self.month is None:
            if self.day is not None:
                raise NotADate(DateProblem.NOT_A_DATE)
            return
        if not 1 <= self.month <= 12:
            raise NotADate(DateProblem.NO_SUCH_MONTH)
        days = calendar.monthrange(self.year, self.month)[1]
        if self.day is not None and not 1 <= self.day <= days:
            raise NotADate(DateProblem.NO_SUCH_DAY)

    @classmethod
    def of(cls, day: date) -> "PartialDate":
        return cls(day.year, day.month, day.day)

    @property
    def first_day(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def whole(self) -> date | None:
        """The day itself when it is fully known."""
        return self.first_day if self.day is not None else None

    def age_on(self, day: date) -> int:
        """Age in whole years, counted from the earliest day it can have been; ≥ 0."""
        born = self.first_day
        return max(0, day.year - born.year - ((day.month, day.day) < (born.month, born.day)))

    def to_text(self) -> str:
        """The wire form: `2016`, `2016-03`, `2016-03-04`, with `~` for a guess."""
        parts = [f"{self.year:04}"]
        if self.month is not None:
            parts.append(f"{self.month:02}")
        if self.day is not None:
            parts.append(f"{self.day:02}")
        return ("~" if self.estimated else "") + "-".join(parts)

    @classmethod
    def from_text(cls, text: str) -> "PartialDate":
        """Raises NotADate for anything but the wire form."""
        match = _WIRE.fullmatch(text)
        if not match:
            raise NotADate(DateProblem.NOT_A_DATE)
        guess, year, month, day = match.groups()
        return cls(int(year), int(month) if month else None, int(day) if day else None, bool(guess))


def parse_partial_date(text: str) -> PartialDate | None:
    """Read a date as people type it; None for an empty text.

    Understands 4-3-2016, 4/3/2016, 4 maart 2016, maart 2016, 3-2016, 2016, 2016-03-04,
    and "ca.", "ongeveer", "±" or "~" before any of them. Raises NotADate otherwise.
    """
    rest = text.strip().lower()
    if not rest:
        return None
    guess = re.match(r"(ca\.?|circa|ongeveer|about|±|~)\s*", rest)
    if guess:
        rest = rest[guess.end() :]
    parts = [part for part in re.split(r"[\s./-]+", rest) if part]
    if not 1 <= len(parts) <= 3:
        raise NotADate(DateProblem.NOT_A_DATE)
    if len(parts) == 3 and len(parts[0]) == 4 and parts[0].isdigit():
        parts.reverse()  # 2016-03-04
    year = _year(parts[-1])
    month = _month(parts[-2]) if len(parts) > 1 else None
    day = _number(parts[0]) if len(parts) > 2 else None
    return PartialDate(year, month, day, estimated=guess is not None)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise NotADate(DateProblem.NOT_A_DATE)
    return int(text)


def _year(text: str) -> int:
    if len(text) != 4:  # "16" could be 1916 or 2016: ask, do not guess
        raise NotADate(DateProblem.NOT_A_DATE)
    return _number(text)


def _month(text: str) -> int:
    return _MONTHS[text] if text in _MONTHS else _number(text)
