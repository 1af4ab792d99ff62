"""The window before any case file is open: enrol this laptop, or unlock it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mvs_desktop.domain.errors import StoreExists
from mvs_desktop.services.session import Session, StoreState
from mvs_desktop.ui.background import Background
from mvs_desktop.ui.kit.theme import px
from mvs_desktop.ui.start.enrol import Enrolment, EnrolPage
from mvs_desktop.ui.start.unlock import UnlockPage

if TYPE_CHECKING:
    from mvs_desktop.services.workspace import Workspace


class StartWindow(QWidget):
    """Shows what the session needs first. `opened` carries the Workspace, once."""

    opened = Signal(object)

    def __init__(
        self,
        session: Session,
        background: Background,
        *,
        device_name: str,
        service_url: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("start_window")
        self.setWindowTitle("MVS Desktop")
        self.setProperty("kit", "canvas")
        self.setMinimumSize(QSize(640, 520))
        self._session = session
        self._background = background
        self._device_name = device_name
        self._service_url = service_url
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self.page: EnrolPage | UnlockPage | None = None
        self.show_page()
        self.resize(px(1040), px(680))

    def show_page(self) -> None:
        """Enrol when there is no store in the folder, unlock when there is."""
        page: EnrolPage | UnlockPage
        if self._session.state() is StoreState.NONE:
            page = EnrolPage(self._session.judge_passphrase, service_url=self._service_url)
            page.submitted.connect(self._enrol)
        else:
            page = UnlockPage()
            page.submitted.connect(self._unlock)
            self._background.run(
                self._session.wait, on_done=page.hold, on_failed=page.show_failure, owner=page
            )
        if self.page is not None:
            self._rows.removeWidget(self.page)
            self.page.hide()
            self.page.deleteLater()
        self.page = page
        self._rows.addWidget(page)

    def show_failure(self, error: Exception) -> None:
        """Say on the page what went wrong."""
        if self.page is not None:
            self.page.show_failure(error)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.page is not None:
            QTimer.singleShot(0, self.page, self.page.focus_first)

    def closeEvent(self, event: QCloseEvent) -> None:
        # The running work has to end: half an enrolment is cleaned up by the session itself.
        self._background.stop(30_000)
        super().closeEvent(event)

    def _enrol(self, filled: Enrolment) -> None:
        page = self.page
        if not isinstance(page, EnrolPage):
            return
        page.show_working(self.tr("We maken je sleutels en melden deze laptop aan…"))
        self._background.run(
            lambda: self._session.enrol(
                filled.service_url, filled.code, filled.passphrase, self._device_name
            ),
            on_done=self._opened,
            on_failed=self._enrol_failed,
            owner=self,
        )

    def _enrol_failed(self, error: Exception) -> None:
        if isinstance(error, StoreExists):
            self.show_page()  # somebody made it meanwhile: it can be unlocked
        self.show_failure(error)

    def _unlock(self, passphrase: str) -> None:
        page = self.page
        if not isinstance(page, UnlockPage):
            return
        page.show_working(True)
        self._background.run(
            lambda: self._session.unlock(passphrase),
            on_done=self._opened,
            on_failed=page.show_failure,
            owner=page,
        )

    def _opened(self, workspace: "Workspace") -> None:
        self.opened.emit(workspace)
