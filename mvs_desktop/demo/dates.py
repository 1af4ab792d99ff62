"""Days and moments that stay true on whatever day the demo is shown.

A day is counted from today, a birth or an anniversary from its age, and a clock time is
the time on a wall in the Netherlands.
"""

import re
from calendar import monthrange
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mvs_desktop.domain.partial_date import PartialDate

LOCAL = ZoneInfo("Europe/Amsterdam")

_DAY = re.compile(r"today(?:([+-]\d+)([dwmy]?))?")
_NOW = re.compile(r"now-(\d+)m")
_AGO = re.compile(r"(~)?(?:age|ago) (?:(\d+)y)?(?:(\d+)m)?(?:(\d+)d)?")


def read_day(text: str, today: date) -> date:
    """`today`, `today-12`, `today+3w`, `today-14m`, `today-2y`, or an ISO date.

    Raises ValueError for anything else.
    """
    match = _DAY.fullmatch(text)
    if not match:
        return date.fromisoformat(text)
    amount, unit = int(match[1] or 0), match[2] or "d"
    if unit in "my":
        return _months_on(today, amount * (12 if unit == "y" else 1))
    return today + timedelta(days=amount * (7 if unit == "w" else 1))


def read_moment(text: str, today: date, now: datetime) -> datetime:
    """`today-2 10:00` on the clock of the Netherlands, or `now-50m` in minutes.

    The answer is aware. Raises ValueError for anything else.
    """
    match = _NOW.fullmatch(text)
    if match:
        return now - timedelta(minutes=int(match[1]))
    day, _, clock = text.partition(" ")
    return datetime.combine(read_day(day, today), time.fromisoformat(clock), LOCAL)


def read_partial(text: str, today: date) -> PartialDate:
    """`age 9y4m12d` or `ago 3y`, as precise as its last part; a day; or the wire form.

    `age 67y` is a year alone, `age 67y3m` a month of a year, `~age 67y` an estimate.
    Raises ValueError for anything else.
    """
    match = _AGO.fullmatch(text)
    if not match:
        return (
            PartialDate.of(read_day(text, today))
            if text.startswith("today")
            else PartialDate.from_text(text)
        )
    guess, years, months, days = match.groups()
    then = _months_on(today, -12 * int(years or 0) - int(months or 0))
    then -= timedelta(days=int(days or 0))
    return PartialDate(
        then.year,
        then.month if months or days else None,
        then.day if days else None,
        estimated=bool(guess),
    )


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
