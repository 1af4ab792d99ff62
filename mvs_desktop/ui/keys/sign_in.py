"""Signing in with the system's browser, wherever a laptop is enrolled."""

from collections.abc import Callable
from threading import Event

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from mvs_desktop.services.signing_in import Browser, can_sign_in
from mvs_desktop.sync.sign_in import Page
from mvs_desktop.ui.background import Background


def open_in_browser(address: str) -> None:
    """In whatever browser the system opens addresses with."""
    QDesktopServices.openUrl(QUrl(address, QUrl.ParsingMode.StrictMode))


class SignIn(QObject):
    """`came_back` comes when the browser has brought what is needed.

    `open_address` opens an address in the browser. Without `network` it has a queue of its own
    to ask whether a service offers it: typing never waits for a network.
    """

    came_back = Signal()
    _browse = Signal(str)

    def __init__(
        self,
        parent: QObject | None = None,
        network: Background | None = None,
        open_address: Callable[[str], None] = open_in_browser,
    ) -> None:
        super().__init__(parent)
        self._network = network or Background(self)
        self._is_own = network is None
        self._cancelled = Event()
        self.open_address = open_address
        self._browse.connect(self._open)  # emitted off-thread, so queued

    @property
    def busy(self) -> bool:
        """Whether an answer is awaited."""
        return self._network.busy

    def ask(self, service_url: str, tell: Callable[[bool], None], owner: QObject) -> None:
        """Whether a service offers it; `tell` comes while `owner` is there."""
        self._network.run(
            lambda: can_sign_in(service_url),
            on_done=tell,
            on_failed=lambda _: tell(False),
            owner=owner,
        )

    def browser(self) -> Browser:
        """For one attempt."""
        self._cancelled.clear()
        page = Page(
            self.tr(
                "Het inloggen is gelukt. Je kunt dit venster sluiten en verdergaan in MVS Desktop."
            ),
            self.tr(
                "Het inloggen is niet gelukt. Je kunt dit venster sluiten; in MVS Desktop staat "
                "wat je kunt doen."
            ),
        )
        return Browser(self._browse.emit, self._cancelled.is_set, self.came_back.emit, page)

    def cancel(self) -> None:
        """Wait no longer for the browser."""
        self._cancelled.set()

    def end(self, timeout_ms: int) -> None:
        """Before the window goes."""
        self.cancel()
        if self._is_own:
            self._network.stop(timeout_ms)

    def _open(self, address: str) -> None:
        self.open_address(address)
