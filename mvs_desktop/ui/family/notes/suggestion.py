"""One line below a paragraph that proposes something: whom it is about, or whom "@" means."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.pages.scroll import bring_into_view
from mvs_desktop.ui.kit.parts.buttons import OutlinedButton
from mvs_desktop.ui.kit.parts.flow import Flow
from mvs_desktop.ui.kit.parts.labels import Small

Proposal = tuple[str, str]  # key, words


class SuggestionLine(QWidget):
    """A question with buttons; `chosen` carries the key of one. Hidden without a question."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._name = name
        self._shown: tuple[str, tuple[Proposal, ...]] = ("", ())
        line = QHBoxLayout(self)
        line.setContentsMargins(0, px(6), 0, px(4))
        self._flow = Flow(self, spacing=6)
        line.addWidget(self._flow)
        self.hide()

    @property
    def question(self) -> str:
        """What is asked now."""
        return self._shown[0]

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """What can be chosen now."""
        return self._shown[1]

    def ask(self, question: str, proposals: Sequence[Proposal]) -> None:
        """Ask this; an empty question asks nothing."""
        wanted = (question, tuple(proposals))
        if wanted == self._shown:
            return
        self._shown = wanted
        self._flow.clear()
        if question:
            asked = Small(question)
            asked.setWordWrap(False)
            self._flow.add(asked)
        for key, words in proposals:
            button = OutlinedButton(words, dense=True)
            button.setObjectName(f"{self._name}_{key}")
            button.clicked.connect(lambda _on=False, chosen=key: self.chosen.emit(chosen))
            self._flow.add(button)
        self.setVisible(bool(question))
        if question:
            bring_into_view(self)
