"""Everything about the person that is chosen: 320 px at the right of the family."""

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mvs_desktop.domain.attached import with_attached
from mvs_desktop.domain.people import GROWN_UP, Person
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.ui.case_context import CaseContext
from mvs_desktop.ui.family.people.person_forms import ReachForm, WhoForm
from mvs_desktop.ui.family.people.person_lists import PersonLists
from mvs_desktop.ui.family.people.side_page import SidePage
from mvs_desktop.ui.family.records.items import RecordItems, name_controls
from mvs_desktop.ui.family.records.marks import RecordMarks
from mvs_desktop.ui.kin_words import relation_to
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.kit.pages.cards import Divider
from mvs_desktop.ui.kit.parts.avatar import Avatar
from mvs_desktop.ui.kit.parts.buttons import TextButton
from mvs_desktop.ui.kit.parts.labels import Heading
from mvs_desktop.ui.record_at import RecordAt, mark_record
from mvs_desktop.ui.record_binder import RecordBinder
from mvs_desktop.ui.words import age_text, person_name

COULD_BE_PARENT = 12


class PersonPanel(SidePage):
    """One person."""

    def __init__(self, context: CaseContext, person_id: UUID) -> None:
        super().__init__(context, "person")
        self.person_id = person_id
        self._binders: list[RecordBinder[Person]] = []
        self._lists: list[RecordItems] = []
        mark_record(self, Person.type_name, person_id)
        person = self._person()
        self._avatar = Avatar(person.full_name)
        self.head.insertWidget(0, self._avatar, 0, Qt.AlignmentFlag.AlignTop)
        self.add(RecordMarks(context, person_id))
        self._fill(person)
        self.add_stretch()
        context.snapshot_changed.connect(self._bring_up_to_date)
        self._bring_up_to_date(context.snapshot)

    def focus_first(self) -> None:
        self.who.focus_first()

    def release(self) -> None:
        for binder in self._binders:
            binder.release()
        for items in self._lists:
            items.release()
        self._context.snapshot_changed.disconnect(self._bring_up_to_date)

    def withdraw(self) -> None:
        """Take this person, and what hangs on the person, out of the file."""
        self._context.withdraw(*with_attached(self._person(), self._context.snapshot))

    def _person(self) -> Person:
        found = self._context.current(Person, self.person_id)
        return found or Person(id=self.person_id, case_id=self._context.case_id)

    def _fill(self, person: Person) -> None:
        lists = PersonLists(self._context, self.person_id, self)
        self.who = WhoForm(self._context)
        self._bind(self.who, person).shown.connect(self._person_shown)
        self._part(self.tr("Wie"), self.who)
        self._part(self.tr("Wonen"), lists.residences(), lists.households())
        self._partnerships = lists.partnerships()
        self._children = lists.children_of()
        self._authority = lists.authority()
        self._held = lists.authority_held()
        self._part(
            self.tr("Ouders en gezag"),
            lists.parents_of(),
            self._authority,
            self._partnerships,
            self._children,
            self._held,
        )
        reach = ReachForm()
        self._bind(reach, person)
        self._part(self.tr("Bereikbaar"), reach)
        self.add(Divider())
        history = TextButton(
            self.tr("Geschiedenis"), icon_name="clock-counter-clockwise", dense=True
        )
        history.setObjectName("person_history")
        history.clicked.connect(self._show_history)
        self.body.addWidget(history, 0, Qt.AlignmentFlag.AlignLeft)
        withdraw = TextButton(self.tr("Deze persoon intrekken"), icon_name="trash", dense=True)
        withdraw.setObjectName("person_withdraw")
        withdraw.clicked.connect(self.withdraw)
        self.body.addWidget(withdraw, 0, Qt.AlignmentFlag.AlignLeft)

    def _show_history(self) -> None:
        self._context.history_asked.emit(RecordAt(Person.type_name, self.person_id))

    def _part(self, heading: str, *widgets: QWidget) -> None:
        self.add(Divider())
        self.add(Heading(heading))
        for widget in widgets:
            self.add(widget)
            if isinstance(widget, RecordItems):
                self._lists.append(widget)

    def _bind(self, form: RecordForm, person: Person) -> RecordBinder[Person]:
        name_controls(form, "person")
        binder = RecordBinder(self._context, form, person)
        self._binders.append(binder)
        return binder

    def _bring_up_to_date(self, around: CaseSnapshot) -> None:
        person = around.person(self.person_id)
        if person is None:
            self.closed.emit()
            return
        name = person_name(person)
        self._avatar.show_name(name)
        about = (age_text(person, self._context.today), relation_to(around, person))
        self.say(name, " · ".join(part for part in about if part))
        self._person_shown(person)

    def _person_shown(self, person: Person) -> None:
        self.who.settle(person)
        age = person.age_on(self._context.today)
        around = self._context.snapshot
        young = person.unborn or (age is not None and age < COULD_BE_PARENT)
        child = person.unborn or (age is not None and age < GROWN_UP)
        is_a_child = child or person in around.children
        self._partnerships.offer(not young)
        self._children.offer(not young)
        self._authority.offer(is_a_child)
        self._held.offer(not young)
