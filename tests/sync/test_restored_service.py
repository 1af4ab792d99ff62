"""A service that was put back to an earlier state gets back what the laptops still have."""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from mvs_central import tables as central_tables
from mvs_central.base.central import Caller, Central
from mvs_central.base.database import Database
from mvs_central.sync import epoch
from mvs_desktop.domain.catalogue import Conflict, Person
from mvs_desktop.domain.conflicts import Choice, ConflictState
from mvs_desktop.domain.errors import ServerUnreachable
from mvs_desktop.storage.base.engine import reading
from mvs_desktop.storage.base.replica_types import Fate, OpFate
from mvs_desktop.storage.base.tables import outbox
from mvs_desktop.sync import reconcile
from mvs_desktop.sync.ahead import Ahead, in_a_thread, when_wanted
from mvs_desktop.sync.checksum import sum_of_hashes
from mvs_desktop.sync.engine import SyncEngine
from tests.sync.aheads import at_once
from tests.sync.direct_central import DirectCentral, Service, blank_central
from tests.sync.laptop import Laptop, MakeStore


class Hall:
    """A service on a file, of which copies can be made and put back, and its laptops."""

    def __init__(self, path: Path, make_store: MakeStore) -> None:
        self._path = path
        self._make_store = make_store
        self.now = datetime(2026, 11, 21, 12, tzinfo=UTC)
        self.laptops: list[Laptop] = []
        self.callers: dict[str, Caller] = {}
        self._open()

    def _open(self) -> None:
        self.service = Service(self._path)
        self.service.central = Central(Database(str(self._path)), lambda: self.now)
        for laptop in self.laptops:
            laptop.central = DirectCentral(self.service, self.callers[laptop.name])

    def laptop(self, name: str) -> Laptop:
        caller = self.service.enrol(name)
        laptop = Laptop(
            self._make_store(),
            name,
            DirectCentral(self.service, caller),
            self.service.central.epoch(),
        )
        self.callers[name] = caller
        self.laptops.append(laptop)
        return laptop

    def backup(self) -> Path:
        self.service.close()
        copy = self._path.with_suffix(".backup")
        shutil.copyfile(self._path, copy)
        self._open()
        return copy

    def restore(self, copy: Path, *, told: bool) -> None:
        self.service.close()
        shutil.copyfile(copy, self._path)
        self.now += timedelta(hours=2)
        self._open()
        if told:
            epoch.new_epoch(self.service.central)

    def settle(self) -> None:
        for _ in range(2):
            for laptop in self.laptops:
                report = laptop.sync()
                assert report.complete, report.problem
                assert not report.unsound
        sums = [
            {
                scope: sum_of_hashes(laptop.replica.scope_hashes(*scope))
                for scope in laptop.replica.scopes_held()
            }
            for laptop in self.laptops
        ]
        assert all(one == sums[0] for one in sums)


@pytest.fixture
def hall(tmp_path: Path, make_store: MakeStore) -> Iterator[Hall]:
    blank_central(tmp_path / "central.db")
    made = Hall(tmp_path / "central.db", make_store)
    yield made
    made.service.close()


@pytest.fixture
def anna(hall: Hall) -> Laptop:
    return hall.laptop("Anna")


@pytest.fixture
def bram(hall: Hall) -> Laptop:
    return hall.laptop("Bram")


@pytest.fixture
def family(hall: Hall, anna: Laptop, bram: Laptop) -> UUID:
    case_id = anna.new_case()
    anna.sync()
    hall.service.grant(case_id, hall.callers["Bram"])
    hall.settle()
    return case_id


def states(laptop: Laptop) -> list[str]:
    with reading(laptop.store._engine) as connection:
        query = select(outbox.c.state).order_by(outbox.c.counter)
        return list(connection.execute(query).scalars())


def conflicts(laptop: Laptop) -> list[Conflict]:
    with laptop.store.reader() as reader:
        return list(reader.select(Conflict))


@pytest.mark.parametrize("told", [True, False])
def test_what_every_laptop_wrote_since_is_back(
    hall: Hall, anna: Laptop, bram: Laptop, family: UUID, told: bool
) -> None:
    person = anna.add_person(family, "Bo")
    hall.settle()
    backup = hall.backup()
    anna.rename(person, "Boris")
    hall.settle()
    bram.add_person(family, "Chris")
    hall.settle()
    hall.restore(backup, told=told)
    hall.settle()
    assert anna.names(family) == bram.names(family) == ["Boris", "Chris"]
    assert conflicts(anna) == []


@pytest.mark.parametrize("told", [True, False])
def test_a_case_that_was_begun_since_is_back(
    hall: Hall, anna: Laptop, told: bool, bram: Laptop, family: UUID
) -> None:
    backup = hall.backup()
    other = anna.new_case("Familie Elsenaar")
    anna.add_person(other, "Eva")
    anna.sync()
    anna.sync()
    assert states(anna)[-1] == "confirmed"
    hall.restore(backup, told=told)
    anna.sync()
    assert anna.names(other) == ["Eva"]
    assert anna.cases() == ["Familie De Boer", "Familie Elsenaar"]
    assert hall.service.has(other)


