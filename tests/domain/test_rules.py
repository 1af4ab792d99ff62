"""BSN, order keys, ids, checks and the disclosure rule."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvs_desktop.domain.bsn import masked, normalise_bsn, passes_eleven_test
from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.checks import Problem, check
from mvs_desktop.domain.contacts import NoteParagraph
from mvs_desktop.domain.disclosure import Withheld, disclose, visible_fields
from mvs_desktop.domain.ids import uuid7
from mvs_desktop.domain.ordering import key_between
from mvs_desktop.domain.partial_date import PartialDate
from mvs_desktop.domain.people import ParentKind, ParentLink, Person
from mvs_desktop.domain.plans import Plan
from mvs_desktop.domain.records import Audience, Record
from mvs_desktop.domain.snapshot import CaseSnapshot

TODAY = date(2025, 3, 4)
# Hypothesis wants bounds without a zone.
EARLY = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
LATE = datetime(2200, 1, 1, tzinfo=UTC).replace(tzinfo=None)
CASE_ID = uuid4()
CASE = CaseFile(id=CASE_ID, case_id=CASE_ID)


def person(**fields: object) -> Person:
    return Person(id=uuid4(), case_id=CASE_ID, **fields)  # type: ignore[arg-type]


def around(*records: Record) -> CaseSnapshot:
    return CaseSnapshot.of(CASE, records)


@pytest.mark.parametrize("bsn", ["999990019", "123456782", "111222333"])
def test_numbers_that_can_be_a_bsn(bsn: str) -> None:
    assert passes_eleven_test(bsn)


@pytest.mark.parametrize(
    "bsn", ["999990018", "123456789", "000000000", "999999999", "12345678", "١٢٣٤٥٦٧٨٢", ""]
)
def test_numbers_that_cannot(bsn: str) -> None:
    assert not passes_eleven_test(bsn)


@given(st.integers(100_000_000, 999_999_998))
def test_one_mistyped_digit_never_passes_too(number: int) -> None:
    bsn = str(number)
    if passes_eleven_test(bsn):
        for at in range(9):
            other = bsn[:at] + str((int(bsn[at]) + 1) % 10) + bsn[at + 1 :]
            assert not passes_eleven_test(other)


def test_bsn_as_typed_and_as_shown() -> None:
    assert normalise_bsn(" 1234.56.782 ") == "123456782"
    assert normalise_bsn("12345678") == "012345678"
    assert masked("999990019").endswith("019")
    assert "9999" not in masked("999990019")


@given(st.lists(st.integers(0, 10**6), max_size=60))
def test_order_keys_keep_the_order_of_any_insertions(places: list[int]) -> None:
    keys: list[str] = []
    for place in places:
        at = place % (len(keys) + 1)
        before = keys[at - 1] if at else ""
        after = keys[at] if at < len(keys) else ""
        keys.insert(at, key_between(before, after))
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


def test_order_keys_stay_short_at_both_ends() -> None:
    first = last = key_between("", "")
    for _ in range(500):
        first, last = key_between("", first), key_between(last, "")
    assert len(last) < 20
    assert len(first) < 110
    with pytest.raises(ValueError, match="order"):
        key_between("b", "a")


@given(st.datetimes(EARLY, LATE), st.binary(min_size=10, max_size=10))
def test_ids_are_uuid_7_in_order_of_time(moment: datetime, randomness: bytes) -> None:
    made = uuid7(moment.replace(tzinfo=UTC), randomness)
    assert made.version == 7
    assert made.variant == "specified in RFC 4122"
    later = uuid7(moment.replace(tzinfo=UTC, year=moment.year + 1, day=1), randomness)
    assert made < later


def test_a_bsn_that_fails_or_is_somebody_elses() -> None:
    other = person(bsn="999990019")
    assert check(person(bsn="999990018"), around(), TODAY) == {"bsn": Problem.BSN_FAILS}
    assert check(person(bsn="999990019"), around(other), TODAY) == {"bsn": Problem.BSN_TAKEN}
    assert check(other, around(other), TODAY) == {}


def test_a_mother_is_not_younger_than_her_child() -> None:
    mother = person(birth=PartialDate(2016, 5, 1))
    child = person(birth=PartialDate(1990, 1, 1))
    link = ParentLink(
        id=uuid4(),
        case_id=CASE_ID,
        parent_id=mother.id,
        child_id=child.id,
        kinds=frozenset({ParentKind.BIOLOGICAL}),
    )
    whole = around(mother, child, link)
    for item in (mother, child):
        assert check(item, whole, TODAY) == {"birth": Problem.PARENT_YOUNGER}
    assert check(link, whole, TODAY) == {"parent_id": Problem.PARENT_YOUNGER}
    step = replace(link, kinds=frozenset({ParentKind.STEP}))
    assert check(step, around(mother, child, step), TODAY) == {}


def test_a_child_born_after_the_plan_began() -> None:
    plan = Plan(id=uuid4(), case_id=CASE_ID, starts_on=date(2020, 1, 1))
    child = person(birth=PartialDate(2021), gets_help=True)
    assert check(child, around(plan, child), TODAY) == {"birth": Problem.BORN_AFTER_PLAN}
    assert check(plan, around(plan, child), TODAY) == {"starts_on": Problem.BORN_AFTER_PLAN}


def test_days_to_come() -> None:
    assert check(person(birth=PartialDate(2026)), around(), TODAY) == {
        "birth": Problem.BORN_IN_FUTURE
    }
    unborn = person(birth=PartialDate(2025, 6), unborn=True)
    assert check(unborn, around(), TODAY) == {}
    assert check(unborn, around(), date(2025, 9, 1)) == {"birth": Problem.DUE_LONG_AGO}


def test_worker_fields_are_not_for_the_family() -> None:
    seen = visible_fields(Person, Audience.FAMILY)
    assert {"given_name", "birth"} <= seen
    assert not {"bsn", "remarks", "phone"} & seen
    assert "bsn" in visible_fields(Person, Audience.WORKER)


def test_a_paragraph_is_withheld_when_one_of_the_readers_may_not_see_it() -> None:
    mother, father = person(), person()
    shielded = NoteParagraph(
        id=uuid4(), case_id=CASE_ID, note_id=uuid4(), shielded_from=frozenset({father.id})
    )
    free = replace(shielded, id=uuid4(), shielded_from=frozenset())
    assert disclose([shielded, free], {mother.id}).shown == (shielded, free)
    both = disclose([shielded, free], {mother.id, father.id})
    assert both.shown == (free,)
    assert both.withheld == ((shielded, Withheld.SHIELDED),)
