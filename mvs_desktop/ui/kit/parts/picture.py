"""An icon that stands by itself, beside words that say what it is."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from mvs_desktop.ui.kit.look.icons import icon_pixmap
from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.parts.drawn import Drawn


class Picture(Drawn):
    """`side` is in pixels at 100 %, `role` a colour token; it follows the look."""

    def __init__(
        self, icon_name: str, role: str, side: float, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._role = role
        self._side = side

    def show_as(self, icon_name: str, role: str) -> None:
        """Another icon, in another colour."""
        self._icon_name, self._role = icon_name, role
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(self._side), px(self._side))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._icon_name:
            drawn = icon_pixmap(
                self._icon_name, self._role, px(self._side), self.devicePixelRatioF()
            )
            QPainter(self).drawPixmap(0, 0, drawn)
