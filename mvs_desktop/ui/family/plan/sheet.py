"""The plan as it is printed, edited in place; scrolls to its parts."""

from collections.abc import Sequence
from enum import Enum
from typing import Any, cast
from uuid import UUID

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mvs_desktop.domain.plans import Action, Goal, Plan, Statement, StatementKind
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.ui.case_context import CaseContext
from mvs_desktop.ui.date_fields import day_field
from mvs_desktop.ui.family.plan.agreements import agreement_lines
from mvs_desktop.ui.family.plan.goals import GoalLine, GoalLines
from mvs_desktop.ui.family.plan.statements import StatementColumn
from mvs_desktop.ui.family.records.items import name_controls
from mvs_desktop.ui.family.records.lines import RecordLines
from mvs_desktop.ui.family.records.marks import RecordMarks
from mvs_desktop.ui.kit.forms.fields import Field, long_text_field, text_field
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.kit.forms.quiet import make_quiet
from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.pages.cards import Divider
from mvs_desktop.ui.kit.pages.scroll import ScrollPage
from mvs_desktop.ui.kit.pages.tab_order import tab_in_reading_order
from mvs_desktop.ui.kit.parts.chips import Chip
from mvs_desktop.ui.kit.parts.labels import Heading, Small
from mvs_desktop.ui.record_binder import RecordBinder
from mvs_desktop.ui.words import call_name, format_near_day, join_names, label

_COLUMNS_FROM = 780  # a narrower page has the three columns below each other
_PAGE_WIDTH = 920


class Part(Enum):
    """What the page can be scrolled to, in its order."""

    GOES_WELL = "goes_well"
    WORRY = "worry"
    MUST_HAPPEN = "must_happen"
    GOALS = "goals"
    AGREEMENTS = "agreements"
    EVALUATION = "evaluation"


_PART_OF = {
    StatementKind.GOES_WELL: Part.GOES_WELL,
    StatementKind.WORRY: Part.WORRY,
    StatementKind.MUST_HAPPEN: Part.MUST_HAPPEN,
}


