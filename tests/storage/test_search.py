"""What is found, what is not, and that nothing of what was removed stays in the index."""

import random
import string
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import permutations
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.contacts import Contact, Note, NoteParagraph
from mvs_desktop.domain.people import Household, Person
from mvs_desktop.domain.plans import Goal, Plan, Statement
from mvs_desktop.domain.records import Record, compartment_of, to_doc, type_of
from mvs_desktop.domain.school import SchoolEnrolment
from mvs_desktop.domain.words import one_edit_apart, words
from mvs_desktop.storage.base.engine import writing
from mvs_desktop.storage.base.rows import Stored, put_new_row
from mvs_desktop.storage.base.tables import search_name, search_word
from mvs_desktop.storage.search import fts, index
from mvs_desktop.storage.search.finding import EVERYWHERE, Within
from mvs_desktop.storage.store import Store
from tests.support.pages import decrypted_pages


def save(store: Store, *items: Record) -> None:
    with store.unit_of_work() as work:
        for item in items:
            work.save(item, None)


def change(store: Store, before: Record, after: Record) -> None:
    with store.unit_of_work() as work:
        work.save(after, before)


def ids(store: Store, query: str, within: Within = EVERYWHERE, limit: int = 50) -> list[UUID]:
    return [hit.record_id for hit in store.search(query, within, limit)]


def person(case: CaseFile, *names: str, **more: object) -> Person:
    given, infix, family = (*names, "", "", "")[:3]
    return Person(
        id=uuid4(),
        case_id=case.id,
        given_name=given,
        infix=infix,
        family_name=family,
        **more,  # type: ignore[arg-type]
    )


def paragraph(case: CaseFile, text: str, at: datetime, **more: object) -> list[Record]:
    """A visit, its note and one paragraph, which comes last."""
    contact = Contact(id=uuid4(), case_id=case.id, at=at)
    note = Note(id=uuid4(), case_id=case.id, contact_id=contact.id)
    item = NoteParagraph(id=uuid4(), case_id=case.id, note_id=note.id, text=text, **more)  # type: ignore[arg-type]
    return [contact, note, item]


def on(day: int, month: int = 3) -> datetime:
    return datetime(2025, month, day, 14, tzinfo=UTC)


def sound(store: Store) -> None:
    """What was saved is indexed, FTS5 compares its entries with the tables they were made of,
    and the list of words agrees with the names. Raises DatabaseError or AssertionError."""
    store.index.follow()
    with writing(store._engine) as connection:
        for table in (fts.NAMES, fts.TEXTS):
            connection.exec_driver_sql(
                f"INSERT INTO {table.fts}({table.fts}, rank) VALUES ('integrity-check', 1)"  # noqa: S608
            )
        used: dict[str, int] = {}
        for text in connection.execute(select(search_name.c.words)).scalars():
            for word in text.split():
                if not word.startswith("_"):
                    used[word] = used.get(word, 0) + 1
        kept = connection.execute(select(search_word.c.word, search_word.c.uses)).all()
        assert {row.word: row.uses for row in kept} == used


NAMES = [
    ("Fatima", "el", "Amrani"),
    ("Jan-Willem", "van der", "Berg"),
    ("Zoë", "", "Çelik"),
    ("Søren", "", "Łukasiewicz"),
    ("Noor", "d'", "Hondt"),
    ("İbrahim", "", "Yıldız"),
    ("Sanne", "van 't", "Hoff-De Groot"),
    ("ليلى", "", "حداد"),
    ("ሰላም", "", "ተስፋዬ"),
]


@pytest.fixture
def named(store: Store, case: CaseFile) -> list[Person]:
    people = [person(case, *names) for names in NAMES]
    others = [person(case, "Kees", "", "Jansen"), person(case, "Joke", "de", "Wit")]
    save(store, *people, *others)
    return people


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


# Texts


