"""A part that draws itself."""

from PySide6.QtWidgets import QSizePolicy, QWidget


class Drawn(QWidget):
    """As large as its `sizeHint` says, which Qt asks for anew when the look changes.

    A subclass gives `sizeHint` and `paintEvent`.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
