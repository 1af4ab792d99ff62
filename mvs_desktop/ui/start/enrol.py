"""First start: this laptop becomes one of a worker's, with a code and a passphrase."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from mvs_desktop.domain.errors import (
    DiskFull,
    EnrolmentCodeRefused,
    KeyringUnsupported,
    ServerAnswerUnreadable,
    ServerRefused,
    ServerUnreachable,
    ServiceAddressUnusable,
    VersionTooOld,
    WeakPassphrase,
)
from mvs_desktop.ui.kit.buttons import ButtonRow, FilledButton, TextButton
from mvs_desktop.ui.kit.fields import custom_field, text_field
from mvs_desktop.ui.kit.form import RecordForm
from mvs_desktop.ui.kit.labels import Elided, Small
from mvs_desktop.ui.kit.theme import px
from mvs_desktop.ui.messages import error_message
from mvs_desktop.ui.start.code import CodeEditor
from mvs_desktop.ui.start.frame import StartPage
from mvs_desktop.ui.start.passphrase import PassphraseEditor, StrengthMeter

if TYPE_CHECKING:
    from mvs_desktop.services.passphrases import PassphraseQuality

Judge = Callable[[str], "PassphraseQuality"]

_ABOUT_ADDRESS = (ServerUnreachable, ServerAnswerUnreadable, ServiceAddressUnusable)
_FIELDS = ("service_url", "enrolment_code", "passphrase", "passphrase_again")


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What the user filled in."""

    service_url: str
    code: str
    passphrase: str


def with_scheme(address: str) -> str:
    """An address as people say it, without "https://", is meant to have that."""
    return address if not address or "://" in address else f"https://{address}"


