"""A passphrase field with a button to see it, and a meter that says how strong it is."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from mvs_desktop.ui.kit.chips import ChipKind
from mvs_desktop.ui.kit.editors import TextEditor
from mvs_desktop.ui.kit.icons import icon
from mvs_desktop.ui.kit.labels import Label
from mvs_desktop.ui.kit.theme import is_restyle, look, px, restyle


class PassphraseEditor(TextEditor):
    """Dots, until the eye is pressed. The value is the text as typed, spaces too."""

    def __init__(self) -> None:
        super().__init__()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.show_action = QAction(icon("eye", "muted"), self.tr("Laat zien"), self)
        self.show_action.setCheckable(True)
        self.show_action.toggled.connect(self._show)
        self.line.addAction(self.show_action, QLineEdit.ActionPosition.TrailingPosition)

    def value(self) -> object:
        return self.line.text()

    def _show(self, on: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password
        self.line.setEchoMode(mode)
        self.show_action.setIcon(icon("eye-slash" if on else "eye", "muted"))
        self.show_action.setText(self.tr("Verberg") if on else self.tr("Laat zien"))


class StrengthMeter(QWidget):
    """Four bars and a word."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars = _Bars()
        self._word = Label()
        restyle(self._word, kit="small")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(px(10))
        line.addWidget(self._bars)
        line.addWidget(self._word)
        line.addStretch(1)
        self.show_score(None, enough=False)

    @property
    def word(self) -> str:
        """What is said now."""
        return self._word.text()

    def show_score(self, score: int | None, *, enough: bool) -> None:
        """A score of 0–4, or None while nothing was typed."""
        if score is None:
            self._word.setText(self.tr("Tip: vier losse woorden"))
        elif not enough:
            self._word.setText(self.tr("Nog te makkelijk. Voeg een woord toe."))
        elif score < 4:
            self._word.setText(self.tr("Sterk genoeg"))
        else:
            self._word.setText(self.tr("Heel sterk"))
        self.setAccessibleName(self._word.text())
        self._bars.show_score(score or 0, "ok" if enough else "warn")


class _Bars(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._score = 0
        self._role: ChipKind = "warn"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_score(self, score: int, role: ChipKind) -> None:
        self._score, self._role = score, role
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(4 * 28 + 3 * 4), px(6))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_restyle(event):
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = look().theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for bar in range(4):
            painter.setBrush(theme.color(self._role if bar < self._score else "line"))
            box = QRectF(px(32) * bar, 0, px(28), self.height())
            painter.drawRoundedRect(box, px(3), px(3))
        painter.end()
