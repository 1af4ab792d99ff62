"""Words as they are found: one form for every way of writing them."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvs_desktop.domain.words import LONGEST, folded, one_edit_apart, words

_short = st.text("abc", max_size=6)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Zoë van der Berg-d'Hont", ["zoe", "van", "der", "berg", "d", "hont"]),
        ("Straße ŁÓDŹ Øre Æble", ["strasse", "lodz", "ore", "aeble"]),
        ("İbrahim IŞIK ışık", ["ibrahim", "isik", "isik"]),
        ("’s avonds ʼs morgens", ["s", "avonds", "s", "morgens"]),
        ("3111 AB, nr. 12a", ["3111", "ab", "nr", "12a"]),
        ("ĳsbaan ﬁets", ["ijsbaan", "fiets"]),
        ("أحمد مُحَمَّد لـيلى", ["احمد", "محمد", "ليلى"]),
        ("ሰላም፣ ተስፋዬ።", ["ሰላም", "ተስፋዬ"]),
        ("zacht\u00adafgebroken nul\u200bbreed", ["zachtafgebroken", "nulbreed"]),
        ("_c1 a_b 🙂 \ud800 \x02", ["c1", "a", "b"]),
        ("", []),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    assert words(text) == found


@given(st.text())
def test_composed_and_taken_apart_are_the_same(text: str) -> None:
    assert words(unicodedata.normalize("NFC", text)) == words(unicodedata.normalize("NFD", text))


@given(st.text())
def test_words_stay_as_they_are(text: str) -> None:
    found = words(text)
    assert words(" ".join(found)) == found
    assert all(0 < len(word) <= LONGEST for word in found)
    assert not any(sign in word for word in found for sign in ' "_*')


def test_signs_that_fall_apart_into_capitals() -> None:
    assert words("℠ ™ Ⅷ") == words("sm tm viii")


@given(st.text(st.characters(codec="ascii")))
def test_each_plain_sign_becomes_one(text: str) -> None:
    assert len(folded(text)) == len(text)


def edits(word: str) -> set[str]:
    """All that one edit makes of a word of these letters."""
    halves = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    return {
        word,
        *(a + b[1:] for a, b in halves if b),
        *(a + c + b for a, b in halves for c in "abc"),
        *(a + c + b[1:] for a, b in halves if b for c in "abc"),
        *(a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1),
    }


@given(_short, _short)
def test_one_edit_is_what_it_says(one: str, other: str) -> None:
    assert one_edit_apart(one, other) == (other in edits(one))
    assert one_edit_apart(one, other) == one_edit_apart(other, one)


def test_two_edits_are_too_many() -> None:
    chain = ["berg", "borg", "borgh", "bogrh"]
    assert all(one_edit_apart(one, other) for one, other in pairwise(chain))
    assert not one_edit_apart(chain[0], chain[2])
