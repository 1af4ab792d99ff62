"""Linux: logind on the system bus, and the screen savers of desktops on the session bus.

After the D-Bus interfaces of systemd-logind (org.freedesktop.login1) and the idle inhibition
interface of freedesktop.org (org.freedesktop.ScreenSaver).
"""

import os
from typing import Any

from PySide6.QtCore import SLOT, QObject, Slot
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusPendingCallWatcher,
    QDBusUnixFileDescriptor,
)

from mvs_desktop.ui.shell.session_watch.base import SessionWatch

LOGIND = "org.freedesktop.login1"
_PATH = "/org/freedesktop/login1"
_MANAGER = f"{LOGIND}.Manager"
_SESSION = f"{LOGIND}.Session"
_PROPERTIES = "org.freedesktop.DBus.Properties"

# Desktops that lock without logind say so with ActiveChanged on an interface of this kind.
_SCREEN_SAVERS = (
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
)


def _slot(signature: str) -> Any:
    """What QDBusConnection.connect takes is a str, though its stub says bytes."""
    return SLOT(signature)


class LinuxWatch(SessionWatch):
    """Holds a delay lock of logind: sleeping waits until this process has ended, as far as
    logind allows (5 seconds unless it is configured otherwise)."""

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        system_bus: QDBusConnection | None = None,
        session_bus: QDBusConnection | None = None,
        session_id: str | None = None,
    ) -> None:
        super().__init__(parent)
        self._system = system_bus or QDBusConnection.systemBus()
        self._session = session_bus or QDBusConnection.sessionBus()
        wanted = os.environ.get("XDG_SESSION_ID", "") if session_id is None else session_id
        self._session_id = wanted
        self._delay: QDBusUnixFileDescriptor | None = None
        self._started = False

    @property
    def holds_sleep(self) -> bool:
        """Whether logind waits for us before the computer sleeps."""
        return self._delay is not None and self._delay.isValid()

    def start(self) -> None:
        if self._started:
            return
        self._started = True
        if self._system.isConnected():
            self._system.connect(
                LOGIND, _PATH, _MANAGER, "PrepareForSleep", self, _slot("_sleeps(bool)")
            )
            self._hold_sleep()
            self._find_session()
        if self._session.isConnected():
            for interface in _SCREEN_SAVERS:
                self._session.connect(
                    "", "", interface, "ActiveChanged", self, _slot("_saves(bool)")
                )

    def stop(self) -> None:
        self._started = False
        self._delay = None

    # Sleep

    def _hold_sleep(self) -> None:
        self._ask("Inhibit", ["sleep", "MVS Desktop", "Dossiers gaan op slot", "delay"], self._held)

    def _held(self, reply: QDBusMessage) -> None:
        arguments = reply.arguments()
        if self._started and arguments and isinstance(arguments[0], QDBusUnixFileDescriptor):
            self._delay = arguments[0]

    @Slot(bool)
    def _sleeps(self, begins: bool) -> None:
        # Also when it is over: what could not be locked in time is locked now.
        del begins
        self._tell()

    # Lock

    def _find_session(self) -> None:
        """Without a session of our own that is known, that of anybody here counts."""
        if self._session_id:
            self._ask("GetSession", [self._session_id], self._found_session)
        else:
            self._listen_to("")

    def _found_session(self, reply: QDBusMessage) -> None:
        arguments = reply.arguments()
        known = reply.type() is QDBusMessage.MessageType.ReplyMessage and arguments
        self._listen_to(arguments[0].path() if known else "")

    def _listen_to(self, path: str) -> None:
        self._system.connect(LOGIND, path, _SESSION, "Lock", self, _slot("_locks()"))
        self._system.connect(
            LOGIND,
            path,
            _PROPERTIES,
            "PropertiesChanged",
            self,
            _slot("_changed(QString,QVariantMap,QStringList)"),
        )

    @Slot()
    def _locks(self) -> None:
        self._tell()

    @Slot(str, "QVariantMap", "QStringList")
    def _changed(self, interface: str, changed: dict[str, object], _gone: list[str]) -> None:
        if interface == _SESSION and changed.get("LockedHint") is True:
            self._tell()

    @Slot(bool)
    def _saves(self, active: bool) -> None:
        if active:
            self._tell()

    def _tell(self) -> None:
        if self._started:
            self.away.emit()

    def _ask(self, method: str, arguments: list[object], then: object) -> None:
        """Call logind's manager, and `then` with its answer, which may be a refusal."""
        message = QDBusMessage.createMethodCall(LOGIND, _PATH, _MANAGER, method)
        message.setArguments(arguments)
        watcher = QDBusPendingCallWatcher(self._system.asyncCall(message), self)

        def answered() -> None:
            then(watcher.reply())  # type: ignore[operator]
            watcher.deleteLater()

        watcher.finished.connect(answered)
