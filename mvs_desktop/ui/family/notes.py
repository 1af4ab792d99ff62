"""The tab Verslagen of a family: its contacts in time, and the note of each."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mvs_desktop.ui.case_context import CaseContext


class NotesTab(QWidget):
    """Contacts and notes of the open family; `contact_wanted` asks to write one down."""

    contact_wanted = Signal()

    def __init__(self, context: CaseContext) -> None:
        super().__init__()
        self.setObjectName("notes_tab")
        self._context = context
