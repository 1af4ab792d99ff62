"""Every kind of page of a store with a bit flipped, and files that are no store at all."""

import os
import random
import shutil
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import apsw
import pytest

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.errors import (
    ExpectedError,
    KeyFileUnreadable,
    KeyringEmpty,
    NotAStore,
    StoreDamaged,
    StoreTooNew,
    WrongPassphrase,
)
from mvs_desktop.domain.people import Person
from mvs_desktop.services.session import KEY_FILE, STORE_FILE, Session
from mvs_desktop.storage.store import Store
from tests.storage.conftest import MovingClock
from tests.storage.test_trouble import LONG, integrity
from tests.support.keepers import MemoryKeeper
from tests.support.workspaces import CHEAP, PASSPHRASE, enrolment, make_store

PAGE = 4096
LAST_BYTES = 80  # of each page: the initialisation vector and the HMAC


def other_sqlcipher(path: Path, key: bytes) -> apsw.Connection:
    """The file opened by SQLite3 Multiple Ciphers, with the settings of standard SQLCipher 4."""
    connection = apsw.Connection(str(path))
    connection.execute("PRAGMA cipher='sqlcipher'")
    connection.execute("PRAGMA legacy=4")
    connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
    return connection


def pages_by_class(path: Path, key: bytes) -> dict[str, list[int]]:
    """Page numbers, from 1, by what the page is."""
    connection = other_sqlcipher(path, key)
    kinds: dict[str, str] = dict(connection.execute("SELECT name, type FROM sqlite_schema"))
    found: dict[str, list[int]] = {"header": [1]}
    for name, number, kind in connection.execute("SELECT name, pageno, pagetype FROM dbstat"):
        if number == 1:
            continue
        what = "schema" if name == "sqlite_schema" else kinds[name]
        if name.startswith("search_index"):
            what = "fts"
        label = "overflow" if kind == "overflow" else f"{what} {kind}"
        found.setdefault(label, []).append(number)
    used = {number for numbers in found.values() for number in numbers}
    count = path.stat().st_size // PAGE
    found["free"] = [number for number in range(1, count + 1) if number not in used]
    connection.close()
    return found


@dataclass(frozen=True)
class Sound:
    """A store that was closed in good order."""

    path: Path
    case: UUID
    names: frozenset[str]
    pages: dict[str, list[int]]


@pytest.fixture(scope="module")
def sound(blank_store: Path, key: bytes, tmp_path_factory: pytest.TempPathFactory) -> Sound:
    path = tmp_path_factory.mktemp("sound") / STORE_FILE
    shutil.copy(blank_store, path)
    store = Store.open(path, key, MovingClock())
    id_ = uuid4()
    names = [f"Bo{number}" for number in range(120)]
    with store.unit_of_work() as work:
        work.save(CaseFile(id=id_, case_id=id_, name="Familie Proef"), None)
        for number, name in enumerate(names):
            text = f"{LONG[: 200 + 90 * (number % 40)]} woord{number}"
            work.save(Person(id=uuid4(), case_id=id_, given_name=name, remarks=text), None)
        for number in range(300):
            work.keep_draft(id_, uuid4(), "birth", f"{number} {LONG[:600]}")
    store.search("bo")
    with store._engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        assert driver is not None
        driver.cursor().execute("DELETE FROM draft")  # its pages are free now
    store.close()
    return Sound(path, id_, frozenset(names), pages_by_class(path, key))


CLASSES = (
    "header",
    "schema leaf",
    "table internal",
    "table leaf",
    "index internal",
    "index leaf",
    "fts leaf",
    "overflow",
    "free",
)


def use(path: Path, key: bytes, sound: Sound) -> str:
    """Open, read, search, save and check. What was told; empty when nothing was the matter
    with what was used. What is read is right, or it is told that it cannot be."""
    try:
        store = Store.open(path, key, MovingClock())
    except (StoreDamaged, NotAStore) as error:
        return error.code
    try:
        with store.reader() as reader:
            people = reader.snapshot(sound.case).people
            for person in people[:20]:
                reader.history(person.id)
        assert {person.given_name for person in people} == sound.names
        assert len(store.search("huisbezoek")) > 1
        store.search("bo1")
        with store.unit_of_work() as work:
            work.save(Person(id=uuid4(), case_id=sound.case, given_name="Nieuw"), None)
    except StoreDamaged as error:
        return error.code
    else:
        return ""
    finally:
        store.close()


def is_damaged(path: Path, key: bytes) -> bool:
    store = Store.open(path, key, MovingClock())
    try:
        return integrity(store) != []
    except StoreDamaged:
        return True
    finally:
        store.close()


@pytest.mark.parametrize("what", CLASSES)
def test_a_flipped_bit_in_every_kind_of_page(
    what: str, sound: Sound, key: bytes, tmp_path: Path
) -> None:
    """In the text, in the initialisation vector and in the HMAC of a page."""
    dice = random.Random(what)
    told = []
    for where in (dice.randrange(16, PAGE - LAST_BYTES), PAGE - 70, PAGE - 20):
        number = dice.choice(sound.pages[what])
        content = bytearray(sound.path.read_bytes())
        content[(number - 1) * PAGE + where] ^= 1 << dice.randrange(8)
        path = tmp_path / f"{where}.store"
        path.write_bytes(content)
        told.append(use(path, key, sound))
        assert path.stat().st_size >= len(content)
        if told[-1] in ("store-damaged", "not-a-store"):
            continue
        # Whatever was not needed so far is found by looking at everything.
        assert is_damaged(path, key), f"page {number} ({what}) is damaged and nothing tells"
    if what in ("header", "schema leaf"):
        assert all(told)


def test_every_kind_of_page_occurs(sound: Sound) -> None:
    assert [what for what in CLASSES if not sound.pages.get(what)] == []


