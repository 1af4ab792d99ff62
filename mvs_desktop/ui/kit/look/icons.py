"""Icons of one set (Phosphor, through qtawesome), coloured by the theme.

An icon asks the theme for its colour each time it is drawn, so it follows a change of
theme without being made anew.
"""

from functools import cache, lru_cache

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap

# qtawesome takes the Qt binding that is already imported: keep it below PySide6.
import qtawesome  # isort: skip

from mvs_desktop.ui.kit.look.theme import look

_SET = "ph"


def icon(name: str, role: str = "text") -> QIcon:
    """Phosphor icon `name` ("house", "note-pencil") in the colour token `role`.

    Raises ValueError for a name that the set does not have.
    """
    if not has_icon(name):
        raise ValueError(f"no such icon: {name}")
    look().theme.color(role)  # an unknown role fails here and not while painting
    return QIcon(_ThemedIcon(name, role))


def icon_pixmap(name: str, role: str, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon as an image of `size` logical pixels, in the present theme."""
    return _drawn(name, look().theme.color(role).name(), size, ratio)


@cache
def has_icon(name: str) -> bool:
    """Whether the set has an icon of this name."""
    try:
        qtawesome.charmap(f"{_SET}.{name}")
    except KeyError:
        return False
    return True


@lru_cache(maxsize=512)
def _drawn(name: str, color: str, size: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    shape = qtawesome.icon(f"{_SET}.{name}", color=color)
    shape.paint(painter, QRect(QPoint(0, 0), pixmap.size()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


class _ThemedIcon(QIconEngine):
    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def clone(self) -> QIconEngine:
        return _ThemedIcon(self._name, self._role)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatio()
        size = min(rect.width(), rect.height())
        if size <= 0:  # in a button that has no room yet
            return
        corner = rect.center() - QPoint(size // 2 - 1 + size % 2, size // 2 - 1 + size % 2)
        painter.drawPixmap(corner, self._image(size, ratio, mode))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        return self._image(round(min(size.width(), size.height()) / scale), scale, mode)

    def _image(self, size: int, ratio: float, mode: QIcon.Mode) -> QPixmap:
        role = "muted" if mode is QIcon.Mode.Disabled else self._role
        return icon_pixmap(self._name, role, size, ratio)
