"""The service's database: an SQLite file to try it out, PostgreSQL in production.

One code path for both; only how a transaction begins differs. Errors never carry the
values of a statement.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from mvs_central.base import acting, walls
from mvs_desktop.domain.errors import ExpectedError

MIGRATIONS = Path(__file__).parents[1] / "migrations"
SQLITE_WAIT = 10  # seconds that a writer waits for another
WRITES = "mvs_writes"


class DatabaseNotReady(ExpectedError):
    """There is no schema in it yet, or one of an older version: `init` makes it."""

    code = "database-not-ready"


class DatabaseTooNew(ExpectedError):
    """A newer version of the service made its schema."""

    code = "database-too-new"


class DatabaseUnknown(ExpectedError):
    """Neither a path nor the URL of a kind of database that we run on."""

    code: ClassVar[str] = "database-unknown"


def database_url(place: str) -> URL:
    """`place` is the path of an SQLite file, or a sqlite or postgresql URL.

    Raises DatabaseUnknown.
    """
    if "://" not in place:
        return URL.create("sqlite", database=str(Path(place).absolute()))
    try:
        url = make_url(place)
    except ArgumentError:
        raise DatabaseUnknown from None
    kind = url.get_backend_name()
    if kind == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if kind == "sqlite" and url.database:
        return url.set(drivername="sqlite")
    raise DatabaseUnknown


class Database:
    """Opens transactions; close it with `close`."""

    def __init__(self, place: str) -> None:
        self._url = database_url(place)
        self.is_sqlite = self._url.get_backend_name() == "sqlite"
        # As many connections as there are worker threads: a request never waits for one.
        options: dict[str, Any] = {"hide_parameters": True, "pool_size": 10, "max_overflow": 30}
        if self.is_sqlite:
            options["connect_args"] = {"timeout": SQLITE_WAIT, "isolation_level": None}
        else:
            options["pool_pre_ping"] = True
        self._engine = create_engine(self._url, **options)
        if self.is_sqlite:
            event.listen(self._engine, "connect", _prepare_sqlite)
            event.listen(self._engine, "begin", _begin_sqlite)

    @property
    def url(self) -> URL:
        """With its password: not to be shown."""
        return self._url

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that commits at the end of the block and rolls back on any error.

        SQLite admits one writer at a time, from the beginning; on PostgreSQL whoever writes
        in a case locks its counter row first.
        """
        with self._engine.connect() as plain:
            connection = plain.execution_options(**{WRITES: True})
            with connection.begin():
                self._act(connection)
                yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction in which every statement sees the same moment; it writes nothing."""
        with self._engine.connect() as plain:
            options: dict[str, Any] = {WRITES: False}
            if not self.is_sqlite:
                options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            connection = plain.execution_options(**options)
            with connection.begin():
                self._act(connection)
                yield connection

    def upgrade(self) -> None:
        """Make the schema and its walls, or bring them to this version.

        Raises DatabaseTooNew, or ServingRoleMissing: then the schema is there all the same.
        """
        if self.is_sqlite and (path := self._url.database):
            # Made here, so that nobody else on this machine can read it.
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        if self._revision() not in {None, *_known_revisions()}:
            raise DatabaseTooNew
        with acting.administration(), self.write() as connection:
            if self.is_sqlite:
                connection.execute(text("PRAGMA defer_foreign_keys = ON"))
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            if not self.is_sqlite:
                walls.build(connection)
        if not self.is_sqlite:
            with acting.administration(), self.write() as connection:
                walls.admit(connection)

    def check(self) -> None:
        """Raises DatabaseNotReady or DatabaseTooNew when this version cannot run on it."""
        if self.is_sqlite and not Path(self._url.database or "").exists():
            raise DatabaseNotReady
        found, known = self._revision(), _known_revisions()
        if found not in {None, *known}:
            raise DatabaseTooNew
        if found != known[0]:
            raise DatabaseNotReady

    def check_walls(self) -> bool:
        """Whether this login keeps the service behind the policies, whatever it is made to do.

        Raises ServingRoleMissing or WallMissing. SQLite has no roles: True.
        """
        if self.is_sqlite:
            return True
        with acting.administration(), self.read() as connection:
            walls.check(connection)
            return not walls.login_is_strong(connection)

    def close(self) -> None:
        self._engine.dispose()

    def _act(self, connection: Connection) -> None:
        if not self.is_sqlite:
            walls.act(connection, acting.current())

    def _revision(self) -> str | None:
        with acting.administration(), self.read() as connection:
            return MigrationContext.configure(connection).get_current_revision()


def _known_revisions() -> list[str]:
    """All revisions of this version, newest first."""
    return [script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection) -> None:
    # A writer that began as a reader would fail half-way instead of waiting.
    writes = connection.get_execution_options().get(WRITES, True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
