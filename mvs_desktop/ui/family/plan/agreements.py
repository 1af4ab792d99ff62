"""Agreements (afspraken): who does what by when, ticked off where they stand."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from mvs_desktop.domain.plans import Action
from mvs_desktop.ui.case_context import CaseContext
from mvs_desktop.ui.date_fields import day_field, parse_day
from mvs_desktop.ui.family.plan.changes import loose_actions, new_action
from mvs_desktop.ui.family.records.lines import ChipWords, RecordLine, RecordLines
from mvs_desktop.ui.family.records.named import people_options, renew_options
from mvs_desktop.ui.family.records.person_or_words import WHO, PersonOrWordsForm
from mvs_desktop.ui.kit.forms.choices import YesNoEditor
from mvs_desktop.ui.kit.forms.fields import Field, date_field, long_text_field, yes_no_field
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.words import format_date, format_near_day


class AgreementForm(PersonOrWordsForm):
    """A tick and what; below it who and by when.

    Who is one box for two fields of the record: a person of the family, or anybody else
    by name. The tick gets today's date.
    """

    who_fields = ("person_id", "who")

    def __init__(self, parent: QWidget, context: CaseContext) -> None:
        super().__init__(context, parent)
        self.set_field_visible("done_on", False)
        tick = self.editor("done").control()
        tick.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.editor("done").edited.connect(self._date_the_tick)

    def fields(self) -> Sequence[Field]:
        what = long_text_field("what", "", placeholder=self.tr("Wat spreken we af?"), lines=1)
        who = self.who_editor(self.tr("Wie doet het?"))
        due = date_field("due", "", parse_day, _short, placeholder=self.tr("Voor wanneer?"))
        found = (
            yes_no_field("done", ""),
            what,
            Field(WHO, "", who),
            due,
            day_field("done_on", ""),
        )
        said = (
            self.tr("Gedaan"),
            self.tr("Wat spreken we af?"),
            self.tr("Wie doet het?"),
            self.tr("Voor wanneer?"),
            self.tr("Gedaan op"),
        )
        for field, name in zip(found, said, strict=True):
            field.editor.name_controls(name, "")
        return found

    def _arrange(self, columns: int) -> None:
        self._columns_now = columns
        self._grid.addWidget(self.row("done"), 0, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self.row("what"), 0, 1, 1, 2)
        self._grid.addWidget(self.row(WHO), 1, 1)
        self._grid.addWidget(self.row("due"), 1, 2)
        self._grid.addWidget(self.row("done_on"), 2, 1)
        self._grid.setColumnStretch(1, 3)
        self._grid.setColumnStretch(2, 4)

    def _date_the_tick(self) -> None:
        done = self.editor("done").value()
        self.editor("done_on").show_value(self._context.today if done else None)


class AgreementLine(RecordLine):
    """One agreement."""

    record: Action
    words_field = "what"
    small_fields = ("person_id", "who", "due")
    indent = 33

    def make_form(self) -> RecordForm:
        return AgreementForm(self, self.context)

    def make_details(self) -> RecordForm:
        return RecordForm((day_field("done_on", self.tr("Gedaan op")),))

    def settle(self, form: RecordForm) -> None:
        if form is self.form:
            renew_options(form, (WHO,), people_options(self.context.snapshot))

    def summary(self) -> tuple[str, bool]:
        if not self.record.done:
            return "", False
        if self.record.done_on is None:
            return self.tr("Gedaan"), False
        day = format_near_day(self.record.done_on, self.context.today)
        return self.tr("Gedaan {day}").format(day=day), False

    def marks(self) -> Sequence[ChipWords]:
        if self.record.is_overdue(self.context.today):
            return ((self.tr("Te laat"), "bad"),)
        return ()

    @property
    def tick(self) -> QCheckBox:
        """The box that says it is done."""
        editor = self.form.editor("done")
        assert isinstance(editor, YesNoEditor)  # noqa: S101 - so declared above
        return editor.box


def agreement_lines(
    parent: QWidget,
    context: CaseContext,
    plan_id: UUID,
    goal_id: UUID | None,
    *,
    name: str,
    add_name: str,
    add: str,
    read_only: bool,
) -> RecordLines:
    """The agreements of a goal, or those of no goal."""

    def records() -> Sequence[Any]:
        around = context.snapshot
        if goal_id is None:
            return loose_actions(around, plan_id)
        return around.actions(plan_id, goal_id)

    def make(key: str) -> Action:
        return new_action(context.snapshot, plan_id, goal_id, key, context.new_id())

    def make_line(above: QWidget, line_name: str, item: Any) -> AgreementLine:
        return AgreementLine(above, context, line_name, item, read_only=read_only)

    return RecordLines(
        parent,
        context,
        records,
        make_line,
        make,
        name=name,
        add_name=add_name,
        add=add,
        gap=8,
        read_only=read_only,
    )


def _short(value: object) -> str:
    return format_date(value) if isinstance(value, date) else ""
