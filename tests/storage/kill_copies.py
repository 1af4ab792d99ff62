"""The parts of the campaign about whole copies: migrating, rekeying, backing up, restoring."""

import json
import random
import shutil
import time
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from threading import Thread
from unittest.mock import patch
from uuid import UUID, uuid4

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.errors import BackupDamaged
from mvs_desktop.domain.people import Person
from mvs_desktop.services import session as sessions
from mvs_desktop.services.session import STORE_FILE, Session
from mvs_desktop.storage import migrations
from mvs_desktop.storage.audit.log import Act
from mvs_desktop.storage.base.engine import open_engine, reading
from mvs_desktop.storage.copies.backups import KEY_FILE, BackupFolder, Files, check, opened
from mvs_desktop.storage.copies.rotation import BackupKind
from mvs_desktop.storage.keys.vault import KeyVault
from mvs_desktop.storage.store import Store, system_clock
from tests.storage.conftest import enrolment
from tests.storage.kills import (
    CASE,
    KEY,
    MOST_SECONDS,
    FileKeeper,
    Tell,
    answers,
    check_file,
    killed_after,
    require,
)
from tests.support.workspaces import CHEAP, PASSPHRASE

# Migrating: the store of the first release, to this version

RELEASED = Path(__file__).parent.parent / "data" / "stores" / "0001.store"


def _in_their_time() -> datetime:
    """When that store was written, or its lease would be over."""
    return datetime(2025, 3, 4, 12, tzinfo=UTC)


def kill_migrations(folder: Path, rounds: int, dice: random.Random) -> int:
    """Gives how many were complete in spite of it."""
    content = json.loads(RELEASED.with_suffix(".json").read_text("utf-8"))
    key = bytes.fromhex(content["key"])
    people = {row["id"]: row["remarks"] for row in content["tables"]["person"]}
    whole = folder / "whole.store"
    shutil.copy(RELEASED, whole)
    Store.open(whole, key, _in_their_time).close()
    schemas = {"0001": _schema(RELEASED, key), migrations.HEAD: _schema(whole, key)}
    complete = 0
    for number in range(rounds):
        store, backups = Files(folder / f"{number}"), folder / f"backups{number}"
        store.folder.mkdir()
        shutil.copy(RELEASED, store.store)
        store.keys.write_bytes(b"what opens it")

        def migrate(tell: Tell, store: Files = store, backups: Path = backups) -> None:
            tell("ready")
            _migrated(store, backups, key)
            tell("migrated")
            time.sleep(MOST_SECONDS)

        told = killed_after(migrate, dice.random() * 0.6, started=True)
        version = _version(store.store, key)
        check_file(store.store, key, audit=version == migrations.HEAD)
        require(_schema(store.store, key) == schemas[version], "half a migration")
        complete += version == migrations.HEAD
        require(version == migrations.HEAD or "migrated" not in told, "reported and not done")
        before = BackupFolder(backups, system_clock).whole()
        require(bool(before) or version == "0001", "migrated without a backup")
        for item in before:
            require(item.kind is BackupKind.MIGRATION, "another backup")
            with opened(backups / item.name / STORE_FILE, key) as driver:
                check(driver)
                found = dict(driver.execute("SELECT id, remarks FROM person").fetchall())
                require(found == people, "the backup is not what the store was")
        _migrated(store, backups, key)
        require(_version(store.store, key) == migrations.HEAD, "it cannot be done again")
        engine = open_engine(store.store, key)
        with reading(engine) as connection:
            rows = connection.exec_driver_sql("SELECT id, remarks FROM person").all()
        engine.dispose()
        require({row[0]: row[1] for row in rows} == people, "people are gone")
        require(len(BackupFolder(backups, system_clock).whole()) == 1, "a backup for each try")
        shutil.rmtree(store.folder)
        shutil.rmtree(backups)
    return complete


def _migrated(store: Files, backups: Path, key: bytes) -> None:
    Store.open(store.store, key, _in_their_time, BackupFolder(backups, _in_their_time)).close()


