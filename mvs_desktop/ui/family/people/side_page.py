"""What stands at the right of the family's list: a scrolling page that can be closed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from mvs_desktop.ui.case_context import CaseContext
from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.pages.scroll import ScrollPage
from mvs_desktop.ui.kit.parts.buttons import IconButton
from mvs_desktop.ui.kit.parts.labels import Heading, Small
from mvs_desktop.ui.kit.parts.visibility import show_when


class SidePage(ScrollPage):
    """A title with a line below it, a close button, and what a subclass adds.

    `closed` asks to take the page away; `release` saves what was typed and comes before
    it is deleted.
    """

    closed = Signal()

    def __init__(self, context: CaseContext, name: str, title: str = "") -> None:
        super().__init__(max_width=480, margin=16)
        self.setObjectName(f"{name}_panel")
        self._context = context
        self.head = QHBoxLayout()
        self.head.setSpacing(px(12))
        texts = QVBoxLayout()
        texts.setSpacing(px(2))
        self._title = Heading(title)
        self._about = Small()
        self._about.hide()
        texts.addWidget(self._title)
        texts.addWidget(self._about)
        self.head.addLayout(texts, 1)
        close = IconButton("x", self.tr("Sluiten"))
        close.setObjectName(f"{name}_close")
        close.clicked.connect(self.closed)
        self.head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(self.head)

    def say(self, title: str, about: str = "") -> None:
        """Another title, and the small line below it."""
        self._title.setText(title)
        self._about.setText(about)
        show_when(self._about, bool(about))

    def focus_first(self) -> None:
        """Put the keyboard in the first field."""
        raise NotImplementedError

    def release(self) -> None:
        """Save what was typed and let go of the family."""
        raise NotImplementedError

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)
