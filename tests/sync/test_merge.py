"""The three-way merge: whatever two people write, nothing of it disappears."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvs_desktop.domain import catalogue
from mvs_desktop.domain.records import Merge, RecordType
from mvs_desktop.sync.merge import MOST_PARAGRAPHS, Patch, Verdict, merge_text, merge_unit

PERSON = catalogue.record_type("person")
LANGUAGES = "languages"


def text_unit() -> tuple[RecordType, str]:
    """Any unit of the catalogue that merges by paragraph."""
    for kind in catalogue.record_types():
        for unit in kind.units:
            if kind.merge_of(unit) is Merge.TEXT:
                return kind, unit
    raise AssertionError("no record type has a unit of long text")


# Few different lines make equal, repeated and moved lines likely.
lines = st.lists(st.sampled_from(["", "a", "b", "c", "d"]), max_size=8)


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, str, str]:
    """A text and two edits of it; every added line is new, so that it can be found again."""
    base = draw(st.lists(st.sampled_from(["", "a", "b", "c", "d", "e"]), max_size=8))

    def edited(who: str) -> str:
        result: list[str] = []
        for position, line in enumerate([*base, None]):
            added = draw(st.sampled_from([0, 0, 0, 1, 2]))
            result.extend(f"{who}{position}.{extra}" for extra in range(added))
            if line is not None and draw(st.sampled_from([True, True, True, False])):
                result.append(line)
        return "\n".join(result)

    return "\n".join(base), edited("left"), edited("right")


@given(edits())
def test_every_added_line_is_in_the_merge(texts: tuple[str, str, str]) -> None:
    base, left, right = texts
    merged = merge_text(base, left, right)
    if merged is None:
        return
    for text in (left, right):
        for line in text.split("\n"):
            if line.startswith(("left", "right")):
                assert line in merged.split("\n")


@given(edits())
def test_lines_that_both_kept_stay(texts: tuple[str, str, str]) -> None:
    base, left, right = (text.split("\n") for text in texts)
    merged = merge_text(*texts)
    if merged is None:
        return
    for line in base:
        # Each side may drop some of a repeated line; together never more than both did.
        dropped = sum(max(0, base.count(line) - side.count(line)) for side in (left, right))
        assert merged.split("\n").count(line) >= base.count(line) - dropped


@given(lines, lines, lines)
def test_the_order_of_two_edits_does_not_matter(
    base: list[str], left: list[str], right: list[str]
) -> None:
    texts = ["\n".join(text) for text in (base, left, right)]
    assert merge_text(*texts) == merge_text(texts[0], texts[2], texts[1])


@given(lines, lines)
def test_one_edit_alone_comes_out_as_it_was(base: list[str], edit: list[str]) -> None:
    before, after = "\n".join(base), "\n".join(edit)
    assert merge_text(before, after, before) == after
    assert merge_text(before, before, after) == after
    assert merge_text(before, after, after) == after


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "merged"),
    [
        (
            "een\n\ntwee\n\ndrie",
            "een!\n\ntwee\n\ndrie",
            "een\n\ntwee\n\ndrie!",
            "een!\n\ntwee\n\ndrie!",
        ),
        ("een\ntwee", "een!\ntwee", "een?\ntwee", None),
        ("een\ntwee", "een\ntwee\nvier", "een\ntwee\nvijf", None),
        ("een\ntwee\ndrie", "een\ndrie", "een\ntwee!\ndrie", None),
        ("een\ntwee\ndrie", "een\ndrie", "een\ndrie", "een\ndrie"),
        (
            "een\ntwee\ndrie",
            "nul\neen\ntwee\ndrie",
            "een\ntwee\ndrie\nvier",
            "nul\neen\ntwee\ndrie\nvier",
        ),
    ],
)
def test_text(base: str, theirs: str, mine: str, merged: str | None) -> None:
    assert merge_text(base, theirs, mine) == merged


def test_a_text_made_to_be_slow_does_not_hold_up_the_service() -> None:
    base = "\n".join("a" * (1 + i % 2) for i in range(MOST_PARAGRAPHS))
    edit = "\n".join("a" * (1 + (i // 2) % 2) for i in range(MOST_PARAGRAPHS))
    start = time.process_time()
    merge_text(base, edit, edit[:-2])
    assert time.process_time() - start < 10


elements = st.lists(st.sampled_from("abcdef"), unique=True).map(sorted)


def merge_languages(base: list[str], standing: list[str], mine: list[str]) -> list[str]:
    merged = merge_unit(
        PERSON,
        LANGUAGES,
        base={LANGUAGES: base} if base else {},
        standing={LANGUAGES: standing},
        mine={LANGUAGES: mine},
        clean=False,
    )
    assert merged.verdict in (Verdict.EQUAL, Verdict.MERGED)
    languages = merged.value[LANGUAGES]
    assert isinstance(languages, list)
    return languages


@given(elements, elements, elements)
def test_sets_merge_per_element(base: list[str], left: list[str], right: list[str]) -> None:
    merged = set(merge_languages(base, left, right))
    both = set(left) & set(right)
    added = (set(left) | set(right)) - set(base)
    assert merged == both | added
    assert merge_languages(base, right, left) == merge_languages(base, left, right)


@pytest.mark.parametrize("odd", [["a", 1], ["a", None], [{"a": 1}, {"b": 1}], "a", None])
def test_what_is_no_set_conflicts(odd: object) -> None:
    merged = merge_unit(
        PERSON,
        LANGUAGES,
        base={LANGUAGES: []},
        standing={LANGUAGES: ["x", "y"]},
        mine={LANGUAGES: odd},  # type: ignore[dict-item]
        clean=False,
    )
    assert merged.verdict is Verdict.CONFLICT
    assert merged.value == {LANGUAGES: ["x", "y"]}


def test_members_beside_the_merged_one_are_not_dropped() -> None:
    merged = merge_unit(
        PERSON,
        LANGUAGES,
        base={LANGUAGES: []},
        standing={LANGUAGES: ["x"]},
        mine={LANGUAGES: ["y"], "of_a_newer_version": 1},
        clean=False,
    )
    assert merged.verdict is Verdict.CONFLICT


patches = st.fixed_dictionaries({"phone": st.sampled_from(["", "010", "020", "030"])})


@given(patches, patches, patches)
def test_a_plain_value_is_never_overwritten_silently(
    base: Patch, standing: Patch, mine: Patch
) -> None:
    merged = merge_unit(PERSON, "phone", base=base, standing=standing, mine=mine, clean=False)
    if mine in (standing, base):
        assert (merged.verdict, merged.value) == (Verdict.EQUAL, standing)
    else:
        assert (merged.verdict, merged.value) == (Verdict.CONFLICT, standing)


@given(patches, patches, patches)
def test_an_edit_of_the_standing_version_is_taken(
    base: Patch, standing: Patch, mine: Patch
) -> None:
    merged = merge_unit(PERSON, "phone", base=base, standing=standing, mine=mine, clean=True)
    assert (merged.verdict, merged.value) == (Verdict.TAKEN, mine)


@given(st.none() | st.just("phone"), patches, patches)
def test_an_unknown_record_type_merges_by_value(
    unit: str | None, standing: Patch, mine: Patch
) -> None:
    merged = merge_unit(
        None, unit or "anything", base=None, standing=standing, mine=mine, clean=False
    )
    assert merged.value == standing
    assert (merged.verdict is Verdict.EQUAL) == (mine == standing)


def test_long_text_merges_through_its_unit() -> None:
    kind, unit = text_unit()
    merged = merge_unit(
        kind,
        unit,
        base={unit: "een\n\ntwee"},
        standing={unit: "een!\n\ntwee"},
        mine={unit: "een\n\ntwee!"},
        clean=False,
    )
    assert (merged.verdict, merged.value) == (Verdict.MERGED, {unit: "een!\n\ntwee!"})


def test_an_edit_that_adds_nothing_to_what_stands_is_no_new_version() -> None:
    kind, unit = text_unit()
    merged = merge_unit(
        kind,
        unit,
        base={unit: "een\n\ntwee"},
        standing={unit: "een!\n\ntwee!"},
        mine={unit: "een!\n\ntwee!"},
        clean=False,
    )
    assert merged.verdict is Verdict.EQUAL
