"""Days and moments that a demo file counts from today."""

from datetime import UTC, date, datetime

import pytest

from mvs_desktop.demo.dates import read_day, read_moment, read_partial
from mvs_desktop.domain.partial_date import PartialDate

TODAY = date(2026, 3, 31)
NOW = datetime(2026, 3, 31, 9, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", date(2026, 3, 31)),
        ("today-12", date(2026, 3, 19)),
        ("today+3", date(2026, 4, 3)),
        ("today+2w", date(2026, 4, 14)),
        ("today-1m", date(2026, 2, 28)),  # there is no 31 February
        ("today-14m", date(2025, 1, 31)),
        ("today-2y", date(2024, 3, 31)),
        ("2025-09-01", date(2025, 9, 1)),
    ],
)
def test_a_day_is_counted_from_today(text: str, day: date) -> None:
    assert read_day(text, TODAY) == day


def test_a_clock_time_is_that_of_the_netherlands_in_winter_and_summer() -> None:
    assert read_moment("today 14:30", TODAY, NOW) == datetime(2026, 3, 31, 12, 30, tzinfo=UTC)
    assert read_moment("today-5 14:30", TODAY, NOW) == datetime(2026, 3, 26, 13, 30, tzinfo=UTC)


def test_a_moment_can_be_minutes_ago() -> None:
    assert read_moment("now-50m", TODAY, NOW) == datetime(2026, 3, 31, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("age 9y4m12d", PartialDate(2016, 11, 18)),
        ("age 9y4m", PartialDate(2016, 11)),
        ("ago 3y", PartialDate(2023)),
        ("~age 67y", PartialDate(1959, estimated=True)),
        ("1994-03", PartialDate(1994, 3)),
        ("today+61", PartialDate(2026, 5, 31)),
    ],
)
def test_a_birth_is_as_precise_as_its_last_part(text: str, born: PartialDate) -> None:
    assert read_partial(text, TODAY) == born


@pytest.mark.parametrize("text", ["age 9y4m12d", "age 9y4m", "age 9y"])
@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2028, 2, 29), date(2027, 12, 31)])
def test_the_age_is_the_age_that_is_written(text: str, today: date) -> None:
    assert read_partial(text, today).age_on(today) == 9


@pytest.mark.parametrize("text", ["tomorrow", "today-", "today 3", "31-03-2026"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="isoformat"):
        read_day(text, TODAY)
