"""A message in the page itself; the program has no pop-ups for messages."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mvs_desktop.ui.kit.look.icons import icon_pixmap
from mvs_desktop.ui.kit.look.theme import is_restyle, look, px, restyle
from mvs_desktop.ui.kit.pages.cards import clear_layout
from mvs_desktop.ui.kit.pages.tab_order import tab_in_reading_order
from mvs_desktop.ui.kit.parts.buttons import TextButton
from mvs_desktop.ui.kit.parts.chips import CHIP_ICONS
from mvs_desktop.ui.kit.parts.labels import Body

_BELOW_EACH_OTHER = 520  # in a narrower banner the buttons stand below the text

BannerKind = Literal["ok", "info", "warn", "bad", "clash"]


class Banner(QFrame):
    """What happened, what is safe, what you can do; hidden while there is nothing to say.

    `chosen` gives the key of the button that was pressed.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind: BannerKind = "info"
        self.setProperty("kit", "banner")
        line = QHBoxLayout(self)
        line.setContentsMargins(px(12), px(10), px(12), px(10))
        line.setSpacing(px(10))
        self._icon = QLabel()
        line.addWidget(self._icon)
        self._text = Body()
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._beside.setSpacing(px(4))
        self._beside.addWidget(self._text, 1)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(px(4))
        self._beside.addLayout(self._buttons)
        line.addLayout(self._beside, 1)
        self.hide()

    @property
    def text(self) -> str:
        """What is said now."""
        return self._text.text()

    def say(self, kind: BannerKind, text: str, buttons: Sequence[tuple[str, str]] = ()) -> None:
        """Show `text` with (key, verb) buttons; a screen reader is told as well."""
        self._kind = kind
        self._text.setText(text)
        clear_layout(self._buttons)
        for key, label in buttons:
            button = TextButton(label, dense=True)
            button.setProperty("key", key)
            button.clicked.connect(self._choose)
            self._buttons.addWidget(button)
        self._align_buttons()
        around = self.parentWidget()
        if buttons and around is not None:
            tab_in_reading_order(around)
        self._draw()
        restyle(self, kind=kind)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def clear(self) -> None:
        """Say nothing."""
        self._text.setText("")
        clear_layout(self._buttons)
        self.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        narrow = self.width() < px(_BELOW_EACH_OTHER)
        self._beside.setDirection(down if narrow else across)
        left = Qt.AlignmentFlag.AlignLeft if narrow else Qt.AlignmentFlag(0)
        self._beside.setAlignment(self._buttons, left)
        self._align_buttons()

    def _align_buttons(self) -> None:
        """The words of the first button stand below the text, when they do stand below it."""
        below = self._beside.direction() is QBoxLayout.Direction.TopToBottom
        for at in range(self._buttons.count()):
            item = self._buttons.itemAt(at)
            button = item.widget() if item is not None else None
            if button is not None:
                restyle(button, first="true" if below and at == 0 else "false")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_restyle(event) and hasattr(self, "_icon"):  # Qt styles before we are built
            self._draw()

    def _choose(self) -> None:
        self.chosen.emit(str(self.sender().property("key")))

    def _draw(self) -> None:
        side = look().metrics.icon
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(icon_pixmap(CHIP_ICONS[self._kind], self._kind, side, ratio))


class BannerStrip(QWidget):
    """Banners above a screen; takes no room while none of them says anything."""

    def __init__(self, banners: Sequence[Banner]) -> None:
        super().__init__()
        self._banners = tuple(banners)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(px(24), px(12), px(24), 0)
        rows.setSpacing(px(8))
        for banner in self._banners:
            rows.addWidget(banner)
            banner.installEventFilter(self)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._fit()
        return False

    def _fit(self) -> None:
        self.setVisible(any(not banner.isHidden() for banner in self._banners))
