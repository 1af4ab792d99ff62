"""Content over TCP with a line that goes dead inside a chunk: the real client and service."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest
from urllib3.connection import HTTPConnection
from urllib3.exceptions import ProtocolError
from urllib3.response import HTTPResponse

from mvs_central.base.central import Caller
from mvs_desktop.domain.attachments import CHUNK, Attachment
from mvs_desktop.domain.errors import ServerUnreachable
from mvs_desktop.services.kept_apart import as_another
from mvs_desktop.storage.base.replica_types import Enrolment
from mvs_desktop.storage.records.unit_of_work import Author
from mvs_desktop.storage.store import Store
from mvs_desktop.sync import protocol
from mvs_desktop.sync.attachments import ContentTravel
from mvs_desktop.sync.client import CentralClient, enrol
from mvs_desktop.sync.engine import SyncEngine
from mvs_desktop.sync.report import SyncReport
from tests.sync.central_process import CentralProcess, running
from tests.sync.direct_central import blank_central
from tests.sync.laptop import Laptop, MakeStore


@pytest.fixture
def central(tmp_path: Path) -> Iterator[CentralProcess]:
    path = tmp_path / "central.db"
    blank_central(path)
    with running(path) as process:
        yield process


class Enrolled(Laptop):
    """A laptop that talks over TCP."""

    def __init__(self, store: Store, enrolment: Enrolment, epoch: str) -> None:
        self.store, self.replica, self.name = store, store.replica, enrolment.worker_name
        store.author = Author(str(enrolment.worker_id), enrolment.worker_name)
        self.replica.save_enrolment(enrolment, epoch)
        self.client = CentralClient(
            enrolment.service_url, enrolment.device_id, enrolment.private_key
        )
        self.travel = ContentTravel(store.contents, self.client, partial(as_another, store))

    def sync(self) -> SyncReport:
        return SyncEngine(self.replica, self.client, self.travel).run()


@contextmanager
def laptop(central: CentralProcess, store: Store, worker_id: UUID) -> Iterator[Enrolled]:
    enrolment, epoch = enrol(central.url, central.new_code(worker_id), "laptop")
    made = Enrolled(store, enrolment, epoch)
    try:
        yield made
    finally:
        made.client.close()


class Line:
    """What goes over the line, and how much still does before it goes dead."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.sent = 0
        self.left = self.left_in = 1 << 40
        send, read1 = HTTPConnection.send, HTTPResponse.read1

        def cut(connection: HTTPConnection, data: bytes) -> None:
            part = bytes(data)[: self.left]
            self.sent += len(part)
            self.left -= len(part)
            send(connection, part)
            if len(part) < len(data):
                assert connection.sock is not None
                connection.sock.close()
                raise BrokenPipeError

        def cut_in(response: HTTPResponse, amount: int) -> bytes:
            data = read1(response, amount)
            self.left_in -= len(data)
            if self.left_in < 0:
                raise ProtocolError("weg")
            return data

        monkeypatch.setattr(HTTPConnection, "send", cut)
        monkeypatch.setattr(HTTPResponse, "read1", cut_in)

    def mend(self) -> None:
        self.left = self.left_in = 1 << 40


def test_a_line_that_goes_dead_inside_a_chunk_costs_that_chunk_alone(
    central: CentralProcess, make_store: MakeStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna_id, bram_id = central.add_worker("Anna"), central.add_worker("Bram")
    with (
        laptop(central, make_store(), anna_id) as anna,
        laptop(central, make_store(), bram_id) as bram,
    ):
        case_id = anna.new_case()
        assert anna.sync().complete
        content = secrets.token_bytes(4 * CHUNK + CHUNK // 2)
        digest = sha256(content).hexdigest()
        item = Attachment(id=anna.store.new_id(), case_id=case_id, size=len(content), sha256=digest)
        written = anna.store.attachments.write(item, content, None)
        assert written is not None
        with anna.store.unit_of_work() as work:
            work.attach(item, written)
        line = Line(monkeypatch)
        # In the first chunk, close to the end of a later one, and just after one.
        for left in (CHUNK // 2, 2 * CHUNK - 10, CHUNK + 8 * 1024):
            line.left = left
            report = anna.sync()
            assert isinstance(report.problem, ServerUnreachable)
            assert report.pending == 1
            line.mend()
        assert anna.sync().complete
        most_twice = 3 * CHUNK
        assert len(content) < line.sent < len(content) + most_twice + 64 * 1024
        # A colleague fetches it over a line that is no better.
        central.service.grant(case_id, _caller(bram))
        for left_in in (CHUNK // 2, 2 * CHUNK):
            line.left_in = left_in
            assert isinstance(bram.sync().problem, ServerUnreachable)
            line.mend()
        assert bram.sync().fetched == {item.id}
        assert bram.store.attachments.read(item.id) == content


def _caller(one: Enrolled) -> Caller:
    enrolment = one.replica.enrolment()
    assert enrolment is not None
    return Caller(enrolment.worker_id, enrolment.device_id)


def test_killed_between_chunks_the_service_goes_on_with_what_it_has(
    central: CentralProcess, make_store: MakeStore
) -> None:
    with laptop(central, make_store(), central.add_worker("Anna")) as anna:
        case_id = anna.new_case()
        content = secrets.token_bytes(2 * CHUNK + 1)
        digest = sha256(content).hexdigest()
        item = Attachment(id=anna.store.new_id(), case_id=case_id, size=len(content), sha256=digest)
        written = anna.store.attachments.write(item, content, None)
        assert written is not None
        with anna.store.unit_of_work() as work:
            work.attach(item, written)
        put, numbers = anna.client.put, []

        def put_and_kill(head: protocol.ChunkHead, chunk: bytes) -> protocol.ContentState:
            numbers.append(head.number)
            if len(numbers) == 2:
                central.kill()
            return put(head, chunk)

        anna.client.put = put_and_kill  # type: ignore[method-assign]
        assert isinstance(anna.sync().problem, ServerUnreachable)
        central.start()
        report = anna.sync()
        assert (report.complete, report.pending) == (True, 0)
        assert numbers == [0, 1, 1, 2]
