"""Own records that come back light: a laptop ends as if they had come whole."""

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from msgspec import structs

from mvs_central.base.central import Caller
from mvs_desktop.domain.catalogue import Person
from mvs_desktop.domain.errors import ServerAnswerUnreadable, ServerUnreachable
from mvs_desktop.storage.base.engine import reading as reading_store
from mvs_desktop.storage.base.engine import writing
from mvs_desktop.storage.store import Store
from mvs_desktop.sync import protocol, reconcile
from mvs_desktop.sync.ahead import Ahead, in_a_thread, when_wanted
from mvs_desktop.sync.engine import SyncEngine
from mvs_desktop.sync.report import SyncReport
from tests.support.twice import Whole, rows, taken_in_twice
from tests.sync.aheads import at_once
from tests.sync.direct_central import DirectCentral, Service, blank_central
from tests.sync.laptop import KEY, Laptop

Spoil = Callable[[protocol.FeedPage], protocol.FeedPage]


class Watched(DirectCentral):
    """The service, with what came light and how often it was asked. `spoil` changes a page."""

    def __init__(self, service: Service, caller: Caller) -> None:
        super().__init__(service, caller)
        self.light: list[str] = []
        self.asked: list[list[str]] = []  # of each request the cases that may come light
        self.spoil: Spoil = lambda page: page
        self.whole = Whole()

    def feeds(self, request: protocol.FeedsRequest) -> protocol.FeedsReply:
        self.asked.append(request.light)
        reply = super().feeds(request)
        for page in reply.pages:
            self.whole.look(self._central, page)
        self.light += [item.id for page in reply.pages for item in page.own]
        return structs.replace(reply, pages=[self.spoil(one) for one in reply.pages])


class World:
    """Anna and Bram on one case, with the real service."""

    def __init__(self, folder: Path, blank_store: Path) -> None:
        self._folder, self._blank = folder, blank_store
        blank_central(folder / "central.db")
        self.service = Service(folder / "central.db")
        self.anna = self._laptop("Anna")
        self.bram = self._laptop("Bram")
        self.case_id = self.anna.new_case()
        assert self.anna.sync().complete
        self.service.grant(self.case_id, self.callers["Bram"])
        assert self.bram.sync().complete
        assert self.anna.sync().complete
        for one in (self.anna, self.bram):
            self.forget(one)

    callers: dict[str, Caller]

    def _laptop(self, name: str) -> Laptop:
        path = self._folder / f"{name}.db"
        shutil.copyfile(self._blank, path)
        self.callers = {**getattr(self, "callers", {}), name: self.service.enrol(name)}
        central = Watched(self.service, self.callers[name])
        return Laptop(Store.open(path, KEY), name, central, self.service.central.epoch())

    def forget(self, laptop: Laptop) -> None:
        central = watched(laptop)
        central.light.clear()
        central.asked.clear()

    def close(self) -> None:
        for one in (self.anna, self.bram):
            one.store.close()
        self.service.close()


@pytest.fixture
def world(tmp_path: Path, blank_store: Path) -> Iterator[World]:
    made = World(tmp_path, blank_store)
    yield made
    made.close()


def watched(laptop: Laptop) -> Watched:
    assert isinstance(laptop.central, Watched)
    return laptop.central


def kept(laptop: Laptop) -> Any:
    with reading_store(laptop.replica._engine) as connection:
        return rows(connection)


def synced(laptop: Laptop, ahead: Ahead = when_wanted) -> SyncReport:
    """With every page of it taken in whole beside, and compared."""
    with taken_in_twice(watched(laptop).whole):
        return SyncEngine(laptop.replica, laptop.central, ahead=ahead).run()


def in_agreement(world: World) -> None:
    """Both have all, and the same."""
    for one in (world.anna, world.bram) * 2:
        report = synced(one)
        assert report.complete
        assert not (report.unsound | report.resynced)
    known = [
        {name: lines for name, lines in kept(one).items() if name not in ("history", "outbox")}
        for one in (world.anna, world.bram)
    ]
    assert known[0] == known[1]


