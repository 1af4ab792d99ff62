"""Later starts: the passphrase opens the store, no network needed."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mvs_desktop.domain.errors import KeyringEmpty, NotAStore, StoreDamaged, WrongPassphrase
from mvs_desktop.ui.keys.countdown import Countdown
from mvs_desktop.ui.keys.passphrase import PassphraseEditor
from mvs_desktop.ui.keys.working import Working
from mvs_desktop.ui.kit.forms.fields import custom_field
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.kit.parts.buttons import ButtonRow, FilledButton, TextButton
from mvs_desktop.ui.messages import error_message
from mvs_desktop.ui.start.backup_words import restore_advice
from mvs_desktop.ui.start.frame import StartPage

if TYPE_CHECKING:
    from mvs_desktop.services.backups import BackupInfo


class UnlockPage(StartPage):
    """Asks for the passphrase; `submitted` carries it.

    After a wrong one the button counts down the seconds that the store asks for. The other
    signals ask for the screens for who cannot get in; `recovery_asked` carries whether it is
    because the keyring has no key.
    """

    submitted = Signal(str)
    recovery_asked = Signal(bool)
    restore_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Welkom terug"),
            self.tr("Typ je wachtwoord om je dossiers te openen. Internet is niet nodig."),
            parent,
        )
        self.setObjectName("unlock_page")
        self.passphrase = PassphraseEditor()
        self.form = RecordForm(
            (custom_field("unlock_passphrase", self.tr("Wachtwoord"), self.passphrase),)
        )
        self._working = Working()
        self.button = FilledButton(self.tr("Openen"))
        self.button.setObjectName("unlock_submit")
        self.forgotten = TextButton(self.tr("Wachtwoord vergeten?"))
        self.forgotten.setObjectName("unlock_forgotten")
        self.restore = TextButton(self.tr("Reservekopie terugzetten"))
        self.restore.setObjectName("unlock_restore")
        ways = ButtonRow([self.forgotten, self.restore])
        for part in (self.form, self._working, ButtonRow([self.button]), ways):
            self.body.addWidget(part)
        self.button.clicked.connect(self._submit)
        self.passphrase.line.returnPressed.connect(self._submit)
        self.forgotten.clicked.connect(self._forgot)
        self.restore.clicked.connect(self._want_restore)
        self.banner.chosen.connect(self._choose)
        self._countdown = Countdown(self.button, self)
        self._countdown.over.connect(self._may_try)

    def focus_first(self) -> None:
        """Put the keyboard in the field."""
        self.passphrase.setFocus()

    def show_working(self, busy: bool) -> None:
        """Hold the form while the keys are made from the passphrase, which takes a moment."""
        self._working.say(self.tr("Je dossiers gaan open…") if busy else "")
        for part in (self.form, self.button, self.forgotten, self.restore):
            part.setEnabled(not busy)
        if busy:
            self.banner.clear()

    def show_failure(self, error: Exception) -> None:
        """Say what happened, with the way out; a wrong passphrase starts the countdown."""
        self.show_working(False)
        buttons = []
        if isinstance(error, KeyringEmpty):
            buttons = [("recover", self.tr("Herstel aanvragen"))]
        self.banner.say("bad", error_message(error).text, buttons)
        self.passphrase.setFocus()
        self.passphrase.line.selectAll()
        if isinstance(error, WrongPassphrase):
            self.hold(error.wait)

    def show_damage(
        self, error: StoreDamaged | NotAStore, backups: Sequence["BackupInfo"], today: date
    ) -> None:
        """The store does not open: name the newest of `backups` (newest first), if any."""
        self.show_failure(error)
        buttons = [("restore", self.tr("Reservekopie terugzetten"))] if backups else []
        self.banner.say("bad", restore_advice(error, backups, today), buttons)

    def show_wipe(self) -> None:
        """This laptop is to be wiped, when what was not sent has been sent."""
        self.sentence.hide()  # it says that no internet is needed
        self.banner.say(
            "warn",
            self.tr(
                "Je organisatie laat deze laptop wissen. Open hem nog één keer, met internet: dan "
                "wordt eerst verstuurd wat nog niet verstuurd was. Daarna gaan de dossiers hier "
                "weg; in de centrale blijven ze bestaan."
            ),
        )

    def hold(self, seconds: int) -> None:
        """Let nobody try for so long; the button counts down."""
        self._countdown.hold(seconds)

    @property
    def seconds_left(self) -> int:
        """How long until another try."""
        return self._countdown.seconds_left

    def _may_try(self) -> None:
        if self.banner.text:  # it named a time that is over
            self.banner.say("info", error_message(WrongPassphrase()).text)

    def _choose(self, key: str) -> None:
        if key == "recover":
            self.recovery_asked.emit(True)
        else:
            self.restore_asked.emit()

    def _forgot(self) -> None:
        self.recovery_asked.emit(False)

    def _want_restore(self) -> None:
        self.restore_asked.emit()

    def _submit(self) -> None:
        if not self.button.isEnabled():
            return
        typed = self.passphrase.line.text()
        if not typed:
            self.form.show_problems({"unlock_passphrase": self.tr("Typ eerst je wachtwoord.")})
            self.passphrase.setFocus()
            return
        self.form.show_problems({})
        self.submitted.emit(typed)
