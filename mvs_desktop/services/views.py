"""What services hand to the user interface: immutable, and without sentences in any language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from mvs_desktop.domain.cases import CaseFile, CaseGroup
from mvs_desktop.domain.conflicts import Conflict
from mvs_desktop.domain.contacts import Contact
from mvs_desktop.domain.plans import Action
from mvs_desktop.domain.records import Record
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.services.team_views import TeamDay


@dataclass(frozen=True, slots=True)
class Me:
    """The worker whose store this is."""

    worker_id: UUID
    name: str
    organisation: str
    expertise: str
    municipality: str  # GM code
    team: str
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A record as it should become, and as the form received it (None for a new one)."""

    record: Record
    base: Record | None


@dataclass(frozen=True, slots=True)
class Saved:
    """The case after a save, with the time it was durable."""

    at: datetime
    snapshot: CaseSnapshot


@dataclass(frozen=True, slots=True)
class ChildLine:
    name: str
    age: int | None  # None when unborn or unknown
    unborn: bool = False


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of the caseload."""

    case: CaseFile
    children: tuple[ChildLine, ...]
    lead: str  # name of the casusregisseur; empty until the centre has confirmed one
    mine: bool  # this worker is on the case as lead or deputy
    last_contact: datetime | None
    next_contact: datetime | None
    unsent: int  # changes the centre has not confirmed
    conflicts: int
    search_text: str  # names, schools and streets, folded, for the filter


@dataclass(frozen=True, slots=True)
class CasePage:
    """A part of the caseload: `rows` begin at number `start` of `total` that fit."""

    rows: tuple[CaseRow, ...]
    group: CaseGroup
    start: int
    total: int
    counts: Mapping[CaseGroup, int]  # families of each group, whatever was typed
    behind: bool = False  # much came in, and some of it is not counted yet


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A contact on a day, with what the worker takes along."""

    contact: Contact
    case: CaseFile
    people: tuple[str, ...]
    place: str
    has_note: bool


class Unfinished(StrEnum):
    UNSIGNED_NOTE = "unsigned-note"
    VISIT_WITHOUT_NOTE = "visit-without-note"
    LOOSE_NOTE = "loose-note"


@dataclass(frozen=True, slots=True)
class UnfinishedRow:
    kind: Unfinished
    case: CaseFile
    contact: Contact
    since: date


class Attention(StrEnum):
    ACTION_DUE = "action-due"
    EVALUATION_DUE = "evaluation-due"
    AUTHORITY_UNCHECKED = "authority-unchecked"
    FIRST_CONTACT = "first-contact"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class AttentionRow:
    """Something that asks for work; `due` None when it has no day."""

    kind: Attention
    case: CaseFile
    due: date | None
    action: Action | None = None
    who: str = ""


@dataclass(frozen=True, slots=True)
class DayView:
    """What the screen Vandaag shows."""

    day: date
    visits: tuple[VisitRow, ...]
    unfinished: tuple[UnfinishedRow, ...]
    attention: tuple[AttentionRow, ...]
    waiting: tuple[CaseRow, ...]
    team: TeamDay = TeamDay()  # noqa: RUF009 - frozen

    @property
    def families(self) -> int:
        """How many files there are names of in it."""
        lists = (self.visits, self.unfinished, self.attention, self.waiting)
        return len({row.case.id for rows in lists for row in rows})


@dataclass(frozen=True, slots=True)
class SearchHit:
    """Where a text was found; in `title` and `excerpt` the words found stand between \\x02 and
    \\x03."""

    case: CaseFile
    record_type: str
    record_id: UUID
    title: str  # what it is called; empty for what was found in a text
    excerpt: str
    day: date | None = None  # from when it is; None for what was found by name
    people: tuple[str, ...] = ()  # whom it is about
    contact: Contact | None = None  # the visit or talk that a note is of
    by_name: bool = False
    corrected: bool = False  # spelt otherwise than was typed


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search found. `more`: there is more than was asked for. `behind`: what came in
    last may not be found yet. `exact`: a whole number was looked up, and logged."""

    hits: tuple[SearchHit, ...]
    more: bool = False
    behind: bool = False
    exact: bool = False


class Link(StrEnum):
    """What the last attempt to reach the centre came to."""

    NEVER = "never"
    IDLE = "idle"
    BUSY = "busy"
    OFFLINE = "offline"
    REFUSED = "refused"
    NEEDS_CODE = "needs-code"  # this laptop has to be enrolled again first
    UNREADABLE = "unreadable"
    TOO_OLD = "too-old"  # this program has to be brought up to date first
    TOO_NEW = "too-new"  # the service has to be
    HELD_UP = "held-up"  # all went, but what something on the way does not let through
    NO_ROOM = "no-room"  # all went, but content that the centre has no room for now


@dataclass(frozen=True, slots=True)
class SyncState:
    """What the sending line shows."""

    link: Link
    pending: int
    conflicts: int
    set_apart: int
    last_contact: datetime | None
    unfetched: int = 0  # attachments whose content is not on this laptop
    no_room: bool = False  # and is not fetched by itself


@dataclass(frozen=True, slots=True)
class SyncResult:
    """A receipt: what the centre confirmed in one run, by record type, and what came in."""

    state: SyncState
    confirmed: Mapping[str, int] = field(default_factory=dict)
    received: int = 0
    changed_cases: frozenset[UUID] = frozenset()
    lost_cases: frozenset[UUID] = frozenset()  # access ended
    fetched: frozenset[UUID] = frozenset()  # attachments whose content came in
    more: bool = False  # another run, soon, brings more
    wipe: bool = False  # this laptop is to be wiped: see Workspace.give_way


class NoteStage(StrEnum):
    """How far the note of a visit is."""

    NONE = "none"
    OPEN = "open"  # written, not signed
    SIGNED = "signed"


@dataclass(frozen=True, slots=True)
class VisitReceipt:
    """What was written down of a visit, and what of it the centre has (ontvangstbewijs).

    `confirmed` counts records by type, `waiting` those still to be sent, `apart` those that
    the centre could not take; `confirmed_at` is the service's time of the last of them.
    """

    visit: VisitRow
    note: NoteStage
    agreements: int
    confirmed: Mapping[str, int]
    waiting: int
    apart: int
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class SetApart:
    """A change that the centre could not take; nothing of it is lost."""

    case: CaseFile | None
    record_type: str
    record_id: UUID
    reason: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class ConflictView:
    """A conflict, to be shown field by field.

    `standing` is what stands in the record now, and who wrote that when: it may have been
    changed again since the two edits met.
    """

    conflict: Conflict
    case: CaseFile
    current: Record | None  # as it stands; None when this device does not hold it
    base: Mapping[str, object] = field(default_factory=dict)  # field → value
    standing: Mapping[str, object] = field(default_factory=dict)
    other: Mapping[str, object] = field(default_factory=dict)
    standing_by: str = ""
    standing_at: datetime | None = None
    withdrawn: bool = False  # the record was taken out of the file
    readable: bool = True  # False for a value, a field or a type of a newer version


@dataclass(frozen=True, slots=True)
class PlanPaper:
    """A rendered plan; `withheld` counts what is left out of it, by reason code."""

    pdf: bytes
    file_name: str
    withheld: Mapping[str, int] = field(default_factory=dict)
