"""One version of what is chosen about: who wrote it when, what it says, and a way to choose it."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.parts.buttons import OutlinedButton
from mvs_desktop.ui.kit.parts.labels import SectionTitle, Small, Strong
from mvs_desktop.ui.kit.parts.marked_text import Mark, MarkedText, Piece
from mvs_desktop.ui.kit.parts.quantities import format_count
from mvs_desktop.ui.kit.parts.visibility import show_when
from mvs_desktop.ui.sending.compare import Folded, Paragraph, folded

# The name of a field (empty when there is one alone), and its text.
Told = tuple[str, Sequence[Paragraph]]


class VersionView(QFrame):
    """`chosen` comes of its button; one without words has none."""

    chosen = Signal()

    def __init__(self, title: str, differs: Mark = Mark.NEW) -> None:
        """`differs` is how what is not in the others looks."""
        super().__init__()
        self._differs = differs
        self.setProperty("kit", "card")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(px(12), px(12), px(12), px(12))
        rows.setSpacing(px(6))
        self.title = SectionTitle(title)
        rows.addWidget(self.title)
        self.who = Strong()
        self.when = Small()
        by = QVBoxLayout()
        by.setSpacing(px(2))
        by.addWidget(self.who)
        by.addWidget(self.when)
        rows.addLayout(by)
        self.text = MarkedText()
        rows.addWidget(self.text)
        rows.addSpacing(px(6))
        rows.addStretch(1)
        self.button = OutlinedButton("")
        self.button.clicked.connect(self.chosen)
        rows.addWidget(self.button)
        self.offer("")

    def offer(self, words: str) -> None:
        """Let it be chosen with a button that says this."""
        self.button.set_text(words)
        show_when(self.button, bool(words))

    def show_version(
        self, who: str, when: str, told: Sequence[Told], *, compared: bool, whole: bool
    ) -> bool:
        """`compared` makes what is the same recede; long stretches of that are folded away
        unless `whole`. Gives whether something was folded."""
        self.who.setText(who)
        show_when(self.who, bool(who))
        self.when.setText(when)
        show_when(self.when, bool(when))
        lines: list[list[Piece]] = []
        has_folds = False
        for name, found in told:
            if name:
                lines.append([Piece(name, Mark.NAME)])
            for line in found if whole or not compared else folded(found):
                if isinstance(line, Folded):
                    has_folds = True
                    lines.append([Piece(_fold_words(line), Mark.REMARK)])
                else:
                    lines.append(self._pieces(line, compared=compared))
        self.text.show_lines(lines)
        whose = ", ".join(part for part in (self.title.text(), who, when) if part)
        self.text.setAccessibleName(whose)
        self.text.setAccessibleDescription(self._said(told) if compared else "")
        self.button.describe(whose)
        self.setAccessibleName(whose)
        return has_folds

    def _pieces(self, line: Paragraph, *, compared: bool) -> list[Piece]:
        same = Mark.QUIET if compared else Mark.PLAIN
        return [Piece(part.text, self._differs if part.differs else same) for part in line]

    def _said(self, told: Sequence[Told]) -> str:
        """What differs, for whoever does not see it."""
        parts = [
            part.text.strip()
            for _, found in told
            for line in found
            for part in line
            if part.differs
        ]
        words = ", ".join(f"“{part}”" for part in parts if part)
        if not words:
            return ""
        if self._differs is Mark.GONE:
            return QCoreApplication.translate("sending", "Veranderd of weggehaald: {words}").format(
                words=words
            )
        return QCoreApplication.translate("sending", "Anders: {words}").format(words=words)


def _fold_words(line: Folded) -> str:
    words = QCoreApplication.translate("sending", "… {count} alinea's hetzelfde …")
    return words.format(count=format_count(line.count))
