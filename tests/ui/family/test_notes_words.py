from uuid import UUID

import pytest

from mvs_desktop.domain.contacts import ParagraphKind
from mvs_desktop.ui.family.notes.words import (
    Command,
    Mention,
    called,
    command_in,
    mention_before,
    named_in,
)
from tests.ui.family.sample import BO, KIM, RIET, SAMIRA, family

PEOPLE = family().people


def ids(text: str) -> set[UUID]:
    return {person.id for person in named_in(text, PEOPLE)}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bo en Kim spelen buiten.", {BO, KIM}),
        ("Bo's tas ligt bij oma Riet.", {BO, RIET}),
        ("Samira Aziz belde.", {SAMIRA}),
        ("De boot en de kimono.", set()),
        ("Bobby is een vriend.", set()),
        ("bo", set()),
        ("", set()),
    ],
)
def test_names_in_a_text(text: str, found: set[UUID]) -> None:
    assert ids(text) == found


@pytest.mark.parametrize(
    ("before", "mention"),
    [
        ("@", Mention(0, "")),
        ("Toen zei @Ki", Mention(9, "Ki")),
        ("(@b", Mention(1, "b")),
        ("mail@ki", None),
        ("@Kim gaat", None),
        ("geen", None),
    ],
)
def test_somebody_called_with_at(before: str, mention: Mention | None) -> None:
    assert mention_before(before) == mention


def test_who_is_meant_by_the_first_letters() -> None:
    assert [person.id for person in called(Mention(0, "ki"), PEOPLE)] == [KIM]
    assert {BO, KIM, RIET} <= {person.id for person in called(Mention(0, "wit"), PEOPLE)}
    assert called(Mention(0, "x"), PEOPLE) == ()
    assert all(person.full_name for person in called(Mention(0, ""), PEOPLE))


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/feit Bo is ziek", Command(6, kind=ParagraphKind.FACT)),
        ("/Mening ", Command(8, kind=ParagraphKind.OPINION)),
        ("/afspraak\n", Command(10, kind=ParagraphKind.AGREEMENT)),
        ("/bron ", Command(6, opens="source")),
        ("/afschermen ", Command(12, opens="shielded_from")),
        ("/feit", None),
        ("/feiten ", None),
        ("en/of ", None),
        ("tekst /feit ", None),
        ("/ ", None),
    ],
)
def test_commands_at_the_start(text: str, command: Command | None) -> None:
    assert command_in(text) == command
