"""A text around the words that were found in it, with those words marked."""

import re
from collections.abc import Iterable, Iterator

from mvs_desktop.domain.words import folded

MARK_START, MARK_END = "\x02", "\x03"

_AROUND = 60  # signs before the first word found
_LENGTH = 200


def marked(text: str, beginnings: Iterable[str]) -> str:
    """`text` with every word that begins with one of these (folded) between MARK_START and
    MARK_END."""
    parts = []
    done = 0
    for start, end in _spans(text, beginnings):
        parts += [text[done:start], MARK_START, text[start:end], MARK_END]
        done = end
    return "".join((*parts, text[done:]))


def without_marks(text: str) -> str:
    """A marked text as it was."""
    return text.replace(MARK_START, "").replace(MARK_END, "")


def excerpt(text: str, beginnings: Iterable[str]) -> str:
    """A line of `text` around the first word found, marked; with … where it was cut off."""
    line = " ".join(text.split())
    wanted = tuple(beginnings)
    first = next(_spans(line, wanted), (0, 0))[0]
    start = 0 if first <= _AROUND else line.rfind(" ", 0, first - _AROUND // 2) + 1
    end = len(line)
    if end - start > _LENGTH:
        cut = line.rfind(" ", start, start + _LENGTH)
        end = cut if cut > first else start + _LENGTH
    before, after = "…" if start else "", "…" if end < len(line) else ""
    return f"{before}{marked(line[start:end], wanted)}{after}"


def _spans(text: str, beginnings: Iterable[str]) -> Iterator[tuple[int, int]]:
    """From where to where each of the words stands in `text`."""
    wanted = "|".join(re.escape(word) for word in sorted(beginnings, key=len, reverse=True))
    if not wanted:
        return
    plain = folded(text)
    places: list[int] | range = range(len(text) + 1)
    if len(plain) != len(text):  # a sign that folds into none or two
        places = [at for at, sign in enumerate(text) for _ in folded(sign)] + [len(text)]
    for match in re.finditer(rf"(?<!\S)(?:{wanted})\S*", plain):
        end = places[match.end() - 1] + 1
        while end < len(text) and not folded(text[end]):
            end += 1  # the accent that stands beside its letter
        yield places[match.start()], end