def test_texts_come_newest_first_by_the_day_of_the_visit(store: Store, case: CaseFile) -> None:
    days = [3, 21, 9, 14, 28, 1]
    notes = {day: paragraph(case, "Het ging over school", on(day)) for day in days}
    for items in notes.values():
        save(store, *items)
    newest = [notes[day][-1].id for day in sorted(days, reverse=True)]
    assert ids(store, "school") == newest
    assert ids(store, "scho", limit=2) == newest[:2]


def test_a_visit_that_moves_takes_its_note_along(store: Store, case: CaseFile) -> None:
    early, late = paragraph(case, "schoolplein", on(3)), paragraph(case, "schoolbord", on(5))
    save(store, *early)
    save(store, *late)
    assert ids(store, "school") == [late[-1].id, early[-1].id]
    visit = early[0]
    assert isinstance(visit, Contact)
    change(store, visit, replace(visit, at=on(9)))
    assert ids(store, "school") == [early[-1].id, late[-1].id]
    sound(store)


def test_filters(store: Store, case: CaseFile) -> None:
    other = CaseFile(id=(id_ := uuid4()), case_id=id_, name="Familie Ander")
    save(store, other)
    bo, kim = person(case, "Bo"), person(case, "Kim")
    about_bo = paragraph(case, "School ging goed", on(3), about_ids=frozenset({bo.id}))
    about_both = paragraph(case, "School was druk", on(10), about_ids=frozenset({bo.id, kim.id}))
    elsewhere = paragraph(other, "School belde", on(20))
    plan = Plan(id=uuid4(), case_id=case.id)
    goal = Goal(
        id=uuid4(),
        case_id=case.id,
        plan_id=plan.id,
        text="Naar school",
        for_ids=frozenset({kim.id}),
    )
    save(store, bo, kim, *about_bo, *about_both, plan, goal)
    save(store, *elsewhere)
    one, both, far = about_bo[-1].id, about_both[-1].id, elsewhere[-1].id
    everything = ids(store, "school")
    assert set(everything) == {one, both, far, goal.id}
    assert set(ids(store, "school", Within(case_id=case.id))) == {one, both, goal.id}
    assert ids(store, "school", Within(case_id=other.id)) == [far]
    assert ids(store, "school", Within(person_id=bo.id)) == [both, one]
    assert set(ids(store, "schoo", Within(person_id=kim.id))) == {both, goal.id}
    assert ids(store, "school", Within(types=("goal", "plan"))) == [goal.id]
    march = Within(types=("note_paragraph",), since=date(2025, 3, 3), until=date(2025, 3, 10))
    assert ids(store, "school", march) == [both, one]
    assert ids(store, "school", replace(march, since=date(2025, 3, 4))) == [both]
    assert ids(store, "bo", Within(since=date(2025, 3, 1))) == []  # a name is of no day
    early = Within(case_id=case.id, person_id=bo.id, until=date(2025, 3, 9))
    assert ids(store, "school", early) == [one]


def test_what_was_removed_is_not_found(store: Store, case: CaseFile) -> None:
    child = person(case, "Mirthe", remarks="schaatst")
    save(store, child)
    with store.unit_of_work() as work:
        work.withdraw(child)
    assert ids(store, "mirthe") == ids(store, "schaatst") == ids(store, "mirhte") == []
    with store.unit_of_work() as work:
        work.restore(child)
    assert ids(store, "mirthe") == ids(store, "schaatst") == [child.id]
    change(store, child, replace(child, given_name="Roos"))
    assert ids(store, "mirthe") == []
    sound(store)


def test_odd_queries_find_nothing_and_break_nothing(store: Store, named: list[Person]) -> None:
    odd = ['"', "*", "a AND", "names:", "🙂", "", "  ", '" OR body:', "a\0b", "NEAR(a b", "-x ^y"]
    for query in (*odd, "_kperson", "_q", "%", "'", "\ud800", "qo " * 5000, "qo" * 50_000):
        for item in named:
            assert item.id not in ids(store, query) or query == "a AND", query


# Beside a naive search

