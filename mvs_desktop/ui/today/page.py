"""Vandaag: the visits of the day, what is not finished, and what asks for attention."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.contacts import Contact, ContactState
from mvs_desktop.services.team_views import TeamDay
from mvs_desktop.services.views import (
    Attention,
    AttentionRow,
    CaseRow,
    DayView,
    Unfinished,
    UnfinishedRow,
    VisitRow,
)
from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.pages.cards import Card
from mvs_desktop.ui.kit.pages.empty import EmptyState
from mvs_desktop.ui.kit.pages.keyboard_place import KeyboardPlace, controls_in, give_keyboard
from mvs_desktop.ui.kit.pages.rows import DetailRow
from mvs_desktop.ui.kit.pages.scroll import Columns, PageHeader, ScrollPage
from mvs_desktop.ui.kit.pages.tab_order import tab_in_reading_order
from mvs_desktop.ui.kit.parts.buttons import FilledButton, OutlinedButton
from mvs_desktop.ui.kit.parts.chips import Chip
from mvs_desktop.ui.kit.parts.labels import Muted, SectionTitle
from mvs_desktop.ui.kit.parts.picture import Picture
from mvs_desktop.ui.kit.parts.quantities import format_count
from mvs_desktop.ui.navigation.intents import AddVisit, GoTo, OpenFamily, open_contact
from mvs_desktop.ui.navigation.places import Place, Screen
from mvs_desktop.ui.navigation.view import ScreenView
from mvs_desktop.ui.team.waiting import team_rows
from mvs_desktop.ui.today.words import (
    When,
    attention_line,
    attention_title,
    case_name,
    unfinished_line,
    unfinished_title,
    visit_chips,
    visit_line,
    when,
    when_title,
)
from mvs_desktop.ui.words import format_date, format_day, format_days, format_time

FIRST_LINES = 7  # of "Nog afmaken", "Wacht op mij" and "Vraagt aandacht", before "Toon alle"


class TodayPage(ScreenView):
    """Shows a DayView. `departure_asked` asks for the leave-home check, `closing_asked` for
    what became of the day."""

    departure_asked = Signal()
    closing_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("today_page")
        self._view: DayView | None = None
        self._all_attention = self._all_unfinished = self._all_waiting = False
        page = ScrollPage()
        self.header = PageHeader("")
        self.add_visit = OutlinedButton(self.tr("Bezoek toevoegen"), icon_name="plus")
        self.add_visit.setObjectName("add_visit")
        self.add_visit.clicked.connect(self._ask_visit)
        self._coming = False
        self.ready = FilledButton(self.tr("Klaar voor vertrek?"))
        self.ready.setObjectName("ready_to_leave")
        self.ready.clicked.connect(self._ask_next)
        self.header.add_button(self.add_visit)
        self.header.add_button(self.ready)
        page.add(self.header)
        columns = Columns((5, 3))
        self.day = Card(self.tr("Mijn dag"))
        self.unfinished = Card(self.tr("Nog afmaken"))
        self.attention = Card(self.tr("Vraagt aandacht"))
        self.unfinished.action_clicked.connect(self._show_all_unfinished)
        self.attention.action_clicked.connect(self._show_all_attention)
        self.waiting = Card(self.tr("Wacht op mij"))
        self.waiting.action_clicked.connect(self._show_all_waiting)
        for card, name in (
            (self.day, "my_day"),
            (self.unfinished, "unfinished"),
            (self.attention, "attention"),
            (self.waiting, "waiting_for_me"),
        ):
            card.setObjectName(name)
            card.body.setSpacing(0)
        columns.left.addWidget(self.day)
        columns.left.addWidget(self.unfinished)
        # What colleagues and families wait for goes before what can be seen in the files.
        columns.right.addWidget(self.waiting)
        columns.right.addWidget(self.attention)
        page.add(columns)
        page.add_stretch()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(page)

    def show_view(self, view: DayView) -> None:
        self._view = view
        place = KeyboardPlace(self)
        title = format_day(view.day)
        self.header.set_title(title[:1].upper() + title[1:])
        self._coming = any(v.contact.state is ContactState.PLANNED for v in view.visits)
        self.ready.set_text(
            self.tr("Klaar voor vertrek?") if self._coming else self.tr("Dag afronden")
        )
        self.ready.setVisible(bool(view.visits))
        self._show_day(view.visits)
        self._show_unfinished(view.unfinished, view.day)
        self._show_attention(view.attention, view.day)
        self._show_waiting(view.waiting, view.day, view.team)
        tab_in_reading_order(self)
        place.restore()

    def focus_first(self) -> None:
        (self.ready if self.ready.isVisible() else self.add_visit).setFocus()

    def set_unavailable(self, reason: str) -> None:
        self.add_visit.set_unavailable(reason)

    def _show_day(self, visits: Sequence[VisitRow]) -> None:
        self.day.clear()
        for visit in visits:
            self.day.add(self._visit_row(visit))
        if not visits:
            empty = EmptyState(
                self.tr("Geen bezoeken vandaag."),
                self.tr("Bezoek toevoegen"),
                icon_name="calendar-blank",
            )
            empty.button.setObjectName("add_first_visit")
            empty.chosen.connect(self._ask_visit)
            self.day.add(empty)
        _mark_last(self.day)

    def _visit_row(self, visit: VisitRow) -> DetailRow:
        contact = visit.contact
        title = case_name(visit.case)
        row = DetailRow(title, visit_line(visit), lead=format_time(contact.at))
        row.setObjectName("visit_row")
        for words, kind, icon_name in visit_chips(visit):
            row.add_chip(Chip(words, kind, icon_name=icon_name))
        button = OutlinedButton(self._visit_action(visit), dense=True)
        button.setObjectName("open_visit")
        button.describe(title)
        button.clicked.connect(lambda: self._open_contact(visit.case, contact))
        row.add_action(button)
        return row

    def _visit_action(self, visit: VisitRow) -> str:
        if visit.contact.state is ContactState.PLANNED:
            return self.tr("Start bezoek")
        if visit.has_note:
            return self.tr("Naar verslag")
        return self.tr("Verslag schrijven")

    def _show_unfinished(self, rows: Sequence[UnfinishedRow], today: date) -> None:
        self.unfinished.clear()
        self.unfinished.setVisible(bool(rows))
        shown = rows if self._all_unfinished else rows[:FIRST_LINES]
        for item in shown:
            icon_name = "note" if item.kind is Unfinished.LOOSE_NOTE else "note-pencil"
            row = DetailRow(
                unfinished_title(item),
                unfinished_line(item, today),
                leading=Picture(icon_name, "muted", 18),
                clickable=True,
            )
            row.setObjectName("unfinished_row")
            row.opened.connect(lambda item=item: self._open_unfinished(item))
            self.unfinished.add(row)
        _offer_all(self.unfinished, len(rows), len(shown), "show_all_unfinished")
        _mark_last(self.unfinished)

    def _show_attention(self, rows: Sequence[AttentionRow], today: date) -> None:
        self.attention.clear()
        shown = rows if self._all_attention else rows[:FIRST_LINES]
        for group in When:
            lines = [row for row in shown if when(row, today) is group]
            if not lines:
                continue
            first = not self.attention.body.count()
            self.attention.add(_group_title(when_title(group), first=first))
            for item in lines:
                row = DetailRow(attention_title(item), attention_line(item, today), clickable=True)
                row.setObjectName("attention_row")
                if group is When.LATE and item.due is not None:
                    row.add_chip(self._late_chip(item.due, today))
                row.opened.connect(lambda item=item: self._open_attention(item))
                self.attention.add(row)
        if not rows:
            self.attention.add(Muted(self.tr("Niets dat nu aandacht vraagt.")))
        _offer_all(self.attention, len(rows), len(shown), "show_all_attention")
        _mark_last(self.attention)

    def _late_chip(self, due: date, today: date) -> Chip:
        days = format_days((today - due).days)
        return Chip(self.tr("{days} te laat").format(days=days), "bad")

    def _show_waiting(self, rows: Sequence[CaseRow], today: date, team: TeamDay) -> None:
        self.waiting.clear()
        lines = list(team_rows(team, today))
        count = len(lines) + len(rows)
        self.waiting.setVisible(bool(count))
        most = count if self._all_waiting else FIRST_LINES
        for line in lines[:most]:
            line.row.opened.connect(lambda line=line: self.asked.emit(line.intent))
            if line.button is not None:
                line.button.clicked.connect(
                    lambda _checked=False, line=line: self.asked.emit(line.button_intent)
                )
            self.waiting.add(line.row)
        for item in rows[: max(most - len(lines), 0)]:
            since = item.case.registered_on
            words = ""
            if since is not None:
                words = self.tr("Wacht {days}, sinds {day}").format(
                    days=format_days((today - since).days),
                    day=format_date(since, year=since.year != today.year),
                )
            row = DetailRow(case_name(item.case), words, clickable=True)
            row.setObjectName("waiting_row")
            row.opened.connect(lambda item=item: self.asked.emit(OpenFamily(item.case.id)))
            self.waiting.add(row)
        _offer_all(self.waiting, count, min(most, count), "show_all_waiting")
        _mark_last(self.waiting)

    def _show_all_unfinished(self) -> None:
        self._all_unfinished = True
        if self._view is not None:
            self._show_unfinished(self._view.unfinished, self._view.day)
            _go_on_at_next(self.unfinished)

    def _show_all_attention(self) -> None:
        self._all_attention = True
        if self._view is not None:
            self._show_attention(self._view.attention, self._view.day)
            _go_on_at_next(self.attention)

    def _show_all_waiting(self) -> None:
        self._all_waiting = True
        if self._view is not None:
            self._show_waiting(self._view.waiting, self._view.day, self._view.team)
            _go_on_at_next(self.waiting)

    def _ask_next(self) -> None:
        (self.departure_asked if self._coming else self.closing_asked).emit()

    def _ask_visit(self) -> None:
        self.asked.emit(AddVisit(self._view.day if self._view else None))

    def _open_unfinished(self, item: UnfinishedRow) -> None:
        self._open_contact(item.case, item.contact)

    def _open_contact(self, case: CaseFile, contact: Contact) -> None:
        self.asked.emit(open_contact(case, contact))

    def _open_attention(self, item: AttentionRow) -> None:
        if item.kind is Attention.CONFLICT:
            self.asked.emit(GoTo(Place(Screen.SENDING)))
            return
        tab = "people" if item.kind is Attention.AUTHORITY_UNCHECKED else ""
        if item.kind in (Attention.ACTION_DUE, Attention.EVALUATION_DUE):
            tab = "plan"
        self.asked.emit(OpenFamily(item.case.id, tab=tab))


def _group_title(text: str, *, first: bool) -> QWidget:
    title = SectionTitle(text)
    title.setContentsMargins(0, 0 if first else px(12), 0, 0)
    return title


def _offer_all(card: Card, count: int, shown: int, name: str) -> None:
    words = QCoreApplication.translate("TodayPage", "Toon alle {count}").format(
        count=format_count(count)
    )
    card.set_action(words if shown < count else "")
    card.action.setObjectName(name)


def _go_on_at_next(card: Card) -> None:
    """The button that was pressed is gone: the keyboard goes to the first row that came."""
    rows = [row for row in controls_in(card) if isinstance(row, DetailRow)]
    if len(rows) > FIRST_LINES:
        give_keyboard(rows[FIRST_LINES])


def _mark_last(card: Card) -> None:
    """Rows before a heading and at the end of a card have no line below them."""
    for at in range(card.body.count()):
        item = card.body.itemAt(at)
        row = item.widget() if item is not None else None
        after = card.body.itemAt(at + 1)
        below = after.widget() if after is not None else None
        if isinstance(row, DetailRow):
            row.set_last(not isinstance(below, DetailRow))
