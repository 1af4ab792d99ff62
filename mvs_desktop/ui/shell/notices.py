"""What the shell itself has to say, above every screen."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mvs_desktop.domain.errors import StoreDamaged
from mvs_desktop.ui.kit.pages.banner import Banner
from mvs_desktop.ui.messages import error_message


class ShellBanner(Banner):
    """One notice at a time; the next takes its place.

    `lock_asked` asks for the lock: from the start screen a backup can be put back.
    """

    lock_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shell_banner")
        self.chosen.connect(self._answer)

    def say_failed(self, error: Exception) -> None:
        """What went wrong."""
        buttons = [("close", self.tr("Sluit"))]
        if isinstance(error, StoreDamaged):
            buttons.insert(0, ("lock", self.tr("Naar het beginscherm")))
        self.say("bad", error_message(error).text, buttons)

    def _answer(self, key: str) -> None:
        self.clear()
        if key == "lock":
            self.lock_asked.emit()

    def say_lost_family(self) -> None:
        """The open family is no longer on this laptop."""
        self.say(
            "warn",
            self.tr(
                "Je bent niet meer betrokken bij dit gezin. Wat nog niet verstuurd was, ligt bij "
                "de casusregisseur. Het dossier staat niet meer op deze laptop."
            ),
            [("close", self.tr("Begrepen"))],
        )

    def say_lock_is_near(self) -> None:
        """The lock comes, unless somebody is there."""
        self.say(
            "warn",
            self.tr(
                "Over 30 seconden op slot. Alles is bewaard. Druk op een toets om door te gaan."
            ),
        )

    def say_limited(self) -> None:
        """Why something cannot be done now (see domain.lease)."""
        self.say(
            "warn",
            self.tr(
                "Kan nog niet: maak eerst verbinding. Lezen en nieuwe verslagen schrijven kan wel."
            ),
            [("close", self.tr("Sluit"))],
        )