def test_new_records_come_back_light_and_at_once(world: World) -> None:
    people = [world.anna.add_person(world.case_id, f"Kind {n}") for n in range(5)]
    report = synced(world.anna)
    assert report.complete
    assert not report.changed_records
    central = watched(world.anna)
    assert set(central.light) == set(map(str, people))
    assert central.asked == [[str(world.case_id)]]
    assert central.whole.unknown == 0
    in_agreement(world)


def test_a_new_case_comes_back_light_but_for_what_the_service_wrote(world: World) -> None:
    case_id = world.anna.new_case("Familie Twee")
    person = world.anna.add_person(case_id, "Sem")
    report = synced(world.anna)
    assert report.complete
    assert report.pulled == {"case_member": 1}
    assert set(watched(world.anna).light) == {str(case_id), str(person)}
    assert watched(world.anna).asked == [[str(case_id)]]


def test_an_edit_of_what_a_colleague_wrote_comes_back_light(world: World) -> None:
    person = world.bram.add_person(world.case_id, "Sem")
    synced(world.bram)
    synced(world.anna)
    world.forget(world.anna)
    world.anna.rename(person, "Sam")
    assert synced(world.anna).complete
    assert watched(world.anna).light == [str(person)]
    assert watched(world.anna).whole.unknown == 0
    in_agreement(world)


def test_what_a_colleague_changed_too_is_asked_for_whole(world: World) -> None:
    """Another field of the same record, of which the laptop had not read yet."""
    person = world.anna.add_person(world.case_id, "Sem")
    synced(world.anna)
    synced(world.bram)
    edit(world.bram, person, family_name="De Wit")
    synced(world.bram)
    world.forget(world.anna)
    world.anna.rename(person, "Sam")
    report = synced(world.anna)
    assert (report.complete, report.pulled) == (True, {"person": 1})
    central = watched(world.anna)
    assert (central.light, central.whole.unknown) == ([str(person)], 1)
    assert central.asked == [[str(world.case_id)], []]
    in_agreement(world)
    assert world.anna.names(world.case_id) == ["Sam"]


def edit(laptop: Laptop, person: UUID, **values: Any) -> None:
    with laptop.store.reader() as reader:
        before = reader.get(Person, person)
    assert before is not None
    with laptop.store.unit_of_work() as work:
        work.save(replace(before, **values), before)


@pytest.mark.parametrize("new", [True, False])
def test_what_is_typed_meanwhile_stays_on_top(world: World, new: bool) -> None:
    person = world.anna.add_person(world.case_id, "Sem")
    if not new:
        synced(world.anna)
        world.anna.rename(person, "Sim")
    late = iter(["Sam"])

    def type_on(name: str) -> None:
        if name == "feed":
            for given_name in late:
                world.anna.rename(person, given_name)

    world.forget(world.anna)
    watched(world.anna).before = type_on
    report = synced(world.anna)
    assert (report.complete, report.pending) == (True, 1)
    assert watched(world.anna).light == [str(person)]
    assert watched(world.anna).whole.unknown == 0
    assert world.anna.names(world.case_id) == ["Sam"]
    in_agreement(world)
    assert world.bram.names(world.case_id) == ["Sam"]


def test_what_was_read_light_can_be_edited_and_is_clean(world: World) -> None:
    """The versions were taken over: an edit made on them is on what stands."""
    person = world.anna.add_person(world.case_id, "Sem")
    synced(world.anna)
    world.anna.rename(person, "Sam")
    edit(world.anna, person, family_name="De Wit")
    synced(world.anna)
    world.anna.rename(person, "Som")
    report = synced(world.anna)
    assert report.confirmed == {"person": 1}
    assert (report.conflicts, report.set_apart) == (0, ())
    in_agreement(world)
    assert world.bram.names(world.case_id) == ["Som"]


def test_after_a_broken_line_it_is_light_the_next_time(world: World) -> None:
    person = world.anna.add_person(world.case_id, "Sem")

    def lose(name: str) -> None:
        if name == "feed":
            raise ServerUnreachable

    watched(world.anna).after = lose
    assert isinstance(synced(world.anna).problem, ServerUnreachable)
    watched(world.anna).after = lambda _: None
    world.forget(world.anna)
    assert synced(world.anna).complete
    assert watched(world.anna).light == [str(person)]
    in_agreement(world)


