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

    def make(self, task: KeyTask, host: QWidget) -> KeyPanel:
        """The panel for a task, over `host`; call its `begin`."""
        panel: KeyPanel
        match task:
            case KeyTask.CHANGE_PASSPHRASE:
                panel = ChangePanel(host, self.judge)
                panel.submitted.connect(self._change)
                self._read_word_lists()
            case KeyTask.RENEW_KEY:
                panel = RenewPanel(host)
                panel.submitted.connect(self._renew)
            case KeyTask.ENROL_AGAIN:
                panel = EnrolAgainPanel(host, self._workspace.keys.service_url)
                panel.submitted.connect(self._enrol)
        self._panel = panel
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
            else:
                self.failed.emit(error)

        queue = self._network if network else self._background
        queue.run(work, on_done=done, on_failed=failed, owner=self)

    def _show_progress(self, part: float) -> None:
        if self._panel is not None and _is_open(self._panel):
            self._panel.show_progress(part)


def _is_open(panel: KeyPanel) -> bool:
    return isValid(panel) and panel.is_open
