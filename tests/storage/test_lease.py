"""The offline lease: by the service's time, and not to be had longer by a clock."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from mvs_desktop.domain.cases import CaseFile, CaseKind
from mvs_desktop.domain.contacts import Contact, ContactKind, Note, NoteParagraph
from mvs_desktop.domain.errors import LeaseClosed, LeaseLimited
from mvs_desktop.domain.lease import CLOSED_AFTER, LIMITED_AFTER, Stage
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.records import Record
from mvs_desktop.storage.audit.log import Act
from mvs_desktop.storage.keys.lease import LeaseKeeper
from mvs_desktop.storage.store import Store
from tests.support.workspaces import enrolment

DAY = timedelta(days=1)
START = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
KEY = bytes(range(32))


class Laptop:
    """A store whose computer's clock, and the time that really passes, are in our hands."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "case.store"
        self.clock = START
        self.ticked = 0.0
        self.who = enrolment()
        made = Store.create(self.path, KEY, uuid4(), self.now)
        made.replica.save_enrolment(self.who, "epoch-1")
        made.close()
        self.store = self._open()

    def now(self) -> datetime:
        return self.clock

    def _open(self) -> Store:
        store = Store.open(self.path, KEY, self.now)
        store.lease = store.replica._lease = LeaseKeeper(
            store._engine, self.now, lambda: self.ticked
        )
        with store.unit_of_work() as work:
            work.log(Act.UNLOCK)
        return store

    def restart(self) -> None:
        """Off and on again: nothing is left of the time that passed but what is stored."""
        self.store.close()
        self.ticked = 0.0
        self.store = self._open()

    def pass_(self, time: timedelta) -> None:
        """Time goes by while the program is open."""
        self.clock += time
        self.ticked += time.total_seconds()

    def off_for(self, time: timedelta) -> None:
        self.store.close()
        self.clock += time
        self.ticked = 0.0
        self.store = self._open()

    def stage(self) -> Stage:
        return self.store.lease.state().stage

    def save(self, *items: Record, base: Record | None = None) -> None:
        with self.store.unit_of_work() as work:
            for item in items:
                work.save(item, base)

    @property
    def me(self) -> UUID:
        return self.who.worker_id


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    made = Laptop(tmp_path)
    yield made
    made.store.close()


@pytest.mark.parametrize("go", [Laptop.pass_, Laptop.off_for])
def test_the_stages_come_by_the_day_open_or_off(
    laptop: Laptop, go: Callable[[Laptop, timedelta], None]
) -> None:
    laptop.store.replica.contacted(START)
    assert laptop.stage() is Stage.OPEN
    go(laptop, LIMITED_AFTER - timedelta(minutes=1))
    assert laptop.stage() is Stage.OPEN
    go(laptop, timedelta(minutes=1))
    assert laptop.stage() is Stage.READ_AND_NOTE
    go(laptop, CLOSED_AFTER - LIMITED_AFTER - timedelta(minutes=1))
    assert laptop.stage() is Stage.READ_AND_NOTE
    go(laptop, timedelta(minutes=1))
    assert laptop.stage() is Stage.CLOSED
    lease = laptop.store.lease.state()
    assert (lease.last_contact, lease.closes_on) == (START, START + CLOSED_AFTER)


def test_contact_opens_everything_again_at_once(laptop: Laptop) -> None:
    laptop.off_for(30 * DAY)
    assert laptop.stage() is Stage.CLOSED
    laptop.store.replica.contacted(laptop.clock)
    assert laptop.stage() is Stage.OPEN
    laptop.restart()
    assert laptop.stage() is Stage.OPEN


def test_a_store_without_any_contact_counts_from_its_first_day(laptop: Laptop) -> None:
    laptop.off_for(8 * DAY)
    assert laptop.stage() is Stage.READ_AND_NOTE
    laptop.off_for(8 * DAY)
    assert laptop.stage() is Stage.CLOSED


def test_it_is_the_services_time_that_counts(laptop: Laptop) -> None:
    """The clock was three years behind at the contact, and is put right afterwards."""
    laptop.clock = START - 3 * 365 * DAY
    laptop.store.replica.contacted(START)
    assert laptop.stage() is Stage.OPEN
    laptop.pass_(6 * DAY)
    assert laptop.stage() is Stage.OPEN
    laptop.pass_(2 * DAY)
    assert laptop.stage() is Stage.READ_AND_NOTE


