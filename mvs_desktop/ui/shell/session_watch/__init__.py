"""What the system tells of the worker's session: it is locked, or the computer goes to sleep.

One interface, `SessionWatch`, and one implementation for each system that has been written.
"""

import sys
from collections.abc import Callable

from PySide6.QtCore import QObject

from mvs_desktop.ui.shell.session_watch.base import SessionWatch


def session_watch(parent: QObject) -> SessionWatch:
    """The watch for this system. On macOS it never tells anything: the notices there come
    only through Objective-C, which we do not have; idling locks there."""
    makers: dict[str, Callable[[QObject], SessionWatch]] = {"linux": _linux, "win32": _windows}
    return makers.get(sys.platform, SessionWatch)(parent)


def _linux(parent: QObject) -> SessionWatch:
    from mvs_desktop.ui.shell.session_watch.linux import LinuxWatch  # noqa: PLC0415

    return LinuxWatch(parent)


def _windows(parent: QObject) -> SessionWatch:
    from mvs_desktop.ui.shell.session_watch.windows import WindowsWatch  # noqa: PLC0415

    return WindowsWatch(parent)
