"""Support plans (gezinsplannen): what a family and the team agreed to work on."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from mvs_desktop.domain.records import (
    Compartment,
    Merge,
    Record,
    Search,
    for_family,
    for_worker,
    record,
)


class PlanKind(StrEnum):
    FAMILY = "gezinsplan"
    FAMILY_GROUP = "familiegroepsplan"  # the family's own plan, Jeugdwet art. 1.1
    SCHOOL = "ondersteuningsplan"
    SAFETY = "veiligheidsplan"


class PlanStatus(StrEnum):
    DRAFT = "concept"
    DISCUSSED = "besproken"
    AGREED = "vastgesteld"
    CLOSED = "afgesloten"


class World(StrEnum):
    """The three worlds of a child."""

    FAMILY = "gezin"
    SCHOOL = "school"
    FREE_TIME = "vrije-tijd"


class StatementKind(StrEnum):
    """The three columns that a family and the team fill together."""

    GOES_WELL = "gaat-goed"
    WORRY = "zorg"
    MUST_HAPPEN = "moet-gebeuren"


class GoalState(StrEnum):
    OPEN = "loopt"
    REACHED = "behaald"
    PARTLY = "deels-behaald"
    STOPPED = "gestopt"


@record("plan", compartment=Compartment.CARE)
@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(Record):
    """A plan of one family, with the child's and the parents' voice in fields of their own."""

    kind: PlanKind = for_family(PlanKind.FAMILY)
    title: str = for_family("", search=Search.TEXT, sensitive=True)
    version: int = for_family(1)
    status: PlanStatus = for_family(PlanStatus.DRAFT, unit="status")
    agreed_on: date | None = for_family(None, unit="status")
    starts_on: date | None = for_family(None)
    evaluate_on: date | None = for_family(None)
    child_voice: str = for_family("", merge=Merge.TEXT, search=Search.TEXT, sensitive=True)
    parents_voice: str = for_family("", merge=Merge.TEXT, search=Search.TEXT, sensitive=True)
    worker_remarks: str = for_worker("", merge=Merge.TEXT, search=Search.TEXT, sensitive=True)

    def is_overdue(self, today: date) -> bool:
        """Whether its evaluation should have been held; never for a draft or closed plan."""
        return (
            self.status in (PlanStatus.DISCUSSED, PlanStatus.AGREED)
            and self.evaluate_on is not None
            and self.evaluate_on < today
        )


@record("statement", compartment=Compartment.CARE)
@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Record):
    """What goes well, worries or must happen (uitspraak), in somebody's own words."""

    plan_id: UUID = for_family()
    kind: StatementKind = for_family(StatementKind.GOES_WELL)
    text: str = for_family("", search=Search.TEXT, sensitive=True)
    by_person_id: UUID | None = for_family(None)
    about_ids: frozenset[UUID] = for_family(frozenset())
    position: str = for_worker("")  # order key, see ordering.py


@record("goal", compartment=Compartment.CARE)
@dataclass(frozen=True, slots=True, kw_only=True)
class Goal(Record):
    """A goal (doel) in the family's own words."""

    plan_id: UUID = for_family()
    text: str = for_family("", search=Search.TEXT, sensitive=True)
    for_ids: frozenset[UUID] = for_family(frozenset())
    world: World = for_family(World.FAMILY)
    start_situation: str = for_family("", search=Search.TEXT, sensitive=True)
    target: str = for_family("", search=Search.TEXT, sensitive=True)
    # A mark on a scale of 0–10, with its day: one does not stand without the other.
    score: int | None = for_family(None, unit="score")
    scored_on: date | None = for_family(None, unit="score")
    state: GoalState = for_family(GoalState.OPEN)
    position: str = for_worker("")


@record("action", compartment=Compartment.CARE)
@dataclass(frozen=True, slots=True, kw_only=True)
class Action(Record):
    """An agreement (afspraak): who does what by when; a family member or a professional."""

    plan_id: UUID = for_family()
    goal_id: UUID | None = for_family(None)
    what: str = for_family("", search=Search.TEXT, sensitive=True)
    person_id: UUID | None = for_family(None, unit="who")
    # Somebody outside the family.
    who: str = for_family("", unit="who", search=Search.TEXT, sensitive=True)
    due: date | None = for_family(None)
    done: bool = for_family(False, unit="done")
    done_on: date | None = for_family(None, unit="done")
    position: str = for_worker("")

    def is_overdue(self, today: date) -> bool:
        return not self.done and self.due is not None and self.due < today
