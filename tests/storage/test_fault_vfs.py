"""The statements of a real save, on a file system of our own that fails at each of its calls.

They run in another build of SQLite with SQLCipher's format (apsw, SQLite3 Multiple Ciphers):
sqlcipher3 takes no file system from us. test_faults.py puts faults under our own code; this
runs wherever Python does.
"""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import apsw
import pytest

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.people import Person
from mvs_desktop.storage.store import Store
from tests.storage.conftest import MovingClock
from tests.storage.test_damage import other_sqlcipher

FAULTS = (apsw.IOError, apsw.FullError)


class Trouble:
    """Which of the writes, syncs and truncations to come fails, and how."""

    def __init__(self) -> None:
        self.fault: type[apsw.Error] = apsw.IOError
        self.left = -1  # calls before it; below zero for never
        self.stays = False
        self.happened = False

    def arm(self, left: int, fault: type[apsw.Error], *, stays: bool) -> None:
        self.left, self.fault, self.stays, self.happened = left, fault, stays, False

    def disarm(self) -> None:
        self.left, self.stays = -1, False

    def strikes(self) -> bool:
        if self.left < 0 and not (self.happened and self.stays):
            return False
        self.left -= 1
        if self.left >= 0:
            return False
        self.happened = True
        return True


class FailingFile(apsw.VFSFile):
    trouble = Trouble()

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - SQLite's name
        if self.trouble.strikes():
            super().xWrite(data[: len(data) // 2], offset)  # torn, as it may come out
            raise self.trouble.fault
        super().xWrite(data, offset)

    def xSync(self, flags: int) -> None:  # noqa: N802
        if self.trouble.strikes():
            raise self.trouble.fault
        super().xSync(flags)

    def xTruncate(self, size: int) -> None:  # noqa: N802
        if self.trouble.strikes():
            raise self.trouble.fault
        super().xTruncate(size)


class FailingDisk(apsw.VFS):
    def __init__(self) -> None:
        super().__init__("failing", "")

    def xOpen(self, name: Any, flags: list[int]) -> FailingFile:  # noqa: N802
        return FailingFile("", name, flags)


@pytest.fixture(scope="module")
def disk() -> Iterator[FailingDisk]:
    made = FailingDisk()
    yield made
    made.unregister()


CASE, NEW = UUID(int=1), UUID(int=2)


@pytest.fixture(scope="module")
def traced(
    blank_store: Path, key: bytes, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, list[str]]:
    """A store before a save, and the statements of that save as SQLite ran them."""
    path = tmp_path_factory.mktemp("traced") / "case.store"
    shutil.copy(blank_store, path)
    store = Store.open(path, key, MovingClock())
    with store.unit_of_work() as work:
        work.save(CaseFile(id=CASE, case_id=CASE), None)
    before = path.with_name("before.store")
    store.close()
    shutil.copy(path, before)
    statements: list[str] = []
    store = Store.open(path, key, MovingClock())
    with store._engine.connect() as connection:
        driver: Any = connection.connection.dbapi_connection
    driver.set_trace_callback(statements.append)  # the connection that is used next
    with store.unit_of_work() as work:
        work.save(Person(id=NEW, case_id=CASE, remarks="Wat er gezegd werd. " * 200), None)
    driver.set_trace_callback(None)
    store.close()
    begin = statements.index("BEGIN IMMEDIATE")
    end = statements.index("COMMIT", begin) if "COMMIT" in statements else len(statements)
    return before, [one for one in statements[begin + 1 : end] if not one.startswith("--")]


def connected(path: Path, key: bytes, vfs: str = "") -> apsw.Connection:
    connection = apsw.Connection(str(path), vfs=vfs or None)
    for pragma in (
        "cipher='sqlcipher'",
        "legacy=4",
        f"key=\"x'{key.hex()}'\"",
        "journal_mode=WAL",
        "synchronous=FULL",
        "wal_autocheckpoint=1",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")
    return connection


@pytest.mark.parametrize("stays", [False, True])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_save_whose_every_write_and_sync_fails_in_turn(
    disk: FailingDisk,
    traced: tuple[Path, list[str]],
    key: bytes,
    tmp_path: Path,
    fault: type[apsw.Error],
    stays: bool,
) -> None:
    before, statements = traced
    assert any(statement.startswith("INSERT INTO outbox") for statement in statements)
    trouble = FailingFile.trouble
    points = 0
    while True:
        path = tmp_path / f"{points}.store"
        shutil.copy(before, path)
        connection = connected(path, key, "multipleciphers-failing")
        trouble.arm(points, fault, stays=stays)
        saved = True
        try:
            connection.execute("BEGIN IMMEDIATE")
            for statement in statements:
                connection.execute(statement)
            connection.execute("COMMIT")
        except FAULTS:
            saved = False
        happened = trouble.happened
        trouble.disarm()
        if not happened:
            break
        with suppress(apsw.SQLError):
            connection.execute("ROLLBACK")
        connection.close()
        look(path, key, saved=saved)
        points += 1
    assert saved
    assert points >= 10


def look(path: Path, key: bytes, *, saved: bool) -> None:
    """All of the save is there, or nothing; and if it was reported, all of it."""
    connection = other_sqlcipher(path, key)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    counts = {
        table: connection.execute(query, (str(NEW),)).fetchall()[0][0]
        for table, query in {
            "person": "SELECT count(*) FROM person WHERE id=?",
            "outbox": "SELECT count(*) FROM outbox WHERE record_id=?",
            "audit": "SELECT count(*) FROM audit WHERE record_id=?",
            "history": "SELECT min(1, count(*)) FROM history WHERE record_id=?",
        }.items()
    }
    connection.close()
    assert len(set(counts.values())) == 1, counts
    assert counts["person"] == 1 or not saved
