"""Backups of a store that is in use: whole, unreadable, checked, and in step with it."""

import shutil
import stat
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from uuid import UUID, uuid4

import pytest

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.errors import BackupDamaged, BackupMissing, NoRoomForCopy, StoreDamaged
from mvs_desktop.domain.people import Person
from mvs_desktop.storage import migrations
from mvs_desktop.storage.base.engine import open_engine, reading
from mvs_desktop.storage.copies import backups as backups_module
from mvs_desktop.storage.copies.backups import KEY_FILE, STORE_FILE, BackupFolder, Files, Stopped
from mvs_desktop.storage.copies.keeper import BackupKeeper
from mvs_desktop.storage.copies.rotation import BackupKind
from mvs_desktop.storage.store import Store
from tests.storage.conftest import MovingClock
from tests.storage.test_replica import incoming, page
from tests.support.pages import decrypted_pages

HOUR = timedelta(hours=1)
SLOT = b"what opens the store"


@pytest.fixture
def place(tmp_path: Path, blank_store: Path) -> Files:
    """A store and its key file, as a session has them."""
    files = Files(tmp_path / "store")
    files.folder.mkdir()
    shutil.copy(blank_store, files.store)
    files.keys.write_bytes(SLOT)
    return files


@pytest.fixture
def folder(tmp_path: Path, clock: MovingClock) -> BackupFolder:
    return BackupFolder(tmp_path / "backups", clock, margin=1024 * 1024)


@pytest.fixture
def kept(place: Files, folder: BackupFolder, key: bytes, clock: MovingClock) -> Iterator[Store]:
    """A store that has backups."""
    opened = Store.open(place.store, key, clock, folder)
    yield opened
    opened.close()


def keeper(store: Store) -> BackupKeeper:
    assert store.backups is not None
    return store.backups


def new_case(store: Store, name: str = "Familie Proef") -> CaseFile:
    id_ = uuid4()
    case = CaseFile(id=id_, case_id=id_, name=name)
    with store.unit_of_work() as work:
        work.save(case, None)
    return case


def add_person(store: Store, case: CaseFile, **fields: str) -> Person:
    person = Person(id=uuid4(), case_id=case.id, **fields)  # type: ignore[arg-type]
    with store.unit_of_work() as work:
        work.save(person, None)
    return person


