"""Adding somebody to the family: who it is, whose child or parent, and where they live.

Nothing has to be filled in. What was typed is kept until the person is added, also when
the program stops in between.
"""

import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import cast
from uuid import UUID

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Signal
from PySide6.QtGui import QKeyEvent

from mvs_desktop.domain.partial_date import PartialDate
from mvs_desktop.domain.people import Gender, Household, ParentLink, Person, Residence
from mvs_desktop.domain.records import Record
from mvs_desktop.ui.case_context import CaseContext
from mvs_desktop.ui.date_fields import partial_date_field
from mvs_desktop.ui.family.people.households import household_name
from mvs_desktop.ui.family.people.side_page import SidePage
from mvs_desktop.ui.family.records.items import name_controls
from mvs_desktop.ui.kit.forms.editors import Option
from mvs_desktop.ui.kit.forms.fields import (
    Field,
    chips_field,
    choice_field,
    people_field,
    text_field,
    yes_no_field,
)
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.kit.parts.buttons import ButtonRow, FilledButton, TextButton, is_done
from mvs_desktop.ui.words import options, person_name

DRAFT = "new_person"
NEW_HOUSEHOLD = "new"


class NewPerson(StrEnum):
    """Whom the user says to add; it decides which questions are asked."""

    CHILD = "child"
    PARENT = "parent"
    GRANDPARENT = "grandparent"
    PREGNANCY = "pregnancy"
    OTHER = "other"


_KINDS = {
    NewPerson.CHILD: QT_TRANSLATE_NOOP("AddPersonForm", "Kind"),
    NewPerson.PARENT: QT_TRANSLATE_NOOP("AddPersonForm", "Ouder"),
    NewPerson.GRANDPARENT: QT_TRANSLATE_NOOP("AddPersonForm", "Opa of oma"),
    NewPerson.PREGNANCY: QT_TRANSLATE_NOOP("AddPersonForm", "Zwangerschap"),
    NewPerson.OTHER: QT_TRANSLATE_NOOP("AddPersonForm", "Iemand anders"),
}
_CHILDREN = (NewPerson.CHILD, NewPerson.PREGNANCY)
_TEXTS = ("given_name", "infix", "family_name", "birth")


class AddPersonForm(RecordForm):
    """The questions about somebody new."""

    def __init__(self, context: CaseContext) -> None:
        self._context = context
        self._likely_home: UUID | None = None
        super().__init__()
        name_controls(self, "new_person")

    def fields(self) -> Sequence[Field]:
        around, today = self._context.snapshot, self._context.today
        people: list[Option] = [(person.id, person_name(person)) for person in around.people]
        homes: list[Option] = [
            (home.id, household_name(home, around, today)) for home in around.all(Household)
        ]
        return (
            chips_field(
                "kind",
                self.tr("Wie voeg je toe?"),
                [(kind, self.tr(str(word))) for kind, word in _KINDS.items()],
            ),
            text_field("given_name", self.tr("Voornaam")),
            text_field("infix", self.tr("Tussenvoegsel"), width=120),
            text_field("family_name", self.tr("Achternaam")),
            partial_date_field("birth", self.tr("Geboren")),
            chips_field("gender", self.tr("Geslacht"), options(Gender)),
            yes_no_field("gets_help", self.tr("Krijgt hulp")),
            people_field("parent_ids", self.tr("Kind van"), people),
            people_field("child_ids", self.tr("Ouder van"), people),
            choice_field(
                "household",
                self.tr("Woont bij"),
                [
                    (None, self.tr("Nog niet bekend")),
                    *homes,
                    (NEW_HOUSEHOLD, self.tr("Nieuw huishouden")),
                ],
                search=False,
            ),
        )

    def choose_kind(self, kind: NewPerson) -> None:
        """Start with a likely answer to the questions for this kind of person."""
        around = self._context.snapshot
        parents = {
            parent.id for child in around.children for parent, _ in around.parents_of(child.id)
        }
        homes = around.all(Household)
        guess: dict[str, object] = {
            "kind": kind,
            "gets_help": kind in _CHILDREN,
            "parent_ids": frozenset(parents) if kind in _CHILDREN and len(parents) <= 2 else None,
            "child_ids": (
                frozenset(child.id for child in around.children)
                if kind is NewPerson.PARENT
                else None
            ),
        }
        if self.values().get("household") == self._likely_home:  # nobody chose another
            self._likely_home = homes[0].id if kind in _CHILDREN and len(homes) == 1 else None
            guess["household"] = self._likely_home
        self.show_values(guess)
        self.settle()

    def settle(self) -> None:
        """Ask only what means something for the chosen kind."""
        kind = self.values().get("kind")
        people = bool(self._context.snapshot.people)
        unborn = kind is NewPerson.PREGNANCY
        self.row("birth").label.setText(
            self.tr("Uitgerekende datum") if unborn else self.tr("Geboren")
        )
        self.set_field_visible("gender", not unborn)
        self.set_field_visible("gets_help", kind in (*_CHILDREN, NewPerson.OTHER, None))
        self.set_field_visible("parent_ids", people and kind != NewPerson.GRANDPARENT)
        self.set_field_visible("child_ids", people and kind not in _CHILDREN)

    def to_text(self) -> str:
        """What was filled in, to be kept; empty when that is nothing."""
        values = self.values()
        texts = {name: self.editor(name).raw_text() for name in _TEXTS}
        ids = {
            name: sorted(str(id_) for id_ in cast("frozenset[UUID]", values.get(name) or ()))
            for name in ("parent_ids", "child_ids")
        }
        if not any(texts.values()):
            return ""
        return json.dumps(
            {
                **texts,
                **ids,
                "kind": values.get("kind"),
                "gender": values.get("gender"),
                "gets_help": values.get("gets_help"),
                "household": str(values["household"]) if values.get("household") else None,
            }
        )

    def show_text(self, text: str) -> None:
        """Put back what `to_text` kept; passes over what it does not understand."""
        try:
            kept = json.loads(text)
            values: dict[str, object] = {
                "kind": NewPerson(kept["kind"]) if kept["kind"] else None,
                "gender": Gender(kept["gender"]) if kept["gender"] else None,
                "gets_help": bool(kept["gets_help"]),
                "parent_ids": self._known(kept["parent_ids"]),
                "child_ids": self._known(kept["child_ids"]),
                "household": self._home(kept["household"]),
            }
            texts = {name: str(kept[name]) for name in _TEXTS}
        except (ValueError, KeyError, TypeError):
            return
        self.show_values(values)
        self.show_drafts(texts)
        self.settle()

    def _known(self, ids: Sequence[str]) -> frozenset[UUID]:
        here = {person.id for person in self._context.snapshot.people}
        return frozenset(UUID(text) for text in ids) & here

    def _home(self, text: str | None) -> object:
        if text is None or text == NEW_HOUSEHOLD:
            return text
        homes = {home.id for home in self._context.snapshot.all(Household)}
        return UUID(text) if UUID(text) in homes else None


