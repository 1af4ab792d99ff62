"""A mark from 0 to 10, to point at or to type."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mvs_desktop.ui.kit.forms.editors import Editor
from mvs_desktop.ui.kit.look.theme import font, look, px

HIGHEST = 10
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
}


class _Scale(QWidget):
    """The eleven marks in a row; `picked` tells of a choice by the user, None to take it back."""

    picked = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.mark: int | None = None
        self.read_only = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(px(36) * (HIGHEST + 1), look().metrics.control)

    def minimumSizeHint(self) -> QSize:
        return QSize(px(22) * (HIGHEST + 1), look().metrics.control)

    def place_of(self, mark: int) -> QRectF:
        """Where a mark is drawn."""
        each = min(self.width() / (HIGHEST + 1), px(44))
        return QRectF(mark * each, 0, each, self.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        mark = self._mark_at(event.position().toPoint())
        if mark is not None:
            self.pick(None if mark == self.mark else mark)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            start = HIGHEST // 2 if self.mark is None else self.mark + _STEPS[key]
            self.pick(min(max(start, 0), HIGHEST))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.pick(None)
        elif event.text().isascii() and event.text().isdigit():
            # "1" and then "0" is ten.
            ten = event.text() == "0" and self.mark == 1
            self.pick(HIGHEST if ten else int(event.text()))
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def pick(self, mark: int | None) -> None:
        """Choose as the user does."""
        if self.read_only or mark == self.mark:
            return
        self.mark = mark
        self.update()
        self.picked.emit(mark)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = look().theme
        middle = self.height() / 2
        painter.setPen(QPen(theme.color("line"), px(2)))
        first, last = self.place_of(0).center().x(), self.place_of(HIGHEST).center().x()
        painter.drawLine(int(first), int(middle), int(last), int(middle))
        if self.mark is not None:
            painter.setPen(QPen(theme.color("primary"), px(2)))
            until = self.place_of(self.mark).center().x()
            painter.drawLine(int(first), int(middle), int(until), int(middle))
        for mark in range(HIGHEST + 1):
            self._paint_mark(painter, mark)

    def _paint_mark(self, painter: QPainter, mark: int) -> None:
        theme = look().theme
        chosen = mark == self.mark
        place = self.place_of(mark)
        side = min(place.width() - px(2), float(px(30)) if chosen else float(px(24)))
        disc = QRectF(0, 0, side, side)
        disc.moveCenter(place.center())
        ink: QColor = theme.color("on_primary" if chosen else "muted")
        painter.setBrush(theme.color("primary" if chosen else "surface"))
        painter.setPen(QPen(theme.color("primary" if chosen else "line"), 1))
        painter.drawEllipse(disc)
        painter.setPen(ink)
        painter.setFont(font("body" if chosen else "small", strong=chosen))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(mark))

    def _mark_at(self, point: QPoint) -> int | None:
        for mark in range(HIGHEST + 1):
            if self.place_of(mark).contains(point.toPointF()):
                return mark
        return None


class ScaleEditor(Editor):
    """A mark from 0 to 10, or None. Arrows and digits choose, Del takes it back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scale = _Scale()
        self.scale.picked.connect(self._picked)
        self.scale.left.connect(self.settled)
        self._box.addWidget(self.scale)
        self.setFocusProxy(self.scale)

    def control(self) -> QWidget:
        return self.scale

    def value(self) -> object:
        return self.scale.mark

    def show_value(self, value: object) -> None:
        self.scale.mark = value if isinstance(value, int) else None
        self._tell_name()
        self.scale.update()

    def set_read_only(self, read_only: bool) -> None:
        self.scale.read_only = read_only
        self.scale.setCursor(
            Qt.CursorShape.ArrowCursor if read_only else Qt.CursorShape.PointingHandCursor
        )

    def name_controls(self, name: str, description: str) -> None:
        self._name = name
        super().name_controls(name, description)
        self._tell_name()

    def _tell_name(self) -> None:
        name = getattr(self, "_name", "")
        mark = self.scale.mark
        self.scale.setAccessibleName(name if mark is None else f"{name}: {mark}")

    def _picked(self, _mark: object) -> None:
        self._tell_name()
        self.edited.emit()
        self.settled.emit()
