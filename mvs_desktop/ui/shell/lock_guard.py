"""Everything that locks the window without being asked: nobody there, sleep, a locked session."""

import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from mvs_desktop.services.lease import ticks
from mvs_desktop.ui.background import Background
from mvs_desktop.ui.shell.idle_lock import IDLE_S, IdleLock
from mvs_desktop.ui.shell.session_watch import session_watch

if TYPE_CHECKING:
    from mvs_desktop.services.workspace import Workspace

# The organisation's packaging may set how many minutes a window waits during a visit: 15 unless
# it says otherwise, and 5, as always, when it does not want a longer time.
VISIT_VARIABLE = "MVS_VISIT_LOCK_MINUTES"
VISIT_MINUTES = 15


def visit_limit() -> float:
    """Seconds that a window waits during a visit; what cannot be understood gives no more."""
    text = os.environ.get(VISIT_VARIABLE, str(VISIT_MINUTES))
    try:
        minutes = int(text)
    except ValueError:
        return IDLE_S
    return min(max(minutes * 60.0, IDLE_S), VISIT_MINUTES * 60.0)


class LockGuard(QObject):
    """`lock_asked` comes when it is time; `warned` 30 seconds before, and `alive` when the
    warning is over."""

    lock_asked = Signal()
    warned = Signal()
    alive = Signal()

    def __init__(self, workspace: "Workspace", background: Background, parent: QObject) -> None:
        super().__init__(parent)
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            raise TypeError("a window needs a QApplication")
        self._workspace = workspace
        self._background = background
        self._visit_limit = visit_limit()
        self.idle = IdleLock(app, self, ticks)
        self.idle.warned.connect(self.warned)
        self.idle.alive.connect(self.alive)
        self.idle.expired.connect(self.lock_asked)
        self.idle.key_pressed.connect(self.lock_asked)
        self.idle.nearly.connect(self._ask_about_visit)
        self.watch = session_watch(parent)
        self.watch.away.connect(self.lock_asked)

    def start(self) -> None:
        """Watch from now on."""
        self.idle.start()
        self.watch.start()

    def stop_idling(self) -> None:
        """The window is on its way out. What holds off sleep ends with the process."""
        self.idle.stop()

    def stop(self) -> None:
        """Watch no longer."""
        self.idle.stop()
        self.watch.stop()

    def _ask_about_visit(self) -> None:
        if self._visit_limit <= IDLE_S:
            return

        def known(under_way: bool) -> None:
            self.idle.set_limit(self._visit_limit if under_way else IDLE_S)

        self._background.run(
            self._workspace.visits.under_way,
            on_done=known,
            on_failed=lambda _error: None,  # then it locks as it always does
            urgent=False,
            owner=self,
        )