def test_a_flipped_bit_in_the_log_leaves_the_store_as_it_was_before(
    sound: Sound, key: bytes, tmp_path: Path
) -> None:
    """SQLite takes the log up to the first frame that is not sound: whole transactions only."""
    path = tmp_path / STORE_FILE
    shutil.copy(sound.path, path)
    store = Store.open(path, key, MovingClock())
    for number in range(4):
        with store.unit_of_work() as work:
            work.save(Person(id=uuid4(), case_id=sound.case, given_name=f"Log{number}"), None)
    content, log = path.read_bytes(), path.with_name(f"{STORE_FILE}-wal").read_bytes()
    store.close()
    dice = random.Random(5)
    seen = set()
    for attempt in range(12):
        place = tmp_path / str(attempt) / STORE_FILE
        place.parent.mkdir()
        place.write_bytes(content)
        flipped = bytearray(log)
        flipped[dice.randrange(len(log))] ^= 1 << dice.randrange(8)
        place.with_name(f"{STORE_FILE}-wal").write_bytes(flipped)
        again = Store.open(place, key, MovingClock())
        with again.reader() as reader:
            names = {person.given_name for person in reader.snapshot(sound.case).people}
        added = len(names - sound.names)
        assert names == sound.names | {f"Log{number}" for number in range(added)}
        assert integrity(again) == []
        again.close()
        seen.add(added)
    assert len(seen) > 1


@pytest.fixture(params=["cut", "cut within a page", "empty", "text", "zeros", "folder", "plain"])
def foreign(request: pytest.FixtureRequest, sound: Sound, tmp_path: Path) -> Path:
    """Something in the place of a store that is none (any more)."""
    path = tmp_path / STORE_FILE
    content = sound.path.read_bytes()
    kind: str = request.param
    match kind:
        case "cut":
            path.write_bytes(content[: 3 * PAGE])
        case "cut within a page":
            path.write_bytes(content[: len(content) // 2 + 1234])
        case "empty":
            path.touch()
        case "text":
            path.write_bytes(b"Dit is een brief en geen dossier. " * 1000)
        case "zeros":
            path.write_bytes(bytes(64 * PAGE))
        case "folder":
            path.mkdir()
        case _:
            apsw.Connection(str(path)).execute("CREATE TABLE recipes (name)")
    return path


def test_what_is_no_store_is_told_and_left(
    foreign: Path, sound: Sound, key: bytes, request: pytest.FixtureRequest
) -> None:
    before = foreign.read_bytes() if foreign.is_file() else None
    assert use(foreign, key, sound) in ("store-damaged", "not-a-store")
    assert (foreign.read_bytes() if foreign.is_file() else None) == before


def test_a_wrong_key_is_told_and_changes_nothing(sound: Sound, tmp_path: Path) -> None:
    path = tmp_path / STORE_FILE
    shutil.copy(sound.path, path)
    with pytest.raises(NotAStore):
        Store.open(path, bytes(32))
    assert path.read_bytes() == sound.path.read_bytes()


def test_a_flipped_bit_in_the_key_file(tmp_path: Path) -> None:
    keeper = MemoryKeeper()
    make_store(tmp_path, keeper, enrolment())
    path = tmp_path / "store" / KEY_FILE
    content = path.read_bytes()
    session = Session(tmp_path, keeper, cost=CHEAP)
    told = set()
    dice = random.Random(8)
    for position in sorted(dice.sample(range(len(content)), 24)):
        flipped = bytearray(content)
        flipped[position] ^= 1 << dice.randrange(7)
        path.write_bytes(flipped)
        for name in [name for name in keeper.secrets if name.endswith(".tries")]:
            keeper.forget(name)
        path.with_suffix(".tries").unlink(missing_ok=True)
        try:
            session.unlock(PASSPHRASE).close()
        except ExpectedError as error:
            told.add(type(error))
            assert path.read_bytes() == flipped
    assert told <= {KeyFileUnreadable, StoreDamaged, WrongPassphrase, StoreTooNew, KeyringEmpty}
    assert told & {KeyFileUnreadable, StoreDamaged, WrongPassphrase}
    path.write_bytes(content)
    session.unlock(PASSPHRASE).close()


# Standard SQLCipher 4


def test_our_store_opens_elsewhere(sound: Sound, key: bytes, tmp_path: Path) -> None:
    path = tmp_path / STORE_FILE
    shutil.copy(sound.path, path)
    connection = other_sqlcipher(path, key)
    names = {name for (name,) in connection.execute("SELECT given_name FROM person")}
    assert names == sound.names
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.execute("INSERT INTO draft VALUES ('r', 'f', 'c', 'van elders')")
    connection.close()
    store = Store.open(path, key, MovingClock())
    assert integrity(store) == []
    with store._engine.connect() as ours:
        found = ours.exec_driver_sql("SELECT text FROM draft").scalars().all()
    assert found == ["van elders"]
    store.close()


def test_a_store_made_elsewhere_opens_here(sound: Sound, key: bytes, tmp_path: Path) -> None:
    """The same rows, in a file that another program wrote from its first byte on."""
    path, fresh = tmp_path / STORE_FILE, os.urandom(32)
    source = other_sqlcipher(sound.path, key)
    made = other_sqlcipher(path, fresh)
    with made.backup("main", source, "main") as backup:
        backup.step()
    made.close()
    source.close()
    store = Store.open(path, fresh, MovingClock())
    with store.reader() as reader:
        people = reader.snapshot(sound.case).people
    assert {person.given_name for person in people} == sound.names
    with store.unit_of_work() as work:
        work.save(Person(id=uuid4(), case_id=sound.case, given_name="Hier"), None)
    assert store.search("huisbezoek")
    assert integrity(store) == []
    store.close()
