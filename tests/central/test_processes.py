"""The service in processes of its own: over TCP, killed, started again, and many at once."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from mvs_central.base.central import Central
from mvs_central.devices.enrolment import new_code
from mvs_central.tables import audit, audit_seal, case_head, change, op_outcome, record
from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.errors import EnrolmentCodeRefused, ServerRefused, ServerUnreachable
from mvs_desktop.domain.people import Person
from mvs_desktop.sync import protocol
from mvs_desktop.sync.client import CentralClient, enrol
from mvs_desktop.sync.protocol import Cursor, Op, PullRequest, PushRequest
from tests.central.desk import (
    Desk,
    created,
    doc_of,
    edited,
    group,
    new_desk,
    new_worker,
    share,
    version_of,
)
from tests.central.running import Running, now_central, running, service
from tests.support import asked
from tests.support.databases import free_port

__all__ = ["now_central", "service"]

THREADS = 4
UNDER_WAY = 1.0  # seconds, in which a request surely reaches the service
KILLED = (0.0, 0.02, 0.05, 0.1)  # seconds after a push began


def laptop(central: Central, url: str, name: str) -> tuple[CentralClient, Desk]:
    """A worker with a laptop that was enrolled over HTTP."""
    worker_id = new_worker(central, name)
    code, _ = new_code(central, worker_id)
    enrolment, epoch = enrol(url, code, "laptop")
    assert (enrolment.worker_name, epoch) == (name, central.epoch())
    with pytest.raises(EnrolmentCodeRefused):
        enrol(url, code, "nog een laptop")
    desk = new_desk(central, worker_id=worker_id)
    return CentralClient(url, enrolment.device_id, enrolment.private_key), desk


def push(client: CentralClient, epoch: str, case_id: UUID, *ops: Op) -> list[protocol.OpResult]:
    return asked.push(client, PushRequest(epoch, [group(case_id, *ops)])).results


def test_two_laptops_over_the_network(service: Running, now_central: Central) -> None:
    epoch = now_central.epoch()
    first, _ = laptop(now_central, service.url, "Sanne de Wit")
    second, colleague = laptop(now_central, service.url, "Youssef Amrani")
    case_id = uuid4()
    child = Person(id=uuid4(), case_id=case_id, given_name="Noor")
    case_file = CaseFile(id=case_id, case_id=case_id, name="Familie Elsenaar")
    results = push(first, epoch, case_id, created(case_file), created(child))
    assert [result.outcome for result in results] == ["applied", "applied"]

    basis = Cursor(str(case_id), "basis", 0)
    assert second.pull(PullRequest(epoch, "")).scopes == []
    with pytest.raises(LookupError):
        asked.page(second, epoch, [basis])
    share(colleague, case_id, "basis")
    (head,) = second.pull(PullRequest(epoch, "")).scopes
    page = asked.page(second, epoch, [basis])
    assert page.heads == [head]
    seen = {UUID(item.id): item for item in page.records}
    assert doc_of(seen[child.id])["given_name"] == "Noor"

    version = version_of(seen[child.id], "given_name")
    for client, name, outcome in ((first, "Nora", "applied"), (second, "Noortje", "conflicted")):
        value = {"given_name": name}
        op = edited(child, "given_name", value, base={"given_name": "Noor"}, version=version)
        assert [item.outcome for item in push(client, epoch, case_id, op)] == [outcome]
    for client in (first, second):
        client.close()
    service.process.terminate()
    service.process.wait(30)
    lines = service.log()
    assert {line["status"] for line in lines} == {200, 401, 403}
    # Each laptop learns the nonce once; all that follows is one round trip.
    assert [line["code"] for line in lines if line["status"] == 401] == ["use-nonce"] * 2
    text = service.log_file.read_text("utf-8")
    for secret in ("Elsenaar", "Sanne", "Noor", "DPoP", "Traceback"):
        assert secret not in text


def test_asked_to_end_it_answers_what_it_began_and_seals_the_last_rows(
    service: Running, now_central: Central
) -> None:
    client, _ = laptop(now_central, service.url, "Sanne de Wit")
    epoch, case_id = now_central.epoch(), uuid4()
    ops = [created(CaseFile(id=case_id, case_id=case_id))]
    ops += [created(Person(id=uuid4(), case_id=case_id)) for _ in range(40)]
    assert push(client, epoch, case_id, ops[0])[0].outcome == "applied"
    with ThreadPoolExecutor(1) as pool:
        with now_central.database.write() as connection:  # what holds the request up
            connection.execute(select(case_head).with_for_update())
            answer = pool.submit(push, client, epoch, case_id, *ops[1:])
            time.sleep(UNDER_WAY)
            service.process.terminate()
            time.sleep(UNDER_WAY / 2)
            assert not answer.done()
        results = answer.result(30)
    assert {result.outcome for result in results} == {"applied"}
    assert service.process.wait(30) == 0
    with pytest.raises(ServerUnreachable):
        client.pull(PullRequest(epoch, ""))
    client.close()
    with now_central.database.read() as connection:
        newest = connection.scalars(select(func.max(audit.c.id))).one()
        sealed = connection.scalars(select(func.max(audit_seal.c.upto))).one()
    assert sealed == newest


def test_a_revoked_laptop_is_out_at_once(service: Running, now_central: Central) -> None:
    from mvs_central.access.directory import devices, revoke_device

    client, _ = laptop(now_central, service.url, "Sanne de Wit")
    request = PullRequest(now_central.epoch(), "")
    assert client.pull(request).scopes == []
    for device in devices(now_central):
        revoke_device(now_central, device.id)
    with pytest.raises(ServerRefused):
        client.pull(request)
    client.close()


def ask_again(
    client: CentralClient,
    epoch: str,
    case_id: UUID,
    unsure: list[tuple[list[Op], list[protocol.OpResult] | None]],
) -> None:
    """Whatever answer came the first time comes again, and a lost one comes at last."""
    for batch, answer in unsure:
        again = push(client, epoch, case_id, *batch)
        assert {item.outcome for item in again} == {"applied"}
        assert answer in (None, again)
        assert push(client, epoch, case_id, *batch) == again


def test_killed_again_and_again_and_nothing_is_lost_or_doubled(
    now_central: Central, serving_url: str, tmp_path: Path
) -> None:
    epoch, port, log = now_central.epoch(), free_port(), tmp_path / "service.log"
    case_id = uuid4()
    first = [created(CaseFile(id=case_id, case_id=case_id))]
    batches = [[created(Person(id=uuid4(), case_id=case_id)) for _ in range(50)] for _ in KILLED]
    with running(serving_url, log, port) as process:
        client, _ = laptop(now_central, process.url, "Sanne de Wit")
        assert [item.seq for item in push(client, epoch, case_id, *first)] == [1]
    lost = 0
    unsure: list[tuple[list[Op], list[protocol.OpResult] | None]] = []
    for after, batch in zip(KILLED, batches, strict=True):
        with running(serving_url, log, port) as process:
            ask_again(client, epoch, case_id, unsure)
            killer = threading.Timer(after, process.kill)
            killer.start()
            answer = None
            try:
                answer = push(client, epoch, case_id, *batch)
            except ServerUnreachable:
                lost += 1
            unsure.append((batch, answer))
            killer.join()
    assert lost > 0
    with running(serving_url, log, port):
        ask_again(client, epoch, case_id, unsure)
    client.close()
    batches.append(first)
    made = sum(len(batch) for batch in batches)
    with now_central.database.read() as connection:
        counts = [
            connection.scalars(select(func.count()).select_from(table)).one()
            for table in (record, change, op_outcome)
        ]
        seqs = connection.scalars(select(change.c.seq).order_by(change.c.seq)).all()
    assert counts == [made + 1, made + 1, made]  # the creator's membership has no operation
    assert list(seqs) == list(range(1, made + 2))


def test_many_writers_in_one_case_lose_nothing(sanne: Desk) -> None:
    case_id = sanne.new_case()
    child = Person(id=uuid4(), case_id=case_id)
    sanne.do(case_id, created(child))
    seen = sanne.read(case_id)[child.id]
    desks = [new_desk(sanne.central, f"Medewerker {number}") for number in range(THREADS)]
    for desk in desks:
        share(desk, case_id)
    start = threading.Barrier(THREADS)

    def write(number: int) -> list[str]:
        start.wait(30)
        outcomes = []
        for turn in range(12):
            mine = {"languages": [f"taal-{number}-{turn}"]}
            op = edited(
                child,
                "languages",
                mine,
                base={"languages": []},
                version=version_of(seen, "languages"),
            )
            outcomes.append(desks[number].do(case_id, op).outcome.value)
        name = {"given_name": f"Naam {number}"}
        base = {"given_name": ""}
        op = edited(child, "given_name", name, base=base, version=version_of(seen, "given_name"))
        return [*outcomes, desks[number].do(case_id, op).outcome.value]

    with ThreadPoolExecutor(THREADS) as pool:
        outcomes = list(pool.map(write, range(THREADS)))
    doc = sanne.doc(case_id, child.id)
    assert doc["languages"] == sorted(f"taal-{n}-{t}" for n in range(THREADS) for t in range(12))
    assert sorted(item[-1] for item in outcomes) == ["applied", *["conflicted"] * (THREADS - 1)]
    kept = {doc["given_name"]}
    kept |= {
        name
        for item in sanne.conflicts(case_id)
        for name in [doc_of(item)["other"].removeprefix('{"given_name":"').removesuffix('"}')]
    }
    assert kept == {f"Naam {number}" for number in range(THREADS)}
    seqs = sorted(item.seq for item in sanne.read(case_id).values())
    assert len(set(seqs)) == len(seqs)


def test_one_of_many_gets_a_case_id(central: Central) -> None:
    desks = [new_desk(central, f"Medewerker {number}") for number in range(THREADS)]
    start = threading.Barrier(THREADS)
    for _ in range(3):
        case_id = uuid4()

        def create(desk: Desk, case_id: UUID = case_id) -> tuple[str, str]:
            op = created(CaseFile(id=case_id, case_id=case_id, name=desk.name))
            start.wait(30)
            result = desk.do(case_id, op)
            return result.outcome.value, result.reason

        with ThreadPoolExecutor(THREADS) as pool:
            answers = sorted(pool.map(create, desks))
        assert answers == [("applied", ""), *[("rejected", "not-found")] * (THREADS - 1)]
        readers = [desk for desk in desks if case_id in desk.read(case_id)]
        assert len(readers) == 1


def test_one_device_pushing_twice_at_once_is_applied_once(sanne: Desk) -> None:
    case_id = sanne.new_case()
    ops = [created(Person(id=uuid4(), case_id=case_id)) for _ in range(20)]
    start = threading.Barrier(THREADS)

    def send(_: int) -> list[protocol.OpResult]:
        start.wait(30)
        return sanne.push(*(group(case_id, op) for op in ops))

    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(send, range(THREADS)))
    assert all(answer == answers[0] for answer in answers)
    assert {result.outcome for result in answers[0]} == {"applied"}
    assert len(sanne.read(case_id)) == 22