def _version(path: Path, key: bytes) -> str:
    engine = open_engine(path, key)
    with reading(engine) as connection:
        version = migrations.current(connection)
    engine.dispose()
    return str(version)


def _schema(path: Path, key: bytes) -> list[tuple[str, str]]:
    with opened(path, key) as driver:
        query = "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY 1"
        return list(driver.execute(query).fetchall())


# Another database key


def kill_rekeys(folder: Path, rounds: int, dice: random.Random) -> int:
    """Gives how many were complete in spite of it."""
    whole, keys = folder / "whole", folder / "keys"
    keys.mkdir()
    with patch.object(sessions, "enrol", answers):
        workspace = Session(whole, FileKeeper(keys), cost=CHEAP).enrol("", "", PASSPHRASE)
    store = workspace._store
    with store.unit_of_work() as work:
        for number in range(1500):
            text = f"eerst {number}" * 100
            work.save(Person(id=store.new_id(), case_id=CASE, remarks=text), None)
    before = store.key
    assert store.backups is not None
    store.backups.make()
    workspace.close()
    complete = 0
    for number in range(rounds):
        place = folder / f"{number}"
        shutil.copytree(whole, place)
        session = Session(place, FileKeeper(keys), cost=CHEAP)

        def rotate(tell: Tell, session: Session = session) -> None:
            opened = session.unlock(PASSPHRASE)
            tell("ready")
            opened.keys.rotate()
            tell("rotated")
            time.sleep(MOST_SECONDS)

        told = killed_after(rotate, dice.random() * 0.6, started=True)
        opened = session.unlock(PASSPHRASE)
        changed = opened._store.key != before
        require(changed or "rotated" not in told, "the new key was reported and is gone")
        complete += changed
        with opened._store.reader() as reader:
            texts = {person.remarks for person in reader.select(Person)}
        require(texts == {f"eerst {number}" * 100 for number in range(1500)}, "people are gone")
        require(opened.sync_state().pending == 1500, "what was not sent is gone")
        key = opened._store.key
        opened.close()
        check_file(place / "store" / STORE_FILE, key)
        (backup,) = session.backups()
        copy = place / "backups" / backup.name
        ways = KeyVault(copy / KEY_FILE, FileKeeper(keys), system_clock, CHEAP).open(PASSPHRASE)
        require(any(_is_sound(copy / STORE_FILE, way) for way in ways.keys), "a backup is lost")
        shutil.rmtree(place)
    return complete


def _is_sound(path: Path, key: bytes) -> bool:
    with suppress(BackupDamaged), opened(path, key) as driver:
        check(driver)
        return True
    return False


# Backing up, beside somebody who saves


def kill_backups(folder: Path, rounds: int, dice: random.Random) -> int:
    """Gives how many backups were reported before their process was killed."""
    files, backups = Files(folder / "store"), BackupFolder(folder / "backups", system_clock)
    files.folder.mkdir()
    files.keys.write_bytes(b"what opens it")
    store = Store.create(files.store, KEY, uuid4())
    store.replica.save_enrolment(enrolment(), "epoch-1")
    with store.unit_of_work() as work:
        work.save(CaseFile(id=CASE, case_id=CASE), None)
        work.save(Person(id=UUID(int=2), case_id=CASE, remarks="x" * 1_500_000), None)
    store.close()
    saved: set[str] = set()
    reported = 0

    def back_up(tell: Tell) -> None:
        """Make backups one after the other; `saved` lines come from a thread beside it."""
        store = Store.open(files.store, KEY, backups=backups)
        assert store.backups is not None
        tell("ready")
        Thread(target=_save_on, args=(store, tell), daemon=True).start()
        while True:
            tell("begin")
            tell(f"backup {store.backups.make().name}")

    for _ in range(rounds):
        in_backup: dict[str, set[str]] = {}
        before = set(saved)
        for line in killed_after(back_up, dice.random(), started=True):
            match line.split():
                case ["saved", id_]:
                    saved.add(id_)
                case ["begin"]:
                    before = set(saved)
                case ["backup", name]:
                    in_backup[name] = before
                    reported += 1
                case _:
                    require(line == "ready", f"said {line}")
        check_file(files.store, KEY)
        require(saved <= _people(files.store), "a save beside a backup is gone")
        here = {item.name for item in backups.whole()}
        require(not in_backup or max(in_backup) in here, "a backup was reported and is gone")
        for name in here:
            found = backups.files(name)
            require(found.keys.read_bytes() == b"what opens it", "a backup without its key file")
            with opened(found.store, KEY) as driver:
                check(driver)
            require(in_backup.get(name, set()) <= _people(found.store), "a save is not in it")
    store = Store.open(files.store, KEY, backups=backups)
    assert store.backups is not None
    store.backups.make()
    store.close()
    left = [place.name for place in (folder / "backups").iterdir() if "." in place.name]
    require(not left, f"left behind: {left}")
    return reported


