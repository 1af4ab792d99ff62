"""Numbered steps below each other, for what people do partly away from the screen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.parts.avatar import Avatar
from mvs_desktop.ui.kit.parts.labels import Small, Strong


class Step(QWidget):
    """A number, what to do, a remark, and the layout `body` for what belongs to it."""

    def __init__(
        self, number: int, title: str, remark: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(px(12))
        line.addWidget(Avatar(str(number)), 0, Qt.AlignmentFlag.AlignTop)
        self.body = QVBoxLayout()
        self.body.setSpacing(px(6))
        self.title = Strong(title)
        self.body.addWidget(self.title)
        self.remark = Small(remark)
        self.body.addWidget(self.remark)
        line.addLayout(self.body, 1)
        self.setAccessibleName(title)
