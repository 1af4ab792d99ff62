"""The two fields in which somebody chooses a passphrase, wherever that is asked."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout

from mvs_desktop.domain.errors import WeakPassphrase
from mvs_desktop.services.passphrases import PassphraseQuality
from mvs_desktop.ui.keys.passphrase import PassphraseEditor, StrengthMeter
from mvs_desktop.ui.kit.forms.fields import Field, custom_field
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.messages import error_message

Judge = Callable[[str], PassphraseQuality]

FIRST, AGAIN = "passphrase", "passphrase_again"
_BELOW_THE_EDITOR = 3  # behind label, editor and problem, before the help


class NewPassphrase(QObject):
    """A passphrase, typed twice, with a meter that says how strong it is.

    Put `fields` in a form, then call `attach` with that form.
    """

    def __init__(self, judge: Judge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._judge = judge
        self.editor = PassphraseEditor()
        self.again = PassphraseEditor()
        self.meter = StrengthMeter()
        self.editor.edited.connect(self._measure)

    def fields(self, label: str) -> tuple[Field, Field]:
        """`passphrase` and `passphrase_again`; `label` stands above the first."""
        help_ = self.tr("Alleen jij kent het. Je typt het elke keer dat je begint.")
        return (
            custom_field(FIRST, label, self.editor, help=help_),
            custom_field(AGAIN, self.tr("Nog een keer"), self.again),
        )

    def attach(self, form: RecordForm) -> None:
        """Put the meter below the first field."""
        rows = form.row(FIRST).layout()
        if isinstance(rows, QVBoxLayout):
            rows.insertWidget(_BELOW_THE_EDITOR, self.meter)

    @property
    def text(self) -> str:
        """What was typed in the first field."""
        return self.editor.raw_text()

    def problems(self) -> dict[str, str]:
        """Problem by field name; none when it is strong enough and twice the same."""
        if not self.text:
            return {FIRST: self.tr("Kies een wachtwoord. Vier losse woorden zijn sterk genoeg.")}
        if not self._judge(self.text).enough:
            return {FIRST: error_message(WeakPassphrase()).text}
        if self.text != self.again.raw_text():
            words = self.tr("De twee wachtwoorden verschillen. Typ het hier nog een keer.")
            return {AGAIN: words}
        return {}

    def _measure(self) -> None:
        self.meter.show_quality(self._judge(self.text) if self.text else None)
