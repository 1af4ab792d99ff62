"""What former colleagues wrote and could not send in time: the lead takes it over or not."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mvs_desktop.services.team_views import ApartChange
from mvs_desktop.ui.kit.buttons import ButtonRow, OutlinedButton, TextButton
from mvs_desktop.ui.kit.cards import Card
from mvs_desktop.ui.kit.facts import FactList
from mvs_desktop.ui.kit.labels import Body, Muted, Small
from mvs_desktop.ui.sending.fields import field_label, subject, type_label, value_text
from mvs_desktop.ui.team.panel import TeamPanel
from mvs_desktop.ui.words import format_moment


class ApartPanel(TeamPanel):
    """`settled` carries an ApartChange and whether it is taken over."""

    settled = Signal(object, bool)

    def __init__(
        self,
        host: QWidget,
        today: date,
        people: Mapping[UUID, str],
        areas: Mapping[str, str],
    ) -> None:
        super().__init__(host, self.tr("Apart gezet"), "apart_panel")
        self._today = today
        self._people = people
        self._areas = areas

    def begin(self) -> None:
        self.begin_step()
        self.wait_for_answer()
        self.open_panel()

    def show_changes(self, changes: Sequence[ApartChange]) -> None:
        self.begin_step()
        if not changes:
            self.content.addWidget(Body(self.tr("Er ligt niets meer apart.")))
            return
        self.content.addWidget(
            Body(
                self.tr(
                    "Dit schreef een collega die niet meer meedoet; het kwam daarna pas binnen. "
                    "Neem het over of laat het weg. Ook wat je weglaat, blijft bij de centrale "
                    "bewaard."
                )
            )
        )
        for change in changes:
            self.content.addWidget(self._card(change))

    def _card(self, change: ApartChange) -> Card:
        record = change.after or change.before
        kind = record.type_name if record is not None else ""
        title = type_label(kind)
        about = subject(record, kind)
        card = Card(f"{title}: {about}" if about else title)
        card.setObjectName("apart_change")
        moment = format_moment(change.made_at, self._today)
        card.add(Small(self.tr("{name}, {moment}").format(name=change.worker_name, moment=moment)))
        if change.after is None:
            card.add(Muted(self.tr("Wil dit intrekken.")))
        else:
            card.add(self._facts(change, kind))
        take = OutlinedButton(self.tr("Neem over"), dense=True)
        take.setObjectName("take_apart")
        take.clicked.connect(lambda: self._settle(change, taken=True))
        leave = TextButton(self.tr("Laat weg"), dense=True)
        leave.setObjectName("leave_apart")
        leave.clicked.connect(lambda: self._settle(change, taken=False))
        card.add(ButtonRow([take, leave]))
        return card

    def _facts(self, change: ApartChange, kind: str) -> FactList:
        facts = FactList()
        lines = []
        for name in change.fields:
            after = self._words(change.after, name)
            before = self._words(change.before, name)
            if change.before is not None and before != after:
                after = self.tr("{after} (nu: {before})").format(after=after, before=before)
            if after:
                lines.append((field_label(kind, name), after))
        facts.show_facts(lines)
        return facts

    def _words(self, record: object, name: str) -> str:
        value = getattr(record, name, None)
        return value_text(value, self._today, self._people, self._areas)

    def _settle(self, change: ApartChange, *, taken: bool) -> None:
        self.wait_for_answer()
        self.settled.emit(change, taken)
