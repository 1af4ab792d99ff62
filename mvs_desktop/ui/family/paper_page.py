"""One page of paper on the screen, from a picture in memory."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mvs_desktop.ui.kit.look.theme import look, px

PAGE_WIDTH = 860  # the widest a page is shown, in pixels at 100 %
_A4 = 297 / 210

Picture = tuple[int, int, int, bytes]  # width, height, bytes per line, BGRx


class PaperPage(QWidget):
    """A page as wide as its place; white in every theme, as paper is."""

    def __init__(self) -> None:
        super().__init__()
        self.image: QImage | None = None
        self._pixels = b""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_picture(self, picture: Picture) -> None:
        """Show this picture."""
        width, height, stride, pixels = picture
        self._pixels = pixels  # the image reads them where they are
        self.image = QImage(pixels, width, height, stride, QImage.Format.Format_RGB32)
        self._fit()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        shape = self.image.height() / self.image.width() if self.image else _A4
        return round(width * shape)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as its width asks; a layout would give it the height of its usual width."""
        self.setFixedHeight(self.heightForWidth(self.width()))

    def sizeHint(self) -> QSize:
        return QSize(px(PAGE_WIDTH), self.heightForWidth(px(PAGE_WIDTH)))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(200))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = QRectF(self.rect())
        painter.fillRect(place, QColor(Qt.GlobalColor.white))
        if self.image is not None:
            painter.drawImage(place, self.image)
        painter.setPen(QPen(look().theme.color("line"), 1))
        painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5))
