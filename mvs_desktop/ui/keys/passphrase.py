"""A passphrase field with a button to see it, and a meter that says how strong it is."""

from collections.abc import Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from mvs_desktop.services.passphrases import Advice, PassphraseQuality
from mvs_desktop.ui.kit.forms.text_editors import TextEditor
from mvs_desktop.ui.kit.look.theme import is_restyle, look, px
from mvs_desktop.ui.kit.parts.buttons import IconButton
from mvs_desktop.ui.kit.parts.chips import ChipKind
from mvs_desktop.ui.kit.parts.drawn import Drawn
from mvs_desktop.ui.kit.parts.labels import Elided


class PassphraseEditor(TextEditor):
    """Dots, until the eye is pressed. The value is the text as typed, spaces too."""

    def __init__(self) -> None:
        super().__init__()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhNoPredictiveText
        )
        # An action in a QLineEdit cannot be reached by keyboard, nor does it grow with the text.
        self.eye = IconButton("eye", self.tr("Laat zien"))
        self.eye.setProperty("kit", "in_field")
        self.eye.setCheckable(True)
        self.eye.toggled.connect(self._show)
        inside = QHBoxLayout(self.line)
        inside.setContentsMargins(0, 0, px(2), 0)
        inside.addWidget(self.eye, 0, Qt.AlignmentFlag.AlignRight)
        self._leave_room()

    def value(self) -> object:
        return self.line.text()

    def _show(self, on: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password
        self.line.setEchoMode(mode)
        self.eye.show_as("eye-slash" if on else "eye", self._eye_name(on))

    def _eye_name(self, on: bool) -> str:
        return self.tr("Verberg") if on else self.tr("Laat zien")

    def name_controls(self, name: str, description: str) -> None:
        """Two fields beside each other have an eye each, which says whose it is."""
        super().name_controls(name, description)
        self.eye.setAccessibleDescription(name)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if not hasattr(self, "eye"):  # Qt styles before we are built
            return
        if is_restyle(event):
            self._leave_room()
        elif event.type() is QEvent.Type.EnabledChange:
            self.eye.setVisible(self.isEnabled())

    def _leave_room(self) -> None:
        self.line.setTextMargins(0, 0, px(32), 0)


_ADVICE: Mapping[Advice, object] = {
    Advice.NONE: QT_TRANSLATE_NOOP("passphrases", "Te makkelijk. Voeg een woord toe."),
    Advice.SHORT: QT_TRANSLATE_NOOP("passphrases", "Te kort. Neem vier losse woorden."),
    Advice.COMMON: QT_TRANSLATE_NOOP("passphrases", "Dit gebruiken veel mensen al."),
    Advice.OWN_NAME: QT_TRANSLATE_NOOP("passphrases", "Je naam of werkplek raadt men."),
    Advice.WORK: QT_TRANSLATE_NOOP("passphrases", "Woorden van hier raadt men snel."),
    Advice.NAME: QT_TRANSLATE_NOOP("passphrases", "Namen raadt men snel."),
    Advice.DATE: QT_TRANSLATE_NOOP("passphrases", "Een datum raadt men snel."),
    Advice.KEYBOARD: QT_TRANSLATE_NOOP("passphrases", "Een rij toetsen raadt men snel."),
    Advice.REPEAT: QT_TRANSLATE_NOOP("passphrases", "Herhalen maakt het niet sterker."),
    Advice.FEW_WORDS: QT_TRANSLATE_NOOP("passphrases", "Te makkelijk. Voeg een woord toe."),
}


def advice_text(advice: Advice) -> str:
    """What would make a passphrase harder to guess, in a few words."""
    return QCoreApplication.translate("passphrases", str(_ADVICE[advice]))


class StrengthMeter(QWidget):
    """Four bars and a few words, told to a screen reader too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars = _Bars()
        self._word = Elided(kit="small")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(px(10))
        line.addWidget(self._bars)
        line.addWidget(self._word, 1)
        self.show_quality(None)

    @property
    def word(self) -> str:
        """What is said now."""
        return self._word.text()

    def show_quality(self, quality: PassphraseQuality | None) -> None:
        """How strong it is and what would help; None while nothing was typed."""
        if quality is None:
            text = self.tr("Tip: vier losse woorden")
        elif not quality.enough:
            text = advice_text(quality.advice)
        elif quality.score < 4:
            text = self.tr("Sterk genoeg")
        else:
            text = self.tr("Heel sterk")
        if text != self.word:
            self._word.setText(text)
            self.setAccessibleName(text)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))
        score = quality.score if quality else 0
        self._bars.show_score(score, "ok" if quality and quality.enough else "warn")


class _Bars(Drawn):
    def __init__(self) -> None:
        super().__init__()
        self._score = 0
        self._role: ChipKind = "warn"

    def show_score(self, score: int, role: ChipKind) -> None:
        self._score, self._role = score, role
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(4 * 28 + 3 * 4), px(6))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look().theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for bar in range(4):
            full = bar < self._score
            painter.setPen(theme.color(self._role if full else "outline"))
            painter.setBrush(theme.color(self._role) if full else Qt.BrushStyle.NoBrush)
            box = QRectF(px(32) * bar, 0, px(28), self.height()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(box, px(3), px(3))
        painter.end()
