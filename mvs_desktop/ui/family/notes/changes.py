"""New contacts, notes and paragraphs; what of a note still stands open. Records only."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from mvs_desktop.domain.contacts import (
    Contact,
    ContactKind,
    ContactState,
    Note,
    NoteParagraph,
)
from mvs_desktop.domain.ordering import key_between
from mvs_desktop.domain.records import Record
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.services.views import Change, Me

_STEP = 5  # minutes: a new contact begins at a round time


def new_contact(around: CaseSnapshot, id_: UUID, now: datetime, me: Me) -> Contact:
    """A home visit of just now; the user says what it was and when."""
    round_now = now.replace(second=0, microsecond=0) - timedelta(minutes=now.minute % _STEP)
    return Contact(
        id=id_,
        case_id=around.case.id,
        kind=ContactKind.HOME_VISIT,
        at=round_now,
        worker_id=me.worker_id,
        worker_name=me.name,
    )


def new_note(
    contact: Contact, note_id: UUID, paragraph_id: UUID, now: datetime, me: Me
) -> tuple[Note, tuple[Change, ...]]:
    """A note of a contact with its first paragraph; a planned contact that is past was held."""
    note = Note(
        id=note_id,
        case_id=contact.case_id,
        compartment=contact.compartment,
        contact_id=contact.id,
        author_id=me.worker_id,
        author_name=me.name,
    )
    first = new_paragraph(note, key_between("", ""), paragraph_id)
    changes = [Change(note, None), Change(first, None)]
    if contact.state is ContactState.PLANNED and contact.at <= now:
        changes.append(Change(replace(contact, state=ContactState.HELD), contact))
    return note, tuple(changes)


def new_paragraph(note: Note, key: str, id_: UUID) -> NoteParagraph:
    """An empty paragraph."""
    return NoteParagraph(
        id=id_,
        case_id=note.case_id,
        compartment=note.compartment,
        note_id=note.id,
        position=key,
    )


def versions_of(around: CaseSnapshot, contact_id: UUID) -> tuple[Note, ...]:
    """The notes of a contact, the first version first."""
    return tuple(
        sorted(
            (note for note in around.all(Note) if note.contact_id == contact_id),
            key=lambda note: (note.corrects_id is not None, note.id),
        )
    )


def with_its_note(around: CaseSnapshot, contact: Contact) -> tuple[Record, ...]:
    """A contact and all that was written of it."""
    found: list[Record] = [contact]
    for note in versions_of(around, contact.id):
        found += [note, *around.paragraphs(note.id)]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class OpenPoints:
    """What a note still misses. `about_nobody` keeps it from being signed."""

    empty: bool
    about_nobody: int
    no_kind: int
    blank: tuple[NoteParagraph, ...]


def open_points(around: CaseSnapshot, note: Note) -> OpenPoints:
    """What stands open; without people in the file nobody can be missing."""
    paragraphs = around.paragraphs(note.id)
    written = [item for item in paragraphs if item.text.strip()]
    nobody = sum(not item.about_ids for item in written) if around.people else 0
    return OpenPoints(
        empty=not written,
        about_nobody=nobody,
        no_kind=sum(item.kind is None for item in written),
        blank=tuple(item for item in paragraphs if not item.text.strip()),
    )
