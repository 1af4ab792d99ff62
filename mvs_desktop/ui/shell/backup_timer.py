"""Makes backups behind the work, in a thread that nothing else waits for, and says so when
none could be made."""

from datetime import date, timedelta
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from mvs_desktop.services.backups import BackupProblem, BackupState
from mvs_desktop.ui.background import Background
from mvs_desktop.ui.kit.pages.banner import Banner, BannerKind
from mvs_desktop.ui.words import format_moment

if TYPE_CHECKING:
    from mvs_desktop.services.workspace import Workspace

FIRST_MS = 60_000  # the first minute is for whoever just came in
EVERY_MS = 10 * 60_000  # how often is looked whether one is due; that takes no time
BOTHERS_AFTER = timedelta(days=1)  # one that failed is tried again within minutes


class BackupTimer(QObject):
    """`looked` carries a BackupState after each look; it is not a thing to interrupt work for."""

    looked = Signal(object)

    def __init__(self, workspace: "Workspace", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._background = Background(self)
        self._stop = Event()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begin to look."""
        self._timer.start(FIRST_MS)

    def stop(self, patience_ms: int) -> None:
        """Call before the store is closed: what is under way ends soon, and leaves nothing."""
        self._timer.stop()
        self._stop.set()
        self._background.stop(patience_ms)

    def look(self) -> None:
        """Make a backup if it is time for one, unless one is being made."""
        self._timer.setInterval(EVERY_MS)
        if self._stop.is_set() or self._background.busy:
            return
        self._background.run(
            lambda: self._workspace.backups.run(self._stop.is_set),
            on_done=self.looked.emit,
            # Work goes on; the next look is soon enough to try again.
            on_failed=lambda _: None,
            urgent=False,
            owner=self,
        )


class BackupBanner(Banner):
    """Stands above every screen while the disk is full or no backup can be made.

    What was said and closed is not said again before it is mended.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("backup_banner")
        self._said = ""
        self.chosen.connect(lambda _key: self.clear())

    def show_state(self, state: BackupState, today: date) -> None:
        """Say what is wrong, what is safe and what can be done; or nothing."""
        kind, text = self._words(state, today)
        if not text:
            self.clear()
        elif text != self._said:
            self.say(kind, text, [("close", self.tr("Sluit"))])
        self._said = text

    def _words(self, state: BackupState, today: date) -> tuple[BannerKind, str]:
        if state.disk_full:
            return "bad", self.tr(
                "De schijf van deze laptop is vol. Je werk is bewaard in de ruimte die daarvoor "
                "apart stond. Maak nu ruimte vrij, bijvoorbeeld in je map Downloads."
            )
        if state.problem is BackupProblem.NO_ROOM:
            return "warn", self._with_last(
                self.tr(
                    "Er is te weinig ruimte voor een reservekopie. Je werk is bewaard. Maak "
                    "ruimte vrij, bijvoorbeeld in je map Downloads."
                ),
                state,
                today,
            )
        if state.problem is BackupProblem.FAILED and self._is_old(state, today):
            return "warn", self._with_last(
                self.tr(
                    "Er kan geen reservekopie worden gemaakt. Je werk is bewaard en we blijven "
                    "het proberen. Bel je beheerder als dit zo blijft."
                ),
                state,
                today,
            )
        return "info", ""

    def _is_old(self, state: BackupState, today: date) -> bool:
        newest = state.newest
        return newest is None or newest.made_at.astimezone().date() <= today - BOTHERS_AFTER

    def _with_last(self, text: str, state: BackupState, today: date) -> str:
        if state.newest is None:
            return text
        last = self.tr("De laatste is van {moment}.").format(
            moment=format_moment(state.newest.made_at, today)
        )
        return f"{text} {last}"
