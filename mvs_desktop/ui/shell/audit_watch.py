"""Verifies what was added to the audit since the last time, once, when the window opens."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from mvs_desktop.services.audit import AuditReport
from mvs_desktop.ui.audit_words import break_text
from mvs_desktop.ui.background import Background
from mvs_desktop.ui.kit.pages.banner import Banner
from mvs_desktop.ui.messages import error_message

if TYPE_CHECKING:
    from mvs_desktop.services.workspace import Workspace


class AuditWatch(QObject):
    """Says in `banner` what is wrong, and nothing when all is sound."""

    def __init__(
        self,
        workspace: "Workspace",
        background: Background,
        banner: Banner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._background = background
        self._banner = banner

    def start(self) -> None:
        """Verify; it takes milliseconds and does not hold up what is shown."""
        self._background.run(
            self._workspace.audit.check_new,
            on_done=self._show,
            on_failed=lambda error: self._say(error_message(error).text),
            owner=self,
        )

    def _show(self, report: AuditReport) -> None:
        if report.found is not None:
            self._say(break_text(report.found))

    def _say(self, text: str) -> None:
        self._banner.say("bad", text, [("close", self.tr("Begrepen"))])
