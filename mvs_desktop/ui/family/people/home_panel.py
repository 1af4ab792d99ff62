"""One household: what it is called and where it is."""

from uuid import UUID

from PySide6.QtCore import Qt

from mvs_desktop.domain.attached import with_attached
from mvs_desktop.domain.people import Household
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.ui.case_context import CaseContext
from mvs_desktop.ui.family.people.households import household_name
from mvs_desktop.ui.family.people.person_forms import AddressForm
from mvs_desktop.ui.family.people.side_page import SidePage
from mvs_desktop.ui.family.records.items import name_controls
from mvs_desktop.ui.family.records.marks import RecordMarks
from mvs_desktop.ui.kit.pages.cards import Divider
from mvs_desktop.ui.kit.parts.buttons import TextButton
from mvs_desktop.ui.record_binder import RecordBinder


class HomePanel(SidePage):
    """The address form of a household; who lives there is said at each person."""

    def __init__(self, context: CaseContext, household_id: UUID) -> None:
        super().__init__(context, "home")
        self.household_id = household_id
        home = context.current(Household, household_id)
        if home is None:
            home = Household(id=household_id, case_id=context.case_id)
        self.add(RecordMarks(context, household_id))
        self._form = AddressForm()
        name_controls(self._form, "home")
        self._binder = RecordBinder(context, self._form, home)
        self.add(self._form)
        self.add(Divider())
        withdraw = TextButton(self.tr("Dit huishouden intrekken"), icon_name="trash", dense=True)
        withdraw.setObjectName("home_withdraw")
        withdraw.clicked.connect(self._withdraw)
        self.body.addWidget(withdraw, 0, Qt.AlignmentFlag.AlignLeft)
        self.add_stretch()
        context.snapshot_changed.connect(self._bring_up_to_date)
        self._bring_up_to_date(context.snapshot)

    def focus_first(self) -> None:
        self._form.focus_first()

    def release(self) -> None:
        self._binder.release()
        self._context.snapshot_changed.disconnect(self._bring_up_to_date)

    def _withdraw(self) -> None:
        self._context.withdraw(*with_attached(self._binder.record, self._context.snapshot))

    def _bring_up_to_date(self, around: CaseSnapshot) -> None:
        home = around.get(Household, self.household_id)
        if home is None:
            self.closed.emit()
            return
        self.say(household_name(home, around, self._context.today), self.tr("Huishouden"))
