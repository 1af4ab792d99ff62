"""An opened family: its head, its tabs, and what the user can take back."""

from collections.abc import Callable, Sequence
from typing import Protocol, cast
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QSize, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from mvs_desktop.domain.errors import NothingToUndo, UndoRefused
from mvs_desktop.domain.next_step import NextStep
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.records import Record
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.services.undo import Undone
from mvs_desktop.ui.case_context import CaseContext
from mvs_desktop.ui.family.attachments.page import AttachmentsTab
from mvs_desktop.ui.family.case_form import CasePanel
from mvs_desktop.ui.family.header import FamilyHeader
from mvs_desktop.ui.family.notes.page import NotesTab
from mvs_desktop.ui.family.overview.page import OverviewTab
from mvs_desktop.ui.family.people.page import PeopleTab
from mvs_desktop.ui.family.plan.page import PlanTab
from mvs_desktop.ui.family.school.page import SchoolTab
from mvs_desktop.ui.history.panel import HistoryPanel
from mvs_desktop.ui.history.words import undone_text
from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.pages.banner import Banner, BannerStrip
from mvs_desktop.ui.kit.pages.cards import Divider
from mvs_desktop.ui.kit.pages.tabs import FamilyTabs
from mvs_desktop.ui.messages import error_message
from mvs_desktop.ui.navigation.intents import NoteContact
from mvs_desktop.ui.record_at import RecordAt
from mvs_desktop.ui.words import person_name

# Key, words and widget of every tab that works, in order. One line adds another.
TABS: Sequence[tuple[str, Callable[[], str], Callable[[CaseContext], QWidget]]] = (
    ("overview", lambda: QCoreApplication.translate("FamilyPage", "Overzicht"), OverviewTab),
    ("people", lambda: QCoreApplication.translate("FamilyPage", "Gezin & netwerk"), PeopleTab),
    ("school", lambda: QCoreApplication.translate("FamilyPage", "School"), SchoolTab),
    ("plan", lambda: QCoreApplication.translate("FamilyPage", "Plan"), PlanTab),
    ("notes", lambda: QCoreApplication.translate("FamilyPage", "Verslagen"), NotesTab),
    (
        "attachments",
        lambda: QCoreApplication.translate("FamilyPage", "Bijlagen"),
        AttachmentsTab,
    ),
)

_KEYS = tuple(key for key, _, _ in TABS)

# Where a record of a type is shown; the others are on Overzicht.
TAB_OF_RECORD = {
    "person": "people",
    "household": "people",
    "residence": "people",
    "partnership": "people",
    "parent_link": "people",
    "parental_authority": "people",
    "school_enrolment": "school",
    "plan": "plan",
    "goal": "plan",
    "action": "plan",
    "statement": "plan",
    "contact": "notes",
    "note": "notes",
    "note_paragraph": "notes",
    "attachment": "attachments",
}

_TAB_OF_STEP = {
    NextStep.CLARIFY: "overview",
    NextStep.MAKE_PLAN: "plan",
    NextStep.DISCUSS: "plan",
    NextStep.EVALUATE: "plan",
    NextStep.START_VISIT: "notes",
}


