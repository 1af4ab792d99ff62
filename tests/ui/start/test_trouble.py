"""Every way in which starting can go wrong says one thing, and touches nothing.

Driven through the start window, on a real session with a real key file and store.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtCore import QLockFile

from mvs_desktop.services.session import KEY_FILE, STORE_FILE, Session, StoreState
from mvs_desktop.storage.base.engine import open_engine, writing
from mvs_desktop.storage.keys.vault import KeyVault
from mvs_desktop.storage.store import Store, system_clock
from tests.support.keepers import MemoryKeeper, NoKeyring
from tests.support.workspaces import CHEAP, PASSPHRASE
from tests.ui.start.conftest import StartIn

Spoil = Callable[[Path, MemoryKeeper], None]


# What can be wrong with a folder


def without(name: str) -> Spoil:
    return lambda store, _: (store / name).unlink()


def holding(name: str, content: bytes) -> Spoil:
    def spoil(store: Path, _: MemoryKeeper) -> None:
        (store / name).write_bytes(content)

    return spoil


def cut(name: str, size: int) -> Spoil:
    def spoil(store: Path, _: MemoryKeeper) -> None:
        content = (store / name).read_bytes()
        assert len(content) > size
        (store / name).write_bytes(content[:size])

    return spoil


def empty_folder(store: Path, _: MemoryKeeper) -> None:
    shutil.rmtree(store)
    store.mkdir()


def a_file_for_a_folder(store: Path, _: MemoryKeeper) -> None:
    shutil.rmtree(store)
    store.write_text("dit is een boodschappenlijst")


def of_a_newer_key_format(store: Path, _: MemoryKeeper) -> None:
    content = json.loads((store / KEY_FILE).read_text())
    (store / KEY_FILE).write_text(json.dumps(content | {"format": 3}))


def plain_database(store: Path, _: MemoryKeeper) -> None:
    (store / STORE_FILE).unlink()
    with sqlite3.connect(store / STORE_FILE) as connection:
        connection.execute("CREATE TABLE boodschap (naam TEXT)")
    connection.close()


def under_another_key(store: Path, _: MemoryKeeper) -> None:
    (store / STORE_FILE).unlink()
    Store.create(store / STORE_FILE, bytes(32), uuid4()).close()


def with_our_key(store: Path, keeper: MemoryKeeper, statement: str) -> None:
    key = KeyVault(store / KEY_FILE, keeper, system_clock, CHEAP).unlock(PASSPHRASE)
    engine = open_engine(store / STORE_FILE, key)
    with writing(engine) as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


def of_a_newer_version(store: Path, keeper: MemoryKeeper) -> None:
    with_our_key(store, keeper, "UPDATE alembic_version SET version_num = '9999'")


def not_made_by_us(store: Path, keeper: MemoryKeeper) -> None:
    with_our_key(store, keeper, "DROP TABLE alembic_version")


def a_lost_secret(_: Path, keeper: MemoryKeeper) -> None:
    keeper.secrets.clear()


def another_secret(_: Path, keeper: MemoryKeeper) -> None:
    keeper.secrets = dict.fromkeys(keeper.secrets, bytes(32))


DAMAGED = "Het dossierbestand is beschadigd. Het is bewaard en er is niets gewist."
OTHER_FILE = "staat een ander bestand. Het is niet aangeraakt."
NEWER = "gemaakt met een nieuwere versie van MVS Desktop. Ze zijn niet aangeraakt."


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (empty_folder, DAMAGED),
        (a_file_for_a_folder, DAMAGED),
        (without(KEY_FILE), DAMAGED),
        (holding(KEY_FILE, b""), DAMAGED),
        (holding(KEY_FILE, b"\xff\xfe boodschappen"), DAMAGED),
        (holding(KEY_FILE, b"[]"), DAMAGED),
        (holding(KEY_FILE, b"[" * 100_000), DAMAGED),
        (cut(KEY_FILE, 100), DAMAGED),
        (of_a_newer_key_format, NEWER),
        (without(STORE_FILE), DAMAGED),
        (holding(STORE_FILE, b""), DAMAGED),
        (holding(STORE_FILE, b"dit is een boodschappenlijst " * 400), OTHER_FILE),
        (cut(STORE_FILE, 1000), OTHER_FILE),
        (plain_database, OTHER_FILE),
        (under_another_key, OTHER_FILE),
        (not_made_by_us, OTHER_FILE),
        (of_a_newer_version, NEWER),
        (a_lost_secret, "mist de sleutel van je dossiers. Je dossiers zijn veilig"),
        (another_secret, "Je dossiers zijn veilig."),
    ],
)
def test_a_store_that_does_not_open_is_told_and_left_as_it_is(
    start: StartIn, made: tuple[Path, MemoryKeeper], tmp_path: Path, spoil: Spoil, words: str
) -> None:
    keeper = MemoryKeeper()
    keeper.secrets = dict(made[1].secrets)
    shutil.copytree(made[0], tmp_path / "store")
    spoil(tmp_path / "store", keeper)

    def files() -> dict[Path, bytes]:
        kept = {f: f.read_bytes() for f in tmp_path.rglob("*") if f.is_file()}
        return {f: content for f, content in kept.items() if f.suffix != ".tries"}

    before = files()
    begun = start(keeper)
    assert words in begun.unlock()
    assert not begun.opened
    assert files() == before
    assert Session(tmp_path, keeper).state() is StoreState.LOCKED  # and never enrolled over


def test_a_system_without_a_keyring_is_told_at_every_start(
    start: StartIn, made: tuple[Path, MemoryKeeper], tmp_path: Path
) -> None:
    shutil.copytree(made[0], tmp_path / "store")
    assert "geen sleutelbos die we vertrouwen" in start(NoKeyring()).unlock()


@pytest.mark.parametrize("name", ["case.tries", "case.store-wal", "case.store-shm", "briefje.txt"])
def test_what_lies_beside_the_store_does_not_keep_it_shut(
    start: StartIn, made: tuple[Path, MemoryKeeper], tmp_path: Path, name: str
) -> None:
    shutil.copytree(made[0], tmp_path / "store")
    (tmp_path / "store" / name).write_bytes(b"\x00rommel" * 40)
    (tmp_path / "settings.ini").write_bytes(b"\x00[look\nlanguage=\xff")
    begun = start(made[1])
    assert begun.unlock() == ""
    assert begun.opened


@pytest.mark.parametrize(
    ("folder_is_a_file", "status", "words"),
    [
        (False, 76, "Je dossiers zijn al open in een ander venster"),
        (True, 77, "kan niet schrijven in de map voor je dossiers"),
    ],
)
def test_a_start_that_cannot_have_its_folder_says_why(
    tmp_path: Path, folder_is_a_file: bool, status: int, words: str
) -> None:
    folder = tmp_path / "data"
    if folder_is_a_file:
        folder.write_text("dit is een boodschappenlijst")
        done = began(folder)
    else:
        folder.mkdir()
        lock = QLockFile(str(folder / "in-use.lock"))
        assert lock.tryLock(0)
        done = began(folder)
        lock.unlock()
    assert (done.returncode, done.stderr) == (status, "")
    assert words in done.stdout


STARTED = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
from mvs_desktop import app

make = app.make_application


def look():
    shown = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
    print(*(label.text() for window in shown for label in window.findChildren(QLabel)))
    QApplication.closeAllWindows()


def made():
    application = make()
    QTimer.singleShot(500, application, look)
    return application


app.make_application = made
sys.exit(app.window(Path(sys.argv[1]), ""))
"""


def began(folder: Path) -> "subprocess.CompletedProcess[str]":
    """The program started on a folder, and what its window says before it is closed."""
    return subprocess.run(
        [sys.executable, "-c", STARTED, str(folder)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=os.environ | {"QT_LOGGING_RULES": "*=false"},
    )
