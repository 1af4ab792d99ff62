"""Sends and fetches in the background: at the start, every few minutes, soon after a change.

Has a queue of its own, so that a slow network never holds up opening or saving.
"""

from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from mvs_desktop.services.views import Link, SyncResult, SyncState
from mvs_desktop.ui.background import Background

if TYPE_CHECKING:
    from mvs_desktop.services.workspace import Workspace

EVERY_MS = 5 * 60_000
# The window is drawn first: beside a run that takes twice as long.
AFTER_START_MS = 400
AFTER_CHANGE_MS = 15_000
AGAIN_AFTER_FAILURE_MS = 60_000


class Synchroniser(QObject):
    """`state_changed` carries a SyncState, `received` a SyncResult, `failed` the exception.

    `progressed` carries how far a run is and out of how much, 0 when that is not known.
    """

    state_changed = Signal(object)
    received = Signal(object)
    failed = Signal(object)
    progressed = Signal(int, int)

    def __init__(
        self, workspace: "Workspace", network: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._network = network
        self._state = SyncState(Link.NEVER, 0, 0, 0, None)
        self._stop = Event()
        self._running = False
        self._again = False
        self._every = self._timer(EVERY_MS, single=False)
        self._first = self._timer(AFTER_START_MS, single=True)
        self._soon = self._timer(AFTER_CHANGE_MS, single=True)

    @property
    def state(self) -> SyncState:
        """How sending stood when last looked."""
        return self._state

    @property
    def network(self) -> Background:
        """The queue of all that talks to the service."""
        return self._network

    @property
    def running(self) -> bool:
        """Whether a run is under way, or the first is about to be."""
        return self._running or self._first.isActive()

    def start(self) -> None:
        """Look how things stand, synchronise shortly, and go on doing so."""
        self._every.start()
        self.look()
        self._first.start()

    def stop(self) -> None:
        """No more runs; a run that is under way ends at its next step."""
        self._every.stop()
        self._first.stop()
        self._soon.stop()
        self._again = False
        self._stop.set()

    def look(self) -> None:
        """Read the counts again, without the network."""
        self._network.run(
            self._workspace.sync_state,
            on_done=self._show,
            on_failed=self.failed.emit,
            owner=self,
        )

    def note_change(self) -> None:
        """Something was saved: send it shortly, together with what follows."""
        self.look()
        if not self._soon.isActive() and not self._stop.is_set():
            self._soon.setInterval(AFTER_CHANGE_MS)
            self._soon.start()

    def run_now(self) -> None:
        """Send and fetch; once more after this when a run is under way already."""
        if self._stop.is_set():
            return
        self._first.stop()
        self._soon.stop()
        if self._running:
            self._again = True
            return
        self._running = True
        self._show(replace(self._state, link=Link.BUSY))
        self._network.run(
            self._synchronise,
            on_done=self._finished,
            on_failed=self._not_finished,
            urgent=False,
            owner=self,
        )

    def _synchronise(self) -> SyncResult:
        return self._workspace.synchronise(
            lambda at: self.progressed.emit(at.done, at.total), self._stop.is_set
        )

    def _finished(self, result: SyncResult) -> None:
        self._running = False
        self._show(result.state)
        self.received.emit(result)
        if result.state.pending and result.state.link is not Link.IDLE:
            self._try_later()
        if result.more:
            self._again = True
        self._once_more()

    def _not_finished(self, error: Exception) -> None:
        self._running = False
        self._show(replace(self._state, link=Link.IDLE))
        self.failed.emit(error)
        self.look()
        self._try_later()
        self._once_more()

    def _try_later(self) -> None:
        if not self._stop.is_set():
            self._soon.setInterval(AGAIN_AFTER_FAILURE_MS)
            self._soon.start()

    def _once_more(self) -> None:
        if self._again:
            self._again = False
            self.run_now()

    def _show(self, state: SyncState) -> None:
        if self._running:
            state = replace(state, link=Link.BUSY)
        self._state = state
        self.state_changed.emit(state)

    def _timer(self, interval: int, *, single: bool) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(single)
        timer.setInterval(interval)
        timer.timeout.connect(self.run_now)
        return timer
