"""What a screen asks about working together; carried out by `team.tasks`."""

from dataclasses import dataclass
from uuid import UUID

from mvs_desktop.domain.cases import CaseMember


@dataclass(frozen=True, slots=True)
class BringIn:
    """Bring a colleague in, or change what this one has."""

    case_id: UUID
    worker_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class HandOver:
    """Offer a family to a colleague."""

    case_id: UUID


@dataclass(frozen=True, slots=True)
class AnswerOffer:
    """Accept or decline a family that was offered."""

    offer_id: str


@dataclass(frozen=True, slots=True)
class SeeOffered:
    """See a family that one offered, to take the offer back."""

    offer_id: str


@dataclass(frozen=True, slots=True)
class PutNoticeAway:
    """It was seen that a colleague took emergency access."""

    member: CaseMember


@dataclass(frozen=True, slots=True)
class LookAtApart:
    """See what former colleagues wrote after their access ended."""

    case_id: UUID


@dataclass(frozen=True, slots=True)
class SeeChildAnswer:
    """See whether a child is known that was asked about without a connection."""

    question_id: UUID


TeamIntent = (
    BringIn | HandOver | AnswerOffer | SeeOffered | PutNoticeAway | LookAtApart | SeeChildAnswer
)