def test_nobody_told_and_others_wrote_on(
    hall: Hall, anna: Laptop, bram: Laptop, family: UUID
) -> None:
    """The counter is past what Anna knows of: her numbers are those of other changes now."""
    person = anna.add_person(family, "Bo")
    hall.settle()
    backup = hall.backup()
    anna.rename(person, "Boris")
    anna.sync()
    hall.restore(backup, told=False)
    for name in ("Chris", "Dora", "Eva"):
        bram.add_person(family, name)
        bram.sync()
    hall.settle()
    assert anna.names(family) == ["Boris", "Chris", "Dora", "Eva"]


def test_nobody_told_and_the_numbers_are_equal(
    hall: Hall, anna: Laptop, bram: Laptop, family: UUID
) -> None:
    backup = hall.backup()
    anna.add_person(family, "Boris")
    anna.sync()
    hall.restore(backup, told=False)
    bram.add_person(family, "Chris")
    bram.sync()
    assert not anna.sync().problem
    hall.settle()
    assert anna.names(family) == bram.names(family) == ["Boris", "Chris"]


def test_an_answer_of_a_lost_history_before_its_effect_was_read(
    hall: Hall, anna: Laptop, bram: Laptop, family: UUID
) -> None:
    """Anna was cut off between sending and reading; then her edit was lost, and others wrote."""
    backup = hall.backup()
    anna.add_person(family, "Boris")

    def cut(name: str) -> None:
        if name == "pull":
            raise TimeoutError

    anna.central.before = cut  # type: ignore[attr-defined]
    with pytest.raises(TimeoutError):
        anna.sync()
    assert states(anna)[-1] == "acknowledged"
    hall.restore(backup, told=False)
    for name in ("Chris", "Dora"):
        bram.add_person(family, name)
        bram.sync()
    hall.settle()
    assert anna.names(family) == bram.names(family) == ["Boris", "Chris", "Dora"]


def test_an_edit_on_a_number_of_a_lost_history_is_not_clean(
    hall: Hall, anna: Laptop, bram: Laptop, family: UUID
) -> None:
    person = anna.add_person(family, "Bo")
    hall.settle()
    backup = hall.backup()
    anna.rename(person, "Boris")  # number n, in the history that is lost
    anna.sync()
    anna.rename(person, "Borys")  # made on n
    hall.restore(backup, told=False)
    bram.rename(person, "Bob")  # number n, in the history that stays
    bram.sync()
    bram.add_person(family, "Chris")
    bram.sync()
    hall.settle()
    assert '{"given_name":"Borys"}' in {one.other for one in conflicts(anna)}
    assert anna.names(family) == bram.names(family) == ["Bob", "Chris"]


def test_a_conflict_that_was_lost_is_the_same_one_again(
    hall: Hall, anna: Laptop, bram: Laptop, family: UUID
) -> None:
    person = anna.add_person(family, "Bo")
    hall.settle()
    backup = hall.backup()
    anna.rename(person, "Boris")
    bram.rename(person, "Bob")
    hall.settle()
    (before,) = conflicts(anna)
    hall.restore(backup, told=True)
    hall.settle()
    (after,) = conflicts(bram)
    assert replace(after, standing_at=before.standing_at) == before


def test_a_choice_is_back_with_its_conflict(
    hall: Hall, anna: Laptop, bram: Laptop, family: UUID
) -> None:
    person = anna.add_person(family, "Bo")
    hall.settle()
    anna.rename(person, "Boris")
    bram.rename(person, "Bob")
    hall.settle()
    backup = hall.backup()
    (conflict,) = conflicts(bram)
    chosen = replace(
        conflict, state=ConflictState.SETTLED, choice=Choice.STANDING, settled_by="Bram"
    )
    with bram.store.unit_of_work() as work:
        work.save(chosen, conflict)
    hall.settle()
    hall.restore(backup, told=True)
    hall.settle()
    assert [one.state for one in conflicts(anna)] == [ConflictState.SETTLED]


def test_what_cannot_be_taken_again_is_kept_beside_the_case(
    hall: Hall, anna: Laptop, bram: Laptop, family: UUID
) -> None:
    """The grant of a case that was begun after the backup is lost with it."""
    backup = hall.backup()
    other = anna.new_case("Familie Elsenaar")
    anna.sync()
    hall.service.grant(other, hall.callers["Bram"])
    bram.sync()
    bram.add_person(other, "Eva")
    hall.settle()
    hall.restore(backup, told=True)
    bram.sync()
    with hall.service.central.database.read() as connection:
        (row,) = connection.execute(select(central_tables.quarantine)).all()
    assert (row.case_id, row.reason, "Eva" in row.payload) == (other, "not-found", True)
    assert bram.cases() == ["Familie De Boer"]


