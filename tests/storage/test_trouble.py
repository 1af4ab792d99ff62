"""A full disk, a flipped bit, a second process, another's hands: told as it is, nothing lost."""

import errno
import os
import random
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
import sqlcipher3
from sqlalchemy.exc import IntegrityError

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.errors import (
    DiskFull,
    NotAStore,
    StoreDamaged,
    StoreExists,
    StoreInUse,
)
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.records import Record
from mvs_desktop.storage import migrations
from mvs_desktop.storage.base import files
from mvs_desktop.storage.base.engine import open_engine, reading, writing
from mvs_desktop.storage.store import Store
from tests.storage.conftest import MovingClock
from tests.storage.test_replica import incoming, page

LONG = "Bij dit huisbezoek was iedereen thuis. " * 3000


def person(case: CaseFile, **fields: object) -> Person:
    return Person(id=uuid4(), case_id=case.case_id, **fields)  # type: ignore[arg-type]


def save_all(store: Store, *records: Record) -> None:
    with store.unit_of_work() as work:
        for item in records:
            work.save(item, None)


def integrity(store: Store) -> list[str]:
    """What SQLite and SQLCipher find wrong with the file; nothing, if all is well."""
    # On a fresh connection: one that searched before others wrote has an old picture of the
    # search index, and takes it for damage (SQLite 3.53; the next search looks again).
    store._engine.dispose()
    with reading(store._engine) as connection:
        plain = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
        cipher = connection.exec_driver_sql("PRAGMA cipher_integrity_check").scalars().all()
    return [str(line) for line in (*plain, *cipher) if line != "ok"]


# A full disk


def test_a_full_store_keeps_nothing_of_the_change_and_goes_on_when_there_is_room(
    store: Store, case: CaseFile
) -> None:
    long, short = person(case, remarks=LONG), person(case, given_name="Bo")

    def limit(pages: int) -> None:
        # SQLite's own limit on the file: the same SQLITE_FULL as a disk without room.
        for connection in connections:
            connection.cursor().execute(f"PRAGMA max_page_count={pages}")

    with store._engine.connect() as one:
        driver = one.connection.dbapi_connection
        assert driver is not None
        connections = [driver]
    limit(1)  # as small as the file is now
    with pytest.raises(DiskFull):
        save_all(store, short, long)
    limit(1 << 30)
    with store.reader() as reader:
        assert not reader.snapshot(case.case_id).people
    assert store.replica.pending_count() == 1  # the case alone
    save_all(store, long)
    with store.reader() as reader:
        assert reader.snapshot(case.case_id).people == (long,)
    assert integrity(store) == []


FILL = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID
from mvs_desktop.domain.errors import DiskFull
from mvs_desktop.domain.people import Person
from mvs_desktop.storage.store import Store

path, key, case_id = Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), UUID(sys.argv[3])
store = Store.open(path, key, lambda: datetime(2025, 3, 4, 10, tzinfo=UTC))
ids = [store.new_id() for _ in range(2000)]
largest = sum(file.stat().st_size for file in path.parent.iterdir()) + 400_000
resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
try:
    for id_ in ids:
        with store.unit_of_work() as work:
            work.save(Person(id=id_, case_id=case_id, remarks="x" * 5000), None)
        print(id_, flush=True)
except DiskFull:
    print("full", flush=True)
