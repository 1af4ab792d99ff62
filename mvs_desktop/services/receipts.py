"""What became of a visit: its note, its agreements, and what of it the centre has confirmed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from mvs_desktop.domain.contacts import Contact, ContactState, Note, NoteParagraph
from mvs_desktop.domain.plans import Action
from mvs_desktop.services.views import NoteStage, VisitReceipt, VisitRow
from mvs_desktop.storage.records.outbox import APART, TO_SEND
from mvs_desktop.storage.records.reader import OwnWork, Reader

# Who rings the bell has often begun to write.
EARLY = timedelta(minutes=15)


def receipts(reader: Reader, visits: Sequence[VisitRow]) -> tuple[VisitReceipt, ...]:
    """A receipt for each visit of a day that was held.

    To a visit belong its contact and its note, whenever they were written, and whatever this
    worker wrote in the same file from its beginning until the next visit there began.
    """
    held = [visit for visit in visits if visit.contact.state is ContactState.HELD]
    return tuple(_receipt(reader, visit, _next_there(visit, held)) for visit in held)


def _next_there(visit: VisitRow, held: Iterable[VisitRow]) -> datetime | None:
    later = [
        other.contact.at
        for other in held
        if other.case.id == visit.case.id and other.contact.at > visit.contact.at
    ]
    return min(later, default=None)


def _receipt(reader: Reader, visit: VisitRow, until: datetime | None) -> VisitReceipt:
    contact = visit.contact
    notes = reader.select(Note, case_id=contact.case_id, contact_id=contact.id)
    own = _records_of(reader, contact, notes)
    begins, ends = contact.at - EARLY, None if until is None else until - EARLY
    work = [
        item
        for item in reader.own_work(contact.case_id)
        if item.record_id in own
        or (begins <= item.made_at and (ends is None or item.made_at < ends))
    ]
    waiting = {item.record_id for item in work if item.state.value in TO_SEND}
    apart = {item.record_id for item in work if item.state.value in APART}
    sent = [item for item in work if item.record_id not in waiting | apart]
    return VisitReceipt(
        visit,
        _stage(notes),
        len({item.record_id for item in work if item.record_type == Action.type_name}),
        _counts(sent),
        len(waiting),
        len(apart - waiting),
        max((item.confirmed_at for item in sent if item.confirmed_at), default=None),
    )


def _records_of(reader: Reader, contact: Contact, notes: Iterable[Note]) -> set[UUID]:
    found = {contact.id}
    for note in notes:
        paragraphs = reader.select(NoteParagraph, case_id=note.case_id, note_id=note.id)
        found |= {note.id, *(paragraph.id for paragraph in paragraphs)}
    return found


def _stage(notes: Sequence[Note]) -> NoteStage:
    if not notes:
        return NoteStage.NONE
    return NoteStage.SIGNED if all(note.signed for note in notes) else NoteStage.OPEN


def _counts(work: Iterable[OwnWork]) -> dict[str, int]:
    """Records by type; the paragraphs of a note are the note."""
    records = {(item.record_type, item.record_id) for item in work}
    counts = Counter(record_type for record_type, _ in records)
    del counts[NoteParagraph.type_name]
    return dict(counts)
