"""One picture or page to look at: as large as fits, nearer, moved and turned."""

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from mvs_desktop.ui.family.paper_page import Picture
from mvs_desktop.ui.kit.look.theme import look, px

_NEAREST = 8.0
_STEP = 1.25
_MARGIN = 16
_WAIT_MS = 150


class PictureArea(QAbstractScrollArea):
    """Shows a picture from memory; turning it changes only what is seen.

    `sharper_wanted` carries how many pixels the longest side could use now; `zoom_changed`
    the zoom, 1 for as large as fits.
    """

    sharper_wanted = Signal(int)
    zoom_changed = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("kit", "canvas")
        self.image: QImage | None = None
        self._pixels = b""
        self._zoom = 1.0
        self._quarters = 0  # turns to the right
        self._fill_width = False
        self._grabbed: QPointF | None = None
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAIT_MS)
        self._wait.timeout.connect(self._ask_sharper)

    # What is shown

    @property
    def zoom(self) -> float:
        """1 is as large as fits."""
        return self._zoom

    @property
    def turned(self) -> int:
        """Degrees to the right."""
        return self._quarters * 90

    @property
    def can_zoom_in(self) -> bool:
        return self._zoom < _NEAREST

    @property
    def can_zoom_out(self) -> bool:
        return self._zoom > 1

    def fit(self, *, width_only: bool) -> None:
        """What fits: the whole picture, or (for a page of text) its width."""
        self._fill_width = width_only
        self.set_zoom(1.0)

    def show_picture(self, picture: Picture) -> None:
        """Show this; a sharper copy of the same page keeps its place."""
        width, height, stride, pixels = picture
        self._pixels = pixels  # the image reads them where they are
        self.image = QImage(pixels, width, height, stride, QImage.Format.Format_RGB32)
        self._measure()
        self.viewport().update()

    def show_top(self) -> None:
        """Begin at the top of another page."""
        self.verticalScrollBar().setValue(0)
        self.horizontalScrollBar().setValue(0)

    def clear(self) -> None:
        """Show nothing, and let go of what was shown."""
        self.image = None
        self._pixels = b""
        self._quarters = 0
        self._measure()
        self.viewport().update()

    def wanted(self) -> int:
        """How many pixels the longest side of the picture could use now."""
        size = self._shown_size() if self.image else self._room()
        longest = max(size.x(), size.y()) * self.devicePixelRatioF()
        # In few steps: a page is not drawn anew for every notch of the wheel.
        return next((side for side in (1024, 2048, 3072) if longest <= side), 4096)

    # Nearer, further, round

    def zoom_in(self) -> None:
        self.set_zoom(self._zoom * _STEP)

    def zoom_out(self) -> None:
        self.set_zoom(self._zoom / _STEP)

    def set_zoom(self, zoom: float, at: QPointF | None = None) -> None:
        """Look from so near; what is at `at`, or in the middle, stays where it is."""
        wanted = min(_NEAREST, max(1.0, zoom))
        around = at or QPointF(self.viewport().rect().center())
        before = self._share_at(around)
        self._zoom = wanted
        self._measure()
        self._bring(before, around)
        self.zoom_changed.emit(wanted)
        self.viewport().update()
        self._wait.start()

    def turn(self) -> None:
        """A quarter to the right."""
        self._quarters = (self._quarters + 1) % 4
        self.set_zoom(1.0)

    # Keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {
            Qt.Key.Key_Plus: self.zoom_in,
            Qt.Key.Key_Equal: self.zoom_in,
            Qt.Key.Key_Minus: self.zoom_out,
            Qt.Key.Key_0: lambda: self.set_zoom(1.0),
            Qt.Key.Key_R: self.turn,
        }
        moves = {
            Qt.Key.Key_Left: (self.horizontalScrollBar(), -1),
            Qt.Key.Key_Right: (self.horizontalScrollBar(), 1),
            Qt.Key.Key_Up: (self.verticalScrollBar(), -1),
            Qt.Key.Key_Down: (self.verticalScrollBar(), 1),
        }
        key = Qt.Key(event.key())
        if key in keys:
            keys[key]()
        elif key in moves:
            bar, way = moves[key]
            bar.setValue(bar.value() + way * px(48))
        else:
            event.ignore()  # Esc and the page keys belong to the screen around it

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            notches = event.angleDelta().y() / 120
            self.set_zoom(self._zoom * _STEP**notches, event.position())
            event.accept()
            return
        super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._grabbed = event.position()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is None:
            return
        moved = self._grabbed - event.position()
        self._grabbed = event.position()
        for bar, way in (
            (self.horizontalScrollBar(), moved.x()),
            (self.verticalScrollBar(), moved.y()),
        ):
            bar.setValue(bar.value() + round(way))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grabbed = None
        self.viewport().unsetCursor()

    # Drawing

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()
        self._wait.start()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.image is None:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = self._place()
        painter.translate(place.center())
        painter.rotate(self.turned)
        size = place.size().transposed() if self._quarters % 2 else place.size()
        target = QRectF(QPointF(-size.width() / 2, -size.height() / 2), size)
        painter.drawImage(target, self.image)
        painter.setPen(QPen(look().theme.color("line"), 1))
        painter.drawRect(target)

    def _room(self) -> QPointF:
        area = self.maximumViewportSize()
        margin = 2 * px(_MARGIN)
        return QPointF(max(1, area.width() - margin), max(1, area.height() - margin))

    def _shown_size(self) -> QPointF:
        if self.image is None:
            return QPointF(0, 0)
        wide, high = self.image.width(), self.image.height()
        if self._quarters % 2:
            wide, high = high, wide
        room = self._room()
        by_width = room.x() / wide
        fitting = by_width if self._fill_width else min(by_width, room.y() / high)
        return QPointF(wide, high) * fitting * self._zoom

    def _place(self) -> QRectF:
        """Where the picture is in the viewport."""
        size, view = self._shown_size(), self.viewport().size()
        margin = px(_MARGIN)
        whole_wide, whole_high = size.x() + 2 * margin, size.y() + 2 * margin
        left = max(0.0, (view.width() - whole_wide) / 2) + margin
        top = max(0.0, (view.height() - whole_high) / 2) + margin
        scrolled = QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        return QRectF(left - scrolled.x(), top - scrolled.y(), size.x(), size.y())

    def _share_at(self, point: QPointF) -> QPointF:
        place = self._place()
        if not place.width() or not place.height():
            return QPointF(0.5, 0.5)
        return QPointF(
            (point.x() - place.x()) / place.width(), (point.y() - place.y()) / place.height()
        )

    def _bring(self, share: QPointF, point: QPointF) -> None:
        """Scroll so that this part of the picture is at a point of the viewport."""
        place = self._place()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(across.value() + round(place.x() + share.x() * place.width() - point.x()))
        down.setValue(down.value() + round(place.y() + share.y() * place.height() - point.y()))

    def _measure(self) -> None:
        size, view = self._shown_size(), self.maximumViewportSize()
        margin = 2 * px(_MARGIN)
        for bar, shown, seen in (
            (self.horizontalScrollBar(), size.x() + margin, view.width()),
            (self.verticalScrollBar(), size.y() + margin, view.height()),
        ):
            bar.setRange(0, max(0, round(shown - seen)))
            bar.setPageStep(seen)
            bar.setSingleStep(px(48))

    def _ask_sharper(self) -> None:
        if self.image is None:
            return
        wanted = self.wanted()
        if wanted > max(self.image.width(), self.image.height()):
            self.sharper_wanted.emit(wanted)
