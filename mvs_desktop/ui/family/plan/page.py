"""The tab Plan of a family: the plan as printed, edited in place."""

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from mvs_desktop.domain.plans import (
    Action,
    Goal,
    Plan,
    PlanKind,
    PlanStatus,
    Statement,
    StatementKind,
)
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.services.views import Change
from mvs_desktop.ui.case_context import CaseContext
from mvs_desktop.ui.family.plan.changes import (
    back_to_draft,
    begun,
    next_status,
    next_version,
    shown_plan,
)
from mvs_desktop.ui.family.plan.paper import ChooseFile, PaperView, choose_with_dialog
from mvs_desktop.ui.family.plan.sheet import Part, PlanSheet
from mvs_desktop.ui.family.plan.side import AgreeList, PlanActions
from mvs_desktop.ui.family.records.details import AfterSaving
from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.pages.empty import EmptyState
from mvs_desktop.ui.kit.pages.scroll import NARROW, ScrollPage
from mvs_desktop.ui.kit.parts.buttons import RailButton

_NAV_WIDTH = 200
_SIDE_WIDTH = 264
_ICONS = {
    Part.GOES_WELL: "smiley",
    Part.WORRY: "cloud-rain",
    Part.MUST_HAPPEN: "arrow-bend-up-right",
    Part.GOALS: "target",
    Part.AGREEMENTS: "handshake",
    Part.EVALUATION: "clock-counter-clockwise",
}


