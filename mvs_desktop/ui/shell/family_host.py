"""Opens families: one at a time, and lets go of the one before when all of it is saved."""

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.ui.background import Background
from mvs_desktop.ui.case_context import CaseContext
from mvs_desktop.ui.family.page import FamilyPage

if TYPE_CHECKING:
    from mvs_desktop.services.workspace import Workspace


class FamilyHost(QObject):
    """`opened` carries the FamilyPage that is to be shown, `saved` the moment of a save,
    `dropped` a page that is gone from the screens and will be deleted."""

    opened = Signal(object)
    dropped = Signal(object)
    saved = Signal(object)
    failed = Signal(object)
    conflict_opened = Signal(object)

    def __init__(
        self,
        workspace: "Workspace",
        background: Background,
        network: Background,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._background = background
        self._network = network
        self._context: CaseContext | None = None
        self._page: FamilyPage | None = None
        self._asked: UUID | None = None
        self._leaving: list[tuple[FamilyPage, CaseContext]] = []
        background.idle.connect(self._let_go)

    @property
    def page(self) -> FamilyPage | None:
        """The family that is open, also while another screen is shown."""
        return self._page

    @property
    def case_id(self) -> UUID | None:
        return self._context.case_id if self._context is not None else None

    @property
    def busy(self) -> bool:
        """Whether anything of a family is still to be saved."""
        contexts = [context for _, context in self._leaving]
        if self._context is not None:
            contexts.append(self._context)
        return any(context.busy for context in contexts)

    def open(self, case_id: UUID) -> None:
        """Show this family: at once when it is open already, else when it has been read."""
        self._asked = case_id
        if self._context is not None and self._context.case_id == case_id and self._page:
            self._context.refresh()
            self.opened.emit(self._page)
            return
        self._background.run(
            lambda: self._workspace.open_case(case_id),
            on_done=self._show,
            on_failed=self.failed.emit,
            owner=self,
        )

    def stop_opening(self) -> None:
        """The user went elsewhere: a family that is still being read is not shown."""
        self._asked = None

    def flush(self) -> None:
        """Have every form announce what was typed last."""
        if self._context is not None:
            self._context.flush()

    def refresh(self, case_id: UUID) -> None:
        """Read the family again if it is the open one, as after a pull."""
        if self._context is not None and self._context.case_id == case_id:
            self._context.refresh()

    def close(self) -> None:
        """Let go of the open family."""
        if self._page is not None and self._context is not None:
            self._context.flush()
            self.dropped.emit(self._page)
            self._leaving.append((self._page, self._context))
        self._page = self._context = None
        self._let_go()

    def _show(self, snapshot: CaseSnapshot) -> None:
        if snapshot.case.id != self._asked:
            return  # another family was asked for in the meantime
        self.close()
        context = CaseContext(self._workspace, self._background, snapshot, self, self._network)
        page = FamilyPage(context)
        context.saved.connect(self.saved)
        context.failed.connect(lambda error: self._say_failed(page, error))
        context.conflict_opened.connect(self.conflict_opened)
        self._context, self._page = context, page
        self.opened.emit(page)

    def _say_failed(self, page: FamilyPage, error: Exception) -> None:
        """A page in sight says it itself; for one that was left the shell has to."""
        if not (isValid(page) and page.isVisible()):
            self.failed.emit(error)

    def _let_go(self) -> None:
        for page, context in [pair for pair in self._leaving if not pair[1].busy]:
            self._leaving.remove((page, context))
            page.deleteLater()
            context.deleteLater()
