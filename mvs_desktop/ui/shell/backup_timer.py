"""Makes backups behind the work, in a thread that nothing else waits for."""

from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from mvs_desktop.ui.background import Background

if TYPE_CHECKING:
    from mvs_desktop.services.workspace import Workspace

FIRST_MS = 60_000  # the first minute is for whoever just came in
EVERY_MS = 10 * 60_000  # how often is looked whether one is due; that takes no time


class BackupTimer(QObject):
    """`looked` carries a BackupState after each look; it is not a thing to interrupt work for."""

    looked = Signal(object)

    def __init__(self, workspace: "Workspace", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._background = Background(self)
        self._stop = Event()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begin to look."""
        self._timer.start(FIRST_MS)

    def stop(self, patience_ms: int) -> None:
        """Call before the store is closed: what is under way ends soon, and leaves nothing."""
        self._timer.stop()
        self._stop.set()
        self._background.stop(patience_ms)

    def look(self) -> None:
        """Make a backup if it is time for one, unless one is being made."""
        self._timer.setInterval(EVERY_MS)
        if self._stop.is_set() or self._background.busy:
            return
        self._background.run(
            lambda: self._workspace.backups.run(self._stop.is_set),
            on_done=self.looked.emit,
            # Work goes on; the next look is soon enough to try again.
            on_failed=lambda _: None,
            urgent=False,
            owner=self,
        )