class PlanTab(QWidget):
    """The plan of the open family, or the start of one.

    `choose_file` asks where to keep the paper; tests give their own.
    """

    plan_shown = Signal(object)

    def __init__(
        self, context: CaseContext, *, choose_file: ChooseFile = choose_with_dialog
    ) -> None:
        super().__init__()
        self.setObjectName("plan_tab")
        self._context = context
        self._choose_file = choose_file
        self._sheet: PlanSheet | None = None
        self._paper: PaperView | None = None
        self._chosen: UUID | None = None  # another plan than the present one
        self._pages = QStackedWidget()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self._pages)
        self._empty = EmptyState(
            self.tr("Nog geen plan. Begin met wat goed gaat."),
            self.tr("Begin plan"),
            text_button=self.tr("Het gezin heeft zelf een plan"),
            icon_name="notebook",
            filled=True,
        )
        self._empty.button.setObjectName("begin_plan")
        self._empty.text_button.setObjectName("begin_own_plan")
        self._empty.chosen.connect(lambda: self.begin(PlanKind.FAMILY))
        self._empty.second_chosen.connect(lambda: self.begin(PlanKind.FAMILY_GROUP))
        self._pages.addWidget(self._empty)
        self._page = QWidget()
        self._lay_out()
        self._pages.addWidget(self._page)
        shortcut = QShortcut(QKeySequence.StandardKey.Print, self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.show_paper)
        context.snapshot_changed.connect(self._bring_up_to_date)
        self._bring_up_to_date(context.snapshot)

    @property
    def sheet(self) -> PlanSheet | None:
        """The page of the plan, when there is one."""
        return self._sheet

    @property
    def paper(self) -> PaperView | None:
        """The view on paper while it is open."""
        return self._paper

    def focus_first(self) -> None:
        """Put the keyboard on the first thing to do."""
        if self._pages.currentWidget() is self._empty:
            self._empty.button.setFocus()
        elif self._paper is not None:
            self._paper.focus_first()
        else:
            next(iter(self._nav.values())).setFocus()

    def begin(self, kind: PlanKind) -> None:
        """Start a plan, with the keyboard in the first thing that goes well."""
        context = self._context
        plan, first = begun(context.snapshot, kind, context.today, context.new_id)
        context.add(plan, first)
        self._begin_when_there = plan.id

    def show_record(self, record_type: str, record_id: UUID) -> None:
        """Show the plan that a record is in; does nothing when it is not in the file."""
        around = self._context.snapshot
        if record_type == Plan.type_name:
            self.show_plan(record_id)
            return
        record = (
            around.get(Goal, record_id)
            or around.get(Action, record_id)
            or around.get(Statement, record_id)
        )
        if record is not None:
            self.show_plan(record.plan_id)
            if self._sheet is not None:
                self._sheet.show_line(record_id)

    def show_plan(self, plan_id: UUID) -> None:
        """Show this plan, also when it is an earlier version."""
        self._chosen = plan_id
        self._bring_up_to_date(self._context.snapshot)

    def show_paper(self) -> None:
        """Show the plan as it is printed, once all is saved."""
        sheet = self._sheet
        if sheet is None or self._paper is not None:
            return
        self._context.flush()
        AfterSaving(self._context, lambda: self._open_paper(sheet.plan_id), self)

    def close_paper(self) -> None:
        """Back to the plan."""
        if self._paper is None:
            return
        paper, self._paper = self._paper, None
        self._pages.setCurrentWidget(self._page)
        self._pages.removeWidget(paper)
        paper.deleteLater()
        self._actions.paper.setFocus()

    def release(self) -> None:
        """Save what was typed; call before the tab is deleted."""
        if self._sheet is not None:
            self._sheet.release()
            self._sheet = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_side()

    # How the tab is built

    def _lay_out(self) -> None:
        self._columns = QHBoxLayout(self._page)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(0)
        left = ScrollPage(margin=12)
        left.setObjectName("plan_sections")
        left.setFixedWidth(px(_NAV_WIDTH + 32))
        left.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        sections = QVBoxLayout()
        sections.setSpacing(px(2))
        words = self._words()
        self._nav: dict[Part, RailButton] = {}
        for part, text in words.items():
            button = RailButton(text, icon_name=_ICONS[part])
            button.setObjectName(f"plan_section_{part.value}")
            button.clicked.connect(lambda _on=False, chosen=part: self._go_to(chosen))
            self._nav[part] = button
            sections.addWidget(button)
        left.body.addLayout(sections)
        self._left = left
        self._columns.addStretch(0)
        self._columns.addWidget(left)
        self._centre = QVBoxLayout()
        self._centre.setSpacing(0)
        self._columns.addLayout(self._centre, 100)
        self._right = ScrollPage(margin=16)
        self._right.setObjectName("plan_side")
        self._right.setFixedWidth(px(_SIDE_WIDTH + 32))
        self._right.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._columns.addWidget(self._right)
        self._columns.addStretch(0)
        self._actions = PlanActions()
        self._actions.step_wanted.connect(self._step)
        self._actions.back_wanted.connect(self._back)
        self._actions.version_wanted.connect(self._new_version)
        self._actions.paper_wanted.connect(self.show_paper)
        self._agree = AgreeList(self._context)
        self._agree.plan_chosen.connect(self.show_plan)
        self._is_narrow: bool | None = None
        left.add_stretch()
        self._place_side()

    def _words(self) -> dict[Part, str]:
        return {
            Part.GOES_WELL: self.tr("Wat gaat goed"),
            Part.WORRY: self.tr("Zorgen"),
            Part.MUST_HAPPEN: self.tr("Wat moet er gebeuren"),
            Part.GOALS: self.tr("Doelen"),
            Part.AGREEMENTS: self.tr("Afspraken"),
            Part.EVALUATION: self.tr("Evaluatie"),
        }

    def _place_side(self) -> None:
        """In a narrow window what stands at the right moves under the sections."""
        narrow = self.window().width() < px(NARROW)
        if narrow == self._is_narrow:
            return
        self._is_narrow = narrow
        body = self._left.body if narrow else self._right.body
        before = body.count() - 1 if narrow else 0
        body.insertWidget(before, self._actions)
        body.insertWidget(before + 1, self._agree)
        if body.count() == 2:
            body.addStretch(1)
        self._right.setVisible(not narrow)

    # What it does

    _begin_when_there: UUID | None = None

    def _bring_up_to_date(self, around: CaseSnapshot) -> None:
        plan = around.get(Plan, self._chosen) or shown_plan(around)
        if plan is None:
            self.release()
            self._pages.setCurrentWidget(self._empty)
            return
        read_only = plan.status is PlanStatus.CLOSED
        sheet = self._sheet
        if sheet is None or sheet.plan_id != plan.id or sheet.read_only != read_only:
            self._show_sheet(plan, read_only)
        self._actions.show_plan(plan, self._context)
        self._agree.show_family(around, plan)
        if self._paper is None:
            self._pages.setCurrentWidget(self._page)
        if self._begin_when_there == plan.id and self._sheet is not None:
            self._begin_when_there = None
            self._sheet.begin(StatementKind.GOES_WELL)

    def _show_sheet(self, plan: Plan, read_only: bool) -> None:
        old = self._sheet
        if old is not None:
            self._sheet = None
            old.release()
            self._centre.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._sheet = PlanSheet(self._page, self._context, plan, read_only=read_only)
        self._sheet.part_reached.connect(self._mark)
        self._centre.addWidget(self._sheet)
        self._mark(Part.GOES_WELL)
        self.plan_shown.emit(plan.id)

    def _go_to(self, part: Part) -> None:
        if self._sheet is not None:
            self._sheet.show_part(part)

    def _mark(self, reached: Part) -> None:
        for part, button in self._nav.items():
            button.setChecked(part is reached)

    def _present(self) -> Plan | None:
        """The plan on the page with all that was typed in it."""
        if self._sheet is None:
            return None
        self._context.flush()
        return self._context.current(Plan, self._sheet.plan_id)

    def _step(self) -> None:
        plan = self._present()
        if plan is not None:
            self._context.save(Change(next_status(plan, self._context.today), plan))

    def _back(self) -> None:
        plan = self._present()
        if plan is not None:
            self._context.save(Change(back_to_draft(plan), plan))

    def _new_version(self) -> None:
        if self._present() is not None:
            AfterSaving(self._context, self._copy, self)

    def _copy(self) -> None:
        context, plan = self._context, self._present()
        if plan is not None:
            fresh, changes = next_version(context.snapshot, plan, context.today, context.new_id)
            self._chosen = fresh.id
            context.save(*changes)

    def _open_paper(self, plan_id: UUID) -> None:
        self._paper = PaperView(self._context, plan_id, choose_file=self._choose_file)
        self._paper.closed.connect(self.close_paper)
        self._pages.addWidget(self._paper)
        self._pages.setCurrentWidget(self._paper)
        self._paper.focus_first()
