"""Asks the service, while the store is locked, whether this laptop is to be wiped.

Has a queue of its own: unlocking never waits for a network.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from mvs_desktop.ui.background import Background

if TYPE_CHECKING:
    from mvs_desktop.services.session import Session
    from mvs_desktop.sync.status import WipeOrder

EVERY_MS = 5 * 60_000


class WipeWatch(QObject):
    """`ordered` carries the WipeOrder; `failed` what nobody expected."""

    ordered = Signal(object)
    failed = Signal(object)

    def __init__(self, session: "Session", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._network = Background(self)
        self._every = QTimer(self)
        self._every.setInterval(EVERY_MS)
        self._every.timeout.connect(self._ask)
        self._on = False

    @property
    def busy(self) -> bool:
        """Whether an answer is awaited."""
        return self._network.busy

    def start(self) -> None:
        """Ask now, and from time to time."""
        self._on = True
        self._every.start()
        self._ask()

    def stop(self) -> None:
        """An answer that is under way says nothing any more."""
        self._on = False
        self._every.stop()

    def end(self, timeout_ms: int) -> None:
        """Before the window goes."""
        self.stop()
        self._network.stop(timeout_ms)

    def _ask(self) -> None:
        if not self._network.busy:
            self._network.run(
                self._session.wiping.ask,
                on_done=self._answered,
                on_failed=self.failed.emit,
                owner=self,
            )

    def _answered(self, order: "WipeOrder | None") -> None:
        if order is not None and self._on:
            self.ordered.emit(order)
