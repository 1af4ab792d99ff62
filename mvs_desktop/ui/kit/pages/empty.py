"""What a screen shows while it has nothing: one sentence, one button."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from mvs_desktop.ui.kit.look.icons import icon_pixmap
from mvs_desktop.ui.kit.look.theme import is_restyle, px
from mvs_desktop.ui.kit.parts.buttons import Button, FilledButton, OutlinedButton, TextButton
from mvs_desktop.ui.kit.parts.labels import Body


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
        self._icon_name = icon_name
        rows = QVBoxLayout(self)
        rows.setContentsMargins(px(24), px(24), px(24), px(24))
        rows.setSpacing(px(12))
        rows.addStretch(1)
        center = Qt.AlignmentFlag.AlignHCenter
        self._picture = QLabel()
        rows.addWidget(self._picture, 0, center)
        self._picture.setVisible(bool(icon_name))
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
        self._draw_icon()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_restyle(event):
            self._draw_icon()

    def _draw_icon(self) -> None:
        if self._icon_name:
            ratio = self.devicePixelRatioF()
            self._picture.setPixmap(icon_pixmap(self._icon_name, "muted", px(40), ratio))
