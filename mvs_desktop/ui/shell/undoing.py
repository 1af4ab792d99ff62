"""Taking back, doing again and looking back, for whatever is in sight.

With a family in sight it is about that family; on the other screens about the last step in
any of them, and the notice names which. While a panel is over the screen the keys do nothing
here: what is typed in it is its own.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from mvs_desktop.domain.cases import CaseKind
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.services.undo import Undone
from mvs_desktop.ui.background import Background
from mvs_desktop.ui.family.page import FamilyPage
from mvs_desktop.ui.history.words import undone_text
from mvs_desktop.ui.kit.pages.banner import Banner
from mvs_desktop.ui.messages import error_message
from mvs_desktop.ui.record_at import record_at

if TYPE_CHECKING:
    from mvs_desktop.services.workspace import Workspace
    from mvs_desktop.ui.shell.navigator import Navigator
    from mvs_desktop.ui.shell.panels import Panels


class Undoing(QObject):
    """`turned` carries the id of the case in which something was turned."""

    turned = Signal(object)

    def __init__(
        self,
        workspace: "Workspace",
        background: Background,
        navigator: "Navigator",
        panels: "Panels",
        banner: Banner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._background = background
        self._navigator = navigator
        self._panels = panels
        self._banner = banner
        banner.chosen.connect(self._answer)

    def undo(self) -> None:
        """Take back the last step."""
        page = self._page
        if page is not None:
            page.context.undo()
        elif self._panels.open_panel is None:
            self._turn(self._workspace.undo.undo)

    def redo(self) -> None:
        """Do again what was taken back last."""
        page = self._page
        if page is not None:
            page.context.redo()
        elif self._panels.open_panel is None:
            self._turn(self._workspace.undo.redo)

    def show_history(self) -> None:
        """What was changed in the record with the keyboard, or in the family in sight."""
        if self._panels.open_panel is not None:
            return
        page = self._navigator.shown_page
        if page is None:
            self._banner.say("info", self.tr("Open eerst een gezin. Daar staat wat er veranderde."))
            return
        focused = QApplication.focusWidget()
        inside = focused is not None and page.isAncestorOf(focused)
        page.show_history(record_at(focused) if inside else None)

    @property
    def _page(self) -> FamilyPage | None:
        return self._navigator.shown_page if self._panels.open_panel is None else None

    def _turn(self, turn: Callable[[], Undone]) -> None:
        self._navigator.flush()
        self._background.run(turn, on_done=self._show, on_failed=self._say_failed, owner=self)

    def _show(self, undone: Undone) -> None:
        case = undone.saved.snapshot.case
        text = undone_text(undone, CaseSnapshot.of(case, ()))
        if case.kind is CaseKind.FAMILY:
            text = self.tr("{family} · {what}").format(family=case.name, what=text)
        again = ("undo", self.tr("Terugdraaien")) if undone.again else ("redo", self.tr("Opnieuw"))
        self.turned.emit(case.id)
        self._banner.say("ok", text, (again,))

    def _say_failed(self, error: Exception) -> None:
        self._banner.say("info", error_message(error).text)

    def _answer(self, key: str) -> None:
        if key == "undo":
            self._turn(self._workspace.undo.undo)
        elif key == "redo":
            self._turn(self._workspace.undo.redo)
