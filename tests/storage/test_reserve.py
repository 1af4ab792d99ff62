"""The last save on a full disk: on a real file system of a few megabytes."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.errors import DiskFull
from mvs_desktop.domain.people import Person
from mvs_desktop.services.backups import BackupProblem, Backups
from mvs_desktop.storage.base import reserve as reserve_module
from mvs_desktop.storage.base.reserve import FILE, SIZE, Reserve
from mvs_desktop.storage.copies.backups import BackupFolder, Files
from mvs_desktop.storage.store import Store
from tests.storage.conftest import MovingClock
from tests.storage.test_replica import incoming, page
from tests.storage.test_trouble import integrity


@pytest.fixture(scope="module")
def small_disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """24 MiB of its own; only an administrator of a Linux machine can have one."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("a file system of its own takes root on Linux")
    place = tmp_path_factory.mktemp("disk")
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "none", str(place)]
    made = subprocess.run(mount, check=False, capture_output=True)
    if made.returncode:
        pytest.skip(f"no file system could be mounted: {made.stderr.decode().strip()}")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.fixture
def disk(small_disk: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    # On a disk this small the reserve is there all the same.
    monkeypatch.setattr(reserve_module, "_ENOUGH", 2 * SIZE)
    yield small_disk
    for left in small_disk.iterdir():
        shutil.rmtree(left) if left.is_dir() else left.unlink()


def opened(disk: Path, blank_store: Path, key: bytes, clock: MovingClock) -> Store:
    files = Files(disk / "store")
    if not files.store.exists():
        files.folder.mkdir()
        shutil.copy(blank_store, files.store)
        files.keys.write_bytes(b"what opens it")
    return Store.open(files.store, key, clock, BackupFolder(disk / "backups", clock, margin=SIZE))


def fill(disk: Path) -> Path:
    """Take all the room that is left."""
    place = disk / "something else"
    with place.open("ab", buffering=0) as file:
        for size in (65536, 512, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue
    assert shutil.disk_usage(disk).free < 4096
    return place


def save(store: Store, case: CaseFile, **fields: str) -> Person:
    person = Person(id=uuid4(), case_id=case.id, **fields)  # type: ignore[arg-type]
    with store.unit_of_work() as work:
        work.save(person, None)
    return person


@pytest.fixture
def case(disk: Path, blank_store: Path, key: bytes, clock: MovingClock) -> CaseFile:
    store = opened(disk, blank_store, key, clock)
    id_ = uuid4()
    item = CaseFile(id=id_, case_id=id_)
    with store.unit_of_work() as work:
        work.save(item, None)
    store.close()
    return item


def spent(disk: Path) -> bool:
    return not (disk / "store" / FILE).exists()


def people(store: Store) -> set[Person]:
    with store.reader() as reader:
        return set(reader.select(Person))


def test_the_last_save_fits_and_what_comes_in_does_not_take_its_room(
    disk: Path, case: CaseFile, blank_store: Path, key: bytes, clock: MovingClock
) -> None:
    store = opened(disk, blank_store, key, clock)
    assert not spent(disk)
    other = fill(disk)

    def receive() -> None:
        for seq in range(1, 500):
            child = Person(id=uuid4(), case_id=case.id, remarks="x" * 5000)
            store.replica.apply(page(case.id, seq, incoming(child, seq)))

    with pytest.raises(DiskFull):
        receive()
    assert not spent(disk)
    mine = save(store, case, remarks="wat de werker het laatst typte " * 2000)
    assert spent(disk)
    assert mine in people(store)

    # Everything that was said to be saved is, up to where there is truly no room.
    saved = {mine}

    def save_on() -> None:
        for _ in range(2000):
            saved.add(save(store, case, remarks="x" * 20_000))

    with pytest.raises(DiskFull):
        save_on()
    store.close()
    other.unlink()
    again = opened(disk, blank_store, key, clock)
    assert saved <= people(again)
    assert integrity(again) == []
    assert not spent(disk)  # there was room again
    again.close()


def test_on_a_full_disk_the_store_opens(
    disk: Path, case: CaseFile, blank_store: Path, key: bytes, clock: MovingClock
) -> None:
    fill(disk)
    store = opened(disk, blank_store, key, clock)
    mine = save(store, case, given_name="Bo")
    assert people(store) == {mine}
    store.close()


def test_a_full_disk_costs_no_backup_and_no_save(
    disk: Path, case: CaseFile, blank_store: Path, key: bytes, clock: MovingClock
) -> None:
    store = opened(disk, blank_store, key, clock)
    backups = Backups(store)
    first = backups.run().newest
    assert first is not None
    clock.now += timedelta(hours=1)
    save(store, case, given_name="Bo")
    fill(disk)
    assert backups.due()
    state = backups.run()
    assert state.problem is BackupProblem.NO_ROOM
    assert state.newest == first
    save(store, case, given_name="Sam")
    assert backups.state().disk_full
    (disk / "something else").unlink()
    state = backups.run()
    assert state.problem is None
    assert not state.disk_full
    assert state.newest != first
    store.close()


def test_a_backup_that_runs_into_a_full_disk_leaves_nothing(
    disk: Path, case: CaseFile, blank_store: Path, key: bytes, clock: MovingClock
) -> None:
    """The room was there when it began."""
    store = opened(disk, blank_store, key, clock)
    save(store, case, remarks="x" * 3_000_000)
    assert store.backups is not None

    def meanwhile() -> bool:
        fill(disk)
        return False

    with pytest.raises(DiskFull):
        store.backups.make(meanwhile)
    assert list((disk / "backups").iterdir()) == []
    save(store, case, given_name="Bo")
    store.close()


def test_it_takes_room_and_gives_it(tmp_path: Path) -> None:
    reserve, file = Reserve(tmp_path), tmp_path / FILE
    reserve.keep()
    assert file.stat().st_size == SIZE
    assert file.stat().st_blocks * 512 >= SIZE
    reserve.ease()  # there is room
    assert file.exists()
    reserve.spend()
    reserve.spend()
    assert not file.exists()
