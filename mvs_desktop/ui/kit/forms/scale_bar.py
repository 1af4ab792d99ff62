"""A mark on a scale from 0 to 10, drawn small and only to be looked at."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from mvs_desktop.ui.kit.forms.scale import HIGHEST
from mvs_desktop.ui.kit.look.theme import font, look, px
from mvs_desktop.ui.kit.parts.drawn import Drawn


class ScaleBar(Drawn):
    """Eleven points with the mark in a disc; `spoken` is what a screen reader says of it."""

    def __init__(self, mark: int, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = min(max(mark, 0), HIGHEST)
        self.setAccessibleName(spoken)

    def sizeHint(self) -> QSize:
        return QSize(px(136), px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look().theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge, middle = px(11), self.height() / 2
        step = (self.width() - 2 * edge) / HIGHEST
        painter.setPen(QPen(theme.color("line"), 2))
        painter.drawLine(QPointF(edge, middle), QPointF(self.width() - edge, middle))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("outline"))
        for at in range(HIGHEST + 1):
            painter.drawEllipse(QPointF(edge + at * step, middle), px(1.5), px(1.5))
        side = px(22)
        place = edge + self._mark * step - side / 2
        badge = QRectF(place, middle - side / 2, side, side)
        painter.setBrush(theme.color("primary"))
        painter.drawEllipse(badge)
        painter.setPen(theme.color("on_primary"))
        painter.setFont(font("small", strong=True))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(self._mark))
