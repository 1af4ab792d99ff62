"""The second wall on PostgreSQL: a query that forgot whom it is for gives nothing away."""

import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Column, Connection, Table, TypeDecorator, func, insert, select, text, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ProgrammingError

from mvs_central import tables
from mvs_central.access import members
from mvs_central.base import acting, walls
from mvs_central.base.central import Central, Refused
from mvs_central.base.database import Database
from mvs_central.cli.main import main
from mvs_central.running.serve import LoginTooStrong, Where, serve
from mvs_desktop.domain.cases import CaseFile, CaseRole
from mvs_desktop.domain.contacts import Contact
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.records import Compartment
from mvs_desktop.sync.protocol import Cursor
from tests.central.desk import Clock, Desk, created, edited, new_desk, share
from tests.support.databases import PostgresCluster

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
NOT_ALLOWED = "InsufficientPrivilege"


@pytest.fixture(params=["postgresql"])
def prepared_url(prepared_database: str) -> str:
    """SQLite has no roles: there the first wall is the only one."""
    return prepared_database


@pytest.fixture
def case_id(sanne: Desk) -> UUID:
    """A case of Sanne with something in every compartment, and a row in every table."""
    case_id = sanne.new_case()
    for compartment in Compartment:
        sanne.do(case_id, created(contact(case_id, uuid4(), compartment)))
    child = Person(id=uuid4(), case_id=case_id, given_name="Noor")
    sanne.do(case_id, created(child))
    sanne.read(case_id)
    for table in walls.case_tables():
        if not seen(sanne.central, table, case_id):
            put_row(sanne, table, case_id)
    return case_id


def put_row(desk: Desk, table: Table, case_id: UUID) -> None:
    """A row of this case and worker, whatever the table is about."""
    known = {"case_id": case_id, "device_id": desk.caller.device_id}
    known |= dict.fromkeys(("worker_id", "from_id", "to_id"), desk.caller.worker_id)
    made: dict[type, object] = {
        str: "x",
        int: 1,
        bool: False,
        bytes: b"x",
        UUID: uuid4(),
        date: desk.central.today(),
        datetime: desk.central.now(),
    }
    row = {
        column.name: known.get(column.name) or made[plain_type(column)]
        for column in table.c
        if not column.nullable or column.name in known
    }
    with desk.central.database.write() as connection:
        connection.execute(insert(table).values(row))


def plain_type(column: Column[Any]) -> type:
    kind = column.type
    return (kind.impl_instance if isinstance(kind, TypeDecorator) else kind).python_type


def contact(case_id: UUID, id_: UUID, compartment: Compartment) -> Contact:
    return Contact(id=id_, case_id=case_id, compartment=compartment, at=NOON)


def seen(central: Central, table: Table, case_id: UUID) -> int:
    """How many rows of the case a query finds that asks for no worker and no grant."""
    with central.database.read() as connection:
        query = select(func.count()).select_from(table).where(table.c.case_id == case_id)
        return connection.scalars(query).one()


@contextmanager
def without_policies(central: Central, table: Table) -> Iterator[None]:
    with central.database.write() as connection:
        connection.execute(text(f"ALTER TABLE {table.name} DISABLE ROW LEVEL SECURITY"))
    try:
        yield
    finally:
        with central.database.write() as connection:
            walls.build(connection)


def case_tables_by_name() -> dict[str, Table]:
    return {table.name: table for table in walls.case_tables()}


def test_every_table_with_cases_has_a_wall() -> None:
    """A new table that is keyed by case says in `walls.WALLS` who may see which of its rows."""
    assert set(case_tables_by_name()) == set(walls.WALLS)


