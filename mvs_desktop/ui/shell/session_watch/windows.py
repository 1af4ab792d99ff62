"""Windows: the messages that the system sends to a window of ours.

After Microsoft's documentation of WM_WTSSESSION_CHANGE, WTSRegisterSessionNotification and
WM_POWERBROADCAST. `Messages` is the edge of the system; the rest runs anywhere.
"""

import ctypes
import sys
from typing import Protocol

from PySide6.QtCore import (
    QAbstractNativeEventFilter,
    QByteArray,
    QCoreApplication,
    QObject,
)
from PySide6.QtWidgets import QWidget

from mvs_desktop.ui.shell.session_watch.base import SessionWatch

WM_POWERBROADCAST = 0x0218
PBT_APMSUSPEND = 0x0004
PBT_APMRESUMEAUTOMATIC = 0x0012
WM_WTSSESSION_CHANGE = 0x02B1
WTS_CONSOLE_DISCONNECT = 0x2
WTS_REMOTE_DISCONNECT = 0x4
WTS_SESSION_LOGOFF = 0x6
WTS_SESSION_LOCK = 0x7

_NOTIFY_FOR_THIS_SESSION = 0

_AWAY = {
    # Also when it is over: what could not be locked in time is locked now.
    WM_POWERBROADCAST: frozenset({PBT_APMSUSPEND, PBT_APMRESUMEAUTOMATIC}),
    WM_WTSSESSION_CHANGE: frozenset(
        {WTS_SESSION_LOCK, WTS_SESSION_LOGOFF, WTS_CONSOLE_DISCONNECT, WTS_REMOTE_DISCONNECT}
    ),
}


class _Message(ctypes.Structure):
    """MSG of winuser.h, as far as it is read here."""

    _fields_ = (
        ("hwnd", ctypes.c_void_p),
        ("message", ctypes.c_uint),
        ("wparam", ctypes.c_size_t),
        ("lparam", ctypes.c_ssize_t),
    )


def address_of(message: _Message) -> int:
    """Where a message is, as Qt hands it over."""
    return ctypes.addressof(message)


class Messages(Protocol):
    """What is asked of Windows."""

    def register(self, window: int) -> None:
        """Have the session's changes sent to this window."""

    def unregister(self, window: int) -> None: ...


class SystemMessages:
    """The real one: wtsapi32."""

    def register(self, window: int) -> None:
        if sys.platform == "win32":
            ctypes.windll.wtsapi32.WTSRegisterSessionNotification(
                ctypes.c_void_p(window), _NOTIFY_FOR_THIS_SESSION
            )

    def unregister(self, window: int) -> None:
        if sys.platform == "win32":
            ctypes.windll.wtsapi32.WTSUnRegisterSessionNotification(ctypes.c_void_p(window))


class WindowsWatch(SessionWatch):
    """Gets its messages by the window of `parent`; a suspend is told two seconds before."""

    def __init__(self, parent: QObject, messages: Messages | None = None) -> None:
        super().__init__(parent)
        self._messages = messages or SystemMessages()
        self._window: int | None = None
        self._filter = _Filter(self)

    def start(self) -> None:
        parent, app = self.parent(), QCoreApplication.instance()
        if self._window is not None or not isinstance(parent, QWidget) or app is None:
            return
        self._window = int(parent.window().winId())
        self._messages.register(self._window)
        app.installNativeEventFilter(self._filter)

    def stop(self) -> None:
        app = QCoreApplication.instance()
        if self._window is None or app is None:
            return
        app.removeNativeEventFilter(self._filter)
        self._messages.unregister(self._window)
        self._window = None

    def take(self, message: int, wparam: int) -> None:
        """Look at a message of the system."""
        if self._window is not None and wparam in _AWAY.get(message, ()):
            self.away.emit()


class _Filter(QAbstractNativeEventFilter):
    """Sees the messages of every window of the program."""

    def __init__(self, watch: WindowsWatch) -> None:
        super().__init__()
        self._watch = watch

    def nativeEventFilter(
        self, kind: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> tuple[bool, int]:
        if bytes(kind) == b"windows_generic_MSG":  # type: ignore[arg-type]
            found = _Message.from_address(int(message))
            self._watch.take(found.message, found.wparam)
        return False, 0
