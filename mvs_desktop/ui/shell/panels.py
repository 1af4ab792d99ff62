"""The panels that open over any screen, and the work that they ask for."""

from collections.abc import Callable, Sequence
from datetime import UTC, date
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from mvs_desktop.domain.cases import CaseFile, Phase
from mvs_desktop.domain.contacts import Contact, ContactState
from mvs_desktop.services.views import CaseRow, Change, DayView, Saved, VisitReceipt
from mvs_desktop.ui.background import Background
from mvs_desktop.ui.command_palette import CommandPalette, PaletteItem
from mvs_desktop.ui.contact_panel import ContactDraft, ContactPanel
from mvs_desktop.ui.families.new_family import NewFamilyPanel, Places
from mvs_desktop.ui.keys.tasks import KeyTask, KeyTasks
from mvs_desktop.ui.kit.pages.panel import SidePanel
from mvs_desktop.ui.messages import error_message
from mvs_desktop.ui.navigation.intents import open_contact
from mvs_desktop.ui.search.asking import Asking, Question
from mvs_desktop.ui.shell.contact_note import ContactNote, Written, draft_of, written_in
from mvs_desktop.ui.shell.shortcuts import ShortcutsPanel
from mvs_desktop.ui.shell.synchroniser import Synchroniser
from mvs_desktop.ui.team.tasks import TeamTasks
from mvs_desktop.ui.today.closing import ClosingPanel
from mvs_desktop.ui.today.departure import DeparturePanel
from mvs_desktop.ui.today.visit_panel import PlannedVisit, VisitPanel

if TYPE_CHECKING:
    from mvs_desktop.services.workspace import Workspace


