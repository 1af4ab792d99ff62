"""Tables and lists with rows of 44 px: mouse and keyboard open a row."""

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from mvs_desktop.domain.excerpts import without_marks
from mvs_desktop.ui.kit.lists.model import OBJECT_ROLE, ChipSpec, Column, Index, RowsModel
from mvs_desktop.ui.kit.lists.paint import (
    CellDelegate,
    chips_width,
    is_last,
    paint_chips,
    paint_row_back,
    paint_words,
    rect_of,
)
from mvs_desktop.ui.kit.look.theme import font, is_restyle, look, px
from mvs_desktop.ui.kit.parts.avatar import paint_initials

T = TypeVar("T")

if TYPE_CHECKING:
    _View = QAbstractItemView
else:

    class _View:
        """At run time the table or list class itself comes after this mixin."""


_LEAST_COLUMN = 96  # narrower than this says nothing; the table scrolls instead
_OPENING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _RowsView(_View, Generic[T]):
    """What tables and lists of objects have in common; the class names their signals."""

    activated_row = Signal(object)
    chosen = Signal(object)
    rows: RowsModel[T]

    def show_rows(self, rows: Sequence[T], *, more: bool = False) -> None:
        """Show these; the chosen row stays chosen when its key is still there. `more` as in
        RowsModel.show_rows."""
        kept = self.chosen_object()
        self.rows.show_rows(rows, more=more)
        if kept is not None:
            self.choose(self.rows.key_of(kept))

    def chosen_object(self) -> T | None:
        """The object of the current row."""
        index = self.currentIndex()
        return self.rows.object_at(index.row()) if index.isValid() else None

    def choose(self, key: Hashable) -> bool:
        """Make the row with this key the current one; False when there is none."""
        row = self.rows.row_of(key)
        if row >= 0:
            self.setCurrentIndex(self.rows.index(row, 0))
        return row >= 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _OPENING_KEYS and self.currentIndex().isValid():
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _use_model(self, rows: RowsModel[T], name: str) -> None:
        self.rows = rows
        self.setModel(rows)
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.entered.connect(self._hover_at)
        self.selectionModel().currentRowChanged.connect(self._announce_chosen)

    def _hover_at(self, index: Index) -> None:
        self._hover(index.row())

    def _hover(self, row: int) -> None:
        delegate = self.itemDelegate()
        if isinstance(delegate, CellDelegate | _TwoLines) and delegate.hovered_row != row:
            delegate.hovered_row = row
            self.viewport().update()

    def _open(self, index: Index) -> None:
        self.activated_row.emit(index.data(OBJECT_ROLE))

    def _announce_chosen(self, index: Index) -> None:
        self.chosen.emit(index.data(OBJECT_ROLE) if index.isValid() else None)


