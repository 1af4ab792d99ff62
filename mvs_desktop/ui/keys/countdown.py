"""A button that nobody can use for a while, and that says for how long."""

import math
import time

from PySide6.QtCore import QObject, QTimer, Signal

from mvs_desktop.ui.kit.parts.buttons import Button
from mvs_desktop.ui.kit.parts.quantities import format_count

_LOOK_MS = 250


class Countdown(QObject):
    """Holds `button` as long as the store asks for after a wrong passphrase.

    `over` comes when it can be used again.
    """

    over = Signal()

    def __init__(self, button: Button, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._button = button
        self._verb = button.label
        self._open_from = 0.0  # monotonic time before which another try is useless
        self._clock = QTimer(self)
        self._clock.setInterval(_LOOK_MS)
        self._clock.timeout.connect(self._look)

    def hold(self, seconds: int) -> None:
        """Let nobody press the button for so long; 0 changes nothing."""
        if seconds > 0:
            self._open_from = time.monotonic() + seconds
            self._clock.start()
            self._look()

    @property
    def seconds_left(self) -> int:
        """How long until another try."""
        return max(0, math.ceil(self._open_from - time.monotonic()))

    def _look(self) -> None:
        left = self.seconds_left
        if left:
            self._button.setEnabled(False)
            self._button.set_text(self._words(left))
            return
        self._clock.stop()
        self._button.setEnabled(True)
        self._button.set_text(self._verb)
        self.over.emit()

    def _words(self, left: int) -> str:
        if left == 1:
            return self.tr("Nog 1 seconde")
        if left <= 120:
            return self.tr("Nog {count} seconden").format(count=format_count(left))
        return self.tr("Nog {count} minuten").format(count=format_count(math.ceil(left / 60)))
