"""Rows for tables and lists: any objects, shown through declared columns."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from mvs_desktop.ui.kit.look.icons import icon
from mvs_desktop.ui.kit.parts.chips import ChipKind
from mvs_desktop.ui.kit.parts.labels import plain_tip

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex

OBJECT_ROLE = int(Qt.ItemDataRole.UserRole)  # the row's object
CHIPS_ROLE = OBJECT_ROLE + 1  # tuple of ChipSpec
STYLE_ROLE = OBJECT_ROLE + 2  # "body", "muted" or "strong"


@dataclass(frozen=True, slots=True)
class ChipSpec:
    """A chip in a row."""

    text: str
    kind: ChipKind = "neutral"
    icon_name: str = ""


@dataclass(frozen=True)  # no slots: Column[Row](…) sets an attribute in Python 3.11
class Column(Generic[T]):
    """One column of a table.

    `text` makes the words; `chips` draws chips instead of words; `sort` is what the
    column sorts by when that is not its text. `width` is in pixels at 100 %, 0 shares
    what is left according to `stretch`.
    """

    header: str
    text: Callable[[T], str]
    chips: Callable[[T], Sequence[ChipSpec]] | None = None
    icon_name: Callable[[T], str] | None = None
    sort: Callable[[T], object] | None = None
    style: str = "body"
    width: int = 0
    stretch: int = 1
    align_right: bool = False


@dataclass
class _Order:
    column: int = -1
    descending: bool = False


@dataclass
class _Rows(Generic[T]):
    given: tuple[T, ...] = ()
    ordered: tuple[T, ...] = field(default=())


class RowsModel(QAbstractTableModel, Generic[T]):
    """Objects as rows. `key` tells which row is the same one after new rows are shown."""

    wanted = Signal()

    def __init__(
        self,
        columns: Sequence[Column[T]],
        *,
        key: Callable[[T], Hashable] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._key = key
        self._rows: _Rows[T] = _Rows()
        self._more = False
        self._order = _Order()

    def show_rows(self, rows: Sequence[T], *, more: bool = False) -> None:
        """Show these instead of what was shown, in the order that the user chose. With `more`,
        `wanted` asks for the next ones when somebody scrolls to the end."""
        self.beginResetModel()
        self._rows, self._more = _Rows(tuple(rows)), more
        self._arrange()
        self.endResetModel()

    def add_rows(self, rows: Sequence[T], *, more: bool = False) -> None:
        """Show these after what is shown."""
        count = len(self._rows.ordered)
        self.beginInsertRows(QModelIndex(), count, count + len(rows) - 1)
        self._rows = _Rows((*self._rows.given, *rows), (*self._rows.ordered, *rows))
        self._more = more
        self.endInsertRows()

    @property
    def is_whole(self) -> bool:
        """Whether there are no rows but these."""
        return not self._more

    def canFetchMore(self, parent: Index) -> bool:
        return self._more and not parent.isValid()

    def fetchMore(self, parent: Index) -> None:
        self._more = False  # until these have come
        self.wanted.emit()

    def objects(self) -> tuple[T, ...]:
        """All rows as they stand now."""
        return self._rows.ordered

    def object_at(self, row: int) -> T:
        """The object of a row; raises IndexError."""
        return self._rows.ordered[row]

    def key_of(self, row: T) -> Hashable:
        """What makes a row the same one."""
        return self._key(row) if self._key else id(row)

    def row_of(self, key: Hashable) -> int:
        """Row number of the object with this key, or -1."""
        for number, row in enumerate(self._rows.ordered):
            if self.key_of(row) == key:
                return number
        return -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows.ordered)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation is Qt.Orientation.Vertical or section >= len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].header
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(self.columns[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        answer = _ANSWERS.get(role)
        if answer is None:
            return None
        return answer(self.columns[index.column()], self._rows.ordered[index.row()])

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        kept = [(index, self._rows.ordered[index.row()]) for index in before]
        self._order = _Order(column, order is Qt.SortOrder.DescendingOrder)
        self._arrange()
        places = {id(row): number for number, row in enumerate(self._rows.ordered)}
        after = [self.index(places[id(row)], index.column()) for index, row in kept]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _arrange(self) -> None:
        rows = self._rows.given
        if 0 <= self._order.column < len(self.columns):
            column = self.columns[self._order.column]
            by = column.sort or column.text
            # What has no value to sort by goes last, whichever way the others go.
            known = [row for row in rows if by(row) is not None]
            unknown = [row for row in rows if by(row) is None]
            known.sort(key=lambda row: _comparable(by(row)), reverse=self._order.descending)
            rows = (*known, *unknown)
        self._rows.ordered = tuple(rows)


def _comparable(value: object) -> Any:  # whatever a column sorts by compares with itself
    return value.casefold() if isinstance(value, str) else value


def _alignment(column: Column[T]) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.align_right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _chips(column: Column[Any], row: object) -> object:
    return tuple(column.chips(row)) if column.chips else ()


def _picture(column: Column[Any], row: object) -> object:
    name = column.icon_name(row) if column.icon_name else ""
    return icon(name, "muted") if name else None


# What a cell answers, by role.
_ANSWERS: dict[int, Callable[[Column[Any], Any], object]] = {
    Qt.ItemDataRole.DisplayRole: lambda column, row: column.text(row),
    Qt.ItemDataRole.AccessibleTextRole: lambda column, row: column.text(row),
    Qt.ItemDataRole.ToolTipRole: lambda column, row: plain_tip(column.text(row)),
    Qt.ItemDataRole.DecorationRole: _picture,
    Qt.ItemDataRole.TextAlignmentRole: lambda column, _row: _alignment(column),
    OBJECT_ROLE: lambda _column, row: row,
    CHIPS_ROLE: _chips,
    STYLE_ROLE: lambda column, _row: column.style,
}
