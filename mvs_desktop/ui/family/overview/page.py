"""Overzicht: what it is about, the children, the goals; and what goes on now."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.ui.case_context import CaseContext
from mvs_desktop.ui.family.layout import PAGE_WIDTH
from mvs_desktop.ui.family.overview.cards import (
    ChildrenCard,
    GoalsCard,
    NowCard,
    RecentCard,
)
from mvs_desktop.ui.family.overview.question_card import QuestionCard
from mvs_desktop.ui.family.overview.workers_card import WorkersCard
from mvs_desktop.ui.kit.pages.empty import EmptyState
from mvs_desktop.ui.kit.pages.scroll import Columns, ScrollPage


class OverviewTab(QWidget):
    """One page about the family. The signals ask for another tab; `asked` carries an Intent."""

    add_person_wanted = Signal()
    person_chosen = Signal(object)
    plan_wanted = Signal()
    contact_chosen = Signal(object)
    asked = Signal(object)

    def __init__(self, context: CaseContext) -> None:
        super().__init__()
        self.setObjectName("overview_tab")
        self._context = context
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        page = ScrollPage(max_width=PAGE_WIDTH)
        rows.addWidget(page)
        self._columns = Columns()
        page.add(self._columns)
        page.add_stretch()
        self.question = QuestionCard(context)
        self._children = ChildrenCard(context)
        self._children.person_chosen.connect(self.person_chosen)
        self._empty = EmptyState(
            self.tr("Nieuw gezin. Wie horen erbij?"), self.tr("Persoon toevoegen")
        )
        self._empty.button.setObjectName("overview_add_person")
        self._empty.chosen.connect(self.add_person_wanted)
        goals = GoalsCard(context)
        goals.action_clicked.connect(self.plan_wanted)
        self._goals = goals
        recent = RecentCard(context)
        recent.contact_chosen.connect(self.contact_chosen)
        for left in (self._empty, self.question, self._children, goals):
            self._columns.left.addWidget(left)
        workers = WorkersCard(context)
        workers.asked.connect(self.asked)
        for right in (NowCard(context), workers, recent):
            self._columns.right.addWidget(right)
        self._columns.left.addStretch(1)
        self._columns.right.addStretch(1)
        context.snapshot_changed.connect(self._bring_up_to_date)
        self._bring_up_to_date(context.snapshot)

    def focus_first(self) -> None:
        """Put the keyboard where work usually begins."""
        if self._context.snapshot.people:
            self.question.action.setFocus()
        else:
            self._empty.button.setFocus()

    def clarify(self) -> None:
        """Open the question and put the keyboard in it."""
        self.question.edit()

    def _bring_up_to_date(self, around: CaseSnapshot) -> None:
        somebody = bool(around.people)
        self._empty.setVisible(not somebody)
        self._children.setVisible(somebody)
        self._goals.setVisible(somebody)