_ALPHABET = "abcé "
_texts = st.lists(st.text(_ALPHABET, max_size=24), min_size=1, max_size=12)
_queries = st.lists(st.text("abcde", min_size=1, max_size=5), min_size=1, max_size=3)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(texts=_texts, again=_texts, queries=st.lists(_queries, min_size=1, max_size=4))
def test_texts_are_found_as_a_naive_search_finds_them(
    store: Store, case: CaseFile, texts: list[str], again: list[str], queries: list[list[str]]
) -> None:
    plan = Plan(id=uuid4(), case_id=case.id)
    goals = [Goal(id=uuid4(), case_id=case.id, plan_id=plan.id, text=text) for text in texts]
    save(store, plan, *goals)
    store.index.follow()
    for number, text in enumerate(again[: len(goals)]):
        change(store, goals[number], changed := replace(goals[number], text=text))
        goals[number] = changed
    within = Within(types=("goal",))
    for query in queries:
        expected = {
            goal.id for goal in goals if any(len(w) > 2 for w in query) and _fits(goal.text, query)
        }
        found = set(ids(store, " ".join(query), within, limit=10_000))
        assert found & {goal.id for goal in goals} == expected, (query, texts)
    sound(store)


def _fits(text: str, query: Sequence[str]) -> bool:
    inside = words(text)
    return all(any(word.startswith(typed) for word in inside) for typed in query)


def test_common_beginnings_find_what_is_old_too(store: Store, case: CaseFile) -> None:
    """More rows than are looked at one by one, with what is meant below them all."""
    plan = Plan(id=uuid4(), case_id=case.id)
    old = paragraph(case, "Het schoolfeest met oma An was in de schuur", on(1))
    save(store, *old)
    goals = [
        Goal(id=uuid4(), case_id=case.id, plan_id=plan.id, text=f"schommel schuif {n}")
        for n in range(1200)
    ]
    with writing(store._engine) as connection:
        for goal in goals:
            # As it is bulk work: straight into the table, then marked and indexed.
            item = search_item(goal)
            put_new_row(connection, item)
            index.mark(connection, [item])
    assert store.index.is_behind()
    while store.index.catch_up():
        pass
    assert not store.index.is_behind()
    for query in ("schoolf", "schoolf schuu", "schoolf an", "an schoolfeest sch"):
        assert ids(store, query) == [old[-1].id], query
    assert len(ids(store, "schomm", limit=2000)) == 1200
    assert len(ids(store, "schommel schui 11", limit=2000)) == 111  # 11, 110 to 119, 1100 to 1199
    sound(store)


def search_item(item: Record) -> Stored:
    return Stored(
        type_of(item),
        str(item.id),
        str(item.case_id),
        compartment_of(item).value,
        1,
        {},
        False,
        "2025-03-20T10:00:00+00:00",
        "Iemand",
        "",
        to_doc(item),
    )


# Behind the work


def mark_all(store: Store, items: Sequence[Record]) -> None:
    with writing(store._engine) as connection:
        made = [search_item(item) for item in items]
        for one in made:
            put_new_row(connection, one)
        index.mark(connection, made)


def test_a_contact_that_comes_after_its_note_gives_it_its_day(store: Store, case: CaseFile) -> None:
    contact, note, text = paragraph(case, "schoolplein", on(3))
    mark_all(store, [text])
    assert not store.index.catch_up()
    assert store.search("schoolpl")[0].day == date(2025, 3, 20)  # all there is to go by
    mark_all(store, [note])
    mark_all(store, [contact])
    assert not store.index.catch_up()
    assert store.search("schoolpl")[0].day == date(2025, 3, 3)
    sound(store)


def test_catching_up_can_be_stopped_at_any_slice(store: Store, case: CaseFile) -> None:
    people = [person(case, f"Kind{n}") for n in range(25)]
    mark_all(store, people)
    store.index.follow()
    slices = 0
    while store.index.catch_up(4):
        slices += 1
        assert len(ids(store, "kind")) == slices * 4
        assert store.index.is_behind()
    assert len(ids(store, "kind")) == 25
    sound(store)


