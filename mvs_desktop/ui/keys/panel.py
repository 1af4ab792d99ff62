"""What the panels around keys share: a sentence, a form, one button, and how it went."""

from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit, QWidget

from mvs_desktop.domain.errors import WrongPassphrase
from mvs_desktop.ui.keys.countdown import Countdown
from mvs_desktop.ui.keys.working import Working
from mvs_desktop.ui.kit.forms.fields import Field
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.pages.banner import Banner
from mvs_desktop.ui.kit.pages.panel import SidePanel
from mvs_desktop.ui.kit.pages.scroll import bring_into_view
from mvs_desktop.ui.kit.parts.buttons import ButtonRow, FilledButton
from mvs_desktop.ui.kit.parts.labels import Body
from mvs_desktop.ui.messages import error_message


class KeyPanel(SidePanel):
    """Stays open until the worker closes it: what was done is said in it.

    A subclass lists fields, gives `problems`, announces what was asked in `_send` and says in
    `done_text` what came of it.
    """

    def __init__(self, host: QWidget, title: str, text: str, verb: str) -> None:
        super().__init__(host, title)
        self._sentence = Body(text)
        self.banner = Banner()
        self.form = RecordForm(self.fields())
        self._working = Working()
        self.button = FilledButton(verb)
        self._done = False
        page = self.add_page()
        page.body.setSpacing(px(12))
        self.rows = page.body
        for part in (self._sentence, self.banner, self.form):
            page.add(part)
        page.add_stretch()
        self.buttons = ButtonRow([self.button])
        self.body.addWidget(self._working)
        self.body.addWidget(self.buttons)
        self.button.clicked.connect(self._press)
        self.form.edited.connect(self._forget_problems)
        self.countdown = Countdown(self.button, self)

    def fields(self) -> Sequence[Field]:
        """What is asked, in order."""
        return ()

    def problems(self) -> dict[str, str]:
        """Problem by field name; none when it can be sent."""
        return {}

    def begin(self) -> None:
        """Open the panel with the keyboard in the first field, or on the button."""
        first = next(iter(self.form.values()), None)
        self.open_panel(self.form.editor(first).control() if first else self.button)

    def show_working(self, text: str) -> None:
        """Say what is being done and hold the form; empty gives it back."""
        self._working.say(text)
        self.form.setEnabled(not text)
        self.button.hold(bool(text))
        if text:
            self.banner.clear()
            self.button.setFocus()  # where the next key does nothing

    def show_progress(self, part: float) -> None:
        """How far it is, from 0 to 1."""
        self._working.show_progress(part)

    def show_failure(self, error: Exception) -> None:
        """Say what happened; what was typed stays, so that it can be tried again."""
        self.show_working("")
        self.banner.say("bad", error_message(error).text)
        bring_into_view(self.banner)  # on a small screen the fields may have scrolled it away
        if isinstance(error, WrongPassphrase):
            self.countdown.hold(error.wait)

    def done_text(self) -> str:
        """What to say when it is done."""
        raise NotImplementedError

    def say_done(self) -> None:
        """It is done; the button now closes the panel."""
        self.show_working("")
        self._done = True
        self._clear_secrets()
        self._sentence.hide()
        self.form.hide()
        self.banner.say("ok", self.done_text())
        self.button.set_text(self.tr("Klaar"))
        self.button.setFocus()

    def close_panel(self) -> None:
        self._clear_secrets()
        super().close_panel()

    def submit(self) -> None:
        """As the button, from the last field."""
        if self.button.isEnabled() and not self.button.is_held and not self._done:
            self._press()

    def _send(self) -> None:
        raise NotImplementedError

    def _press(self) -> None:
        if self._done:
            self.close_panel()
            return
        if not self.form.refuse(self.problems()):
            self._send()

    def _forget_problems(self) -> None:
        self.form.show_problems({})

    def _clear_secrets(self) -> None:
        """Nothing that was typed waits in a hidden field."""
        for line in self.form.findChildren(QLineEdit):
            line.clear()
