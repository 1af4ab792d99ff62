"""A laptop with attachments in a folder of its own, and a line that breaks where a test says."""

import secrets
from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Table, select

from mvs_desktop.domain.attachments import Attachment
from mvs_desktop.domain.errors import (
    DiskFull,
    ServerUnreachable,
)
from mvs_desktop.services.kept_apart import as_another
from mvs_desktop.storage.base.engine import reading
from mvs_desktop.storage.base.tables import attachment_chunk
from mvs_desktop.storage.records.attachments import FOLDER
from mvs_desktop.storage.store import Store
from mvs_desktop.sync.attachments import ContentTravel
from mvs_desktop.sync.engine import SyncEngine
from mvs_desktop.sync.report import SyncReport
from tests.central.desk import Desk
from tests.sync.direct_central import DirectCentral
from tests.sync.laptop import KEY, Laptop, MakeStore


class Traveller(Laptop):
    """A laptop whose attachments travel. `requests` are those that the service got."""

    def __init__(self, store: Store, desk: Desk) -> None:
        self.link = DirectCentral(desk, desk.caller)
        super().__init__(store, desk.name, self.link, desk.central.epoch())
        self.desk = desk
        self.requests: list[str] = []
        self.link.before = self.requests.append
        self.now = 0.0
        self.start_anew()

    def start_anew(self) -> None:
        """As in another process, which remembers nothing."""
        self.travel = ContentTravel(
            self.store.contents, self.link, partial(as_another, self.store), lambda: self.now
        )

    def sync(self) -> SyncReport:
        return SyncEngine(self.replica, self.central, self.travel).run()

    def add(self, case_id: UUID, size: int) -> tuple[Attachment, bytes]:
        content = secrets.token_bytes(size)
        digest = sha256(content).hexdigest()
        id_ = self.store.new_id()
        item = Attachment(id=id_, case_id=case_id, name="Brief", size=size, sha256=digest)
        written = self.store.attachments.write(item, content, b"klein")
        assert written is not None
        with self.store.unit_of_work() as work:
            work.attach(item, written)
        return item, content

    def count(self, name: str) -> int:
        return self.requests.count(name)

    def states(self, item: Attachment) -> list[str]:
        query = select(attachment_chunk.c.state).filter_by(record_id=str(item.id))
        with reading(self.store._engine) as connection:
            return list(connection.execute(query).scalars())

    def files(self) -> int:
        folder = Path(str(self.store._engine.url.database)).parent / FOLDER
        return len(list(folder.iterdir())) if folder.exists() else 0


AddLaptop = Callable[[Desk], Traveller]


@pytest.fixture
def add_laptop(blank_store: Path, make_store: MakeStore, tmp_path: Path) -> Iterator[AddLaptop]:
    """Each store in a folder of its own: its attachments stand beside it."""
    made: list[Store] = []

    def add(desk: Desk) -> Traveller:
        folder = tmp_path / f"laptop-{len(made)}"
        folder.mkdir()
        path = folder / "case.store"
        path.write_bytes(blank_store.read_bytes())
        made.append(Store.open(path, KEY))
        return Traveller(made[-1], desk)

    yield add
    for store in made:
        store.close()


@pytest.fixture
def anna(sanne: Desk, add_laptop: AddLaptop) -> Traveller:
    return add_laptop(sanne)


@pytest.fixture
def bram(youssef: Desk, add_laptop: AddLaptop) -> Traveller:
    return add_laptop(youssef)


def rows(desk: Desk, table: Table) -> list[Any]:
    with desk.central.database.read() as connection:
        return list(connection.execute(select(table)))


def broken(*_: object) -> None:
    raise ServerUnreachable


def disk_full(*_: object) -> None:
    raise DiskFull


def breaking(laptop: Traveller, name: str, at: int, *, answered: bool) -> None:
    """The line breaks at the request `name` number `at`, from 0: it never arrives, or is done
    and its answer is lost."""
    seen = 0

    def watch(request: str) -> None:
        nonlocal seen
        if request == name:
            seen += 1
            if seen == at + 1:
                raise ServerUnreachable

    if answered:
        laptop.link.after = watch
    else:

        def before(request: str) -> None:
            laptop.requests.append(request)
            watch(request)

        laptop.link.before = before


def mend(laptop: Traveller) -> None:
    laptop.requests.clear()
    laptop.link.before = laptop.requests.append
    laptop.link.after = lambda _: None
