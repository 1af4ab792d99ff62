"""Gezin & netwerk while nobody is in it: "Wie hoort er bij dit gezin?"."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mvs_desktop.ui.family.people.add_person import NewPerson
from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.parts.buttons import ButtonRow, FilledButton, TextButton
from mvs_desktop.ui.kit.parts.labels import Heading


class NobodyYet(QWidget):
    """One question, one filled button and two others; `chosen` carries a NewPerson."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        rows = QVBoxLayout(self)
        rows.setSpacing(px(12))
        rows.addStretch(1)
        center = Qt.AlignmentFlag.AlignHCenter
        rows.addWidget(Heading(self.tr("Wie hoort er bij dit gezin?")), 0, center)
        self._child = FilledButton(self.tr("Kind"))
        parent = TextButton(self.tr("Ouder"))
        pregnancy = TextButton(self.tr("Zwangerschap"))
        for button, kind in (
            (self._child, NewPerson.CHILD),
            (parent, NewPerson.PARENT),
            (pregnancy, NewPerson.PREGNANCY),
        ):
            button.setObjectName(f"add_{kind.value}")
            button.clicked.connect(lambda _on=False, chosen=kind: self.chosen.emit(chosen))
        self._row = ButtonRow((self._child, parent, pregnancy))
        rows.addWidget(self._row, 0, center)
        rows.addStretch(1)

    def offer(self, offering: bool) -> None:
        """Show the buttons, or leave them out while somebody is being added."""
        self._row.setVisible(offering)

    def focus_first(self) -> None:
        """Put the keyboard on the first button."""
        self._child.setFocus()