def test_a_first_reading_is_whole(world: World) -> None:
    world.anna.add_person(world.case_id, "Sem")
    synced(world.anna)
    world.forget(world.bram)
    synced(world.bram)
    assert (watched(world.bram).light, watched(world.bram).asked) == ([], [[]])


def test_a_case_that_does_not_add_up_is_read_anew_and_whole(world: World) -> None:
    other, mine = (world.anna.add_person(world.case_id, name) for name in ("Sem", "Fem"))
    synced(world.anna)
    world.anna.rename(mine, "Fam")
    change(world.anna, "UPDATE person SET wire_hash = 'f' WHERE id = ?", other)
    world.forget(world.anna)
    report = synced(world.anna)
    assert report.complete
    assert report.resynced == {world.case_id}
    assert not report.unsound
    assert watched(world.anna).asked == [[str(world.case_id)], []]
    in_agreement(world)


def change(laptop: Laptop, sql: str, person: UUID) -> None:
    """Behind the program's back."""
    with writing(laptop.replica._engine) as connection:
        connection.exec_driver_sql(sql, (str(person),))


@pytest.mark.parametrize(
    ("sql", "asks"),
    [  # What was sent is in the outbox; where that does not help, the service is asked.
        ("UPDATE person SET given_name = 'Anders' WHERE id = ?", 1),
        ("UPDATE person SET withdrawn = 1 WHERE id = ?", 1),
        ("UPDATE person SET compartment = 'zorg' WHERE id = ?", 2),
        ("DELETE FROM person WHERE id = ?", 2),
    ],
)
def test_a_row_that_is_not_what_was_sent_becomes_that(world: World, sql: str, asks: int) -> None:
    person = world.anna.add_person(world.case_id, "Sem")
    once = iter([True])

    def damage(name: str) -> None:
        if name == "feed" and next(once, False):
            change(world.anna, sql, person)

    watched(world.anna).before = damage
    report = world.anna.sync()
    assert report.complete
    assert not report.resynced
    assert watched(world.anna).asked == [[str(world.case_id)], []][:asks]
    assert world.anna.names(world.case_id) == ["Sem"]
    in_agreement(world)


@pytest.mark.parametrize("ahead", [when_wanted, at_once, in_a_thread])
@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_a_page_ahead_of_one_that_was_not_taken_in_is_let_go(
    world: World, ahead: Ahead, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [world.anna.add_person(world.case_id, f"Kind {n}") for n in range(6)]
    synced(world.anna)
    synced(world.bram)
    edit(world.bram, people[2], family_name="De Wit")
    synced(world.bram)
    for person in people:
        world.anna.rename(person, "Sam")
    monkeypatch.setattr(reconcile, "FIRST_PAGE", size)
    monkeypatch.setattr(reconcile, "MOST_PAGE", size)
    report = synced(world.anna, ahead)
    assert report.complete
    assert not (report.resynced | report.unsound)
    assert watched(world.anna).whole.unknown == 1
    in_agreement(world)
    assert world.bram.names(world.case_id) == ["Sam"] * 6


def one_more(page: protocol.FeedPage, **values: Any) -> protocol.FeedPage:
    """A page that tells of an own record with something else in it."""
    return structs.replace(page, own=[structs.replace(one, **values) for one in page.own])


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"compartment": "geheim"}, ServerAnswerUnreadable),
        ({"seq": 1 << 63}, ServerAnswerUnreadable),
        ({"versions": {"given_name": -1}}, ServerAnswerUnreadable),
        ({"id": "geen id"}, ServerAnswerUnreadable),
        ({"id": str(uuid4())}, None),
        ({"record_type": "een_nieuwe_soort"}, None),
        ({"record_type": "note"}, None),
        ({"compartment": "zorg"}, None),
        ({"withdrawn": True}, None),
        ({"hash": "0" * 16}, None),
    ],
)
def test_what_is_told_wrong_costs_an_answer_and_nothing_else(
    world: World, values: dict[str, Any], problem: type[Exception] | None
) -> None:
    world.anna.add_person(world.case_id, "Sem")
    watched(world.anna).spoil = lambda page: one_more(page, **values)
    report = world.anna.sync()
    assert type(report.problem) is (problem or type(None))
    watched(world.anna).spoil = lambda page: page
    assert world.anna.names(world.case_id) == ["Sem"]
    in_agreement(world)


