"""Scripts of the world on paper: shaped, in order, and never lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.platypus import Paragraph

from mvs_desktop.documents import fonts, styles
from mvs_desktop.documents.fonts import clean, fresh_fonts, runs, shaped
from mvs_desktop.documents.text import RightToLeft, words

ARABIC = "نريد أن يكون الصباح هادئًا في البيت"


@pytest.fixture(autouse=True, scope="module")
def _fonts() -> None:
    fresh_fonts()


def drawn(text: RightToLeft) -> list[str]:
    """The characters of each line from left to right, as the pieces hold them."""
    return ["".join(piece.glyphs for piece in line.pieces) for line in text._lines or ()]


def test_each_script_gets_its_own_font() -> None:
    found = runs("Bo ሰላም سلام Łukasz", fonts.BOLD)
    assert [run.font for run in found] == [
        "NotoSans-SemiBold",
        "NotoSansEthiopic-SemiBold",
        "NotoSans-SemiBold",
        "NotoSansArabic-SemiBold",
        "NotoSans-SemiBold",
    ]


def test_arabic_letters_are_joined() -> None:
    (run,) = runs("سلام", fonts.REGULAR)
    glyphs = shaped(run, 10)
    assert len(glyphs) == 3  # lam and alef make one
    assert not set(glyphs) <= set("سلام")


@pytest.mark.parametrize(
    ("typed", "begins"),
    [
        ("(Bo) 8:15", "8:15 (Bo) "),
        ("(Bo و Kim).", ".(Kim "),
        ("1) abc [x]", "abc [x] (1 "),
        ("<<a>>", "<<a>> "),
        ("()", "() "),
        (")(", ")( "),
    ],
)
def test_right_to_left_text_is_drawn_from_the_right(typed: str, begins: str) -> None:
    text = words(f"{ARABIC} {typed}", styles.BODY)
    assert isinstance(text, RightToLeft)
    text.wrap(480, 100)
    (line,) = drawn(text)
    # Latin words and times keep their own order; brackets embrace what they embraced.
    assert line.startswith(begins)


def test_a_latin_sentence_with_an_arabic_name_begins_left() -> None:
    text = words("Samen met السيدة naar school", styles.BODY)
    assert isinstance(text, RightToLeft)
    text.wrap(480, 100)
    (line,) = drawn(text)
    assert line.startswith("Samen met ")
    assert line.endswith(" naar school")


def test_the_joiners_of_persian_survive() -> None:
    with_joiner, without = ("می\u200cخواهیم", "میخواهیم")
    lines = []
    for typed in (with_joiner, without):
        text = words(typed, styles.BODY)
        text.wrap(480, 100)
        assert isinstance(text, RightToLeft)
        lines.append(drawn(text))
    assert lines[0] != lines[1]


def test_ethiopic_flows_as_an_ordinary_paragraph() -> None:
    assert isinstance(words("ንግሆ ኣብ ገዛ ሰላም", styles.BODY), Paragraph)


def test_a_missing_script_shows_that_something_is_missing() -> None:
    assert clean("a中b") == "a\ufffdb"


def test_hidden_directions_and_controls_are_taken_out() -> None:
    assert clean("akkoord \u202eteen\u202c\x00\x07\ud800\ue000") == "akkoord teen"
    assert clean("een\r\ntwee\tdrie") == "een\ntwee drie"
    assert clean("e\u0301") == "é"


@given(
    st.text(alphabet="ابتثجحخدذرز ـًُ \u200c()1a.,", min_size=1, max_size=300),
    st.integers(40, 400),
    st.integers(20, 200),
)
def test_lines_fit_and_a_page_break_loses_nothing(typed: str, width: int, room: int) -> None:
    text = words(typed + "ا", styles.BODY)
    assert isinstance(text, RightToLeft)
    text.wrap(width, 10_000)
    whole = drawn(text)
    for line in text._lines or ():
        assert sum(piece.width for piece in line.pieces) <= width or len(line.text) == 1
    assert "".join(line.text for line in text._lines or ()).replace(" ", "") == clean(
        typed + "ا"
    ).replace(" ", "")

    parts = text.split(width, room)
    if parts:
        rejoined: list[str] = []
        for part in parts:
            assert isinstance(part, RightToLeft)
            part.wrap(width, 10_000)
            rejoined += drawn(part)
        assert rejoined == whole
