"""The SQLAlchemy engine on one SQLCipher file."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import QueuePool

from mvs_desktop.domain.errors import DiskFull, NotAStore, StoreDamaged

SQLITE_MAGIC = b"SQLite format 3\0"

# SQLite's primary result codes, which SQLCipher shares.
_FULL, _CORRUPT, _NOT_A_DATABASE = 13, 11, 26

_WRITES = "mvs_writes"


def open_engine(path: Path, key: bytes) -> Engine:
    """An engine whose every connection is keyed and checked.

    Raises NotAStore for a file that this key does not open or that is not encrypted at
    all; the file is left as it is.
    """
    uri = path.absolute().as_uri()

    def connect() -> Any:
        # Autocommit at the driver: SQLAlchemy's BEGIN is ours, so that DDL rolls back too.
        connection = sqlcipher3.dbapi2.connect(
            f"{uri}?mode=rwc", uri=True, isolation_level=None, check_same_thread=False, timeout=30
        )
        try:
            connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("PRAGMA foreign_keys=ON")
            connection.execute("PRAGMA temp_store=MEMORY")
            _require_cipher(connection.execute("PRAGMA cipher_version").fetchone())
        except BaseException:
            connection.close()
            raise
        return connection

    engine = create_engine(
        "sqlite+pysqlite://",
        module=sqlcipher3.dbapi2,
        creator=connect,
        poolclass=QueuePool,
        pool_size=4,
    )
    event.listen(engine, "begin", _begin)
    try:
        _prove(engine, path)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _require_cipher(version: object) -> None:
    if not version:
        raise RuntimeError("this SQLite does not encrypt")


def _begin(connection: Connection) -> None:
    # A writer takes its lock at once: an upgrade half-way could fail with work done.
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _prove(engine: Engine, path: Path) -> None:
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_schema").scalar()
    except (DatabaseError, sqlite3.DatabaseError, sqlcipher3.dbapi2.DatabaseError) as error:
        raise NotAStore from error
    if path.exists() and path.stat().st_size:
        with path.open("rb") as file:
            if file.read(len(SQLITE_MAGIC)) == SQLITE_MAGIC:
                raise NotAStore
        if os.name == "posix":
            path.chmod(0o600)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One snapshot of the store. Raises StoreDamaged."""
    with _explained(), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction, durable when it ends without an exception.

    Raises DiskFull and StoreDamaged; nothing of the transaction is then kept.
    """
    with (
        _explained(),
        engine.connect().execution_options(**{_WRITES: True}) as connection,
        connection.begin(),
    ):
        yield connection


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except (OperationalError, DatabaseError) as error:
        code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
        if code == _FULL:
            raise DiskFull from error
        if code in (_CORRUPT, _NOT_A_DATABASE):
            raise StoreDamaged from error
        raise
