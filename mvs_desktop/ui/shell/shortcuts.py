"""The keys of the program: one table, from which the shortcuts and their list are made."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from mvs_desktop.ui.kit.pages.facts import FactList
from mvs_desktop.ui.kit.pages.panel import SidePanel
from mvs_desktop.ui.kit.parts.labels import SectionTitle

TAB_KEYS = 8
RAIL_KEYS = 6


class Command(Enum):
    """What a key of the shell does."""

    PALETTE = "palette"
    NOTE_CONTACT = "note-contact"
    RAIL = "rail"
    TAB = "tab"
    BACK = "back"
    FORWARD = "forward"
    NEXT_PART = "next-part"
    PREVIOUS_PART = "previous-part"
    NEW = "new"
    FILTER = "filter"
    SYNCHRONISE = "synchronise"
    COVER = "cover"
    LOCK = "lock"
    UNDO = "undo"
    REDO = "redo"
    HISTORY = "history"
    SHORTCUTS = "shortcuts"


@dataclass(frozen=True, slots=True)
class KeyLine:
    """Keys of a command; `shown` is what the list of shortcuts says they are."""

    command: Command
    keys: tuple[str, ...]
    shown: str
    words: object


KEYS: tuple[KeyLine, ...] = (
    KeyLine(Command.PALETTE, ("Ctrl+K",), "Ctrl+K", QT_TRANSLATE_NOOP("shortcuts", "Zoek of doe")),
    KeyLine(
        Command.NOTE_CONTACT,
        ("Ctrl+Shift+C",),
        "Ctrl+Shift+C",
        QT_TRANSLATE_NOOP("shortcuts", "Contact noteren"),
    ),
    KeyLine(
        Command.RAIL,
        tuple(f"Ctrl+{number}" for number in range(1, RAIL_KEYS + 1)),
        "Ctrl+1…6",
        QT_TRANSLATE_NOOP("shortcuts", "Naar een scherm in het menu"),
    ),
    KeyLine(
        Command.TAB,
        tuple(f"Alt+{number}" for number in range(1, TAB_KEYS + 1)),
        "Alt+1…8",
        QT_TRANSLATE_NOOP("shortcuts", "Naar een tabblad van het gezin"),
    ),
    KeyLine(Command.BACK, ("Alt+Left",), "Alt+←", QT_TRANSLATE_NOOP("shortcuts", "Terug")),
    KeyLine(Command.FORWARD, ("Alt+Right",), "Alt+→", QT_TRANSLATE_NOOP("shortcuts", "Vooruit")),
    KeyLine(
        Command.NEXT_PART,
        ("F6",),
        "F6",
        QT_TRANSLATE_NOOP("shortcuts", "Volgend deel van het scherm"),
    ),
    KeyLine(
        Command.PREVIOUS_PART,
        ("Shift+F6",),
        "Shift+F6",
        QT_TRANSLATE_NOOP("shortcuts", "Vorig deel van het scherm"),
    ),
    KeyLine(Command.NEW, ("Ctrl+N",), "Ctrl+N", QT_TRANSLATE_NOOP("shortcuts", "Nieuw gezin")),
    KeyLine(Command.FILTER, ("Ctrl+F",), "Ctrl+F", QT_TRANSLATE_NOOP("shortcuts", "Filter")),
    KeyLine(
        Command.SYNCHRONISE,
        ("F5",),
        "F5",
        QT_TRANSLATE_NOOP("shortcuts", "Versturen en ophalen"),
    ),
    KeyLine(Command.COVER, ("F12",), "F12", QT_TRANSLATE_NOOP("shortcuts", "Scherm afdekken")),
    KeyLine(Command.LOCK, ("Ctrl+L",), "Ctrl+L", QT_TRANSLATE_NOOP("shortcuts", "Op slot")),
    KeyLine(Command.UNDO, ("Ctrl+Z",), "Ctrl+Z", QT_TRANSLATE_NOOP("shortcuts", "Terugdraaien")),
    KeyLine(Command.REDO, ("Ctrl+Y",), "Ctrl+Y", QT_TRANSLATE_NOOP("shortcuts", "Opnieuw")),
    KeyLine(Command.HISTORY, ("Ctrl+H",), "Ctrl+H", QT_TRANSLATE_NOOP("shortcuts", "Geschiedenis")),
    KeyLine(
        Command.SHORTCUTS,
        ("Ctrl+/", "F1"),
        "Ctrl+/",
        QT_TRANSLATE_NOOP("shortcuts", "Deze lijst"),
    ),
)

# Keys that fields and lists know by themselves.
_EVERYWHERE: tuple[tuple[str, object], ...] = (
    ("Tab", QT_TRANSLATE_NOOP("shortcuts", "Volgend veld")),
    ("↑ ↓", QT_TRANSLATE_NOOP("shortcuts", "Naar een andere rij")),
    ("Enter", QT_TRANSLATE_NOOP("shortcuts", "Openen")),
    ("Ctrl+Enter", QT_TRANSLATE_NOOP("shortcuts", "Klaar")),
    ("Esc", QT_TRANSLATE_NOOP("shortcuts", "Paneel sluiten")),
)


def install(
    window: QWidget, handlers: Mapping[Command, Callable[[int], None]]
) -> tuple[tuple[Command, QShortcut], ...]:
    """Make the shortcuts of `handlers`; a handler gets the number of the key, from 0."""
    made: list[tuple[Command, QShortcut]] = []
    for line in KEYS:
        handler = handlers.get(line.command)
        if handler is None:
            continue
        for number, keys in enumerate(line.keys):
            shortcut = QShortcut(QKeySequence(keys), window)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(lambda handler=handler, number=number: handler(number))
            made.append((line.command, shortcut))
    return tuple(made)


def shortcut_lines() -> Sequence[tuple[str, str]]:
    """(keys, words) of everything in the table."""
    return [(line.shown, _say(line.words)) for line in KEYS]


class ShortcutsPanel(SidePanel):
    """The list of keys."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, self.tr("Sneltoetsen"))
        self.setObjectName("shortcuts_panel")
        page = self.add_page()
        in_program = FactList()
        in_program.show_facts(shortcut_lines())
        everywhere = FactList()
        everywhere.show_facts([(keys, _say(words)) for keys, words in _EVERYWHERE])
        page.add(in_program)
        page.add(SectionTitle(self.tr("In velden en lijsten")))
        page.add(everywhere)
        page.add_stretch()


def _say(words: object) -> str:
    return QCoreApplication.translate("shortcuts", str(words))
