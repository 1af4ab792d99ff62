"""What differs between versions of a text."""

import pytest

from mvs_desktop.ui.sending.compare import Folded, Part, both, differing, folded, paragraphs


def marked(text: str, other: str) -> list[str]:
    return [text[start:end] for start, end in differing(text, other)]


@pytest.mark.parametrize(
    ("text", "other", "differs"),
    [
        ("Rust in huis", "Rust in huis", []),
        ("Rust in huis", "Rust", ["in huis"]),
        ("Rust", "Rust in huis", []),
        ("Moeder belt morgen", "Vader belt morgen", ["Moeder"]),
        ("Eerst eten\nDan slapen", "Eerst eten\nDan lezen", ["slapen"]),
        ("Een\nNieuw\nTwee", "Een\nTwee", ["Nieuw"]),
        ("", "Iets", []),
        ("نريد الهدوء كل مساء", "نريد الهدوء", ["كل مساء"]),
        # What two other words have in common is no resting place.
        ("Bo de fietser", "Kim de zanger", ["Bo de fietser"]),
        ("twee  spaties", "twee spaties", ["twee  spaties"]),
    ],
)
def test_words_that_are_not_in_the_other(text: str, other: str, differs: list[str]) -> None:
    assert marked(text, other) == differs


def test_a_text_of_very_many_words_is_told_by_the_paragraph() -> None:
    text, other = " ".join(f"w{n}" for n in range(3000)), "w1 " * 3000
    assert marked(text, other) == [text]


def test_a_long_text_with_a_small_change_is_told_by_the_word() -> None:
    words = [f"w{n}" for n in range(900)]
    assert marked(" ".join([*words[:400], "nieuw", *words[400:]]), " ".join(words)) == ["nieuw"]


def test_lines_that_changed_together_are_told_one_by_one() -> None:
    text, other = "Bo slaapt nu\nKim eet nu", "Bo slaapt niet\nKim eet niet"
    assert marked(text, other) == ["nu", "nu"]


def test_paragraphs_keep_every_character() -> None:
    text = "Een twee\n\ndrie vier"
    found = paragraphs(text, [(4, 8), (6, 12)])
    assert "\n".join("".join(part.text for part in line) for line in found) == text
    assert found == [
        (Part("Een ", False), Part("twee", True)),
        (),
        (Part("dr", True), Part("ie vier", False)),
    ]


def test_what_is_the_same_is_folded_but_for_its_neighbours() -> None:
    same = [(Part(f"{n}", False),) for n in range(9)]
    lines = [*same[:4], (Part("x", True),), *same[4:6]]
    assert folded(lines) == [Folded(3), same[3], (Part("x", True),), same[4], same[5]]
    assert folded(same) == same  # nothing differs: nothing to look past


def test_one_text_of_both() -> None:
    assert both("Een\nTwee\nDrie", "Een\nTien\nDrie\nVier") == "Een\nTwee\nTien\nDrie\nVier"
