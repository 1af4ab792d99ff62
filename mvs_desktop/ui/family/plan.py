"""The tab Plan of a family: the plan as printed, edited in place."""

from PySide6.QtWidgets import QWidget

from mvs_desktop.ui.case_context import CaseContext


class PlanTab(QWidget):
    """The plan of the open family."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__()
        self.setObjectName("plan_tab")
        self._context = context