def test_what_was_not_asked_for_light_is_not_taken_light(world: World) -> None:
    person = world.bram.add_person(world.case_id, "Sem")
    synced(world.bram)
    told = protocol.OwnRecord("person", str(person), "basis", 9, {}, False, "0" * 16)
    watched(world.anna).spoil = lambda page: structs.replace(page, own=[told])
    assert isinstance(world.anna.sync().problem, ServerAnswerUnreadable)
    assert world.anna.names(world.case_id) == []


def test_an_own_record_of_another_case_is_not_touched(world: World) -> None:
    other = world.anna.new_case("Familie Twee")
    person = world.anna.add_person(other, "Sem")
    synced(world.anna)
    world.service.grant(other, world.callers["Bram"])
    synced(world.anna)
    world.anna.add_person(world.case_id, "Fem")
    before = kept(world.anna)
    spoiled = iter([{"id": str(person)}])
    watched(world.anna).spoil = lambda page: one_more(page, **next(spoiled, {}))
    assert world.anna.sync().complete
    assert (world.anna.names(other), world.anna.names(world.case_id)) == (["Sem"], ["Fem"])
    after = kept(world.anna)
    told = [line for line in before["person"] if str(person) in line]
    assert told == [line for line in after["person"] if str(person) in line]
    in_agreement(world)


@pytest.mark.parametrize("seed", range(12))
def test_in_any_order_it_is_as_if_it_had_come_whole(
    world: World, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice = random.Random(seed)
    monkeypatch.setattr(reconcile, "FIRST_PAGE", dice.choice([1, 3, 100]))
    people: list[UUID] = []
    for _ in range(50):
        one = dice.choice((world.anna, world.bram))
        central = watched(one)
        known = [id_ for id_ in people if held(one, id_)]
        match dice.choice(("new", "new", "edit", "edit", "edit", "turn", "sync", "sync", "type")):
            case "new":
                people.append(one.add_person(world.case_id, dice.choice("ABC")))
            case "edit" if known:
                letter = dice.choice("KLM")
                edits: list[dict[str, Any]] = [
                    {"given_name": letter},
                    {"family_name": letter},
                    {"languages": frozenset({letter, dice.choice("KLM")})},
                ]
                edit(one, dice.choice(known), **dice.choice(edits))
            case "turn" if known:
                turn(one, dice.choice(known), out=dice.random() < 0.6)
            case "type" if known:
                typed = iter([dice.choice(known)])

                def type_on(name: str, one: Laptop = one, typed: Iterator[UUID] = typed) -> None:
                    if name == "feed":
                        for id_ in typed:
                            edit(one, id_, family_name="Laat")

                central.before = type_on
                report = synced(one, dice.choice((when_wanted, at_once)))
                assert report.complete
                central.before = lambda _: None
            case "sync":
                report = synced(one, dice.choice((when_wanted, at_once)))
                assert report.complete
                assert not (report.unsound | report.resynced)
            case _:
                pass
    in_agreement(world)
    assert watched(world.anna).light or watched(world.bram).light


def held(laptop: Laptop, person: UUID) -> bool:
    with laptop.store.reader() as reader:
        found = reader.get(Person, person)
    return found is not None


def turn(laptop: Laptop, person: UUID, *, out: bool) -> None:
    """Take a record out of the file, or back into it."""
    with laptop.store.reader() as reader:
        item = reader.get(Person, person)
    assert item is not None
    with laptop.store.unit_of_work() as work:
        (work.withdraw if out else work.restore)(item)
