"""What one can do from "Zoek of doe…", beside going to a family."""

from PySide6.QtCore import QCoreApplication

from mvs_desktop.ui.command_palette import PaletteItem, action_item
from mvs_desktop.ui.keys.tasks import KeyTask
from mvs_desktop.ui.navigation.intents import (
    AddVisit,
    GoTo,
    LockNow,
    NewFamily,
    NoteContact,
    Synchronise,
)
from mvs_desktop.ui.navigation.places import Place
from mvs_desktop.ui.shell.screens import SCREENS


def palette_actions() -> tuple[PaletteItem, ...]:
    """The actions, then the screens."""
    do = QCoreApplication.translate("palette", "Doe")
    go = QCoreApplication.translate("palette", "Ga naar")
    actions = (
        action_item(
            QCoreApplication.translate("palette", "Contact noteren"),
            "Ctrl+Shift+C",
            do,
            NoteContact(),
            "note-pencil",
        ),
        action_item(
            QCoreApplication.translate("palette", "Nieuw gezin"), "Ctrl+N", do, NewFamily(), "plus"
        ),
        action_item(
            QCoreApplication.translate("palette", "Bezoek toevoegen"),
            "",
            do,
            AddVisit(),
            "calendar-plus",
        ),
        action_item(
            QCoreApplication.translate("palette", "Nu versturen en ophalen"),
            "F5",
            do,
            Synchronise(),
            "arrows-clockwise",
        ),
        action_item(
            QCoreApplication.translate("palette", "Wachtwoord wijzigen…"),
            "",
            do,
            KeyTask.CHANGE_PASSPHRASE,
            "key",
        ),
        action_item(
            QCoreApplication.translate("palette", "Jouw laptops…"),
            "",
            do,
            KeyTask.OWN_DEVICES,
            "laptop",
        ),
        action_item(
            QCoreApplication.translate("palette", "Op slot"), "Ctrl+L", do, LockNow(), "lock-simple"
        ),
    )
    places = tuple(
        action_item(spec.label(), "", go, GoTo(Place(spec.screen)), spec.icon_name)
        for spec in SCREENS
    )
    return actions + places
