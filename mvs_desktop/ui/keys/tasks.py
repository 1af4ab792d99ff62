"""Carries out what the panels around keys ask, off the GUI thread, and tells them how it went."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from mvs_desktop.domain.errors import SignInCancelled
from mvs_desktop.services.devices import OwnLaptop
from mvs_desktop.services.passphrases import PassphraseQuality, judge_passphrase
from mvs_desktop.ui.background import Background
from mvs_desktop.ui.keys.change import Change, ChangePanel
from mvs_desktop.ui.keys.devices import DevicesPanel
from mvs_desktop.ui.keys.enrol_again import Again, EnrolAgainPanel
from mvs_desktop.ui.keys.panel import KeyPanel
from mvs_desktop.ui.keys.renew import RenewPanel
from mvs_desktop.ui.keys.sign_in import SignIn
from mvs_desktop.ui.kit.pages.panel import SidePanel

if TYPE_CHECKING:
    from mvs_desktop.services.workspace import Workspace


class KeyTask(StrEnum):
    """What a worker can do with the keys of the open store, and with laptops of his own."""

    CHANGE_PASSPHRASE = "change-passphrase"  # noqa: S105 - the name of a task
    RENEW_KEY = "renew-key"
    ENROL_AGAIN = "enrol-again"
    OWN_DEVICES = "own-devices"


class KeyTasks(QObject):
    """Makes the panels.

    `enrolled` comes when the service knows this laptop anew, `failed` carries an error whose
    panel is gone.
    """

    enrolled = Signal()
    failed = Signal(object)
    _progressed = Signal(float)  # emitted off-thread, so queued

    def __init__(
        self,
        workspace: "Workspace",
        background: Background,
        network: Background,
        parent: QObject | None = None,
    ) -> None:
        """`network` is the queue of what talks to the service, so that it never does two
        things at once and no save waits for it."""
        super().__init__(parent)
        self._workspace = workspace
        self._background = background
        self._network = network
        self._panel: KeyPanel | None = None
        self._progressed.connect(self._show_progress)
        self.sign_in = SignIn(self, network)
        self.sign_in.came_back.connect(self._show_enrolling)

    def make(self, task: KeyTask, host: QWidget) -> KeyPanel | DevicesPanel:
        """The panel for a task, over `host`; call its `begin`."""
        if task is KeyTask.OWN_DEVICES:
            return self._devices(host)
        return self._with_keys(task, host)

    def _devices(self, host: QWidget) -> DevicesPanel:
        devices = self._workspace.devices
        panel = DevicesPanel(host, self._workspace.today())

        def ask(work: Callable[[], Sequence[OwnLaptop]]) -> None:
            def done(laptops: Sequence[OwnLaptop]) -> None:
                if _is_open(panel):
                    panel.show_laptops(laptops)

            def failed(error: Exception) -> None:
                if _is_open(panel):
                    panel.show_failure(error)
                else:
                    self.failed.emit(error)

            self._network.run(work, on_done=done, on_failed=failed, owner=self)

        panel.end_wanted.connect(
            lambda wanted: ask(
                lambda: devices.end(wanted.passphrase, wanted.device_id, wanted.ending)
            )
        )
        panel.keep_wanted.connect(
            lambda wanted: ask(lambda: devices.keep(wanted.passphrase, wanted.device_id))
        )
        ask(devices.all)
        return panel

    def _with_keys(self, task: KeyTask, host: QWidget) -> KeyPanel:
        panel: KeyPanel
        match task:
            case KeyTask.CHANGE_PASSPHRASE:
                panel = ChangePanel(host, self.judge)
                panel.submitted.connect(self._change)
                self._read_word_lists()
            case KeyTask.RENEW_KEY:
                panel = RenewPanel(host)
                panel.submitted.connect(self._renew)
            case _:
                panel = self._enrol_again(host)
        self._panel = panel
        return panel

    def _enrol_again(self, host: QWidget) -> EnrolAgainPanel:
        address = self._workspace.keys.service_url
        panel = EnrolAgainPanel(host, address)
        panel.submitted.connect(self._enrol)
        panel.sign_in_asked.connect(self._enrol_signed_in)
        panel.cancel_asked.connect(self.sign_in.cancel)
        panel.closed.connect(self.sign_in.cancel)

        def ask(url: str) -> None:
            self.sign_in.ask(url, lambda offered: _offer(panel, offered), self)

        panel.address_settled.connect(ask)
        ask(address)
        return panel

    def judge(self, text: str) -> PassphraseQuality:
        """How strong a passphrase is; the name of who chooses it makes none."""
        me = self._workspace.me
        return judge_passphrase(text, (me.name, me.organisation, me.team))

    def _read_word_lists(self) -> None:
        """So that the first keystroke does not wait for them."""
        self._background.run(
            lambda: self.judge("-"),
            on_done=lambda _: None,
            on_failed=self.failed.emit,
            owner=self,
        )

    def _change(self, wanted: Change) -> None:
        self._run(lambda: self._workspace.keys.change_passphrase(wanted.old, wanted.new))

    def _renew(self) -> None:
        self._run(lambda: self._workspace.keys.rotate(self._progressed.emit))

    def _enrol(self, again: Again) -> None:
        self._run(
            lambda: self._workspace.keys.re_enrol(again.service_url, again.code),
            network=True,
            then=self.enrolled.emit,
        )

    def _enrol_signed_in(self, again: Again) -> None:
        panel = self._panel
        if isinstance(panel, EnrolAgainPanel):
            panel.show_waiting()
        browser = self.sign_in.browser()
        self._run(
            lambda: self._workspace.keys.re_enrol_signed_in(again.service_url, browser),
            network=True,
            then=self.enrolled.emit,
        )

    def _show_enrolling(self) -> None:
        panel = self._panel
        if isinstance(panel, EnrolAgainPanel) and _is_open(panel):
            panel.show_enrolling()
            panel.activateWindow()

    def _run(
        self,
        work: Callable[[], object],
        *,
        network: bool = False,
        then: Callable[[], None] | None = None,
    ) -> None:
        panel = self._panel

        def done(_: object) -> None:
            if panel is not None and _is_open(panel):
                panel.say_done()
            if then is not None:
                then()

        def failed(error: Exception) -> None:
            # The panel may be closed, or the language changed, before the work has ended.
            if panel is not None and _is_open(panel):
                panel.show_failure(error)
            elif not isinstance(error, SignInCancelled):  # which closing the panel does
                self.failed.emit(error)

        queue = self._network if network else self._background
        queue.run(work, on_done=done, on_failed=failed, owner=self)

    def _show_progress(self, part: float) -> None:
        if self._panel is not None and _is_open(self._panel):
            self._panel.show_progress(part)


def _is_open(panel: SidePanel) -> bool:
    return isValid(panel) and panel.is_open


def _offer(panel: EnrolAgainPanel, offered: bool) -> None:
    if _is_open(panel):
        panel.offer_sign_in(offered)
