"""The texts of the translation file, and those that can be read on a screen."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple
from xml.etree import ElementTree as ET

from PySide6.QtWidgets import QWidget

from mvs_desktop.paths import resource

PLACEHOLDER = re.compile(r"\{\w*\}")

# Dutch words that are in nearly every sentence and are no English words.
_COMMON = re.compile(
    r"\b(het|een|niet|nog|geen|je|jij|voor|naar|wie|wat|alles|zonder|wordt|deze|dit)\b",
    re.IGNORECASE,
)
_READ = ("text", "placeholderText", "title", "toolTip", "accessibleName", "accessibleDescription")


class Translated(NamedTuple):
    """One text of the program and its English."""

    context: str
    dutch: str
    english: str
    state: str  # empty when it is finished


@cache
def translations() -> tuple[Translated, ...]:
    """Everything in the translation file."""
    # Our own file, so nothing in it is hostile.
    root = ET.parse(str(resource("translations") / "mvs_en.ts")).getroot()  # noqa: S314
    found = []
    for context in root.iter("context"):
        for message in context.iter("message"):
            english = message.find("translation")
            assert english is not None
            found.append(
                Translated(
                    context.findtext("name", ""),
                    message.findtext("source", ""),
                    english.text or "",
                    english.get("type", ""),
                )
            )
    return tuple(found)


@cache
def _dutch() -> tuple[re.Pattern[str], ...]:
    """What only a Dutch text of the program looks like."""
    known = translations()
    english = {one.english for one in known}
    only = {one.dutch for one in known} - english
    # A pattern of little more than placeholders would also fit other texts.
    telling = (text for text in only if len(PLACEHOLDER.sub("", text).strip(" ,·:")) > 3)
    return tuple(re.compile(PLACEHOLDER.sub(".+", _escaped(text))) for text in sorted(telling))


def _escaped(text: str) -> str:
    return re.escape(text).replace(r"\{", "{").replace(r"\}", "}")


def texts_on(widget: QWidget) -> Iterator[str]:
    """Every line that can be read or heard on a widget and in it."""
    for part in (widget, *widget.findChildren(QWidget)):
        if not part.isVisible():
            continue
        for name in _READ:
            read = getattr(part, name, None)
            text = read() if callable(read) else None
            if isinstance(text, str):
                yield from (line.strip() for line in text.split("\n") if line.strip())


def dutch_on(widget: QWidget) -> set[str]:
    """The lines on a widget that are Dutch."""
    return {
        line
        for line in texts_on(widget)
        if _COMMON.search(line) or any(pattern.fullmatch(line) for pattern in _dutch())
    }
