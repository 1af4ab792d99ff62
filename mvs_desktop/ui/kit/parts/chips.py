"""Status chips: an icon and a word, never colour alone."""

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from mvs_desktop.ui.kit.look.icons import has_icon, icon_pixmap
from mvs_desktop.ui.kit.look.theme import font, look, mixed, px

ChipKind = Literal[
    "ok",
    "warn",
    "bad",
    "info",
    "clash",
    "shield",
    "school",
    "gezin",
    "vrije_tijd",
    "unsent",
    "neutral",
]

CHIP_ICONS: dict[str, str] = {
    "ok": "check-circle",
    "warn": "warning",
    "bad": "warning-octagon",
    "info": "info",
    "clash": "git-fork",
    "shield": "shield",
    "school": "student",
    "gezin": "house-line",
    "vrije_tijd": "soccer-ball",
    "unsent": "circle-fill",
    "neutral": "circle",
}


def chip_size(text: str) -> QSize:
    """Room that a chip with this word takes."""
    metrics = QFontMetrics(font("small", strong=True))
    width = px(8) + _icon_side() + px(5) + metrics.horizontalAdvance(text) + px(10)
    return QSize(width, look().metrics.chip)


def paint_chip(
    painter: QPainter, rect: QRectF, kind: ChipKind, text: str, icon_name: str = ""
) -> None:
    """Draw a chip in `rect`; for delegates, so that lists show what widgets show."""
    theme = look().theme
    ink = theme.color(kind)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    radius = box.height() / 2
    back = theme.background_for(kind)
    painter.setBrush(back)
    painter.setPen(QPen(ink if theme.is_contrast else mixed(ink, back, 0.25), 1))
    painter.drawRoundedRect(box, radius, radius)
    if kind == "shield":
        _hatch(painter, box, radius, mixed(ink, back, 0.18))
    side = _icon_side()
    top = rect.top() + (rect.height() - side) / 2
    ratio = painter.device().devicePixelRatio()
    shape = icon_pixmap(icon_name or CHIP_ICONS[kind], kind, side, ratio)
    painter.drawPixmap(QPointF(rect.left() + px(8), top), shape)
    painter.setFont(font("small", strong=True))
    painter.setPen(ink)
    words = rect.adjusted(px(8) + side + px(5), 0, -px(6), 0)
    fitting = painter.fontMetrics().elidedText(
        text, Qt.TextElideMode.ElideRight, round(words.width())
    )
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, fitting)
    painter.restore()


class Chip(QLabel):
    """A status in words, 22 px high."""

    def __init__(
        self,
        text: str,
        kind: ChipKind = "neutral",
        parent: QWidget | None = None,
        *,
        icon_name: str = "",
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_status(text, kind, icon_name=icon_name)

    @property
    def kind(self) -> ChipKind:
        """What the chip means."""
        return self._kind

    def show_status(self, text: str, kind: ChipKind, *, icon_name: str = "") -> None:
        """Say this; raises ValueError for an icon that does not exist."""
        if icon_name and not has_icon(icon_name):
            raise ValueError(f"no such icon: {icon_name}")
        self._kind: ChipKind = kind
        self._icon_name = icon_name
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return chip_size(self.text())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_chip(QPainter(self), QRectF(self.rect()), self._kind, self.text(), self._icon_name)


def _icon_side() -> int:
    return round(look().metrics.chip * 0.64)


def _hatch(painter: QPainter, box: QRectF, radius: float, ink: QColor) -> None:
    """Slanted lines: shielded is told by pattern and word as well as colour."""
    painter.save()
    shape = QPainterPath()
    shape.addRoundedRect(box, radius, radius)
    painter.setClipPath(shape)
    painter.setPen(QPen(ink, 1))
    step = px(6)
    for start in range(round(box.left() - box.height()), round(box.right()), step):
        painter.drawLine(QPointF(start, box.bottom()), QPointF(start + box.height(), box.top()))
    painter.restore()
