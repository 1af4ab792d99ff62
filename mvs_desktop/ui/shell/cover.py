"""The cover: nothing of a family is on screen until F12 again."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mvs_desktop.ui.kit.parts.labels import Title


class Cover(QWidget):
    """Only the words; it takes the keyboard so that no key reaches what lies below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("cover")
        self.setProperty("kit", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.words = Title(self.tr("Even pauze. Druk op F12."))
        rows = QVBoxLayout(self)
        rows.addWidget(self.words, 0, Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName(self.words.text())
