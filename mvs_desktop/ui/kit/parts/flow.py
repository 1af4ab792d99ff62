"""A layout that runs on like words in a sentence; for chips and choices."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget
from shiboken6 import isValid

from mvs_desktop.ui.kit.look.theme import px


class FlowLayout(QLayout):
    """Left to right, next line when the width is used up; items keep their own size."""

    # Asked for also when the garbage collector has emptied this object before Qt let go of it.
    _items: list[QLayoutItem] = []  # noqa: RUF012
    _widgets: list[QWidget | None] = []  # noqa: RUF012

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        spacing: int = 8,
        line_spacing: int = 6,
        to_right: bool = False,
    ) -> None:
        super().__init__(parent)
        self._to_right = to_right
        self._items = []
        # A widget that Qt deleted may be asked for once more before its item is taken out: its
        # wrapper knows, the item does not and would bring the program down.
        self._widgets = []
        self._between = spacing
        self._lines = line_spacing
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self._widgets.append(item.widget())

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        if not 0 <= index < len(self._items):
            return None
        del self._widgets[index]
        return self._items.pop(index)

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, place=True)

    def sizeHint(self) -> QSize:
        """All on one line."""
        hints = [item.sizeHint() for item in self._shown()]
        width = sum(hint.width() for hint in hints) + px(self._between) * (len(hints) - 1)
        height = max((hint.height() for hint in hints), default=0)
        margins = self.contentsMargins()
        return QSize(max(width, 0), height) + QSize(
            margins.left() + margins.right(), margins.top() + margins.bottom()
        )

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        area = rect.marginsRemoved(self.contentsMargins())
        between, lines = px(self._between), px(self._lines)
        x, y = area.x(), area.y()
        line: list[tuple[QLayoutItem, QPoint, QSize]] = []
        height = 0

        def finish_line() -> None:
            right = area.right() + 1 - (x - between) if self._to_right else 0
            for item, corner, size in line:
                if place:  # items of one line share its middle
                    moved = QPoint(max(right, 0), (height - size.height()) // 2)
                    item.setGeometry(QRect(corner + moved, size))

        for item in self._shown():
            size = _size_within(item, area.width())
            if line and x + size.width() > area.right() + 1:
                finish_line()
                line.clear()
                x, y = area.x(), y + height + lines
                height = 0
            line.append((item, QPoint(x, y), size))
            x += size.width() + between
            height = max(height, size.height())
        finish_line()
        return y + height - rect.y() + self.contentsMargins().bottom()

    def _shown(self) -> list[QLayoutItem]:
        pairs = zip(self._items, self._widgets, strict=True)
        return [
            item
            for item, widget in pairs
            if (widget is None or isValid(widget)) and not item.isEmpty()
        ]


def _size_within(item: QLayoutItem, width: int) -> QSize:
    """The item's own size, or narrower and perhaps higher when there is no room."""
    hint = item.sizeHint()
    if hint.width() <= width:
        return hint
    wide = max(width, item.minimumSize().width())
    return QSize(wide, item.heightForWidth(wide) if item.hasHeightForWidth() else hint.height())


class Flow(QWidget):
    """A row of widgets that runs on over lines, as the chips of a family."""

    def __init__(
        self, parent: QWidget | None = None, *, spacing: int = 8, to_right: bool = False
    ) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, spacing=spacing, to_right=to_right)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, widget: QWidget) -> None:
        """Put one more at the end."""
        self._flow.addWidget(widget)

    def clear(self) -> None:
        """Remove all."""
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._flow.invalidate()
        self.updateGeometry()
