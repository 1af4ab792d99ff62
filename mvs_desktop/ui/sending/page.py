"""The screen "Versturen en ophalen": state, receipt, choices, what stands apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QApplication, QProgressBar, QVBoxLayout, QWidget

from mvs_desktop.domain.errors import (
    ContentWaits,
    ExpectedError,
    HeldUpUnderway,
    ServerAnswerUnreadable,
    ServerRefused,
    ServerUnreachable,
    ServiceTooOld,
    VersionTooOld,
)
from mvs_desktop.services.views import ConflictView, Link, SetApart, SyncResult, SyncState
from mvs_desktop.ui.kit.pages.banner import Banner, BannerKind
from mvs_desktop.ui.kit.pages.cards import Card
from mvs_desktop.ui.kit.pages.facts import FactList
from mvs_desktop.ui.kit.pages.keyboard_place import KeyboardPlace
from mvs_desktop.ui.kit.pages.rows import DetailRow
from mvs_desktop.ui.kit.pages.scroll import PageHeader, ScrollPage, bring_near
from mvs_desktop.ui.kit.pages.tab_order import tab_in_reading_order
from mvs_desktop.ui.kit.parts.buttons import FilledButton
from mvs_desktop.ui.kit.parts.chips import Chip
from mvs_desktop.ui.kit.parts.labels import Body, Muted, Small
from mvs_desktop.ui.kit.parts.quantities import format_count
from mvs_desktop.ui.messages import error_message
from mvs_desktop.ui.navigation.intents import OpenFamily, Synchronise
from mvs_desktop.ui.navigation.view import ScreenView
from mvs_desktop.ui.sending.conflict import ConflictCard
from mvs_desktop.ui.sending.conflict_words import Names
from mvs_desktop.ui.sending.words import (
    counted,
    headline,
    reason_text,
    receipt,
    unfetched_text,
    waiting_text,
)
from mvs_desktop.ui.words import format_moment, format_time

# What `messages` has the words for.
_TROUBLE: Mapping[Link, type[ExpectedError]] = {
    Link.TOO_OLD: VersionTooOld,
    Link.TOO_NEW: ServiceTooOld,
    Link.HELD_UP: HeldUpUnderway,
    Link.NO_ROOM: ContentWaits,
}


# Here it does not go by itself once there is a connection.
_NEEDS_SOMEBODY = (Link.REFUSED, Link.NEEDS_CODE, Link.TOO_OLD)


@dataclass(frozen=True, slots=True)
class SendingView:
    """Everything on the screen, read at one moment."""

    state: SyncState
    conflicts: Sequence[ConflictView]
    set_apart: Sequence[SetApart]
    today: date
    names: Names


class SendingPage(ScreenView):
    """`settled` carries a ConflictView, a Choice, and field → value or None."""

    settled = Signal(object, object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sending_page")
        self._today: date | None = None
        page = ScrollPage()
        self.header = PageHeader(self.tr("Versturen en ophalen"))
        self.now = FilledButton(self.tr("Nu versturen en ophalen"), icon_name="arrows-clockwise")
        self.now.setObjectName("synchronise_now")
        self.now.clicked.connect(lambda: self.asked.emit(Synchronise()))
        self.header.add_button(self.now)
        page.add(self.header)
        self.banner = Banner()
        self.banner.setObjectName("sending_banner")
        page.add(self.banner)
        self.state_card = Card(self.tr("Hoe het ervoor staat"))
        self.state_card.setObjectName("sending_state")
        self._chip = Chip("", "neutral")
        self.state_card.add_to_header(self._chip)
        self._facts = FactList()
        self._progress = QProgressBar()
        self._progress.hide()
        self._receipt = Body()
        self._receipt.setObjectName("sending_receipt")
        self._receipt.hide()
        for part in (self._facts, self._progress, self._receipt):
            self.state_card.add(part)
        page.add(self.state_card)
        self.outcome = Banner()
        self.outcome.setObjectName("choice_outcome")
        self.outcome.chosen.connect(self._show_history)
        page.add(self.outcome)
        self._settled: ConflictView | None = None
        self._begin_at: UUID | None = None
        self._conflicts = QVBoxLayout()
        self._conflicts.setSpacing(page.body.spacing())
        self._cards: dict[UUID, ConflictCard] = {}
        page.body.addLayout(self._conflicts)
        self.apart_card = Card(self.tr("Apart gezet"))
        self.apart_card.setObjectName("set_apart")
        self.apart_card.body.setSpacing(0)
        page.add(self.apart_card)
        self.help = Small(
            self.tr(
                "Je hoeft hier niets te doen: alles gaat vanzelf zodra er verbinding is. Met F5 "
                "gebeurt het meteen."
            )
        )
        page.add(self.help)
        page.add_stretch()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(page)

    def hideEvent(self, event: QHideEvent) -> None:
        """What was chosen is said until the worker goes elsewhere."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.outcome.clear()

    def show_view(self, view: SendingView) -> None:
        self._today = view.today
        self.show_state(view.state, view.today)
        self._show_conflicts(view)
        self._show_apart(view.set_apart, view.today)
        by_itself = view.state.link not in _NEEDS_SOMEBODY
        self.help.setVisible(by_itself and not view.conflicts and not view.set_apart)
        tab_in_reading_order(self)

    def show_state(self, state: SyncState, today: date) -> None:
        """How sending stands, also while it is going on."""
        self._today = today
        line = headline(state, today)
        self._chip.show_status(line.text, line.kind, icon_name=line.icon_name)
        last = format_moment(state.last_contact, today) if state.last_contact else ""
        facts = [
            (self.tr("Laatste contact"), last or self.tr("Nog niet geweest")),
            (self.tr("Nog te versturen"), waiting_text(state.pending)),
        ]
        if state.unfetched:
            facts.append((self.tr("Nog op te halen"), unfetched_text(state)))
        self._facts.show_facts(facts)
        busy = state.link is Link.BUSY
        self._progress.setVisible(busy)
        self.now.hold(busy)
        self._say_trouble(state)

    def show_progress(self, done: int, total: int) -> None:
        """How far a run is; `total` 0 when that is not known."""
        self._progress.setRange(0, total)
        self._progress.setValue(done)

    def show_result(self, result: SyncResult) -> None:
        """The receipt of a run; one that had nothing to send leaves the earlier receipt."""
        parts = []
        what = receipt(result.confirmed)
        moment = result.state.last_contact
        if what and moment is not None:
            parts.append(
                self.tr("Verstuurd. De centrale bevestigde {what} om {time}.").format(
                    what=what, time=format_time(moment)
                )
            )
        if result.received == 1:
            parts.append(self.tr("1 wijziging van een collega opgehaald."))
        elif result.received:
            text = self.tr("{count} wijzigingen van collega's opgehaald.")
            parts.append(text.format(count=format_count(result.received)))
        if parts:
            self._receipt.setText("\n".join(parts))
            self._receipt.show()

    def show_settled(self, view: ConflictView) -> None:
        """The choice was made: say where what was not chosen is."""
        self._settled = view
        self.outcome.say(
            "ok",
            self.tr("Gekozen. Wat niet gekozen is, blijft in de geschiedenis van {family}.").format(
                family=view.case.name
            ),
            (("history", self.tr("Toon de geschiedenis")),),
        )

    def _show_history(self, _key: str) -> None:
        if self._settled is not None:
            self._open_record(self._settled, history=True)

    def begin_at(self, conflict_id: UUID) -> None:
        """Put the keyboard at this choice when the screen is shown next."""
        self._begin_at = conflict_id

    def focus_first(self) -> None:
        first = next(iter(self._cards.values()), None)
        card = self._cards.get(self._begin_at, first) if self._begin_at else first
        self._begin_at = None
        if card is not None:
            card.focus_first()
            for part in (card, card.about):  # of a card that is too high, the beginning
                bring_near(part)  # it may not have found its place yet
        else:
            self.now.setFocus()

    def _say_trouble(self, state: SyncState) -> None:
        said: tuple[BannerKind, str] | None = None
        if state.link is Link.OFFLINE:
            said = ("info", error_message(ServerUnreachable()).text)
        elif state.link is Link.UNREADABLE:
            said = ("warn", error_message(ServerAnswerUnreadable()).text)
        elif state.link is Link.REFUSED:
            said = ("bad", error_message(ServerRefused()).text)
        elif error := _TROUBLE.get(state.link):
            said = ("warn", error_message(error()).text)
        # A laptop that has to be enrolled again has that said above every screen.
        if said is None:
            self.banner.clear()
        else:
            self.banner.say(*said)

    def _show_conflicts(self, view: SendingView) -> None:
        """A card where somebody is writing stays; the others are brought up to date."""
        wanted = {item.conflict.id: item for item in view.conflicts}
        gone = [self._cards.pop(id_) for id_ in list(self._cards) if id_ not in wanted]
        focused = QApplication.focusWidget()
        had_keyboard = focused is not None and any(card.isAncestorOf(focused) for card in gone)
        for card in gone:
            self._conflicts.removeWidget(card)
            card.hide()
            card.deleteLater()
        for id_, item in wanted.items():
            if id_ not in self._cards:
                card = ConflictCard()
                card.settled.connect(self.settled)
                card.open_asked.connect(self._open_record)
                self._conflicts.addWidget(card)
                self._cards[id_] = card
            self._cards[id_].show_conflict(item, view.today, view.names)
        if had_keyboard:
            self.focus_first()

    def _open_record(self, view: ConflictView, *, history: bool = False) -> None:
        of = view.conflict
        self.asked.emit(OpenFamily(of.case_id, "", of.record_type, of.record_id, history))

    def _show_apart(self, rows: Sequence[SetApart], today: date) -> None:
        place = KeyboardPlace(self.apart_card)
        self.apart_card.clear()
        self.apart_card.setVisible(bool(rows))
        if not rows:
            return
        self.apart_card.add(
            Muted(
                self.tr(
                    "1 wijziging kon niet worden verwerkt en staat apart. Niets is weg; de rest "
                    "is verstuurd. Bekijk wat je kunt doen."
                )
                if len(rows) == 1
                else self.tr(
                    "{count} wijzigingen konden niet worden verwerkt en staan apart. Niets is "
                    "weg; de rest is verstuurd. Bekijk wat je kunt doen."
                ).format(count=format_count(len(rows)))
            )
        )
        for item in rows:
            name = item.case.name if item.case is not None else self.tr("Niet meer op deze laptop")
            made = format_moment(item.made_at, today)
            below = self.tr("{name} · {moment}").format(name=name, moment=made)
            row = DetailRow(
                counted(item.record_type, 1),
                f"{below}\n{reason_text(item.reason)}",
                clickable=item.case is not None,
            )
            row.setObjectName("set_apart_row")
            row.set_last(item is rows[-1])
            if item.case is not None:
                target = OpenFamily(
                    item.case.id, record_type=item.record_type, record_id=item.record_id
                )
                row.opened.connect(lambda target=target: self.asked.emit(target))
            self.apart_card.add(row)
        place.restore()
