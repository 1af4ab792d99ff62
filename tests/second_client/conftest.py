"""A real service in a process of its own, on each database, and whoever administers it.

This is the service's side: the client itself (the modules beside this one) sees only its address.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from mvs_central.access import directory, members
from mvs_central.access.directory import NewWorker
from mvs_central.access.members import Membership
from mvs_central.base import acting
from mvs_central.base.central import Central
from mvs_central.base.database import Database
from mvs_central.base.walls import SERVING
from mvs_central.cli.main import main
from mvs_central.devices.enrolment import new_code
from mvs_desktop.domain.cases import CaseRole
from mvs_desktop.domain.records import Compartment
from mvs_desktop.storage.store import Store
from tests.central.running import running
from tests.second_client.colleague import Colleague
from tests.second_client.laptop import Laptop
from tests.second_client.sharing import Shared
from tests.support.databases import PostgresCluster
from tests.sync.laptop import KEY

TEAM = "Oost"


@dataclass(frozen=True)
class Office:
    """What an administrator does; `address` is the service's."""

    database: str
    address: str
    central: Central

    def run(self, *words: str) -> str:
        """A command of mvs-central, which takes its time to begin."""
        said, complaint = StringIO(), StringIO()
        with redirect_stdout(said), redirect_stderr(complaint):
            code = main(["--database", self.database, *words])
        assert code == 0, complaint.getvalue()
        return said.getvalue().strip()

    def worker(self, name: str) -> str:
        with acting.administration():
            return str(directory.add_worker(self.central, NewWorker(name, "", "", TEAM)))

    def code(self, worker_id: str) -> str:
        with acting.administration():
            code, _until = new_code(self.central, UUID(worker_id))
        return code

    def grant(self, worker_id: str, case_id: str, compartments: Sequence[str] = ()) -> None:
        some = tuple(map(Compartment, compartments or Compartment))
        today = self.central.today()
        with acting.administration():
            membership = Membership(CaseRole.INVOLVED, some, today, None)
            members.grant(self.central, UUID(case_id), UUID(worker_id), membership)

    def revoke(self, worker_id: str, case_id: str) -> None:
        with acting.administration():
            members.revoke(self.central, UUID(case_id), UUID(worker_id))


def prepare(database: str) -> None:
    """A service with one team and nobody in it."""
    with closing(Database(database)) as opened, acting.administration():
        directory.init(Central(opened), demo=False)
        directory.add_team(Central(opened), TEAM, "GM0622")


@contextmanager
def administered(database: str, address: str) -> Iterator[Office]:
    with closing(Database(database)) as opened:
        yield Office(database, address, Central(opened))


@contextmanager
def served(database: str, serving: str, folder: Path) -> Iterator[Office]:
    with (
        running(serving, folder / "service.log") as service,
        administered(database, service.url) as office,
    ):
        yield office


@pytest.fixture(scope="session")
def sqlite_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("second_client")
    database = str(folder / "central.db")
    prepare(database)
    with served(database, database, folder) as office:
        yield office


@pytest.fixture(scope="session")
def postgresql_office(
    postgres_cluster: PostgresCluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    database = postgres_cluster.create_database("second_client")
    prepare(database)  # makes the group of those who serve
    login = postgres_cluster.login("second_client", SERVING)
    serving = postgres_cluster.url("second_client", login)
    with served(database, serving, tmp_path_factory.mktemp("second_client")) as office:
        yield office


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest) -> Office:
    """One for all tests of a run: to begin takes longer than a test."""
    found: Office = request.getfixturevalue(f"{request.param}_office")
    return found


MakeLaptop = Callable[[str], Laptop]


@contextmanager
def colleague(office: Office, folder: Path) -> Iterator[Colleague]:
    with closing(Store.create(folder / "store.db", KEY, uuid4())) as store:
        laptop = Colleague(store, office.address, office.code(office.worker("Bram Testers")))
        yield laptop
        laptop.client.close()


@pytest.fixture(scope="session")
def sqlite_bram(
    sqlite_office: Office, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Colleague]:
    with colleague(sqlite_office, tmp_path_factory.mktemp("bram")) as bram:
        yield bram


@pytest.fixture(scope="session")
def postgresql_bram(
    postgresql_office: Office, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Colleague]:
    with colleague(postgresql_office, tmp_path_factory.mktemp("bram")) as bram:
        yield bram


@pytest.fixture
def bram(office: Office, request: pytest.FixtureRequest) -> Colleague:
    """The project's own laptop, of a worker with many cases: one for each test that needs it."""
    kind = "sqlite" if office.database.endswith(".db") else "postgresql"
    found: Colleague = request.getfixturevalue(f"{kind}_bram")
    return found


@pytest.fixture
def laptop_of(office: Office) -> Iterator[MakeLaptop]:
    """Another laptop of a worker, enrolled with a one-time code."""
    made = []

    def make(worker_id: str) -> Laptop:
        laptop = Laptop(office.address)
        made.append(laptop)
        laptop.enrol(office.code(worker_id))
        return laptop

    yield make
    for laptop in made:
        laptop.close()


@pytest.fixture
def shared(office: Office, laptop_of: MakeLaptop, bram: Colleague) -> Shared:
    """A case that Bram began and Noor was given and has read."""
    noor_id = office.worker("Noor Testers")
    noor = laptop_of(noor_id)
    case_id = str(bram.new_case("Familie De Boer"))
    bram.sync()
    office.grant(noor_id, case_id)
    noor.synchronise()
    return Shared(noor, bram, noor_id, case_id)
