"""The line in the rail that says how sending stands; it opens "Versturen en ophalen"."""

from datetime import date

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from mvs_desktop.services.views import Link, SyncState
from mvs_desktop.ui.kit.look.icons import icon_pixmap
from mvs_desktop.ui.kit.look.theme import font, look, px
from mvs_desktop.ui.kit.parts.labels import plain_tip
from mvs_desktop.ui.sending.words import Headline, headline


class SendingLine(QAbstractButton):
    """An icon with one line of words, and a smaller one below it when there is more to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sending_line")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._narrow = False
        self._line = headline(SyncState(Link.NEVER, 0, 0, 0, None), date.min)
        self._tell()

    @property
    def line(self) -> Headline:
        """What is shown now."""
        return self._line

    def show_state(self, state: SyncState, today: date) -> None:
        """Say how sending stands."""
        self._line = headline(state, today)
        self._tell()

    def set_narrow(self, narrow: bool) -> None:
        """Show the icon alone."""
        self._narrow = narrow
        self._tell()

    def sizeHint(self) -> QSize:
        lines = px(48) if self._line.detail and not self._narrow else look().metrics.control
        return QSize(px(40), lines)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look().theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isDown() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("select" if self.isDown() else "line"))
            painter.drawRoundedRect(QRectF(self.rect()), px(8), px(8))
        side = look().metrics.icon
        left = (self.width() - side) // 2 if self._narrow else px(12)
        top = (self.height() - side) // 2
        drawn = icon_pixmap(self._line.icon_name, self._line.kind, side, self.devicePixelRatioF())
        painter.drawPixmap(left, top, drawn)
        if not self._narrow:
            self._paint_words(painter, left + side + px(8))
        painter.end()

    def _paint_words(self, painter: QPainter, left: int) -> None:
        room = QRect(left, 0, self.width() - left - px(6), self.height())
        lines: list[tuple[str, bool, str]] = [(self._line.text, True, self._line.kind)]
        if self._line.detail:
            lines.append((self._line.detail, False, "muted"))
        height = QFontMetrics(font("small")).height()
        top = room.center().y() - (height * len(lines)) // 2
        for text, strong, role in lines:
            used = font("small", strong=strong)
            painter.setFont(used)
            painter.setPen(look().theme.color(role))
            fitting = QFontMetrics(used).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            spot = QRect(room.left(), top, room.width(), height)
            painter.drawText(spot, Qt.AlignmentFlag.AlignVCenter, fitting)
            top += height

    def _tell(self) -> None:
        words = " · ".join(part for part in (self._line.text, self._line.detail) if part)
        self.setAccessibleName(words)
        tip = self.tr("Versturen en ophalen: {state}").format(state=words)
        self.setToolTip(plain_tip(tip))
        self.updateGeometry()
        self.update()
