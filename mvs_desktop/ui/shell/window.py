"""The main window: rail, the screen that is shown, panels over it, and the keys."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QMainWindow,
    QWidget,
)

from mvs_desktop.domain.lease import Lease, Stage
from mvs_desktop.services.backups import BackupState
from mvs_desktop.services.views import Saved, SyncResult, SyncState
from mvs_desktop.ui.background import Background
from mvs_desktop.ui.keys.tasks import KeyTask
from mvs_desktop.ui.kit.look.appearance import Appearance
from mvs_desktop.ui.kit.look.theme import px
from mvs_desktop.ui.kit.pages.scroll import NARROW
from mvs_desktop.ui.language import Language
from mvs_desktop.ui.navigation.intents import OpenFamily, OpenPalette
from mvs_desktop.ui.navigation.places import Place, Screen
from mvs_desktop.ui.settings import Settings
from mvs_desktop.ui.shell.audit_watch import AuditWatch
from mvs_desktop.ui.shell.backup_timer import BackupTimer
from mvs_desktop.ui.shell.commands import Commands
from mvs_desktop.ui.shell.content import Content
from mvs_desktop.ui.shell.family_host import FamilyHost
from mvs_desktop.ui.shell.index_keeper import IndexKeeper
from mvs_desktop.ui.shell.lease_view import LeaseWatch, ReadingGate
from mvs_desktop.ui.shell.leaving import LEAVE_MS, Leaving
from mvs_desktop.ui.shell.lock_guard import LockGuard
from mvs_desktop.ui.shell.navigator import Navigator
from mvs_desktop.ui.shell.panels import Panels
from mvs_desktop.ui.shell.rail import Rail
from mvs_desktop.ui.shell.regions import Regions
from mvs_desktop.ui.shell.settings_menu import SettingsMenu
from mvs_desktop.ui.shell.shortcuts import Command, install
from mvs_desktop.ui.shell.synchroniser import Synchroniser
from mvs_desktop.ui.shell.undoing import Undoing

if TYPE_CHECKING:
    from mvs_desktop.services.workspace import Workspace


class MainWindow(QMainWindow):
    """`lock_requested` comes when all is saved; `left` when the window has closed.

    Call `start` once it is shown. Closing saves what was typed and closes the workspace.
    """

    lock_requested = Signal()
    left = Signal()

    def __init__(
        self,
        workspace: "Workspace",
        *,
        settings: Settings,
        appearance: Appearance,
        language: Language,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("main_window")
        self.setWindowTitle("MVS Desktop")
        self.setMinimumSize(QSize(820, 520))
        self._workspace = workspace
        self._settings = settings
        self._appearance = appearance
        self._language = language
        self._background = Background(self)
        self._network = Background(self)  # a slow network never holds up a save
        self._leaving = Leaving(self._background, self._finish, self._is_saving, self)
        self._closed = False
        self.synchroniser = Synchroniser(workspace, self._network, self)
        self.synchroniser.received.connect(self._received)
        self.synchroniser.failed.connect(self.show_failure)
        self.synchroniser.state_changed.connect(self._show_state)
        self.synchroniser.progressed.connect(self._show_progress)
        self._index = IndexKeeper(workspace, self._network, self)
        self._backups = BackupTimer(workspace, self)
        self._backups.looked.connect(self._show_backups)
        self._guard = LockGuard(workspace, self._background, self)
        self._guard.lock_asked.connect(self.lock)
        self._lease = LeaseWatch(workspace, self)
        self._lease.changed.connect(self._show_lease)
        self._gate = ReadingGate(self)
        self._gate.refused.connect(self.say_limited)
        self.regions = Regions(lambda: self.parts, self)
        self.commands = Commands(self)
        self._shortcuts = install(self, self.commands.handlers())
        self._build()
        language.changed.connect(self._speak_anew)
        appearance.changed.connect(self._size_rail)
        # The window itself takes the keyboard first: no control looks chosen at the start.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.resize(px(1366), px(768))
        if not settings.geometry.isEmpty():
            self.restoreGeometry(settings.geometry)

    # What is there

    @property
    def background(self) -> Background:
        """The queue that screens and panels save and read through."""
        return self._background

    @property
    def parts(self) -> Sequence[QWidget]:
        """The parts of the window that are in sight, in order."""
        return self.panels.with_open(self._content.parts)

    @property
    def covered(self) -> bool:
        return self._content.covered

    @property
    def closed_by_lease(self) -> bool:
        """Whether there was no contact for so long that nothing but contact is left."""
        return self._content.closed

    def start(self) -> None:
        """Show where the user was, or Vandaag; begin to synchronise and to watch for idling."""
        self._lease.start()
        if not self.closed_by_lease:
            self._begin()
        self.synchroniser.start()
        self._index.wake()
        self._backups.start()
        self._guard.start()
        self._audit.start()

    def _begin(self) -> None:
        self.navigator.go(Place.from_text(self._settings.place) or Place(Screen.TODAY))
        self.setFocus()
        self.panels.prepare()
        self.navigator.count_loose_notes()

    def _build(self) -> None:
        content = self._content = Content(self._workspace.me)
        self.rail, self.pages = content.rail, content.pages
        self._connect_rail(content.rail)
        self.banner = content.banner
        self.banner.lock_asked.connect(self.lock)
        self._guard.warned.connect(self.banner.say_lock_is_near)
        self._guard.alive.connect(self.banner.clear)
        self.lease_banner = content.lease_banner
        self.lease_banner.chosen.connect(lambda _key: self.commands.synchronise())
        self.code_banner = content.code_banner
        self.code_banner.chosen.connect(lambda _key: self.commands.do(KeyTask.ENROL_AGAIN))
        self.backup_banner = content.backup_banner
        content.closed_page.connect_asked.connect(self.synchroniser.run_now)
        content.closed_page.lock_asked.connect(self.lock)
        content.closed_page.code_asked.connect(self._ask_code_when_closed)
        self.setCentralWidget(content)
        self._make_panels()
        self._make_navigator()
        self._show_state(self.synchroniser.state)
        self._size_rail()

    def _connect_rail(self, rail: Rail) -> None:
        rail.screen_asked.connect(lambda screen: self.navigator.go(Place(screen)))
        rail.contact_asked.connect(self.commands.note_contact)
        rail.palette_asked.connect(lambda: self.commands.do(OpenPalette()))
        rail.sending_asked.connect(lambda: self.navigator.go(Place(Screen.SENDING)))
        rail.lock_asked.connect(self.lock)
        rail.menu_asked.connect(self._open_menu)

    def _make_panels(self) -> None:
        self.panels = Panels(
            self._content.beside, self._workspace, self._background, self.synchroniser, self
        )
        self.panels.saved.connect(self._saved_in_panel)
        self.panels.changed_elsewhere.connect(self._changed)
        self.panels.family_made.connect(lambda case_id: self.commands.do(OpenFamily(case_id)))
        self.panels.chosen.connect(self.commands.do)
        self.panels.failed.connect(self.show_failure)

    def _make_navigator(self) -> None:
        self.family_host = FamilyHost(self._workspace, self._background, self._network, self)
        self.navigator = Navigator(
            self._workspace, self._background, self.pages, self.family_host, self
        )
        self.navigator.asked.connect(self.commands.do)
        self.navigator.arrived.connect(self._arrived)
        self.navigator.counted.connect(self.rail.show_count)
        self.navigator.failed.connect(self.show_failure)
        self.navigator.saved.connect(self._changed)
        self.navigator.departure_asked.connect(self.panels.ready_to_leave)
        self.navigator.closing_asked.connect(self.panels.close_day)
        self.panels.put_away.connect(self.navigator.refresh)
        self.undoing = Undoing(
            self._workspace, self._background, self.navigator, self.panels, self.banner, self
        )
        self.undoing.turned.connect(self._changed)
        self._audit = AuditWatch(self._workspace, self._network, self.banner, self)

    # What is asked

    def _open_menu(self) -> None:
        menu = SettingsMenu(self, self._settings, self._appearance, self._language)
        menu.shortcuts_asked.connect(self.panels.show_shortcuts)
        menu.asked.connect(self.commands.do)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.open_at(self.rail.me)

    def _ask_code_when_closed(self) -> None:
        self.panels.begin_key_task(KeyTask.ENROL_AGAIN, self._content.closed_page)

    # What happened

    def _arrived(self, place: Place) -> None:
        self.rail.show_current(place.screen)
        self._settings.place = place.to_text()
        self.banner.clear()

    def _saved_in_panel(self, saved: Saved) -> None:
        self._changed(saved.snapshot.case.id)

    def _changed(self, case_id: object = None) -> None:
        """Something was saved: show it where it is in sight, and send it shortly."""
        self.synchroniser.note_change()
        self._index.wake()
        self.navigator.refresh(case_id)

    def _show_state(self, state: SyncState) -> None:
        self._content.closed_page.show_state(state)
        self.code_banner.show_state(state)
        self.rail.sending.show_state(state, self._workspace.today())
        self.navigator.show_state(state)

    def _show_progress(self, done: int, total: int) -> None:
        self.navigator.show_progress(done, total)

    def _received(self, result: SyncResult) -> None:
        if result.wipe:
            self._give_way()
            return
        self._lease.look()
        self._index.wake()
        if self.closed_by_lease:
            return
        self.navigator.received(result)
        self.panels.prepare()
        if self.family_host.case_id in result.lost_cases:
            self._lost_open_family()

    def _give_way(self) -> None:
        """This laptop is to be wiped: what was just typed is saved and sent, and the next start
        does the rest."""
        self.hide()
        self.synchroniser.stop()
        self._leaving.end_with(self._send_and_lock)

    def _send_and_lock(self) -> None:
        self.synchroniser.network.run(
            self._workspace.give_way,
            on_done=lambda _: self.lock_requested.emit(),
            on_failed=lambda _: self.lock_requested.emit(),
            owner=self,
        )

    def _lost_open_family(self) -> None:
        if self.family_host.case_id is not None:
            self.navigator.forget(self.family_host.case_id)
        self.banner.say_lost_family()

    def _show_backups(self, state: BackupState) -> None:
        self.backup_banner.show_state(state, self._workspace.today())

    def show_failure(self, error: Exception) -> None:
        """Say in the banner what went wrong."""
        self.banner.say_failed(error)

    # The offline lease

    @property
    def is_limited(self) -> bool:
        """Whether only reading and new notes are possible (see domain.lease)."""
        return self._lease.stage is not Stage.OPEN

    def _show_lease(self, lease: Lease) -> None:
        gone = self._workspace.now() - lease.last_contact
        self.lease_banner.show_lease(lease, gone.days)
        self._gate.set_shut(lease.stage is Stage.READ_AND_NOTE)
        why_not = self.tr("Kan nog niet: maak eerst verbinding.") if self.is_limited else ""
        self.navigator.set_unavailable(why_not)
        closed = lease.stage is Stage.CLOSED
        if closed and not self.closed_by_lease:
            self._show_closed()
            self._let_go(self._show_closed)
        elif not closed and self.closed_by_lease:
            self._content.show_screen()
            self._enable_keys(Command)
            self._begin()

    def _show_closed(self) -> None:
        self._enable_keys((Command.LOCK, Command.SYNCHRONISE))
        self._content.show_closed()

    def say_limited(self) -> None:
        """Say why something cannot be done now."""
        self.banner.say_limited()

    # Cover, language, lock, end

    def cover(self, on: bool) -> None:
        """Show only the words of the cover, or the screen again; the lock clock runs on."""
        self._enable_keys((Command.COVER, Command.LOCK) if on else Command)
        if on:
            self._content.show_cover()
        else:
            self._content.show_screen()
            self.navigator.focus_first()

    def _enable_keys(self, commands: Iterable[Command]) -> None:
        enabled = frozenset(commands)
        for command, shortcut in self._shortcuts:
            shortcut.setEnabled(command in enabled)

    def lock(self) -> None:
        """Save all that was typed, then ask for the lock; nothing stays in sight."""
        self._leaving.end_with(self.lock_requested.emit)
        self.hide()

    def _speak_anew(self) -> None:
        place, closed = self.navigator.place, self.closed_by_lease

        def go_back() -> None:
            self._lease.tell()
            if closed:
                self._show_closed()
            else:
                self.panels.prepare()
                self.navigator.go(place)

        self._let_go(go_back)

    def _let_go(self, then: Callable[[], None]) -> None:
        """Once all is saved, make the content anew with nothing of a family in it."""
        self.panels.finish()
        self.navigator.close_family()
        self._leaving.when_saved(lambda: self._build_anew(then))

    def _build_anew(self, then: Callable[[], None]) -> None:
        old = self._content
        self.takeCentralWidget()
        for gone in (self.panels, self.undoing, self._audit, self.navigator, self.family_host):
            gone.deleteLater()
        self._build()
        old.deleteLater()
        then()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size_rail()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._closed:
            super().closeEvent(event)
            return
        event.ignore()
        self._leaving.end_with(self._close_now)

    def _size_rail(self) -> None:
        self.rail.set_narrow(self.width() < px(NARROW))

    def _finish(self) -> None:
        self._guard.stop_idling()
        self._lease.stop()
        self.synchroniser.stop()
        self._index.stop()
        self._settings.geometry = self.saveGeometry()
        self.panels.finish()
        self.navigator.flush()

    def _is_saving(self) -> bool:
        return self.family_host.busy or self.panels.busy

    def _close_now(self) -> None:
        self._closed = True
        self._guard.stop()
        self._background.stop(LEAVE_MS)
        self._network.stop(LEAVE_MS)
        self._backups.stop(LEAVE_MS)
        self._workspace.close()
        self.close()
        self.left.emit()
