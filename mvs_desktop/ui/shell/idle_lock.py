"""Locks when nobody is there: a warning first, then the lock.

Counts by a clock that also runs while the computer sleeps, and looks at it often: a timer of
Qt stands still in sleep, and would give whoever opens the laptop the rest of its time.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

IDLE_S = 5 * 60.0
WARNING_S = 30.0

_LOOK_MS = 1000
_ASK_FROM_S = IDLE_S - 60
_ASK_EVERY_S = 60.0

_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.NativeGesture,
        QEvent.Type.TabletPress,
        QEvent.Type.TabletMove,
        QEvent.Type.InputMethod,  # a keyboard on the screen, or dictation
    }
)


class IdleLock(QObject):
    """`warned` comes 30 seconds before `expired`; `alive` when the warning is over.

    `nearly` comes when nobody has been there for four minutes, and every minute after: whoever
    knows a reason to wait longer, or no longer, then calls `set_limit`. `key_pressed` is Ctrl+L
    where the window itself cannot get it, as in a dialog.
    """

    warned = Signal()
    alive = Signal()
    expired = Signal()
    nearly = Signal()
    key_pressed = Signal()

    def __init__(
        self,
        app: QApplication,
        parent: QObject,
        ticks: Callable[[], float],
        look_ms: int = _LOOK_MS,
    ) -> None:
        super().__init__(parent)
        self._ticks = ticks
        self._limit = IDLE_S
        self._last_life = self._last_asked = ticks()
        self._is_warned = False
        self._pointer = QPointF()
        self._timer = QTimer(self)
        self._timer.setInterval(look_ms)
        self._timer.timeout.connect(self.look)
        app.installEventFilter(self)

    def start(self) -> None:
        """Count from now."""
        self._live()
        self._timer.start()

    def stop(self) -> None:
        """Count no longer."""
        self._timer.stop()

    def set_limit(self, seconds: float) -> None:
        """Wait so long this time; never shorter than a warning from now."""
        idle = self._idle()
        self._limit = max(seconds, idle + WARNING_S) if idle > 0 else seconds
        if self._is_warned and idle < self._limit - WARNING_S:
            self._end_warning()
        self.look()

    def look(self) -> None:
        """Do what it is time for."""
        if not self._timer.isActive():
            return
        idle = self._idle()
        if idle >= self._limit:
            self.stop()
            self.expired.emit()
            return
        if idle >= self._limit - WARNING_S and not self._is_warned:
            self._is_warned = True
            self.warned.emit()
        now = self._ticks()
        if idle >= _ASK_FROM_S and now - self._last_asked >= _ASK_EVERY_S:
            self._last_asked = now
            self.nearly.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _SIGNS_OF_LIFE:
            return False
        if self._timer.isActive() and self._is_life(event):
            if self._idle() >= self._limit:
                self.look()  # whoever woke the laptop up is asked who they are
                return True
            self._live()
        if isinstance(event, QKeyEvent) and _is_lock_key(event):
            self.key_pressed.emit()
            return True
        return False

    def _is_life(self, event: QEvent) -> bool:
        """Windows also tells of a pointer that lies still, when something changes below it."""
        if event.type() is not QEvent.Type.MouseMove or not isinstance(event, QMouseEvent):
            return True
        before, self._pointer = self._pointer, event.globalPosition()
        return before != self._pointer

    def _live(self) -> None:
        self._last_life = self._last_asked = self._ticks()
        self._limit = IDLE_S
        if self._is_warned:
            self._end_warning()

    def _end_warning(self) -> None:
        self._is_warned = False
        self.alive.emit()

    def _idle(self) -> float:
        return self._ticks() - self._last_life


def _is_lock_key(event: QKeyEvent) -> bool:
    return (
        event.type() is QEvent.Type.KeyPress
        and event.key() == Qt.Key.Key_L
        and event.modifiers() == Qt.KeyboardModifier.ControlModifier
    )
