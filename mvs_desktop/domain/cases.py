"""Case files (dossiers) and the workers on them (betrokkenen)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from mvs_desktop.domain.records import (
    Compartment,
    Record,
    Search,
    for_family,
    for_worker,
    record,
)


class CaseKind(StrEnum):
    FAMILY = "gezin"  # both households around the children
    SCHOOL = "school"  # consultations and group work at one school
    TEAM = "team"  # intake and duty
    OWN = "eigen"  # a worker's loose notes (losse notities)


class Phase(StrEnum):
    INTAKE = "aanmelding"
    EXPLORING = "vraagverheldering"
    PLANNING = "plan"
    WORKING = "uitvoering"
    AFTERCARE = "nazorg"
    CLOSED = "afgesloten"


class CaseGroup(StrEnum):
    """Families that are listed together; a closed one is only among the closed ones."""

    MINE = "mine"  # the worker leads or replaces, or nobody does yet
    TEAM = "team"
    WAITING = "waiting"
    AFTERCARE = "aftercare"
    CLOSED = "closed"


class CaseRole(StrEnum):
    LEAD = "casusregisseur"
    DEPUTY = "vervanger"
    INVOLVED = "betrokken"  # a colleague brought in to the same file
    READER = "meelezer"
    BEHAVIOURAL_SCIENTIST = "gedragswetenschapper"
    TEAM_LEAD = "teamleider"


@record("case_file", compartment=Compartment.BASIS)
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile(Record):
    """A case file (dossier); its id is its case id. The unit of consistency."""

    kind: CaseKind = for_worker(CaseKind.FAMILY)
    name: str = for_family("", search=Search.NAME, sensitive=True)
    municipality: str = for_family("")  # gemeente, GM code of Statistics Netherlands
    neighbourhood: str = for_family("")  # wijk or buurt, WK or BU code
    phase: Phase = for_worker(Phase.INTAKE)
    waiting: bool = for_worker(False)
    crisis: bool = for_worker(False)
    registered_on: date | None = for_worker(None)  # aanmelddatum
    first_contact_on: date | None = for_worker(None)
    # What it is about, in the family's own words, with who said it and when.
    question: str = for_family("", unit="question", search=Search.TEXT, sensitive=True)
    question_by: str = for_family("", unit="question", sensitive=True)
    question_on: date | None = for_family(None, unit="question")
    summary: str = for_family("", search=Search.TEXT, sensitive=True)


@record("case_member", compartment=Compartment.BASIS)
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMember(Record):
    """A worker on a case (betrokkene). Written by the service alone: a grant follows from it.

    Emergency access (noodtoegang) is a membership of its own, with its reason in words and
    the instant at which it ends.
    """

    worker_id: UUID = for_family()
    name: str = for_family("")
    role: CaseRole = for_family(CaseRole.INVOLVED)
    expertise: str = for_family("")
    organisation: str = for_family("")
    phone: str = for_family("")
    compartments: frozenset[Compartment] = for_worker(frozenset())
    starts_on: date | None = for_family(None)
    ends_on: date | None = for_family(None)
    # Of one that was ended at once, before its last day was over.
    ended_at: datetime | None = for_family(None)
    emergency_reason: str = for_worker("", unit="emergency", sensitive=True)
    expires_at: datetime | None = for_worker(None, unit="emergency", moment=True)

    @property
    def is_emergency(self) -> bool:
        return self.expires_at is not None

    def active_on(self, day: date) -> bool:
        """Whether it holds on this day, in the local time: not the day on which it was ended."""
        if self.ended_at is not None and self.ended_at.astimezone().date() <= day:
            return False
        return (self.starts_on is None or self.starts_on <= day) and (
            self.ends_on is None or day <= self.ends_on
        )