class KnownAddress(QWidget):
    """The address that the organisation filled in, in one line, with a way to change it."""

    change_asked = Signal()

    def __init__(self, service_url: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(px(4))
        host = service_url.removeprefix("https://").removeprefix("http://").rstrip("/")
        address = Elided(self.tr("De centrale: {address}").format(address=host), kit="small")
        line.addWidget(address)
        self.change = TextButton(self.tr("Wijzig"), dense=True)
        self.change.setObjectName("enrol_change_address")
        self.change.clicked.connect(self.change_asked)
        line.addWidget(self.change)
        line.addStretch(1)


class EnrolPage(StartPage):
    """Asks for a code and a passphrase; `submitted` carries an Enrolment.

    `judge` tells how strong a passphrase is. While the work runs the form shows
    progress; after a failure everything that was typed is still there.
    """

    submitted = Signal(object)

    def __init__(
        self, judge: Judge, *, service_url: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(
            self.tr("Welkom"),
            self.tr("Meld deze laptop aan. Dat doe je één keer, met internet."),
            parent,
        )
        self.setObjectName("enrol_page")
        self._judge = judge
        self.code = CodeEditor()
        self.passphrase = PassphraseEditor()
        self.again = PassphraseEditor()
        self.form = RecordForm(
            (
                text_field(
                    "service_url",
                    self.tr("Adres van de centrale"),
                    help=self.tr("Meestal al ingevuld. Anders staat het in de brief bij je code."),
                    placeholder="https://",
                ),
                custom_field(
                    "enrolment_code",
                    self.tr("Code"),
                    self.code,
                    help=self.tr("Je krijgt hem van je beheerder. Hij werkt één keer."),
                ),
                custom_field(
                    "passphrase",
                    self.tr("Kies een wachtwoord"),
                    self.passphrase,
                    help=self.tr("Alleen jij kent het. Je typt het elke keer dat je begint."),
                ),
                custom_field("passphrase_again", self.tr("Nog een keer"), self.again),
            )
        )
        self.form.show_values({"service_url": service_url})
        self._address = KnownAddress(service_url)
        self._address.change_asked.connect(self._edit_address)
        self._address.setVisible(bool(service_url))
        self.form.set_field_visible("service_url", not service_url)
        self.meter = StrengthMeter()
        self.form.row("passphrase").layout().insertWidget(3, self.meter)  # type: ignore[union-attr]
        self.body.addWidget(self._address)
        self.body.addWidget(self.form)
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._doing = Small()
        self._doing.setObjectName("enrol_progress")
        self.button = FilledButton(self.tr("Laptop aanmelden"))
        self.button.setObjectName("enrol_submit")
        self.body.addWidget(self._progress)
        self.body.addWidget(self._doing)
        self.body.addWidget(ButtonRow([self.button]))
        self.button.clicked.connect(self._submit)
        self.passphrase.edited.connect(self._measure)
        self.again.line.returnPressed.connect(self._submit)
        self.form.edited.connect(self._forget_problems)
        self.show_working("")

    def focus_first(self) -> None:
        """Put the keyboard where the user has to begin."""
        known = self.form.row("service_url").isHidden()
        (self.code if known else self.form.editor("service_url")).setFocus()

    def show_working(self, text: str) -> None:
        """Say what is being done and hold the form; empty gives it back."""
        busy = bool(text)
        self._doing.setText(text)
        self._doing.setVisible(busy)
        self._progress.setVisible(busy)
        self.form.setEnabled(not busy)
        self.button.setEnabled(not busy)
        if busy:
            self.banner.clear()

    def show_failure(self, error: Exception) -> None:
        """Give the form back with one message; nothing that was typed is lost."""
        self.show_working("")
        if isinstance(error, WeakPassphrase):
            self.form.show_problems({"passphrase": error_message(error).text})
            self.passphrase.setFocus()
            return
        self.banner.say("bad", self._words_for(error))
        if isinstance(error, EnrolmentCodeRefused):
            self.code.setFocus()
            self.code.line.selectAll()
        elif isinstance(error, _ABOUT_ADDRESS):
            self._edit_address()

    def _edit_address(self) -> None:
        self._address.hide()
        self.form.set_field_visible("service_url", True)
        self.form.editor("service_url").setFocus()

    def _measure(self) -> None:
        text = self.passphrase.raw_text()
        if not text:
            self.meter.show_score(None, enough=False)
            return
        quality = self._judge(text)
        self.meter.show_score(quality.score, enough=quality.enough)

    def _forget_problems(self) -> None:
        self.form.show_problems({})

    def _submit(self) -> None:
        if not self.button.isEnabled():
            return
        problems = self._problems()
        self.form.show_problems(problems)
        if problems:
            first = next(name for name in _FIELDS if name in problems)
            self.form.editor(first).setFocus()
            return
        values = self.form.values()
        self.submitted.emit(
            Enrolment(
                with_scheme(str(values["service_url"])),
                str(values["enrolment_code"]),
                str(values["passphrase"]),
            )
        )

    def _problems(self) -> dict[str, str]:
        values = {name: str(value) for name, value in self.form.values().items()}
        found: dict[str, str] = {}
        if not values["service_url"]:
            found["service_url"] = self.tr(
                "Vul het adres in. Je vindt het in de brief bij je code."
            )
        if not values["enrolment_code"]:
            found["enrolment_code"] = self.tr("Vul de code in die je van je beheerder kreeg.")
        if not values["passphrase"] or not self._judge(values["passphrase"]).enough:
            found["passphrase"] = error_message(WeakPassphrase()).text
        elif values["passphrase"] != values["passphrase_again"]:
            found["passphrase_again"] = self.tr(
                "De twee wachtwoorden verschillen. Typ het hier nog een keer."
            )
        return found

    def _words_for(self, error: Exception) -> str:
        """Before there is a store, "work on" is no advice: say what to do here instead."""
        if isinstance(error, ServerUnreachable):
            return self.tr(
                "Geen verbinding met de centrale. Er is nog niets aangemaakt en wat je invulde "
                "blijft staan. Kijk naar je netwerk en het adres, en probeer het opnieuw."
            )
        if isinstance(error, ServerAnswerUnreadable):
            return self.tr(
                "Op dit adres antwoordt iets anders dan de centrale. Er is nog niets aangemaakt. "
                "Kijk het adres na; soms vraagt wifi eerst om inloggen."
            )
        if isinstance(error, KeyringUnsupported):
            return self.tr(
                "Deze laptop heeft geen sleutelbos die we vertrouwen. Er is niets aangemaakt. "
                "Vraag je beheerder om de sleutelbos van het systeem aan te zetten en probeer "
                "het opnieuw."
            )
        if isinstance(error, VersionTooOld):
            return self.tr(
                "De centrale vraagt om een nieuwere versie van MVS Desktop. Er is nog niets "
                "aangemaakt en je code blijft bruikbaar. Werk het programma bij en meld je dan aan."
            )
        if isinstance(error, ServerRefused):
            return self.tr(
                "De centrale laat deze laptop niet toe. Er is nog niets aangemaakt. Bel je "
                "beheerder."
            )
        if isinstance(error, DiskFull):
            return self.tr(
                "De schijf van deze laptop is vol. Er is niets aangemaakt en je code blijft "
                "bruikbaar. Maak ruimte vrij en probeer het opnieuw."
            )
        return error_message(error).text
