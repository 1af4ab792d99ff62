"""What is shown when the store is open in another window already."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mvs_desktop.domain.errors import StoreInUse
from mvs_desktop.ui.kit.buttons import FilledButton
from mvs_desktop.ui.kit.labels import Body, Title
from mvs_desktop.ui.kit.theme import px
from mvs_desktop.ui.messages import error_message


class InUsePage(QWidget):
    """One sentence and a way out; `closed` when it was read."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("in_use")
        self.setWindowTitle("MVS Desktop")
        self.setProperty("kit", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        message = error_message(StoreInUse())
        rows = QVBoxLayout(self)
        rows.setContentsMargins(px(48), px(48), px(48), px(48))
        rows.setSpacing(px(16))
        rows.addWidget(Title(message.title))
        rows.addWidget(Body(message.text))
        button = FilledButton(self.tr("Sluiten"))
        button.setObjectName("close_in_use")
        button.clicked.connect(self.close)
        rows.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addStretch()
        self.resize(px(560), px(300))

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()