def test_the_database_has_the_walls_up(central: Central) -> None:
    with central.database.read() as connection:
        walls.check(connection)
        rows = connection.execute(
            text("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        )
        assert {row.relname for row in rows} == set(case_tables_by_name())


@pytest.mark.parametrize("name", sorted(walls.WALLS))
def test_without_the_policies_a_foreign_row_comes_out(
    central: Central, case_id: UUID, sanne: Desk, youssef: Desk, name: str
) -> None:
    table = case_tables_by_name()[name]
    with sanne.acting():
        assert seen(central, table, case_id) > 0
    with acting.nobody():
        assert seen(central, table, case_id) == 0
    if name == "case_head":  # a counter without content, locked before anything is asked
        table = tables.record
    with youssef.acting():
        assert seen(central, table, case_id) == 0
    with without_policies(central, table):
        with youssef.acting():
            assert seen(central, table, case_id) > 0
        with acting.nobody():
            assert seen(central, table, case_id) > 0
    with youssef.acting():
        assert seen(central, table, case_id) == 0


def records_seen(desk: Desk, case_id: UUID) -> set[str]:
    """The compartments of the records that an unfiltered query finds."""
    record = tables.record
    with desk.acting(), desk.central.database.read() as connection:
        query = select(record.c.compartment).where(record.c.case_id == case_id)
        return set(connection.scalars(query))


def test_only_the_compartments_granted_come_out(
    central: Central, case_id: UUID, youssef: Desk
) -> None:
    share(youssef, case_id, "school", "zorg")
    assert records_seen(youssef, case_id) == {"school", "zorg"}
    with youssef.acting():
        assert seen(central, tables.scope, case_id) == 2
        mine = seen(central, tables.change, case_id)
    assert 0 < mine < seen(central, tables.change, case_id)
    members.revoke(central, case_id, youssef.caller.worker_id)
    assert records_seen(youssef, case_id) == set()


def test_a_grant_counts_on_its_days_alone(
    central: Central, clock: Clock, case_id: UUID, youssef: Desk
) -> None:
    tomorrow = central.today() + timedelta(days=1)
    share(youssef, case_id, starts_on=tomorrow, ends_on=tomorrow)
    assert records_seen(youssef, case_id) == set()
    clock.forward(days=1)
    assert records_seen(youssef, case_id) == {item.value for item in Compartment}
    clock.forward(days=1)
    assert records_seen(youssef, case_id) == set()


def change_all(connection: Connection, case_id: UUID) -> int:
    record = tables.record
    return connection.execute(
        update(record).where(record.c.case_id == case_id).values(doc="{}")
    ).rowcount


def test_nothing_is_written_without_a_grant_that_allows_it(
    central: Central, case_id: UUID, youssef: Desk
) -> None:
    def written() -> int:
        with youssef.acting(), central.database.write() as connection:
            return change_all(connection, case_id)

    assert written() == 0
    share(youssef, case_id, role=CaseRole.READER)
    assert written() == 0
    share(youssef, case_id, "school")
    assert written() == 1
    # Also while writing, when the whole case is looked at, only that is changed.
    with acting.administration():
        share(youssef, case_id, "school")
    with (
        youssef.acting(),
        acting.within(case_id),
        central.database.write() as connection,
    ):
        assert change_all(connection, case_id) == 1


def test_nobody_makes_himself_a_member(central: Central, case_id: UUID, youssef: Desk) -> None:
    def grant_himself() -> None:
        with youssef.acting(), central.database.write() as connection:
            row = {
                "id": uuid4(),
                "case_id": case_id,
                "worker_id": youssef.caller.worker_id,
                "member_id": uuid4(),
                "compartment": "basis",
                "role": "casusregisseur",
                "starts_on": central.today(),
                "granted_at": central.now(),
            }
            connection.execute(insert(tables.access_grant).values(row))

    with pytest.raises(ProgrammingError, match=NOT_ALLOWED):
        grant_himself()


@pytest.mark.parametrize("name", sorted(walls.ADDED_TO))
def test_who_serves_takes_no_history_away(central: Central, case_id: UUID, name: str) -> None:
    def take_away() -> None:
        with acting.service(), central.database.write() as connection:
            connection.execute(text(f"DELETE FROM {name}"))  # noqa: S608 (our own names)

    with pytest.raises(ProgrammingError, match=NOT_ALLOWED):
        take_away()
    assert seen(central, tables.change, case_id) > 0


def test_a_push_answers_the_same_behind_the_wall(
    central: Central, case_id: UUID, sanne: Desk, youssef: Desk
) -> None:
    """What a worker may not see still has its id: that is told, and no error."""
    share(youssef, case_id, "basis")
    (school,) = (
        item for item in sanne.read(case_id).values() if item.compartment == Compartment.SCHOOL
    )
    same_id = contact(case_id, UUID(school.id), Compartment.BASIS)
    result = youssef.do(case_id, created(same_id))
    assert (result.outcome, result.reason) == ("rejected", "compartment-differs")
    stranger = new_desk(central, "Fatima Aziz")
    for op in (
        created(CaseFile(id=case_id, case_id=case_id)),
        edited(same_id, "subject", {"subject": "x"}, base=None, version=None),
    ):
        result = stranger.do(case_id, op)
        assert (result.outcome, result.reason) == ("rejected", "not-found")
        again = sanne.do(case_id, op)
        assert (again.outcome, again.reason) == ("rejected", "op-id-reused")


def test_one_laptop_that_knows_more_changes_the_epoch_of_every_case(
    central: Central, case_id: UUID, youssef: Desk
) -> None:
    other = youssef.new_case()
    epoch, before = central.epoch(), seq_of(central, case_id)
    with pytest.raises(Refused, match="epoch-changed"):
        youssef.page(Cursor(str(other), "basis", 1 << 20))
    assert central.epoch() != epoch
    assert seq_of(central, case_id) > before


def seq_of(central: Central, case_id: UUID) -> int:
    head = tables.case_head
    with central.database.read() as connection:
        return int(connection.scalars(select(head.c.seq).where(head.c.case_id == case_id)).one())


def test_a_connection_forgets_whom_it_acted_for(prepared_url: str, case_id: UUID) -> None:
    """Two transactions on one pooled connection, also after one that failed."""
    central = Central(Database(prepared_url))

    def told() -> tuple[object, ...]:
        with central.database.read() as connection:
            return tuple(
                connection.execute(
                    text(
                        "SELECT pg_backend_pid(), current_user::text,"
                        " current_setting('mvs.worker', true), current_setting('mvs.acting', true)"
                    )
                ).one()
            )

    def fail(worker_id: UUID) -> None:
        with (
            acting.worker(worker_id, central.now()),
            acting.within(case_id),
            central.database.write() as connection,
        ):
            connection.execute(text("SELECT 1"))
            raise ZeroDivisionError

    worker_id = uuid4()
    with pytest.raises(ZeroDivisionError):
        fail(worker_id)
    with acting.worker(worker_id, central.now()):
        first = told()
    with acting.nobody():
        second = told()
    third = told()
    assert {first[0], second[0], third[0]} == {first[0]}, "one connection"
    assert first[1:] == (walls.SERVING, str(worker_id), "worker")
    assert second[1:] == (walls.SERVING, "", "nobody")
    assert third[1:] == (make_url(prepared_url).username, "", "service")
    central.database.close()


def test_many_at_once_see_each_their_own(central: Central, sanne: Desk, youssef: Desk) -> None:
    cases = {desk.name: {desk.new_case() for _ in range(3)} for desk in (sanne, youssef)}
    stranger = new_desk(central, "Fatima Aziz")
    cases[stranger.name] = set()

    def look(desk: Desk) -> bool:
        with desk.acting(), central.database.read() as connection:
            return set(connection.scalars(select(tables.record.c.case_id))) == cases[desk.name]

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(look, [sanne, youssef, stranger] * 30))


def test_the_owner_is_before_the_wall_too(prepared_url: str, case_id: UUID) -> None:
    """FORCE: the owner's login without a word of whom it acts for sees no case."""
    database = Database(prepared_url)
    with database.read() as connection:
        connection.execute(text("SELECT set_config('mvs.acting', '', true)"))
        assert connection.execute(select(tables.record.c.id)).all() == []
    database.close()


def test_the_serving_login_owns_nothing_and_cannot_step_up(serving_url: str, case_id: UUID) -> None:
    database = Database(serving_url)
    assert database.check_walls()
    owner = "mvs"
    for statement in (
        f"SET ROLE {owner}",
        "ALTER TABLE record DISABLE ROW LEVEL SECURITY",
        "DROP POLICY worker_select ON record",
        "CREATE TABLE mine (id integer)",
        "UPDATE alembic_version SET version_num = '9999'",
    ):
        with (
            acting.nobody(),
            database.write() as connection,
            pytest.raises(ProgrammingError, match=NOT_ALLOWED),
        ):
            connection.execute(text(statement))
    with acting.nobody(), database.read() as connection:
        connection.execute(text("RESET ROLE"))
        assert connection.execute(select(tables.record.c.id)).all() == []
    database.close()


def test_serving_beyond_this_computer_needs_a_login_that_owns_nothing(central: Central) -> None:
    assert not central.database.check_walls()
    with pytest.raises(LoginTooStrong):
        serve(central, Where("127.0.0.1", 0, ("https://mvs.example.nl",)), print)


def test_serving_without_walls_is_refused(central: Central) -> None:
    def take_down(connection: Connection) -> None:
        connection.execute(text("ALTER TABLE record NO FORCE ROW LEVEL SECURITY"))

    with central.database.write() as connection:
        take_down(connection)
    try:
        with pytest.raises(walls.WallMissing):
            serve(central, Where("127.0.0.1", 0), print)
    finally:
        with central.database.write() as connection:
            walls.build(connection)


def test_init_says_what_it_may_not_do_itself(
    postgres_cluster: PostgresCluster,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    """An owner that makes no roles: the administrator of PostgreSQL gets the words for it."""
    monkeypatch.setattr(walls, "SERVING", "mvs_not_yet_there")
    owner = postgres_cluster.login("mvs_plain_owner")
    name = f"test_{secrets.token_hex(6)}"
    url = postgres_cluster.create_database(name, owner=owner)
    try:
        assert main(["--database", url, "init"]) == 1
        assert "CREATE ROLE" in capsys.readouterr().err
        assert main(["--database", url, "serve", "--port", "0"]) == 1
        assert "CREATE ROLE" in capsys.readouterr().err
        postgres_cluster.make_role("mvs_not_yet_there", member=owner)
        assert main(["--database", url, "init"]) == 0
        capsys.readouterr()
        assert main(["--database", url, "team", "list"]) == 0
    finally:
        postgres_cluster.drop_database(name)