def listing(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def names_in(folder: BackupFolder, name: str, key: bytes, tmp_path: Path) -> set[str]:
    """The names of people in a backup, which is copied to be opened."""
    copy = tmp_path / f"look-{uuid4()}.store"
    shutil.copy(folder.files(name).store, copy)
    store = Store.open(copy, key)
    try:
        with store.reader(when_closed=True) as reader:
            return {person.given_name for person in reader.select(Person)}
    finally:
        store.close()


def test_a_backup_has_everything_and_its_key_file(
    kept: Store, folder: BackupFolder, key: bytes, tmp_path: Path, place: Files
) -> None:
    case = new_case(kept)
    add_person(kept, case, given_name="Bo")
    made = keeper(kept).make()
    add_person(kept, case, given_name="Later")

    assert [item.name for item in keeper(kept).backups()] == [made.name]
    assert made.kind is BackupKind.HOURLY
    files = folder.files(made.name)
    assert files.keys.read_bytes() == SLOT
    assert names_in(folder, made.name, key, tmp_path) == {"Bo"}
    assert made.size >= files.store.stat().st_size
    assert listing(files.folder) == ["attachments.txt", KEY_FILE, STORE_FILE]
    assert listing(tmp_path / "backups") == [made.name]


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are POSIX")
def test_a_backup_is_for_its_owner_alone(kept: Store, tmp_path: Path) -> None:
    new_case(kept)
    keeper(kept).make()
    for found in (tmp_path / "backups").rglob("*"):
        assert stat.S_IMODE(found.stat().st_mode) in (0o600, 0o700), found


def test_nothing_in_a_backup_can_be_read(kept: Store, tmp_path: Path) -> None:
    case = new_case(kept, "Familie Onleesbaarheid")
    add_person(kept, case, remarks="zwaarbewaakt geheim")
    keeper(kept).make()
    for found in (tmp_path / "backups").rglob("*"):
        if found.is_file():
            content = found.read_bytes()
            for word in ("Onleesbaarheid", "zwaarbewaakt", "SQLite format"):
                assert word.encode() not in content
                assert word.encode("utf-16-le") not in content


def test_saving_goes_on_while_a_backup_is_made(
    kept: Store, folder: BackupFolder, key: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = new_case(kept)
    add_person(kept, case, remarks="x" * 3_000_000)
    monkeypatch.setattr(backups_module, "_PAGES", 16)
    started, saved = Event(), Event()
    seen: list[bool] = []

    def look() -> bool:
        """Called between two steps: waits, once, for a save to come through in between."""
        if not started.is_set():
            started.set()
            seen.append(saved.wait(10))
        return False

    maker = Thread(target=lambda: keeper(kept).make(look))
    maker.start()
    assert started.wait(10)
    add_person(kept, case, given_name="Tussendoor")  # while the backup is half-way
    saved.set()
    maker.join()
    assert seen == [True]
    (made,) = keeper(kept).backups()
    assert names_in(folder, made.name, key, tmp_path) == {""}  # one moment, not a mixture
    with kept.reader() as reader:
        assert len(reader.select(Person)) == 2


def test_stopping_leaves_no_half_backup(kept: Store, tmp_path: Path) -> None:
    new_case(kept)
    with pytest.raises(Stopped):
        keeper(kept).make(lambda: True)
    assert listing(tmp_path / "backups") == []
    assert not keeper(kept).backups()


def test_what_a_killed_process_left_is_no_backup_and_goes(kept: Store, tmp_path: Path) -> None:
    new_case(kept)
    made = keeper(kept).make()
    for left in ("000002-20250304T090000Z.new", "000001-20240304T090000Z.gone"):
        shutil.copytree(tmp_path / "backups" / made.name, tmp_path / "backups" / left)
    assert [item.name for item in keeper(kept).backups()] == [made.name]
    keeper(kept).make()
    assert not [name for name in listing(tmp_path / "backups") if "." in name]


def test_a_backup_is_due_each_hour_in_which_something_changed(
    kept: Store, clock: MovingClock
) -> None:
    assert keeper(kept).due()
    keeper(kept).run()
    clock.now += 2 * HOUR
    assert not keeper(kept).due()  # nothing happened
    case = new_case(kept)
    assert keeper(kept).due()
    keeper(kept).run()
    with kept.unit_of_work() as work:
        work.keep_draft(case.id, case.id, "name", "half getypt")
    assert not keeper(kept).due()  # not within the hour
    clock.now += HOUR
    assert keeper(kept).due()
    keeper(kept).run()
    assert len(keeper(kept).backups()) == 3
    clock.now -= 500 * HOUR
    kept.replica.contacted(clock())
    new_case(kept)
    assert keeper(kept).due()
    keeper(kept).run()
    assert keeper(kept).backups()[0].number == 4


def test_days_of_work_leave_as_many_backups_as_were_meant(kept: Store, clock: MovingClock) -> None:
    for _ in range(30):
        kept.replica.contacted(clock())
        new_case(kept)
        keeper(kept).make()
        clock.now += 8 * HOUR
    kinds = [item.kind for item in keeper(kept).backups()]
    assert kinds.count(BackupKind.HOURLY) == 12
    # Eight hours apart: the twelve are of four or five days.
    assert kinds.count(BackupKind.DAILY) in (2, 3)
    assert keeper(kept).backups()[-1].kind in (BackupKind.DAILY, BackupKind.WEEKLY)


def test_a_store_that_is_damaged_makes_no_backup_and_costs_none(
    kept: Store, place: Files, folder: BackupFolder, key: bytes, clock: MovingClock, tmp_path: Path
) -> None:
    case = new_case(kept)
    add_person(kept, case, remarks="x" * 100_000)
    good = keeper(kept).make()
    kept.close()
    content = bytearray(place.store.read_bytes())
    content[-5000] ^= 1
    place.store.write_bytes(content)
    damaged = Store.open(place.store, key, clock, folder)
    for _ in range(15):
        with pytest.raises((StoreDamaged, BackupDamaged)):
            keeper(damaged).make()
    damaged.close()
    assert [item.name for item in folder.whole()] == [good.name]
    assert listing(tmp_path / "backups") == [good.name]


def test_a_copy_that_does_not_come_out_right_is_no_backup(
    kept: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_case(kept)

    def and_spoil(source: object, target: Path, *rest: object) -> None:
        copy(source, target, *rest)  # type: ignore[arg-type]
        content = bytearray(target.read_bytes())
        content[len(content) // 2] ^= 1
        target.write_bytes(content)

    copy = backups_module.copy_to
    monkeypatch.setattr(backups_module, "copy_to", and_spoil)
    with pytest.raises(BackupDamaged):
        keeper(kept).make()
    assert not keeper(kept).backups()


def test_without_room_there_is_no_backup_and_the_old_ones_stay(
    kept: Store, place: Files, key: bytes, clock: MovingClock, tmp_path: Path
) -> None:
    new_case(kept)
    made = keeper(kept).make()
    full = BackupFolder(tmp_path / "backups", clock, margin=1 << 60)
    engine = open_engine(place.store, key)
    with pytest.raises(NoRoomForCopy) as raised:
        full.make(engine, place)
    engine.dispose()
    assert raised.value.needed > 1 << 60
    assert [item.name for item in keeper(kept).backups()] == [made.name]


def test_backups_that_are_worth_least_make_room(
    kept: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_case(kept)
    made = [keeper(kept).make() for _ in range(5)]
    free = made[0].size + 1024 * 1024 - 2 * made[0].size  # two too few
    monkeypatch.setattr(backups_module, "free_bytes", lambda _: free)
    monkeypatch.setattr(backups_module, "_SHARE", 1)
    new = keeper(kept).make()
    numbers = [item.number for item in keeper(kept).backups()]
    assert numbers[0] == new.number
    assert 5 in numbers
    assert len(numbers) <= 5


def test_an_upgrade_begins_with_a_backup_of_what_was(
    place: Files, folder: BackupFolder, clock: MovingClock, tmp_path: Path
) -> None:
    old = Path(__file__).parent.parent / "data" / "stores" / "0001.store"
    key = bytes(range(100, 132))
    shutil.copy(old, place.store)
    Store.open(place.store, key, clock, folder).close()
    (made,) = folder.whole()
    assert made.kind is BackupKind.MIGRATION
    engine = open_engine(folder.files(made.name).store, key)
    with reading(engine) as connection:
        assert migrations.current(connection) == "0001"
    engine.dispose()
    Store.open(place.store, key, clock, folder).close()
    assert len(folder.whole()) == 1


def test_an_upgrade_that_was_cut_short_finds_its_backup(
    place: Files, folder: BackupFolder, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = Path(__file__).parent.parent / "data" / "stores" / "0001.store"
    key = bytes(range(100, 132))
    shutil.copy(old, place.store)
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "_run", lambda *_: 1 / 0)
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                Store.open(place.store, key, clock, folder)
    Store.open(place.store, key, clock, folder).close()
    assert len(folder.whole()) == 1


def test_without_room_for_its_backup_an_upgrade_does_not_begin(
    place: Files, tmp_path: Path, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = Path(__file__).parent.parent / "data" / "stores" / "0001.store"
    key = bytes(range(100, 132))
    shutil.copy(old, place.store)
    monkeypatch.setattr(backups_module, "free_bytes", lambda _: 900_000)
    with pytest.raises(NoRoomForCopy):
        Store.open(place.store, key, clock, BackupFolder(tmp_path / "backups", clock))
    engine = open_engine(place.store, key)
    with reading(engine) as connection:
        assert migrations.current(connection) == "0001"
    engine.dispose()


def test_another_key_file_goes_to_the_backups_that_it_opens(
    kept: Store, folder: BackupFolder, place: Files
) -> None:
    new_case(kept)
    made = keeper(kept).make()
    place.keys.write_bytes(b"another passphrase")
    keeper(kept).run()
    assert folder.files(made.name).keys.read_bytes() == b"another passphrase"


def test_a_new_key_does_not_wait_for_a_backup_that_is_under_way(
    kept: Store, folder: BackupFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = new_case(kept)
    add_person(kept, case, remarks="x" * 3_000_000)
    monkeypatch.setattr(backups_module, "_PAGES", 1)
    monkeypatch.setattr(backups_module, "_PAUSE", 0.05)  # it would take a minute
    started = Event()
    stopped: list[bool] = []

    def look() -> bool:
        started.set()
        return False

    def make() -> None:
        with pytest.raises(Stopped):
            keeper(kept).make(look)
        stopped.append(True)

    maker = Thread(target=make)
    maker.start()
    assert started.wait(10)
    kept.rekey(bytes(range(32)))
    maker.join(10)
    assert stopped == [True]
    assert folder.whole() == ()


def test_another_database_key_opens_the_backups_too(
    kept: Store, folder: BackupFolder, place: Files, tmp_path: Path
) -> None:
    case = new_case(kept)
    add_person(kept, case, given_name="Bo")
    keeper(kept).make()
    place.keys.write_bytes(b"with the new key")
    fresh = bytes(range(32))
    kept.rekey(fresh)
    (made,) = keeper(kept).backups()
    assert folder.files(made.name).keys.read_bytes() == b"with the new key"
    assert names_in(folder, made.name, fresh, tmp_path) == {"Bo"}
    assert keeper(kept).make().number == 2


def test_what_may_not_be_here_any_more_leaves_the_backups(
    kept: Store, folder: BackupFolder, key: bytes, tmp_path: Path
) -> None:
    theirs = CaseFile(id=(id_ := uuid4()), case_id=id_, name="Familie Vertrokken")
    gone = Person(id=uuid4(), case_id=id_, given_name="Weggehaald")
    kept.replica.apply(page(id_, 1, incoming(theirs, 1), incoming(gone, 1)))
    mine = new_case(kept)
    add_person(kept, mine, given_name="Blijft")
    first = keeper(kept).make()
    kept.replica.drop_scope(id_, "basis")
    assert keeper(kept).due()
    keeper(kept).run()
    assert not keeper(kept).due()

    (left,) = keeper(kept).backups()
    assert left.number == first.number
    assert left.made_at == first.made_at
    assert names_in(folder, left.name, key, tmp_path) == {"Blijft"}
    pages = [page.lower() for page in decrypted_pages(folder.files(left.name).store, key)]
    assert any(b"blijft" in page for page in pages)
    for word in ("weggehaald", "vertrokken", str(gone.id)):
        assert not any(word.encode() in page for page in pages), word


def test_a_name_that_is_none_of_ours_is_no_backup(folder: BackupFolder, tmp_path: Path) -> None:
    for name in ("../store", "", ".", "attachments", str(UUID(int=0)), "000001-20250399T000000Z"):
        with pytest.raises(BackupMissing):
            folder.files(name)
    assert folder.whole() == ()
    assert replace(Files(tmp_path)).size() == 0
