"""What a record's state looks like: not sent yet, or waiting for a choice."""

from uuid import UUID

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.ui.case_context import CaseContext
from mvs_desktop.ui.kit.parts.buttons import TextButton
from mvs_desktop.ui.kit.parts.chips import Chip
from mvs_desktop.ui.kit.parts.flow import Flow
from mvs_desktop.ui.kit.parts.visibility import show_when


def is_unsent(around: CaseSnapshot, *ids: UUID) -> bool:
    """Whether any of these records has changes that the centre has not confirmed."""
    return any(around.state(id_).unsent for id_ in ids)


def unsent_count(around: CaseSnapshot) -> int:
    """How many records of the family have changes that still have to be sent."""
    return sum(state.unsent for state in around.states.values())


def unsent_chip() -> Chip:
    """Amber dot and words."""
    return Chip(QCoreApplication.translate("RecordMarks", "Nog te versturen"), "unsent")


class RecordMarks(QWidget):
    """The marks of one or more records together; takes no room while there are none.

    A conflict has a button that asks the context to open it.
    """

    def __init__(self, context: CaseContext, *ids: UUID, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._ids = ids
        self._shown: tuple[bool, tuple[UUID, ...]] = (False, ())
        self._flow = Flow(spacing=6)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self._flow)
        context.snapshot_changed.connect(self._show)
        self.hide()
        self._show()

    def set_records(self, *ids: UUID) -> None:
        """Show the marks of these records from now on."""
        self._ids = ids
        self._show()

    def _show(self, _: object = None) -> None:
        around = self._context.snapshot
        conflicts = tuple(
            conflict.id for id_ in self._ids for conflict in self._context.conflicts_of(id_)
        )
        wanted = (is_unsent(around, *self._ids), conflicts)
        if wanted == self._shown:
            return
        self._shown = wanted
        self._flow.clear()
        for conflict_id in conflicts:
            self._flow.add(Chip(self.tr("Keuze voor jou"), "clash"))
            button = TextButton(self.tr("Kies welke tekst geldt"), dense=True)
            button.setObjectName(f"settle_{conflict_id}")
            button.clicked.connect(
                lambda _on=False, chosen=conflict_id: self._context.conflict_opened.emit(chosen)
            )
            self._flow.add(button)
        if wanted[0]:
            self._flow.add(unsent_chip())
        show_when(self, bool(conflicts) or wanted[0])
