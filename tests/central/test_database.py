import os
import stat
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError

from mvs_central.access import directory
from mvs_central.base.central import Central
from mvs_central.base.database import (
    Database,
    DatabaseNotReady,
    DatabaseTooNew,
    DatabaseUnknown,
    database_url,
)
from mvs_central.tables import metadata, team
from tests.central.desk import Desk


def test_migrations_make_exactly_the_tables(central: Central) -> None:
    with central.database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_an_empty_database_is_not_ready(central_database_url: str) -> None:
    database = Database(central_database_url)
    with pytest.raises(DatabaseNotReady):
        database.check()
    database.upgrade()
    database.check()
    database.close()


def test_a_database_of_a_newer_version_is_left_alone(central_database_url: str) -> None:
    database = Database(central_database_url)
    database.upgrade()
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseTooNew):
        database.check()
    with pytest.raises(DatabaseTooNew):
        database.upgrade()
    database.close()


def test_init_twice_keeps_what_is_there(central: Central, sanne: Desk) -> None:
    epoch = central.epoch()
    assert not directory.init(central, demo=True)
    assert central.epoch() == epoch
    assert [row.name for row in directory.workers(central)] == [sanne.name]


def test_a_failed_transaction_leaves_nothing(central: Central) -> None:
    def fail_half_way() -> None:
        with central.database.write() as connection:
            values = {"id": central.new_id(), "name": "Half", "municipality": "GM0622"}
            connection.execute(insert(team).values(**values))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    with central.database.read() as connection:
        assert "Half" not in connection.scalars(select(team.c.name)).all()


def test_an_error_does_not_tell_values(central: Central) -> None:
    values = {"id": central.new_id(), "name": "Geheim", "municipality": "GM0622"}

    def add() -> None:
        with central.database.write() as connection:
            connection.execute(insert(team).values(**values))

    add()
    with pytest.raises(IntegrityError) as caught:
        add()
    assert "Geheim" not in str(caught.value)


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_nobody_else_can_read_the_file(tmp_path: Path) -> None:
    path = tmp_path / "central.db"
    database = Database(str(path))
    database.upgrade()
    database.close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("place", ["mysql://localhost/mvs", "sqlite://", "://", "postgresql:/x://"])
def test_other_databases_are_refused(place: str) -> None:
    with pytest.raises(DatabaseUnknown):
        database_url(place)


def test_a_postgresql_address_takes_our_driver() -> None:
    assert database_url("postgresql://localhost/mvs").drivername == "postgresql+psycopg"
