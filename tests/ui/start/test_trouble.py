"""Every way in which starting can go wrong says one thing, and touches nothing.

Driven through the start window, on a real session with a real key file and store.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import QLockFile, Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from mvs_desktop.demo.service import CentralProcess, free_port
from mvs_desktop.domain.errors import KeyringUnsupported
from mvs_desktop.services.session import KEY_FILE, STORE_FILE, Session, StoreState
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.storage.engine import open_engine, writing
from mvs_desktop.storage.store import Store, system_clock
from mvs_desktop.storage.vault import KeyVault
from mvs_desktop.sync import protocol
from mvs_desktop.ui.background import Background
from mvs_desktop.ui.start.enrol import EnrolPage
from mvs_desktop.ui.start.unlock import UnlockPage
from mvs_desktop.ui.start.window import StartWindow
from tests.support.keepers import MemoryKeeper
from tests.support.workspaces import CHEAP, PASSPHRASE, enrolment, make_store
from tests.sync.http_service import HttpService, Reply, message, page, problem, serving

Spoil = Callable[[Path, MemoryKeeper], None]


class NoKeyring(MemoryKeeper):
    def create(self, store_id: str) -> bytes:  # noqa: ARG002
        raise KeyringUnsupported

    def read(self, store_id: str) -> bytes:  # noqa: ARG002
        raise KeyringUnsupported

    def forget(self, store_id: str) -> None:  # noqa: ARG002
        raise KeyringUnsupported


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, MemoryKeeper]:
    """A store to copy, with the keyring that belongs to it."""
    folder, keeper = tmp_path_factory.mktemp("made"), MemoryKeeper()
    make_store(folder, keeper, enrolment())
    return folder / "store", keeper


@pytest.fixture
def background() -> Iterator[Background]:
    running = Background()
    yield running
    assert running.stop(20_000)


class Start:
    """The start window on a folder, and what a worker does there."""

    def __init__(
        self, qtbot: QtBot, background: Background, folder: Path, keeper: MemoryKeeper, url: str
    ) -> None:
        self.qtbot = qtbot
        self.background = background
        self.opened: list[Workspace] = []
        self.window = StartWindow(
            Session(folder, keeper, cost=CHEAP), background, device_name="laptop", service_url=url
        )
        qtbot.addWidget(self.window)
        self.window.opened.connect(self.opened.append)
        self.window.show()
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.background.busy, timeout=30_000)

    def type(self, name: str, text: str) -> None:
        line = self.window.findChild(QLineEdit, f"{name}_control")
        assert isinstance(line, QLineEdit)
        line.selectAll()
        self.qtbot.keyClicks(line, text)

    def unlock(self) -> str:
        """Try the passphrase; gives what is said."""
        start = self.window.page
        assert isinstance(start, UnlockPage)
        self.qtbot.keyClicks(start.passphrase.line, PASSPHRASE)
        self.qtbot.keyClick(start.passphrase.line, Qt.Key.Key_Return)
        self.settle()
        assert self.opened or start.button.isEnabled()
        return start.banner.text

    def enrol(self, code: str = "K7QM-4TRP-9WXH") -> str:
        """Fill the form and send it; gives what is said."""
        start = self.window.page
        assert isinstance(start, EnrolPage)
        self.type("enrolment_code", code)
        self.type("passphrase", PASSPHRASE)
        self.type("passphrase_again", PASSPHRASE)
        start.button.click()
        self.settle()
        if not self.opened:  # then nothing that was typed is lost
            assert start.button.isEnabled()
            assert start.chosen.text == start.chosen.again.line.text() == PASSPHRASE
            assert start.code.line.text()
        return start.banner.text


StartIn = Callable[..., Start]


@pytest.fixture
def start(qtbot: QtBot, background: Background, tmp_path: Path) -> Iterator[StartIn]:
    starts: list[Start] = []

    def begin(keeper: MemoryKeeper, url: str = "") -> Start:
        starts.append(Start(qtbot, background, tmp_path, keeper, url))
        return starts[-1]

    yield begin
    for one in starts:
        for workspace in one.opened:
            workspace.close()


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
    (store / KEY_FILE).write_text(json.dumps(content | {"format": 2}))


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


# What can be wrong with the code, the network and the service


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CentralProcess]:
    central = CentralProcess(tmp_path_factory.mktemp("central") / "central.db")
    central.init()
    central.add_team("Oost", "GM0606")
    with central:
        yield central


@pytest.fixture(scope="module")
def worker(service: CentralProcess) -> UUID:
    return service.add_worker("Noor Testers", "Oost", "Oefenorganisatie", "wijkteam")


def nothing_was_made(folder: Path, keeper: MemoryKeeper) -> bool:
    return not keeper.secrets and not [f for f in folder.rglob("*") if f.is_file()]


def test_a_wrong_and_a_used_code_say_the_same_and_the_right_one_goes_on(
    start: StartIn, service: CentralProcess, worker: UUID, tmp_path: Path
) -> None:
    keeper = MemoryKeeper()
    begun = start(keeper, service.url)
    said = begun.enrol("2222-2222-2222")
    assert "kent deze code niet, of hij is al gebruikt of te oud. Er is niets aangemaakt" in said
    assert nothing_was_made(tmp_path, keeper)
    used = service.code(worker)
    other = Session(tmp_path / "other", MemoryKeeper(), cost=CHEAP)
    other.enrol(service.url, used, PASSPHRASE).close()
    shutil.rmtree(tmp_path / "other")
    assert begun.enrol(used) == said
    assert nothing_was_made(tmp_path, keeper)
    assert begun.enrol(service.code(worker)) == ""
    assert begun.opened


@pytest.fixture
def odd_service() -> Iterator[HttpService]:
    with serving() as odd:
        yield odd


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (page(200), "Op dit adres antwoordt iets anders dan de centrale."),
        (page(302), "Op dit adres antwoordt iets anders dan de centrale."),
        (Reply(200, b"{}"), "Op dit adres antwoordt iets anders dan de centrale."),
        (Reply(200, b"{", length=5_000), "Er is nog niets aangemaakt"),  # it went down half-way
        (problem(500, "internal"), "Geen verbinding met de centrale."),
        (problem(503, "busy"), "Geen verbinding met de centrale."),
        (problem(426, "version-too-old"), "je code blijft bruikbaar. Werk het programma bij"),
        (problem(429, "too-many-attempts"), "deze code"),
        (problem(401, "device-refused"), "laat deze laptop niet toe"),
        (
            message(protocol.EnrolReply("geen id", "N", "", "", "", "", "", "")),
            "Op dit adres antwoordt iets anders dan de centrale.",
        ),
    ],
)
def test_a_service_that_answers_otherwise_leaves_nothing_behind(
    start: StartIn, odd_service: HttpService, tmp_path: Path, reply: Reply, words: str
) -> None:
    keeper = MemoryKeeper()
    odd_service.answer = lambda _: reply
    said = start(keeper, odd_service.url).enrol()
    assert words in said
    assert "niets aangemaakt" in said
    assert nothing_was_made(tmp_path, keeper)


def test_no_network_and_then_a_network(
    start: StartIn, service: CentralProcess, worker: UUID, tmp_path: Path
) -> None:
    keeper = MemoryKeeper()
    begun = start(keeper, f"http://127.0.0.1:{free_port()}")
    assert begun.enrol().startswith("Geen verbinding met de centrale. Er is nog niets aangemaakt")
    assert nothing_was_made(tmp_path, keeper)
    begun.type("service_url", service.url)
    assert begun.enrol(service.code(worker)) == ""
    assert begun.opened


def test_an_unsupported_keyring_costs_no_code(
    start: StartIn, service: CentralProcess, worker: UUID, tmp_path: Path
) -> None:
    code = service.code(worker)
    said = start(NoKeyring(), service.url).enrol(code)
    assert "geen sleutelbos die we vertrouwen. Er is niets aangemaakt." in said
    begun = start(MemoryKeeper(), service.url)
    assert begun.enrol(code) == ""
    assert begun.opened


def test_a_folder_that_is_none_is_told_before_the_code_is_used(
    start: StartIn, service: CentralProcess, worker: UUID, tmp_path: Path
) -> None:
    code = service.code(worker)
    keeper = MemoryKeeper()
    begun = start(keeper, service.url)
    (tmp_path / "store.new").write_text("dit is een boodschappenlijst")
    said = begun.enrol(code)
    assert "kan niet schrijven in de map voor je dossiers. Er is niets aangemaakt" in said
    assert [file.name for file in tmp_path.iterdir()] == ["store.new"]
    assert not keeper.secrets
    (tmp_path / "store.new").unlink()
    assert begun.enrol(code) == ""
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
