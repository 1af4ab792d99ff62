"""A central service on an empty database: every test runs on SQLite and on PostgreSQL."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, event, update

from mvs_central import tables
from mvs_central.access import directory
from mvs_central.base import acting
from mvs_central.base.central import Central
from mvs_central.base.database import Database
from mvs_central.base.walls import SERVING
from mvs_central.tables import metadata
from tests.central.desk import TEAM, Clock, Desk, new_desk
from tests.support.databases import PostgresCluster


@pytest.fixture
def clock() -> Clock:
    return Clock()


def prepare(url: str) -> None:
    """Fill an empty database with a service that has one team and nobody in it."""
    service = Central(Database(url), Clock())
    with acting.administration():
        directory.init(service, demo=False)
        directory.add_team(service, TEAM, "GM0622")
    service.database.close()


@pytest.fixture(scope="session")
def prepared_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("central") / "prepared.db"
    prepare(str(path))
    return path


@pytest.fixture(scope="session")
def prepared_server(postgres_cluster: PostgresCluster) -> str:
    """One PostgreSQL database for all these tests: making one for each takes seconds."""
    url = postgres_cluster.create_database("central_prepared")
    prepare(url)
    return url


@pytest.fixture
def prepared_database(prepared_server: str) -> Iterator[str]:
    yield prepared_server
    database = Database(prepared_server)
    with acting.administration(), database.write() as connection:
        for table in reversed(metadata.sorted_tables):
            if table not in (tables.service, tables.team):
                connection.execute(delete(table))
        connection.execute(delete(tables.team).where(tables.team.c.name != TEAM))
        connection.execute(update(tables.service).values(first_seq=0))
    database.close()


@pytest.fixture
def on_postgres(prepared_database: str) -> Iterator[Central]:
    """With the real clock: other processes beside it have no other."""
    service = Central(Database(prepared_database))
    yield service
    service.database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def prepared_url(request: pytest.FixtureRequest, prepared_file: Path, tmp_path: Path) -> str:
    """The database of a service that nobody used, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        path = tmp_path / "central.db"
        shutil.copyfile(prepared_file, path)
        return f"sqlite:///{path.as_posix()}"
    url: str = request.getfixturevalue("prepared_database")
    return url


@pytest.fixture
def serving_url(request: pytest.FixtureRequest, prepared_url: str) -> str:
    """The same database for the service: on PostgreSQL with a login that owns nothing."""
    if not prepared_url.startswith("postgresql"):
        return prepared_url
    url: str = request.getfixturevalue("serving_login")
    return url


@pytest.fixture
def serving_login(prepared_server: str, postgres_cluster: PostgresCluster) -> str:
    """On PostgreSQL, for who serves and owns nothing."""
    name = prepared_server.rpartition("/")[2]
    return postgres_cluster.url(name, postgres_cluster.login("mvs_serve", SERVING))


@pytest.fixture(autouse=True)
def administration() -> Iterator[None]:
    """A test itself looks behind the wall; its desks and its requests stay before it."""
    with acting.administration():
        yield


@pytest.fixture
def central(prepared_url: str, clock: Clock) -> Iterator[Central]:
    """Ready, with one team and nobody in it."""
    service = Central(Database(prepared_url), clock)
    yield service
    service.database.close()


@pytest.fixture
def one_connection(central: Central) -> Iterator[None]:
    """There are as many as there are threads that answer: a request that asks for a second one
    while it has the first waits for others that do the same."""
    out: set[int] = set()
    most = 0

    def taken(_connection: object, record: object, _proxy: object) -> None:
        nonlocal most
        out.add(id(record))
        most = max(most, len(out))

    def given_back(_connection: object, record: object) -> None:
        out.discard(id(record))

    engine = central.database._engine
    event.listen(engine, "checkout", taken)
    event.listen(engine, "checkin", given_back)
    yield
    assert most <= 1


@pytest.fixture
def sanne(central: Central) -> Desk:
    return new_desk(central, "Sanne de Wit")


@pytest.fixture
def youssef(central: Central) -> Desk:
    return new_desk(central, "Youssef Amrani")