def test_turning_the_clock_back_does_not_help_a_closed_laptop(laptop: Laptop) -> None:
    laptop.store.replica.contacted(START)
    laptop.off_for(15 * DAY)
    assert laptop.stage() is Stage.CLOSED
    for back in (1 * DAY, 10 * DAY, 14 * DAY, 400 * DAY):
        laptop.clock = START + 15 * DAY - back
        assert laptop.stage() is Stage.CLOSED
        laptop.restart()
        assert laptop.stage() is Stage.CLOSED


def test_turning_the_clock_back_every_morning_does_not_help_either(laptop: Laptop) -> None:
    laptop.store.replica.contacted(START)
    stages = []
    for _ in range(60):
        laptop.clock = START
        laptop.restart()
        for _ in range(16):
            laptop.pass_(timedelta(minutes=30))
            with laptop.store.unit_of_work() as work:
                work.log(Act.SEARCH)
        stages.append(laptop.stage())
    # From the second day on the clock is behind what was seen; and the hours add up.
    assert set(stages[1:]) <= {Stage.READ_AND_NOTE, Stage.CLOSED}
    assert stages[-1] is Stage.CLOSED


def test_a_small_step_back_is_forgiven_and_yet_counted(laptop: Laptop) -> None:
    laptop.store.replica.contacted(START)
    stages = []
    for _ in range(60):  # two hours of work, and then the clock goes two hours back
        laptop.pass_(timedelta(hours=2))
        with laptop.store.unit_of_work() as work:
            work.log(Act.SEARCH)
        laptop.clock -= timedelta(hours=2)
        laptop.restart()
        stages.append(laptop.stage())
    assert stages[0] is Stage.OPEN
    assert stages[-1] is not Stage.OPEN


def test_a_clock_far_ahead_closes_and_contact_cures_it(laptop: Laptop) -> None:
    laptop.store.replica.contacted(START)
    laptop.clock = START + 3650 * DAY
    laptop.restart()
    assert laptop.stage() is Stage.CLOSED
    laptop.clock = START + 1 * DAY
    laptop.restart()
    assert laptop.stage() is Stage.CLOSED  # nothing here can tell the two clocks apart
    laptop.store.replica.contacted(START + 1 * DAY)
    assert laptop.stage() is Stage.OPEN
    laptop.restart()
    laptop.off_for(5 * DAY)
    assert laptop.stage() is Stage.OPEN


def test_contact_with_a_clock_that_is_still_ahead_opens_too_but_gives_no_longer(
    laptop: Laptop,
) -> None:
    laptop.clock = START + 3650 * DAY
    laptop.store.replica.contacted(START)
    assert laptop.stage() is Stage.OPEN
    laptop.off_for(8 * DAY)
    assert laptop.stage() is Stage.READ_AND_NOTE
    # Put right, it would seem to stand still for ten years: it is not believed.
    laptop.clock = START + 8 * DAY
    laptop.restart()
    assert laptop.stage() is Stage.READ_AND_NOTE
    assert laptop.store.lease.state().clock_behind
    laptop.store.replica.contacted(START + 8 * DAY)
    assert laptop.stage() is Stage.OPEN
    assert not laptop.store.lease.state().clock_behind


def test_time_asleep_counts_though_the_clock_stands_still(laptop: Laptop) -> None:
    laptop.store.replica.contacted(START)
    laptop.ticked += (8 * DAY).total_seconds()
    assert laptop.stage() is Stage.READ_AND_NOTE


# What may be written


def case(kind: CaseKind = CaseKind.FAMILY) -> CaseFile:
    id_ = uuid4()
    return CaseFile(id=id_, case_id=id_, kind=kind)


