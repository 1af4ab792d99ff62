"""Tells that work is safe: "Bewaard 14:02". It stands where other programs have a button."""

from datetime import time

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from mvs_desktop.ui.kit.look.icons import icon_pixmap
from mvs_desktop.ui.kit.look.theme import is_restyle, look, px, restyle
from mvs_desktop.ui.kit.parts.labels import Label
from mvs_desktop.ui.kit.parts.quantities import format_count, format_time


class SavedLabel(QWidget):
    """Icon and words; empty until there is something to tell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name, self._role = "", "muted"
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(px(6))
        self._icon = QLabel()
        self._text = Label()
        restyle(self._text, kit="small")
        line.addWidget(self._icon)
        line.addWidget(self._text)
        line.addStretch(1)

    @property
    def text(self) -> str:
        """What is said now."""
        return self._text.text()

    def show_saved(self, at: time) -> None:
        """All is in the store since this time of day."""
        self._say("check", "ok", self.tr("Bewaard {time}").format(time=format_time(at)))

    def show_saving(self) -> None:
        """The store is busy with it."""
        self._say("dots-three", "muted", self.tr("Bezig met bewaren…"))

    def show_unsent(self, count: int) -> None:
        """Saved here, and so many changes still to be sent."""
        self._say(
            "circle-fill",
            "unsent",
            self.tr("{count} nog te versturen").format(count=format_count(count)),
        )

    def show_not_saved(self, reason: str) -> None:
        """The last change could not be stored; `reason` says what to do."""
        self._say("warning-octagon", "bad", reason)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_restyle(event) and hasattr(self, "_icon"):  # Qt styles before we are built
            self._draw()

    def _say(self, icon_name: str, role: str, text: str) -> None:
        self._icon_name, self._role = icon_name, role
        self._text.setText(text)
        self.setAccessibleName(text)
        self._draw()

    def _draw(self) -> None:
        if self._icon_name:
            side = round(look().metrics.small * 1.1)
            ratio = self.devicePixelRatioF()
            self._icon.setPixmap(icon_pixmap(self._icon_name, self._role, side, ratio))
