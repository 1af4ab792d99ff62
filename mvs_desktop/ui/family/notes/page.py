"""The tab Verslagen of a family: its contacts in time, and the note of each."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from mvs_desktop.domain.contacts import Contact, ContactKind, ContactState, Note, NoteParagraph
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.services.views import Saved
from mvs_desktop.ui.case_context import CaseContext
from mvs_desktop.ui.family.notes.changes import (
    new_contact,
    new_note,
    open_points,
    with_its_note,
)
from mvs_desktop.ui.family.notes.contact import ContactCard
from mvs_desktop.ui.family.notes.text import NoteCard, SignBar
from mvs_desktop.ui.family.notes.timeline import Timeline
from mvs_desktop.ui.family.records.details import AfterSaving
from mvs_desktop.ui.family.records.named import people_options
from mvs_desktop.ui.kit.forms.choice_editor import ChoiceEditor
from mvs_desktop.ui.kit.forms.editors import Option
from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.pages.empty import EmptyState
from mvs_desktop.ui.kit.pages.scroll import ScrollPage
from mvs_desktop.ui.kit.pages.tab_order import tab_in_reading_order
from mvs_desktop.ui.kit.parts.buttons import OutlinedButton
from mvs_desktop.ui.kit.parts.labels import Muted
from mvs_desktop.ui.words import options

_LIST_WIDTH = 320
_ALL = ""  # a filter that lets everything through


class NotesTab(QWidget):
    """Contacts and notes of the open family; `contact_wanted` asks to write one down."""

    contact_wanted = Signal()

    def __init__(self, context: CaseContext) -> None:
        super().__init__()
        self.setObjectName("notes_tab")
        self._context = context
        self._card: ContactCard | None = None
        self._note: NoteCard | None = None
        self._contact_id: UUID | None = None
        self._version: UUID | None = None  # another version of the note than the last
        self._open_next: UUID | None = None
        self._write_next: UUID | None = None
        self._pages = QStackedWidget(self)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self._pages)
        self._empty = EmptyState(
            self.tr("Nog geen verslagen."),
            self.tr("Contact noteren"),
            text_button=self.tr("Een bezoek plannen"),
            icon_name="note-pencil",
            filled=True,
        )
        self._empty.button.setObjectName("note_contact")
        self._empty.chosen.connect(self.contact_wanted)
        self._empty.text_button.setObjectName("plan_contact")
        self._empty.second_chosen.connect(self.add_contact)
        self._pages.addWidget(self._empty)
        self._page = QWidget(self)
        self._lay_out()
        self._pages.addWidget(self._page)
        sign = QShortcut(QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Return), self)
        sign.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        sign.activated.connect(self.sign)
        context.snapshot_changed.connect(self._bring_up_to_date)
        self._bring_up_to_date(context.snapshot)

    @property
    def contact_card(self) -> ContactCard | None:
        """The facts of the chosen contact."""
        return self._card

    @property
    def note_card(self) -> NoteCard | None:
        """The note of the chosen contact."""
        return self._note

    @property
    def timeline(self) -> Timeline:
        """The list at the left."""
        return self._timeline

    @property
    def sign_bar(self) -> SignBar:
        """The bar below the note."""
        return self._sign

    def focus_first(self) -> None:
        """Put the keyboard on the first thing to do."""
        if self._pages.currentWidget() is self._empty:
            self._empty.button.setFocus()
        else:
            self._timeline.setFocus()

    def show_contact(self, contact_id: UUID) -> None:
        """Choose a contact; filters that hide it are taken away."""
        contact = self._context.current(Contact, contact_id)
        if contact is None:
            return
        if contact not in self._filtered(self._context.snapshot):
            self._person.show_value(_ALL)
            self._kind.show_value(_ALL)
            self._fill_timeline(self._context.snapshot)
        self._timeline.choose(contact_id)

    def show_record(self, record_type: str, record_id: UUID) -> None:
        """Choose the contact that a contact, note or paragraph belongs to."""
        around = self._context.snapshot
        paragraph = around.get(NoteParagraph, record_id)
        note = around.get(Note, paragraph.note_id if paragraph else record_id)
        contact_id = note.contact_id if note else record_id
        if contact_id is not None:
            self.show_contact(contact_id)

    def add_contact(self) -> None:
        """A new contact, to be filled in at once."""
        context = self._context
        contact = new_contact(
            context.snapshot, context.new_id(), context.workspace.now(), context.workspace.me
        )
        self._open_next = contact.id
        context.add(contact)

    def write_note(self) -> None:
        """Begin the note of the chosen contact."""
        contact = self._contact()
        if contact is None or self._context.snapshot.note_of(contact.id) is not None:
            return
        context = self._context
        context.flush()
        contact = self._contact() or contact
        note, changes = new_note(
            contact,
            context.new_id(),
            context.new_id(),
            context.workspace.now(),
            context.workspace.me,
        )
        self._write_next = note.id
        context.save(*changes)

    def sign(self) -> None:
        """Sign the note that is shown, when nothing keeps it from being signed."""
        note = self._note
        if note is None or note.signed:
            return
        self._context.flush()
        AfterSaving(self._context, lambda: self._sign_now(note.note_id), self)

    def correct(self) -> None:
        """A new version of the signed note that is shown."""
        note = self._note
        if note is not None and note.signed:
            workspace, case_id = self._context.workspace, self._context.case_id
            self._write_when_there = True
            self._run(lambda: workspace.correct_note(case_id, note.note_id))

    def release(self) -> None:
        """Save what was typed; call before the tab is deleted."""
        for part in (self._card, self._note):
            if part is not None:
                part.release()
        self._card = self._note = None

    # How the tab is built

    _write_when_there = False

    def _lay_out(self) -> None:
        columns = QHBoxLayout(self._page)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(0)
        side = QFrame(self._page)
        side.setObjectName("notes_side")
        side.setFixedWidth(px(_LIST_WIDTH))
        left = QVBoxLayout(side)
        left.setContentsMargins(px(16), px(16), 0, 0)
        left.setSpacing(px(12))
        self.add_button = OutlinedButton(self.tr("Contact toevoegen"), side, icon_name="plus")
        self.add_button.setObjectName("add_contact")
        self.add_button.clicked.connect(self.add_contact)
        left.addWidget(self.add_button)
        filters = QHBoxLayout()
        filters.setSpacing(px(8))
        self._person = self._filter("filter_person", self.tr("Over of met wie"))
        self._kind = self._filter("filter_kind", self.tr("Soort contact"))
        filters.addWidget(self._person, 1)
        filters.addWidget(self._kind, 1)
        left.addLayout(filters)
        self._timeline = Timeline()
        self._timeline.setProperty("kit", "framed")
        self._timeline.chosen.connect(self._choose)
        left.addWidget(self._timeline, 1)
        self._nothing = Muted(self.tr("Geen contact past hierbij."))
        left.addWidget(self._nothing)
        left.addSpacing(px(16))
        columns.addWidget(side)
        right = QVBoxLayout()
        right.setSpacing(0)
        self._centre = ScrollPage(max_width=960, margin=24)
        self._centre.setObjectName("note_page")
        right.addWidget(self._centre, 1)
        self._sign = SignBar(self._page, self._context)
        self._sign.sign_wanted.connect(self.sign)
        self._sign.correct_wanted.connect(self.correct)
        right.addWidget(self._sign)
        columns.addLayout(right, 1)
        self._no_note = EmptyState(
            self.tr("Van dit contact is nog geen verslag."),
            self.tr("Verslag schrijven"),
            icon_name="note-pencil",
            filled=True,
        )
        self._no_note.button.setObjectName("write_note")
        self._no_note.chosen.connect(self.write_note)
        self._centre.add(self._no_note)
        self._centre.add_stretch()

    def _filter(self, name: str, said: str) -> ChoiceEditor:
        editor = ChoiceEditor([])
        editor.setObjectName(name)
        editor.control().setObjectName(f"{name}_control")
        editor.name_controls(said, "")
        editor.edited.connect(lambda: self._fill_timeline(self._context.snapshot))
        return editor

    # What it shows

    def _bring_up_to_date(self, around: CaseSnapshot) -> None:
        self._pages.setCurrentWidget(self._page if around.contacts else self._empty)
        people: list[Option] = [(_ALL, self.tr("Iedereen")), *people_options(around)]
        kinds: list[Option] = [(_ALL, self.tr("Alles")), *options(ContactKind)]
        for editor, offered in ((self._person, people), (self._kind, kinds)):
            if editor.property("offered") != repr(offered):
                editor.setProperty("offered", repr(offered))
                chosen = editor.value()
                editor.set_options(offered)
                editor.show_value(_ALL if chosen is None else chosen)
        self._fill_timeline(around)
        if self._open_next and around.get(Contact, self._open_next):
            contact_id, self._open_next = self._open_next, None
            self.show_contact(contact_id)
            if self._card is not None:
                self._card.open()
        self._show_contact()

    def _filtered(self, around: CaseSnapshot) -> list[Contact]:
        person, kind = self._person.value(), self._kind.value()
        return [
            contact
            for contact in around.contacts
            if (person in (None, _ALL) or person in _people_of(around, contact))
            and (kind in (None, _ALL) or contact.kind is kind)
        ]

    def _fill_timeline(self, around: CaseSnapshot) -> None:
        shown = self._filtered(around)
        self._timeline.show_contacts(around, shown, self._context.today)
        self._nothing.setVisible(not shown)
        if shown and self._timeline.chosen_object() is None:
            held = (item for item in shown if item.state is ContactState.HELD)
            self._timeline.choose(next(held, shown[0]).id)

    def _choose(self, line: object) -> None:
        if line is not None:
            self._version = None
            self._show_contact()

    def _contact(self) -> Contact | None:
        id_ = self._timeline.chosen_id()
        return self._context.current(Contact, id_) if id_ else None

    def _show_contact(self) -> None:
        contact = self._contact()
        if contact is None:
            self._take_away()
            self._no_note.hide()
            self._sign.hide()
            return
        if self._card is None or self._contact_id != contact.id:
            self._take_away()
            self._contact_id = contact.id
            self._card = ContactCard(self._centre, self._context, contact)
            self._card.withdraw_wanted.connect(self._withdraw)
            self._centre.body.insertWidget(0, self._card)
        self._show_note(contact)
        tab_in_reading_order(self._page)

    def _show_note(self, contact: Contact) -> None:
        around = self._context.snapshot
        note = around.get(Note, self._version) or around.note_of(contact.id)
        if note is None:
            self._drop_note()
        elif self._note is None or (self._note.note_id, self._note.signed) != (
            note.id,
            note.signed,
        ):
            self._drop_note()
            self._note = NoteCard(self._centre, self._context, note)
            self._note.version_chosen.connect(self._show_version)
            self._centre.body.insertWidget(1, self._note)
            if self._write_next == note.id or (self._write_when_there and not note.signed):
                self._write_next, self._write_when_there = None, False
                self._note.begin()
        self._no_note.setVisible(note is None and contact.state is not ContactState.CANCELLED)
        self._sign.setVisible(note is not None)
        if note is not None:
            self._sign.show_note(note.id)

    def _show_version(self, note_id: UUID) -> None:
        self._version = note_id
        self._show_contact()

    def _take_away(self) -> None:
        if self._card is not None:
            card, self._card = self._card, None
            card.release()
            self._delete(card)
        self._contact_id = None
        self._drop_note()

    def _drop_note(self) -> None:
        if self._note is not None:
            note, self._note = self._note, None
            note.release()
            self._delete(note)

    def _delete(self, widget: QWidget) -> None:
        self._centre.body.removeWidget(widget)
        widget.hide()
        widget.deleteLater()

    # What it does

    def _withdraw(self) -> None:
        contact = self._contact()
        if contact is None:
            return
        self._take_away()
        gone = with_its_note(self._context.snapshot, contact)
        AfterSaving(self._context, lambda: self._context.withdraw(*gone), self._context)

    def _sign_now(self, note_id: UUID) -> None:
        around = self._context.snapshot
        note = around.get(Note, note_id)
        if note is None or note.signed:
            return
        self._sign.show_note(note_id)
        if self._sign.sign.reason:
            return
        blank = open_points(around, note).blank
        workspace, case_id = self._context.workspace, self._context.case_id

        def work() -> Saved:
            if blank:
                workspace.withdraw(*blank)
            return workspace.sign_note(case_id, note_id)

        self._run(work)
        self._timeline.setFocus()

    def _run(self, work: Callable[[], Saved]) -> None:
        def done(saved: Saved) -> None:
            self._version = None
            self._context.set_snapshot(saved.snapshot)
            self._context.saved.emit(saved.at)

        self._context.background.run(
            work, on_done=done, on_failed=self._context.failed.emit, owner=self
        )


def _people_of(around: CaseSnapshot, contact: Contact) -> frozenset[UUID]:
    """Who was there, and whom its note is about."""
    note = around.note_of(contact.id)
    about = [item.about_ids for item in around.paragraphs(note.id)] if note else []
    return contact.person_ids.union(*about)
