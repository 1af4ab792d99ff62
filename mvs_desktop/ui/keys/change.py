"""Another passphrase (wachtwoord) for the store that is open."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mvs_desktop.domain.errors import WeakPassphrase, WrongPassphrase
from mvs_desktop.ui.keys.new_passphrase import FIRST, Judge, NewPassphrase
from mvs_desktop.ui.keys.panel import KeyPanel
from mvs_desktop.ui.keys.passphrase import PassphraseEditor
from mvs_desktop.ui.kit.forms.fields import Field, custom_field
from mvs_desktop.ui.messages import error_message

OLD = "passphrase_old"


@dataclass(frozen=True, slots=True)
class Change:
    """The passphrase as it is, and as it should become."""

    old: str
    new: str


class ChangePanel(KeyPanel):
    """The old passphrase and twice a new one; `submitted` carries a Change."""

    submitted = Signal(object)

    def __init__(self, host: QWidget, judge: Judge) -> None:
        self.old = PassphraseEditor()
        self.chosen = NewPassphrase(judge)
        super().__init__(
            host,
            self.tr("Wachtwoord wijzigen"),
            self.tr(
                "Voortaan open je MVS Desktop met het nieuwe wachtwoord. Niemand anders kent het, "
                "ook je beheerder niet."
            ),
            self.tr("Wijzig wachtwoord"),
        )
        self.setObjectName("change_passphrase_panel")
        self.button.setObjectName("change_passphrase")
        self.chosen.setParent(self)
        self.chosen.attach(self.form)
        self.chosen.again.line.returnPressed.connect(self.submit)

    def fields(self) -> Sequence[Field]:
        return (
            custom_field(OLD, self.tr("Wachtwoord van nu"), self.old),
            *self.chosen.fields(self.tr("Nieuw wachtwoord")),
        )

    def problems(self) -> dict[str, str]:
        found = {}
        if not self.old.raw_text():
            found[OLD] = self.tr("Typ eerst het wachtwoord dat je nu hebt.")
        found |= self.chosen.problems()
        if FIRST not in found and self.chosen.text == self.old.raw_text():
            found[FIRST] = self.tr("Dit is het wachtwoord dat je al had. Kies een ander.")
        return found

    def show_failure(self, error: Exception) -> None:
        super().show_failure(error)
        if isinstance(error, WrongPassphrase):
            self.old.setFocus()
            self.old.line.selectAll()
        elif isinstance(error, WeakPassphrase):
            self.banner.clear()
            self.form.show_problems({FIRST: error_message(error).text})
            self.chosen.editor.setFocus()

    def done_text(self) -> str:
        return self.tr("Je wachtwoord is gewijzigd. Het oude opent je dossiers niet meer.")

    def _send(self) -> None:
        self.show_working(self.tr("Je nieuwe wachtwoord wordt ingesteld…"))
        self.submitted.emit(Change(self.old.raw_text(), self.chosen.text))
