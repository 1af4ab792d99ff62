"""Gezinnen: the caseload, with filters, and the chosen family beside it."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mvs_desktop.domain.cases import CaseGroup
from mvs_desktop.services.views import CasePage, CaseRow
from mvs_desktop.ui.families.rows import (
    LAST_COLUMN,
    NEXT_COLUMN,
    PAGE_ROWS,
    PHASE_COLUMN,
    FamiliesAsk,
    FamiliesView,
    columns,
    group_title,
)
from mvs_desktop.ui.families.side import FamilySide
from mvs_desktop.ui.kit.forms.choices import ChoiceChip
from mvs_desktop.ui.kit.lists.search_line import SearchLine
from mvs_desktop.ui.kit.lists.views import RowsTable
from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.pages.empty import EmptyState
from mvs_desktop.ui.kit.pages.scroll import NARROW, PageHeader
from mvs_desktop.ui.kit.parts.buttons import FilledButton
from mvs_desktop.ui.kit.parts.flow import Flow
from mvs_desktop.ui.kit.parts.quantities import format_count
from mvs_desktop.ui.navigation.intents import NewFamily, OpenFamily
from mvs_desktop.ui.navigation.view import ScreenView

_SIDE = 320
_AGAIN_MS = 2_000  # while much comes in, what is shown is asked for again
_ROOM_FOR_LAST, _ROOM_FOR_PHASE = 960, 860  # pixels at 100 % for the list with that column


class FamiliesPage(ScreenView):
    """Shows a FamiliesView. `wanted` carries a FamiliesAsk; `show_page` takes what was found."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("families_page")
        self._view: FamiliesView | None = None
        self._group = CaseGroup.MINE
        self._page: CasePage | None = None
        self._first_time = True
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self._ask_again)
        self.header = PageHeader(self.tr("Gezinnen"))
        self.new_family = FilledButton(self.tr("Nieuw gezin"), icon_name="plus")
        self.new_family.setObjectName("new_family")
        self.new_family.clicked.connect(lambda: self.asked.emit(NewFamily()))
        self.header.add_button(self.new_family)
        self._content = QStackedWidget()
        self._list_holder = QWidget()
        self._rows = QHBoxLayout(self._list_holder)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(px(16))
        self.table: RowsTable[CaseRow] | None = None
        self.side = FamilySide()
        self.side.opened.connect(self._open_chosen)
        self.side.setFixedWidth(px(_SIDE))
        self._rows.addWidget(self.side)
        self._content.addWidget(self._list_holder)
        self.nothing = self._make_nothing()
        self._content.addWidget(self.nothing)
        self.no_hits = EmptyState("", self.tr("Filter wissen"), icon_name="funnel")
        self.no_hits.setObjectName("families_no_hits")
        self.no_hits.chosen.connect(self._clear_filter)
        self._content.addWidget(self.no_hits)
        self.filter = SearchLine(self.tr("Filter op naam, school of straat"), self._list_holder)
        self.filter.setObjectName("families_filter")
        self.filter.textChanged.connect(lambda _text: self._ask())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(px(24), px(24), px(24), px(24))
        outer.setSpacing(px(16))
        outer.addWidget(self.header)
        outer.addWidget(self._make_filters())
        outer.addWidget(self._content, 1)

    def show_view(self, view: FamiliesView) -> None:
        if self.table is None or self._view is None or self._view.today != view.today:
            self._make_table(view)
        self._view = view
        if self._first_time:
            self._group = view.page.group
            self._chips[self._group].setChecked(True)
        self._first_time = False
        if view.page.group is self._group and not self.filter.text():
            self.show_page(FamiliesAsk(self._group), view.page)
        else:
            self._page = self._page or view.page
            self._ask()

    def show_page(self, ask: FamiliesAsk, page: CasePage) -> None:
        """Show the families that were found for `ask`, when it is still what is wanted."""
        if self.table is None or (ask.group, ask.text) != (self._group, self.filter.text()):
            return
        self._page = page
        more = page.start + len(page.rows) < page.total
        if not ask.start:
            self.table.show_rows(page.rows, more=more)
        elif ask.start == self.table.rows.rowCount():
            self.table.rows.add_rows(page.rows, more=more)
        self._show_found()
        if more and self._is_sorted_otherwise():
            self._ask_all()
        if page.behind:
            self._again.start()

    def _ask(self) -> None:
        if self._view is not None:
            self.wanted.emit(FamiliesAsk(self._group, self.filter.text()))

    def _ask_more(self) -> None:
        if self.table is not None:
            start = self.table.rows.rowCount()
            self.wanted.emit(FamiliesAsk(self._group, self.filter.text(), start))

    def _is_sorted_otherwise(self) -> bool:
        """Than parts of the list come in."""
        if self.table is None:
            return False
        header = self.table.horizontalHeader()
        ascending = header.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
        return header.sortIndicatorSection() != NEXT_COLUMN or not ascending

    def _ask_all(self) -> None:
        """Before a list is sorted otherwise, all of it has to be here."""
        if self.table is not None and not self.table.rows.is_whole:
            self.wanted.emit(FamiliesAsk(self._group, self.filter.text(), limit=-1))

    def _ask_again(self) -> None:
        if self.table is not None:
            shown = max(self.table.rows.rowCount(), PAGE_ROWS)
            self.wanted.emit(FamiliesAsk(self._group, self.filter.text(), limit=shown))

    def focus_first(self) -> None:
        (self.table if self.table is not None and self._has_rows() else self.new_family).setFocus()

    def set_unavailable(self, reason: str) -> None:
        self.new_family.set_unavailable(reason)

    def focus_filter(self) -> bool:
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_side()

    def _place_side(self) -> None:
        """In a narrow window the list needs all the room; a row opens with Enter."""
        chosen = self.table is not None and self.table.chosen_object() is not None
        self.side.setVisible(chosen and self.window().width() >= px(NARROW))
        if self.table is not None:
            room = self.width() - (px(_SIDE) if self.side.isVisibleTo(self) else 0)
            self.table.show_column(LAST_COLUMN, room >= px(_ROOM_FOR_LAST))
            self.table.show_column(PHASE_COLUMN, room >= px(_ROOM_FOR_PHASE))

    def _make_nothing(self) -> EmptyState:
        empty = EmptyState(
            self.tr("Je hebt nog geen gezinnen. Haalt een collega je erbij, dan staan ze hier."),
            self.tr("Nieuw gezin"),
            icon_name="users-three",
        )
        empty.button.setObjectName("new_first_family")
        empty.chosen.connect(lambda: self.asked.emit(NewFamily()))
        return empty

    def _make_filters(self) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(px(16))
        chips = Flow(spacing=6)
        self._chips: dict[CaseGroup, ChoiceChip] = {}
        group = QButtonGroup(self)
        for name in CaseGroup:
            chip = ChoiceChip(group_title(name))
            chip.setObjectName(f"filter_{name.value}")
            chip.clicked.connect(lambda _on, name=name: self._choose(name))
            group.addButton(chip)
            chips.add(chip)
            self._chips[name] = chip
        self._chips[self._group].setChecked(True)
        line.addWidget(chips, 1)
        self.filter.setFixedWidth(px(280))
        line.addWidget(self.filter, 0, Qt.AlignmentFlag.AlignTop)
        return holder

    def _make_table(self, view: FamiliesView) -> None:
        """Anew for each day: the columns speak of today and tomorrow."""
        if self.table is not None:
            self._rows.removeWidget(self.table)
            self.table.hide()
            self.table.deleteLater()
        self.table = RowsTable(
            columns(view.today), self.tr("Gezinnen"), key=lambda row: row.case.id
        )
        self.table.setObjectName("families_table")
        self.table.activated_row.connect(self._open)
        self.table.chosen.connect(self._show_side)
        self.table.sort_by(NEXT_COLUMN)
        self.table.rows.wanted.connect(self._ask_more)
        self.table.horizontalHeader().sortIndicatorChanged.connect(self._ask_all)
        self._rows.insertWidget(0, self.table, 1)
        self._list_holder.setFocusProxy(self.table)

    def _has_rows(self) -> bool:
        return self.table is not None and self.table.rows.rowCount() > 0

    def _show_found(self) -> None:
        if self._page is None or self.table is None:
            return
        counts = self._page.counts
        for group, chip in self._chips.items():
            chip.set_text(f"{group_title(group)} · {format_count(counts[group])}")
        any_family = bool(counts[CaseGroup.TEAM] or counts[CaseGroup.CLOSED])
        if self._has_rows() and self.table.chosen_object() is None:
            self.table.setCurrentIndex(self.table.rows.index(0, 0))
        if not any_family:
            self._content.setCurrentWidget(self.nothing)
        elif self._has_rows():
            self._content.setCurrentWidget(self._list_holder)
        else:
            self._say_no_hits()
        self.filter.setEnabled(any_family)
        self._place_side()

    def _say_no_hits(self) -> None:
        typed = self.filter.text().strip()
        if typed:
            text = self.tr("Geen gezin gevonden met “{typed}” bij {group}.")
            self.no_hits.sentence.setText(text.format(typed=typed, group=group_title(self._group)))
        else:
            text = self.tr("Geen gezinnen bij {group}.")
            self.no_hits.sentence.setText(text.format(group=group_title(self._group)))
        self.no_hits.button.setVisible(bool(typed))
        self._content.setCurrentWidget(self.no_hits)

    def _clear_filter(self) -> None:
        self.filter.clear()
        self.filter.setFocus()

    def _choose(self, group: CaseGroup) -> None:
        self._group = group
        self._chips[group].setChecked(True)
        self._ask()

    def _show_side(self, row: CaseRow | None) -> None:
        if row is not None and self._view is not None:
            self.side.show_row(row, self._view.today, self._view.area_names)
        self._place_side()

    def _open_chosen(self) -> None:
        row = self.table.chosen_object() if self.table is not None else None
        if row is not None:
            self._open(row)

    def _open(self, row: CaseRow) -> None:
        self.asked.emit(OpenFamily(row.case.id))
