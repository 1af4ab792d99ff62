"""Goes from place to place: makes screens when first needed, and keeps what they show fresh."""

from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from shiboken6 import isValid

from mvs_desktop.domain.conflicts import Choice
from mvs_desktop.services.views import ConflictView, SyncResult, SyncState
from mvs_desktop.ui.background import Background
from mvs_desktop.ui.families.page import FamiliesPage
from mvs_desktop.ui.families.rows import FamiliesAsk
from mvs_desktop.ui.family.page import FamilyPage
from mvs_desktop.ui.navigation.intents import OpenFamily
from mvs_desktop.ui.navigation.places import History, Place, Screen
from mvs_desktop.ui.navigation.view import ScreenSpec, ScreenView
from mvs_desktop.ui.record_at import RecordAt
from mvs_desktop.ui.search.asking import Asking
from mvs_desktop.ui.search.page import SearchPage
from mvs_desktop.ui.sending.page import SendingPage
from mvs_desktop.ui.shell.family_host import FamilyHost
from mvs_desktop.ui.shell.screens import SCREENS
from mvs_desktop.ui.today.page import TodayPage

if TYPE_CHECKING:
    from mvs_desktop.services.workspace import Workspace


class Navigator(QObject):
    """`asked` carries an Intent of a screen, `arrived` the Place that is shown now,
    `counted` a Screen and its number, `saved` the id of a case that was saved."""

    asked = Signal(object)
    arrived = Signal(object)
    counted = Signal(object, int)
    saved = Signal(object)
    failed = Signal(object)
    departure_asked = Signal()
    closing_asked = Signal()

    def __init__(
        self,
        workspace: "Workspace",
        background: Background,
        pages: QStackedWidget,
        families: FamilyHost,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._background = background
        self._pages = pages
        self._families = families
        self._specs = {spec.screen: spec for spec in SCREENS}
        self._views: dict[Screen, ScreenView] = {}
        self._history = History()
        self._place = Place(Screen.TODAY)
        self._wanted = OpenFamily(UUID(int=0))
        self._to_focus: Screen | None = None
        self._unavailable = ""
        self._state: SyncState | None = None
        self._result: SyncResult | None = None  # the last one with something in it
        families.opened.connect(self._show_family)
        families.dropped.connect(self._remove_page)
        families.saved.connect(lambda _at: self.saved.emit(families.case_id))
        families.failed.connect(self.failed)
        families.conflict_opened.connect(self._open_conflict)

    @property
    def place(self) -> Place:
        """What is shown now."""
        return self._place

    @property
    def shown_case_id(self) -> UUID | None:
        """The family in sight; None on the other screens."""
        return self._place.case_id

    @property
    def shown_page(self) -> FamilyPage | None:
        """The page of the family in sight; None on the other screens."""
        return self._families.page if self.shown_case_id is not None else None

    # Going

    def go(self, place: Place) -> None:
        """Show a place and remember it for the way back."""
        if place.case_id is not None:
            self.open_family(OpenFamily(place.case_id, tab=place.tab))
            return
        self._history.visit(place)
        self._show(place)

    def open_family(self, intent: OpenFamily) -> None:
        """Show a family, at the tab or the record that is meant."""
        self.flush()
        self._wanted = intent
        self._families.open(intent.case_id)

    def search(self, text: str) -> None:
        """Show everything that is found for a text."""
        self.go(Place(Screen.SEARCH))
        page = self._views[Screen.SEARCH]
        if isinstance(page, SearchPage):
            page.begin(text)

    def back(self) -> None:
        """To the place before this one."""
        self._revisit(self._history.back())

    def forward(self) -> None:
        """To the place that `back` came from."""
        self._revisit(self._history.forward())

    def forget(self, case_id: UUID) -> None:
        """The family is no longer on this laptop: leave it, and never come back to it."""
        self._history.forget_case(case_id)
        shown = self.shown_case_id == case_id
        self.close_family()
        if shown:
            self.go(Place(Screen.FAMILIES))

    def close_family(self) -> None:
        """Let go of the open family; what was typed in it is saved."""
        self._families.close()

    def choose_tab(self, number: int) -> None:
        """Show a tab of the family in sight, counted from 0."""
        page = self._families.page
        if page is not None and self.shown_case_id is not None:
            keys = page.tabs.keys()
            if number < len(keys):
                page.show_tab(keys[number])
                page.focus_first()

    def focus_filter(self) -> None:
        """Put the keyboard in the filter of the screen in sight, when it has one."""
        view = self._views.get(self._place.screen)
        if view is not None:
            view.focus_filter()

    def focus_first(self) -> None:
        """Put the keyboard where work begins on the screen in sight."""
        view = self._views.get(self._place.screen)
        if view is not None:
            view.focus_first()
        elif self._families.page is not None:
            self._families.page.focus_first()

    # Keeping fresh

    def flush(self) -> None:
        """Have every form announce what was typed last."""
        self._families.flush()
        search = self._views.get(Screen.SEARCH)
        if isinstance(search, SearchPage):
            search.finish()

    def refresh(self, case_id: object = None) -> None:
        """Read the screen in sight again, and the open family when it is that one."""
        spec = self._specs.get(self._place.screen)
        if spec is not None:
            self._fetch(spec)
            if isinstance(case_id, UUID):
                self._families.refresh(case_id)
        if self._place.screen is not Screen.LOOSE_NOTES:
            self.count_loose_notes()

    def count_loose_notes(self) -> None:
        """Read the loose notes for their number in the rail."""
        self._fetch(self._specs[Screen.LOOSE_NOTES])

    def received(self, result: SyncResult) -> None:
        """Show what came in, and the receipt."""
        if result.confirmed or result.received:
            self._result = result
        sending = self._views.get(Screen.SENDING)
        if isinstance(sending, SendingPage):
            sending.show_result(result)
        open_case = self._families.case_id
        # Also when only own work was confirmed: what was still to be sent no longer is.
        news = open_case in result.changed_cases or result.confirmed
        if open_case is not None and news and open_case not in result.lost_cases:
            self._families.refresh(open_case)
        spec = self._specs.get(self._place.screen)
        if spec is not None:
            self._fetch(spec)

    def set_unavailable(self, reason: str) -> None:
        """Why nothing new can be begun now; an empty reason says that it can."""
        self._unavailable = reason
        for view in self._views.values():
            view.set_unavailable(reason)

    def show_state(self, state: SyncState) -> None:
        """How sending stands, for the screen that says so."""
        self._state = state
        sending = self._views.get(Screen.SENDING)
        if isinstance(sending, SendingPage):
            sending.show_state(state, self._workspace.today())

    def show_progress(self, done: int, total: int) -> None:
        """How far a run is, for the screen that shows it."""
        sending = self._views.get(Screen.SENDING)
        if isinstance(sending, SendingPage):
            sending.show_progress(done, total)

    # How

    def _revisit(self, place: Place | None) -> None:
        if place is None:
            return
        if place.case_id is not None:
            self.open_family(OpenFamily(place.case_id, tab=place.tab))
        else:
            self._show(place)

    def _show(self, place: Place) -> None:
        self.flush()
        self._families.stop_opening()
        spec = self._specs[place.screen]
        view = self._views.get(place.screen) or self._make(spec)
        self._place = place
        if self._holds_keyboard():  # it would be left in a page that is out of sight
            self._to_focus = place.screen
        self._pages.setCurrentWidget(view)
        self._fetch(spec)
        self.arrived.emit(place)

    def _open_conflict(self, conflict_id: UUID) -> None:
        self.go(Place(Screen.SENDING))
        self._to_focus = Screen.SENDING
        sending = self._views[Screen.SENDING]
        if isinstance(sending, SendingPage):
            sending.begin_at(conflict_id)

    def _holds_keyboard(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self._pages.isAncestorOf(focused)

    def _make(self, spec: ScreenSpec) -> ScreenView:
        view = spec.make()
        view.asked.connect(self.asked)
        view.set_unavailable(self._unavailable)
        if isinstance(view, TodayPage):
            view.departure_asked.connect(self.departure_asked)
            view.closing_asked.connect(self.closing_asked)
        if isinstance(view, FamiliesPage):
            view.wanted.connect(partial(self._find_families, view))
        if isinstance(view, SearchPage):
            asking = Asking(self._workspace.finder, self._background, view)
            asking.failed.connect(self.failed)
            view.attach(self._workspace.finder, self._background, asking)
        if isinstance(view, SendingPage):
            view.settled.connect(self._settle)
            if self._state is not None:
                view.show_state(self._state, self._workspace.today())
            if self._result is not None:
                view.show_result(self._result)
        self._views[spec.screen] = view
        self._pages.addWidget(view)
        return view

    def _fetch(self, spec: ScreenSpec) -> None:
        def show(found: object) -> None:
            if spec.count is not None:
                self.counted.emit(spec.screen, spec.count(found))
            view = self._views.get(spec.screen)
            if view is not None and isValid(view):
                view.show_view(found)
                if self._to_focus is spec.screen is self._place.screen:
                    self._to_focus = None
                    view.focus_first()

        self._background.run(
            lambda: spec.fetch(self._workspace),
            on_done=show,
            on_failed=self.failed.emit,
            owner=self,
        )

    def _find_families(self, page: FamiliesPage, ask: FamiliesAsk) -> None:
        self._background.run(
            lambda: self._workspace.caseload_page(ask.group, ask.text, ask.start, ask.limit),
            on_done=partial(page.show_page, ask),
            on_failed=self.failed.emit,
            owner=page,
        )

    def _settle(self, seen: ConflictView, choice: Choice, values: Any) -> None:
        def work() -> object:
            return self._workspace.settle(seen, choice, values)

        def done(_saved: object) -> None:
            sending = self._views.get(Screen.SENDING)
            if isinstance(sending, SendingPage):
                sending.show_settled(seen)
            self.saved.emit(seen.case.id)
            self._families.refresh(seen.case.id)

        def not_done(error: Exception) -> None:
            self.failed.emit(error)
            self._fetch(self._specs[Screen.SENDING])

        self._background.run(work, on_done=done, on_failed=not_done, owner=self)

    def _show_family(self, page: FamilyPage) -> None:
        wanted = self._wanted
        if self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)
            page.asked.connect(self.asked)
            page.tab_changed.connect(self._tab_changed)
        if wanted.record_id is not None:
            page.show_record(wanted.record_type, wanted.record_id)
        elif wanted.tab:
            page.show_tab(wanted.tab)
        self._place = Place(Screen.FAMILY, wanted.case_id, page.current_tab)
        self._history.visit(self._place)
        self._pages.setCurrentWidget(page)
        page.focus_first()
        if wanted.history and wanted.record_id is not None:
            page.show_history(RecordAt(wanted.record_type, wanted.record_id))
        self.arrived.emit(self._place)

    def _tab_changed(self, tab: str) -> None:
        if self.shown_case_id is not None:
            self._place = Place(Screen.FAMILY, self.shown_case_id, tab)
            self._history.visit(self._place)
            self.arrived.emit(self._place)

    def _remove_page(self, page: QWidget) -> None:
        self._pages.removeWidget(page)
        page.hide()
