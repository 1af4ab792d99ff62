"""What a screen asks of the shell. Screens announce one of these and know no other screen."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mvs_desktop.domain.cases import CaseFile, CaseKind
from mvs_desktop.domain.contacts import Contact
from mvs_desktop.ui.keys.tasks import KeyTask
from mvs_desktop.ui.navigation.places import Place
from mvs_desktop.ui.navigation.team_intents import TeamIntent


@dataclass(frozen=True, slots=True)
class GoTo:
    """Show this place."""

    place: Place


@dataclass(frozen=True, slots=True)
class OpenFamily:
    """Open a family; at the tab of `record_type` when a record is meant, and with what was
    changed in that record when `history` says so."""

    case_id: UUID
    tab: str = ""
    record_type: str = ""
    record_id: UUID | None = None
    history: bool = False


@dataclass(frozen=True, slots=True)
class NewFamily:
    """Start a new family; `name` is what the user typed already."""

    name: str = ""


@dataclass(frozen=True, slots=True)
class NoteContact:
    """Open "Contact noteren", for this family, or for a contact that exists."""

    case_id: UUID | None = None
    contact_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class AddVisit:
    """Plan a visit, talk or meeting."""

    day: date | None = None
    case_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Synchronise:
    """Send and fetch now."""


@dataclass(frozen=True, slots=True)
class OpenPalette:
    """Open "Zoek of doe…"."""


@dataclass(frozen=True, slots=True)
class SearchFor:
    """Show everything that is found for a text."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class LockNow:
    """Close everything behind the passphrase."""


Intent = (
    GoTo
    | OpenFamily
    | NewFamily
    | NoteContact
    | AddVisit
    | Synchronise
    | OpenPalette
    | SearchFor
    | LockNow
    | KeyTask
    | TeamIntent
)


def open_contact(case: CaseFile, contact: Contact) -> OpenFamily | NoteContact:
    """What opens a contact: its family, or the panel of a loose note."""
    if case.kind is CaseKind.OWN:
        return NoteContact(contact_id=contact.id)
    return OpenFamily(contact.case_id, record_type=contact.type_name, record_id=contact.id)
