"""Signing notes, correcting signed ones, and giving loose notes their family."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from mvs_desktop.domain.contacts import Contact, Note, NoteParagraph
from mvs_desktop.domain.errors import RecordMissing, RecordSealed
from mvs_desktop.domain.records import Record
from mvs_desktop.domain.signing import digest, text_to_sign
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.services.views import Change
from mvs_desktop.storage.records.reader import Reader
from mvs_desktop.storage.store import Store


def refuse_sealed(reader: Reader, records: Iterable[Record]) -> None:
    """Raises RecordSealed when one of these is a signed note, or belongs to one."""
    note_ids = {
        item.note_id if isinstance(item, NoteParagraph) else item.id
        for item in records
        if isinstance(item, Note | NoteParagraph)
    }
    notes = (reader.get(Note, note_id) for note_id in note_ids)
    if any(note is not None and note.signed for note in notes):
        raise RecordSealed


def signature(snapshot: CaseSnapshot, note_id: UUID, by: str, at: datetime) -> Change:
    """The change that signs a note: its whole text as the signer saw it, with its hash.

    Raises RecordMissing, or RecordSealed when it is signed already.
    """
    note = snapshot.get(Note, note_id)
    if note is None:
        raise RecordMissing
    if note.signed:
        raise RecordSealed
    contact = snapshot.get(Contact, note.contact_id)
    text = text_to_sign(note, snapshot.paragraphs(note_id), contact)
    signed = replace(note, signed_at=at, signed_by=by, signed_text=text, signed_hash=digest(text))
    return Change(signed, note)


def correction(
    store: Store, snapshot: CaseSnapshot, note_id: UUID, author_id: UUID, author: str
) -> Iterator[Change]:
    """A new version of a signed note, with the same paragraphs; the first one stays."""
    note = snapshot.get(Note, note_id)
    if note is None:
        raise RecordMissing
    fresh = replace(
        note,
        id=store.new_id(),
        corrects_id=note.id,
        author_id=author_id,
        author_name=author,
        signed_at=None,
        signed_by="",
        signed_text="",
        signed_hash="",
    )
    yield Change(fresh, None)
    for item in snapshot.paragraphs(note_id):
        yield Change(replace(item, id=store.new_id(), note_id=fresh.id), None)


def moved(
    store: Store, snapshot: CaseSnapshot, contact_id: UUID, to_case: UUID
) -> tuple[tuple[Change, ...], tuple[Record, ...]]:
    """A contact with its note in another case: what to add there, what to withdraw here.

    A record belongs to one case for good, so moving it makes a new one.
    """
    contact = snapshot.get(Contact, contact_id)
    if contact is None:
        raise RecordMissing
    old: list[Record] = [contact]
    new_contact = replace(contact, id=store.new_id(), case_id=to_case, person_ids=frozenset())
    new: list[Record] = [new_contact]
    for note in snapshot.all(Note):
        if note.contact_id != contact_id:
            continue
        new_note = replace(note, id=store.new_id(), case_id=to_case, contact_id=new_contact.id)
        old.append(note)
        new.append(new_note)
        for item in snapshot.paragraphs(note.id):
            old.append(item)
            new.append(
                replace(
                    item,
                    id=store.new_id(),
                    case_id=to_case,
                    note_id=new_note.id,
                    about_ids=frozenset(),
                    shielded_from=frozenset(),
                )
            )
    return tuple(Change(item, None) for item in new), tuple(old)
