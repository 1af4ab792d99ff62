"""The window before any case file is open: enrol this laptop, unlock it, or find another way
in when that fails."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mvs_desktop.domain.errors import (
    NotAStore,
    RecoveryAnswerUnusable,
    RecoveryOnly,
    StoreDamaged,
    StoreExists,
)
from mvs_desktop.services.session import Session, StoreState
from mvs_desktop.services.wiping import Stage as WipeStage
from mvs_desktop.ui.background import Background
from mvs_desktop.ui.keys.sign_in import SignIn
from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.start.choose import ChoosePage
from mvs_desktop.ui.start.enrol import Enrolment, EnrolPage
from mvs_desktop.ui.start.frame import StartPage
from mvs_desktop.ui.start.recovery import Reason, RecoveryPage
from mvs_desktop.ui.start.recovery_files import read_answer, write_request
from mvs_desktop.ui.start.restore import RestorePage, Restoring
from mvs_desktop.ui.start.restored import RestoredPage
from mvs_desktop.ui.start.unlock import UnlockPage
from mvs_desktop.ui.start.watch import WipeWatch
from mvs_desktop.ui.start.wiped import WipedPage

if TYPE_CHECKING:
    from mvs_desktop.services.session import RecoveryRequest
    from mvs_desktop.services.workspace import Workspace
    from mvs_desktop.sync.status import WipeOrder


_NETWORK_MS = 15_000  # more than a question about this laptop takes


@dataclass(frozen=True, slots=True)
class Answered:
    """What the officers gave, and why they were needed."""

    content: bytes
    reason: Reason


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
        self._answer: Answered | None = None
        self._restored: Workspace | None = None  # open, and not announced yet
        self.page: StartPage | None = None
        self._handed_over = False  # the store is open, in another window
        self._watch = WipeWatch(session, self)
        self._watch.ordered.connect(self._wipe_ordered)
        self._watch.failed.connect(self.show_failure)
        self.sign_in = SignIn(self)
        self.sign_in.came_back.connect(self._show_enrolling)
        self.show_page()
        self.resize(px(1040), px(680))

    def show_page(self) -> None:
        """Enrol when there is no store in the folder, unlock when there is; a wipe that was
        ordered goes before both."""
        if self._session.wiping.stage() is not WipeStage.NONE:
            self._show_wiped()
        elif self._session.state() is StoreState.NONE:
            self._show_enrol()
        else:
            self._show_unlock()

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
        self.hide()
        self.sign_in.cancel()
        self._background.stop(30_000)
        if not self._handed_over:  # else nobody waits: the main window is there
            self.end(_NETWORK_MS)
        if self._restored is not None:
            self._restored.close()
        super().closeEvent(event)

    def end(self, timeout_ms: int) -> None:
        """Wait for the network; before the window is destroyed."""
        self.sign_in.end(timeout_ms)
        self._watch.end(timeout_ms)

    def _show(self, page: StartPage) -> None:
        if self.page is not None:
            self._rows.removeWidget(self.page)
            self.page.hide()
            self.page.deleteLater()
        self.page = page
        self._rows.addWidget(page)
        if self.isVisible():
            QTimer.singleShot(0, page, page.focus_first)

    def _opened(self, workspace: "Workspace") -> None:
        self._watch.stop()
        if self._session.wiping.stage() is not WipeStage.NONE:
            # The order came while it opened.
            workspace.close()
            self._show_wiped()
            return
        self._handed_over = True
        self.opened.emit(workspace)

    # First start

    def _show_enrol(self) -> None:
        page = EnrolPage(self._session.judge_passphrase, service_url=self._service_url)
        page.submitted.connect(self._enrol)
        page.sign_in_asked.connect(self._sign_in_and_enrol)
        page.cancel_asked.connect(self.sign_in.cancel)
        page.address_settled.connect(
            lambda address: self.sign_in.ask(address, page.offer_sign_in, page)
        )
        self._show(page)
        self._read_word_lists(page)
        if self._service_url:
            self.sign_in.ask(self._service_url, page.offer_sign_in, page)

    def _sign_in_and_enrol(self, filled: Enrolment) -> None:
        page = self.page
        if not isinstance(page, EnrolPage):
            return
        page.show_waiting()
        browser = self.sign_in.browser()
        self._background.run(
            lambda: self._session.enrol_signed_in(
                filled.service_url, filled.passphrase, self._device_name, browser
            ),
            on_done=self._opened,
            on_failed=self._enrol_failed,
            owner=self,
        )

    def _show_enrolling(self) -> None:
        if isinstance(self.page, EnrolPage):
            self.page.show_working(self.tr("We maken je sleutels en melden deze laptop aan…"))
            self.activateWindow()

    def _read_word_lists(self, page: StartPage) -> None:
        """So that the first keystroke does not wait for them."""
        self._background.run(
            lambda: self._session.judge_passphrase("-"),
            on_done=lambda _: None,
            on_failed=page.show_failure,
            owner=page,
        )

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

    # Later starts

    def _show_unlock(self) -> None:
        page = UnlockPage()
        page.submitted.connect(self._unlock)
        page.recovery_asked.connect(self._recover_lost_key)
        page.restore_asked.connect(self._show_restore)
        self._show(page)
        self._background.run(
            self._session.wait, on_done=page.hold, on_failed=self._unlock_failed, owner=page
        )
        self._watch.start()

    def _unlock(self, passphrase: str) -> None:
        page = self.page
        if not isinstance(page, UnlockPage):
            return
        page.show_working(True)
        self._background.run(
            lambda: self._session.unlock(passphrase),
            on_done=self._opened,
            on_failed=self._unlock_failed,
            owner=page,
        )

    def _unlock_failed(self, error: Exception) -> None:
        page = self.page
        if isinstance(error, RecoveryOnly):
            self._show_recovery(Reason.TOO_MANY_TRIES)
        elif isinstance(page, UnlockPage) and isinstance(error, StoreDamaged | NotAStore):
            self._background.run(
                self._session.backups,
                on_done=lambda backups: page.show_damage(error, backups, _today()),
                on_failed=page.show_failure,
                owner=page,
            )
        else:
            self.show_failure(error)

    # A wipe that the organisation ordered

    def _wipe_ordered(self, order: "WipeOrder") -> None:
        if order.at_once:
            self._watch.stop()
            self._session.wiping.begin(order)
            self._show_wiped()
        elif isinstance(self.page, UnlockPage) and not self.page.banner.text:
            self.page.show_wipe()

    def _show_wiped(self) -> None:
        page = WipedPage()
        page.again_asked.connect(self._wipe)
        page.enrol_asked.connect(self._show_enrol)
        self._show(page)
        self._wipe()

    def _wipe(self) -> None:
        page = self.page
        if not isinstance(page, WipedPage):
            return
        page.show_working()
        self._background.run(
            self._session.wiping.finish,
            on_done=page.show_outcome,
            on_failed=page.show_failure,
            owner=page,
        )

    # With the help of the officers

    def _recover_lost_key(self, keyring_empty: bool) -> None:
        self._show_recovery(Reason.KEYRING_EMPTY if keyring_empty else Reason.FORGOTTEN)

    def _show_recovery(self, reason: Reason, failure: Exception | None = None) -> None:
        """`failure` is what went wrong with an answer that was opened before."""
        page = RecoveryPage(reason)
        page.back_asked.connect(self.show_page)
        page.save_chosen.connect(self._save_request)
        page.answer_chosen.connect(self._take_answer)
        self._show(page)

        def show(request: "RecoveryRequest") -> None:
            page.show_request(request)
            if failure is not None:
                page.show_failure(failure)

        self._background.run(
            self._session.recovery_request, on_done=show, on_failed=page.show_failure, owner=page
        )

    def _save_request(self, path: str) -> None:
        page = self.page
        if not isinstance(page, RecoveryPage) or page.request is None:
            return
        request = page.request
        self._background.run(
            lambda: write_request(request, path),
            on_done=page.show_saved,
            on_failed=page.show_failure,
            owner=page,
        )

    def _take_answer(self, path: str) -> None:
        page = self.page
        if not isinstance(page, RecoveryPage):
            return
        reason = page.reason
        self._background.run(
            lambda: read_answer(path),
            on_done=lambda answer: self._choose(answer, reason),
            on_failed=page.show_failure,
            owner=page,
        )

    def _choose(self, answer: bytes, reason: Reason) -> None:
        self._answer = Answered(answer, reason)
        page = ChoosePage(self._session.judge_passphrase)
        page.back_asked.connect(self._back_to_recovery)
        page.submitted.connect(self._recover)
        self._show(page)
        self._read_word_lists(page)

    def _back_to_recovery(self) -> None:
        self._show_recovery(self._answer.reason if self._answer else Reason.FORGOTTEN)

    def _recover(self, passphrase: str) -> None:
        page, answered = self.page, self._answer
        if not isinstance(page, ChoosePage) or answered is None:
            return
        page.show_working(self.tr("Je nieuwe wachtwoord wordt ingesteld…"))

        def failed(error: Exception) -> None:
            if isinstance(error, RecoveryAnswerUnusable):
                self._show_recovery(answered.reason, error)
            else:
                page.show_failure(error)

        self._background.run(
            lambda: self._session.recover(answered.content, passphrase),
            on_done=self._opened,
            on_failed=failed,
            owner=page,
        )

    # Backups

    def _show_restore(self) -> None:
        page = RestorePage(_today())
        page.back_asked.connect(self.show_page)
        page.submitted.connect(self._restore)
        self._show(page)
        self._background.run(
            self._session.backups,
            on_done=page.show_backups,
            on_failed=page.show_failure,
            owner=page,
        )

    def _restore(self, wanted: Restoring) -> None:
        page = self.page
        if not isinstance(page, RestorePage):
            return
        page.show_working(self.tr("De reservekopie wordt teruggezet en nagekeken…"))
        self._background.run(
            lambda: self._session.restore(wanted.backup.name, wanted.passphrase),
            on_done=self._show_restored,
            on_failed=self._restore_failed,
            owner=page,
        )

    def _restore_failed(self, error: Exception) -> None:
        if isinstance(error, RecoveryOnly):
            self._show_recovery(Reason.TOO_MANY_TRIES)
        else:
            self.show_failure(error)

    def _show_restored(self, workspace: "Workspace") -> None:
        if workspace.restored is None:
            self._opened(workspace)
            return
        self._restored = workspace
        page = RestoredPage(workspace.restored, _today())
        page.go_on.connect(self._go_on)
        self._show(page)

    def _go_on(self) -> None:
        workspace, self._restored = self._restored, None
        if workspace is not None:
            self._opened(workspace)


def _today() -> date:
    return datetime.now(UTC).astimezone().date()
