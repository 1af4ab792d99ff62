"""Putting a backup (reservekopie) in the place of the store that is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mvs_desktop.domain.errors import WrongPassphrase
from mvs_desktop.ui.keys.countdown import Countdown
from mvs_desktop.ui.keys.passphrase import PassphraseEditor
from mvs_desktop.ui.keys.working import Working
from mvs_desktop.ui.kit.forms.fields import custom_field
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.kit.lists.views import RowsList
from mvs_desktop.ui.kit.look.theme import look, px
from mvs_desktop.ui.kit.pages.scroll import bring_near
from mvs_desktop.ui.kit.parts.buttons import ButtonRow, FilledButton, TextButton
from mvs_desktop.ui.kit.parts.labels import Strong
from mvs_desktop.ui.kit.parts.visibility import show_when
from mvs_desktop.ui.messages import error_message
from mvs_desktop.ui.start.backup_words import backup_detail, backup_moment
from mvs_desktop.ui.start.frame import StartPage

if TYPE_CHECKING:
    from mvs_desktop.services.backups import BackupInfo

_ROWS = 3  # in sight at once; the others scroll


@dataclass(frozen=True, slots=True)
class Restoring:
    """Which backup, and the passphrase that opens it."""

    backup: "BackupInfo"
    passphrase: str


class RestorePage(StartPage):
    """Which backup, and its passphrase; `submitted` carries a Restoring."""

    submitted = Signal(object)
    back_asked = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Reservekopie terugzetten"),
            self.tr(
                "Je dossiers worden zoals ze toen waren. Wat je nog niet had verstuurd, gaat mee. "
                "Het bestand van nu wordt niet gewist maar apart bewaard."
            ),
            parent,
        )
        self.setObjectName("restore_page")
        self._today = today
        self._heading = Strong(self.tr("Welke kopie?"))
        self.list: RowsList[BackupInfo] = RowsList(
            self._moment, self.tr("Reservekopieën"), second=backup_detail, key=_name
        )
        self.list.setObjectName("restore_list")
        self.list.setProperty("kit", "framed")
        self.passphrase = PassphraseEditor()
        self.form = RecordForm(
            (
                custom_field(
                    "restore_passphrase",
                    self.tr("Wachtwoord"),
                    self.passphrase,
                    help=self.tr("Je wachtwoord van nu. Lukt dat niet, probeer dan dat van toen."),
                ),
            )
        )
        self._working = Working()
        self.button = FilledButton(self.tr("Zet terug"))
        self.button.setObjectName("restore_submit")
        self.back = TextButton(self.tr("Terug"), icon_name="arrow-left")
        self.back.setObjectName("restore_back")
        row = ButtonRow([self.button, self.back])
        for part in (self._heading, self.list, self.form, self._working, row):
            self.body.addWidget(part)
        self.button.clicked.connect(self._submit)
        self.back.clicked.connect(self.back_asked)
        self.passphrase.line.returnPressed.connect(self._submit)
        self.list.activated_row.connect(self._to_passphrase)
        self._countdown = Countdown(self.button, self)
        self._offer(False)
        self._working.say(self.tr("De reservekopieën worden opgezocht…"))

    def focus_first(self) -> None:
        """Put the keyboard in the list, or on the way back when it is empty."""
        (self.list if self.list.isVisibleTo(self) else self.back).setFocus()

    def show_backups(self, backups: Sequence["BackupInfo"]) -> None:
        """Offer these, newest first."""
        self._working.say("")
        self._offer(bool(backups))
        self.list.show_rows(backups)
        if backups:
            self.list.choose(backups[0].name)
            rows = min(len(backups), _ROWS)
            self.list.setFixedHeight(rows * look().metrics.two_line_row + px(2))
        else:
            self.banner.say(
                "info",
                self.tr(
                    "Er is nog geen reservekopie op deze laptop. Je dossiers zijn niet aangeraakt. "
                    "Bel je beheerder als ze niet opengaan."
                ),
            )
        self.focus_first()

    def show_working(self, text: str) -> None:
        """Say what is being done and hold the form; empty gives it back."""
        self._working.say(text)
        for part in (self.list, self.form, self.button, self.back):
            part.setEnabled(not text)
        if text:
            self.banner.clear()

    def show_failure(self, error: Exception) -> None:
        """Say what happened; the store that was there is as it was."""
        self.show_working("")
        self.banner.say("bad", error_message(error).text)
        if isinstance(error, WrongPassphrase):
            self.passphrase.setFocus()
            self.passphrase.line.selectAll()
            self._countdown.hold(error.wait)
            bring_near(self.button)

    def _offer(self, there_are: bool) -> None:
        for part in (self._heading, self.list, self.form, self.button):
            show_when(part, there_are)

    def _moment(self, backup: "BackupInfo") -> str:
        return backup_moment(backup, self._today)

    def _to_passphrase(self, _: object) -> None:
        self.passphrase.setFocus()

    def _submit(self) -> None:
        chosen = self.list.chosen_object()
        if not self.button.isEnabled() or chosen is None:
            return
        typed = self.passphrase.line.text()
        if not typed:
            self.form.show_problems({"restore_passphrase": self.tr("Typ eerst je wachtwoord.")})
            self.passphrase.setFocus()
            return
        self.form.show_problems({})
        self.submitted.emit(Restoring(chosen, typed))


def _name(backup: "BackupInfo") -> str:
    return backup.name
