"""Composition root: the command line, the supervisor, and the windows.

`python -m mvs_desktop` is a small process without Qt that starts the window in a process of
its own. Locking ends that process, so that nothing it decrypted stays in memory, and the
supervisor starts the next one on the unlock screen.
"""

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_data_path

from mvs_desktop.domain.errors import ExpectedError, FolderUnusable, StoreInUse

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from mvs_desktop.services.session import Session
    from mvs_desktop.services.workspace import Workspace
    from mvs_desktop.ui.shell.window import MainWindow
    from mvs_desktop.ui.start.window import StartWindow

APP_NAME = "MVS Desktop"

# Where the organisation's packaging puts the address of its central service.
SERVICE_VARIABLE = "MVS_CENTRAL_URL"
DATA_VARIABLE = "MVS_DESKTOP_DATA"

LOCKED = 75  # exit status of a window that was locked: start the next one
IN_USE = 76
UNUSABLE = 77

CLOSE_MS = 10_000


def main(argv: Sequence[str]) -> int:
    """Run a command; gives the exit status."""
    parser = argparse.ArgumentParser(prog="mvs-desktop", description="Dossier voor wijkteams")
    parser.add_argument("--data", type=Path, default=default_folder(), help=argparse.SUPPRESS)
    parser.add_argument("--service", default=os.environ.get(SERVICE_VARIABLE, ""))
    commands = parser.add_subparsers(dest="command", metavar="")
    commands.add_parser("window")
    options = parser.parse_args(argv)
    if options.command == "window":
        return window(options.data, options.service)
    return supervise(options.data, options.service)


def default_folder() -> Path:
    """Where the store is: of this user on this machine, and not in a roaming profile."""
    chosen = os.environ.get(DATA_VARIABLE)
    return Path(chosen) if chosen else user_data_path(APP_NAME, appauthor=False, roaming=False)


def supervise(folder: Path, service_url: str) -> int:
    """Start the window, and start it again whenever it was locked."""
    arguments = ["--data", str(folder), "--service", service_url, "window"]
    while True:
        status = subprocess.run([*program(), *arguments], check=False).returncode
        if status != LOCKED:
            return status


def program() -> list[str]:
    """The command that starts this program."""
    frozen = getattr(sys, "frozen", False)
    return [sys.executable] if frozen else [sys.executable, "-m", "mvs_desktop"]


def window(folder: Path, service_url: str) -> int:
    """Show the program until it is closed or locked; gives the exit status."""
    from PySide6.QtCore import QLockFile  # noqa: PLC0415 - the supervisor does without Qt

    from mvs_desktop.services.session import Session  # noqa: PLC0415
    from mvs_desktop.ui.unexpected import leave_no_memory_behind, watch  # noqa: PLC0415

    leave_no_memory_behind()
    application = make_application()
    with suppress(OSError):  # then the lock cannot be had, and says why
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = QLockFile(str(folder / "in-use.lock"))
    lock.setStaleLockTime(0)  # by process, not by age: a window may be open all day
    program_ = Program(application, Session(folder), folder, service_url)
    watch(program_.show_failure)
    if not lock.tryLock(100):
        taken = lock.error() is QLockFile.LockError.LockFailedError
        program_.show_why_not(StoreInUse() if taken else FolderUnusable())
        application.exec()
        return IN_USE if taken else UNUSABLE
    try:
        program_.start()
        return application.exec()
    finally:
        program_.close()
        lock.unlock()


def make_application() -> "QApplication":
    """The one QApplication of a process. No name of a person is ever in its titles."""
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    application = QApplication(sys.argv[:1])
    application.setApplicationName(APP_NAME)
    application.setApplicationDisplayName(APP_NAME)
    return application


def device_name() -> str:
    """What the administrator sees in the list of laptops."""
    return platform.node()[:64]


class Program:
    """The windows of one process: first the start window, then the main window."""

    def __init__(
        self, application: "QApplication", session: "Session", folder: Path, service_url: str
    ) -> None:
        # Here and not above: the supervisor, and its start, do without Qt.
        from mvs_desktop.ui.background import Background  # noqa: PLC0415
        from mvs_desktop.ui.clipboard_guard import ClipboardGuard  # noqa: PLC0415
        from mvs_desktop.ui.kit.appearance import Appearance  # noqa: PLC0415
        from mvs_desktop.ui.language import Language  # noqa: PLC0415
        from mvs_desktop.ui.settings import Settings  # noqa: PLC0415

        self._application = application
        self._session = session
        self._service_url = service_url
        self._background = Background()
        ClipboardGuard(application)
        self.settings = Settings(folder)
        self.language = Language(application, self.settings.language)
        self.appearance = Appearance(application, self.settings.appearance, self.settings.scale)
        self.start_window: StartWindow | None = None
        self.main_window: MainWindow | None = None

    def start(self) -> None:
        """Ask for the code, or for the passphrase."""
        from mvs_desktop.ui.start.window import StartWindow  # noqa: PLC0415

        self.start_window = StartWindow(
            self._session,
            self._background,
            device_name=device_name(),
            service_url=self._service_url,
        )
        self.start_window.opened.connect(self._open)
        self.start_window.show()

    def show_why_not(self, reason: ExpectedError) -> None:
        """Say why no store can be opened here now."""
        from mvs_desktop.ui.start.why_not import WhyNotPage  # noqa: PLC0415

        page = WhyNotPage(reason)
        page.closed.connect(self._application.quit)
        self._why_not = page
        page.show()

    def show_failure(self, error: Exception) -> None:
        """Say what went wrong in the window that is open."""
        window_ = self.main_window or self.start_window
        if window_ is not None:
            window_.show_failure(error)

    def _open(self, workspace: "Workspace") -> None:
        from mvs_desktop.ui.shell.window import MainWindow  # noqa: PLC0415

        main = MainWindow(
            workspace,
            settings=self.settings,
            appearance=self.appearance,
            language=self.language,
        )
        main.lock_requested.connect(lambda: self._application.exit(LOCKED))
        main.left.connect(self._application.quit)
        main.show()
        main.start()
        self.main_window = main
        if self.start_window is not None:
            self.start_window.close()

    def close(self) -> None:
        """Wait for what still runs; call when the event loop has ended."""
        self._background.stop(CLOSE_MS)
