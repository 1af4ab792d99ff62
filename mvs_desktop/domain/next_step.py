"""The next step with a family, derived from what is in the file and never typed."""

from datetime import date
from enum import StrEnum

from mvs_desktop.domain.cases import Phase
from mvs_desktop.domain.contacts import ContactKind, ContactState
from mvs_desktop.domain.plans import PlanStatus
from mvs_desktop.domain.snapshot import CaseSnapshot

_VISITS = frozenset({ContactKind.HOME_VISIT, ContactKind.TALK, ContactKind.SCHOOL})


class NextStep(StrEnum):
    CLARIFY = "clarify"  # vraag verhelderen
    MAKE_PLAN = "make-plan"
    DISCUSS = "discuss"
    START_VISIT = "start-visit"
    EVALUATE = "evaluate"
    NONE = "none"  # nothing is asked now, or the file is closed


def next_step(around: CaseSnapshot, today: date, visit_today: bool) -> NextStep:
    """What the work asks for now.

    `visit_today` says whether a planned visit falls on `today` where the user is: an
    instant alone does not tell on which day that is.
    """
    case = around.case
    if case.phase is Phase.CLOSED:
        return NextStep.NONE
    if visit_today:
        return NextStep.START_VISIT
    plan = around.current_plan
    if plan is None and not case.question.strip():
        return NextStep.CLARIFY
    if plan is None:  # a plan is for people: the screens ask for them first
        return NextStep.MAKE_PLAN if around.people else NextStep.NONE
    if plan.status is PlanStatus.DRAFT:
        return NextStep.DISCUSS if around.goals(plan.id) else NextStep.MAKE_PLAN
    return NextStep.EVALUATE if plan.is_overdue(today) else NextStep.NONE


def has_visit_on(around: CaseSnapshot, day: date) -> bool:
    """Whether a visit or talk is planned for a day, in the time zone of this device."""
    return any(
        item.state is ContactState.PLANNED
        and item.kind in _VISITS
        and item.at.astimezone().date() == day
        for item in around.contacts
    )
