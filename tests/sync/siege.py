"""A laptop that waits to send and to fetch, a service of which one address says what a test wants,
and what is looked at afterwards. The client is a process of its own (besieged.py)."""

import shutil
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from sqlalchemy import select

from mvs_desktop.domain.attachments import CHUNK, Attachment
from mvs_desktop.services.views import Link, SyncState
from mvs_desktop.storage.base.engine import open_engine, reading
from mvs_desktop.storage.base.replica_types import Enrolment
from mvs_desktop.storage.base.tables import RECORDS, attachment_chunk, cursor, outbox, unread_record
from mvs_desktop.storage.store import Store
from mvs_desktop.sync import protocol
from mvs_desktop.sync.identity import DeviceKey
from mvs_desktop.sync.refusals import EpochChanged
from mvs_desktop.ui.sending.words import headline
from tests.storage.kills import check_file
from tests.support.peak import MIB
from tests.sync.besieged import KEY, Besieged, Told, besieged
from tests.sync.fake_central import TIME, FakeCentral, Held, WorkersView, a_person
from tests.sync.http_service import HttpService, Reply, Request, message, problem, serving
from tests.sync.laptop import Laptop

MOST = 256 * MIB  # of the whole process
CONTENT = bytes(range(256)) * 4096 + b"einde"  # of an attachment that is still to be fetched

Answer = Callable[[Request], Reply]


# The laptop, and the service as it should be


@dataclass
class Siege:
    """A laptop with an edit and an attachment that wait, and a service with news for it."""

    folder: Path
    central: FakeCentral
    case_id: UUID
    service: HttpService
    client: Besieged

    @property
    def store(self) -> Path:
        return self.folder / "case.store"

    def attack(self, path: str, answer: Answer) -> Told:
        """Synchronise while this address, and no other, says what it should not."""
        sound = honest(self.central)
        self.service.answer = lambda asked: (
            answer(asked) if asked.path == path else sound[asked.path](asked)
        )
        return self.client.synchronise(self.store)


def honest(central: FakeCentral) -> dict[str, Answer]:
    view = WorkersView(central, "anna")

    def asked(kind: type[Any], work: Callable[[Any], protocol.Struct]) -> Answer:
        def answer(request: Request) -> Reply:
            try:
                return message(work(msgspec.json.decode(request.body, type=kind)))
            except EpochChanged:
                return problem(409, "epoch-changed")

        return answer

    def put(request: Request) -> Reply:
        sent.add(protocol.unframed(request.body)[0].number)
        return message(protocol.ContentState(sorted({0, 1} - sent)))

    def get(request: Request) -> Reply:
        number = msgspec.json.decode(request.body, type=protocol.ContentRequest).number
        return Reply(200, CONTENT[number * CHUNK : (number + 1) * CHUNK])

    sent = set[int]()
    return {
        "/v1/token": lambda _: message(protocol.TokenReply("token", 300, TIME)),
        "/v1/push": asked(protocol.PushRequest, view.push),
        "/v1/pull": asked(protocol.PullRequest, view.pull),
        "/v1/feeds": asked(protocol.FeedsRequest, view.feeds),
        "/v1/attachment/offer": lambda _: message(protocol.ContentState(sorted({0, 1} - sent))),
        "/v1/attachment/put": put,
        "/v1/attachment/get": get,
        "/v1/acts": lambda _: problem(503, "busy"),
    }


@pytest.fixture(scope="module")
def service() -> Iterator[HttpService]:
    with serving() as running:
        yield running


@pytest.fixture(scope="module")
def client() -> Iterator[Besieged]:
    with besieged() as process:
        yield process