class Panels(QObject):
    """Opens one panel at a time over `host`.

    `saved` carries a Saved, `family_made` the id of a new family, `chosen` an Intent from
    the palette, `changed_elsewhere` the id of a case that something was moved out of; `put_away`
    tells that something waits no longer.
    """

    saved = Signal(object)
    changed_elsewhere = Signal(object)
    family_made = Signal(object)
    chosen = Signal(object)
    put_away = Signal()
    failed = Signal(object)

    def __init__(
        self,
        host: QWidget,
        workspace: "Workspace",
        background: Background,
        synchroniser: Synchroniser,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._host = host
        self._workspace = workspace
        self._background = background
        self._synchroniser = synchroniser
        self._families: tuple[CaseRow, ...] = ()
        self._places: Places | None = None
        self._open: SidePanel | None = None
        self._notes: list[ContactNote] = []
        self.keys = KeyTasks(workspace, background, synchroniser.network, self)
        self.keys.failed.connect(self.failed)
        self.keys.enrolled.connect(synchroniser.run_now)
        self.team = TeamTasks(host, workspace, background, synchroniser.network, self._show, self)
        self.team.failed.connect(self.failed)
        self.team.saved.connect(self.saved)
        self.team.received.connect(synchroniser.received)
        self.team.done.connect(synchroniser.run_now)
        self.team.put_away.connect(self.put_away)
        self.team.new_family.connect(self.new_family)
        self.team.case_chosen.connect(self.family_made)
        self.palette = CommandPalette(host)
        self.palette.chosen.connect(self.chosen)
        self._asking = Asking(workspace.finder, background, self)
        self._asking.answered.connect(self.palette.show_hits)
        self._asking.failed.connect(self.failed)
        self.palette.searched.connect(lambda text: self._asking.ask(Question(text)))
        self.palette.closed.connect(self._asking.finish)

    @property
    def open_panel(self) -> SidePanel | None:
        """The panel that is over the screen now."""
        panel = self._open
        return panel if panel is not None and isValid(panel) and panel.is_open else None

    def with_open(self, parts: Sequence[QWidget]) -> Sequence[QWidget]:
        """These parts of the screen and the panel over them; while the palette is open, that
        alone."""
        if self.palette.isVisible():
            return (self.palette,)
        return parts if self.open_panel is None else (*parts, self.open_panel)

    @property
    def busy(self) -> bool:
        """Whether a note is still to be saved."""
        return any(note.busy for note in self._notes)

    def prepare(self) -> None:
        """Read what the panels offer to choose from, so that they open at once."""
        self._run(self._workspace.caseload, self._keep_families)

    def finish(self) -> None:
        """Close what is open; what was typed in it is saved."""
        self.palette.close_palette()
        if self.open_panel is not None:
            self.open_panel.close_panel()

    # Contact noteren

    def note_contact(self, case_id: UUID | None = None) -> None:
        """Open the panel for a new contact."""
        if isinstance(self.open_panel, ContactPanel):
            return
        note = self._new_note(None)
        self._open_contact(note, ContactDraft(case_id=case_id))

    def edit_loose_note(self, contact_id: UUID) -> None:
        """Open the panel for a loose note that exists."""

        def work() -> tuple[Written, ContactDraft]:
            own = self._workspace.own_case()
            written = written_in(own, contact_id)
            return written, draft_of(written, own.case.id)

        def show(found: tuple[Written, ContactDraft]) -> None:
            self._open_contact(self._new_note(found[0]), found[1])

        self._run(work, show)

    def _new_note(self, written: Written | None) -> ContactNote:
        note = ContactNote(self._workspace, self._background, self, written=written)
        note.saved.connect(self.saved)
        note.left.connect(self.changed_elsewhere)
        self._notes.append(note)
        return note

    def _open_contact(self, note: ContactNote, draft: ContactDraft) -> None:
        panel = ContactPanel(self._host)
        self._show(panel)

        def show_saved(saved: Saved) -> None:
            if isValid(panel):
                panel.saved.show_saved(saved.at.astimezone().time())
            self._drop_idle_notes()

        def show_failure(error: Exception) -> None:
            if isValid(panel) and panel.is_open:
                panel.banner.say("bad", error_message(error).text)
            else:
                self.failed.emit(error)

        note.saved.connect(show_saved)
        note.failed.connect(show_failure)
        panel.drafted.connect(note.keep)
        panel.begin(self._family_names(), draft, note.at, self._workspace.today())

    def _drop_idle_notes(self) -> None:
        """Notes whose panel is gone and that have nothing left to save."""
        if self.open_panel is None:
            for note in [note for note in self._notes if not note.busy]:
                self._notes.remove(note)
                note.deleteLater()

    # Other panels

    def new_family(self, name: str = "") -> None:
        """Ask for the beginnings of a family; it is saved and announced by `family_made`."""

        def show(places: Places) -> None:
            self._places = places
            workspace = self._workspace
            panel = NewFamilyPanel(self._host, places, workspace.me.municipality, workspace.today())
            panel.made.connect(self._save_family)
            self._show(panel)
            panel.begin(workspace.new_id(), name)

        if self._places is not None:
            show(self._places)
        else:
            self._run(self._read_places, show)

    def add_visit(self, day: date | None, case_id: UUID | None) -> None:
        """Ask for a visit to plan."""
        workspace = self._workspace
        panel = VisitPanel(self._host, self._family_names(), day or workspace.today(), case_id)
        panel.planned.connect(self._save_visit)
        self._show(panel)
        panel.begin()

    def ready_to_leave(self) -> None:
        """Show whether all that is needed today is on this laptop."""
        workspace = self._workspace

        def show(day: DayView) -> None:
            panel = DeparturePanel(self._host)
            panel.show_day(day)
            panel.show_state(self._synchroniser.state, workspace.today())
            panel.fetch_asked.connect(self._synchroniser.run_now)
            self._synchroniser.state_changed.connect(
                lambda state: panel.show_state(state, workspace.today()) if isValid(panel) else None
            )
            self._show(panel)
            panel.open_panel(panel.leave)

        self._run(lambda: workspace.day(workspace.today()), show)

    def close_day(self) -> None:
        """Show what became of the visits of today, also while it is being sent."""
        panel = ClosingPanel(self._host)
        today = self._workspace.today()

        def show(receipts: tuple[VisitReceipt, ...]) -> None:
            if isValid(panel):
                panel.show_day(receipts, self._synchroniser.state, today)

        def read(_state: object = None) -> None:
            if isValid(panel):
                self._run(lambda: self._workspace.visit_receipts(today), show)

        def begin(receipts: tuple[VisitReceipt, ...]) -> None:
            show(receipts)
            self._show(panel)
            panel.open_panel(panel.done)

        panel.send_asked.connect(self._synchroniser.run_now)
        panel.opened.connect(lambda item: self._open_visit(panel, item))
        self._synchroniser.state_changed.connect(read)
        self._run(lambda: self._workspace.visit_receipts(today), begin)

    def _open_visit(self, panel: ClosingPanel, item: VisitReceipt) -> None:
        panel.close_panel()
        self.chosen.emit(open_contact(item.visit.case, item.visit.contact))

    def begin_key_task(self, task: KeyTask, host: QWidget | None = None) -> None:
        """Another passphrase, another key, another code; over `host` when that is another."""
        panel = self.keys.make(task, host or self._host)
        self._show(panel)
        panel.begin()

    def show_shortcuts(self) -> None:
        """The list of keys."""
        panel = ShortcutsPanel(self._host)
        self._show(panel)
        panel.open_panel()

    def open_palette(self, actions: Sequence[PaletteItem]) -> None:
        """Zoek of doe…"""
        self.palette.open_palette(actions, self._families, self._workspace.today())

    # Work

    def _save_family(self, case: CaseFile) -> None:
        def done(saved: Saved) -> None:
            self.saved.emit(saved)
            self.family_made.emit(case.id)
            self.prepare()

        self._run(lambda: self._workspace.create_case(case), done)

    def _save_visit(self, visit: PlannedVisit) -> None:
        workspace = self._workspace
        contact = Contact(
            id=workspace.new_id(),
            case_id=visit.case_id,
            kind=visit.kind,
            state=ContactState.PLANNED,
            at=visit.at.astimezone(UTC),
            worker_id=workspace.me.worker_id,
            worker_name=workspace.me.name,
            place=visit.place,
            purpose=visit.purpose,
            interpreter=visit.interpreter,
            interpreter_booked=visit.interpreter_booked,
        )
        self._run(lambda: workspace.save(Change(contact, None)), self.saved.emit)

    def _read_places(self) -> Places:
        registers = self._workspace.registers
        towns = registers.municipalities()
        return Places(towns, {town.code: registers.areas(town.code) for town in towns})

    def _keep_families(self, rows: tuple[CaseRow, ...]) -> None:
        self._families = rows

    def _family_names(self) -> list[tuple[UUID, str]]:
        """Families to choose from, by name; two of one name are told apart by a child."""
        open_rows = [row for row in self._families if row.case.phase is not Phase.CLOSED]
        names = [row.case.name for row in open_rows]
        options: list[tuple[UUID, str]] = []
        for row in open_rows:
            name = row.case.name or self.tr("Gezin zonder naam")
            if names.count(row.case.name) > 1 and row.children:
                name = f"{name} ({row.children[0].name})"
            options.append((row.case.id, name))
        return sorted(options, key=lambda option: option[1].casefold())

    def _show(self, panel: SidePanel) -> None:
        before = self.open_panel
        if before is not None:
            before.close_panel()
        self._open = panel
        panel.closed.connect(panel.deleteLater)

    def _run(self, work: Callable[[], object], on_done: Callable[..., None]) -> None:
        self._background.run(work, on_done=on_done, on_failed=self.failed.emit, owner=self)
