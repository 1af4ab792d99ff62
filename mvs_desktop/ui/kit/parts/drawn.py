"""A part that draws itself."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mvs_desktop.ui.kit.look.theme import is_restyle


class Drawn(QWidget):
    """As large as its `sizeHint` says, also after the sizes of the look changed.

    A subclass gives `sizeHint` and `paintEvent`.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_restyle(event):
            self.updateGeometry()