def test_a_marked_record_that_is_gone_by_then_is_no_trouble(store: Store, case: CaseFile) -> None:
    child = person(case, "Weg")
    save(store, child)
    with writing(store._engine) as connection:
        index.mark(connection, [search_item(child)])
        connection.exec_driver_sql("DELETE FROM person")
    assert not store.index.catch_up()
    assert ids(store, "weg") == []
    sound(store)


def test_a_save_while_it_is_behind_is_found_at_once(store: Store, case: CaseFile) -> None:
    mark_all(store, [person(case, "Later")])
    child = person(case, "Meteen")
    save(store, child)
    assert ids(store, "meteen") == [child.id]
    assert ids(store, "later") == []


# Purging


def pages_with(store: Store, path: Path, key: bytes, word: str) -> int:
    with store._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    canary = word.encode()
    found = [canary, word.encode("utf-16-le"), word[::-1].encode()]
    return sum(any(form in page for form in found) for page in decrypted_pages(path, key))


@pytest.mark.parametrize("in_slices", [False, True])
def test_nothing_of_a_removed_scope_stays_in_a_page(
    store: Store, case: CaseFile, path: Path, key: bytes, in_slices: bool
) -> None:
    rng = random.Random(4)

    def noise() -> str:
        letters = "bdfgklmnprstvz"
        return " ".join(
            "".join(rng.choice(letters) + rng.choice("aeiou") for _ in range(rng.randint(2, 5)))
            for _ in range(30)
        )

    other = CaseFile(id=(id_ := uuid4()), case_id=id_, name="Familie Blijft")
    save(store, other)
    save(store, person(other, "Zonnebloempje"), *paragraph(other, "blijft zonnebloempje", on(2)))
    child = person(case, "Kwikstaartje", remarks="heet ook dauwdruppeltje")
    save(store, child)
    secrets_ = ["kwikstaartje", "dauwdruppeltje", "wolkenkrabbertje", "regenboogtrapleuning"]
    texts = []
    for number in range(120):
        items = paragraph(
            case, f"{noise()} wolkenkrabbertje{number} {noise()}", on(1 + number % 28)
        )
        save(store, *items)
        texts.append(items[-1])
    changed = replace(texts[5], text=f"regenboogtrapleuning {noise()}")  # type: ignore[call-arg]
    change(store, texts[5], changed)
    change(store, changed, replace(changed, text=noise()))  # type: ignore[call-arg]
    store.index.follow()
    while store.index.tidy():
        pass
    assert all(pages_with(store, path, key, word) for word in secrets_[:3])
    with writing(store._engine) as connection:
        # The records themselves, and what else is kept of them, are removed elsewhere.
        for table in ("person", "note_paragraph", "history", "outbox", "mirror"):
            connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608
    for compartment in ("basis", "zorg"):
        if in_slices:
            store.index.forget_scope(str(case.id), compartment)
        else:
            with writing(store._engine) as connection:
                index.unindex_scope(connection, str(case.id), compartment)
    assert {word: pages_with(store, path, key, word) for word in secrets_} == dict.fromkeys(
        secrets_, 0
    )
    assert pages_with(store, path, key, "zonnebloempje")
    assert ids(store, "zonnebloempje")
    assert not ids(store, "wolk")
    assert not ids(store, "kwik")
    sound(store)


def test_a_word_that_was_edited_away_leaves_the_pages_too(
    store: Store, case: CaseFile, path: Path, key: bytes
) -> None:
    first = Goal(id=uuid4(), case_id=case.id, plan_id=uuid4(), text="regenboogje en regenbogen")
    save(store, first)
    store.index.follow()
    assert pages_with(store, path, key, "regenboogje")
    change(store, first, replace(first, text="regen"))
    store.index.follow()
    with writing(store._engine) as connection:
        connection.exec_driver_sql("DELETE FROM history")
        connection.exec_driver_sql("DELETE FROM outbox")
    assert pages_with(store, path, key, "regenboogje") == 0
    assert ids(store, "rege") == [first.id]
    sound(store)


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
