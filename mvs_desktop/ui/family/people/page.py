"""Gezin & netwerk, as a list: homes with their people, and the chosen person beside them."""

from uuid import UUID

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from mvs_desktop.domain.attached import with_attached
from mvs_desktop.ui.case_context import CaseContext
from mvs_desktop.ui.family.layout import PageWithKeys
from mvs_desktop.ui.family.people.add_person import AddPersonPanel, NewPerson
from mvs_desktop.ui.family.people.empty import NobodyYet
from mvs_desktop.ui.family.people.home_card import HomeCard, PersonRow
from mvs_desktop.ui.family.people.home_panel import HomePanel
from mvs_desktop.ui.family.people.person_panel import PersonPanel
from mvs_desktop.ui.family.people.side_page import SidePage
from mvs_desktop.ui.family.people.view import HomeView, people_view
from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.pages.grid import CardGrid
from mvs_desktop.ui.kit.pages.own_keys import OwnKeys
from mvs_desktop.ui.kit.pages.scroll import PageHeader
from mvs_desktop.ui.kit.parts.buttons import FilledButton

PANEL_WIDTH = 320


class PeopleTab(OwnKeys):
    """Homes at the left, one panel at the right: somebody in the family, or somebody new."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__()
        self.setObjectName("people_tab")
        self._context = context
        self._view: tuple[HomeView, ...] | None = None
        self._panel: SidePage | None = None
        self._open_next: UUID | None = None
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        self._states = QStackedWidget()
        line.addWidget(self._states, 1)
        self._side = QFrame()
        self._side.setProperty("kit", "panel")
        self._side.setFixedWidth(px(PANEL_WIDTH))
        self._side_rows = QVBoxLayout(self._side)
        self._side_rows.setContentsMargins(0, 0, 0, 0)
        self._side.hide()
        line.addWidget(self._side)
        self._empty = NobodyYet()
        self._empty.chosen.connect(self.add_person)
        self._states.addWidget(self._empty)
        self._states.addWidget(self._make_list())
        self.on_key(QKeySequence.StandardKey.New, lambda: self.add_person(None))
        context.snapshot_changed.connect(self._bring_up_to_date)
        self._bring_up_to_date()

    def focus_first(self) -> None:
        """Put the keyboard on the first person, or on the first thing to add."""
        rows = self._person_rows()
        if rows:
            rows[0].setFocus()
        else:
            self._empty.focus_first()

    def add_person(self, kind: NewPerson | None) -> None:
        """Open the form for somebody new."""
        panel = AddPersonPanel(self._context, kind)
        panel.added.connect(self._person_added)
        self._show_panel(panel)
        self._offer_adding(False)

    def show_person(self, person_id: UUID) -> None:
        """Open the panel of somebody; does nothing when they are not in the file."""
        if self._context.snapshot.person(person_id) is None:
            return
        if isinstance(self._panel, PersonPanel) and self._panel.person_id == person_id:
            self._panel.focus_first()
            return
        self._show_panel(PersonPanel(self._context, person_id))

    def show_home(self, household_id: UUID) -> None:
        """Open the panel of a household."""
        self._show_panel(HomePanel(self._context, household_id))

    @property
    def panel(self) -> SidePage | None:
        """What is open at the right."""
        return self._panel

    def close_panel(self) -> None:
        """Take the panel away and give the keyboard back to the list."""
        if self._panel is None:
            return
        panel, self._panel = self._panel, None
        panel.release()
        panel.hide()
        panel.deleteLater()
        self._side.hide()
        self._offer_adding(True)
        self._mark_selected()
        chosen = panel.person_id if isinstance(panel, PersonPanel) else None
        rows = self._person_rows()
        for row in rows:
            if row.person_id == chosen:
                row.setFocus()
                return
        if rows:
            rows[0].setFocus()

    def _make_list(self) -> QWidget:
        holder = PageWithKeys()
        page = holder.page
        header = PageHeader(self.tr("Gezin & netwerk"))
        self.add_button = FilledButton(self.tr("Persoon toevoegen"), icon_name="user-plus")
        self.add_button.setObjectName("add_person")
        self.add_button.clicked.connect(lambda: self.add_person(None))
        header.add_button(self.add_button)
        page.add(header)
        self._homes = CardGrid()
        page.add(self._homes)
        page.add_stretch()
        holder.keys.setText(self.tr("↑ ↓ lopen · Enter openen · Del intrekken · Ctrl+N nieuw"))
        return holder

    def _show_panel(self, panel: SidePage) -> None:
        if self._panel is not None:
            self._panel.release()
            self._panel.hide()
            self._panel.deleteLater()
        self._panel = panel
        panel.closed.connect(self.close_panel)
        self._side_rows.addWidget(panel)
        self._side.show()
        self._offer_adding(True)
        self._mark_selected()
        panel.focus_first()

    def _offer_adding(self, offering: bool) -> None:
        """The panel has a filled button of its own."""
        self.add_button.setVisible(offering)
        self._empty.offer(offering)

    def _person_added(self, person_id: UUID) -> None:
        self._open_next = person_id

    def _withdraw(self, person_id: UUID) -> None:
        around = self._context.snapshot
        person = around.person(person_id)
        if person is not None:
            self._context.withdraw(*with_attached(person, around))

    def _bring_up_to_date(self, _: object = None) -> None:
        around = self._context.snapshot
        view = people_view(around, self._context.today)
        if view != self._view:
            self._view = view
            self._show_homes(view)
        nobody = not view
        self._states.setCurrentIndex(0 if nobody else 1)
        if self._open_next is not None and around.person(self._open_next) is not None:
            person_id, self._open_next = self._open_next, None
            self.show_person(person_id)

    def _show_homes(self, view: tuple[HomeView, ...]) -> None:
        focused = next((row.person_id for row in self._person_rows() if row.hasFocus()), None)
        self._cards = [HomeCard(home) for home in view]
        for card in self._cards:
            card.home_chosen.connect(self.show_home)
            card.person_chosen.connect(self.show_person)
            card.person_withdrawn.connect(self._withdraw)
            card.conflict_chosen.connect(self._context.conflict_opened)
        self._homes.show_cards(list(self._cards))
        self._mark_selected()
        if focused is not None:
            for row in self._person_rows():
                if row.person_id == focused:
                    row.setFocus()
                    break

    def _person_rows(self) -> list[PersonRow]:
        return [row for card in getattr(self, "_cards", ()) for row in card.rows]

    def _mark_selected(self) -> None:
        chosen = self._panel.person_id if isinstance(self._panel, PersonPanel) else None
        for row in self._person_rows():
            row.set_selected(row.person_id == chosen)
