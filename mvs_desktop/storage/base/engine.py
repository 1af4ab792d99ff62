"""The SQLAlchemy engine on one SQLCipher file."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any

import sqlcipher3
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import QueuePool

from mvs_desktop.domain.errors import (
    DiskFailing,
    DiskFull,
    ExpectedError,
    NotAStore,
    StoreDamaged,
    StoreExists,
    StoreInUse,
)
from mvs_desktop.storage.base.files import telling_a_full_disk
from mvs_desktop.storage.base.gate import Gate
from mvs_desktop.storage.base.statements import from_json, run, to_json
from mvs_desktop.storage.base.turns import Turns

SQLITE_MAGIC = b"SQLite format 3\0"

# SQLite's primary result codes, which SQLCipher shares (sqlite.org/rescode.html).
_BUSY, _IO_ERROR, _CORRUPT, _FULL, _CANNOT_OPEN, _NOT_A_DATABASE = 5, 10, 11, 13, 14, 26

# Opening a store makes a file of 32 KiB beside it; below this SQLite may not get there.
_ROOM_TO_OPEN = 1024 * 1024

_LOOK = 0.2  # seconds between two looks at how far a new key is
_PATIENCE = 60.0  # seconds that a new key waits for whoever is reading or writing

_WRITES = "mvs_writes"
_GATE = "mvs_gate"
_TURNS = "mvs_turns"


def make_file(path: Path) -> None:
    """Make an empty file for a new store, readable by its owner alone from the start: the
    files that SQLite puts beside it take over its permissions.

    Raises StoreExists and DiskFull.
    """
    with telling_a_full_disk():
        try:
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            raise StoreExists from None


def open_engine(path: Path, key: bytes) -> Engine:
    """An engine on an existing file, whose every connection is keyed and checked.

    Raises NotAStore for a file that this key does not open or that is not encrypted at
    all, StoreDamaged, StoreInUse and DiskFull; the file is left as it is.
    """
    uri = path.absolute().as_uri()
    gate = Gate(key)

    def connect() -> Any:
        connection = keyed(f"{uri}?mode=rw", gate.key)
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("PRAGMA foreign_keys=ON")
            connection.execute("PRAGMA temp_store=MEMORY")
            # Former values leave their pages when they are replaced, not only when access ends.
            connection.execute("PRAGMA secure_delete=ON")
        except BaseException:
            connection.close()
            raise
        return connection

    engine = create_engine(
        URL.create("sqlite+pysqlite", database=str(path)),
        module=sqlcipher3.dbapi2,
        creator=connect,
        poolclass=QueuePool,
        pool_size=4,
        # The connection used last has what it needs in its cache, decrypted.
        pool_use_lifo=True,
        # Parameters are case text: never in a message or a log.
        hide_parameters=True,
        json_serializer=to_json,
        json_deserializer=from_json,
    )
    engine.update_execution_options(**{_GATE: gate, _TURNS: Turns()})
    event.listen(engine, "begin", _begin)
    try:
        _prove(engine, path)
    except BaseException:
        engine.dispose()
        raise
    return engine


def keyed(uri: str, key: bytes) -> Any:
    """A connection of the driver to an encrypted database, without any of our settings."""
    # Autocommit at the driver: SQLAlchemy's BEGIN is ours, so that DDL rolls back too.
    connection = sqlcipher3.dbapi2.connect(
        uri, uri=True, isolation_level=None, check_same_thread=False, timeout=30
    )
    try:
        connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
        _require_cipher(connection.execute("PRAGMA cipher_version").fetchone())
    except BaseException:
        connection.close()
        raise
    return connection


def _require_cipher(version: object) -> None:
    if not version:
        raise RuntimeError("this SQLite does not encrypt")


def _begin(connection: Connection) -> None:
    # A writer takes its lock at once: an upgrade half-way could fail with work done.
    writes = connection.get_execution_options().get(_WRITES, False)
    run(connection, "BEGIN IMMEDIATE" if writes else "BEGIN")


def _prove(engine: Engine, path: Path) -> None:
    with _explained(engine, not_a_database=NotAStore), engine.connect() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM sqlite_schema").scalar()
    with path.open("rb") as file:
        if file.read(len(SQLITE_MAGIC)) == SQLITE_MAGIC:
            raise NotAStore
    if os.name == "posix":
        path.chmod(0o600)  # a copy that was put back may have come with other permissions


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One snapshot of the store.

    Raises StoreDamaged, and DiskFull when there is not even room to open it.
    """
    with _explained(engine), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine, *, behind: bool = False) -> Iterator[Connection]:
    """One transaction, durable when it ends without an exception. Long work takes many short
    ones `behind` those that somebody waits for.

    Raises DiskFull, DiskFailing, StoreDamaged, and StoreInUse when another process keeps the
    store locked; nothing of the transaction is then kept.
    """
    turns: Turns = engine.get_execution_options()[_TURNS]
    with (
        turns.turn(behind=behind),
        _explained(engine, writes=True),
        engine.connect().execution_options(**{_WRITES: True}) as connection,
        connection.begin(),
    ):
        yield connection


