"""What a second window says while the first one has the store open."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from mvs_desktop.domain.errors import StoreInUse
from mvs_desktop.ui.kit.buttons import ButtonRow, FilledButton
from mvs_desktop.ui.kit.theme import px
from mvs_desktop.ui.messages import error_message
from mvs_desktop.ui.start.frame import StartPage


class InUsePage(StartPage):
    """A window of its own; `closed` comes when it has gone."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        message = error_message(StoreInUse())
        super().__init__(message.title, message.text, parent)
        self.setObjectName("in_use_page")
        self.setWindowTitle("MVS Desktop")
        self.setProperty("kit", "canvas")
        self.setMinimumSize(QSize(640, 360))
        self.button = FilledButton(self.tr("Sluit dit venster"))
        self.button.setObjectName("in_use_close")
        self.button.clicked.connect(self.close)
        self.body.addWidget(ButtonRow([self.button]))
        self.resize(px(900), px(480))

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()
