"""Texts: what is found, in what order, and beside a naive search."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.contacts import Contact
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.plans import Goal, Plan
from mvs_desktop.domain.words import words
from mvs_desktop.storage.base.engine import writing
from mvs_desktop.storage.base.rows import put_new_row
from mvs_desktop.storage.search import index
from mvs_desktop.storage.search.finding import Within
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
