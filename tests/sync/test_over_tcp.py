"""The whole way: real stores, the real client, and the service in a process of its own."""

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from mvs_central.access import directory
from mvs_central.base.central import Caller
from mvs_desktop.domain.catalogue import CaseMember, Conflict, Person
from mvs_desktop.domain.conflicts import Choice, ConflictState
from mvs_desktop.domain.errors import (
    EnrolmentCodeRefused,
    ServerRefused,
    ServerUnreachable,
)
from mvs_desktop.storage.base.replica_types import Enrolment
from mvs_desktop.storage.records.unit_of_work import Author
from mvs_desktop.storage.store import Store
from mvs_desktop.sync import protocol, reconcile
from mvs_desktop.sync.client import CentralClient, enrol, new_identity
from mvs_desktop.sync.identity import DeviceKey
from tests.support.asked import page
from tests.sync.central_process import CentralProcess, running
from tests.sync.direct_central import blank_central
from tests.sync.laptop import Laptop, MakeStore


@pytest.fixture(scope="module")
def blank_service(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("service") / "blank.db"
    blank_central(path)
    return path


@pytest.fixture(scope="module")
def one_central(
    blank_service: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[CentralProcess]:
    path = tmp_path_factory.mktemp("running") / "central.db"
    shutil.copyfile(blank_service, path)
    with running(path) as process:
        yield process


@pytest.fixture
def central(one_central: CentralProcess) -> CentralProcess:
    """One service for all tests here, each with workers of its own; started if a test killed it."""
    one_central.start()
    return one_central


class EnrolledLaptop(Laptop):
    """A laptop that enrolled itself with a code, and talks over TCP."""

    def __init__(
        self, store: Store, enrolment: Enrolment, epoch: str, clock: Callable[[], float] = time.time
    ) -> None:
        self.store, self.replica, self.name = store, store.replica, enrolment.worker_name
        self.enrolment = enrolment
        store.author = Author(str(enrolment.worker_id), enrolment.worker_name)
        self.replica.save_enrolment(enrolment, epoch)
        self.client = CentralClient(
            enrolment.service_url, enrolment.device_id, enrolment.private_key, clock=clock
        )
        self.central = self.client
        self.caller = Caller(enrolment.worker_id, enrolment.device_id)


AddLaptop = Callable[..., EnrolledLaptop]


@pytest.fixture
def add_laptop(central: CentralProcess, make_store: MakeStore) -> Iterator[AddLaptop]:
    made: list[EnrolledLaptop] = []

    def add(name: str, clock: Callable[[], float] = time.time) -> EnrolledLaptop:
        code = central.new_code(central.add_worker(name))
        enrolment, epoch = enrol(central.url, code, "laptop")
        made.append(EnrolledLaptop(make_store(), enrolment, epoch, clock))
        return made[-1]

    yield add
    for laptop in made:
        laptop.client.close()


def test_a_code_works_once_and_again_for_the_same_device(central: CentralProcess) -> None:
    worker_id = central.add_worker("Noor de Wit")
    code = central.new_code(worker_id)
    identity = new_identity()
    first, epoch = enrol(central.url, code.lower().replace("-", " "), "laptop", identity=identity)
    assert (first.worker_id, first.worker_name, first.demo) == (worker_id, "Noor de Wit", True)
    assert enrol(central.url, code, "laptop", identity=identity) == (first, epoch)
    with pytest.raises(EnrolmentCodeRefused):
        enrol(central.url, code, "een andere laptop")
    with pytest.raises(EnrolmentCodeRefused):
        enrol(central.url, "K7QM-4TRP-9WXH", "laptop")


def test_a_home_visit_reaches_the_colleague(central: CentralProcess, add_laptop: AddLaptop) -> None:
    anna, bram = add_laptop("Anna Visser"), add_laptop("Bram Yilmaz")
    case_id = anna.new_case()
    person = anna.add_person(case_id, "Sem")
    sent = anna.sync()
    assert (sent.complete, sent.confirmed) == (True, {"case_file": 1, "person": 1})
    assert bram.sync().added == frozenset()
    assert bram.cases() == []
    central.service.grant(case_id, bram.caller)
    received = bram.sync()
    assert received.complete
    assert received.pulled == {"case_file": 1, "person": 1, "case_member": 2}
    with bram.store.reader() as reader:
        members = reader.select(CaseMember, case_id=case_id)
        assert {member.name for member in members} == {"Anna Visser", "Bram Yilmaz"}
    # Both change the same field without a network, and something else each.
    anna.rename(person, "Samuel")
    bram.rename(person, "Sammie")
    anna.add_person(case_id, "Fem")
    assert anna.sync().complete
    clash = bram.sync()
    assert (clash.conflicts, clash.confirmed) == (1, {"person": 1})
    assert anna.sync().conflicts == 1
    for laptop in (anna, bram):
        assert laptop.names(case_id) == ["Fem", "Samuel"]
        with laptop.store.reader() as reader:
            (conflict,) = reader.select(Conflict, state=ConflictState.OPEN)
        assert "Sammie" in conflict.other
        assert "Samuel" in conflict.standing
        assert (conflict.other_by, conflict.standing_by) == ("Bram Yilmaz", "Anna Visser")
    # Anna lets Bram's name stand.
    with anna.store.reader() as reader:
        (conflict,) = reader.select(Conflict)
        before = reader.get(Person, person)
    assert before is not None
    settled = replace(conflict, state=ConflictState.SETTLED, choice=Choice.OTHER)
    with anna.store.unit_of_work() as work:
        work.save(settled, conflict)
        work.save(replace(before, given_name="Sammie"), before)
    assert anna.sync().complete
    assert bram.sync().complete
    for laptop in (anna, bram):
        assert laptop.names(case_id) == ["Fem", "Sammie"]
        with laptop.store.reader() as reader:
            assert reader.select(Conflict, state=ConflictState.OPEN) == ()


def test_a_stranger_gets_nothing(central: CentralProcess, add_laptop: AddLaptop) -> None:
    anna, bram = add_laptop("Anna"), add_laptop("Bram")
    case_id = anna.new_case()
    anna.sync()
    epoch = anna.replica.epoch()

    def ask(client: CentralClient, case: UUID) -> None:
        cursor = protocol.Cursor(str(case), "basis", 0)
        page(client, epoch, [cursor])

    with pytest.raises(LookupError):
        ask(bram.client, case_id)
    with pytest.raises(LookupError):
        ask(bram.client, uuid4())
    another_key = DeviceKey.generate().to_pem()
    thief = CentralClient(central.url, anna.caller.device_id, another_key)
    with pytest.raises(ServerRefused):
        ask(thief, case_id)
    # A stolen token is worth nothing without its key.
    anna.client.pull(protocol.PullRequest(epoch, ""))
    thief._token = anna.client._token
    with pytest.raises(ServerRefused):
        ask(thief, case_id)
    thief.close()


def test_a_revoked_laptop_keeps_what_it_wrote(
    central: CentralProcess, add_laptop: AddLaptop
) -> None:
    anna = add_laptop("Anna")
    case_id = anna.new_case()
    anna.sync()
    anna.add_person(case_id, "Sem")
    directory.revoke_device(central.service.central, anna.caller.device_id)
    report = anna.sync()
    assert isinstance(report.problem, ServerRefused)
    assert report.pending == 1
    assert anna.names(case_id) == ["Sem"]


def test_a_service_that_goes_down_is_found_again(
    central: CentralProcess, add_laptop: AddLaptop
) -> None:
    anna = add_laptop("Anna")
    case_id = anna.new_case()
    assert anna.sync().complete
    anna.add_person(case_id, "Sem")
    central.kill()
    report = anna.sync()
    assert isinstance(report.problem, ServerUnreachable)
    assert report.pending == 1
    central.start()
    assert anna.sync().confirmed == {"person": 1}


def test_killed_in_the_middle_of_a_push_nothing_is_lost_or_doubled(
    central: CentralProcess, add_laptop: AddLaptop
) -> None:
    anna = add_laptop("Anna")
    case_id = anna.new_case()
    anna.sync()
    for number in range(20):
        anna.add_person(case_id, f"Kind {number}")
    prepare = anna.client.prepare_push

    def killed_after(body: bytes) -> Callable[[bytes], protocol.PushReply]:
        def push(end: bytes) -> protocol.PushReply:
            prepare(body)(end)
            central.kill()
            raise ServerUnreachable

        return push

    anna.client.prepare_push = killed_after  # type: ignore[method-assign]
    assert isinstance(anna.sync().problem, ServerUnreachable)
    anna.client.prepare_push = prepare  # type: ignore[method-assign]
    central.start()
    report = anna.sync()
    assert report.complete
    assert report.confirmed == {"person": 20}
    assert len(anna.names(case_id)) == 20
    assert not report.resynced


@pytest.mark.parametrize("wrong_by", [-86_400 * 365, 3_600])
def test_a_laptop_with_a_wrong_clock_synchronises(add_laptop: AddLaptop, wrong_by: int) -> None:
    anna = add_laptop("Anna", clock=lambda: time.time() + wrong_by)
    anna.new_case()
    report = anna.sync()
    assert report.complete
    assert report.last_contact is not None
    assert abs(report.last_contact.timestamp() - time.time()) < 60


def test_many_records_come_over_in_pages(
    central: CentralProcess, add_laptop: AddLaptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconcile, "FIRST_PAGE", 100)
    monkeypatch.setattr(reconcile, "MOST_PAGE", 100)
    anna, bram = add_laptop("Anna"), add_laptop("Bram")
    case_id = anna.new_case()
    people = 250
    with anna.store.unit_of_work() as work:
        for number in range(people):
            person = Person(id=anna.store.new_id(), case_id=case_id, given_name=f"P{number}")
            work.save(person, None)
    feeds, pages = bram.client.feeds, []

    def counted(request: protocol.FeedsRequest) -> protocol.FeedsReply:
        reply = feeds(request)
        pages.extend(reply.pages)
        return reply

    bram.client.feeds = counted  # type: ignore[method-assign]
    sent = anna.sync()
    assert sent.complete
    assert sent.confirmed["person"] == people
    central.service.grant(case_id, bram.caller)
    received = bram.sync()
    assert received.pulled["person"] == people
    assert not received.resynced
    assert [page.more for page in pages] == [True, True, False]
    assert bram.names(case_id) == anna.names(case_id)
