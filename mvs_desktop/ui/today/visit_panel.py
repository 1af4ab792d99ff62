""" "Bezoek toevoegen": with whom, when, where; the contact is planned and not held yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mvs_desktop.domain.contacts import ContactKind
from mvs_desktop.ui.date_fields import day_field
from mvs_desktop.ui.kit.forms.fields import (
    chips_field,
    choice_field,
    text_field,
    time_field,
    yes_no_field,
)
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.kit.pages.panel import SidePanel
from mvs_desktop.ui.kit.parts.buttons import ButtonRow, FilledButton
from mvs_desktop.ui.words import label

_KINDS = (ContactKind.HOME_VISIT, ContactKind.TALK, ContactKind.SCHOOL, ContactKind.PHONE)


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """What was filled in; `at` is in the laptop's own time zone."""

    case_id: UUID
    kind: ContactKind
    at: datetime
    place: str
    purpose: str
    interpreter: str
    interpreter_booked: bool


class VisitPanel(SidePanel):
    """`planned` carries a PlannedVisit."""

    planned = Signal(object)

    def __init__(
        self, host: QWidget, families: Sequence[tuple[UUID, str]], day: date, case_id: UUID | None
    ) -> None:
        super().__init__(host, self.tr("Bezoek toevoegen"))
        self.setObjectName("visit_panel")
        self._day = day
        self.form = RecordForm(
            (
                choice_field(
                    "visit_case",
                    self.tr("Met wie?"),
                    list(families),
                    placeholder=self.tr("Typ een naam"),
                    search=True,
                    wide=True,
                ),
                chips_field(
                    "visit_kind",
                    self.tr("Hoe?"),
                    [(kind, label(kind)) for kind in _KINDS],
                ),
                day_field("visit_day", self.tr("Dag")),
                time_field("visit_time", self.tr("Tijd")),
                text_field("visit_place", self.tr("Waar?"), wide=True),
                text_field("visit_purpose", self.tr("Waarvoor?"), wide=True),
                text_field(
                    "visit_interpreter",
                    self.tr("Tolk nodig? In welke taal?"),
                    help=self.tr("Leeg als er geen tolk nodig is."),
                    wide=True,
                ),
                yes_no_field("visit_interpreter_booked", self.tr("De tolk is geregeld"), wide=True),
            ),
            columns=2,
        )
        self.form.show_values(
            {"visit_case": case_id, "visit_kind": ContactKind.HOME_VISIT, "visit_day": day}
        )
        page = self.add_page()
        page.add(self.form)
        page.add_stretch()
        self.button = FilledButton(self.tr("Zet in mijn dag"))
        self.button.setObjectName("visit_add")
        self.button.clicked.connect(self._plan)
        self.body.addWidget(ButtonRow([self.button]))

    def begin(self) -> None:
        """Open the panel."""
        self.open_panel(self.form.editor("visit_case").control())

    def _plan(self) -> None:
        self.form.flush()
        values = self.form.values()
        problems: dict[str, str] = {}
        case_id = values.get("visit_case")
        day, at = values.get("visit_day"), values.get("visit_time")
        if not isinstance(case_id, UUID) and "visit_case" in values:
            problems["visit_case"] = self.tr("Kies bij welk gezin dit bezoek hoort.")
        if not isinstance(at, time) and "visit_time" in values:
            problems["visit_time"] = self.tr("Kies een tijd, bijvoorbeeld 14:00.")
        if not isinstance(day, date) and "visit_day" in values:
            problems["visit_day"] = self.tr("Kies een dag.")
        self.form.show_problems(problems)
        left = {**self.form.unreadable(), **problems}
        if left:
            self.form.editor(next(name for name in _ORDER if name in left)).setFocus()
            return
        kind = values.get("visit_kind")
        if isinstance(case_id, UUID) and isinstance(day, date) and isinstance(at, time):
            self.close_panel()
            self.planned.emit(
                PlannedVisit(
                    case_id,
                    kind if isinstance(kind, ContactKind) else ContactKind.HOME_VISIT,
                    datetime.combine(day, at).astimezone(),
                    str(values.get("visit_place", "")),
                    str(values.get("visit_purpose", "")),
                    str(values.get("visit_interpreter", "")),
                    bool(values.get("visit_interpreter_booked")),
                )
            )


_ORDER = ("visit_case", "visit_day", "visit_time")
