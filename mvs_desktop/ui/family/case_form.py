"""The data of the case file itself: "Gegevens van dit dossier"."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from mvs_desktop.domain.cases import CaseFile, Phase
from mvs_desktop.domain.registers import AreaKind
from mvs_desktop.services.registers import Registers
from mvs_desktop.ui.case_context import CaseContext
from mvs_desktop.ui.date_fields import day_field
from mvs_desktop.ui.family.records.items import name_controls, renew_options
from mvs_desktop.ui.family.records.marks import RecordMarks
from mvs_desktop.ui.kit.forms.editors import Option
from mvs_desktop.ui.kit.forms.fields import Field, choice_field, text_field, yes_no_field
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.kit.pages.panel import SidePanel
from mvs_desktop.ui.record_binder import RecordBinder
from mvs_desktop.ui.words import options


class CaseForm(RecordForm):
    """Name, place, dates and phase of a case file."""

    def __init__(self, registers: Registers) -> None:
        self._registers = registers
        super().__init__()

    def fields(self) -> Sequence[Field]:
        towns: list[Option] = [
            ("", self.tr("Nog niet bekend")),
            *((town.code, town.name) for town in self._registers.municipalities()),
        ]
        return (
            text_field("name", self.tr("Naam van het gezin")),
            choice_field("municipality", self.tr("Gemeente"), towns),
            choice_field("neighbourhood", self.tr("Wijk of buurt"), [], search=True),
            day_field("registered_on", self.tr("Aangemeld op")),
            day_field("first_contact_on", self.tr("Eerste contact op")),
            choice_field("phase", self.tr("Fase"), options(Phase)),
            yes_no_field("waiting", self.tr("Staat op de wachtlijst")),
            yes_no_field("crisis", self.tr("Er is een crisis")),
        )

    def settle(self, case: CaseFile) -> None:
        """Offer the areas of the municipality that is chosen."""
        areas: list[Option] = [("", self.tr("Nog niet bekend"))]
        for area in self._registers.areas(case.municipality):
            part = area.kind is AreaKind.BUURT
            areas.append(
                (area.code, self.tr("{name} (buurt)").format(name=area.name) if part else area.name)
            )
        if case.neighbourhood and case.neighbourhood not in dict(areas):
            name = self._registers.area_name(case.neighbourhood)
            areas.append((case.neighbourhood, name))
        renew_options(self, "neighbourhood", areas)


class CasePanel(SidePanel):
    """The form over the right of the family; deleted when it closes."""

    def __init__(self, host: QWidget, context: CaseContext) -> None:
        title = QCoreApplication.translate("CasePanel", "Gegevens van dit dossier")
        super().__init__(host, title)
        self.setObjectName("case_panel")
        case = context.snapshot.case
        form = CaseForm(context.workspace.registers)
        self._form = form
        name_controls(form, "case")
        form.settle(case)
        self._binder: RecordBinder[CaseFile] = RecordBinder(context, form, case)
        self._binder.shown.connect(form.settle)
        page = self.add_page()
        page.add(RecordMarks(context, case.id))
        page.add(form)
        page.add_stretch()
        self.closed.connect(self._let_go)

    def open_form(self) -> None:
        """Come into sight with the keyboard in the name."""
        self.open_panel(self._form.editor("name").control())

    def _let_go(self) -> None:
        self._binder.release()
        self.deleteLater()
