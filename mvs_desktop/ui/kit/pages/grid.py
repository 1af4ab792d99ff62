"""Cards beside each other, in as many columns as there is room for."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mvs_desktop.ui.kit.look.theme import px


class CardGrid(QWidget):
    """Cards in columns of at least `min_width` pixels (at 100 %), filled from left to right."""

    def __init__(
        self, parent: QWidget | None = None, *, min_width: int = 320, most_columns: int = 3
    ) -> None:
        super().__init__(parent)
        self._min_width = min_width
        self._most = most_columns
        self._cards: list[QWidget] = []
        self._columns: list[QWidget] = []
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(px(16))
        self._shown_columns = 0

    def show_cards(self, cards: list[QWidget]) -> None:
        """Show these instead of what was there; cards that are not shown again are deleted."""
        for card in self._cards:
            if card not in cards:
                card.hide()
                card.deleteLater()
        self._cards = list(cards)
        self._shown_columns = 0
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        gap = self._line.spacing()
        fitting = (self.width() + gap) // (px(self._min_width) + gap)
        # One card alone does not stretch over a whole screen.
        wanted = max(1, min(fitting, self._most, max(2, len(self._cards))))
        if wanted == self._shown_columns:
            return
        self._shown_columns = wanted
        self._take_down()
        for _ in range(wanted):
            holder = QWidget()
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(px(16))
            self._line.addWidget(holder, 1, Qt.AlignmentFlag.AlignTop)
            self._columns.append(holder)
            for card in self._cards[len(self._columns) - 1 :: wanted]:
                column.addWidget(card)
                card.show()

    def _take_down(self) -> None:
        for card in self._cards:
            card.setParent(self)
        for holder in self._columns:
            self._line.removeWidget(holder)
            holder.deleteLater()
        self._columns.clear()
