"""A row made of widgets, for the few rows that carry chips and a button of their own."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from mvs_desktop.ui.kit.look.focus import RING_BESIDE
from mvs_desktop.ui.kit.look.theme import is_restyle, px, restyle
from mvs_desktop.ui.kit.pages.keyboard_place import give_keyboard
from mvs_desktop.ui.kit.parts.chips import Chip
from mvs_desktop.ui.kit.parts.flow import Flow
from mvs_desktop.ui.kit.parts.labels import Elided, Small, Strong
from mvs_desktop.ui.kit.parts.visibility import show_when


class DetailRow(QFrame):
    """`lead` (a time, a word) at the left, two texts and chips, actions at the right.

    With `clickable` the whole row opens on click, Enter or Space: `opened`. One that is
    `readable` does nothing but take the keyboard, so that it is read out. The title is shortened
    after two lines unless it has to be read `whole`.
    """

    opened = Signal()

    def __init__(
        self,
        title: str,
        subtitle: str = "",
        parent: QWidget | None = None,
        *,
        lead: str = "",
        leading: QWidget | None = None,
        clickable: bool = False,
        readable: bool = False,
        whole: bool = False,
    ) -> None:
        super().__init__(parent)
        self._clickable = clickable
        self.setProperty("kit", "row")
        line = self._line = QHBoxLayout(self)
        line.setContentsMargins(0, px(8), 0, px(8))
        line.setSpacing(px(12))
        self._lead = Strong(lead)
        show_when(self._lead, bool(lead))
        line.addWidget(self._lead, 0, Qt.AlignmentFlag.AlignTop)
        if leading is not None:
            line.addWidget(leading, 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(px(2))
        self._title = Strong(title) if whole else Elided(title, kit="strong", lines=2)
        texts.addWidget(self._title)
        self._subtitle = Small(subtitle)
        show_when(self._subtitle, bool(subtitle))
        texts.addWidget(self._subtitle)
        self._chips = Flow(spacing=6)
        self._chips.hide()
        texts.addSpacing(px(2))
        texts.addWidget(self._chips)
        line.addLayout(texts, 1)
        self._actions = QVBoxLayout()  # beside each other they would leave no room for the words
        self._actions.setSpacing(px(6))
        self._actions.addStretch(1)
        self._actions.addStretch(1)
        line.addLayout(self._actions)
        self.setAccessibleName(", ".join(part for part in (lead, title, subtitle) if part))
        self._size()
        if clickable or readable:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if clickable:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def opens(self) -> bool:
        """Whether it opens something."""
        return self._clickable

    def add_chip(self, chip: Chip) -> None:
        """Put a chip below the lines."""
        self._chips.add(chip)
        self._chips.show()

    def add_action(self, button: QPushButton | QToolButton) -> None:
        """Put a dense button at the right, below the one that is there and as wide."""
        self._actions.insertWidget(self._actions.count() - 1, button)

    def set_inset(self, inset: int) -> None:
        """Keep so many pixels free at the sides, as for a row with a background."""
        self._line.setContentsMargins(inset, px(8), inset, px(8))
        self._size()

    def set_last(self, last: bool) -> None:
        """The last row of a card has no line below it."""
        restyle(self, last="true" if last else "false")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        opening = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if self._clickable and event.key() in opening:
            self.opened.emit()
        elif not (self._clickable and self._walk(event.key())):
            super().keyPressEvent(event)

    def _walk(self, key: int) -> bool:
        """Go to the row above or below on an arrow; False where there is none."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(key), 0)
        around = self.parentWidget()
        rows = rows_in(around) if step and around is not None else []
        at = rows.index(self) + step if self in rows else -1
        if not 0 <= at < len(rows):
            return False
        give_keyboard(rows[at])
        return True

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        inside = self.rect().contains(event.position().toPoint())
        if self._clickable and inside and event.button() is Qt.MouseButton.LeftButton:
            self.opened.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_restyle(event) and hasattr(self, "_lead"):  # Qt styles before we are built
            self._size()

    def _size(self) -> None:
        self._lead.setMinimumWidth(px(48))
        # Words that begin at the very edge would touch the ring.
        self.setProperty(RING_BESIDE, px(8) - self._line.contentsMargins().left())


def rows_in(root: QWidget) -> list[DetailRow]:
    """The rows in it that open something, from top to bottom."""
    found = [row for row in root.findChildren(DetailRow) if row.opens and row.isVisible()]
    return sorted(found, key=lambda row: row.mapTo(root, row.rect().topLeft()).y())
