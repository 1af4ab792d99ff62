"""Facts in a card: a muted word at the left, what it is at the right."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.pages.cards import clear_layout
from mvs_desktop.ui.kit.parts.labels import Body, Small

# A word and its value, perhaps with a remark that stands below the value.
Fact = tuple[str, str] | tuple[str, str, str]


class FactList(QWidget):
    """Pairs of words below each other; values can be selected and copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(16))
        self._grid.setVerticalSpacing(px(8))
        self._grid.setColumnStretch(1, 1)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show these instead of what was there; empty values are left out."""
        clear_layout(self._grid)
        for line, (word, value, *remark) in enumerate(fact for fact in facts if fact[1]):
            name = Small(word)
            name.setMinimumWidth(px(112))
            name.setWordWrap(False)
            said = Body(value)
            said.make_selectable()
            said.setAccessibleName(f"{word}: {value}")
            self._grid.addWidget(name, line, 0, Qt.AlignmentFlag.AlignTop)
            texts = QVBoxLayout()
            texts.setSpacing(px(2))
            texts.addWidget(said)
            for text in remark:
                below = Small(text)
                below.setAccessibleName(f"{word}: {text}")
                texts.addWidget(below)
            self._grid.addLayout(texts, line, 1)
