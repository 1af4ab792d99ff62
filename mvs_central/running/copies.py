"""Backups of the service's database, and putting one back under a new epoch.

The database that is there is never destroyed: it is kept beside, and whoever restores is told
where. What comes in its place is checked before it does. A backup holds case text readably.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import select
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from mvs_central.base import acting
from mvs_central.base.central import Central
from mvs_central.base.database import Database, DatabaseNotReady
from mvs_central.sync.epoch import new_epoch
from mvs_central.tables import service
from mvs_desktop.domain.errors import ExpectedError

STAMP = "%Y%m%d-%H%M%S"


class BackupExists(ExpectedError):
    """There is a file with this name already."""

    code = "backup-exists"


class BackupUnusable(ExpectedError):
    """The file is missing, damaged, or no backup of this service; nothing was changed."""

    code = "backup-unusable"


class DatabaseInUse(ExpectedError):
    """A program has the database open; nothing was changed."""

    code = "database-in-use"


class ToolsMissing(ExpectedError):
    """pg_dump and pg_restore are not on this computer, or do not fit this PostgreSQL."""

    code = "postgres-tools-missing"


class MayNotCreate(ExpectedError):
    """The login may not make a database, which a restore on PostgreSQL needs."""

    code = "may-not-create-database"


def backup(central: Central, target: Path) -> None:
    """Copy the database, while it is in use, to a file that is its owner's alone. Raises
    BackupExists, ToolsMissing, and BackupUnusable when the copy is not whole; there is then
    no file `target`."""
    if target.exists():
        raise BackupExists
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        if central.database.is_sqlite:
            _copy_sqlite(Path(central.database.url.database or ""), part)
        else:
            _dump(central.database.url, part)
        _keep(part)
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)


def restore(central: Central, source: Path) -> str:
    """Put a backup in the place of the database; gives where the one that was there is kept.

    The service must not be running. Raises BackupUnusable, DatabaseInUse, ToolsMissing,
    MayNotCreate, and DatabaseTooNew for a backup of a newer version; the database is then as it
    was.
    """
    if not source.is_file():
        raise BackupUnusable
    central.database.close()
    if central.database.is_sqlite:
        return _restore_sqlite(central, source)
    return _restore_postgres(central, source)


def _make_ready(central: Central, place: str) -> None:
    """Bring a copy to this version and a new epoch. Raises BackupUnusable, DatabaseTooNew."""
    copy = Central(Database(place), central.clock, central.random_bytes)
    try:
        with suppress(DatabaseNotReady):  # an older version is brought up to date
            copy.database.check()
        with copy.database.read() as connection:
            if connection.execute(select(service.c.id)).first() is None:
                raise BackupUnusable
        copy.database.upgrade()
        new_epoch(copy)
    except SQLAlchemyError as error:
        raise BackupUnusable from error
    finally:
        copy.database.close()


# SQLite


def _copy_sqlite(source: Path, target: Path) -> None:
    """Raises BackupUnusable when the copy is not whole."""
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as there,
            closing(sqlite3.connect(target)) as here,
        ):
            there.backup(here)
            here.execute("PRAGMA journal_mode = DELETE")
            if here.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                raise BackupUnusable
    except sqlite3.DatabaseError as error:
        raise BackupUnusable from error


def _restore_sqlite(central: Central, source: Path) -> str:
    path = Path(central.database.url.database or "")
    building = path.with_name(path.name + ".restoring")
    _unlink(building)
    try:
        os.close(os.open(building, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        _copy_sqlite(source, building)
        _make_ready(central, str(building))
        _fold(building)
        _keep(building)
        kept = _link_beside(path, central.now()) if path.exists() else ""
        building.replace(path)
    finally:
        _unlink(building)
    return kept


def _link_beside(path: Path, now: datetime) -> str:
    """Give the database that is there a second name, that is free; at no moment is there none."""
    _fold(path)
    for name in _names(f"{path.name}.before-{_stamp(now)}", "-"):
        with suppress(FileExistsError):
            os.link(path, path.with_name(name))
            break
    return str(path.with_name(name))


def _fold(path: Path) -> None:
    """Bring all of it into the one file. Raises DatabaseInUse; a damaged one stays as it is."""
    try:
        with closing(sqlite3.connect(path, timeout=1)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as error:
        raise DatabaseInUse from error
    except sqlite3.DatabaseError:
        return


def _unlink(path: Path) -> None:
    for name in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + name).unlink(missing_ok=True)


def _keep(path: Path) -> None:
    """On the disk, whatever happens to the power."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


