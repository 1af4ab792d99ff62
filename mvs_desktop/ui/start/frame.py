"""The look that the start screens share: what this program is at the left, the form right."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mvs_desktop.ui.kit.look.theme import look, px, restyle
from mvs_desktop.ui.kit.pages.banner import Banner
from mvs_desktop.ui.kit.pages.scroll import ScrollPage
from mvs_desktop.ui.kit.parts.labels import Body, Label, Muted, Strong, Title
from mvs_desktop.ui.kit.parts.picture import Picture
from mvs_desktop.ui.messages import error_message

_SIDE_FROM = 940  # windows below this width show the form alone
_SIDE_WIDEST = 520  # what is said there needs no more


class StartPage(QWidget):
    """A title, a sentence, a banner and the layout `body` for what the screen asks."""

    def __init__(self, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = _Promises()
        page = ScrollPage(max_width=440, margin=32)
        page.add_stretch()
        self.title = Title(title)
        self.sentence = Muted(text)
        above = QVBoxLayout()
        above.setSpacing(px(4))
        above.addWidget(self.title)
        above.addWidget(self.sentence)
        page.body.addLayout(above)
        self.banner = Banner()
        self.banner.setObjectName("start_banner")
        page.add(self.banner)
        self.body = QVBoxLayout()
        self.body.setSpacing(px(16))
        page.body.addLayout(self.body)
        page.add_stretch()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self._side, 2)
        line.addWidget(page, 3)

    def focus_first(self) -> None:
        """Put the keyboard where the user has to begin."""
        self.setFocus()

    def show_failure(self, error: Exception) -> None:
        """Say what happened."""
        self.banner.say("bad", error_message(error).text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.setVisible(self.width() >= px(_SIDE_FROM))
        self._side.setMaximumWidth(px(_SIDE_WIDEST))


class _Promises(QWidget):
    def __init__(self) -> None:
        super().__init__()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(px(48), px(48), px(32), px(48))
        rows.setSpacing(px(24))
        rows.addStretch(2)
        rows.addWidget(_Name("MVS Desktop"))
        rows.addWidget(Body(self.tr("Het gezinsdossier van het wijkteam, ook aan de keukentafel.")))
        rows.addSpacing(px(16))
        for icon_name, title, text in (
            (
                "wifi-slash",
                self.tr("Werkt zonder internet"),
                self.tr("Wat je schrijft wordt bewaard en later vanzelf verstuurd."),
            ),
            (
                "lock-key",
                self.tr("Veilig op deze laptop"),
                self.tr("Alles staat versleuteld. Alleen jouw wachtwoord maakt het open."),
            ),
            (
                "users-three",
                self.tr("Eén dossier, samen"),
                self.tr("Gezinnen vertellen hun verhaal één keer. Wie meedoet, ziet hetzelfde."),
            ),
        ):
            rows.addWidget(_Promise(icon_name, title, text))
        rows.addStretch(3)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), look().theme.color("soft"))
        painter.end()


class _Name(Label):
    kit = "screen_title"


class _Promise(QWidget):
    def __init__(self, icon_name: str, title: str, text: str) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(px(12))
        line.addWidget(Picture(icon_name, "primary", 22), 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(px(2))
        texts.addWidget(Strong(title))
        said = Muted(text)
        restyle(said, kit="muted")
        texts.addWidget(said)
        line.addLayout(texts, 1)
