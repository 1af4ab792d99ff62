"""Handing a family over (overdragen): offering it, and accepting or declining."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mvs_desktop.services.team_views import Colleague, Offer
from mvs_desktop.ui.kit.forms.fields import long_text_field, yes_no_field
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.kit.parts.buttons import FilledButton, OutlinedButton
from mvs_desktop.ui.kit.parts.labels import Body, Muted, Strong
from mvs_desktop.ui.team.colleague_search import ColleaguePanel
from mvs_desktop.ui.team.panel import TeamPanel
from mvs_desktop.ui.words import format_moment


@dataclass(frozen=True, slots=True)
class OfferWanted:
    """To whom, with a word; `stays`: the former lead goes on as one of the others."""

    worker_id: UUID
    word: str
    stays: bool


class HandOverPanel(ColleaguePanel):
    """`wanted` carries an OfferWanted."""

    wanted = Signal(object)

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, self.tr("Overdragen"), "hand_over_panel")

    def begin(self) -> None:
        self.begin_step()
        self.content.addWidget(
            Body(
                self.tr(
                    "Je collega ziet je vraag op Vandaag en beslist zelf. Tot die tijd blijf jij "
                    "casusregisseur."
                )
            )
        )
        self.begin_search(self.tr("Aan wie draag je dit gezin over?"))

    def go_on(self, colleague: Colleague) -> None:
        form = RecordForm(
            (
                long_text_field(
                    "offer_word",
                    self.tr("Een woord erbij"),
                    help=self.tr("Schrijf hier niets over het gezin zelf."),
                    lines=3,
                ),
                yes_no_field("offer_stays", self.tr("Ik blijf zelf betrokken")),
            )
        )
        form.show_values({"offer_word": "", "offer_stays": True})
        self.content.addWidget(form)

        def want() -> None:
            form.flush()
            values = form.values()
            word, stays = str(values["offer_word"]).strip(), bool(values["offer_stays"])
            self.wait_for_answer()
            self.wanted.emit(OfferWanted(UUID(colleague.worker_id), word, stays))

        self.offer(FilledButton, self.tr("Vraag het"), "offer_case", want)
        form.focus_first()


class OfferPanel(TeamPanel):
    """A family that a colleague offers. `answered` carries whether it is accepted, and a word."""

    answered = Signal(bool, str)

    def __init__(self, host: QWidget, offer: Offer, today: date) -> None:
        super().__init__(host, self.tr("Gezin overnemen"), "offer_panel")
        asks = self.tr("{name} vraagt of je een gezin overneemt als casusregisseur.")
        self.content.addWidget(Body(asks.format(name=offer.from_name)))
        if offer.word:
            self.content.addWidget(Body(f"“{offer.word}”"))
        stays = (
            self.tr("{name} blijft zelf betrokken.")
            if offer.stays
            else self.tr("{name} doet daarna niet meer mee.")
        )
        self.content.addWidget(Muted(stays.format(name=offer.from_name)))
        until = self.tr("Je kunt antwoorden tot {moment}.")
        self.content.addWidget(Muted(until.format(moment=_until(offer, today))))
        self._form = RecordForm(
            (
                long_text_field(
                    "offer_answer",
                    self.tr("Een woord terug"),
                    help=self.tr("Schrijf hier niets over het gezin zelf."),
                    lines=3,
                ),
            )
        )
        self.content.addWidget(self._form)
        self.offer(
            FilledButton, self.tr("Neem over"), "accept_offer", lambda: self._answer(accept=True)
        )
        self.offer(
            OutlinedButton,
            self.tr("Liever niet"),
            "decline_offer",
            lambda: self._answer(accept=False),
        )

    def begin(self) -> None:
        """The keyboard begins in the word: a key pressed by accident accepts nothing."""
        self.open_panel(self._form.editor("offer_answer").control())

    def _answer(self, *, accept: bool) -> None:
        self._form.flush()
        self.wait_for_answer()
        self.answered.emit(accept, str(self._form.values()["offer_answer"]).strip())


class OfferedPanel(TeamPanel):
    """A family that this worker offered, while the colleague did not answer.

    `taken_back` tells that it is offered no longer.
    """

    taken_back = Signal()

    def __init__(self, host: QWidget, offer: Offer, family: str, today: date) -> None:
        super().__init__(host, self.tr("Overdragen"), "offered_panel")
        if family:
            self.content.addWidget(Strong(family))
        asked = self.tr(
            "Je vroeg {name} dit gezin over te nemen. Zolang er geen antwoord is, blijf jij "
            "casusregisseur."
        )
        self.content.addWidget(Body(asked.format(name=offer.to_name)))
        if offer.word:
            self.content.addWidget(Body(f"“{offer.word}”"))
        until = self.tr("{name} kan antwoorden tot {moment}.")
        told = until.format(name=offer.to_name, moment=_until(offer, today))
        self.content.addWidget(Muted(told))
        self.offer(OutlinedButton, self.tr("Aanbod intrekken"), "take_back_offer", self._take_back)

    def begin(self) -> None:
        self.open_panel(self.close_button)

    def _take_back(self) -> None:
        self.wait_for_answer()
        self.taken_back.emit()


def _until(offer: Offer, today: date) -> str:
    """Until when it can be answered, in the local time."""
    return format_moment(datetime.fromisoformat(offer.expires_at).astimezone(), today)