def test_with_the_lease_run_down_only_own_notes_are_written(laptop: Laptop) -> None:
    laptop.store.replica.contacted(START)
    family = case()
    person = Person(id=uuid4(), case_id=family.id, given_name="Bo")
    theirs = Note(id=uuid4(), case_id=family.id, author_id=uuid4())
    signed = Note(id=uuid4(), case_id=family.id, author_id=laptop.me, signed_at=START)
    mine = Note(id=uuid4(), case_id=family.id, author_id=laptop.me)
    line = NoteParagraph(id=uuid4(), case_id=family.id, note_id=mine.id, text="Bo slaapt.")
    foreign = NoteParagraph(id=uuid4(), case_id=family.id, note_id=theirs.id, text="Rust.")
    visit = Contact(
        id=uuid4(), case_id=family.id, at=START, worker_id=uuid4(), kind=ContactKind.HOME_VISIT
    )
    laptop.save(family, person, theirs, signed, mine, line, foreign, visit)
    laptop.pass_(8 * DAY)

    laptop.save(replace(line, text="Bo slaapt goed."), base=line)
    laptop.save(replace(mine, signed_at=laptop.clock), base=mine)
    contact = Contact(id=uuid4(), case_id=family.id, at=laptop.clock, worker_id=laptop.me)
    fresh = Note(id=uuid4(), case_id=family.id, author_id=laptop.me, contact_id=contact.id)
    laptop.save(
        contact, fresh, NoteParagraph(id=uuid4(), case_id=family.id, note_id=fresh.id, text="Ja")
    )
    laptop.save(case(CaseKind.OWN))  # where notes without a family go
    refused: list[tuple[Record, Record | None]] = [
        (replace(person, given_name="Mo"), person),
        (Person(id=uuid4(), case_id=family.id), None),
        (case(), None),
        (replace(theirs, title="Anders"), theirs),
        (Note(id=uuid4(), case_id=family.id, author_id=uuid4()), None),
        (replace(signed, title="Anders"), signed),
        (replace(foreign, text="Onrust."), foreign),
        (NoteParagraph(id=uuid4(), case_id=family.id, note_id=theirs.id), None),
        (NoteParagraph(id=uuid4(), case_id=family.id, note_id=uuid4()), None),
        (replace(visit, place="Elders"), visit),
        (replace(line, text="Na het tekenen."), replace(line, text="Bo slaapt goed.")),
    ]
    for item, base in refused:
        with pytest.raises(LeaseLimited):
            laptop.save(item, base=base)
    with pytest.raises(LeaseLimited), laptop.store.unit_of_work() as work:
        work.withdraw(person)
    with laptop.store.reader() as reader:
        assert reader.get(Person, person.id) == person
        assert len(reader.select(Note)) == 4


def test_a_limited_save_keeps_nothing_of_its_transaction(laptop: Laptop) -> None:
    laptop.store.replica.contacted(START)
    family = case()
    laptop.save(family)
    laptop.pass_(8 * DAY)
    note = Note(id=uuid4(), case_id=family.id, author_id=laptop.me)
    with pytest.raises(LeaseLimited):
        laptop.save(note, Person(id=uuid4(), case_id=family.id))
    with laptop.store.reader() as reader:
        assert reader.get(Note, note.id) is None


def test_closed_nothing_is_read_and_nothing_is_logged_as_read(laptop: Laptop) -> None:
    family = case()
    laptop.save(family)
    laptop.off_for(15 * DAY)
    with pytest.raises(LeaseClosed), laptop.store.reader() as reader:
        reader.get(CaseFile, family.id)
    with pytest.raises(LeaseClosed):
        laptop.store.search("bo")
    with pytest.raises(LeaseClosed), laptop.store.unit_of_work() as work:
        work.log(Act.OPEN_CASE, family.id)
    with pytest.raises(LeaseClosed):
        laptop.save(Note(id=uuid4(), case_id=family.id, author_id=laptop.me))
    assert laptop.store.replica.pending_count() == 1  # and what is to be sent is sent
    assert laptop.store.replica.pending(10)


def test_what_was_being_typed_when_a_limit_passed_is_saved(laptop: Laptop) -> None:
    family = case()
    person = Person(id=uuid4(), case_id=family.id, given_name="Bo")
    laptop.save(family, person)
    laptop.store.replica.contacted(START)
    laptop.pass_(LIMITED_AFTER + timedelta(minutes=4))
    assert laptop.stage() is Stage.READ_AND_NOTE
    laptop.save(replace(person, given_name="Mo"), base=person)
    laptop.pass_(timedelta(minutes=2))
    with pytest.raises(LeaseLimited):
        laptop.save(replace(person, given_name="Ko"), base=replace(person, given_name="Mo"))
