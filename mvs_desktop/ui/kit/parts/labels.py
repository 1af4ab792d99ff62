"""Text on screen, in the sizes of the design. Always plain text: what people wrote
about people is never read as markup."""

from html import escape

from PySide6.QtCore import QEvent, QMargins, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from mvs_desktop.ui.kit.look.theme import is_restyle

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


class _Lines(Label):
    """Text that takes as many lines as its width makes of it."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)


class _Turning(_Lines):
    """One line where there is room for it."""

    def sizeHint(self) -> QSize:
        return _in_full_width(self)


class Heading(_Turning):
    """The title of a card or a part of a screen (16 px)."""

    kit = "card_title"


class SectionTitle(_Turning):
    """A small heading inside a card, as "Te laat"."""

    kit = "section_title"


class Strong(_Turning):
    """Body text that stands out."""

    kit = "strong"


class _Wrapped(_Lines):
    """Text over several lines, at most MEASURE characters wide."""

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
    """Text that shortens with "…" when it does not fit on `lines`; the whole text is its tip."""

    def __init__(
        self, text: str = "", parent: QWidget | None = None, *, kit: str = "body", lines: int = 1
    ) -> None:
        super().__init__(text, parent)
        self._lines = lines
        self.setProperty("kit", kit)
        high = QSizePolicy.Policy.Fixed if lines == 1 else QSizePolicy.Policy.Minimum
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, high)
        policy.setHeightForWidth(lines > 1)
        self.setSizePolicy(policy)
        self.setWordWrap(lines > 1)  # else Qt takes that policy back

    def sizeHint(self) -> QSize:
        return _in_full_width(self)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("…") * 4, self.sizeHint().height())

    def heightForWidth(self, width: int) -> int:
        if self._lines == 1:
            return -1
        margins = self.contentsMargins()
        count = len(self._laid_out(width - margins.left() - margins.right()))
        return self.sizeHint().height() + (count - 1) * self.fontMetrics().lineSpacing()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        shown = "".join(self._laid_out(self.contentsRect().width()))
        self.setToolTip(plain_tip(self.text()) if shown.endswith("…") else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        area, high = self.contentsRect(), self.fontMetrics().lineSpacing()
        shown = self._laid_out(area.width())
        if len(shown) == 1:
            flags = int(self.alignment() | Qt.AlignmentFlag.AlignVCenter)
            painter.drawText(area, flags, shown[0])
            return
        for number, line in enumerate(shown):
            painter.drawText(
                area.adjusted(0, number * high, 0, 0), int(Qt.AlignmentFlag.AlignLeft), line
            )

    def _laid_out(self, width: int) -> list[str]:
        """The text by line, the last shortened when there is more of it."""
        metrics = QFontMetrics(self.font())
        lines, rest = list[str](), self.text()
        while len(lines) < self._lines - 1 and metrics.horizontalAdvance(rest) > width:
            end = _line_end(rest, self.font(), width)
            lines.append(rest[:end].rstrip())
            rest = rest[end:].lstrip()
        return [*lines, metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)]


def _in_full_width(label: QLabel) -> QSize:
    """Its size without turning lines: Qt would have a wrapped text be a block."""
    margins, metrics = label.contentsMargins(), label.fontMetrics()
    lines = label.text().split("\n")
    wide = max(_line_width(line, metrics) for line in lines) + 1
    size = QSize(wide, metrics.lineSpacing() * len(lines))
    size += QSize(margins.left() + margins.right(), margins.top() + margins.bottom())
    return size.expandedTo(label.minimumSize())


def _line_width(line: str, metrics: QFontMetrics) -> int:
    """With what a last letter reaches beyond its place, as "k" does: else Qt turns the line."""
    beyond = -metrics.rightBearing(line[-1]) if line else 0
    return metrics.horizontalAdvance(line) + max(beyond, 0)


def _line_end(text: str, font: QFont, width: int) -> int:
    """Where the first line of `text` ends in this width."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(max(width, 1))
    layout.endLayout()
    return max(line.textLength(), 1)
