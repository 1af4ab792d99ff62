"""First start: this laptop becomes one of a worker's, with a code and a passphrase."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mvs_desktop.domain.errors import (
    DiskFull,
    EnrolmentCodeRefused,
    KeyringUnsupported,
    ServerAnswerUnreadable,
    ServerRefused,
    ServerUnreachable,
    ServiceAddressUnusable,
    ServiceTooOld,
    SignInCancelled,
    VersionTooOld,
    WeakPassphrase,
)
from mvs_desktop.ui.keys.code import CODE, CodeEditor, code_field
from mvs_desktop.ui.keys.new_passphrase import AGAIN, FIRST, Judge, NewPassphrase
from mvs_desktop.ui.keys.service import ADDRESS, ServiceAddress
from mvs_desktop.ui.keys.working import Working
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.kit.pages.scroll import bring_near
from mvs_desktop.ui.kit.parts.buttons import ButtonRow, FilledButton, OutlinedButton
from mvs_desktop.ui.kit.parts.visibility import show_when
from mvs_desktop.ui.messages import error_message
from mvs_desktop.ui.start.frame import StartPage

_ABOUT_ADDRESS = (ServerUnreachable, ServerAnswerUnreadable, ServiceAddressUnusable)
_FIELDS = (ADDRESS, CODE, FIRST, AGAIN)


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What the user filled in."""

    service_url: str
    code: str
    passphrase: str


class EnrolPage(StartPage):
    """Asks for a code and a passphrase; `submitted` carries an Enrolment.

    `judge` tells how strong a passphrase is. While the work runs the form shows
    progress; after a failure everything that was typed is still there.

    Where the service offers it, one can sign in instead of typing a code: `sign_in_asked`
    carries an Enrolment without one, and `cancel_asked` comes while the browser is awaited.
    `address_settled` carries an address of which that may be asked.
    """

    submitted = Signal(object)
    sign_in_asked = Signal(object)
    cancel_asked = Signal()
    address_settled = Signal(str)

    def __init__(
        self, judge: Judge, *, service_url: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(
            self.tr("Welkom"),
            self.tr("Meld deze laptop aan. Dat doe je één keer, met internet."),
            parent,
        )
        self.setObjectName("enrol_page")
        self.code = CodeEditor()
        self.address = ServiceAddress(service_url, self)
        self.chosen = NewPassphrase(judge, self)
        self.form = RecordForm(
            (
                self.address.field(),
                code_field(self.code),
                *self.chosen.fields(self.tr("Kies een wachtwoord")),
            )
        )
        self.address.attach(self.form, self.body)
        self.chosen.attach(self.form)
        self.body.addWidget(self.form)
        self._working = Working()
        self.button = FilledButton(self.tr("Laptop aanmelden"))
        self.button.setObjectName("enrol_submit")
        self.sign_in = OutlinedButton(self.tr("Inloggen met je werkaccount"))
        self.sign_in.setObjectName("enrol_sign_in")
        self.cancel = OutlinedButton(self.tr("Annuleren"))
        self.cancel.setObjectName("enrol_cancel")
        self.body.addWidget(self._working)
        self.body.addWidget(ButtonRow([self.button, self.sign_in, self.cancel]))
        self.button.clicked.connect(self._submit)
        self.sign_in.clicked.connect(self._submit_sign_in)
        self.cancel.clicked.connect(self.cancel_asked)
        self.form.editor(ADDRESS).settled.connect(self._settle_address)
        self._offers_sign_in = False
        self._show_waiting(False)
        self.chosen.again.line.returnPressed.connect(self._submit)
        self.form.edited.connect(self._forget_problems)

    def focus_first(self) -> None:
        (self.code if self.address.is_known else self.form.editor(ADDRESS)).setFocus()

    def show_working(self, text: str) -> None:
        """Say what is being done and hold the form; empty gives it back."""
        self._working.say(text)
        for part in (self.form, self.sign_in):
            part.setEnabled(not text)
        self.address.hold(bool(text))
        self.button.hold(bool(text))
        self._show_waiting(False)
        if text:
            self.banner.clear()
            self.button.setFocus()  # where the next key does nothing
            bring_near(self._working)
            bring_near(self.button)

    def offer_sign_in(self, offered: bool) -> None:
        """Whether the service that was named knows an account instead of a code."""
        self._offers_sign_in = offered
        show_when(self.sign_in, offered)

    def show_waiting(self) -> None:
        """While somebody signs in in the browser, which may take as long as it takes."""
        self.show_working(self.tr("Log in via je browser. Daarna gaat dit venster vanzelf verder."))
        self._show_waiting(True)
        self.cancel.setFocus()
        bring_near(self.cancel)

    def _show_waiting(self, waits: bool) -> None:
        """The one thing to do then is to stop waiting."""
        show_when(self.cancel, waits)
        show_when(self.button, not waits)
        show_when(self.sign_in, self._offers_sign_in and not waits)

    def show_failure(self, error: Exception) -> None:
        """Give the form back with one message; nothing that was typed is lost."""
        self.show_working("")
        if isinstance(error, WeakPassphrase):
            self.form.show_problems({FIRST: error_message(error).text})
            self.chosen.editor.setFocus()
            return
        stopped = isinstance(error, SignInCancelled)
        self.banner.say("info" if stopped else "bad", self._words_for(error))
        if stopped:
            self.sign_in.setFocus()
        elif isinstance(error, EnrolmentCodeRefused):
            self.code.setFocus()
            self.code.line.selectAll()
        elif isinstance(error, _ABOUT_ADDRESS):
            self.address.edit()

    def _forget_problems(self) -> None:
        self.form.show_problems({})

    def _submit(self) -> None:
        if self.button.is_held:
            return
        if self._is_filled(self.address.problems() | self.code.problems()):
            code = str(self.form.values()[CODE])
            self.submitted.emit(Enrolment(self.address.url, code, self.chosen.text))

    def _submit_sign_in(self) -> None:
        if self._is_filled(self.address.problems()):
            self.sign_in_asked.emit(Enrolment(self.address.url, "", self.chosen.text))

    def _is_filled(self, problems: dict[str, str]) -> bool:
        problems = problems | self.chosen.problems()
        self.form.show_problems(problems)
        for name in _FIELDS:
            if name in problems:
                self.form.editor(name).setFocus()
                return False
        return True

    def _settle_address(self) -> None:
        self.offer_sign_in(False)
        if not self.address.problems():
            self.address_settled.emit(self.address.url)

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
        if isinstance(error, ServiceTooOld):
            return self.tr(
                "Dit programma is nieuwer dan de centrale. Er is nog niets aangemaakt en je code "
                "blijft bruikbaar. Vraag je beheerder wanneer de centrale wordt bijgewerkt."
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