def test_a_resync_sends_what_was_ever_taken(hall: Hall, anna: Laptop, family: UUID) -> None:
    anna.add_person(family, "Bo")
    hall.settle()
    anna.replica.begin_resync(family)
    assert [op.again for op in anna.replica.pending(100)] == [True, True]
    assert anna.replica.pending_count() == 0  # nobody has to wait for these
    hall.settle()
    assert set(states(anna)) == {"confirmed"}


def test_35_days_of_the_services_time(hall: Hall, anna: Laptop, family: UUID) -> None:
    anna.add_person(family, "Bo")
    anna.sync()
    for days, kept in ((20, 2), (14, 2), (3, 0)):
        hall.now += timedelta(days=days)
        anna.sync()
        assert len(states(anna)) == kept


def test_it_leaves_with_the_scope(hall: Hall, bram: Laptop, family: UUID) -> None:
    bram.add_person(family, "Bo")
    hall.settle()
    assert states(bram) == ["confirmed"]
    hall.service.revoke(family, hall.callers["Bram"])
    bram.sync()
    assert states(bram) == []


def test_a_cut_in_between_changes_nothing(
    hall: Hall, anna: Laptop, bram: Laptop, family: UUID
) -> None:
    """The new epoch is known here, and nothing was sent again yet."""
    backup = hall.backup()
    people = [anna.add_person(family, name) for name in ("Bo", "Chris")]
    hall.settle()
    bram.rename(people[0], "Boris")
    hall.settle()
    hall.restore(backup, told=True)
    for at in range(1, 5):
        calls = iter(range(100))

        def lost(_name: str, calls: Iterator[int] = calls, at: int = at) -> None:
            if next(calls) == at:
                raise TimeoutError

        anna.central.after = lost  # type: ignore[attr-defined]
        with suppress(TimeoutError):
            SyncEngine(anna.replica, anna.central).run()
        anna.central.after = lambda _: None  # type: ignore[attr-defined]
    hall.settle()
    assert anna.names(family) == ["Boris", "Chris"]
    with anna.store.reader() as reader:
        assert len(reader.select(Person, case_id=family)) == 2


def test_two_operations_were_yet_to_be_read_when_the_service_was_put_back(
    hall: Hall, anna: Laptop, bram: Laptop, family: UUID
) -> None:
    """The first was lost with it, its number came again, and the second it took afterwards: a
    cursor names the last alone."""
    person = anna.add_person(family, "Bo")
    hall.settle()
    backup = hall.backup()

    def only_push(name: str) -> None:
        if name == "pull":
            raise ServerUnreachable

    anna.rename(person, "Boris")
    anna.central.before = only_push  # type: ignore[attr-defined]
    assert not anna.sync().complete
    assert states(anna)[-1] == "acknowledged"
    hall.restore(backup, told=False)
    for name in ("Chris", "Dirk", "Els"):
        bram.add_person(family, name)
    assert bram.sync().complete
    anna.add_person(family, "Fem")
    hall.settle()
    assert anna.names(family) == bram.names(family)
    assert "Boris" in anna.names(family)
    assert not conflicts(anna)


@pytest.mark.parametrize("ahead", [when_wanted, at_once, in_a_thread])
def test_it_was_put_back_between_two_batches_of_one_run(
    hall: Hall,
    anna: Laptop,
    bram: Laptop,
    family: UUID,
    ahead: Ahead,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The second batch was made ready before the first had its answer."""
    monkeypatch.setattr(reconcile, "FIRST_PUSH", 1)
    monkeypatch.setattr(reconcile, "MOST_PUSH", 1)
    person = anna.add_person(family, "Bo")
    hall.settle()
    backup = hall.backup()
    anna.rename(person, "Boris")
    anna.add_person(family, "Fem")
    answered = iter(range(10))

    def put_back(name: str) -> None:
        if name == "push" and next(answered) == 0:
            hall.restore(backup, told=False)
            for at in ("Chris", "Dirk", "Els"):
                bram.add_person(family, at)
            assert bram.sync().complete

    link = DirectCentral(hall.service, hall.callers["Anna"])
    link.after = put_back
    report = SyncEngine(anna.replica, link, ahead=ahead).run()
    assert (report.complete, report.new_epoch) == (True, True)
    hall.settle()
    assert anna.names(family) == bram.names(family)
    assert anna.names(family) == ["Boris", "Chris", "Dirk", "Els", "Fem"]


def test_the_last_that_was_taken_is_not_always_the_last_that_was_written(
    anna: Laptop, family: UUID
) -> None:
    """As when the first waited for the content of an attachment."""
    for name in ("Bo", "Chris"):
        anna.add_person(family, name)
    first, second = (op.op_id for op in anna.replica.pending(10))
    fates = [OpFate(first, Fate.APPLIED, 90), OpFate(second, Fate.APPLIED, 80)]
    anna.replica.record_fates(fates)
    assert anna.replica.taken_last() == {family: first}
    taken = {one.compartment: one.taken for one in anna.replica.cursors(family)}
    assert taken["basis"] == str(first)
