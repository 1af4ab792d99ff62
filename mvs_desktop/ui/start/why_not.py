"""What a window says that cannot open a store: another has it, or there is no place for one."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from mvs_desktop.domain.errors import ExpectedError
from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.parts.buttons import ButtonRow, FilledButton
from mvs_desktop.ui.messages import error_message
from mvs_desktop.ui.start.frame import StartPage


class WhyNotPage(StartPage):
    """A window of its own; `closed` comes when it has gone."""

    closed = Signal()

    def __init__(self, reason: ExpectedError, parent: QWidget | None = None) -> None:
        message = error_message(reason)
        super().__init__(message.title, message.text, parent)
        self.setObjectName("why_not_page")
        self.setWindowTitle("MVS Desktop")
        self.setProperty("kit", "canvas")
        self.setMinimumSize(QSize(640, 360))
        self.button = FilledButton(self.tr("Sluit dit venster"))
        self.button.setObjectName("why_not_close")
        self.button.clicked.connect(self.close)
        self.body.addWidget(ButtonRow([self.button]))
        self.resize(px(900), px(480))

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()
