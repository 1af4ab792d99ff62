"""Names and addresses: what is found, and what is not."""

import random
import string
from dataclasses import replace
from itertools import permutations
from uuid import uuid4

import pytest

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.contacts import NoteParagraph
from mvs_desktop.domain.people import Household, Person
from mvs_desktop.domain.plans import Goal, Plan, Statement
from mvs_desktop.domain.school import SchoolEnrolment
from mvs_desktop.domain.words import one_edit_apart, words
from mvs_desktop.storage.base.engine import writing
from mvs_desktop.storage.base.rows import put_new_row
from mvs_desktop.storage.search import index
from mvs_desktop.storage.store import Store
from tests.storage.searching import (
    change,
    ids,
    named,
    on,
    paragraph,
    person,
    save,
    search_item,
    sound,
)

__all__ = ["named"]


def test_what_is_new_is_found_beside_what_changed(store: Store, case: CaseFile) -> None:
    """Indexed in one go: FTS5 must not lose the new ones with what the other said before."""
    contact, note, before = paragraph(case, "fiets", on(3))
    save(store, contact, note, before)
    assert ids(store, "fiets") == [before.id]
    assert isinstance(before, NoteParagraph)
    change(store, before, replace(before, text="fiets fietsbel"))
    new = [paragraph(case, "fiets", on(3))[-1] for _ in range(3)]
    save(store, *(replace(item, note_id=note.id) for item in new))  # type: ignore[call-arg]
    expected = {before.id, *(item.id for item in new)}
    assert set(ids(store, "fie")) == set(ids(store, "fiets")) == expected
    sound(store)


def test_a_number_that_comes_back_takes_nothing_with_it(store: Store, case: CaseFile) -> None:
    """In one transaction, as when work is carried over to a store that was put back."""
    contact, note, first = paragraph(case, "fiets", on(3))
    others = [paragraph(case, "fiets", on(3))[-1] for _ in range(3)]
    save(store, contact, note, first)
    store.index.follow()
    assert isinstance(first, NoteParagraph)
    with writing(store._engine) as connection:
        index.unindex(connection, str(first.id))
        for item in others:
            row = search_item(replace(item, note_id=note.id))  # type: ignore[call-arg]
            put_new_row(connection, row)
            index.index_record(connection, row)
    assert set(ids(store, "fie")) == {item.id for item in others}
    sound(store)


def test_the_parts_of_a_name_in_any_order_and_without_some(
    store: Store, named: list[Person]
) -> None:
    for item in named:
        parts = [part for part in (item.given_name, item.infix, item.family_name) if part]
        for chosen in (*permutations(parts), *permutations(parts, 1), *permutations(parts, 2)):
            query = " ".join(chosen)
            assert item.id in ids(store, query), query


def test_the_beginning_of_every_part_finds(store: Store, named: list[Person]) -> None:
    for item in named:
        for part in words(item.full_name):
            for end in range(1, len(part) + 1):
                assert item.id in ids(store, part[:end]), part[:end]


@pytest.mark.parametrize(
    "query",
    [
        *("vd berg", "v d Berg", "v.d. berg", "vanderberg", "berg, van der", "J.W. van der Berg"),
        *("jan willem", "janwillem berg", "JAN-WILLEM"),
    ],
)
def test_an_infix_as_people_write_it(store: Store, named: list[Person], query: str) -> None:
    assert ids(store, query)[0] == named[1].id


@pytest.mark.parametrize(
    ("query", "number"),
    [
        *(("zoe celik", 2), ("ZOE\u0308 C\u0327ELIK", 2), ("soren lukasiewicz", 3)),
        *(("dhondt", 4), ("d hondt", 4), ("d’Hondt", 4), ("hondt noor", 4)),
        *(("ibrahim yildiz", 5), ("IBRAHİM YILDIZ", 5), ("van t hoff", 6), ("groot hoff", 6)),
        *(("ليلى", 7), ("حداد ليلى", 7), ("ሰላም", 8), ("ተስፋዬ ሰላ", 8)),
    ],
)
def test_accents_capitals_and_other_scripts(
    store: Store, named: list[Person], query: str, number: int
) -> None:
    assert ids(store, query) == [named[number].id]


def edited(word: str, rng: random.Random) -> str:
    at = rng.randrange(len(word))
    letter = rng.choice(string.ascii_lowercase)
    kinds = [
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at + 1 :],
        word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    ]
    return rng.choice(kinds)


