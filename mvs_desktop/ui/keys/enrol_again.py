"""This laptop becomes known to the central service anew, with a code: after a backup was put
back, or when the service no longer takes what it sends."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mvs_desktop.domain.errors import EnrolmentCodeRefused
from mvs_desktop.services.views import Link, SyncState
from mvs_desktop.ui.keys.code import CodeEditor, code_field
from mvs_desktop.ui.keys.panel import KeyPanel
from mvs_desktop.ui.keys.service import ServiceAddress
from mvs_desktop.ui.kit.banner import Banner
from mvs_desktop.ui.kit.fields import Field


@dataclass(frozen=True, slots=True)
class Again:
    """Where the service is, and the code for this laptop."""

    service_url: str
    code: str


class EnrolAgainPanel(KeyPanel):
    """Asks for a code; `submitted` carries an Again."""

    submitted = Signal(object)

    def __init__(self, host: QWidget, service_url: str) -> None:
        self.code = CodeEditor()
        self.address = ServiceAddress(service_url)
        super().__init__(
            host,
            self.tr("Deze laptop opnieuw aanmelden"),
            self.tr(
                "Met een nieuwe code van je beheerder kan deze laptop weer versturen en ophalen. "
                "Wat nog niet is verstuurd, blijft bewaard en gaat daarna mee."
            ),
            self.tr("Meld opnieuw aan"),
        )
        self.setObjectName("enrol_again_panel")
        self.button.setObjectName("enrol_again")
        self.address.setParent(self)
        self.address.attach(self.form, self.body)
        self.body.removeWidget(self.address.line)
        self.body.insertWidget(self.body.indexOf(self.form), self.address.line)
        self.code.line.returnPressed.connect(self.submit)

    def fields(self) -> Sequence[Field]:
        return (code_field(self.code), self.address.field())

    def problems(self) -> dict[str, str]:
        return self.code.problems() | self.address.problems()

    def show_failure(self, error: Exception) -> None:
        super().show_failure(error)
        if isinstance(error, EnrolmentCodeRefused):
            self.code.setFocus()
            self.code.line.selectAll()

    def done_text(self) -> str:
        return self.tr("Deze laptop is weer aangemeld. Wat nog wachtte, wordt nu verstuurd.")

    def say_done(self) -> None:
        self.address.line.hide()
        super().say_done()

    def _send(self) -> None:
        self.show_working(self.tr("Deze laptop wordt aangemeld…"))
        self.submitted.emit(Again(self.address.url, str(self.code.value())))


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
                    "bewaard en daarna verstuurd. Vraag je beheerder om een code."
                ),
                [("code", self.tr("Code invullen"))],
            )
