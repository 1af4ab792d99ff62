"""A new database key (sleutel) for the store that is open."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mvs_desktop.domain.errors import StoreInUse
from mvs_desktop.ui.keys.panel import KeyPanel


class RenewPanel(KeyPanel):
    """Says what renewing does; `submitted` asks for it."""

    submitted = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(
            host,
            self.tr("Sleutel vernieuwen"),
            self.tr(
                "Alle dossiers op deze laptop worden opnieuw versleuteld met een nieuwe sleutel. "
                "Doe dit als iemand anders bij deze laptop kon. Je wachtwoord blijft hetzelfde en "
                "er raakt niets kwijt, ook niet als de laptop halverwege uitgaat."
            ),
            self.tr("Vernieuw de sleutel"),
        )
        self.setObjectName("renew_key_panel")
        self.button.setObjectName("renew_key")

    def show_failure(self, error: Exception) -> None:
        super().show_failure(error)
        if isinstance(error, StoreInUse):
            self.banner.say(
                "warn",
                self.tr(
                    "Er wordt nu nog iets gelezen of verstuurd. Er is niets veranderd. Probeer het "
                    "zo opnieuw."
                ),
            )

    def done_text(self) -> str:
        return self.tr("De sleutel is vernieuwd. Al je dossiers staan nu onder de nieuwe sleutel.")

    def _send(self) -> None:
        self.show_working(
            self.tr("Je dossiers worden opnieuw versleuteld. Bewaren wacht zolang even…")
        )
        self.submitted.emit()
