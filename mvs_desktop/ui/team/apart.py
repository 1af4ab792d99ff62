"""What former colleagues wrote and could not send in time: the lead takes it over or not."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mvs_desktop.services.team_views import ApartChange, UnreadChange
from mvs_desktop.ui.kit.pages.cards import Card
from mvs_desktop.ui.kit.pages.facts import Fact, FactList
from mvs_desktop.ui.kit.parts.buttons import ButtonRow, FilledButton, OutlinedButton, TextButton
from mvs_desktop.ui.kit.parts.labels import Body, Muted, Small
from mvs_desktop.ui.sending.fields import field_label, subject, type_label, value_text
from mvs_desktop.ui.team.panel import TeamPanel
from mvs_desktop.ui.words import format_moment


class ApartPanel(TeamPanel):
    """`settled` carries an ApartChange and whether it is taken over, or an UnreadChange that is
    left out."""

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

    def show_changes(self, changes: Sequence[ApartChange | UnreadChange]) -> None:
        self.begin_step()
        if not changes:
            self._show_end()
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
        cards = [self._card(change) for change in changes]
        for card in cards:
            self.content.addWidget(card)
        # Not on a button of a card: a key pressed by accident would take something over.
        self.close_button.setFocus()

    def _show_end(self) -> None:
        self.content.addWidget(Body(self.tr("Er ligt niets meer apart.")))
        self.offer(FilledButton, self.tr("Klaar"), "apart_done", self.close_panel).setFocus()

    def _card(self, change: ApartChange | UnreadChange) -> Card:
        if isinstance(change, UnreadChange):
            return self._unread_card(change)
        record = change.after or change.before
        kind = record.type_name if record is not None else ""
        about, title = subject(record, kind), type_label(kind)
        told = about if about.startswith(title) else f"{title}: {about}"
        card = Card(told)
        card.setObjectName("apart_change")
        card.add(Small(self._by(change)))
        if change.after is None:
            card.add(Muted(self.tr("Wil dit intrekken.")))
        else:
            if change.restores:
                card.add(Muted(self.tr("Wil dit terugzetten.")))
            if change.fields:
                card.add(self._facts(change, kind))
        take = OutlinedButton(self.tr("Neem over"), dense=True)
        take.setObjectName("take_apart")
        take.describe(told)
        take.clicked.connect(lambda: self._settle(change, taken=True))
        card.add(ButtonRow([take, self._leave(change, told)]))
        return card

    def _leave(self, change: ApartChange | UnreadChange, told: str) -> TextButton:
        button = TextButton(self.tr("Laat weg"), dense=True)
        button.setObjectName("leave_apart")
        button.describe(told)
        button.clicked.connect(lambda: self._settle(change, taken=False))
        return button

    def _by(self, change: ApartChange | UnreadChange) -> str:
        if change.made_at is None:
            return change.worker_name
        moment = format_moment(change.made_at, self._today)
        return self.tr("{name}, {moment}").format(name=change.worker_name, moment=moment)

    def _unread_card(self, change: UnreadChange) -> Card:
        told = self.tr("Hoort bij iets anders") if change.alone else self.tr("Iets nieuws")
        card = Card(told)
        card.setObjectName("unread_change")
        card.add(Small(self._by(change)))
        if change.alone:
            card.add(
                Muted(
                    self.tr(
                        "Dit hoort bij iets wat hier niet staat. Neem dat eerst over, of laat dit "
                        "ook weg."
                    )
                )
            )
            card.add(ButtonRow([self._leave(change, told)]))
        else:
            card.add(
                Muted(
                    self.tr(
                        "Dit kan deze versie nog niet lezen. Het blijft bewaard bij de centrale "
                        "tot het programma op deze laptop is bijgewerkt."
                    )
                )
            )
        return card

    def _facts(self, change: ApartChange, kind: str) -> FactList:
        facts = FactList()
        lines: list[Fact] = []
        for name in change.fields:
            after = self._words(change.after, name)
            before = self._words(change.before, name)
            if change.before is not None and before != after:
                empty = value_text(None, self._today, {}, {})
                now = self.tr("nog leeg") if before == empty else before
                remark = self.tr("Nu: {before}").format(before=now)
                lines.append((field_label(kind, name), after, remark))
            else:
                lines.append((field_label(kind, name), after))
        facts.show_facts(lines)
        return facts

    def _words(self, record: object, name: str) -> str:
        value = getattr(record, name, None)
        return value_text(value, self._today, self._people, self._areas)

    def _settle(self, change: ApartChange | UnreadChange, *, taken: bool) -> None:
        self.wait_for_answer()
        self.settled.emit(change, taken)
