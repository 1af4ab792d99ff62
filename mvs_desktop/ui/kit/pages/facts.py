"""Facts in a card: a muted word at the left, what it is at the right."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.pages.cards import clear_layout
from mvs_desktop.ui.kit.parts.labels import Body, Small


class FactList(QWidget):
    """Pairs of words below each other; values can be selected and copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(16))
        self._grid.setVerticalSpacing(px(8))
        self._grid.setColumnStretch(1, 1)

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show these (word, value) pairs instead of what was there; empty values are left out."""
        clear_layout(self._grid)
        for line, (word, value) in enumerate(pair for pair in facts if pair[1]):
            name = Small(word)
            name.setMinimumWidth(px(112))
            name.setWordWrap(False)
            said = Body(value)
            said.make_selectable()
            said.setAccessibleName(f"{word}: {value}")
            self._grid.addWidget(name, line, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(said, line, 1)
