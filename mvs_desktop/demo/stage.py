"""What a tour of the program stands on: its windows, hands to work them, and a camera."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from mvs_desktop.app import Program, make_application
from mvs_desktop.demo.hands import Hands
from mvs_desktop.demo.service import CentralProcess
from mvs_desktop.demo.steps import Steps
from mvs_desktop.services.session import Session
from mvs_desktop.ui.kit.look.appearance import Choice
from mvs_desktop.ui.shell.window import MainWindow

WIDE, USUAL, SMALL = QSize(1920, 1080), QSize(1366, 768), QSize(1093, 560)

_VARIANTS: tuple[tuple[QSize, Choice, str], ...] = (
    (USUAL, "dark", "donker"),
    (SMALL, "light", "klein"),
    (WIDE, "light", "breed"),
)


class Stage:
    """One laptop in `folder`; pictures go to `out`."""

    def __init__(self, service: CentralProcess, folder: Path, out: Path) -> None:
        self._service = service
        self._folder = folder
        self._out = out
        self._ahead = timedelta()  # of the real clock
        self._session = Session(folder, clock=lambda: datetime.now(UTC) + self._ahead)
        self._application = make_application()
        self._hands = Hands(patience=120)
        self._steps = Steps(self._hands)
        self._count = 0
        self._program = self._start()

    def close(self) -> None:
        """Let go of the windows, and of the secret in the keyring."""
        if self._hands.glimpse("main_window"):
            self._steps.close()
        elif self._program.start_window is not None:
            self._program.start_window.close()
        self._program.close()
        self._session.remove()

    def _start(self) -> Program:
        program = Program(self._application, self._session, self._folder, self._service.url)
        program.appearance.choose("light")
        program.start()
        return program

    def _start_again(self) -> QWidget:
        """Close the program and begin it anew; gives its first window."""
        self._steps.close()
        self._program.close()
        self._program = self._start()
        window: QWidget = self._hands.see("start_window")
        return window

    @property
    def _main(self) -> MainWindow:
        window: MainWindow = self._hands.see("main_window")
        return window

    def _pictures(self, name: str) -> None:
        """A screen in the usual size, small, wide, and dark."""
        self._picture(name)
        before = self._count
        for size, look, suffix in _VARIANTS:
            self._count = before - 1
            self._main.resize(size)
            self._program.appearance.choose(look)
            self._picture(f"{name}-{suffix}")
        self._main.resize(USUAL)
        self._program.appearance.choose("light")

    def _picture(self, name: str, window: QWidget | None = None) -> None:
        self._count += 1
        if window is None:
            window = self._main
            self._hands.until("all to be in sight", lambda: not self._main.background.busy)
        self._hands.picture(self._out / f"{self._count:02}-{name}.png", window)
