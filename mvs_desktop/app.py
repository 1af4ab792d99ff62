"""Composition root: the command line, the supervisor, and the windows.

`python -m mvs_desktop` is a small process without Qt that starts the window in a process of
its own. Locking ends that process, so that nothing it decrypted stays in memory, and the
supervisor has the next one show the unlock screen. That next one is started as soon as there
is something to lock: it has loaded the program, opened nothing, and waits for the word.
"""

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Thread, Timer
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

# What the supervisor and a window say to each other, by pipe.
NOW, LATER = "now", "later"
SHOW, OPENED = "show", "opened"

# By then the event loop has ended, unless the system holds it in a dialog of its own.
_CERTAIN_S = 0.3


def main(argv: Sequence[str]) -> int:
    """Run a command; gives the exit status."""
    parser = argparse.ArgumentParser(prog="mvs-desktop", description="Dossier voor wijkteams")
    parser.add_argument("--data", type=Path, default=default_folder(), help=argparse.SUPPRESS)
    parser.add_argument("--service", default=os.environ.get(SERVICE_VARIABLE, ""))
    commands = parser.add_subparsers(dest="command", metavar="")
    command = commands.add_parser("window")
    command.add_argument("--supervised", choices=(NOW, LATER), help=argparse.SUPPRESS)
    audit = commands.add_parser("audit", help="nagaan of de lijst van wie wat las heel is")
    audit.add_argument("what", choices=("verify",))
    options = parser.parse_args(argv)
    if options.command == "audit":
        return verify_audit(options.data)
    if options.command != "window":
        return supervise(options.data, options.service)
    if not options.supervised:
        return window(options.data, options.service)
    return supervised_window(options.data, options.service, options.supervised)


def verify_audit(folder: Path) -> int:
    """Verify every line of the audit of the store; gives the exit status."""
    from PySide6.QtCore import QLockFile  # noqa: PLC0415 - the supervisor does without Qt

    from mvs_desktop.services.session import Session, StoreState  # noqa: PLC0415
    from mvs_desktop.ui import terminal  # noqa: PLC0415

    session = Session(folder)
    if session.state() is StoreState.NONE:
        return terminal.no_store()
    lock = QLockFile(str(folder / "in-use.lock"))
    lock.setStaleLockTime(0)
    if not lock.tryLock(100):
        return terminal.not_done(StoreInUse())
    try:
        return terminal.verify_audit(session)
    finally:
        lock.unlock()


def default_folder() -> Path:
    """Where the store is: of this user on this machine, and not in a roaming profile."""
    chosen = os.environ.get(DATA_VARIABLE)
    return Path(chosen) if chosen else user_data_path(APP_NAME, appauthor=False, roaming=False)


def supervise(folder: Path, service_url: str) -> int:
    """Start the window, and show the next one whenever it was locked; gives the last exit
    status."""
    arguments = ["--data", str(folder), "--service", service_url, "window", "--supervised"]
    command = [*program(), *arguments]
    window_ = _Window([*command, NOW])
    while True:
        status = window_.wait()
        following = window_.following
        if status != LOCKED:
            if following is not None:
                following.dismiss()
            return status
        if following is not None and following.waits:
            following.show()
            window_ = following
        else:
            if following is not None:
                following.dismiss()
            window_ = _Window([*command, NOW])


class _Window:
    """The process of a window, as the supervisor sees it. When it says that it was unlocked,
    the one that follows it is started, to wait."""

    def __init__(self, command: Sequence[str]) -> None:
        self.following: _Window | None = None
        self._command = command
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()

    @property
    def waits(self) -> bool:
        return self._process.poll() is None

    def show(self) -> None:
        """Have one that waits show itself."""
        self._say(f"{SHOW}\n")

    def dismiss(self) -> None:
        """End one that waits."""
        self._say("")
        self.wait()

    def wait(self) -> int:
        """Until it ended; gives its exit status."""
        status = self._process.wait()
        self._say("")
        # Not for long: a program that the window started could hold the pipe open.
        self._listener.join(1)
        if not self._listener.is_alive() and self._process.stdout is not None:
            self._process.stdout.close()
        return status

    def _say(self, text: str) -> None:
        pipe = self._process.stdin
        if pipe is not None and not pipe.closed:
            with suppress(OSError), pipe:  # that it has ended shows in its status
                pipe.write(text)

    def _listen(self) -> None:
        for line in self._process.stdout or ():
            if line.strip() == OPENED and self.following is None:
                self.following = _Window([*self._command[:-1], LATER])


def program() -> list[str]:
    """The command that starts this program."""
    frozen = getattr(sys, "frozen", False)
    return [sys.executable] if frozen else [sys.executable, "-m", "mvs_desktop"]


def supervised_window(folder: Path, service_url: str, when: str) -> int:
    """Show the window; LATER loads all of the program and waits for the supervisor's word."""
    if when == LATER:
        # Loaded now, so that the unlock screen is there at the word.
        import mvs_desktop.ui.shell.window  # noqa: PLC0415
        import mvs_desktop.ui.start.window  # noqa: F401, PLC0415

        if sys.stdin.readline().strip() != SHOW:
            return 0
    return window(folder, service_url, opened=_tell_opened)


def _tell_opened() -> None:
    with suppress(OSError):  # without a supervisor there is nobody to start the next one
        sys.stdout.write(f"{OPENED}\n")
        sys.stdout.flush()


def window(folder: Path, service_url: str, opened: Callable[[], None] = lambda: None) -> int:
    """Show the program until it is closed or locked; gives the exit status.

    `opened` is called once the store is open and on screen. A window that is locked ends the
    process itself: nothing may hold that up.
    """
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
    program_.opened = opened
    try:
        program_.start()
        status = application.exec()
        if status == LOCKED:
            lock.unlock()
            end_now(LOCKED)
        return status
    finally:
        program_.close()
        lock.unlock()


def end_now(status: int) -> None:
    """End this process without waiting for anything that it still does, such as an exchange
    over a slow network. All that was typed is in the store, and the store can bear it."""
    sys.stdout.flush()
    os._exit(status)


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
        from mvs_desktop.ui.kit.look.appearance import Appearance  # noqa: PLC0415
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
        self.opened: Callable[[], None] = lambda: None

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
        from mvs_desktop.ui.collector import spare_what_stays  # noqa: PLC0415
        from mvs_desktop.ui.shell.window import MainWindow  # noqa: PLC0415

        main = MainWindow(
            workspace,
            settings=self.settings,
            appearance=self.appearance,
            language=self.language,
        )
        main.lock_requested.connect(self._lock)
        main.left.connect(self._application.quit)
        main.show()
        main.start()
        self.main_window = main
        if self.start_window is not None:
            self.start_window.close()
        spare_what_stays()
        self.opened()

    def _lock(self) -> None:
        """End with the status of a lock, also from within a dialog of the system's own."""
        certain = Timer(_CERTAIN_S, end_now, [LOCKED])
        certain.daemon = True
        certain.start()
        self._application.exit(LOCKED)

    def close(self) -> None:
        """Wait for what still runs; call when the event loop has ended."""
        self._background.stop(CLOSE_MS)
        if self.start_window is not None:
            self.start_window.end(CLOSE_MS)
