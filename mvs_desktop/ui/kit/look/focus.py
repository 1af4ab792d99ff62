"""The focus ring: 2 px, 2 px away from the control that has the keyboard.

Style sheets cannot draw outside a widget, so one transparent widget per program
follows the focus. It shows for the keyboard everywhere and for the mouse in text fields.
A control whose words begin at its very edge, as a row, says in the property RING_BESIDE how
many pixels the ring takes at its sides.
"""

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)
from shiboken6 import isValid

RING_BESIDE = "ring_beside"

_GAP = 2
_WIDTH = 2
_OUTSET = _GAP + _WIDTH
_TEXT_WIDGETS = (QLineEdit, QPlainTextEdit)
_GEOMETRY = (
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.ParentChange,
    QEvent.Type.EnabledChange,
)


class _Ring(QWidget):
    def __init__(self, host: QWidget, color: QColor, radius: float) -> None:
        super().__init__(host)
        self.setObjectName("focus_ring")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.color = color
        self.radius = radius

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.color, _WIDTH))
        half = _WIDTH / 2
        outline = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(outline, self.radius, self.radius)


class FocusRing(QObject):
    """Keeps the ring around the focused widget; one per application."""

    _installed: "FocusRing | None" = None

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._color = QColor()
        self._radius = 0.0
        self._ring: _Ring | None = None
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        app.focusChanged.connect(self._focus_changed)

    @classmethod
    def install(cls, app: QApplication, color: QColor, control_radius: float) -> None:
        """Start the ring, or give the running one another colour."""
        if cls._installed is None or not isValid(cls._installed):
            cls._installed = cls(app)
        cls._installed.draw_as(color, control_radius + _OUTSET)

    @classmethod
    def shown_around(cls) -> QWidget | None:
        """The widget that is ringed now, if any."""
        return cls._installed.ringed() if cls._installed is not None else None

    def draw_as(self, color: QColor, radius: float) -> None:
        """Draw the ring like this from now on."""
        self._color = color
        self._radius = radius
        self._place()

    def ringed(self) -> QWidget | None:
        """The widget with the ring; None while no ring is seen."""
        if self._ring is None or not isValid(self._ring) or not self._ring.isVisible():
            return None
        return self._target

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _GEOMETRY:
            self._place()
        return False

    def _focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        for widget in self._watched:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._watched = []
        self._target = new if new is not None and _wants_ring(new) else None
        if self._target is not None:
            step: QWidget | None = _ringed(self._target)
            host = host_of(self._target)
            while step is not None and step is not host:
                step.installEventFilter(self)
                self._watched.append(step)
                step = step.parentWidget()
        self._place()

    def _place(self) -> None:
        if self._ring is not None and not isValid(self._ring):
            self._ring = None
        target = self._target
        if target is None or not isValid(target) or not target.isVisible():
            if self._ring is not None:
                self._ring.hide()
            return
        host = host_of(target)
        if self._ring is None:
            self._ring = _Ring(host, self._color, self._radius)
        elif self._ring.parentWidget() is not host:
            self._ring.setParent(host)
        self._ring.color = self._color
        self._ring.radius = self._radius
        self._ring.setGeometry(ring_around(target))
        self._ring.raise_()
        self._ring.show()
        self._ring.update()


def _wants_ring(widget: QWidget) -> bool:
    if widget.isWindow() or widget.window().windowType() is Qt.WindowType.Popup:
        return False
    by_mouse = QGuiApplication.mouseButtons() is not Qt.MouseButton.NoButton
    types = isinstance(widget, _TEXT_WIDGETS) or (
        isinstance(widget, QComboBox) and widget.isEditable()
    )
    return types or not by_mouse


def _ringed(focused: QWidget) -> QWidget:
    """An editable combo box is ringed as a whole, not its line edit."""
    parent = focused.parentWidget()
    return parent if isinstance(parent, QComboBox) else focused


def ring_around(control: QWidget) -> QRect:
    """Where the ring is while this has the keyboard, in `host_of` it."""
    around, host = _ringed(control), host_of(control)
    beside = max(around.property(RING_BESIDE) or 0, _OUTSET)
    corner = around.mapTo(host, around.rect().topLeft())
    return around.rect().translated(corner).adjusted(-beside, -_OUTSET, beside, _OUTSET)


def host_of(widget: QWidget) -> QWidget:
    """The nearest scrolling viewport, so the ring is cut off where its control is."""
    step = widget.parentWidget()
    while step is not None and not step.isWindow():
        area = step.parentWidget()
        if isinstance(area, QScrollArea) and area.viewport() is step:
            return step
        step = area
    return widget.window()
