"""A row that stands for a record: opened, withdrawn, and settled where it is in conflict."""

from collections.abc import Iterable
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from mvs_desktop.ui.kit.look.theme import px, restyle
from mvs_desktop.ui.kit.pages.rows import DetailRow
from mvs_desktop.ui.kit.parts.buttons import TextButton
from mvs_desktop.ui.kit.parts.chips import Chip
from mvs_desktop.ui.record_at import mark_record


class RecordRow(DetailRow):
    """`opened` on click or Enter, `withdrawn` on Del, `conflict_chosen` with a conflict's id; the
    arrows go from row to row."""

    withdrawn = Signal()
    conflict_chosen = Signal(object)

    def __init__(
        self,
        record_type: str,
        record_id: UUID,
        title: str,
        subtitle: str,
        leading: QWidget,
        chips: Iterable[Chip],
        conflicts: Iterable[UUID],
    ) -> None:
        super().__init__(title, subtitle, leading=leading, clickable=True)
        mark_record(self, record_type, record_id)
        self.set_inset(px(8))
        for chip in chips:
            self.add_chip(chip)
        for conflict_id in conflicts:
            self._add_conflict(conflict_id)

    def _add_conflict(self, conflict_id: UUID) -> None:
        self.add_chip(Chip(self.tr("Keuze voor jou"), "clash"))
        button = TextButton(self.tr("Kies"), dense=True)
        button.clicked.connect(lambda: self.conflict_chosen.emit(conflict_id))
        self.add_action(button)
        restyle(self, conflict="true")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.withdrawn.emit()
            return
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
            return
        super().keyPressEvent(event)
