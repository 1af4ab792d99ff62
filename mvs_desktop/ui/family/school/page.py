"""School: per child where it goes to school, whom to call, and the schools of before."""

from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mvs_desktop.domain.people import Person
from mvs_desktop.domain.plans import Goal, World
from mvs_desktop.domain.school import SchoolEnrolment
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.ui.case_context import CaseContext
from mvs_desktop.ui.family.layout import PAGE_WIDTH
from mvs_desktop.ui.family.overview.cards import ContextCard
from mvs_desktop.ui.family.records.items import ItemKind, RecordItems
from mvs_desktop.ui.family.school.child import ChildSchool
from mvs_desktop.ui.family.school.form import EarlierSchoolForm, earlier_school_line
from mvs_desktop.ui.kit.forms.choices import ChipsEditor
from mvs_desktop.ui.kit.pages.cards import Card
from mvs_desktop.ui.kit.pages.empty import EmptyState
from mvs_desktop.ui.kit.pages.scroll import Columns, ScrollPage
from mvs_desktop.ui.kit.parts.labels import Body, Small
from mvs_desktop.ui.words import call_name, label


class SchoolTab(QWidget):
    """Chips for the children, and the school of the chosen one."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__()
        self.setObjectName("school_tab")
        self._context = context
        self._child: Person | None = None
        self._school: ChildSchool | None = None
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        page = ScrollPage(max_width=PAGE_WIDTH)
        rows.addWidget(page)
        self._empty = EmptyState(
            self.tr("Nog geen kinderen in dit gezin. Voeg ze toe bij Gezin & netwerk.")
        )
        page.add(self._empty)
        self._chips = ChipsEditor(())
        self._chips.name_controls(self.tr("Kind"), "")
        self._chips.setObjectName("school_children")
        self._chips.settled.connect(self._chip_chosen)
        page.add(self._chips)
        self._columns = Columns()
        page.add(self._columns)
        page.add_stretch()
        self._place = QVBoxLayout()
        self._columns.left.addLayout(self._place)
        self._columns.left.addStretch(1)
        self._goals = SchoolGoals(context)
        self._earlier = EarlierSchools(context)
        self._columns.right.addWidget(self._goals)
        self._columns.right.addWidget(self._earlier)
        self._columns.right.addStretch(1)
        context.snapshot_changed.connect(self._bring_up_to_date)
        self._bring_up_to_date(context.snapshot)

    def focus_first(self) -> None:
        """Put the keyboard on the first child."""
        buttons = self._chips.buttons()
        if buttons:
            buttons[0].setFocus()

    def show_child(self, child_id: UUID) -> None:
        """Show the school of this child; does nothing when it is not in the file."""
        child = next((c for c in self._children(self._context.snapshot) if c.id == child_id), None)
        if child is None or (self._child and self._child.id == child.id):
            return
        self._child = child
        self._chips.show_value(child.id)
        self._take_down()
        self._school = ChildSchool(self._context, child)
        self._place.addWidget(self._school)
        self._goals.show_child(child.id)
        self._earlier.show_child(child.id)

    def _children(self, around: CaseSnapshot) -> list[Person]:
        return [child for child in around.children if not child.unborn]

    def _chip_chosen(self) -> None:
        chosen = self._chips.value()
        if isinstance(chosen, UUID):
            self.show_child(chosen)
        elif self._child is not None:
            self._chips.show_value(self._child.id)  # one is always shown

    def _take_down(self) -> None:
        if self._school is not None:
            school, self._school = self._school, None
            school.release()
            school.hide()
            school.deleteLater()

    def _bring_up_to_date(self, around: CaseSnapshot) -> None:
        children = self._children(around)
        self._empty.setVisible(not children)
        self._chips.setVisible(bool(children))
        self._columns.setVisible(bool(children))
        offered = [(child.id, call_name(child)) for child in children]
        if [button.text() for button in self._chips.buttons()] != [name for _, name in offered]:
            self._chips.set_options(offered)
        if self._child is not None and self._child.id not in {child.id for child in children}:
            self._take_down()
            self._child = None
        if self._child is None and children:
            self.show_child(children[0].id)


class SchoolGoals(ContextCard):
    """The goals of the present plan in the world of school, for one child."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__(context)
        self.set_title(self.tr("Doelen voor school"))
        self._child_id: UUID | None = None

    def show_child(self, child_id: UUID) -> None:
        """Show the goals that are for this child."""
        self._child_id = child_id
        self.bring_up_to_date(self._context.snapshot)

    def tells(self, around: CaseSnapshot) -> object:
        return self._child_id, self._goals(around)

    def fill(self, around: CaseSnapshot) -> None:
        goals = self._goals(around)
        if not goals:
            self.add(Small(self.tr("Nog geen doelen voor school in het plan.")))
        for goal in goals:
            self.add(Body(goal.text))
            self.add(Small(label(goal.state)))

    def _goals(self, around: CaseSnapshot) -> tuple[Goal, ...]:
        plan = around.current_plan
        return tuple(
            goal
            for goal in (around.goals(plan.id) if plan else ())
            if goal.world is World.SCHOOL and (not goal.for_ids or self._child_id in goal.for_ids)
        )


class EarlierSchools(Card):
    """Schools that the child went to before; hidden while there are none."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__()
        self.set_title(self.tr("Eerder"))
        self._context = context
        self._items: RecordItems | None = None
        self.hide()

    def show_child(self, child_id: UUID) -> None:
        """Show the schools of before of this child."""
        if self._items is not None:
            self._items.release()
        self.clear()
        kind: ItemKind[SchoolEnrolment] = ItemKind(
            "earlier_school",
            title=lambda item: item.school_name or label(item.state),
            detail=earlier_school_line,
            form=EarlierSchoolForm,
        )
        self._items = RecordItems(self._context, kind, lambda: self._earlier(child_id))
        self.add(self._items)
        self._items.listed.connect(self._show_or_hide)
        self._show_or_hide(len(self._items.items()))

    def _earlier(self, child_id: UUID) -> list[SchoolEnrolment]:
        around = self._context.snapshot
        present = around.enrolment_of(child_id, self._context.today)
        return [
            item
            for item in around.all(SchoolEnrolment)
            if item.person_id == child_id and item != present
        ]

    def _show_or_hide(self, count: int) -> None:
        self.setVisible(count > 0)
