"""Databases for tests of the central service: SQLite files and a PostgreSQL cluster of our own."""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

# Nothing in a test has to survive a power cut.
FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
LOOPBACK = ("listen_addresses=127.0.0.1", "unix_socket_directories=")
ATTEMPTS = 3
OWNER = "mvs"


class PostgresUnavailable(Exception):
    """Says why there is no PostgreSQL to test on."""


def free_port() -> int:
    """A TCP port on loopback that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def find_binaries() -> Path:
    """The folder of PostgreSQL's server programs; raises PostgresUnavailable."""
    if (found := shutil.which("initdb")) and Path(found).with_name("pg_ctl").exists():
        return Path(found).parent
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(versions, key=lambda file: int(file.parts[-3]), default=None)
    if newest is None:
        raise PostgresUnavailable("PostgreSQL is not installed")
    return newest.parent


class PostgresCluster:
    """A PostgreSQL server on a free loopback port with a data folder of its own.

    Call `start` before anything else and `stop` at the end. Databases belong to OWNER, who is no
    superuser, as in production. Passwords are random, so that nobody else on this machine gets in.
    """

    def __init__(self, folder: Path, settings: Sequence[str] = FAST) -> None:
        self._folder = folder
        self._settings = (*settings, *LOOPBACK)
        self._binaries = find_binaries()
        self._password = secrets.token_hex(16)
        self._templates: set[str] = set()
        self._logins: set[str] = set()
        self.port = 0

    def start(self) -> None:
        """Make the cluster and start it; raises PostgresUnavailable with the server's words."""
        password_file = self._folder / "password"
        password_file.write_text(self._password, "ascii")
        if os.geteuid() == 0:
            for path in (self._folder, password_file):
                shutil.chown(path, "postgres", "postgres")
        options = ["--username=postgres", "--auth=scram-sha-256", "--encoding=UTF8"]
        self._run("initdb", "--no-sync", "--locale=C.UTF-8", *options, f"--pwfile={password_file}")
        for attempt in range(1, ATTEMPTS + 1):
            self.port = free_port()
            try:
                self._start()
            except PostgresUnavailable:
                if attempt == ATTEMPTS:
                    raise
            else:
                make = sql.SQL("CREATE ROLE {} LOGIN CREATEROLE CREATEDB PASSWORD {}")
                self._execute(make.format(sql.Identifier(OWNER), sql.Literal(self._password)))
                return

    @property
    def pid(self) -> int:
        """Of the server's first process, while it runs."""
        return int((self._folder / "data" / "postmaster.pid").read_text("ascii").split()[0])

    def stop(self) -> None:
        self._run("pg_ctl", "--mode=immediate", "--wait", "stop")

    def crash(self) -> None:
        """End it without a word to anybody, in the middle of what it does, and start it again.

        What it said it had committed is there afterwards only without `FAST`.
        """
        self.stop()
        self._start()

    def _start(self) -> None:
        settings = " ".join(f"-c {setting}" for setting in self._settings)
        log = f"--log={self._folder / 'server.log'}"
        self._run("pg_ctl", log, f"-o -p {self.port} {settings}", "--wait", "start")

    def _run(self, program: str, *arguments: str) -> None:
        binary = str(self._binaries / program)
        command = [binary, f"--pgdata={self._folder / 'data'}", *arguments]
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            command = ["runuser", "-u", "postgres", "--", *command]
        # No pipe: the server would keep it open for as long as it lives.
        with (self._folder / "commands.log").open("a+", encoding="utf-8") as log:
            done = subprocess.run(
                command,
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                check=False,
            )
            if done.returncode:
                log.seek(0)
                raise PostgresUnavailable(f"{program} failed: {log.read()[-500:]}")

    def url(self, database: str, role: str = OWNER) -> str:
        """SQLAlchemy's address of a database."""
        return f"postgresql+psycopg://{role}:{self._password}@127.0.0.1:{self.port}/{database}"

    def login(self, name: str, group: str | None = None) -> str:
        """The name of a login that owns nothing and is only a member of `group`."""
        if name not in self._logins:
            make = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
            self._execute(make.format(sql.Identifier(name), sql.Literal(self._password)))
            if group:
                join = sql.SQL("GRANT {} TO {}")
                self._execute(join.format(sql.Identifier(group), sql.Identifier(name)))
            self._logins.add(name)
        return name

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user="postgres",
            password=self._password,
            dbname="postgres",
            autocommit=True,
        ) as connection:
            connection.execute(statement)

    def make_role(self, name: str, member: str) -> None:
        """What an administrator types when `init` may not do it."""
        who, role = sql.Identifier(member), sql.Identifier(name)
        self._execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(role))
        self._execute(sql.SQL("GRANT {} TO {}").format(role, who))

    def create_database(self, name: str, template: str = "template0", owner: str = OWNER) -> str:
        """A new database, as a copy of `template`; its URL."""
        make = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}")
        self._execute(make.format(*map(sql.Identifier, (name, template, owner))))
        return self.url(name, owner)

    def drop_database(self, name: str) -> None:
        """Drop it, also while someone is connected."""
        self._execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def template(self, name: str, prepare: Callable[[str], None]) -> str:
        """The name of a database that `prepare(url)` filled, once in the life of the cluster.

        `prepare` has to close its connections: a database in use cannot be copied.
        """
        if name not in self._templates:
            prepare(self.create_database(name))
            self._templates.add(name)
        return name


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[PostgresCluster]:
    """One cluster for the whole run; a test that needs it skips, saying why, where none can be."""
    # Not under the home of the run: another user has to get in.
    with tempfile.TemporaryDirectory(prefix="mvs-pg-", ignore_cleanup_errors=True) as folder:
        try:
            cluster = PostgresCluster(Path(folder))
            cluster.start()
        except (PostgresUnavailable, LookupError) as error:  # LookupError: no user postgres
            pytest.skip(f"no PostgreSQL: {error}")
        yield cluster
        cluster.stop()


@pytest.fixture
def postgres_url(postgres_cluster: PostgresCluster) -> Iterator[str]:
    """The URL of an empty PostgreSQL database for this test alone."""
    name = f"test_{secrets.token_hex(6)}"
    yield postgres_cluster.create_database(name)
    postgres_cluster.drop_database(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def central_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database: the test runs once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{(tmp_path / 'central.db').as_posix()}"
    url: str = request.getfixturevalue("postgres_url")
    return url
