"""After recovery: a passphrase that only this worker knows, and the store opens."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mvs_desktop.domain.errors import WeakPassphrase
from mvs_desktop.ui.keys.new_passphrase import AGAIN, FIRST, Judge, NewPassphrase
from mvs_desktop.ui.keys.working import Working
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.kit.parts.buttons import ButtonRow, FilledButton, TextButton
from mvs_desktop.ui.messages import error_message
from mvs_desktop.ui.start.frame import StartPage


class ChoosePage(StartPage):
    """Asks for a new passphrase, twice; `submitted` carries it."""

    submitted = Signal(str)
    back_asked = Signal()

    def __init__(self, judge: Judge, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Kies een nieuw wachtwoord"),
            self.tr("Het antwoord is binnen. Met dit wachtwoord open je MVS Desktop voortaan."),
            parent,
        )
        self.setObjectName("choose_page")
        self.chosen = NewPassphrase(judge, self)
        self.form = RecordForm(self.chosen.fields(self.tr("Nieuw wachtwoord")))
        self.chosen.attach(self.form)
        self._working = Working()
        self.button = FilledButton(self.tr("Laptop openen"))
        self.button.setObjectName("choose_submit")
        self.back = TextButton(self.tr("Terug"), icon_name="arrow-left")
        self.back.setObjectName("choose_back")
        for part in (self.form, self._working, ButtonRow([self.button, self.back])):
            self.body.addWidget(part)
        self.button.clicked.connect(self._submit)
        self.back.clicked.connect(self.back_asked)
        self.chosen.again.line.returnPressed.connect(self._submit)
        self.form.edited.connect(self._forget_problems)

    def focus_first(self) -> None:
        """Put the keyboard in the first field."""
        self.chosen.editor.setFocus()

    def show_working(self, text: str) -> None:
        """Say what is being done and hold the form; empty gives it back."""
        self._working.say(text)
        for part in (self.form, self.button, self.back):
            part.setEnabled(not text)
        if text:
            self.banner.clear()

    def show_failure(self, error: Exception) -> None:
        """Give the form back with one message; nothing that was typed is lost."""
        self.show_working("")
        if isinstance(error, WeakPassphrase):
            self.form.show_problems({FIRST: error_message(error).text})
        else:
            self.banner.say("bad", error_message(error).text)
        self.focus_first()

    def _forget_problems(self) -> None:
        self.form.show_problems({})

    def _submit(self) -> None:
        if not self.button.isEnabled():
            return
        problems = self.chosen.problems()
        self.form.show_problems(problems)
        if problems:
            self.form.editor(FIRST if FIRST in problems else AGAIN).setFocus()
            return
        self.submitted.emit(self.chosen.text)