class PlanSheet(ScrollPage):
    """One plan; `part_reached` tells which part is at the top of what is in sight."""

    part_reached = Signal(object)

    def __init__(
        self, parent: QWidget, context: CaseContext, plan: Plan, *, read_only: bool = False
    ) -> None:
        super().__init__(parent, max_width=_PAGE_WIDTH, margin=24)
        self.setMaximumWidth(px(_PAGE_WIDTH + 64))
        self.setObjectName("plan_sheet")
        self.context = context
        self.plan_id = plan.id
        self.read_only = read_only
        self._plan = plan
        self._parts: dict[Part, QWidget] = {}
        self._binders: list[RecordBinder[Any]] = []
        self._lines: list[RecordLines] = []
        self._paper = QFrame()
        self._paper.setProperty("kit", "card")
        self._rows = QVBoxLayout(self._paper)
        self._rows.setContentsMargins(px(32), px(24), px(32), px(32))
        self._rows.setSpacing(px(16))
        self.add(self._paper)
        self.add_stretch()
        self._fill()
        context.snapshot_changed.connect(self._bring_up_to_date)
        self._bring_up_to_date(context.snapshot)
        for lines in self._lines:
            lines.changed.connect(self._tab_along)
        self._tab_along()
        self.verticalScrollBar().valueChanged.connect(self._tell_part)

    def show_part(self, part: Part) -> None:
        """Scroll so that a part begins at the top, and put the keyboard in it."""
        self.verticalScrollBar().setValue(max(0, self._top_of(self._parts[part]) - px(16)))
        self.part_reached.emit(part)

    def begin(self, kind: StatementKind) -> None:
        """Put the keyboard in the first line of a column."""
        lines = self.column(kind).lines.lines()
        if lines:
            lines[0].focus_words()

    def show_line(self, record_id: UUID) -> None:
        """Put the keyboard in a statement, goal or agreement of this plan."""
        for lines in self._all_lines():
            for line in lines.lines():
                if line.record.id == record_id:
                    line.focus_words()

    def _all_lines(self) -> list[RecordLines]:
        goals = self._goals.lines()
        inside = [goal.agreements for goal in goals if isinstance(goal, GoalLine)]
        return [*self._lines, *inside]

    def column(self, kind: StatementKind) -> StatementColumn:
        """One of the three columns."""
        found = self._parts[_PART_OF[kind]]
        assert isinstance(found, StatementColumn)  # noqa: S101 - put there by _three_columns
        return found

    def release(self) -> None:
        """Save what was typed; call before the page is deleted."""
        for binder in self._binders:
            binder.release()
        for lines in self._lines:
            lines.release()
        self.context.snapshot_changed.disconnect(self._bring_up_to_date)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = min(self.viewport().width(), px(_PAGE_WIDTH)) >= px(_COLUMNS_FROM)
        self._three.setDirection(
            QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        )

    # The page from top to bottom

    def _fill(self) -> None:
        self._head()
        self._voices()
        self._three_columns()
        self._rows.addWidget(Divider())
        self._goals = GoalLines(self._paper, self.context, self.plan_id, read_only=self.read_only)
        self._part(Part.GOALS, self.tr("Doelen"), self._goals)
        self._rows.addWidget(Divider())
        loose = agreement_lines(
            self._paper,
            self.context,
            self.plan_id,
            None,
            name="action",
            add_name="add_action",
            add=self.tr("Afspraak toevoegen"),
            read_only=self.read_only,
        )
        self._part(Part.AGREEMENTS, self.tr("Andere afspraken"), loose)
        self._rows.addWidget(Divider())
        self._evaluation()
        self._lines += [self._goals, loose]

    def _head(self) -> None:
        line = QHBoxLayout()
        self._kind = Small()
        line.addWidget(self._kind, 1)
        self._rows.addLayout(line)
        title = text_field("title", "", placeholder=self.tr("Geef het plan een naam"))
        title.editor.name_controls(self.tr("Naam van het plan"), "")
        title.editor.control().setProperty("heading", "true")
        form = self._bind((title,), "plan")
        self._rows.addWidget(form)
        self._for_whom = Small()
        self._for_whom.setContentsMargins(px(9), 0, 0, 0)
        self._rows.addWidget(self._for_whom)
        self._marks = RecordMarks(self.context, self.plan_id, parent=self._paper)
        self._rows.addWidget(self._marks)

    def _voices(self) -> None:
        fields = (
            long_text_field(
                "child_voice",
                self.tr("Stem van het kind"),
                placeholder=self.tr("Wat zegt het kind zelf?"),
                lines=1,
                large=True,
            ),
            long_text_field(
                "parents_voice",
                self.tr("Stem van de ouders"),
                placeholder=self.tr("Wat zeggen de ouders zelf?"),
                lines=1,
                large=True,
            ),
        )
        self._rows.addWidget(self._bind(fields, "plan", gap=12))
        self._rows.addWidget(Divider())

    def _three_columns(self) -> None:
        holder = QWidget(self._paper)
        self._three = QBoxLayout(QBoxLayout.Direction.TopToBottom, holder)
        self._three.setContentsMargins(0, 0, 0, 0)
        self._three.setSpacing(px(24))
        for kind in StatementKind:
            column = StatementColumn(
                holder, self.context, self.plan_id, kind, read_only=self.read_only
            )
            self._parts[_PART_OF[kind]] = column
            self._lines.append(column.lines)
            self._three.addWidget(column, 1)
        self._rows.addWidget(holder)

    def _part(self, part: Part, title: str, *widgets: QWidget) -> QVBoxLayout:
        holder = QWidget(self._paper)
        rows = QVBoxLayout(holder)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(px(12))
        rows.addWidget(Heading(title))
        for widget in widgets:
            rows.addWidget(widget)
        self._parts[part] = holder
        self._rows.addWidget(holder)
        return rows

    def _evaluation(self) -> None:
        dates = self._bind(
            (
                day_field("starts_on", self.tr("Het plan begint op")),
                day_field("evaluate_on", self.tr("We kijken samen terug op")),
            ),
            "plan",
            columns=2,
            quiet=False,
        )
        self._overdue = Chip("", "bad")
        rows = self._part(Part.EVALUATION, self.tr("Evaluatie"), self._overdue, dates)
        rows.addSpacing(px(8))
        only_us = QHBoxLayout()
        only_us.setSpacing(px(8))
        only_us.addWidget(Chip(self.tr("Alleen voor collega's"), "shield"))
        only_us.addWidget(Small(self.tr("Komt niet op papier en niet aan de keukentafel.")), 1)
        rows.addLayout(only_us)
        remarks = long_text_field("worker_remarks", self.tr("Opmerkingen"), lines=2)
        rows.addWidget(self._bind((remarks,), "plan", quiet=False))

    def _bind(
        self,
        fields: Sequence[Field],
        prefix: str,
        *,
        columns: int = 1,
        quiet: bool = True,
        gap: int = 2,
    ) -> RecordForm:
        form = RecordForm(fields, self._paper, columns=columns)
        name_controls(form, prefix)
        if quiet:
            make_quiet(form, gap=gap)
        self._binders.append(RecordBinder(self.context, form, self._plan))
        form.set_read_only(self.read_only)
        return form

    def _bring_up_to_date(self, around: CaseSnapshot) -> None:
        plan = around.get(Plan, self.plan_id)
        if plan is None:
            return
        self._marks.set_records(plan.id, *self._unsent(around))
        today = self.context.today
        names = join_names([call_name(child) for child in around.children])
        words = (label(plan.kind), around.case.name)
        self._kind.setText(" · ".join(word for word in words if word))
        self._for_whom.setText(self.tr("Voor {names}").format(names=names) if names else "")
        self._for_whom.setVisible(bool(names))
        self._overdue.setVisible(plan.is_overdue(today))
        if plan.evaluate_on is not None:
            self._overdue.show_status(
                self.tr("Te laat: terugkijken had {day} gemoeten").format(
                    day=format_near_day(plan.evaluate_on, today)
                ),
                "bad",
            )

    def _unsent(self, around: CaseSnapshot) -> list[UUID]:
        """What of the plan has still to be sent; its conflicts stand in their own lines."""
        inside: list[Statement | Goal | Action] = [
            *around.all(Statement),
            *around.all(Goal),
            *around.all(Action),
        ]
        return [
            item.id
            for item in inside
            if item.plan_id == self.plan_id
            and around.state(item.id).unsent
            and not self.context.conflicts_of(item.id)
        ]

    def _tab_along(self) -> None:
        tab_in_reading_order(self)

    def _top_of(self, widget: QWidget) -> int:
        return widget.mapTo(cast(QWidget, self.widget()), QPoint()).y()

    def _tell_part(self, value: int) -> None:
        reached = Part.GOES_WELL
        at_end = value >= self.verticalScrollBar().maximum()
        for part, widget in self._parts.items():
            top = self._top_of(widget)
            if top - px(64) <= value or (at_end and top < value + self.viewport().height()):
                reached = part
        self.part_reached.emit(reached)
