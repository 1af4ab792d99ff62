"""The index behind the work, and that nothing of what was removed stays in it."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.plans import Goal
from mvs_desktop.domain.records import Record
from mvs_desktop.storage.base.engine import writing
from mvs_desktop.storage.base.rows import put_new_row
from mvs_desktop.storage.search import index
from mvs_desktop.storage.store import Store
from tests.storage.searching import change, ids, on, paragraph, person, save, search_item, sound
from tests.support.pages import decrypted_pages

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
