"""What the window does when a key, the palette or a screen asks for something.

A new key is a line in `shortcuts.KEYS` and one in `Commands.handlers`.
"""

from collections.abc import Callable, Mapping
from typing import Protocol
from uuid import UUID

from mvs_desktop.ui.keys.tasks import KeyTask
from mvs_desktop.ui.navigation.intents import (
    AddVisit,
    GoTo,
    Intent,
    LockNow,
    NewFamily,
    NoteContact,
    OpenFamily,
    OpenPalette,
    SearchFor,
    Synchronise,
)
from mvs_desktop.ui.navigation.places import Place
from mvs_desktop.ui.shell.navigator import Navigator
from mvs_desktop.ui.shell.palette_actions import palette_actions
from mvs_desktop.ui.shell.panels import Panels
from mvs_desktop.ui.shell.regions import Regions
from mvs_desktop.ui.shell.screens import SCREENS
from mvs_desktop.ui.shell.shortcuts import Command
from mvs_desktop.ui.shell.synchroniser import Synchroniser
from mvs_desktop.ui.shell.undoing import Undoing


class Commanded(Protocol):
    """What commands need of the window."""

    @property
    def navigator(self) -> Navigator: ...

    @property
    def panels(self) -> Panels: ...

    @property
    def undoing(self) -> Undoing: ...

    @property
    def synchroniser(self) -> Synchroniser: ...

    @property
    def regions(self) -> Regions: ...

    @property
    def is_limited(self) -> bool: ...

    @property
    def covered(self) -> bool: ...

    def say_limited(self) -> None: ...

    def cover(self, on: bool) -> None: ...

    def lock(self) -> None: ...


class Commands:
    """Speaks for one window, whose parts are made anew when the language changes."""

    def __init__(self, window: Commanded) -> None:
        self._window = window

    def do(self, intent: Intent) -> None:
        """Carry out what a screen asks, or say why it cannot be done now."""
        if isinstance(intent, NewFamily | AddVisit) and self._window.is_limited:
            self._window.say_limited()
        else:
            self._carry_out(intent)

    def _carry_out(self, intent: Intent) -> None:
        window = self._window
        match intent:
            case GoTo() | OpenFamily() | SearchFor():
                self._go(intent)
            case NewFamily(name):
                window.panels.team.ask_child(name)
            case NoteContact(case_id, contact_id):
                self._note(case_id, contact_id)
            case AddVisit(day, case_id):
                window.panels.add_visit(day, case_id)
            case Synchronise():
                self.synchronise()
            case OpenPalette():
                window.panels.open_palette(palette_actions())
            case KeyTask():
                window.panels.begin_key_task(intent)
            case LockNow():
                window.lock()
            case _:
                window.panels.team.do(intent)

    def _go(self, intent: GoTo | OpenFamily | SearchFor) -> None:
        navigator = self._window.navigator
        match intent:
            case GoTo(place):
                navigator.go(place)
            case OpenFamily():
                navigator.open_family(intent)
            case SearchFor(text):
                navigator.search(text)

    def _note(self, case_id: UUID | None, contact_id: UUID | None) -> None:
        if contact_id is None:
            self._window.panels.note_contact(case_id)
        else:
            self._window.panels.edit_loose_note(contact_id)

    def handlers(self) -> Mapping[Command, Callable[[int], None]]:
        """What each key does; a handler gets the number of the key, from 0."""
        window = self._window
        return {
            Command.PALETTE: lambda _: self.do(OpenPalette()),
            Command.NOTE_CONTACT: lambda _: self.note_contact(),
            Command.RAIL: self._rail_key,
            Command.TAB: self._tab_key,
            Command.BACK: lambda _: window.navigator.back(),
            Command.FORWARD: lambda _: window.navigator.forward(),
            Command.NEXT_PART: lambda _: window.regions.move(1),
            Command.PREVIOUS_PART: lambda _: window.regions.move(-1),
            Command.NEW: lambda _: self.do(NewFamily()),
            Command.FILTER: lambda _: window.navigator.focus_filter(),
            Command.SYNCHRONISE: lambda _: self.synchronise(),
            Command.COVER: lambda _: window.cover(not window.covered),
            Command.LOCK: lambda _: window.lock(),
            Command.UNDO: lambda _: window.undoing.undo(),
            Command.REDO: lambda _: window.undoing.redo(),
            Command.HISTORY: lambda _: window.undoing.show_history(),
            Command.SHORTCUTS: lambda _: window.panels.show_shortcuts(),
        }

    def note_contact(self) -> None:
        """Contact noteren, with the family in sight."""
        self._window.panels.note_contact(self._window.navigator.shown_case_id)

    def synchronise(self) -> None:
        """Send and fetch now, with what was typed last."""
        self._window.navigator.flush()
        self._window.synchroniser.run_now()

    def _tab_key(self, number: int) -> None:
        self._window.navigator.choose_tab(number)

    def _rail_key(self, number: int) -> None:
        screens = [spec.screen for spec in SCREENS if spec.in_rail]
        if number < len(screens):
            self._window.navigator.go(Place(screens[number]))
