"""What screens see of working together on a case."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from mvs_desktop.domain.cases import CaseFile, CaseMember
from mvs_desktop.domain.records import Record
from mvs_desktop.storage.exchange.together import ChildQuestion, WhomToAsk
from mvs_desktop.sync.protocol import Colleague, Offer

__all__ = [
    "ApartChange",
    "ApartCount",
    "ChildQuestion",
    "Colleague",
    "EmergencyNotice",
    "Offer",
    "TeamDay",
    "UnreadChange",
    "WhomToAsk",
]


@dataclass(frozen=True, slots=True)
class ApartCount:
    case_id: UUID
    edits: int


@dataclass(frozen=True, slots=True)
class ApartChange:
    """An edit of a former colleague that came in after his access ended.

    `before` is the record as it stands here, None for a new one; `after` with the edit taken
    over, None when it withdraws the record. `restores`: it takes back that it was withdrawn.
    `made_at` is None where its laptop told no moment that can be shown.
    """

    op_id: str
    case_id: UUID
    worker_name: str
    made_at: datetime | None
    before: Record | None
    after: Record | None
    fields: tuple[str, ...]
    restores: bool = False


@dataclass(frozen=True, slots=True)
class UnreadChange:
    """Such an edit that cannot be taken over here: in a form that this version does not know, to
    be settled by a newer one; or `alone`, of a record that is not here, which may lie apart too."""

    op_id: str
    case_id: UUID
    worker_name: str
    made_at: datetime | None
    alone: bool = False


@dataclass(frozen=True, slots=True)
class EmergencyNotice:
    """A colleague took emergency access to a family that this worker leads or replaces in."""

    case: CaseFile
    member: CaseMember


@dataclass(frozen=True, slots=True)
class TeamDay:
    """What waits for this worker of working together, as of the last contact."""

    questions: tuple[ChildQuestion, ...] = ()
    offers: tuple[Offer, ...] = ()  # to this worker
    asked: tuple[Offer, ...] = ()  # by this worker
    apart: tuple[tuple[CaseFile, int], ...] = ()
    emergencies: tuple[EmergencyNotice, ...] = ()
    families: Mapping[str, str] = field(default_factory=dict)  # of `asked`: names by case id

    @property
    def is_empty(self) -> bool:
        return not (self.questions or self.offers or self.asked or self.apart or self.emergencies)
