"""Handing a family over (overdragen): offering it, and accepting or declining."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mvs_desktop.services.team_views import Colleague, Offer
from mvs_desktop.ui.kit.buttons import FilledButton, OutlinedButton
from mvs_desktop.ui.kit.fields import long_text_field, yes_no_field
from mvs_desktop.ui.kit.form import RecordForm
from mvs_desktop.ui.kit.labels import Body, Muted
from mvs_desktop.ui.team.bring_in import ColleagueSearch
from mvs_desktop.ui.team.panel import TeamPanel


@dataclass(frozen=True, slots=True)
class OfferWanted:
    """To whom, with a word; `stays`: the former lead goes on as one of the others."""

    worker_id: UUID
    word: str
    stays: bool


class HandOverPanel(TeamPanel):
    """`searched` carries what was typed, `wanted` an OfferWanted."""

    searched = Signal(str)
    wanted = Signal(object)

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, self.tr("Overdragen"), "hand_over_panel")
        self._search: ColleagueSearch | None = None

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
        search = ColleagueSearch(self.tr("Aan wie draag je dit gezin over?"))
        search.searched.connect(self.searched)
        search.chosen.connect(self._choose)
        self.content.addWidget(search)
        self._search = search
        self.open_panel(search.control())

    def show_found(self, colleagues: Sequence[Colleague], *, more: bool) -> None:
        self.banner.clear()
        if self._search is not None:
            self._search.show_found(colleagues, more=more)

    def _choose(self, colleague: Colleague) -> None:
        self.begin_step()
        self._search = None
        about = (colleague.expertise, colleague.team)
        self.show_colleague(colleague.name, " · ".join(part for part in about if part))
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
        button = FilledButton(self.tr("Vraag het"))
        button.setObjectName("offer_case")

        def want() -> None:
            form.flush()
            values = form.values()
            word, stays = str(values["offer_word"]).strip(), bool(values["offer_stays"])
            self.wait_for_answer()
            self.wanted.emit(OfferWanted(UUID(colleague.worker_id), word, stays))

        button.clicked.connect(want)
        self.set_buttons([button])
        form.focus_first()


class OfferPanel(TeamPanel):
    """A family that a colleague offers. `answered` carries whether it is accepted, and a word."""

    answered = Signal(bool, str)

    def __init__(self, host: QWidget, offer: Offer) -> None:
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
        self._form = RecordForm((long_text_field("offer_answer", self.tr("Een woord terug")),))
        self.content.addWidget(self._form)
        accept = FilledButton(self.tr("Neem over"))
        accept.setObjectName("accept_offer")
        accept.clicked.connect(lambda: self._answer(accept=True))
        decline = OutlinedButton(self.tr("Liever niet"))
        decline.setObjectName("decline_offer")
        decline.clicked.connect(lambda: self._answer(accept=False))
        self.set_buttons([accept, decline])
        self._accept = accept

    def begin(self) -> None:
        self.open_panel(self._accept)

    def _answer(self, *, accept: bool) -> None:
        self._form.flush()
        self.wait_for_answer()
        self.answered.emit(accept, str(self._form.values()["offer_answer"]).strip())


class OfferedPanel(TeamPanel):
    """A family that this worker offered, while the colleague did not answer.

    `taken_back` tells that it is offered no longer.
    """

    taken_back = Signal()

    def __init__(self, host: QWidget, offer: Offer) -> None:
        super().__init__(host, self.tr("Overdragen"), "offered_panel")
        asked = self.tr(
            "Je vroeg {name} dit gezin over te nemen. Zolang er geen antwoord is, blijf jij "
            "casusregisseur."
        )
        self.content.addWidget(Body(asked.format(name=offer.to_name)))
        if offer.word:
            self.content.addWidget(Muted(f"“{offer.word}”"))
        take_back = OutlinedButton(self.tr("Aanbod intrekken"))
        take_back.setObjectName("take_back_offer")
        take_back.clicked.connect(self._take_back)
        self.set_buttons([take_back])
        self._button = take_back

    def begin(self) -> None:
        self.open_panel(self._button)

    def _take_back(self) -> None:
        self.wait_for_answer()
        self.taken_back.emit()