class FamilyPage(QWidget):
    """Everything of one family on screen.

    `tab_changed` carries the key of the tab; `asked` an Intent for the shell.
    """

    tab_changed = Signal(str)
    asked = Signal(object)

    def __init__(self, context: CaseContext) -> None:
        super().__init__()
        self.setObjectName("family_page")
        self.context = context
        self._made: dict[str, QWidget] = {}
        self._withdrawn: Sequence[Record] = ()
        self._failing = False
        self._history: HistoryPanel | None = None
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self.header = FamilyHeader(context)
        self.header.step_chosen.connect(self._take_step)
        self.header.details_wanted.connect(self._open_details)
        rows.addWidget(self.header)
        self.tabs = FamilyTabs([(key, words()) for key, words, _ in TABS])
        self.tabs.setObjectName("family_tabs")
        self.tabs.chosen.connect(self._show_tab)
        around_tabs = QVBoxLayout()
        around_tabs.setContentsMargins(px(16), 0, px(16), 0)
        around_tabs.addWidget(self.tabs)
        rows.addLayout(around_tabs)
        rows.addWidget(Divider())
        self.banner = Banner()
        self.banner.setObjectName("family_banner")
        self.banner.chosen.connect(self._answer)
        rows.addWidget(BannerStrip([self.banner]))
        self._stack = QStackedWidget()
        rows.addWidget(self._stack, 1)
        context.withdrawn.connect(self._offer_back)
        context.failed.connect(self._say_failed)
        context.saved.connect(self._saved)
        context.undone.connect(self._say_undone)
        context.history_asked.connect(self.show_history)
        self._show_tab("overview")

    def minimumSizeHint(self) -> QSize:
        return QSize(px(640), px(320))

    @property
    def current_tab(self) -> str:
        """Key of the tab in sight."""
        return self.tabs.current_key

    def show_tab(self, key: str) -> None:
        """Bring a tab into sight; the first one for a key that is none."""
        self.tabs.choose(key if key in _KEYS else "overview")

    def show_record(self, record_type: str, record_id: UUID) -> None:
        """Bring the tab of a record into sight, and the person when it is one."""
        self.show_tab(TAB_OF_RECORD.get(record_type, "overview"))
        if record_type == Person.type_name:
            self._people().show_person(record_id)
        tab = self._stack.currentWidget()
        if isinstance(tab, PlanTab | NotesTab | AttachmentsTab):
            tab.show_record(record_type, record_id)

    def show_history(self, at: RecordAt | None) -> None:
        """Show what was changed in a record, or in the whole family."""
        self.flush()
        panel = self._history
        if panel is not None and isValid(panel) and panel.is_open:
            panel.show_of(at)
            return
        self._history = HistoryPanel(self, self.context)
        self._history.open_of(at)

    def focus_first(self) -> None:
        """Put the keyboard where work in this tab begins."""
        cast("_Focusable", self._stack.currentWidget()).focus_first()

    def flush(self) -> None:
        """Save what was typed last; call before leaving, closing or locking."""
        self.context.flush()

    def tab(self, key: str) -> QWidget:
        """The widget of a tab, made when it is first asked for; raises KeyError."""
        if key not in self._made:
            make = {known: made for known, _, made in TABS}[key]
            self._made[key] = self._connected(make(self.context))
            self._stack.addWidget(self._made[key])
        return self._made[key]

    def _connected(self, tab: QWidget) -> QWidget:
        if isinstance(tab, OverviewTab):
            tab.add_person_wanted.connect(self._add_person)
            tab.person_chosen.connect(lambda id_: self.show_record(Person.type_name, id_))
            tab.plan_wanted.connect(lambda: self.show_tab("plan"))
            tab.contact_chosen.connect(lambda id_: self.show_record("contact", id_))
            tab.asked.connect(self.asked)
        if isinstance(tab, NotesTab):
            tab.contact_wanted.connect(
                lambda: self.asked.emit(NoteContact(case_id=self.context.case_id))
            )
        return tab

    def _people(self) -> PeopleTab:
        return cast("PeopleTab", self.tab("people"))

    def _show_tab(self, key: str) -> None:
        self.context.flush_requested.emit()
        self._stack.setCurrentWidget(self.tab(key))
        self.header.set_step_filled(key == "overview")
        self.tab_changed.emit(key)

    def _add_person(self) -> None:
        self.show_tab("people")
        self._people().add_person(None)

    def _take_step(self, step: NextStep) -> None:
        self.show_tab(_TAB_OF_STEP[step])
        if step is NextStep.CLARIFY:
            cast("OverviewTab", self.tab("overview")).clarify()
        elif step is NextStep.START_VISIT:
            self.asked.emit(NoteContact(case_id=self.context.case_id))
        else:
            self.focus_first()

    def _open_details(self) -> None:
        CasePanel(self, self.context).open_form()

    def _offer_back(self, records: Sequence[Record]) -> None:
        self._failing = False
        self._withdrawn = records
        first = records[0]
        what = (
            self.tr("{name} is ingetrokken.").format(name=person_name(first))
            if isinstance(first, Person)
            else self.tr("Ingetrokken.")
        )
        self.banner.say("info", what, (("restore", self.tr("Terughalen")),))

    def _answer(self, key: str) -> None:
        if key == "restore" and self._withdrawn:
            records, self._withdrawn = self._withdrawn, ()
            self.context.restore(records)
            self.banner.say("ok", self.tr("Teruggehaald."))
        elif key in ("retry", "undo", "redo"):
            self.banner.clear()
            getattr(self.context, key)()

    def _say_undone(self, undone: Undone, before: CaseSnapshot) -> None:
        again = ("undo", self.tr("Terugdraaien")) if undone.again else ("redo", self.tr("Opnieuw"))
        self.banner.say("ok", undone_text(undone, before), (again,))

    def _say_failed(self, error: Exception) -> None:
        message = error_message(error)
        if isinstance(error, NothingToUndo | UndoRefused):
            self.banner.say("info", message.text)
            return
        self._failing = True
        retry = (("retry", self.tr("Opnieuw bewaren")),) if self.context.busy else ()
        self.banner.say("bad", message.text, retry)

    def _saved(self, _: object) -> None:
        if self._failing and not self.context.busy:
            self._failing = False
            self.banner.clear()


class _Focusable(Protocol):
    def focus_first(self) -> None: ...
