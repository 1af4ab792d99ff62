"""A laptop with a real, encrypted store, and a worker who writes on it."""

import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from mvs_desktop.domain.catalogue import CaseFile, Person
from mvs_desktop.storage.base.replica_types import Enrolment
from mvs_desktop.storage.records.unit_of_work import Author
from mvs_desktop.storage.store import Store
from mvs_desktop.sync.engine import CentralPort, SyncEngine
from mvs_desktop.sync.report import SyncReport

KEY = secrets.token_bytes(32)


class Laptop:
    """`central` is the service as this laptop's worker sees it."""

    def __init__(self, store: Store, name: str, central: CentralPort, epoch: str) -> None:
        self.store = store
        self.replica = store.replica
        self.name = name
        self.central = central
        store.author = Author(str(uuid4()), name)
        self.replica.save_enrolment(
            Enrolment(uuid4(), uuid4(), name, "", "", "", "", "", ""), epoch
        )

    def sync(self) -> SyncReport:
        return SyncEngine(self.replica, self.central).run()

    def new_case(self, name: str = "Familie De Boer") -> UUID:
        case_id = self.store.new_id()
        with self.store.unit_of_work() as work:
            work.save(CaseFile(id=case_id, case_id=case_id, name=name), None)
        return case_id

    def add_person(self, case_id: UUID, given_name: str) -> UUID:
        person = Person(id=self.store.new_id(), case_id=case_id, given_name=given_name)
        with self.store.unit_of_work() as work:
            work.save(person, None)
        return person.id

    def rename(self, person_id: UUID, given_name: str) -> None:
        with self.store.reader() as reader:
            before = reader.get(Person, person_id)
        assert before is not None
        with self.store.unit_of_work() as work:
            work.save(replace(before, given_name=given_name), before)

    def names(self, case_id: UUID) -> list[str]:
        with self.store.reader() as reader:
            return sorted(item.given_name for item in reader.select(Person, case_id=case_id))

    def cases(self) -> list[str]:
        with self.store.reader() as reader:
            return sorted(item.name for item in reader.select(CaseFile))


@pytest.fixture(scope="session")
def blank_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new store: copying it is quicker than making one."""
    path = tmp_path_factory.mktemp("store") / "blank.db"
    Store.create(path, KEY, uuid4()).close()
    return path


MakeStore = Callable[[], Store]


@pytest.fixture
def make_store(blank_store: Path, tmp_path: Path) -> Iterator[MakeStore]:
    """Makes open stores, and closes them after the test."""
    made: list[Store] = []

    def make() -> Store:
        path = tmp_path / f"{len(made)}.db"
        shutil.copyfile(blank_store, path)
        made.append(Store.open(path, KEY))
        return made[-1]

    yield make
    for store in made:
        store.close()
