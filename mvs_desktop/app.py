"""Composition root: the command line, the supervisor, and the windows.

`python -m mvs_desktop` is a small process without Qt that starts the window in a process of
its own. Locking ends that process, so that nothing it decrypted stays in memory, and the
supervisor starts the next one on the unlock screen.
"""

import argparse
import logging
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_data_path

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from mvs_desktop.services.session import Session
    from mvs_desktop.services.workspace import Workspace
    from mvs_desktop.ui.shell.main_window import MainWindow

APP_NAME = "MVS Desktop"

# Where the organisation's packaging puts the address of its central service.
SERVICE_VARIABLE = "MVS_CENTRAL_URL"
DATA_VARIABLE = "MVS_DESKTOP_DATA"

LOCKED = 75  # exit status of a window that was locked: start the next one
IN_USE = 76

logger = logging.getLogger(__name__)


def main(argv: Sequence[str]) -> int:
    """Run a command; gives the exit status."""
    parser = argparse.ArgumentParser(prog="mvs-desktop", description="Dossier voor wijkteams")
    parser.add_argument("--data", type=Path, default=default_folder(), help=argparse.SUPPRESS)
    parser.add_argument("--service", default=os.environ.get(SERVICE_VARIABLE, ""))
    commands = parser.add_subparsers(dest="command", metavar="")
    commands.add_parser("window")
    demo = commands.add_parser("demo")
    demo.add_argument("--remove", action="store_true")
    demo.add_argument("--offscreen", action="store_true")
    demo.add_argument("--out", type=Path, default=Path("demo-out"))
    screenshots = commands.add_parser("screenshots")
    screenshots.add_argument("--out", type=Path, default=Path("demo-out"))
    options = parser.parse_args(argv)
    if options.command == "window":
        return window(options.data, options.service)
    if options.command in ("demo", "screenshots"):
        # Above this module in the layers: it drives what is composed here.
        from mvs_desktop.demo import command  # noqa: PLC0415

        return command.main(options)
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

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    application = make_application()
    lock = QLockFile(str(folder / "in-use.lock"))
    lock.setStaleLockTime(0)  # by process, not by age: a window may be open all day
    program_ = Program(application, Session(folder), folder, service_url)
    if not lock.tryLock(100):
        program_.show_in_use()
        application.exec()
        return IN_USE
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
