"""Nobody can open this laptop: how the organisation's officers help, step by step."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from mvs_desktop.domain.errors import KeyringEmpty, RecoveryOnly
from mvs_desktop.ui.keys.working import Working
from mvs_desktop.ui.kit.pages.scroll import bring_near
from mvs_desktop.ui.kit.parts.buttons import ButtonRow, FilledButton, OutlinedButton, TextButton
from mvs_desktop.ui.kit.parts.labels import ReadAloud
from mvs_desktop.ui.kit.parts.visibility import show_when
from mvs_desktop.ui.messages import error_message
from mvs_desktop.ui.start.frame import StartPage
from mvs_desktop.ui.start.steps import Step

if TYPE_CHECKING:
    from mvs_desktop.services.session import RecoveryRequest

REQUEST_FILE = "herstel-aanvraag.json"

ChooseFile = Callable[[QWidget], str]
"""Gets the window; gives the chosen path, or "" for none."""


class Reason(StrEnum):
    """Why the officers are needed."""

    FORGOTTEN = "forgotten"
    TOO_MANY_TRIES = "too-many-tries"
    KEYRING_EMPTY = "keyring-empty"


def choose_where_to_save(parent: QWidget) -> str:
    """Ask with the file dialog of the system."""
    path, _ = QFileDialog.getSaveFileName(parent, "", str(Path.home() / REQUEST_FILE))
    return path


def choose_what_to_open(parent: QWidget) -> str:
    """Ask with the file dialog of the system."""
    path, _ = QFileDialog.getOpenFileName(parent, "", str(Path.home()))
    return path


class RecoveryPage(StartPage):
    """Three steps: save the request, read out its code, open the answer.

    `save_chosen` and `answer_chosen` carry the path of a file.
    """

    save_chosen = Signal(str)
    answer_chosen = Signal(str)
    back_asked = Signal()

    def __init__(
        self,
        reason: Reason,
        parent: QWidget | None = None,
        *,
        choose_save: ChooseFile = choose_where_to_save,
        choose_open: ChooseFile = choose_what_to_open,
    ) -> None:
        super().__init__(self._title(reason), self._why(reason), parent)
        self.setObjectName("recovery_page")
        self.setAcceptDrops(True)
        self._choose_save = choose_save
        self._choose_open = choose_open
        self.reason = reason
        self.request: RecoveryRequest | None = None
        self._working = Working()
        self.body.addWidget(self._working)
        self._steps = (self._save_step(), self._code_step(), self._answer_step())
        for step in self._steps:
            self.body.addWidget(step)
        self.back = TextButton(self.tr("Terug"), icon_name="arrow-left")
        self.back.setObjectName("recovery_back")
        self.back.clicked.connect(self.back_asked)
        # After too many tries there is no other way in to go back to.
        show_when(self.back, reason is not Reason.TOO_MANY_TRIES)
        self.body.addWidget(ButtonRow([self.back]))
        self._show_steps(False)
        self._working.say(self.tr("De aanvraag wordt klaargezet…"))

    def focus_first(self) -> None:
        """Put the keyboard where the user goes on."""
        if self._steps[0].isHidden():
            (self._working if self.back.isHidden() else self.back).setFocus()
        else:
            (self.open_answer if self.save.isHidden() else self.save).setFocus()

    def show_request(self, request: "RecoveryRequest") -> None:
        """The request is there: show its code, and let it be saved."""
        self.request = request
        self._working.say("")
        self._show_steps(True)
        self.code.setText("  ".join(request.check.split()))
        # A screen reader reads a group as a number unless its digits stand apart.
        spoken = ", ".join(" ".join(group) for group in request.check.split())
        self.code.setAccessibleName(self.tr("Controlecode: {code}").format(code=spoken))
        self.focus_first()

    def show_saved(self, path: str) -> None:
        """The request was written to a file; what comes next is the answer."""
        self.banner.clear()
        name = Path(path).name
        self._steps[0].remark.setText(self.tr("Opgeslagen als {name}.").format(name=name))
        self._mark_saved(True)
        self.focus_first()

    def show_working(self, text: str) -> None:
        """Say what is being done; empty when it has ended."""
        self._working.say(text)
        for step in self._steps:
            step.setEnabled(not text)

    def show_failure(self, error: Exception) -> None:
        """Say what happened; the steps stay where they were."""
        self.show_working("")
        self.banner.say("bad", error_message(error).text)
        self.focus_first()
        bring_near(self.open_answer)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = self._dropped(event)
        if path:
            event.acceptProposedAction()
            self.answer_chosen.emit(path)

    def _dropped(self, event: QDropEvent) -> str:
        """The one file that is dropped, once there is a request to answer."""
        urls = event.mimeData().urls()
        if len(urls) != 1 or self._steps[2].isHidden() or not self._steps[2].isEnabled():
            return ""
        return urls[0].toLocalFile()

    def _save_step(self) -> Step:
        step = Step(
            1,
            self.tr("Sla de aanvraag op"),
            self.tr("Stuur dit naar je beheerder. Er staat niets uit je dossiers in."),
        )
        self.save = FilledButton(self.tr("Aanvraag opslaan…"))
        self.save_again = OutlinedButton(self.tr("Nog eens opslaan…"))
        self.save.setObjectName("recovery_save")
        self.save_again.setObjectName("recovery_save_again")
        for button in (self.save, self.save_again):
            button.clicked.connect(self._save)
        step.body.addWidget(ButtonRow([self.save, self.save_again]))
        return step

    def _code_step(self) -> Step:
        step = Step(
            2,
            self.tr("Bel je beheerder en lees deze code voor"),
            self.tr("De sleutelbeheerders moeten precies deze cijfers zien."),
        )
        self.code = ReadAloud()
        self.code.setObjectName("recovery_code")
        self.code.make_selectable()
        self.code.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        step.body.addWidget(self.code)
        return step

    def _answer_step(self) -> Step:
        step = Step(
            3,
            self.tr("Open het antwoord"),
            self.tr(
                "Je krijgt een bestand terug. Duurt het even? Deze aanvraag blijft gewoon staan. "
                "Sleep het bestand hierheen of kies het."
            ),
        )
        self.open_answer = FilledButton(self.tr("Antwoord openen…"))
        self.open_first = OutlinedButton(self.tr("Antwoord openen…"))
        self.open_answer.setObjectName("recovery_open")
        self.open_first.setObjectName("recovery_open_first")
        for button in (self.open_answer, self.open_first):
            button.clicked.connect(self._open)
        step.body.addWidget(ButtonRow([self.open_first, self.open_answer]))
        self._mark_saved(False)
        return step

    def _mark_saved(self, saved: bool) -> None:
        """The one filled button is that of the step which comes next."""
        for button, wanted in (
            (self.save, not saved),
            (self.save_again, saved),
            (self.open_answer, saved),
            (self.open_first, not saved),
        ):
            show_when(button, wanted)

    def _show_steps(self, shown: bool) -> None:
        for step in self._steps:
            show_when(step, shown)

    def _save(self) -> None:
        path = self._choose_save(self)
        if path:
            self.save_chosen.emit(path)

    def _open(self) -> None:
        path = self._choose_open(self)
        if path:
            self.answer_chosen.emit(path)

    def _title(self, reason: Reason) -> str:
        if reason is Reason.FORGOTTEN:
            return self.tr("Wachtwoord vergeten?")
        return self.tr("Deze laptop herstellen")

    def _why(self, reason: Reason) -> str:
        if reason is Reason.TOO_MANY_TRIES:
            return error_message(RecoveryOnly()).text
        if reason is Reason.KEYRING_EMPTY:
            return error_message(KeyringEmpty()).text
        return self.tr(
            "Niemand kan je wachtwoord opzoeken. Twee sleutelbeheerders van je organisatie kunnen "
            "deze laptop samen weer openen. Alles blijft bewaard, ook wat nog niet is verstuurd."
        )
