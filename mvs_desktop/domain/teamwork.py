"""Working together on a case: what both sides know of roles, offers and emergency access."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from enum import StrEnum

from mvs_desktop.domain.cases import CaseRole
from mvs_desktop.domain.records import Compartment
from mvs_desktop.domain.words import words

WORKDAY_ENDS = time(18)
LEAST_EMERGENCY = timedelta(hours=1)
DUTY = timedelta(hours=8)  # emergency access that begins when the working day is over
MOST_EMERGENCY = timedelta(hours=24)

# Whose task lies at a GP practice or a school: by a word of their expertise.
_AT_SCHOOL = frozenset({"poh", "school", "gezinsspecialist", "schoolmaatschappelijk", "ib"})

# Roles of colleagues who are brought in for a part of the work.
BROUGHT_IN = frozenset({CaseRole.INVOLVED, CaseRole.READER, CaseRole.BEHAVIOURAL_SCIENTIST})

# Role → the roles that whoever has it may give to a colleague.
MAY_APPOINT: Mapping[CaseRole, frozenset[CaseRole]] = {
    CaseRole.LEAD: BROUGHT_IN | {CaseRole.DEPUTY, CaseRole.TEAM_LEAD},
    CaseRole.DEPUTY: BROUGHT_IN,
    CaseRole.TEAM_LEAD: frozenset({CaseRole.DEPUTY}),
}
# The same for a case that nobody leads any more.
MAY_APPOINT_UNLED = {
    **MAY_APPOINT,
    CaseRole.TEAM_LEAD: frozenset({CaseRole.DEPUTY, CaseRole.LEAD}),
}
MAY_HAND_OVER = frozenset({CaseRole.LEAD})
MAY_SETTLE_APART = frozenset({CaseRole.LEAD, CaseRole.DEPUTY})


# What somebody who takes emergency access needs as a rule: who they are, and what is unsafe.
USUAL_IN_EMERGENCY = frozenset({Compartment.BASIS, Compartment.SAFETY})


class OfferState(StrEnum):
    """What became of the offer of a case (overdragen)."""

    OPEN = "open"
    ACCEPTED = "aangenomen"
    DECLINED = "geweigerd"
    TAKEN_BACK = "teruggenomen"
    EXPIRED = "verlopen"


class SearchPurpose(StrEnum):
    """Why somebody asks whether a child is known."""

    INTAKE = "aanmelding"
    CRISIS = "crisis"


class Settled(StrEnum):
    """What became of an edit that came in after access ended."""

    TAKEN = "overgenomen"
    LEFT = "weggelaten"


def appointable(roles: Iterable[CaseRole], *, led: bool) -> frozenset[CaseRole]:
    """The roles that a worker with these roles may give; `led`: somebody leads the case."""
    matrix = MAY_APPOINT if led else MAY_APPOINT_UNLED
    return frozenset().union(*(matrix.get(role, frozenset()) for role in roles))


def usual_compartments(expertise: str) -> frozenset[Compartment]:
    """What a colleague of this expertise needs as a rule; whoever brings him in decides."""
    if any(word in _AT_SCHOOL or word.startswith("school") for word in words(expertise)):
        return frozenset({Compartment.BASIS, Compartment.SCHOOL})
    return frozenset(Compartment)


def emergency_end(now: datetime) -> datetime:
    """When emergency access that begins now ends, `now` in the local time: with the working
    day; late on it, after a duty's length."""
    end = now.replace(hour=WORKDAY_ENDS.hour, minute=0, second=0, microsecond=0)
    return end if end - now >= LEAST_EMERGENCY else now + DUTY
