"""Dates as a family remembers them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvs_desktop.domain.partial_date import (
    DateProblem,
    NotADate,
    PartialDate,
    parse_partial_date,
)


@pytest.mark.parametrize(
    ("typed", "wire"),
    [
        ("4-3-2016", "2016-03-04"),
        ("04/03/2016", "2016-03-04"),
        ("4 maart 2016", "2016-03-04"),
        ("4 mrt. 2016", "2016-03-04"),
        ("2016-03-04", "2016-03-04"),
        ("Maart 2016", "2016-03"),
        ("3-2016", "2016-03"),
        ("2016", "2016"),
        ("ca. 2016", "~2016"),
        ("ongeveer maart 2016", "~2016-03"),
        ("29 februari 2024", "2024-02-29"),
    ],
)
def test_what_people_type(typed: str, wire: str) -> None:
    parsed = parse_partial_date(typed)
    assert parsed is not None
    assert parsed.to_text() == wire


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("30 februari 2016", DateProblem.NO_SUCH_DAY),
        ("29-2-2023", DateProblem.NO_SUCH_DAY),
        ("4-13-2016", DateProblem.NO_SUCH_MONTH),
        ("0-3-2016", DateProblem.NO_SUCH_DAY),
        ("4-3-16", DateProblem.NOT_A_DATE),
        ("4-3-1066", DateProblem.YEAR_OUT_OF_RANGE),
        ("gisteren", DateProblem.NOT_A_DATE),
        ("4 maart", DateProblem.NOT_A_DATE),
        ("²-3-2016", DateProblem.NOT_A_DATE),
        ("1 2 3 2016", DateProblem.NOT_A_DATE),
    ],
)
def test_what_is_no_date(typed: str, problem: DateProblem) -> None:
    with pytest.raises(NotADate) as refused:
        parse_partial_date(typed)
    assert refused.value.problem is problem


def test_an_empty_field_is_no_date_and_no_problem() -> None:
    assert parse_partial_date("  ") is None


@given(st.text())
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        parsed = parse_partial_date(text)
    except NotADate:
        return
    assert parsed is None or PartialDate.from_text(parsed.to_text()) == parsed


@pytest.mark.parametrize(
    ("birth", "on", "age"),
    [
        (PartialDate(2016, 3, 4), date(2025, 3, 3), 8),
        (PartialDate(2016, 3, 4), date(2025, 3, 4), 9),
        (PartialDate(2016), date(2025, 1, 1), 9),
        (PartialDate(2016, 2, 29), date(2025, 2, 28), 8),
        (PartialDate(2026, 1, 1), date(2025, 1, 1), 0),
    ],
)
def test_age_in_whole_years(birth: PartialDate, on: date, age: int) -> None:
    assert birth.age_on(on) == age
