"""What a screen shows while it has nothing: one sentence, one button."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.parts.buttons import Button, FilledButton, OutlinedButton, TextButton
from mvs_desktop.ui.kit.parts.labels import Body
from mvs_desktop.ui.kit.parts.picture import Picture


class EmptyState(QWidget):
    """`chosen` tells of the button, `second_chosen` of the text button below it."""

    chosen = Signal()
    second_chosen = Signal()

    def __init__(
        self,
        sentence: str,
        button: str = "",
        parent: QWidget | None = None,
        *,
        text_button: str = "",
        icon_name: str = "",
        filled: bool = False,
    ) -> None:
        super().__init__(parent)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(px(24), px(24), px(24), px(24))
        rows.setSpacing(px(12))
        rows.addStretch(1)
        center = Qt.AlignmentFlag.AlignHCenter
        if icon_name:
            rows.addWidget(Picture(icon_name, "muted", 40), 0, center)
        self.sentence = Body(sentence)
        self.sentence.setAlignment(center)
        rows.addWidget(self.sentence)
        self.button: Button = FilledButton(button) if filled else OutlinedButton(button)
        self.button.clicked.connect(self.chosen)
        rows.addWidget(self.button, 0, center)
        self.button.setVisible(bool(button))
        self.text_button = TextButton(text_button)
        self.text_button.clicked.connect(self.second_chosen)
        rows.addWidget(self.text_button, 0, center)
        self.text_button.setVisible(bool(text_button))
        rows.addStretch(1)
