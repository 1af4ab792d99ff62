"""Carries out what the panels around keys ask, off the GUI thread, and tells them how it went."""

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from mvs_desktop.services.passphrases import PassphraseQuality, judge_passphrase
from mvs_desktop.ui.background import Background
from mvs_desktop.ui.keys.change import Change, ChangePanel
from mvs_desktop.ui.keys.enrol_again import Again, EnrolAgainPanel
from mvs_desktop.ui.keys.panel import KeyPanel
from mvs_desktop.ui.keys.renew import RenewPanel

if TYPE_CHECKING:
    from mvs_desktop.services.workspace import Workspace


class KeyTask(StrEnum):
    """What a worker can do with the keys of the open store."""

    CHANGE_PASSPHRASE = "change-passphrase"  # noqa: S105 - the name of a task
    RENEW_KEY = "renew-key"
    ENROL_AGAIN = "enrol-again"


class KeyTasks(QObject):
    """Makes the panels.

    `enrolled` comes when the service knows this laptop anew, `failed` carries an error whose
    panel is gone.
    """

    enrolled = Signal()
    failed = Signal(object)
    _progressed = Signal(object, float)  # the panel; emitted off-thread, so queued

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
        self._progressed.connect(_show_progress)

    def make(self, task: KeyTask, host: QWidget) -> KeyPanel:
        """The panel for a task, over `host`; call its `begin`."""
        match task:
            case KeyTask.CHANGE_PASSPHRASE:
                return self._change_passphrase(host)
            case KeyTask.RENEW_KEY:
                return self._renew_key(host)
            case KeyTask.ENROL_AGAIN:
                return self._enrol_again(host)

    def judge(self, text: str) -> PassphraseQuality:
        """How strong a passphrase is; the name of who chooses it makes none."""
        me = self._workspace.me
        return judge_passphrase(text, (me.name, me.organisation, me.team))

    def _change_passphrase(self, host: QWidget) -> ChangePanel:
        panel = ChangePanel(host, self.judge)

        def change(wanted: Change) -> None:
            self._run(
                panel,
                lambda: self._workspace.keys.change_passphrase(wanted.old, wanted.new),
                panel.say_changed,
            )

        panel.submitted.connect(change)
        self._run(panel, lambda: self.judge("-"), lambda: None)  # reads the word lists
        return panel

    def _renew_key(self, host: QWidget) -> RenewPanel:
        panel = RenewPanel(host)

        def tell(part: float) -> None:
            self._progressed.emit(panel, part)

        def renew() -> None:
            self._run(panel, lambda: self._workspace.keys.rotate(tell), panel.say_renewed)

        panel.submitted.connect(renew)
        return panel

    def _enrol_again(self, host: QWidget) -> EnrolAgainPanel:
        panel = EnrolAgainPanel(host, self._workspace.keys.service_url)

        def enrol(again: Again) -> None:
            self._run(
                panel,
                lambda: self._workspace.keys.re_enrol(again.service_url, again.code),
                panel.say_enrolled,
                network=True,
                then=self.enrolled.emit,
            )

        panel.submitted.connect(enrol)
        return panel

    def _run(
        self,
        panel: KeyPanel,
        work: Callable[[], object],
        say_done: Callable[[], None],
        *,
        network: bool = False,
        then: Callable[[], None] | None = None,
    ) -> None:
        """The panel may be closed, or the language changed, before the work has ended."""

        def done(_: object) -> None:
            if isValid(panel) and panel.is_open:
                say_done()
            if then is not None:
                then()

        def failed(error: Exception) -> None:
            if isValid(panel) and panel.is_open:
                panel.show_failure(error)
            else:
                self.failed.emit(error)

        queue = self._network if network else self._background
        queue.run(work, on_done=done, on_failed=failed, owner=self)


def _show_progress(panel: KeyPanel, part: float) -> None:
    if isValid(panel):
        panel.show_progress(part)
