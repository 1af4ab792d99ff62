"""Several processes of the service on one PostgreSQL: each request goes to another one, as behind a
load balancer. No number comes twice, no change is missed, and what one knows they all know."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from mvs_central.access import directory
from mvs_central.base.central import Central
from mvs_central.devices.enrolment import new_code
from mvs_central.integrity.verify import verify
from mvs_central.tables import change, op_outcome
from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.errors import ServerRefused
from mvs_desktop.domain.people import Person
from mvs_desktop.sync import protocol
from mvs_desktop.sync.client import CentralClient, enrol
from tests.central.desk import Desk, created, group, new_desk, new_worker, share
from tests.central.running import running
from tests.support import asked

PROCESSES, WRITERS, TURNS = 3, 4, 6
WAIT = 60  # seconds for the others, after which the test fails


class Roaming:
    """A laptop of which each request reaches another process; with one token for all of them."""

    def __init__(self, central: Central, urls: list[str], name: str) -> None:
        self.worker_id = new_worker(central, name)
        code, _ = new_code(central, self.worker_id)
        me, self.epoch = enrol(urls[0], code, "laptop")
        self.device_id = me.device_id
        self.clients = [CentralClient(url, me.device_id, me.private_key) for url in urls]
        self.clients[0].pull(protocol.PullRequest(self.epoch, ""))
        for other in self.clients[1:]:
            other._token = self.clients[0]._token
            other._prover._nonce = self.clients[0]._prover._nonce
        self._turns = cycle(self.clients)

    def next(self) -> CentralClient:
        return next(self._turns)

    def push(self, case_id: UUID, *ops: protocol.Op) -> list[protocol.OpResult]:
        request = protocol.PushRequest(self.epoch, [group(case_id, *ops)])
        return asked.push(self.next(), request).results

    def close(self) -> None:
        for client in self.clients:
            client.close()


class Follower:
    """Reads a case by its cursors, a few records at a time."""

    def __init__(self, laptop: Roaming, case_id: UUID) -> None:
        self._laptop = laptop
        self._cursors = [protocol.Cursor(str(case_id), "basis", 0)]
        self.seen: list[tuple[UUID, int]] = []

    def read(self) -> None:
        more = True
        while more:
            page = asked.page(self._laptop.next(), self._laptop.epoch, self._cursors, 5)
            self.seen += [(UUID(item.id), item.seq) for item in page.records]
            self._cursors, more = page.cursors, page.more


@pytest.fixture
def urls(on_postgres: Central, serving_login: str, tmp_path: Path) -> Iterator[list[str]]:
    with ExitStack() as stack:
        log = tmp_path / "service.log"
        starting = [running(serving_login, log) for _ in range(PROCESSES)]
        yield [stack.enter_context(process).url for process in starting]
        assert '"failure"' not in log.read_text("utf-8")


@pytest.fixture
def add_laptop(on_postgres: Central, urls: list[str]) -> Iterator[Callable[[str], Roaming]]:
    made: list[Roaming] = []

    def add(name: str) -> Roaming:
        made.append(Roaming(on_postgres, urls, name))
        return made[-1]

    yield add
    for laptop in made:
        laptop.close()


def test_writers_and_a_reader_over_all_processes(
    on_postgres: Central, add_laptop: Callable[[str], Roaming]
) -> None:
    lead = add_laptop("Sanne de Wit")
    case_id = uuid4()
    (made,) = lead.push(case_id, created(CaseFile(id=case_id, case_id=case_id)))
    assert made.outcome == "applied"
    writers = [add_laptop(f"Medewerker {number}") for number in range(WRITERS)]
    for writer in writers:
        share(_desk(on_postgres, writer), case_id)
    before = len(_seqs(on_postgres))
    start, done = threading.Barrier(WRITERS + 1), threading.Event()

    def write(writer: Roaming) -> list[UUID]:
        start.wait(WAIT)
        people = []
        for _ in range(TURNS):
            person = Person(id=uuid4(), case_id=case_id)
            op = created(person)
            answer = writer.push(case_id, op)
            assert [result.outcome.value for result in answer] == ["applied"]
            assert writer.push(case_id, op) == answer, "another process knows what became of it"
            people.append(person.id)
        return people

    def follow(follower: Follower) -> None:
        start.wait(WAIT)
        while not done.wait(0.01):
            follower.read()
        follower.read()

    follower = Follower(lead, case_id)
    with ThreadPoolExecutor(WRITERS + 1) as pool:
        following = pool.submit(follow, follower)
        written = [one for part in pool.map(write, writers) for one in part]
        done.set()
        following.result(WAIT)
    seqs = _seqs(on_postgres)
    assert len(seqs) == before + WRITERS * TURNS
    assert seqs == list(range(1, len(seqs) + 1)), "every number once, and none left out"
    assert _outcomes(on_postgres) == WRITERS * TURNS + 1
    people = [id_ for id_, _ in follower.seen if id_ in set(written)]
    assert sorted(people) == sorted(written), "each of them, and once"


def test_what_one_process_knows_they_all_know_and_the_audit_is_one_tree(
    on_postgres: Central, serving_login: str, tmp_path: Path
) -> None:
    """Each seals at its beginning and at its end, all of them at the same time."""
    with ExitStack() as stack:
        places = [tmp_path / f"{number}.log" for number in range(PROCESSES)]
        urls = [stack.enter_context(running(serving_login, place)).url for place in places]
        laptop = Roaming(on_postgres, urls, "Sanne de Wit")
        stack.callback(laptop.close)
        case_id = uuid4()
        laptop.push(case_id, created(CaseFile(id=case_id, case_id=case_id)))
        for client in laptop.clients:
            manifest = client.pull(protocol.PullRequest(laptop.epoch, ""))
            assert {head.case_id for head in manifest.scopes} == {str(case_id)}
        directory.revoke_device(on_postgres, laptop.device_id)
        for client in laptop.clients:
            with pytest.raises(ServerRefused):
                client.pull(protocol.PullRequest(laptop.epoch, ""))
    verdict = verify(on_postgres)
    assert (verdict.faults, verdict.waiting) == ((), 0)


def _desk(central: Central, laptop: Roaming) -> Desk:
    return new_desk(central, worker_id=laptop.worker_id)


def _seqs(central: Central) -> list[int]:
    with central.database.read() as connection:
        return list(connection.scalars(select(change.c.seq).order_by(change.c.seq)))


def _outcomes(central: Central) -> int:
    with central.database.read() as connection:
        return len(connection.execute(select(op_outcome.c.op_id)).all())
