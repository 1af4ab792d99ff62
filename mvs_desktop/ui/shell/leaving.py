"""The end of the window: first everything that was typed is saved, then it locks or closes."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QDialog

from mvs_desktop.ui.background import Background

LEAVE_MS = 10_000  # how long it waits for what is still to be saved


class Leaving(QObject):
    """`finish` has everything announced that was typed; `busy` tells whether some of it still
    waits to be saved, beside what is in `background`."""

    def __init__(
        self,
        background: Background,
        finish: Callable[[], None],
        busy: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._background = background
        self._finish = finish
        self._busy = busy
        self._then: Callable[[], None] | None = None
        self._ends = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(LEAVE_MS)
        self._patience.timeout.connect(self._end_now)
        background.idle.connect(self._end_when_saved)

    def end_with(self, then: Callable[[], None]) -> None:
        """End the window: `then` when nothing is left to save, or when waiting has taken too
        long. Nothing else comes in between any more."""
        if self._ends:
            return
        self._ends = True
        self._then = then
        close_dialogs()
        self._finish()
        self._patience.start()
        # Not at once: a window cannot close itself from within its own closing.
        QTimer.singleShot(0, self, self._end_when_saved)

    def when_saved(self, then: Callable[[], None]) -> None:
        """`then` when nothing is left to save; not when the window ends first."""
        if not self._ends:
            self._then = then
            self._patience.start()
            self._end_when_saved()

    def _end_when_saved(self) -> None:
        if self._then is not None and not (self._background.busy or self._busy()):
            self._end_now()

    def _end_now(self) -> None:
        self._patience.stop()
        then, self._then = self._then, None
        if then is not None:
            then()


def close_dialogs() -> None:
    """Close menus, and every dialog as if it was cancelled; what waits for its answer goes on."""
    while (popup := QApplication.activePopupWidget()) is not None:
        if not popup.close():
            break
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog) and widget.isVisible():
            widget.reject()