def _save_on(store: Store, tell: Tell) -> None:
    for number in count():
        person = Person(id=store.new_id(), case_id=CASE, given_name=f"naam{number}")
        with store.unit_of_work() as work:
            work.save(person, None)
        tell(f"saved {person.id}")


def _people(path: Path) -> set[str]:
    engine = open_engine(path, KEY)
    with reading(engine) as connection:
        ids = set(connection.exec_driver_sql("SELECT id FROM person").scalars())
    engine.dispose()
    return ids


# Restoring


def kill_restores(folder: Path, rounds: int, dice: random.Random) -> int:
    """Gives how many were complete in spite of it."""
    whole, keys = folder / "whole", folder / "keys"
    keys.mkdir()
    with patch.object(sessions, "enrol", answers):
        workspace = Session(whole, FileKeeper(keys), cost=CHEAP).enrol("", "", PASSPHRASE)
    store = workspace._store
    with store.unit_of_work() as work:
        work.save(CaseFile(id=CASE, case_id=CASE), None)
        for number in range(300):
            work.save(Person(id=store.new_id(), case_id=CASE, remarks=f"voor {number}"), None)
    assert store.backups is not None
    name = store.backups.make().name
    with store.unit_of_work() as work:
        for number in range(300):
            work.save(Person(id=store.new_id(), case_id=CASE, remarks=f"na {number}"), None)
    workspace.close()
    texts = {f"{when} {number}" for when in ("voor", "na") for number in range(300)}
    complete = 0
    for round_ in range(rounds):
        place = folder / f"{round_}"
        shutil.copytree(whole, place)
        session = Session(place, FileKeeper(keys), cost=CHEAP)

        def restore(tell: Tell, session: Session = session) -> None:
            tell("ready")
            session.restore(name, PASSPHRASE)
            tell("restored")
            time.sleep(MOST_SECONDS)

        told = killed_after(restore, dice.random() * 2.5, started=True)
        workspace = Session(place, FileKeeper(keys), cost=CHEAP).unlock(PASSPHRASE)
        store = workspace._store
        put_back = (place / "former").exists()
        require(put_back or "restored" not in told, "reported and not done")
        complete += put_back
        with store.reader() as reader:
            found = {person.remarks for person in reader.select(Person)}
        require(found == texts, "work is gone")
        require(workspace.sync_state().pending == 601, "what was not sent is gone")
        with reading(store._engine) as connection:
            acts = list(connection.exec_driver_sql("SELECT action FROM audit").scalars())
        require((Act.RESTORE_BACKUP in acts) == put_back, "the audit does not say so")
        require(workspace.keys.device_needs_code == put_back, "two stores with one device id")
        key = store.key
        workspace.close()
        check_file(place / "store" / STORE_FILE, key)
        for former in (place / "former").glob("*"):
            check_file(former / STORE_FILE, key)
        shutil.rmtree(place)
    return complete
