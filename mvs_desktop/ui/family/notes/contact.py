"""The facts of a contact: what, when, where and who was there; read, or opened to change."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mvs_desktop.domain.contacts import Contact, ContactKind, ContactState
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.ui.case_context import CaseContext
from mvs_desktop.ui.family.records.items import name_controls
from mvs_desktop.ui.family.records.marks import RecordMarks
from mvs_desktop.ui.family.records.named import people_options, renew_options
from mvs_desktop.ui.kit.forms.fields import (
    Field,
    chips_field,
    number_field,
    people_field,
    text_field,
    yes_no_field,
)
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.kit.pages.cards import Card, clear_layout
from mvs_desktop.ui.kit.pages.facts import FactList
from mvs_desktop.ui.kit.parts.buttons import TextButton
from mvs_desktop.ui.kit.parts.chips import Chip
from mvs_desktop.ui.kit.parts.quantities import format_count
from mvs_desktop.ui.moment_field import moment_field
from mvs_desktop.ui.record_binder import RecordBinder
from mvs_desktop.ui.words import format_day, format_time, join_names, label, options


class ContactForm(RecordForm):
    """All there is to know of a contact beside its note."""

    def __init__(self, parent: QWidget, context: CaseContext) -> None:
        self._context = context
        super().__init__(parent=parent, columns=2)
        self.editor("at").edited.connect(self._plan_what_is_to_come)

    def fields(self) -> Sequence[Field]:
        return (
            chips_field("kind", self.tr("Hoe?"), options(ContactKind)),
            moment_field("at", self.tr("Wanneer?")),
            number_field("minutes", self.tr("Hoeveel minuten?"), lowest=0, highest=1440),
            chips_field("state", self.tr("Is het geweest?"), options(ContactState)),
            people_field(
                "person_ids",
                self.tr("Wie waren erbij?"),
                people_options(self._context.snapshot),
            ),
            text_field("others", self.tr("Nog iemand erbij?")),
            text_field("place", self.tr("Waar?")),
            text_field("purpose", self.tr("Waarvoor?"), wide=True),
            text_field("interpreter", self.tr("Tolk nodig? Welke taal?")),
            yes_no_field("interpreter_booked", self.tr("Tolk is geregeld")),
        )

    def settle(self, contact: Contact) -> None:
        """Renew what is offered and hide what makes no sense."""
        renew_options(self, ("person_ids",), people_options(self._context.snapshot))
        self.set_field_visible("interpreter_booked", bool(contact.interpreter))

    def _plan_what_is_to_come(self) -> None:
        """A contact that is still to come cannot have been held."""
        values = self.values()
        at = values.get("at")
        to_come = at is not None and at > self._context.workspace.now()  # type: ignore[operator]
        if to_come and values.get("state") is ContactState.HELD:
            self.editor("state").show_value(ContactState.PLANNED)


class ContactCard(Card):
    """The facts, with a text button that opens the form. `withdraw_wanted` asks to let it go."""

    withdraw_wanted = Signal()

    def __init__(self, parent: QWidget, context: CaseContext, contact: Contact) -> None:
        super().__init__(" ", parent, action=" ")
        self.setObjectName("contact_card")
        self._context = context
        self._contact = contact
        self._form: ContactForm | None = None
        self._binder: RecordBinder[Any] | None = None
        self.action.setObjectName("contact_edit")
        self.action_clicked.connect(self.turn)
        self._chip = Chip("", "neutral")
        self.add_to_header(self._chip)
        self._marks = RecordMarks(context, contact.id, parent=self)
        self.add(self._marks)
        self._facts = FactList(self)
        self.add(self._facts)
        self._inside = QWidget(self)
        self._rows = QVBoxLayout(self._inside)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self.add(self._inside)
        self._inside.hide()
        context.snapshot_changed.connect(self._bring_up_to_date)
        self._bring_up_to_date(context.snapshot)

    @property
    def form(self) -> ContactForm | None:
        """The form while it is open."""
        return self._form

    def turn(self) -> None:
        """Open the form, or show the facts again."""
        if self._form is None:
            self.open()
        else:
            self.close_form()
            self.action.setFocus()

    def open(self) -> None:
        """Show the form, with the keyboard in it."""
        if self._form is not None:
            return
        form = ContactForm(self._inside, self._context)
        name_controls(form, "contact")
        self._form = form
        self._binder = RecordBinder(self._context, form, self._contact)
        self._binder.shown.connect(form.settle)
        form.settle(self._binder.record)
        self._rows.addWidget(form)
        withdraw = TextButton(self.tr("Dit contact intrekken"), icon_name="trash", dense=True)
        withdraw.setObjectName("contact_withdraw")
        withdraw.clicked.connect(self.withdraw_wanted)
        self._rows.addWidget(withdraw, 0, Qt.AlignmentFlag.AlignLeft)
        note = self._context.snapshot.note_of(self._contact.id)
        withdraw.setVisible(note is None or not note.signed)
        self._inside.show()
        self._facts.hide()
        self._bring_up_to_date(self._context.snapshot)
        form.focus_first()

    def close_form(self) -> None:
        """Save what was typed and show the facts."""
        if self._binder is None:
            return
        self.release()
        clear_layout(self._rows)
        self._inside.hide()
        self._facts.show()
        self._bring_up_to_date(self._context.snapshot)

    def release(self) -> None:
        """Save what was typed and let go of the form."""
        if self._binder is not None:
            self._binder.release()
        self._binder = self._form = None

    def _bring_up_to_date(self, around: CaseSnapshot) -> None:
        contact = self._context.current(Contact, self._contact.id)
        if contact is None:
            return
        self._contact = contact
        self._marks.set_records(contact.id, *_of_note(around, contact.id))
        day = contact.at.astimezone().date()
        self.set_title(
            self.tr("{kind}, {day} om {time}").format(
                kind=label(contact.kind),
                day=_day(day, self._context.today),
                time=format_time(contact.at),
            )
        )
        self.set_action(self.tr("Klaar") if self._form else self.tr("Wijzigen"))
        self._chip.setVisible(contact.state is not ContactState.HELD)
        kind = "info" if contact.state is ContactState.PLANNED else "neutral"
        self._chip.show_status(label(contact.state), kind)  # type: ignore[arg-type]
        self._facts.show_facts(self._lines(contact, around))

    def _lines(self, contact: Contact, around: CaseSnapshot) -> list[tuple[str, str]]:
        names = [name for id_, name in people_options(around) if id_ in contact.person_ids]
        if contact.others:
            names.append(contact.others)
        interpreter = contact.interpreter
        if interpreter:
            interpreter = (
                self.tr("{language}, geregeld")
                if contact.interpreter_booked
                else self.tr("{language}, nog regelen")
            ).format(language=interpreter)
        length = self.tr("{count} minuten").format(count=format_count(contact.minutes or 0))
        return [
            (self.tr("Waarvoor"), contact.purpose),
            (self.tr("Wie waren erbij"), join_names(names)),
            (self.tr("Waar"), contact.place),
            (self.tr("Tolk"), interpreter),
            (self.tr("Hoe lang"), length if contact.minutes else ""),
            (self.tr("Door"), contact.worker_name),
        ]


def _of_note(around: CaseSnapshot, contact_id: UUID) -> list[UUID]:
    """The note, and its unsent paragraphs; their conflicts stand beside their text."""
    note = around.note_of(contact_id)
    if note is None:
        return []
    clashing = {conflict.record_id for conflict in around.open_conflicts}
    unsent = [item.id for item in around.paragraphs(note.id) if around.state(item.id).unsent]
    return [note.id, *(id_ for id_ in unsent if id_ not in clashing)]


def _day(day: date, today: date) -> str:
    text = format_day(day)
    return text if day.year == today.year else f"{text} {day.year}"
