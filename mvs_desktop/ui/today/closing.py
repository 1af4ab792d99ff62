""" "Dag afronden": of every visit of the day its note, its agreements, and what was sent."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mvs_desktop.services.views import Link, NoteStage, SyncState, VisitReceipt
from mvs_desktop.ui.kit.pages.cards import clear_layout
from mvs_desktop.ui.kit.pages.keyboard_place import KeyboardPlace
from mvs_desktop.ui.kit.pages.panel import SidePanel
from mvs_desktop.ui.kit.pages.rows import DetailRow
from mvs_desktop.ui.kit.parts.buttons import FilledButton, OutlinedButton
from mvs_desktop.ui.kit.parts.chips import Chip
from mvs_desktop.ui.kit.parts.labels import Muted, Strong
from mvs_desktop.ui.kit.parts.quantities import format_count
from mvs_desktop.ui.sending.words import counted, headline, receipt
from mvs_desktop.ui.today.words import case_name, visit_line
from mvs_desktop.ui.words import format_moment, format_time


class ClosingPanel(SidePanel):
    """The visits that were held; `send_asked` asks to synchronise, `opened` carries the
    VisitReceipt whose note is wanted."""

    send_asked = Signal()
    opened = Signal(object)

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, self.tr("Dag afronden"))
        self.setObjectName("closing_panel")
        page = self.add_page()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        page.body.addLayout(self._rows)
        page.add_stretch()
        self._end = Strong("")
        self._end.setObjectName("closing_end")
        self.body.addWidget(self._end)
        self._state_chip = Chip("", "neutral")
        self.body.addWidget(self._state_chip)
        self.send = OutlinedButton(self.tr("Nu versturen"), icon_name="arrows-clockwise")
        self.send.setObjectName("closing_send")
        self.send.clicked.connect(self.send_asked)
        self.done = FilledButton(self.tr("Klaar"))
        self.done.setObjectName("closing_done")
        self.done.clicked.connect(self.close_panel)
        foot = QHBoxLayout()
        foot.addWidget(self.send)
        foot.addStretch(1)
        foot.addWidget(self.done)
        self.body.addLayout(foot)

    def show_day(self, receipts: Sequence[VisitReceipt], state: SyncState, today: date) -> None:
        """How it stands with every visit, and with the whole of it."""
        line = headline(state, today)
        self._state_chip.show_status(line.text, line.kind, icon_name=line.icon_name)
        self.send.hold(state.link is Link.BUSY)
        place = KeyboardPlace(self)
        clear_layout(self._rows)
        for item in receipts:
            row = self._row(item, today)
            row.set_last(item is receipts[-1])
            self._rows.addWidget(row)
        if not receipts:
            self._rows.addWidget(Muted(self.tr("Nog geen bezoek of gesprek vandaag.")))
        self._end.setText(self._conclusion(receipts, state))
        place.restore()

    def _row(self, item: VisitReceipt, today: date) -> DetailRow:
        below = [visit_line(item.visit)]
        if what := receipt(item.confirmed):
            below.append(self._confirmed(item, what, today))
        row = DetailRow(
            case_name(item.visit.case),
            "\n".join(part for part in below if part),
            lead=format_time(item.visit.contact.at),
            clickable=True,
        )
        row.setObjectName("closing_row")
        row.opened.connect(lambda: self.opened.emit(item))
        row.add_chip(self._note_chip(item.note))
        if item.agreements:
            row.add_chip(Chip(counted("action", item.agreements), "neutral", icon_name="handshake"))
        row.add_chip(self._sent_chip(item))
        return row

    def _confirmed(self, item: VisitReceipt, what: str, today: date) -> str:
        if item.confirmed_at is None:
            return self.tr("De centrale bevestigde {what}.").format(what=what)
        return self.tr("De centrale bevestigde {what} om {time}.").format(
            what=what, time=format_moment(item.confirmed_at, today)
        )

    def _note_chip(self, stage: NoteStage) -> Chip:
        match stage:
            case NoteStage.SIGNED:
                return Chip(self.tr("Verslag ondertekend"), "ok", icon_name="note")
            case NoteStage.OPEN:
                return Chip(self.tr("Verslag nog niet ondertekend"), "warn", icon_name="note")
            case _:
                return Chip(self.tr("Nog geen verslag"), "warn", icon_name="note")

    def _sent_chip(self, item: VisitReceipt) -> Chip:
        if item.apart:
            return Chip(
                self.tr("{count} apart gezet").format(count=format_count(item.apart)), "warn"
            )
        if item.waiting:
            words = self.tr("{count} nog te versturen").format(count=format_count(item.waiting))
            return Chip(words, "unsent", icon_name="cloud-arrow-up")
        return Chip(self.tr("Verstuurd"), "ok", icon_name="cloud-check")

    def _conclusion(self, receipts: Sequence[VisitReceipt], state: SyncState) -> str:
        """The one sentence to end the day with; nothing while something is left."""
        if state.pending or state.set_apart or state.conflicts:
            return ""
        stages = [item.note for item in receipts]
        unsigned, missing = stages.count(NoteStage.OPEN), stages.count(NoteStage.NONE)
        if not unsigned and not missing:
            return self.tr("Klaar. Alles is verstuurd.")
        return " ".join(
            filter(None, (self.tr("Alles is verstuurd."), _unsigned(unsigned), _missing(missing)))
        )


def _unsigned(count: int) -> str:
    if count == 1:
        return QCoreApplication.translate("ClosingPanel", "1 verslag is nog niet ondertekend.")
    words = QCoreApplication.translate(
        "ClosingPanel", "{count} verslagen zijn nog niet ondertekend."
    )
    return words.format(count=format_count(count)) if count else ""


def _missing(count: int) -> str:
    if count == 1:
        return QCoreApplication.translate("ClosingPanel", "1 verslag moet je nog schrijven.")
    words = QCoreApplication.translate("ClosingPanel", "{count} verslagen moet je nog schrijven.")
    return words.format(count=format_count(count)) if count else ""
