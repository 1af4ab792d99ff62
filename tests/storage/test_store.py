"""The store: what is saved is there, encrypted, and nothing else is touched."""

import secrets
import sqlite3
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.errors import NotAStore, RecordMissing, StoreDamaged, StoreTooNew
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.records import Record
from mvs_desktop.storage.audit.log import first_break
from mvs_desktop.storage.base import engine as engines
from mvs_desktop.storage.base.engine import open_engine, reading, writing
from mvs_desktop.storage.store import Store
from tests.storage.conftest import MovingClock


def person(case: CaseFile, **fields: object) -> Person:
    return Person(id=uuid4(), case_id=case.case_id, **fields)  # type: ignore[arg-type]


def save_all(store: Store, *changes: tuple[Record, Record | None]) -> None:
    with store.unit_of_work() as work:
        for item, base in changes:
            work.save(item, base)


def test_a_saved_record_is_there_after_reopening(
    store: Store, case: CaseFile, path: Path, key: bytes, clock: MovingClock
) -> None:
    child = person(case, given_name="Bo", bsn="999990019")
    with store.unit_of_work() as work:
        work.save(child, None)
    store.close()

    again = Store.open(path, key, clock)
    with again.reader() as reader:
        assert reader.snapshot(case.case_id).person(child.id) == child
    again.close()


def test_no_text_of_a_record_is_readable_in_any_file(
    store: Store, case: CaseFile, path: Path
) -> None:
    with store.unit_of_work() as work:
        work.save(person(case, given_name="Zonnebloempit", remarks="Kwartelhoek"), None)
        work.keep_draft(case.case_id, case.id, "name", "Wolkenkrabber")
    for file in path.parent.iterdir():
        content = file.read_bytes()
        for word in ("Zonnebloempit", "Kwartelhoek", "Wolkenkrabber", "Familie Proef"):
            assert word.encode() not in content
            assert word.encode("utf-16-le") not in content
    assert not path.read_bytes().startswith(engines.SQLITE_MAGIC)


def test_an_exception_in_a_unit_of_work_keeps_nothing_of_it(store: Store, case: CaseFile) -> None:
    with pytest.raises(RecordMissing):
        save_all(store, (person(case, given_name="Bo"), None), (person(case), person(case)))
    with store.reader() as reader:
        assert not reader.snapshot(case.case_id).people
    assert store.replica.pending_count() == 1  # the case alone


def test_only_what_differs_from_the_form_becomes_an_operation(store: Store, case: CaseFile) -> None:
    child = person(case, given_name="Bo")
    with store.unit_of_work() as work:
        work.save(child, None)
    with store.unit_of_work() as work:
        work.save(replace(child, given_name="Bob"), child)
        work.save(case, case)
    last = store.replica.pending(100)[-1]
    assert list(last.units) == ["given_name"]
    assert last.units["given_name"].base == {"given_name": "Bo"}
    assert last.units["given_name"].version == str(store.replica.pending(100)[-2].op_id)


def test_coupled_fields_travel_together(store: Store, case: CaseFile) -> None:
    asked = replace(case, question="Rust in huis", question_by="moeder")
    with store.unit_of_work() as work:
        work.save(asked, case)
    last = store.replica.pending(100)[-1]
    assert last.units["question"].value == {
        "question": "Rust in huis",
        "question_by": "moeder",
        "question_on": None,
    }


def test_a_unit_of_work_changes_one_case(store: Store, case: CaseFile) -> None:
    other = uuid4()
    with pytest.raises(ValueError, match="one case"):
        save_all(store, (replace(case, name="A"), case), (CaseFile(id=other, case_id=other), None))


def test_changing_a_record_that_is_gone_is_refused(store: Store, case: CaseFile) -> None:
    stranger = person(case)
    with pytest.raises(RecordMissing), store.unit_of_work() as work:
        work.save(replace(stranger, given_name="Bo"), stranger)


