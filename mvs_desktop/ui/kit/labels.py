"""Text on screen, in the sizes of the design. Always plain text: what people wrote
about people is never read as markup."""

from html import escape

from PySide6.QtCore import QEvent, QMargins, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from mvs_desktop.ui.kit.theme import is_restyle

MEASURE = 72  # characters on a line of running text


def plain_tip(text: str) -> str:
    """Tooltip text that Qt cannot take for markup."""
    return f"<qt>{escape(text)}</qt>" if text else ""


class Label(QLabel):
    """One piece of plain text; `kit` names its style."""

    kit = "body"

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kit", self.kit)
        self.setText(text)

    def make_selectable(self) -> None:
        """Let the user select and copy the text, by mouse or keyboard."""
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )


class Title(Label):
    """The title of a screen (22 px)."""

    kit = "screen_title"


class ReadAloud(Label):
    """A code that people read to each other (28 px)."""

    kit = "read_aloud"


class Heading(Label):
    """The title of a card or a part of a screen (16 px)."""

    kit = "card_title"


class SectionTitle(Label):
    """A small heading inside a card, as "Te laat"."""

    kit = "section_title"


class Strong(Label):
    """Body text that stands out."""

    kit = "strong"


class _Wrapped(Label):
    """Text over several lines, at most MEASURE characters wide."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    # Qt centres a widget that is narrower than its place, so the label takes the whole
    # place and leaves the rest empty by its margins. All sizes are told without them.

    def heightForWidth(self, width: int) -> int:
        return super().heightForWidth(min(width, self._measure()) + self._spare())

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() - self._spare(), hint.height())

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(hint.width() - self._spare(), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_measure()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_restyle(event):
            self._keep_measure()

    def _measure(self) -> int:
        return self.fontMetrics().averageCharWidth() * MEASURE

    def _spare(self) -> int:
        margins = self.contentsMargins()
        return margins.left() + margins.right()

    def _keep_measure(self) -> None:
        spare = max(0, self.width() - self._measure())
        left = 0
        if self.alignment() & Qt.AlignmentFlag.AlignHCenter:
            left = spare // 2
        elif self.alignment() & Qt.AlignmentFlag.AlignRight:
            left = spare
        wanted = QMargins(left, 0, spare - left, 0)
        if wanted != self.contentsMargins():
            self.setContentsMargins(wanted)


class Body(_Wrapped):
    """Running text (14 px)."""


class Muted(_Wrapped):
    """Running text of less weight (14 px)."""

    kit = "muted"


class Small(_Wrapped):
    """Help and side remarks (13 px)."""

    kit = "small"


class Elided(Label):
    """One line that shortens with "…" when there is no room; the whole text is its tip."""

    def __init__(self, text: str = "", parent: QWidget | None = None, *, kit: str = "body") -> None:
        super().__init__(text, parent)
        self.setProperty("kit", kit)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("…") * 4, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setToolTip(plain_tip(self.text()) if self._shortened() != self.text() else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        flags = int(self.alignment() | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(self.contentsRect(), flags, self._shortened())

    def _shortened(self) -> str:
        metrics = QFontMetrics(self.font())
        return metrics.elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width()
        )
