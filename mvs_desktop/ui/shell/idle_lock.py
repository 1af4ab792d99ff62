"""Locks when nobody is there: a warning first, then the lock."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

IDLE_MS = 5 * 60_000
WARNING_MS = 30_000

_SIGNS_OF_LIFE = (
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
)


class IdleLock(QObject):
    """`warned` comes 30 seconds before `expired`; `alive` when somebody came back."""

    warned = Signal()
    alive = Signal()
    expired = Signal()

    def __init__(self, app: QApplication, parent: QObject, idle_ms: int = IDLE_MS) -> None:
        super().__init__(parent)
        self._warning = self._timer(max(idle_ms - WARNING_MS, 0), self._warn)
        self._end = self._timer(idle_ms, self.expired.emit)
        self._is_warned = False
        app.installEventFilter(self)

    def start(self) -> None:
        """Count from now."""
        self._warning.start()
        self._end.start()

    def stop(self) -> None:
        """Count no longer."""
        self._warning.stop()
        self._end.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_LIFE and self._end.isActive():
            self.start()
            if self._is_warned:
                self._is_warned = False
                self.alive.emit()
        return False

    def _warn(self) -> None:
        self._is_warned = True
        self.warned.emit()

    def _timer(self, after_ms: int, then: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(after_ms)
        timer.timeout.connect(then)
        return timer