class RowsTable(_RowsView[T], QTableView):
    """A table of objects.

    `activated_row` tells of Enter or a double click, `chosen` of the current row (the
    object, or None).
    """

    activated_row = Signal(object)
    chosen = Signal(object)

    def __init__(
        self,
        columns: Sequence[Column[T]],
        name: str,
        parent: QWidget | None = None,
        *,
        key: Callable[[T], Hashable] | None = None,
        framed: bool = True,
    ) -> None:
        super().__init__(parent)
        self._use_model(RowsModel(columns, key=key, parent=self), name)
        if framed:
            self.setProperty("kit", "framed")
        self.setItemDelegate(CellDelegate(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.doubleClicked.connect(self._open)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._size()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def sort_by(self, column: int, *, descending: bool = False) -> None:
        """Sort now and show the arrow; the user can choose another column."""
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.setSortingEnabled(True)
        self.sortByColumn(column, order)

    def show_column(self, number: int, shown: bool) -> None:
        """Show or leave out a column; the others share its room."""
        if self.isColumnHidden(number) is shown:
            self.setColumnHidden(number, not shown)
            self._share_width()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_restyle(event) and hasattr(self, "rows"):  # Qt styles before we are built
            self._size()

    def _size(self) -> None:
        self.verticalHeader().setDefaultSectionSize(look().metrics.row)
        header = self.horizontalHeader()
        header.setMinimumSectionSize(px(56))
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._share_width()

    def _share_width(self) -> None:
        columns = [
            (number, column)
            for number, column in enumerate(self.rows.columns)
            if not self.isColumnHidden(number)
        ]
        left = self.viewport().width() - sum(px(column.width) for _, column in columns)
        for number, column in columns:
            if column.width:
                self.setColumnWidth(number, px(column.width))
        # What needs more than its share comes first: the others have what is left.
        stretching = sorted(
            (
                (self._least_width(number) / column.stretch, number, column.stretch)
                for number, column in columns
                if not column.width
            ),
            reverse=True,
        )
        shares = sum(stretch for _, _, stretch in stretching)
        for _, number, stretch in stretching:
            part = max(max(left, 0) * stretch // shares, self._least_width(number))
            left -= part
            shares -= stretch
            self.setColumnWidth(number, part)

    def _least_width(self, number: int) -> int:
        return max(self.horizontalHeader().sectionSizeHint(number), px(_LEAST_COLUMN))


class RowsList(_RowsView[T], QListView):
    """A list of objects in one or two lines, with the same signals as RowsTable.

    `first` and `second` make the lines, `badge` a name for initials at the left, `chips`
    what stands at the right.
    """

    activated_row = Signal(object)
    chosen = Signal(object)

    def __init__(
        self,
        first: Callable[[T], str],
        name: str,
        parent: QWidget | None = None,
        *,
        second: Callable[[T], str] | None = None,
        chips: Callable[[T], Sequence[ChipSpec]] | None = None,
        badge: Callable[[T], str] | None = None,
        key: Callable[[T], Hashable] | None = None,
        open_on_click: bool = False,
    ) -> None:
        super().__init__(parent)
        self.first, self.second, self.chips, self.badge = first, second, chips, badge
        self._fits = False
        self._use_model(RowsModel([Column("", self._spoken)], key=key, parent=self), name)
        self.setItemDelegate(_TwoLines(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        (self.clicked if open_on_click else self.doubleClicked).connect(self._open)

    def show_rows(self, rows: Sequence[T], *, more: bool = False) -> None:
        super().show_rows(rows, more=more)
        if self._fits:
            self.fit_height()

    def fit_height(self) -> None:
        """Be exactly as high as the rows from now on, for a list inside a card."""
        self._fits = True
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows = self.rows.rowCount()
        self.setFixedHeight(sum(self.sizeHintForRow(row) for row in range(rows)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_restyle(event) and hasattr(self, "rows"):  # Qt styles before we are built
            self.scheduleDelayedItemsLayout()
            if self._fits:
                self.fit_height()

    def _spoken(self, row: T) -> str:
        parts = [self.first(row)]
        if self.second:
            parts.append(self.second(row))
        if self.chips:
            parts.extend(chip.text for chip in self.chips(row))
        return without_marks(", ".join(part for part in parts if part))


class _TwoLines(QStyledItemDelegate):
    """Draws a list row: badge, a line in 600 weight, a muted line, chips at the right."""

    hovered_row = -1

    def __init__(self, owner: RowsList[T]) -> None:
        super().__init__(owner)
        self._owner = owner

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        hovered = index.row() == self.hovered_row
        paint_row_back(painter, option, hovered=hovered, last=is_last(index))
        row = index.data(OBJECT_ROLE)
        owner = self._owner
        rect = rect_of(option).adjusted(px(12), px(8), -px(12), -px(8))
        if owner.badge:
            side = px(32)
            place = QRectF(rect.left(), rect.center().y() - side / 2, side, side)
            paint_initials(painter, place, owner.badge(row))
            rect.setLeft(place.right() + px(12))
        if owner.chips:
            shown = tuple(owner.chips(row))
            width = min(float(chips_width(shown)), rect.width() * 0.6)
            place = QRectF(rect.right() - width, rect.top(), width, rect.height())
            paint_chips(painter, place, shown)
            rect.setRight(place.left() - px(8))
        second = owner.second(row) if owner.second else ""
        half = rect.height() / 2
        upper = QRectF(rect.left(), rect.top(), rect.width(), half if second else half * 2)
        painter.setFont(font("body", strong=True))
        painter.setPen(look().theme.color("text"))
        paint_words(painter, upper, owner.first(row))
        if second:
            painter.setFont(font("small"))
            painter.setPen(look().theme.color("muted"))
            paint_words(painter, upper.translated(0, half), second)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        metrics = look().metrics
        return QSize(px(120), metrics.two_line_row if self._owner.second else metrics.row)