def somebody_waits(engine: Engine) -> bool:
    """Whether long work had better end its transaction: for others of this process."""
    turns: Turns = engine.get_execution_options()[_TURNS]
    return turns.wanted


def truncate_log(engine: Engine) -> None:
    """Take what was deleted out of the write-ahead log too; while somebody reads, SQLite
    leaves it for a later time."""
    with _explained(engine, writes=True), engine.connect() as connection:
        # Past SQLAlchemy, which would begin a transaction; in one, SQLite refuses this.
        driver = connection.connection.dbapi_connection
        assert driver is not None  # noqa: S101 - it was connected just now
        driver.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def rekey(engine: Engine, key: bytes, progress: Callable[[float], None]) -> None:
    """Encrypt the whole store under another key (32 bytes), in one transaction of SQLite's own:
    a process that is killed leaves a store that the old key opens, or one that the new key
    opens. Others in this process wait meanwhile; `progress` hears from another thread how much
    of it is written, from 0 to 1.

    Raises DiskFull when there is no room for the store a second time, and StoreInUse.
    """
    gate = gate_of(engine)
    with gate.alone(_PATIENCE):
        path = Path(str(engine.url.database))
        if shutil.disk_usage(path.parent).free < path.stat().st_size + _ROOM_TO_OPEN:
            raise DiskFull
        engine.dispose()  # a connection with the old key could read nothing afterwards
        with _explained(engine, writes=True), engine.connect() as connection:
            driver = connection.connection.dbapi_connection
            assert driver is not None  # noqa: S101 - it was connected just now
            try:
                with _watching(path, progress):
                    driver.cursor().execute(f"PRAGMA rekey=\"x'{key.hex()}'\"")
            finally:
                connection.invalidate()
        gate.key = key
        _prove(engine, path)
        truncate_log(engine)  # until then the pages of the old key are still in the file


@contextmanager
def _watching(path: Path, progress: Callable[[float], None]) -> Iterator[None]:
    """Tell how much of a store is in its log by now: SQLite has no word on its way."""
    log, whole, done = path.with_name(f"{path.name}-wal"), path.stat().st_size, Event()

    def watch() -> None:
        while not done.wait(_LOOK):
            with suppress(OSError):
                progress(min(1.0, log.stat().st_size / whole))

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


@contextmanager
def rebuilding(engine: Engine) -> Iterator[Connection]:
    """Like `writing`, for changes of the tables themselves: without foreign keys, which are
    checked before the transaction commits."""
    with (
        _explained(engine, writes=True),
        engine.connect().execution_options(**{_WRITES: True}) as connection,
    ):
        # Past SQLAlchemy, which would begin a transaction; in one, SQLite ignores this.
        driver = connection.connection.dbapi_connection
        assert driver is not None  # noqa: S101 - it was connected just now
        driver.cursor().execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise StoreDamaged
        finally:
            connection.invalidate()  # its next user gets a connection with the usual settings


def gate_of(engine: Engine) -> Gate:
    gate: Gate = engine.get_execution_options()[_GATE]
    return gate


@contextmanager
def _explained(
    engine: Engine, *, writes: bool = False, not_a_database: type[ExpectedError] = StoreDamaged
) -> Iterator[None]:
    try:
        with gate_of(engine).shared():
            yield
    except (DatabaseError, sqlcipher3.dbapi2.DatabaseError) as error:
        # From SQLAlchemy, or from the driver itself (see `statements`).
        code = getattr(getattr(error, "orig", error), "sqlite_errorcode", 0) & 0xFF
        if code == _FULL:
            raise DiskFull from error
        if code == _NOT_A_DATABASE:
            raise not_a_database from error
        if code == _IO_ERROR and writes and _fails(engine):
            raise DiskFailing from error
        if code == _IO_ERROR and (writes or _lacks_room(engine)):
            # A quota, or a file system that promised room it does not have.
            raise DiskFull from error
        if code in (_IO_ERROR, _CORRUPT, _CANNOT_OPEN):
            raise StoreDamaged from error
        if code == _BUSY:
            raise StoreInUse from error
        raise


def _fails(engine: Engine) -> bool:
    """Whether the disk cannot keep what it has: SQLite does not say which of its calls failed."""
    try:
        with Path(str(engine.url.database)).open("r+b") as file:
            os.fsync(file.fileno())
    except OSError as error:
        return error.errno == errno.EIO
    return False


def _lacks_room(engine: Engine) -> bool:
    folder = Path(str(engine.url.database)).parent
    return shutil.disk_usage(folder).free < _ROOM_TO_OPEN
