"""Pages of several cases, taken in together."""

from collections.abc import Sequence
from uuid import UUID, uuid4

import pytest

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.people import Person
from mvs_desktop.storage.audit.log import Act
from mvs_desktop.storage.base.engine import reading
from mvs_desktop.storage.base.replica_types import (
    Fate,
    IncomingPage,
    IncomingRecord,
    OpFate,
    ScopeCursor,
)
from mvs_desktop.storage.exchange import incoming as taking
from mvs_desktop.storage.exchange import replica
from mvs_desktop.storage.store import Store
from tests.storage.test_replica import child_of, incoming, page, save

SIZES = (3, 0, 5, 1)  # records of the cases


@pytest.fixture
def pages() -> list[IncomingPage]:
    made = []
    for size in SIZES:
        case_id = uuid4()
        people = [Person(id=uuid4(), case_id=case_id) for _ in range(size)]
        records = [incoming(one, number + 1) for number, one in enumerate(people)]
        made.append(page(case_id, size, *records))
    return made


@pytest.fixture
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replica, "_SLICE", 2)
    monkeypatch.setattr(replica, "_PART", 1)


def reached(store: Store) -> dict[UUID, int]:
    return {one.case_id: one.seq for one in store.replica.cursors()}


def people_in(store: Store, case_id: UUID) -> int:
    with store.reader() as reader:
        return len(reader.select(Person, case_id=case_id))


@pytest.mark.parametrize("small", [False, True])
def test_each_page_does_what_it_does_alone(
    store: Store, pages: list[IncomingPage], request: pytest.FixtureRequest, small: bool
) -> None:
    if small:
        request.getfixturevalue("small_slices")
    results = store.replica.apply_all(pages)
    assert [one.changed for one in results] == [
        frozenset(record.id for record in one.records) for one in pages
    ]
    assert reached(store) == {one.case_id: len(one.records) for one in pages}
    assert [people_in(store, one.case_id) for one in pages] == list(SIZES)
    again = store.replica.apply_all(pages)
    assert not any(one.changed for one in again)


@pytest.mark.usefixtures("small_slices")
def test_a_cursor_never_goes_before_the_records(
    store: Store, pages: list[IncomingPage], monkeypatch: pytest.MonkeyPatch
) -> None:
    take = taking.take
    for stop_at in range(1, sum(SIZES) + 1):
        calls = iter(range(1, 1 << 30))

        def killed(connection: object, records: Sequence[IncomingRecord], author: str) -> set[UUID]:
            if next(calls) == stop_at:  # noqa: B023 - used in this round
                raise KeyboardInterrupt
            return take(connection, records, author)  # type: ignore[arg-type]

        monkeypatch.setattr(taking, "take", killed)
        with pytest.raises(KeyboardInterrupt):
            store.replica.apply_all(pages)
        held = reached(store)
        for one in pages:
            assert held.get(one.case_id, 0) in (0, len(one.records))
            if held.get(one.case_id):
                assert people_in(store, one.case_id) == len(one.records)
    monkeypatch.setattr(taking, "take", take)
    store.replica.apply_all(pages)
    assert [people_in(store, one.case_id) for one in pages] == list(SIZES)


def test_each_case_has_its_line_in_the_audit(store: Store, pages: list[IncomingPage]) -> None:
    store.replica.apply_all(pages)
    with reading(store._engine) as connection:
        rows = connection.exec_driver_sql(
            "SELECT case_id, detail FROM audit WHERE action = ? ORDER BY number",
            (Act.RECEIVE.value,),
        ).all()
    expected = [(str(one.case_id), f'{{"records":{len(one.records)}}}') for one in pages]
    assert [tuple(row) for row in rows] == [
        line for line, n in zip(expected, SIZES, strict=True) if n
    ]


def test_an_edit_that_is_let_go_is_told_with_its_own_case(store: Store, case: CaseFile) -> None:
    child = child_of(case)
    save(store, child)
    fates = [OpFate(op.op_id, Fate.APPLIED, 2) for op in store.replica.pending(10)]
    store.replica.record_fates(fates)
    other = Person(id=uuid4(), case_id=uuid4())
    empty = IncomingPage(case.case_id, (), (ScopeCursor(case.case_id, "basis", 2),))
    first, second = store.replica.apply_all([page(other.case_id, 1, incoming(other, 1)), empty])
    assert first.changed == {other.id}
    assert other.id not in second.changed


def test_hashes_are_of_the_cases_that_are_asked(store: Store, pages: list[IncomingPage]) -> None:
    store.replica.apply_all(pages)
    first, _, third, _ = pages
    save(store, child_of(CaseFile(id=first.case_id, case_id=first.case_id)))  # never sent
    found = sorted(store.replica.hashes_of([first.case_id, third.case_id]))
    assert found == sorted(
        ((one.case_id, "basis"), record.wire_hash)
        for one in (first, third)
        for record in one.records
    )
    assert list(store.replica.hashes_of([])) == []
