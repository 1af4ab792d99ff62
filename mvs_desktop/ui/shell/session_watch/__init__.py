"""What the system tells of the worker's session: it is locked, or the computer goes to sleep.

One interface, `SessionWatch`, and one implementation for each system that has been written.
"""

import sys

from PySide6.QtCore import QObject

from mvs_desktop.ui.shell.session_watch.base import SessionWatch


def session_watch(parent: QObject) -> SessionWatch:
    """The watch for this system. On macOS it never tells anything: the notices there come
    only through Objective-C, which we do not have; idling locks there."""
    if sys.platform == "linux":
        from mvs_desktop.ui.shell.session_watch.linux import LinuxWatch  # noqa: PLC0415

        return LinuxWatch(parent)
    if sys.platform == "win32":
        from mvs_desktop.ui.shell.session_watch.windows import WindowsWatch  # noqa: PLC0415

        return WindowsWatch(parent)
    return SessionWatch(parent)
