"""Questions that must be answered first. Used sparingly: most things can be undone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.parts.buttons import (
    Button,
    ButtonKind,
    DangerButton,
    FilledButton,
    OutlinedButton,
    TextButton,
)
from mvs_desktop.ui.kit.parts.labels import Body, Heading
from mvs_desktop.ui.kit.parts.visibility import show_when

_BUTTONS: dict[ButtonKind, type[Button]] = {
    "filled": FilledButton,
    "outlined": OutlinedButton,
    "text": TextButton,
    "danger": DangerButton,
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: `key` is announced, `label` is a verb."""

    key: str
    label: str
    kind: ButtonKind = "outlined"


class Question(QDialog):
    """A heading, a sentence and two or more answers. `answered` gives the key, "" for Esc.

    `body` takes further content, such as tick boxes, between the sentence and the answers.
    """

    answered = Signal(str)

    def __init__(self, parent: QWidget, heading: str, text: str, choices: Sequence[Choice]) -> None:
        super().__init__(parent)
        self.setWindowTitle("MVS Desktop")
        self.setObjectName("question")
        self.setAccessibleName(heading)
        self.setAccessibleDescription(text)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(px(24), px(24), px(24), px(24))
        rows.setSpacing(px(12))
        rows.addWidget(Heading(heading))
        sentence = Body(text)
        sentence.setMinimumWidth(px(400))
        show_when(sentence, bool(text))
        rows.addWidget(sentence)
        self.body = QVBoxLayout()
        rows.addLayout(self.body)
        line = QHBoxLayout()
        line.setContentsMargins(0, px(12), 0, 0)
        line.setSpacing(px(8))
        line.addStretch(1)
        self.buttons: dict[str, Button] = {}
        for choice in choices:
            button = _BUTTONS[choice.kind](choice.label)
            button.setAutoDefault(True)
            button.setProperty("key", choice.key)
            button.clicked.connect(self._answer)
            line.addWidget(button)
            self.buttons[choice.key] = button
        rows.addLayout(line)
        self._key = ""
        self.finished.connect(self._announce)

    def _answer(self) -> None:
        self._key = str(self.sender().property("key"))
        self.accept()

    def _announce(self) -> None:
        self.answered.emit(self._key)


def ask(
    parent: QWidget,
    heading: str,
    text: str,
    choices: Sequence[Choice],
    on_answer: Callable[[str], None],
) -> Question:
    """Open a question over `parent`; `on_answer` gets the key, or "" when it was closed."""
    question = Question(parent, heading, text, choices)
    question.answered.connect(on_answer)
    question.open()
    return question


def confirm(
    parent: QWidget,
    heading: str,
    text: str,
    *,
    do_it: str,
    leave_it: str,
    on_yes: Callable[[], None],
    danger: bool = False,
) -> Question:
    """Ask before doing; `do_it` and `leave_it` are verbs."""

    def decide(key: str) -> None:
        if key == "yes":
            on_yes()

    answers = (
        Choice("no", leave_it),
        Choice("yes", do_it, "danger" if danger else "filled"),
    )
    return ask(parent, heading, text, answers, decide)
