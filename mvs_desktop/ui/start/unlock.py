"""Later starts: the passphrase opens the store, no network needed."""

import math
import time

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from mvs_desktop.domain.errors import WrongPassphrase
from mvs_desktop.ui.keys.passphrase import PassphraseEditor
from mvs_desktop.ui.kit.buttons import FilledButton, TextButton
from mvs_desktop.ui.kit.fields import custom_field
from mvs_desktop.ui.kit.form import RecordForm
from mvs_desktop.ui.kit.labels import Small
from mvs_desktop.ui.messages import error_message
from mvs_desktop.ui.start.frame import StartPage


class UnlockPage(StartPage):
    """Asks for the passphrase; `submitted` carries it.

    After a wrong one the button counts down the seconds that the store asks for.
    """

    submitted = Signal(str)

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
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._doing = Small()
        self.button = FilledButton(self.tr("Openen"))
        self.button.setObjectName("unlock_submit")
        self.forgotten = TextButton(self.tr("Wachtwoord vergeten?"))
        self.forgotten.setObjectName("unlock_forgotten")
        for part in (self.form, self._progress, self._doing, self.button, self.forgotten):
            self.body.addWidget(part)
        self.button.clicked.connect(self._submit)
        self.passphrase.line.returnPressed.connect(self._submit)
        self.forgotten.clicked.connect(self._explain)
        self._open_from = 0.0  # monotonic time before which another try is useless
        self._clock = QTimer(self)
        self._clock.setInterval(250)
        self._clock.timeout.connect(self._count_down)
        self.show_working(False)

    def focus_first(self) -> None:
        """Put the keyboard in the field."""
        self.passphrase.setFocus()

    def show_working(self, busy: bool) -> None:
        """Hold the form while the keys are made from the passphrase, which takes a moment."""
        self._progress.setVisible(busy)
        self._doing.setVisible(busy)
        self._doing.setText(self.tr("Je dossiers gaan open…"))
        self.form.setEnabled(not busy)
        self.button.setEnabled(not busy)
        if busy:
            self.banner.clear()

    def show_failure(self, error: Exception) -> None:
        """Say what happened; a wrong passphrase starts the countdown."""
        self.show_working(False)
        self.banner.say("bad", error_message(error).text)
        self.passphrase.setFocus()
        self.passphrase.line.selectAll()
        if isinstance(error, WrongPassphrase):
            self.hold(error.wait)

    def hold(self, seconds: int) -> None:
        """Let nobody try for so long; the button counts down."""
        if seconds > 0:
            self._open_from = time.monotonic() + seconds
            self._clock.start()
            self._count_down()

    @property
    def seconds_left(self) -> int:
        """How long until another try."""
        return max(0, math.ceil(self._open_from - time.monotonic()))

    def _count_down(self) -> None:
        left = self.seconds_left
        if left:
            self.button.setEnabled(False)
            self.button.set_text(self._waiting_words(left))
            return
        self._clock.stop()
        self.button.setEnabled(True)
        self.button.set_text(self.tr("Openen"))
        if self.banner.text:  # it named a time that is over
            self.banner.say("info", error_message(WrongPassphrase()).text)

    def _waiting_words(self, left: int) -> str:
        if left == 1:
            return self.tr("Nog 1 seconde")
        if left <= 120:
            return self.tr("Nog {count} seconden").format(count=left)
        return self.tr("Nog {count} minuten").format(count=math.ceil(left / 60))

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

    def _explain(self) -> None:
        self.banner.say(
            "info",
            self.tr(
                "Niemand kan je wachtwoord opzoeken. Je dossiers staan versleuteld op deze laptop, "
                "en wat verstuurd is ook bij de centrale. Wis niets en bel je beheerder."
            ),
        )
