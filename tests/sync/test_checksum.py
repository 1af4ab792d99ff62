"""Checksums and digests: the same on both sides, whatever the order, and different for less."""

import json
from hashlib import sha256
from random import Random
from uuid import UUID

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mvs_desktop.sync.checksum import (
    add_checksums,
    canonical,
    canonical_text,
    cursors_digest,
    hash_of_wire,
    hash_text,
    record_hash,
    sum_of_hashes,
)

CASE = UUID("0197f2a0-0000-7000-8000-000000000001")

hashes = st.integers(0, 2**64 - 1)


def test_a_record_is_hashed_over_its_canonical_wire_form() -> None:
    wire = f'["person","{CASE}",false,{{"a":[1,null],"naam":"Zoë"}}]'
    expected = int.from_bytes(sha256(wire.encode()).digest()[:8], "big")
    assert record_hash("person", CASE, False, {"naam": "Zoë", "a": [1, None]}) == expected
    assert record_hash("person", str(CASE), False, {"a": [1, None], "naam": "Zoë"}) == expected


def test_anything_else_gives_another_hash() -> None:
    found = {
        record_hash("person", CASE, False, {"a": 1}),
        record_hash("person", CASE, True, {"a": 1}),
        record_hash("person", CASE, False, {"a": 1.0}),
        record_hash("person", CASE, False, {"a": "1"}),
        record_hash("person", CASE, False, {"a": 1, "b": None}),
        record_hash("contact", CASE, False, {"a": 1}),
    }
    assert len(found) == 6


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_a_document_has_the_same_hash_after_the_wire(value: object) -> None:
    doc = {"member": value}
    again = msgspec.json.decode(msgspec.json.encode(doc))
    assert record_hash("x", CASE, False, again) == record_hash("x", CASE, False, doc)  # type: ignore[arg-type]


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=())),  # half surrogate pairs too
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(anything)
@example(1e16)
@example([1e-05, {"a": (1.7976931348623157e308, -0.0)}])
@example(float("nan"))
@example('\x00\x1f\x7f\u2028\\/"\U0001f600')
@example("\ud800")
@example({"\U0001f600": 1, "\uffff": [2**64, -(2**70)]})
def test_there_is_one_spelling_of_a_value(value: object) -> None:
    """That of the standard library, to the byte: stored hashes were made with it."""
    try:
        text = json.dumps(
            value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
        )
        expected = text.encode()
    except ValueError:
        with pytest.raises(ValueError, match=r".+"):
            canonical(value)
    else:
        assert canonical(value) == expected
        if b"." not in expected and b"e" not in expected:
            assert canonical_text(value) == expected


@given(anything)
def test_a_wire_form_has_the_hash_of_its_record(value: object) -> None:
    doc = {"b": 1, "a": value}
    try:
        wire = canonical(doc)
    except ValueError:
        return
    assert hash_of_wire("person", CASE, True, wire) == record_hash("person", CASE, True, doc)  # type: ignore[arg-type]


@given(st.lists(hashes), st.randoms())
def test_the_order_of_records_does_not_matter(items: list[int], random: Random) -> None:
    shuffled = list(items)
    random.shuffle(shuffled)
    assert add_checksums(items) == add_checksums(shuffled)
    assert sum_of_hashes(map(hash_text, items)) == add_checksums(items)


@given(st.lists(hashes, min_size=1), hashes)
def test_a_record_that_changes_replaces_its_hash(items: list[int], new: int) -> None:
    checksum = int(add_checksums(items), 16)
    assert add_checksums([checksum, new, -items[0]]) == add_checksums([new, *items[1:]])


def test_an_empty_scope_sums_to_nothing() -> None:
    assert add_checksums(()) == "0" * 16


def test_the_digest_is_over_sorted_lines() -> None:
    cursors = [(CASE, "school", 3, "0" * 16), (CASE, "basis", 12, "f" * 16)]
    text = f"{CASE} basis 12 {'f' * 16}\n{CASE} school 3 {'0' * 16}\n"
    assert cursors_digest(cursors) == sha256(text.encode()).hexdigest()
    assert cursors_digest(reversed(cursors)) == cursors_digest(cursors)
