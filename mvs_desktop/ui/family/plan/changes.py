"""What happens to a plan as a whole: begun, discussed, agreed, or followed by a new version.

Records in, changes out; nothing here shows or saves anything.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from uuid import UUID

from mvs_desktop.domain.ordering import key_between
from mvs_desktop.domain.plans import (
    Action,
    Goal,
    GoalState,
    Plan,
    PlanKind,
    PlanStatus,
    Statement,
    StatementKind,
)
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.services.views import Change

NewId = Callable[[], UUID]

_STILL_RUNNING = frozenset({GoalState.OPEN, GoalState.PARTLY})


def shown_plan(around: CaseSnapshot) -> Plan | None:
    """The plan to work on, or else the last one that was closed."""
    return around.current_plan or max(
        around.all(Plan), key=lambda plan: (plan.version, plan.id), default=None
    )


def begun(
    around: CaseSnapshot, kind: PlanKind, today: date, new_id: NewId
) -> tuple[Plan, Statement]:
    """A first plan, with the first thing that goes well still to be written."""
    versions = [plan.version for plan in around.all(Plan)]
    plan = Plan(
        id=new_id(),
        case_id=around.case.id,
        kind=kind,
        version=max(versions, default=0) + 1,
        starts_on=today,
    )
    first = Statement(
        id=new_id(),
        case_id=around.case.id,
        plan_id=plan.id,
        kind=StatementKind.GOES_WELL,
        position=key_between("", ""),
    )
    return plan, first


def next_status(plan: Plan, today: date) -> Plan:
    """The plan one step on: from concept to discussed, from discussed to agreed today."""
    if plan.status is PlanStatus.DRAFT:
        return replace(plan, status=PlanStatus.DISCUSSED, agreed_on=None)
    if plan.status is PlanStatus.DISCUSSED:
        return replace(plan, status=PlanStatus.AGREED, agreed_on=today)
    return plan


def back_to_draft(plan: Plan) -> Plan:
    """The plan as a concept again, when a step was taken by mistake."""
    return replace(plan, status=PlanStatus.DRAFT, agreed_on=None)


def next_version(
    around: CaseSnapshot, plan: Plan, today: date, new_id: NewId
) -> tuple[Plan, tuple[Change, ...]]:
    """A new version to work on, and the changes that make it and close the old one.

    Goals that still run go along with their agreements that are not done; what is
    finished stays in the version in which it was finished.
    """
    versions = [other.version for other in around.all(Plan)]
    fresh = replace(
        plan,
        id=new_id(),
        version=max(versions) + 1,
        status=PlanStatus.DRAFT,
        agreed_on=None,
        starts_on=today,
        evaluate_on=None,
    )
    changes = [Change(fresh, None), *_copies(around, plan, fresh.id, new_id)]
    if plan.status is not PlanStatus.CLOSED:
        closed = replace(plan, status=PlanStatus.CLOSED)
        changes.append(Change(closed, plan))
    return fresh, tuple(changes)


def _copies(around: CaseSnapshot, plan: Plan, plan_id: UUID, new_id: NewId) -> Iterator[Change]:
    for kind in StatementKind:
        for said in around.statements(plan.id, kind):
            yield Change(replace(said, id=new_id(), plan_id=plan_id), None)
    goals: dict[UUID, UUID] = {}
    for goal in around.goals(plan.id):
        if goal.state in _STILL_RUNNING:
            goals[goal.id] = new_id()
            yield Change(replace(goal, id=goals[goal.id], plan_id=plan_id), None)
    for action in around.actions(plan.id):
        if action.done or (action.goal_id is not None and action.goal_id not in goals):
            continue
        goal_id = goals[action.goal_id] if action.goal_id else None
        yield Change(replace(action, id=new_id(), plan_id=plan_id, goal_id=goal_id), None)


def loose_actions(around: CaseSnapshot, plan_id: UUID) -> tuple[Action, ...]:
    """Agreements that belong to no goal, or to one that is no longer in the plan."""
    goals = {goal.id for goal in around.goals(plan_id)}
    return tuple(item for item in around.actions(plan_id) if item.goal_id not in goals)


def new_statement(
    around: CaseSnapshot, plan_id: UUID, kind: StatementKind, key: str, id_: UUID
) -> Statement:
    """An empty line in one of the three columns."""
    return Statement(id=id_, case_id=around.case.id, plan_id=plan_id, kind=kind, position=key)


def new_goal(around: CaseSnapshot, plan_id: UUID, key: str, id_: UUID) -> Goal:
    """An empty goal; for an only child it is for that child."""
    children = around.children
    only = frozenset({children[0].id}) if len(children) == 1 else frozenset()
    return Goal(id=id_, case_id=around.case.id, plan_id=plan_id, for_ids=only, position=key)


def new_action(
    around: CaseSnapshot, plan_id: UUID, goal_id: UUID | None, key: str, id_: UUID
) -> Action:
    """An empty agreement, of a goal or of the plan as a whole."""
    return Action(id=id_, case_id=around.case.id, plan_id=plan_id, goal_id=goal_id, position=key)
