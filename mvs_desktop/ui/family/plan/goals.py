"""Goals (doelen) in the family's own words, each with its mark and its agreements."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mvs_desktop.domain.plans import Goal, GoalState, World
from mvs_desktop.domain.records import Record
from mvs_desktop.ui.case_context import CaseContext
from mvs_desktop.ui.date_fields import day_field
from mvs_desktop.ui.family.plan.agreements import agreement_lines
from mvs_desktop.ui.family.plan.changes import new_goal
from mvs_desktop.ui.family.records.lines import ChipWords, RecordLine, RecordLines
from mvs_desktop.ui.family.records.named import names_of, people_options, renew_options
from mvs_desktop.ui.kit.forms.fields import (
    Field,
    chips_field,
    custom_field,
    long_text_field,
    people_field,
)
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.kit.forms.scale import ScaleEditor
from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.parts.chips import ChipKind
from mvs_desktop.ui.kit.parts.labels import Label, SectionTitle
from mvs_desktop.ui.words import format_near_day, join_names, label, options

_WORLD_CHIPS: Mapping[World, ChipKind] = {
    World.FAMILY: "gezin",
    World.SCHOOL: "school",
    World.FREE_TIME: "vrije_tijd",
}
_STATE_CHIPS: Mapping[GoalState, ChipKind] = {
    GoalState.REACHED: "ok",
    GoalState.PARTLY: "info",
    GoalState.STOPPED: "neutral",
}


def beside(field: Field) -> Field:
    """The field in half the width of its form."""
    return replace(field, wide=False)


class GoalForm(RecordForm):
    """The goal in large type and its mark; a new mark gets today's date."""

    def __init__(self, parent: QWidget, context: CaseContext) -> None:
        self._context = context
        super().__init__(parent=parent, columns=2)
        self.set_field_visible("scored_on", False)
        self.editor("score").edited.connect(self._date_the_mark)

    def fields(self) -> Sequence[Field]:
        words = long_text_field(
            "text",
            "",
            placeholder=self.tr("Wat wil het gezin bereiken? In hun eigen woorden"),
            lines=1,
            large=True,
        )
        words.editor.name_controls(self.tr("Doel"), "")
        score = ScaleEditor()
        score.name_controls(self.tr("Cijfer van 0 tot 10"), "")
        return (
            words,
            beside(
                long_text_field(
                    "start_situation",
                    self.tr("Hoe is het nu?"),
                    placeholder=self.tr("Zo gaat het nu"),
                    lines=1,
                )
            ),
            beside(
                long_text_field(
                    "target",
                    self.tr("Hoe moet het worden?"),
                    placeholder=self.tr("Zo is het goed genoeg"),
                    lines=1,
                )
            ),
            custom_field("score", "", score),
            day_field("scored_on", ""),
        )

    def _date_the_mark(self) -> None:
        marked = self.editor("score").value() is not None
        self.editor("scored_on").show_value(self._context.today if marked else None)


class GoalLine(RecordLine):
    """One goal with its agreements."""

    record: Goal

    @property
    def agreements(self) -> RecordLines:
        """The agreements of this goal."""
        return self._agreements

    def set_number(self, number: int) -> None:
        """Its place among the goals, from 1."""
        self._number.setText(str(number))
        self.setAccessibleName(self.tr("Doel {number}").format(number=number))

    def make_form(self) -> RecordForm:
        return GoalForm(self, self.context)

    def make_details(self) -> RecordForm:
        people = people_options(self.context.snapshot)
        return RecordForm(
            (
                people_field("for_ids", self.tr("Voor wie?"), people),
                chips_field("world", self.tr("Waar speelt het?"), options(World)),
                day_field("scored_on", self.tr("Cijfer gegeven op")),
                chips_field("state", self.tr("Hoe staat het ervoor?"), options(GoalState)),
            )
        )

    def settle(self, form: RecordForm) -> None:
        if form is not self.form:
            renew_options(form, ("for_ids",), people_options(self.context.snapshot))

    def make_mark(self) -> QWidget:
        self._number = Label()
        self._number.setProperty("kit", "card_title")
        self._number.setMinimumWidth(px(24))
        self._number.setContentsMargins(px(2), px(7), 0, 0)
        return self._number

    def summary(self) -> tuple[str, bool]:
        names = names_of(self.record.for_ids, dict(people_options(self.context.snapshot)))
        parts = []
        if names:
            parts.append(self.tr("Voor {names}").format(names=join_names(names)))
        if self.record.score is not None and self.record.scored_on:
            day = format_near_day(self.record.scored_on, self.context.today)
            parts.append(self.tr("{day} een {score}").format(score=self.record.score, day=day))
        if parts:
            return " · ".join(parts), False
        return ("" if self.read_only else self.tr("Voor wie is dit doel?")), True

    def marks(self) -> Sequence[ChipWords]:
        goal = self.record
        found: list[ChipWords] = [(label(goal.world), _WORLD_CHIPS[goal.world])]
        if goal.state in _STATE_CHIPS:
            found.append((label(goal.state), _STATE_CHIPS[goal.state]))
        return found

    def below(self) -> QWidget:
        holder = QWidget(self)
        self._agreements = agreement_lines(
            holder,
            self.context,
            self.record.plan_id,
            self.record.id,
            name=f"{self.name}_action",
            add_name=f"{self.name}_add_action",
            add=self.tr("Afspraak toevoegen"),
            read_only=self.read_only,
        )
        rows = QVBoxLayout(holder)
        rows.setContentsMargins(px(4), px(8), 0, px(12))
        rows.setSpacing(px(4))
        rows.addWidget(SectionTitle(self.tr("Afspraken")), 0, Qt.AlignmentFlag.AlignLeft)
        rows.addWidget(self._agreements)
        return holder

    def attached(self) -> Sequence[Record]:
        return self.context.snapshot.actions(self.record.plan_id, self.record.id)

    def let_go(self) -> None:
        self._agreements.release()
        super().let_go()


class GoalLines(RecordLines):
    """All goals of a plan, numbered as on paper."""

    def __init__(
        self, parent: QWidget, context: CaseContext, plan_id: UUID, *, read_only: bool
    ) -> None:
        def records() -> Sequence[Any]:
            return context.snapshot.goals(plan_id)

        def make_record(key: str) -> Goal:
            return new_goal(context.snapshot, plan_id, key, context.new_id())

        def make_line(above: QWidget, name: str, goal: Goal) -> GoalLine:
            line = GoalLine(above, context, name, goal, read_only=read_only)
            line.details.turned.connect(self.changed)
            line.agreements.changed.connect(self.changed)
            return line

        super().__init__(
            parent,
            context,
            records,
            make_line,
            make_record,
            name="goal",
            add_name="add_goal",
            add=QCoreApplication.translate("GoalLines", "Doel toevoegen"),
            gap=12,
            read_only=read_only,
        )

    def bring_up_to_date(self, _: object = None) -> None:
        super().bring_up_to_date()
        for number, line in enumerate(self.lines(), start=1):
            if isinstance(line, GoalLine):
                line.set_number(number)
