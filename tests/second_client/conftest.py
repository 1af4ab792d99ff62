"""A real service in a process of its own, on each database, and whoever administers it.

This is the service's side: the client itself (the modules beside this one) sees only its address.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO

import pytest

from mvs_central.base.walls import SERVING
from mvs_central.cli.main import main
from tests.central.running import running
from tests.second_client.colleague import Colleague
from tests.second_client.laptop import Laptop
from tests.second_client.sharing import Shared
from tests.support.databases import PostgresCluster
from tests.sync.laptop import MakeStore, blank_store, make_store

__all__ = ["blank_store", "make_store"]

TEAM = "Oost"


@dataclass(frozen=True)
class Office:
    """What an administrator does: the commands of mvs-central. `address` is the service's."""

    database: str
    address: str

    def run(self, *words: str) -> str:
        said, complaint = StringIO(), StringIO()
        with redirect_stdout(said), redirect_stderr(complaint):
            code = main(["--database", self.database, *words])
        assert code == 0, complaint.getvalue()
        return said.getvalue().strip()

    def worker(self, name: str) -> str:
        return self.run("worker", "add", name, "--team", TEAM)

    def code(self, worker_id: str) -> str:
        return self.run("enrol", worker_id)

    def grant(self, worker_id: str, case_id: str, compartments: Sequence[str] = ()) -> None:
        some = ("--compartments", *compartments) if compartments else ()
        self.run("grant", "--worker", worker_id, "--case", case_id, *some)

    def revoke(self, worker_id: str, case_id: str) -> None:
        self.run("revoke", "--worker", worker_id, "--case", case_id)


def prepare(database: str) -> None:
    """A service with one team and nobody in it."""
    office = Office(database, "")
    office.run("init")
    office.run("team", "add", TEAM, "--municipality", "GM0622")


@pytest.fixture(scope="package", params=["sqlite", "postgresql"])
def office(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("second_client")
    database = serving = str(folder / "central.db")
    if request.param == "postgresql":
        cluster: PostgresCluster = request.getfixturevalue("postgres_cluster")
        database = cluster.create_database("second_client")
        name = database.rpartition("/")[2]
        prepare(database)  # makes the group of those who serve
        serving = cluster.url(name, cluster.login("second_client", SERVING))
    else:
        prepare(database)
    with running(serving, folder / "service.log") as service:
        yield Office(database, service.url)


MakeColleague = Callable[[str], Colleague]
MakeLaptop = Callable[[str], Laptop]


@pytest.fixture
def colleague_of(office: Office, make_store: MakeStore) -> Iterator[MakeColleague]:
    """A laptop of the project's own, of a worker."""
    made = []

    def make(worker_id: str) -> Colleague:
        made.append(Colleague(make_store(), office.address, office.code(worker_id)))
        return made[-1]

    yield make
    for laptop in made:
        laptop.client.close()


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
def shared(office: Office, laptop_of: MakeLaptop, colleague_of: MakeColleague) -> Shared:
    """A case that Bram began and Noor was given, and both have read."""
    noor_id, bram_id = office.worker("Noor Testers"), office.worker("Bram Testers")
    noor, bram = laptop_of(noor_id), colleague_of(bram_id)
    case_id = str(bram.new_case("Familie De Boer"))
    bram.sync()
    office.grant(noor_id, case_id)
    noor.synchronise()
    bram.sync()
    return Shared(noor, bram, noor_id, case_id)
