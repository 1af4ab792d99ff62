"""What putting a backup back came to, before the work goes on."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mvs_desktop.ui.kit.pages.banner import Banner, BannerKind
from mvs_desktop.ui.kit.parts.buttons import ButtonRow, FilledButton
from mvs_desktop.ui.kit.parts.quantities import format_count
from mvs_desktop.ui.start.backup_words import backup_moment
from mvs_desktop.ui.start.frame import StartPage

if TYPE_CHECKING:
    from mvs_desktop.services.backups import Restored


class RestoredPage(StartPage):
    """`go_on` asks to open the work."""

    go_on = Signal()

    def __init__(
        self,
        outcome: "Restored",
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            self.tr("Je dossiers zijn terug"),
            self.tr("Je werkt verder met de kopie van {moment}.").format(
                moment=backup_moment(outcome.backup, today).lower()
            ),
            parent,
        )
        self.setObjectName("restored_page")
        if outcome.former is not None and outcome.carried is not None:
            self._say("ok", self._about_unsent(outcome.carried))
        elif outcome.former is not None:
            self._say(
                "warn",
                self.tr(
                    "Het bestand van daarvoor was niet te lezen. Het is heel bewaard: misschien "
                    "kan je beheerder er nog werk uit halen dat niet was verstuurd."
                ),
            )
        self._say(
            "info",
            self.tr(
                "Voordat er weer verstuurd wordt, meld je deze laptop opnieuw aan. Vraag je "
                "beheerder om een code. Werken kan nu al; alles wordt bewaard."
            ),
        )
        self.button = FilledButton(self.tr("Verder"))
        self.button.setObjectName("restored_go_on")
        self.button.clicked.connect(self.go_on)
        self.body.addWidget(ButtonRow([self.button]))

    def focus_first(self) -> None:
        """Put the keyboard on the button."""
        self.button.setFocus()

    def _say(self, kind: BannerKind, text: str) -> None:
        told = Banner()
        self.body.addWidget(told)
        told.say(kind, text)

    def _about_unsent(self, records: int) -> str:
        if records == 0:
            return self.tr("Alles wat je had geschreven, was al verstuurd. Er is niets kwijt.")
        if records == 1:
            return self.tr("1 onderdeel dat nog niet was verstuurd, is meegenomen.")
        return self.tr("{count} onderdelen die nog niet waren verstuurd, zijn meegenomen.").format(
            count=format_count(records)
        )
