"""How long a laptop that had no contact with the central service may be used (offline lease).

A worker whose access ended, or whose laptop was stolen, cannot be told without contact. So
reading and new notes only after a week, and nothing after two, until there is contact.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from mvs_desktop.domain.cases import CaseFile, CaseKind
from mvs_desktop.domain.contacts import Contact, Note, NoteParagraph
from mvs_desktop.domain.records import Record

LIMITED_AFTER = timedelta(days=7)
CLOSED_AFTER = timedelta(days=14)


class Stage(StrEnum):
    """What the laptop may be used for."""

    OPEN = "open"
    READ_AND_NOTE = "read-and-note"  # reading, and new notes
    CLOSED = "closed"  # nothing but contact


@dataclass(frozen=True, slots=True)
class Lease:
    """How it stands. Both moments are the service's, UTC.

    `clock_behind`: the computer's clock shows an earlier moment than has certainly been
    reached, so it cannot say how long ago the last contact was.
    """

    stage: Stage
    last_contact: datetime
    closes_on: datetime
    clock_behind: bool = False


def lease_at(now: datetime, last_contact: datetime, *, clock_behind: bool = False) -> Lease:
    """The lease at `now`, by the best knowledge of the service's time."""
    gone = now - last_contact
    stage = Stage.OPEN
    if gone >= CLOSED_AFTER:
        stage = Stage.CLOSED
    elif gone >= LIMITED_AFTER or clock_behind:
        stage = Stage.READ_AND_NOTE
    return Lease(stage, last_contact, last_contact + CLOSED_AFTER, clock_behind)


def is_own_note(item: Record, note: Note | None, worker_id: UUID) -> bool:
    """Whether a record as it stands is part of an unsigned note of this worker.

    `note` is the one that `item` belongs to, when `item` is a paragraph.
    """
    match item:
        case CaseFile(kind=kind):
            return kind is CaseKind.OWN
        case Contact():
            return item.worker_id in (None, worker_id)
        case Note():
            return not item.signed and item.author_id == worker_id
        case NoteParagraph():
            return note is not None and is_own_note(note, None, worker_id)
        case _:
            return False
