"""The tabs of a family. The shell gives them Alt+1 to Alt+8."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QTabBar, QWidget

from mvs_desktop.ui.kit.look.theme import font, px


class FamilyTabs(QTabBar):
    """Tabs by key. `chosen` gives the key when another tab becomes the current one."""

    chosen = Signal(str)

    def __init__(self, tabs: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self._keys: list[str] = []
        for key, label in tabs:
            self._keys.append(key)
            self.addTab(label.replace("&", "&&"))
            self.setTabToolTip(self.count() - 1, "")
        self.currentChanged.connect(self._announce)

    @property
    def current_key(self) -> str:
        """Key of the tab that is shown."""
        return self._keys[self.currentIndex()]

    def keys(self) -> tuple[str, ...]:
        """All keys in order."""
        return tuple(self._keys)

    def choose(self, key: str) -> None:
        """Show this tab; raises ValueError for a key that is none."""
        self.setCurrentIndex(self._keys.index(key))

    def set_tab_visible(self, key: str, visible: bool) -> None:
        """Show or hide one tab, as at the kitchen table."""
        self.setTabVisible(self._keys.index(key), visible)

    def _announce(self, index: int) -> None:
        self.chosen.emit(self._keys[index])

    def tabSizeHint(self, index: int) -> QSize:
        """Room for the selected weight, so that tabs do not move when one is chosen."""
        words = self.tabText(index).replace("&&", "&")
        width = QFontMetrics(font("body", strong=True)).horizontalAdvance(words)
        return QSize(width + px(24) + px(2), super().tabSizeHint(index).height())

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)