def test_one_small_mistake_in_a_name(store: Store, named: list[Person]) -> None:
    rng = random.Random(2)
    for item in named[:7]:
        for part in words(item.full_name):
            if len(part) < 5:
                continue
            for _ in range(40):
                wrong = edited(part, rng)
                assert item.id in ids(store, wrong), (part, wrong)


def test_a_misspelt_name_says_so_and_an_exact_one_comes_first(store: Store, case: CaseFile) -> None:
    right, near = person(case, "Janssen"), person(case, "Jansen")
    save(store, near, right)
    first, second = store.search("Janssen")
    assert (first.record_id, first.corrected) == (right.id, ())
    assert (second.record_id, second.corrected) == (near.id, ("jansen",))
    assert ids(store, "jans") == ids(store, "jan")


def test_with_enough_names_nothing_is_corrected(store: Store, case: CaseFile) -> None:
    save(store, *(person(case, "Janssen", "", f"Nummer{n}") for n in range(6)))
    save(store, person(case, "Jansen"))
    assert len(ids(store, "janssen")) == 6


def test_whole_words_come_before_longer_ones(store: Store, case: CaseFile) -> None:
    longer, whole = person(case, "Janneke"), person(case, "Jan")
    save(store, whole, longer)
    assert ids(store, "jan") == [whole.id, longer.id]


def test_families_come_before_people_addresses_and_schools(store: Store, case: CaseFile) -> None:
    school = SchoolEnrolment(id=uuid4(), case_id=case.id, person_id=uuid4(), school_name="De Proef")
    home = Household(id=uuid4(), case_id=case.id, street="Proefstraat")
    child = person(case, "Proef")
    text = paragraph(case, "Een proef op school", on(1))
    save(store, school, home, child, *text)
    assert ids(store, "proef") == [case.id, child.id, school.id, home.id, text[-1].id]
    assert ids(store, "p") == [case.id, child.id, home.id, school.id]


@pytest.mark.parametrize(
    "query",
    [
        "damstraat 12",
        "12a dam",
        "3111 ab",
        "3111ab",
        "damstr schiedam",
        "bij oma",
        "12 a damstraat",
    ],
)
def test_an_address(store: Store, case: CaseFile, query: str) -> None:
    home = Household(
        id=uuid4(),
        case_id=case.id,
        name="Bij oma",
        street="Damstraat",
        house_number="12a",
        postcode="3111 AB",
        place="Schiedam",
    )
    other = replace(home, id=uuid4(), name="", street="Laan", house_number="7", postcode="3111 CD")
    save(store, home, other)
    assert ids(store, query) == [home.id]


def test_plans_are_found(store: Store, case: CaseFile) -> None:
    plan = Plan(id=uuid4(), case_id=case.id, title="Samen verder", child_voice="Ik wil voetballen")
    goal = Goal(id=uuid4(), case_id=case.id, plan_id=plan.id, text="Rustig naar bed")
    said = Statement(id=uuid4(), case_id=case.id, plan_id=plan.id, text="Oma helpt elke dag")
    save(store, plan, goal, said)
    assert ids(store, "samen voetb") == [plan.id]
    assert ids(store, "bed rust") == [goal.id]
    assert ids(store, "oma helpt") == [said.id]


def test_a_name_and_a_word_beside_it(store: Store, case: CaseFile) -> None:
    child = person(case, "Zoë", remarks="zwemt graag")
    save(store, child)
    assert ids(store, "zoe zwemt") == [child.id]
    assert ids(store, "zw") == []  # two letters: names only


# Whole numbers


def test_a_bsn_is_found_whole_and_never_by_its_beginning(store: Store, case: CaseFile) -> None:
    child = person(case, "Bo", bsn="999990019")
    save(store, child)
    (hit,) = store.search_exact("999990019")
    assert hit.record_id == child.id
    assert store.search_exact("99999001") == ()
    assert ids(store, "999990019") == ids(store, "99999") == []
    with store.unit_of_work() as work:
        work.withdraw(child)
    assert store.search_exact("999990019") == ()


def test_words_one_edit_apart() -> None:
    for one, other in [("abcd", "abcd"), ("abcd", "abd"), ("abd", "abcd"), ("abcd", "abxd")]:
        assert one_edit_apart(one, other)
    assert one_edit_apart("abcd", "acbd")
    assert not one_edit_apart("abcd", "acdb")
    assert not one_edit_apart("abcd", "abef")
    assert not one_edit_apart("ab", "abcd")
    assert not one_edit_apart("abcd", "dbca")
