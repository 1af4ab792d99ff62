"""Keeps the search index in step with what came in and was saved, a little at a time."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from mvs_desktop.ui.background import Background

if TYPE_CHECKING:
    from mvs_desktop.services.workspace import Workspace

SOON_MS = 3_000
AFTER_TROUBLE_MS = 60_000


class IndexKeeper(QObject):
    """Call `wake` when something came in or was saved."""

    def __init__(
        self, workspace: "Workspace", background: Background, parent: QObject | None = None
    ) -> None:
        """`background` is a queue in which other work goes between two steps."""
        super().__init__(parent)
        self._workspace = workspace
        self._background = background
        self._running = False
        self._stopped = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._step)

    def wake(self) -> None:
        """There is something to index."""
        self._later(SOON_MS)

    def stop(self) -> None:
        """No more steps; one that is under way ends by itself."""
        self._stopped = True
        self._soon.stop()

    def _later(self, wait: int) -> None:
        if not (self._running or self._stopped or self._soon.isActive()):
            self._soon.start(wait)

    def _step(self) -> None:
        if self._stopped:
            return
        self._running = True
        self._background.run(
            self._workspace.catch_up,
            on_done=self._done,
            on_failed=self._not_done,
            urgent=False,
            owner=self,
        )

    def _done(self, more: bool) -> None:
        self._running = False
        if more:
            self._step()

    def _not_done(self, _error: Exception) -> None:
        # A full disk, say: whatever is saved says so itself, and the index can wait.
        self._running = False
        self._later(AFTER_TROUBLE_MS)
