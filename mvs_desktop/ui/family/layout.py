"""What the tabs of a family have the same around them."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.pages.cards import Divider
from mvs_desktop.ui.kit.pages.scroll import ScrollPage
from mvs_desktop.ui.kit.parts.labels import Small

PAGE_WIDTH = 1680  # so wide that cards stay in line with the head of the family


class PageWithKeys(QWidget):
    """A `page` that scrolls, above a line with the `keys` that work in it."""

    def __init__(self) -> None:
        super().__init__()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self.page = ScrollPage(max_width=PAGE_WIDTH)
        rows.addWidget(self.page, 1)
        self.keys = Small()
        foot = QVBoxLayout()
        foot.setContentsMargins(px(24), px(6), px(24), px(6))
        foot.addWidget(self.keys)
        rows.addWidget(Divider())
        rows.addLayout(foot)