with store.reader() as reader:
    print(len(reader.snapshot(case_id).people), flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are POSIX")
def test_a_disk_that_takes_no_more_is_told_and_what_was_saved_is_there(
    store: Store, case: CaseFile, path: Path, key: bytes
) -> None:
    """The system itself refuses the write, in the middle of SQLite's work."""
    store.close()
    command = [sys.executable, "-c", FILL, str(path), key.hex(), str(case.case_id)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    *saved, told, count = done.stdout.split()
    assert told == "full"
    assert len(saved) == int(count) > 0
    again = Store.open(path, key, MovingClock())
    with again.reader() as reader:
        assert {str(p.id) for p in reader.snapshot(case.case_id).people} == set(saved)
    assert again.replica.pending_count() == len(saved) + 1
    assert integrity(again) == []
    again.close()


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_small_file_stays_as_it_was_on_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    target = tmp_path / "case.keys"
    files.write_durably(target, b"old")

    def full(_descriptor: int) -> None:
        raise OSError(code, "no room")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull):
        files.write_durably(target, b"new")
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


# What others may read


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are POSIX")
def test_every_file_is_private_whatever_the_umask(
    tmp_path: Path, key: bytes, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "case.store"
    seen: set[int] = set()

    def look(*_: object) -> None:
        seen.update(stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir())

    monkeypatch.setattr(migrations, "create", Spy(migrations.create, look))
    before = os.umask(0)
    try:
        store = Store.create(path, key, uuid4(), clock)
        look()
        files.write_durably(tmp_path / "case.keys", b"x")
        look()
        store.close()
    finally:
        os.umask(before)
    assert seen == {0o600}


class Spy:
    """Calls `look` before and after the function that it stands for."""

    def __init__(self, function: Callable[..., None], look: Callable[[], None]) -> None:
        self._function = function
        self._look = look

    def __call__(self, *arguments: object) -> None:
        self._look()
        self._function(*arguments)
        self._look()


@pytest.mark.skipif(sys.platform == "win32", reason="links and permissions are POSIX")
def test_what_stands_in_the_way_of_a_small_file_is_not_written_into(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"theirs")
    (tmp_path / "case.keys.new").symlink_to(elsewhere)
    files.write_durably(tmp_path / "case.keys", b"ours")
    assert elsewhere.read_bytes() == b"theirs"
    assert (tmp_path / "case.keys").read_bytes() == b"ours"
    assert not (tmp_path / "case.keys").is_symlink()


def test_an_error_of_the_database_says_nothing_of_the_case(store: Store, case: CaseFile) -> None:
    child = person(case, given_name="Zonnebloempit")
    with store.unit_of_work() as work:
        work.save(child, None)
    with pytest.raises(IntegrityError) as told, writing(store._engine) as connection:
        connection.exec_driver_sql(
            "INSERT INTO draft VALUES (?, 'remarks', ?, 'Kwartelhoek'), (?, 'remarks', '', '')",
            (str(child.id), "Zonnebloempit", str(child.id)),
        )
    assert "Zonnebloempit" not in str(told.value)
    assert "Kwartelhoek" not in repr(told.value.params)


# A file that is not what it was


def test_a_new_store_never_takes_the_place_of_a_file(path: Path, key: bytes) -> None:
    path.write_bytes(b"somebody's")
    with pytest.raises(StoreExists):
        Store.create(path, key, uuid4())
    assert path.read_bytes() == b"somebody's"


def test_a_database_that_is_not_ours_is_left_as_it_is(path: Path, key: bytes) -> None:
    with closing(sqlcipher3.dbapi2.connect(str(path))) as other:
        other.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
        other.execute("CREATE TABLE recipes (name)")
        other.commit()
    with pytest.raises(NotAStore):
        Store.open(path, key)
    with closing(sqlcipher3.dbapi2.connect(str(path))) as other:
        other.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
        assert other.execute("SELECT name FROM sqlite_schema").fetchall() == [("recipes",)]


def test_a_store_that_disappears_is_not_made_again(
    store: Store, case: CaseFile, path: Path
) -> None:
    store._engine.dispose()
    path.unlink()
    with pytest.raises(StoreDamaged), store.reader() as reader:
        reader.snapshot(case.case_id)
    assert not path.exists()


def test_a_flipped_bit_is_told_and_the_file_is_kept(
    store: Store, case: CaseFile, path: Path, key: bytes, tmp_path: Path
) -> None:
    for number in range(30):
        with store.unit_of_work() as work:
            work.save(person(case, given_name=f"Bo {number}", remarks=LONG[:3000]), None)
    store.search("bo")  # what was saved is indexed now
    store.close()
    sound = path.read_bytes()
    dice = random.Random(20)
    for attempt in range(16):
        content = bytearray(sound)
        content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
        copy = tmp_path / str(attempt) / path.name
        copy.parent.mkdir()
        copy.write_bytes(content)
        read_everything(copy, key, case)
        assert copy.read_bytes() == content
        shutil.rmtree(copy.parent)


def read_everything(path: Path, key: bytes, case: CaseFile) -> None:
    """Either what is read is right, or it is told that it cannot be read."""
    try:
        store = Store.open(path, key, MovingClock())
    except (StoreDamaged, NotAStore):
        return
    try:
        with store.reader() as reader:
            people = reader.snapshot(case.case_id).people
            history = [reader.history(one.id) for one in people]
        assert {one.given_name for one in people} == {f"Bo {number}" for number in range(30)}
        assert all(history)
        store.search("huisbezoek")
        damaged = integrity(store)
        assert damaged
    except StoreDamaged:
        pass
    finally:
        store.close()


# More than one at a time


def test_readers_a_writer_and_the_synchronisation_at_once(store: Store, case: CaseFile) -> None:
    """Each thread does what it does in the program; nobody waits for ever or loses anything."""
    mine = [person(case, given_name=f"Mijn {number}") for number in range(30)]
    theirs = [person(case, given_name=f"Hun {number}") for number in range(30)]

    def write() -> None:
        for item in mine:
            with store.unit_of_work() as work:
                work.save(item, None)

    def receive() -> None:
        for seq, item in enumerate(theirs, 1):
            store.replica.apply(page(case.case_id, seq, incoming(item, seq)))
            store.replica.pending(10)

    def read() -> None:
        most = 0
        for _ in range(30):
            with store.reader() as reader:
                count = len(reader.snapshot(case.case_id).people)
            assert count >= most
            most = count
            store.search("hun")

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(what) for what in (write, receive, read, read)]:
            done.result()
    with store.reader() as reader:
        assert set(reader.snapshot(case.case_id).people) == {*mine, *theirs}
    assert integrity(store) == []


def test_a_store_that_another_process_keeps_locked_is_told(
    store: Store, case: CaseFile, path: Path, key: bytes
) -> None:
    with store._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=50")
    other = open_engine(path, key)
    with writing(other) as held:
        held.exec_driver_sql("DELETE FROM draft")
        with pytest.raises(StoreInUse), store.unit_of_work() as work:
            work.save(replace(case, name="Familie Anders"), case)
    other.dispose()
    with store.unit_of_work() as work:
        work.save(replace(case, name="Familie Anders"), case)


# Bringing an older store up to date

PARENT_AND_CHILD = """
import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table("parent", sa.Column("id", sa.Integer(), primary_key=True))
    op.create_table(
        "child",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("parent_id", sa.Integer(), sa.ForeignKey("parent.id", ondelete="CASCADE")),
    )
    op.execute("INSERT INTO parent VALUES (1)")
    op.execute("INSERT INTO child VALUES (1, 1)")
"""

REBUILD = """
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    with op.batch_alter_table("parent", recreate="always") as parent:
        parent.add_column(sa.Column("name", sa.Text(), server_default=""))
    op.execute("{last}")
"""


@pytest.fixture
def versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of migrations of the test's own, in place of ours."""
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    shutil.copy(migrations.FOLDER / "env.py", folder)
    monkeypatch.setattr(migrations, "FOLDER", folder)
    return folder / "versions"


@pytest.mark.parametrize(
    ("last", "error"),
    [
        ("SELECT 1", None),
        ("INSERT INTO child VALUES (2, 99)", StoreDamaged),
        ("INSERT INTO nothing VALUES (1)", Exception),
    ],
)
def test_rebuilding_a_table_keeps_its_children_and_all_of_it_or_nothing(
    path: Path,
    key: bytes,
    versions: Path,
    monkeypatch: pytest.MonkeyPatch,
    last: str,
    error: type[Exception] | None,
) -> None:
    (versions / "0001_old.py").write_text(PARENT_AND_CHILD)
    path.touch()
    engine = open_engine(path, key)
    migrations.create(engine)
    (versions / "0002_new.py").write_text(REBUILD.format(last=last))
    monkeypatch.setattr(migrations, "HEAD", "0002")
    if error is None:
        migrations.upgrade(engine)
    else:
        with pytest.raises(error):
            migrations.upgrade(engine)
    with reading(engine) as connection:
        assert connection.exec_driver_sql("SELECT * FROM child").all() == [(1, 1)]
        assert migrations.current(connection) == ("0001" if error else "0002")
        columns = connection.exec_driver_sql("PRAGMA table_info(parent)").all()
        assert len(columns) == (1 if error else 2)
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    engine.dispose()
