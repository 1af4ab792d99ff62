"""A round badge with a person's initials."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from mvs_desktop.ui.kit.look.theme import font, look, px
from mvs_desktop.ui.kit.parts.drawn import Drawn

# Words inside a Dutch surname that carry no initial.
_TUSSENVOEGSELS = frozenset(
    {"van", "de", "der", "den", "het", "'t", "ten", "ter", "te", "op", "in", "aan", "bij"}
    | {"el", "al", "ben", "la", "le", "du", "von"}
)


def initials(name: str) -> str:
    """At most two letters for a name: "Fatima van der Berg" gives "FB"."""
    words = [word for word in name.split() if word.casefold() not in _TUSSENVOEGSELS]
    if not words:
        return ""
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else "")
    return letters.upper()


def paint_initials(painter: QPainter, rect: QRectF, name: str, role: str = "primary") -> None:
    """Draw the badge in `rect`; for delegates."""
    theme = look().theme
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(theme.color("soft") if role == "primary" else theme.background_for(role))
    painter.setPen(theme.color("outline") if theme.is_contrast else Qt.PenStyle.NoPen)
    painter.drawEllipse(rect.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.setFont(font("small", strong=True))
    painter.setPen(theme.color(role))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, initials(name))
    painter.restore()


class Avatar(Drawn):
    """The badge as a widget, 32 px; `role` is a colour token."""

    def __init__(self, name: str, parent: QWidget | None = None, *, role: str = "primary") -> None:
        super().__init__(parent)
        self._name = name
        self._role = role
        self.setAccessibleName(name)

    def show_name(self, name: str) -> None:
        """Show another person."""
        self._name = name
        self.setAccessibleName(name)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(32), px(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_initials(QPainter(self), QRectF(self.rect()), self._name, self._role)
