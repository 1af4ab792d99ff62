"""The start window on a real session, with what a worker does in it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from mvs_desktop.services.session import Session
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.ui.background import Background
from mvs_desktop.ui.kit.pages.banner import Banner
from mvs_desktop.ui.start.enrol import EnrolPage
from mvs_desktop.ui.start.unlock import UnlockPage
from mvs_desktop.ui.start.window import StartWindow
from tests.support.keepers import MemoryKeeper
from tests.support.workspaces import CHEAP, PASSPHRASE, enrolment, make_store


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, MemoryKeeper]:
    """A store to copy, with the keyring that belongs to it."""
    folder, keeper = tmp_path_factory.mktemp("made"), MemoryKeeper()
    make_store(folder, keeper, enrolment())
    return folder / "store", keeper


@pytest.fixture
def keeper(made: tuple[Path, MemoryKeeper], tmp_path: Path) -> MemoryKeeper:
    """The store stands in `tmp_path`; this is its keyring, of this test alone."""
    shutil.copytree(made[0], tmp_path / "store")
    own = MemoryKeeper()
    own.secrets = dict(made[1].secrets)
    return own


@pytest.fixture
def background() -> Iterator[Background]:
    running = Background()
    yield running
    assert running.stop(20_000)


class Start:
    """The start window on a folder, and what a worker does there."""

    def __init__(self, qtbot: QtBot, background: Background, session: Session, url: str) -> None:
        self.qtbot = qtbot
        self.background = background
        self.opened: list[Workspace] = []
        self.window = StartWindow(session, background, device_name="laptop", service_url=url)
        qtbot.addWidget(self.window)
        self.window.opened.connect(self.opened.append)
        self.window.show()
        self.settle()

    def settle(self) -> None:
        network = (self.window._watch, self.window.sign_in)
        self.qtbot.waitUntil(
            lambda: not (self.background.busy or any(one.busy for one in network)), timeout=30_000
        )

    def type(self, name: str, text: str) -> None:
        line = self.window.findChild(QLineEdit, f"{name}_control")
        assert isinstance(line, QLineEdit)
        line.selectAll()
        self.qtbot.keyClicks(line, text)

    def unlock(self, passphrase: str = PASSPHRASE) -> str:
        """Try the passphrase; gives what is said."""
        start = self.window.page
        assert isinstance(start, UnlockPage)
        start.passphrase.line.clear()
        self.qtbot.keyClicks(start.passphrase.line, passphrase)
        self.qtbot.keyClick(start.passphrase.line, Qt.Key.Key_Return)
        self.settle()
        after = self.window.page
        assert self.opened or after is not start or start.button.isEnabled() or start.seconds_left
        assert after is not None
        return after.banner.text

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


def offered(qtbot: QtBot, banner: Banner, count: int) -> list[QPushButton]:
    """The buttons of a banner, which Qt shows a moment after its text."""

    def shown() -> list[QPushButton]:
        return [button for button in banner.findChildren(QPushButton) if button.isVisible()]

    qtbot.waitUntil(lambda: len(shown()) == count)
    return shown()


StartIn = Callable[..., Start]


@pytest.fixture
def start(qtbot: QtBot, background: Background, tmp_path: Path) -> Iterator[StartIn]:
    """Opens the start window on `tmp_path` with a keyring."""
    starts: list[Start] = []

    def begin(keeper: MemoryKeeper, url: str = "", session: Session | None = None) -> Start:
        session = session or Session(tmp_path, keeper, cost=CHEAP)
        starts.append(Start(qtbot, background, session, url))
        return starts[-1]

    yield begin
    for one in starts:
        for workspace in one.opened:
            workspace.close()
