"""Date fields of the domain's two kinds: a whole day, and a date as far as it is known."""

from datetime import date
from typing import cast

from PySide6.QtCore import QCoreApplication

from mvs_desktop.domain.partial_date import (
    DateProblem,
    NotADate,
    PartialDate,
    parse_partial_date,
)
from mvs_desktop.ui.kit.forms.fields import Field, date_field
from mvs_desktop.ui.problem_words import unreadable_date_text
from mvs_desktop.ui.words import format_date, format_partial


def partial_date_field(name: str, label: str, *, help: str = "") -> Field:
    """A date that may be a year or a month; PartialDate or None."""
    return date_field(
        name,
        label,
        parse_partial_date,
        lambda value: format_partial(cast("PartialDate", value)),
        help=help,
        unreadable=why_no_date,
    )


def day_field(name: str, label: str, *, help: str = "") -> Field:
    """A whole day; date or None."""
    return date_field(
        name,
        label,
        parse_day,
        lambda value: format_date(cast("date", value)),
        help=help,
        placeholder=QCoreApplication.translate("Fields", "bijv. 4-3-2025"),
        unreadable=why_no_day,
    )


def why_no_date(text: str) -> str:
    """What is the matter with text that is no date."""
    try:
        parse_partial_date(text)
    except NotADate as error:
        return unreadable_date_text(error)
    return ""


def why_no_day(text: str) -> str:
    """What is the matter with text that is no whole day."""
    return why_no_date(text) or QCoreApplication.translate(
        "Fields",
        "Hier hoort een hele datum, zoals 4-3-2025. Wat je typte blijft staan.",
    )


def parse_day(text: str) -> date | None:
    """A whole day as people type it; None for an empty text. Raises NotADate."""
    value = parse_partial_date(text)
    if value is None:
        return None
    if value.whole is None or value.estimated:
        raise NotADate(DateProblem.NOT_A_DATE)
    return value.whole