# PostgreSQL


def _dump(url: URL, target: Path) -> None:
    """The owner is under the policies too; acting as the service, they show all there is."""
    _run(url, "pg_dump", "--format=custom", "--enable-row-security", f"--file={target}")
    _run(url, "pg_restore", "--list", str(target))


def _restore_postgres(central: Central, source: Path) -> str:
    url = central.database.url
    name = url.database or ""
    building = f"{name}_restoring"
    with _maintenance(url) as server:
        try:
            server.execute(_sql("DROP DATABASE IF EXISTS {}", building))
            server.execute(_sql("CREATE DATABASE {} TEMPLATE template0", building))
        except psycopg.errors.InsufficientPrivilege as error:
            raise MayNotCreate from error
        try:
            copy = url.set(database=building)
            options = ("--no-owner", "--no-privileges", "--exit-on-error")
            _run(copy, "pg_restore", *options, f"--dbname={building}", str(source))
            _make_ready(central, copy.render_as_string(hide_password=False))
            kept = _rename_beside(server, name, central.now())
            try:
                server.execute(_sql("ALTER DATABASE {} RENAME TO {}", building, name))
            except psycopg.Error:
                server.execute(_sql("ALTER DATABASE {} RENAME TO {}", kept, name))
                raise
        except psycopg.errors.ObjectInUse as error:
            raise DatabaseInUse from error
        finally:
            server.execute(_sql("DROP DATABASE IF EXISTS {}", building))
    return kept


def _rename_beside(server: psycopg.Connection, name: str, now: datetime) -> str:
    """Give the database that is there another name, that is free."""
    for kept in _names(f"{name}_before_{_stamp(now)}", "_"):
        with suppress(psycopg.errors.DuplicateDatabase):
            server.execute(_sql("ALTER DATABASE {} RENAME TO {}", name, kept))
            break
    return kept


@contextmanager
def _maintenance(url: URL) -> Iterator[psycopg.Connection]:
    """A connection to the server that is in no way of renaming the database."""
    said = _connect_args(url.set(database="postgres"))
    with closing(psycopg.connect(**said, autocommit=True)) as connection:
        yield connection


def _sql(text: str, *names: str) -> sql.Composed:
    return sql.SQL(text).format(*map(sql.Identifier, names))


def _run(url: URL, tool: str, *arguments: str) -> None:
    """Run one of PostgreSQL's tools. The password is in nobody's list of processes, and what
    the tool says is not shown: it can hold values. Raises ToolsMissing, BackupUnusable."""
    program = shutil.which(tool)
    if program is None:
        raise ToolsMissing
    done = subprocess.run(  # noqa: S603 - our own arguments
        [program, *arguments], env=os.environ | _environment(url), capture_output=True, check=False
    )
    if b"server version mismatch" in done.stderr:
        raise ToolsMissing
    if done.returncode != 0:
        raise BackupUnusable


def _environment(url: URL) -> dict[str, str]:
    """What the address says, by the names that libpq gives its variables."""
    variables = {
        option.keyword.decode(): option.envvar.decode()
        for option in psycopg.pq.Conninfo.get_defaults()
        if option.envvar
    }
    said = {
        variables[name]: str(value)
        for name, value in _connect_args(url).items()
        if name in variables
    }
    # Without it they would see no case, whatever else the address asks of the server.
    as_service = f"-c mvs.acting={acting.As.SERVICE.value}"
    return said | {"PGOPTIONS": " ".join(filter(None, (said.get("PGOPTIONS"), as_service)))}


def _connect_args(url: URL) -> Mapping[str, Any]:
    _, said = url.get_dialect()().create_connect_args(url)
    return said


def _names(name: str, between: str) -> Iterator[str]:
    """The name, and what it is called when somebody has it: two restores within a second."""
    yield name
    yield from (f"{name}{between}{number}" for number in count(2))


def _stamp(now: datetime) -> str:
    return now.strftime(STAMP)
