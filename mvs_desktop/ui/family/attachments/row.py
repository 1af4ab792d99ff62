"""One attachment in the list: a small picture, what it is, and its marks."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)

from mvs_desktop.domain.attachments import Attachment, MediaType
from mvs_desktop.ui.family.records.row import RecordRow
from mvs_desktop.ui.kit.look.icons import icon_pixmap
from mvs_desktop.ui.kit.look.theme import look, px
from mvs_desktop.ui.kit.parts.chips import Chip
from mvs_desktop.ui.kit.parts.drawn import Drawn

_WIDE, _HIGH = 88, 66


class Thumbnail(Drawn):
    """The small picture of an attachment, or an icon for what it is while there is none."""

    def __init__(self, media_type: MediaType) -> None:
        super().__init__()
        self._icon = "file-pdf" if media_type is MediaType.PDF else "image"
        self.picture: QPixmap | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        return QSize(px(_WIDE), px(_HIGH))

    def show_picture(self, picture: QPixmap | None) -> None:
        """Show this; None for the icon."""
        self.picture = picture
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        path = QPainterPath()
        path.addRoundedRect(place, px(6), px(6))
        painter.setClipPath(path)
        theme = look().theme
        if self.picture is None:
            painter.fillPath(path, theme.color("canvas"))
            side = px(28)
            at = place.center().toPoint()
            drawn = icon_pixmap(self._icon, "muted", side, self.devicePixelRatioF())
            painter.drawPixmap(at.x() - side // 2, at.y() - side // 2, drawn)
        else:
            painter.fillPath(path, QColor(Qt.GlobalColor.white))
            painter.drawPixmap(place, self.picture, self._cut_out(self.picture))
        painter.setClipping(False)
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawPath(path)

    def _cut_out(self, picture: QPixmap) -> QRectF:
        """The part that fills the frame: the middle of a photo, the top of a page."""
        wide, high = float(picture.width()), float(picture.height())
        shape = _WIDE / _HIGH
        if wide / high > shape:
            part = high * shape
            return QRectF((wide - part) / 2, 0, part, high)
        return QRectF(0, 0, wide, wide / shape)


class AttachmentRow(RecordRow):
    """With a small picture."""

    def __init__(
        self,
        item: Attachment,
        title: str,
        line: str,
        *,
        chips: Sequence[Chip] = (),
        conflicts: Sequence[UUID] = (),
    ) -> None:
        self.thumbnail = Thumbnail(item.media_type)
        super().__init__(item.type_name, item.id, title, line, self.thumbnail, chips, conflicts)
        self.item = item
        self.setObjectName(f"attachment_row_{item.id}")

    def minimumSizeHint(self) -> QSize:
        # Qt would count the lines of the narrowest row there could be, and scroll for nothing.
        least = super().minimumSizeHint()
        high = self.heightForWidth(max(self.width(), least.width()))
        return QSize(least.width(), high if high > 0 else least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