@pytest.fixture(scope="module")
def laid(
    service: HttpService, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, FakeCentral, UUID]:
    """The store before any attack, and what the service then has."""
    folder, central = tmp_path_factory.mktemp("laid"), FakeCentral()
    store = Store.create(folder / "case.store", KEY, uuid4())
    try:
        anna = Laptop(store, "anna", WorkersView(central, "anna"), central.epoch)
        key = DeviceKey.generate().to_pem()
        mine = Enrolment(uuid4(), uuid4(), "anna", "", "", "", "", service.url, key)
        store.replica.save_enrolment(mine, central.epoch)
        case_id = anna.new_case()
        bo = anna.add_person(case_id, "Bo")
        doc = {
            "compartment": "zorg",
            "name": "Brief",
            "size": len(CONTENT),
            "sha256": sha256(CONTENT).hexdigest(),
        }
        anna.sync()
        central.put(case_id, Held("attachment", str(uuid4()), "zorg", doc=doc))
        anna.sync()
        anna.rename(bo, "Bobbie")
        own = bytes(CHUNK + 1)
        item = Attachment(
            id=store.new_id(), case_id=case_id, size=len(own), sha256=sha256(own).hexdigest()
        )
        written = store.attachments.write(item, own, b"klein")
        assert written is not None
        with store.unit_of_work() as work:
            work.attach(item, written)
    finally:
        store.close()
    central.put(case_id, a_person("Sem"))
    return folder, central, case_id


@pytest.fixture
def siege(
    laid: tuple[Path, FakeCentral, UUID], service: HttpService, client: Besieged, tmp_path: Path
) -> Siege:
    folder, central, case_id = laid
    shutil.copytree(folder, tmp_path / "laptop")
    service.requests.clear()
    return Siege(tmp_path / "laptop", deepcopy(central), case_id, service, client)


# What is looked at afterwards


@dataclass(frozen=True)
class Holds:
    records: dict[str, list[tuple[Any, ...]]]
    cursors: list[tuple[Any, ...]]
    operations: list[tuple[Any, ...]]
    chunks: list[tuple[Any, ...]]


def holds(path: Path) -> Holds:
    """What a person sees of the store, how far it was read, and what waits or is kept."""
    operation = (outbox.c.op_id, outbox.c.counter, outbox.c.record_id, outbox.c.units)
    chunk = (attachment_chunk.c.record_id, attachment_chunk.c.number, attachment_chunk.c.state)
    engine = open_engine(path, KEY)
    try:
        with reading(engine) as connection:

            def rows(query: Any) -> list[tuple[Any, ...]]:
                return sorted(map(tuple, connection.execute(query).all()), key=repr)

            tables = {**RECORDS, "": unread_record}
            return Holds(
                {name: rows(select(table.c.id, *_shown(table))) for name, table in tables.items()},
                rows(select(cursor)),
                rows(select(*operation)),
                rows(select(*chunk)),
            )
    finally:
        engine.dispose()


def _shown(table: Any) -> list[Any]:
    """The columns that hold what was written; not how far the service knows of it."""
    inward = {"id", "seq", "versions", "wire_hash", "pending", "sent"}
    return [column for column in table.c if column.name not in inward]


def said(told: Told) -> str:
    """What the worker reads on the sending line."""
    return headline(state_of(told), date(2026, 11, 23)).text


def state_of(told: Told) -> SyncState:
    return SyncState(Link(told.link), told.pending, 0, 0, None, told.unfetched, False)


def is_whole(siege: Siege, before: Holds, told: Told) -> Holds:
    """Nothing of what was written is gone, and it cost no more than it may."""
    assert told.peak < MOST, f"{told.peak / MIB:.0f} MiB"
    check_file(siege.store, KEY)
    after = holds(siege.store)
    assert after.operations == before.operations
    assert [chunk[:2] for chunk in after.chunks] == [chunk[:2] for chunk in before.chunks]
    return after


# What a visit asks before anything of what waits was taken.
FIRST = frozenset({"/v1/token", "/v1/push", "/v1/attachment/offer", "/v1/attachment/put"})


def refused(siege: Siege, path: str, answer: Answer, link: Link = Link.UNREADABLE) -> None:
    before = holds(siege.store)
    told = siege.attack(path, answer)
    assert (told.bug, told.link) == ("", link)
    assert said(told) in ("Geen verbinding", "Niet toegelaten")
    after = is_whole(siege, before, told)
    assert (after.records, after.cursors) == (before.records, before.cursors)
    if path in FIRST:
        assert told.pending > 0
        assert after.chunks == before.chunks
