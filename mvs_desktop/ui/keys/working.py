"""What is being done, while a screen can only wait for it."""

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.parts.labels import Small
from mvs_desktop.ui.kit.parts.visibility import show_when


class Working(QWidget):
    """A bar and a sentence; out of sight while nothing is done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(8))
        self._bar = QProgressBar()
        self._text = Small()
        rows.addWidget(self._bar)
        rows.addWidget(self._text)
        self.say("")

    @property
    def text(self) -> str:
        """What is said now."""
        return self._text.text()

    def say(self, text: str) -> None:
        """Say what is being done, for as long as it takes; empty when it has ended."""
        self._bar.setRange(0, 0)
        self._text.setText(text)
        self._bar.setAccessibleName(text)
        show_when(self, bool(text))

    def show_progress(self, part: float) -> None:
        """How far it is, from 0 to 1."""
        self._bar.setRange(0, 100)
        self._bar.setValue(round(part * 100))
