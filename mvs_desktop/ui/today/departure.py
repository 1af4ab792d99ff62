""" "Klaar voor vertrek?": whether what is needed today is on this laptop."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mvs_desktop.domain.contacts import ContactState
from mvs_desktop.services.views import DayView, Link, SyncState
from mvs_desktop.ui.kit.pages.cards import clear_layout
from mvs_desktop.ui.kit.pages.panel import SidePanel
from mvs_desktop.ui.kit.pages.rows import DetailRow
from mvs_desktop.ui.kit.parts.buttons import FilledButton, OutlinedButton
from mvs_desktop.ui.kit.parts.chips import Chip
from mvs_desktop.ui.kit.parts.labels import Muted
from mvs_desktop.ui.sending.words import headline
from mvs_desktop.ui.today.words import case_name, visit_line
from mvs_desktop.ui.words import format_moment, format_time


class DeparturePanel(SidePanel):
    """The visits to come with how fresh each file is; `fetch_asked` asks to synchronise."""

    fetch_asked = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, self.tr("Klaar voor vertrek?"))
        self.setObjectName("departure_panel")
        page = self.add_page()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        page.body.addLayout(self._rows)
        page.add_stretch()
        self._state_chip = Chip("", "neutral")
        self.body.addWidget(self._state_chip)
        self.fetch = OutlinedButton(self.tr("Nu ophalen"), icon_name="arrows-clockwise")
        self.fetch.setObjectName("departure_fetch")
        self.fetch.clicked.connect(self.fetch_asked)
        self.leave = FilledButton(self.tr("Ik ga"))
        self.leave.setObjectName("departure_leave")
        self.leave.clicked.connect(self.close_panel)
        foot = QHBoxLayout()
        foot.addWidget(self.fetch)
        foot.addStretch(1)
        foot.addWidget(self.leave)
        self.body.addLayout(foot)

    def show_day(self, day: DayView) -> None:
        """The visits that are still to come; all of them are on this laptop."""
        self._visits = [v for v in day.visits if v.contact.state is ContactState.PLANNED]

    def show_state(self, state: SyncState, today: date) -> None:
        """How fresh the files are."""
        line = headline(state, today)
        self._state_chip.show_status(line.text, line.kind, icon_name=line.icon_name)
        self.fetch.hold(state.link is Link.BUSY)
        clear_layout(self._rows)
        fresh = ""
        if state.last_contact is not None:
            fresh = self.tr("Bijgewerkt {moment}").format(
                moment=format_moment(state.last_contact, today)
            )
        for visit in self._visits:
            below = "\n".join(part for part in (visit_line(visit), fresh) if part)
            row = DetailRow(case_name(visit.case), below, lead=format_time(visit.contact.at))
            row.add_chip(Chip(self.tr("Op deze laptop"), "ok", icon_name="laptop"))
            contact = visit.contact
            if contact.interpreter and not contact.interpreter_booked:
                row.add_chip(Chip(self.tr("Tolk nog regelen"), "warn", icon_name="translate"))
            row.set_last(visit is self._visits[-1])
            self._rows.addWidget(row)
        if not self._visits:
            self._rows.addWidget(Muted(self.tr("Geen bezoeken meer vandaag.")))
