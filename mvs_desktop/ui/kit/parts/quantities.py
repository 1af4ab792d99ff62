"""Reading and writing of times and numbers as people type them, and of counts in a sentence."""

import re
from datetime import time

from PySide6.QtCore import QCoreApplication, QLocale

_TIME = re.compile(r"(\d{1,2})\s*(?:[:.hu]\s*(\d{2})?|(\d{2}))?\s*(?:uur)?", re.IGNORECASE)


def parse_time(text: str) -> time:
    """A time of day from "14:02", "14.02", "1402", "9u30", "9 uur" or "9".

    Raises ValueError when the text is none of these.
    """
    match = _TIME.fullmatch(text.strip())
    if match is None:
        raise ValueError("no time of day")
    hours, minutes, joined = match.groups()
    return time(int(hours), int(minutes or joined or 0))


def format_time(value: time) -> str:
    """The time as "14:02"."""
    return f"{value:%H:%M}"


def parse_number(text: str, lowest: int | None = None, highest: int | None = None) -> int:
    """A whole number, bounds included; raises ValueError."""
    number = int(text.strip())
    if (lowest is not None and number < lowest) or (highest is not None and number > highest):
        raise ValueError("number out of bounds")
    return number


def format_number(value: object) -> str:
    """The number in figures, as `parse_number` reads it."""
    return str(value)


def texts_locale() -> QLocale:
    """How the language of the program's texts writes months, days and counts."""
    # Translators: the code of the language you translate into, as "en".
    return QLocale(QCoreApplication.translate("words", "nl"))


def format_count(count: int) -> str:
    """How many there are, in a sentence: "1.240", in English "1,240"."""
    return texts_locale().toString(count)
