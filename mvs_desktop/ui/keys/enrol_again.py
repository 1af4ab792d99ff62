"""This laptop becomes known to the central service anew, with a code: after a backup was put
back, or when the service no longer takes what it sends."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mvs_desktop.domain.errors import EnrolmentCodeRefused, SignInCancelled
from mvs_desktop.services.views import Link, SyncState
from mvs_desktop.ui.keys.code import CodeEditor, code_field
from mvs_desktop.ui.keys.panel import KeyPanel
from mvs_desktop.ui.keys.service import ADDRESS, ServiceAddress
from mvs_desktop.ui.kit.forms.fields import Field
from mvs_desktop.ui.kit.pages.banner import Banner
from mvs_desktop.ui.kit.pages.tab_order import tab_in_reading_order
from mvs_desktop.ui.kit.parts.buttons import OutlinedButton, TextButton
from mvs_desktop.ui.kit.parts.visibility import show_when
from mvs_desktop.ui.messages import error_message


@dataclass(frozen=True, slots=True)
class Again:
    """Where the service is, and the code for this laptop."""

    service_url: str
    code: str


class EnrolAgainPanel(KeyPanel):
    """Asks for a code, or to sign in where the service knows accounts.

    `submitted` and `sign_in_asked` carry an Again, `address_settled` the address of a service;
    `cancel_asked` asks to wait no longer for the browser.
    """

    submitted = Signal(object)
    sign_in_asked = Signal(object)
    address_settled = Signal(str)
    cancel_asked = Signal()

    def __init__(self, host: QWidget, service_url: str) -> None:
        self.code = CodeEditor()
        self.address = ServiceAddress(service_url)
        super().__init__(
            host,
            self.tr("Deze laptop opnieuw aanmelden"),
            self.tr(
                "Opnieuw aangemeld kan deze laptop weer versturen en ophalen. Wat nog niet is "
                "verstuurd, blijft bewaard en gaat daarna mee."
            ),
            self.tr("Meld opnieuw aan"),
        )
        self.setObjectName("enrol_again_panel")
        self.button.setObjectName("enrol_again")
        self.address.setParent(self)
        self.address.attach(self.form, self.rows)
        self.rows.removeWidget(self.address.line)
        self.rows.insertWidget(self.rows.indexOf(self.form), self.address.line)
        self.code.line.returnPressed.connect(self.submit)
        self.sign_in = OutlinedButton(self.tr("Inloggen met je werkaccount"))
        self.sign_in.setObjectName("enrol_again_sign_in")
        self.sign_in.clicked.connect(self._send_sign_in)
        self.cancel = TextButton(self.tr("Annuleren"))
        self.cancel.setObjectName("enrol_again_cancel")
        self.cancel.clicked.connect(self.cancel_asked)
        for button in (self.sign_in, self.cancel):
            self.buttons.add(button)
            button.hide()
        self.form.editor(ADDRESS).settled.connect(self._settle_address)
        tab_in_reading_order(self)  # the address stands above the form

    def offer_sign_in(self, offered: bool) -> None:
        """Whether the service that was named knows an account instead of a code."""
        show_when(self.sign_in, offered and not self._done)

    def show_waiting(self) -> None:
        """While somebody signs in in the browser, which may take as long as it takes."""
        self.show_working(self.tr("Log in via je browser. Daarna gaat dit venster vanzelf verder."))
        show_when(self.cancel, True)
        self.cancel.setFocus()

    def show_working(self, text: str) -> None:
        super().show_working(text)
        self.sign_in.setEnabled(not text)
        self.address.hold(bool(text))
        self.cancel.hide()

    def fields(self) -> Sequence[Field]:
        return (code_field(self.code), self.address.field())

    def problems(self) -> dict[str, str]:
        return self.code.problems() | self.address.problems()

    def show_failure(self, error: Exception) -> None:
        super().show_failure(error)
        if isinstance(error, SignInCancelled):
            self.banner.say("info", error_message(error).text)
            self.sign_in.setFocus()
        elif isinstance(error, EnrolmentCodeRefused):
            self.code.setFocus()
            self.code.line.selectAll()

    def done_text(self) -> str:
        return self.tr("Deze laptop is weer aangemeld. Wat nog wachtte, wordt nu verstuurd.")

    def say_done(self) -> None:
        self.address.line.hide()
        self.sign_in.hide()
        super().say_done()

    def show_enrolling(self) -> None:
        """The service is asked to take this laptop."""
        self.show_working(self.tr("Deze laptop wordt aangemeld…"))

    def _send(self) -> None:
        self.show_enrolling()
        self.submitted.emit(Again(self.address.url, str(self.code.value())))

    def _send_sign_in(self) -> None:
        problems = self.address.problems()
        self.form.show_problems(problems)
        if problems:
            self.address.edit()
        else:
            self.sign_in_asked.emit(Again(self.address.url, ""))

    def _settle_address(self) -> None:
        self.offer_sign_in(False)
        if not self.address.problems():
            self.address_settled.emit(self.address.url)


class CodeBanner(Banner):
    """Stands above every screen while nothing is sent before this laptop was enrolled again.

    `chosen` asks to fill in the code.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("code_banner")

    def show_state(self, state: SyncState) -> None:
        """Say so, or nothing; an exchange that is under way says nothing about it."""
        if state.link is Link.BUSY:
            return
        if state.link is not Link.NEEDS_CODE:
            self.clear()
        elif not self.text:
            self.say(
                "warn",
                self.tr(
                    "Deze laptop moet opnieuw worden aangemeld. Werk gewoon door: alles wordt "
                    "bewaard en daarna verstuurd. Het kan met een code van je beheerder, of met je "
                    "werkaccount als je organisatie dat zo doet."
                ),
                [("code", self.tr("Meld opnieuw aan"))],
            )
