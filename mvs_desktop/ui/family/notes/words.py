"""What a text says by itself: names of the family, somebody called with @, a command with /.

Pure: texts and people in, answers out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from mvs_desktop.domain.contacts import ParagraphKind
from mvs_desktop.domain.people import Person
from mvs_desktop.ui.words import label

_MENTION = re.compile(r"(?:^|(?<=[\s(]))@(\w*)$")
_COMMAND = re.compile(r"/(\w+)(?:\s|$)")

# What opens a field of the paragraph, beside the kinds.
OPENS = {"bron": "source", "afschermen": "shielded_from"}


def named_in(text: str, people: Sequence[Person]) -> tuple[Person, ...]:
    """The people whose given name or full name stands in a text as a word, in family order."""
    found = []
    for person in people:
        names = {name for name in (person.given_name, person.full_name) if len(name) > 1}
        if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in names):
            found.append(person)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Mention:
    """An "@" with the letters after it: from `start` to the cursor."""

    start: int
    typed: str


def mention_before(text: str) -> Mention | None:
    """The mention that is being typed at the end of `text`, the text before the cursor."""
    match = _MENTION.search(text)
    return Mention(match.start(), match[1]) if match else None


def called(mention: Mention, people: Sequence[Person]) -> tuple[Person, ...]:
    """The people whose name begins with what was typed after the "@"."""
    typed = mention.typed.casefold()
    return tuple(
        person
        for person in people
        if person.full_name
        and any(part.casefold().startswith(typed) for part in person.full_name.split())
    )


@dataclass(frozen=True, slots=True)
class Command:
    """A command at the start of a paragraph, and how many letters of it to take away."""

    length: int
    kind: ParagraphKind | None = None
    opens: str = ""


def command_in(text: str) -> Command | None:
    """ "/feit " and the like at the start of a text; None while it is not complete."""
    match = _COMMAND.match(text)
    if match is None or not text[match.end(1) :][:1].isspace():
        return None
    word = match[1].casefold()
    for kind in ParagraphKind:
        if word in (kind.value, label(kind).casefold()):
            return Command(match.end(), kind=kind)
    return Command(match.end(), opens=OPENS[word]) if word in OPENS else None


def ids_of(people: Sequence[Person]) -> frozenset[UUID]:
    """Their ids, as a record holds them."""
    return frozenset(person.id for person in people)
