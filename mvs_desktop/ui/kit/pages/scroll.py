"""Pages: a scrolling body with margins, a title line, and columns that fall below each other."""

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from mvs_desktop.ui.kit.look.theme import is_restyle, px
from mvs_desktop.ui.kit.parts.buttons import ButtonRow
from mvs_desktop.ui.kit.parts.flow import Flow
from mvs_desktop.ui.kit.parts.labels import Elided, Small
from mvs_desktop.ui.kit.parts.visibility import show_when

NARROW = 1180  # windows below this width have one column
_MOST_TURNS = 6  # of the event loop, in which a page finds its places
_SPACE = 40  # kept free around what is brought into view, in pixels at 100 %


class ScrollPage(QScrollArea):
    """A page that scrolls up and down. Put things in with `add` or in the layout `body`.

    `max_width` (pixels at 100 %) keeps lines readable on a wide screen.
    """

    def __init__(
        self, parent: QWidget | None = None, *, max_width: int = 1440, margin: int = 24
    ) -> None:
        super().__init__(parent)
        self._max_width = max_width
        self._margin = self._end = margin
        self.setProperty("kit", "page")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outside = _PageBody()
        outside.setProperty("kit", "page_body")
        self._sides = QHBoxLayout(outside)
        self._sides.setSpacing(0)
        self._inside = QWidget()
        self._inside.setSizePolicy(
            QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding
        )
        self.body = QVBoxLayout(self._inside)
        self.body.setContentsMargins(0, 0, 0, 0)
        self._sides.addWidget(self._inside, 1)
        self.setWidget(outside)
        self._size()

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Put `widget` at the end of the page."""
        self.body.addWidget(widget, stretch)

    def add_stretch(self) -> None:
        """Keep what was added at the top."""
        self.body.addStretch(1)

    def set_end(self, end: int) -> None:
        """Another margin below what is on the page, in pixels at 100 %."""
        if end != self._end:
            self._end = end
            self._size()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_restyle(event) and hasattr(self, "body"):  # Qt styles before we are built
            self._size()

    def _size(self) -> None:
        margin = px(self._margin)
        self._sides.setContentsMargins(margin, margin, margin, px(self._end))
        self._inside.setMaximumWidth(px(self._max_width))
        self.body.setSpacing(px(16))


class _PageBody(QWidget):
    """As high as what is on it in the width it has.

    Qt counts a text that turns lines for the lines it would have in a narrow block, and would
    let a page scroll on below its end.
    """

    def minimumSizeHint(self) -> QSize:
        hint, layout = super().minimumSizeHint(), self.layout()
        if layout is not None and layout.hasHeightForWidth():
            hint.setHeight(0)
        return hint


class PageHeader(QWidget):
    """The title line of a screen: title, line below it, chips; buttons at the right."""

    def __init__(self, title: str, parent: QWidget | None = None, *, subtitle: str = "") -> None:
        super().__init__(parent)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(px(16))
        texts = QVBoxLayout()
        texts.setSpacing(px(4))
        above = Flow(spacing=12)
        self._title = Elided(title, kit="screen_title")
        above.add(self._title)
        self.chips = Flow()
        above.add(self.chips)
        texts.addWidget(above)
        self._subtitle = Small(subtitle)
        show_when(self._subtitle, bool(subtitle))
        texts.addWidget(self._subtitle)
        line.addLayout(texts, 1)
        self.buttons = ButtonRow(align=Qt.AlignmentFlag.AlignRight)
        line.addWidget(self.buttons, 0, Qt.AlignmentFlag.AlignTop)

    def set_title(self, title: str) -> None:
        """Another title."""
        self._title.setText(title)

    def add_button(self, button: QPushButton) -> None:
        """Put one more button at the right; the filled one last."""
        self.buttons.add(button)


class Columns(QWidget):
    """Two columns that stand below each other in a narrow window.

    `ratio` divides the width, as (5, 3). Put things into `left` and `right`.
    """

    def __init__(
        self,
        ratio: tuple[int, int] = (5, 3),
        parent: QWidget | None = None,
        *,
        narrow_below: int = NARROW,
    ) -> None:
        super().__init__(parent)
        self._ratio = ratio
        self._narrow_below = narrow_below
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(px(16))
        self.left = self._add_column(ratio[0])
        self.right = self._add_column(ratio[1])

    @property
    def is_narrow(self) -> bool:
        """Whether the right column stands below the left one."""
        return self._line.direction() is QBoxLayout.Direction.TopToBottom

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_restyle(event) and hasattr(self, "right"):  # Qt styles before we are built
            self._turn()

    def _add_column(self, stretch: int) -> QVBoxLayout:
        holder = QWidget()
        rows = QVBoxLayout(holder)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(16))
        self._line.addWidget(holder, stretch, Qt.AlignmentFlag.AlignTop)
        return rows

    def _turn(self) -> None:
        narrow = self.window().width() < px(self._narrow_below)
        wanted = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._line.direction() is not wanted:
            self._line.setDirection(wanted)
            for index, share in enumerate(self._ratio):
                self._line.setStretch(index, 0 if narrow else share)


def bring_into_view(widget: QWidget) -> None:
    """Scroll the page so far that `widget` is in sight; nothing for one not put on it yet."""
    page = widget.parentWidget()
    while page is not None and not isinstance(page, QScrollArea):
        page = page.parentWidget()
    inside = page.widget() if page is not None else None
    if page is not None and inside is not None and inside.isAncestorOf(widget):
        layout = inside.layout()
        if layout is not None:
            layout.activate()
        # Qt would be content when the text cursor in a field is in sight.
        top = widget.mapTo(inside, widget.rect().topLeft()).y() - px(_SPACE)
        bottom = top + widget.height() + 2 * px(_SPACE)
        bar, room = page.verticalScrollBar(), page.viewport().height()
        bar.setValue(min(max(bar.value(), bottom - room), top))


def bring_near(widget: QWidget) -> None:
    """Scroll to `widget` when what is shown now has found its place.

    That takes some turns: texts turn more lines in the width they get, a scroll bar that comes
    makes it less, and both move what is below them. What is scrolled to meanwhile may be far off.
    """

    def look(before: tuple[QPoint, QSize] | None, turns: int) -> None:
        now = widget.mapTo(widget.window(), widget.rect().topLeft()), widget.size()
        if now == before or not turns:
            bring_into_view(widget)
        else:
            QTimer.singleShot(0, widget, lambda: look(now, turns - 1))

    QTimer.singleShot(0, widget, lambda: look(None, _MOST_TURNS))