def test_withdraw_and_restore(store: Store, case: CaseFile) -> None:
    child = person(case, given_name="Bo")
    with store.unit_of_work() as work:
        work.save(child, None)
        work.withdraw(child)
    with store.reader() as reader:
        assert not reader.snapshot(case.case_id).people
        assert reader.get(Person, child.id) == child
    assert not store.search("Bo")
    with store.unit_of_work() as work:
        work.restore(child)
    with store.reader() as reader:
        assert reader.snapshot(case.case_id).people == (child,)
    assert [hit.record_id for hit in store.search("bo")] == [child.id]


def test_history_names_who_and_what(store: Store, case: CaseFile) -> None:
    with store.unit_of_work() as work:
        work.save(replace(case, name="Familie Anders"), case)
    with store.reader() as reader:
        newest = reader.history(case.id)[0]
    assert newest["unit"] == "name"
    assert newest["before"] == {"name": "Familie Proef"}
    assert newest["after"] == {"name": "Familie Anders"}


def test_the_audit_chain_shows_an_edit(
    store: Store, case: CaseFile, path: Path, key: bytes
) -> None:
    store.close()
    engine = open_engine(path, key)
    with reading(engine) as connection:
        assert first_break(connection) is None
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE audit SET record_id = 'x' WHERE number = 1")
    with reading(engine) as connection:
        assert first_break(connection) == 1
    engine.dispose()


def test_search_finds_names_from_one_letter_and_notes_from_three(
    store: Store, case: CaseFile
) -> None:
    child = person(
        case, given_name="Zoë", infix="van der", family_name="Meer", remarks="zwemt graag"
    )
    with store.unit_of_work() as work:
        work.save(child, None)
    for query in ("z", "zoe", "meer zoë", "van der m", "zwemt", "zwe"):
        assert child.id in [hit.record_id for hit in store.search(query)], query
    assert child.id not in [hit.record_id for hit in store.search("gr")]
    for odd in ('"', "*", "a AND", "names:", "🙂", "", '" OR body:', "a\0b", "NEAR(a b", "-x ^y"):
        store.search(odd)
    for long in ("zo " * 5000, "zo" * 50_000, "(" * 5000):
        store.search(long)


def test_a_wrong_key_opens_nothing_and_changes_nothing(store: Store, path: Path) -> None:
    store.close()
    before = path.read_bytes()
    with pytest.raises(NotAStore):
        Store.open(path, secrets.token_bytes(32))
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"just some text, long enough to be a page" * 200, b"PK\x03\x04"]
)
def test_a_file_that_is_no_store_is_left_as_it_is(path: Path, key: bytes, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(NotAStore):
        Store.open(path, key)
    assert path.read_bytes() == content


def test_a_plain_sqlite_file_is_refused(path: Path, key: bytes) -> None:
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE meta (name, value)")
    plain.commit()
    plain.close()
    with pytest.raises(NotAStore):
        Store.open(path, key)


def test_a_missing_or_empty_file_is_not_recreated(path: Path, key: bytes) -> None:
    with pytest.raises(StoreDamaged):
        Store.open(path, key)
    assert not path.exists()
    path.touch()
    with pytest.raises(StoreDamaged):
        Store.open(path, key)
    assert path.stat().st_size == 0


def test_a_store_of_a_newer_version_is_left_as_it_is(store: Store, path: Path, key: bytes) -> None:
    store.close()
    engine = open_engine(path, key)
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    with pytest.raises(StoreTooNew):
        Store.open(path, key)


def test_a_record_of_a_newer_version_costs_only_itself(
    store: Store, case: CaseFile, path: Path, key: bytes, clock: MovingClock
) -> None:
    good, bad = person(case, given_name="Bo"), person(case, given_name="Kim")
    with store.unit_of_work() as work:
        work.save(good, None)
        work.save(bad, None)
    store.close()
    engine = open_engine(path, key)
    with writing(engine) as connection:
        connection.exec_driver_sql(
            "UPDATE person SET gender = 'van-later' WHERE given_name = 'Kim'"
        )
    engine.dispose()
    again = Store.open(path, key, clock)
    with again.reader() as reader:
        assert reader.select(Person) == (good,)
        assert reader.snapshot(case.case_id).people == (good,)
    again.close()