class AddPersonPanel(SidePage):
    """The form with its buttons. `added` carries the new person's id."""

    added = Signal(object)

    def __init__(self, context: CaseContext, kind: NewPerson | None = None) -> None:
        super().__init__(
            context, "new_person", QCoreApplication.translate("AddPersonPanel", "Persoon toevoegen")
        )
        self.form = AddPersonForm(context)
        self.form.editor("kind").settled.connect(self._kind_chosen)
        self.form.changed.connect(lambda _: self._keep())
        context.flush_requested.connect(self.form.flush)
        self.add(self.form)
        add = FilledButton(self.tr("Toevoegen"))
        add.setObjectName("new_person_add")
        add.clicked.connect(self._add)
        cancel = TextButton(self.tr("Toch niet"))
        cancel.setObjectName("new_person_cancel")
        cancel.clicked.connect(self._cancel)
        self.add(ButtonRow((add, cancel)))
        self.add_stretch()
        kept = context.drafts.get((context.case_id, DRAFT))
        if kept and kind is None:
            self.form.show_text(kept)
        else:
            self.form.choose_kind(kind or NewPerson.CHILD)

    def focus_first(self) -> None:
        self.form.editor("given_name").control().setFocus()

    def release(self) -> None:
        self.form.flush()
        self._context.flush_requested.disconnect(self.form.flush)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_done(event):
            self._add()
            return
        super().keyPressEvent(event)

    def _kind_chosen(self) -> None:
        kind = self.form.values().get("kind")
        if isinstance(kind, NewPerson):
            self.form.choose_kind(kind)
        else:
            self.form.settle()

    def _keep(self) -> None:
        self._context.keep_draft(self._context.case_id, DRAFT, self.form.to_text() or None)

    def _cancel(self) -> None:
        self.form.flush()
        self._context.keep_draft(self._context.case_id, DRAFT, None)
        self.closed.emit()

    def _add(self) -> None:
        self.form.flush()
        records = new_person_records(self._context, self.form.values())
        person = records[0]
        unread = self.form.unreadable()
        for name, text in unread.items():
            self._context.keep_draft(person.id, name, text)
        self._context.keep_draft(self._context.case_id, DRAFT, None)
        self._context.add(*records)
        self.added.emit(person.id)


def new_person_records(context: CaseContext, values: Mapping[str, object]) -> list[Record]:
    """The new person first, then the links, and a household when it is a new one."""
    case_id = context.case_id
    kind = values.get("kind")
    unborn = kind is NewPerson.PREGNANCY
    person = Person(
        id=context.new_id(),
        case_id=case_id,
        given_name=str(values.get("given_name") or ""),
        infix=str(values.get("infix") or ""),
        family_name=str(values.get("family_name") or ""),
        birth=cast("PartialDate | None", values.get("birth")),
        unborn=unborn,
        gender=cast("Gender | None", values.get("gender")) or Gender.UNKNOWN,
        gets_help=bool(values.get("gets_help"))
        and kind
        not in (
            NewPerson.PARENT,
            NewPerson.GRANDPARENT,
        ),
    )
    records: list[Record] = [person]

    def link(parent_id: UUID, child_id: UUID) -> None:
        records.append(
            ParentLink(id=context.new_id(), case_id=case_id, parent_id=parent_id, child_id=child_id)
        )

    if kind is not NewPerson.GRANDPARENT:
        for parent_id in _ids(values.get("parent_ids")):
            link(parent_id, person.id)
    if kind not in _CHILDREN:
        for child_id in _ids(values.get("child_ids")):
            link(person.id, child_id)
    home = values.get("household")
    if home == NEW_HOUSEHOLD:
        home = context.new_id()
        records.append(Household(id=home, case_id=case_id))
    if isinstance(home, UUID):
        records.append(
            Residence(id=context.new_id(), case_id=case_id, person_id=person.id, household_id=home)
        )
    return records


def _ids(value: object) -> list[UUID]:
    return sorted(cast("frozenset[UUID]", value or frozenset()))
