from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from mvs_desktop.domain.cases import CaseFile, Phase
from mvs_desktop.domain.contacts import Contact, ContactKind, ContactState
from mvs_desktop.domain.next_step import NextStep, has_visit_on, next_step
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.plans import Goal, Plan, PlanStatus
from mvs_desktop.domain.records import Record
from mvs_desktop.domain.snapshot import CaseSnapshot

CASE = uuid4()
TODAY = date(2025, 3, 4)
PERSON = Person(id=uuid4(), case_id=CASE)
PLAN = Plan(id=uuid4(), case_id=CASE)
GOAL = Goal(id=uuid4(), case_id=CASE, plan_id=PLAN.id)
CASE_FILE = CaseFile(id=CASE, case_id=CASE, question="Rust in huis")


def step(*records: Record, case: CaseFile = CASE_FILE, visit_today: bool = False) -> NextStep:
    return next_step(CaseSnapshot.of(case, records), TODAY, visit_today)


def test_the_steps_follow_the_work() -> None:
    agreed = replace(PLAN, status=PlanStatus.AGREED, evaluate_on=TODAY)
    assert step(case=replace(CASE_FILE, question="")) is NextStep.CLARIFY
    assert step() is NextStep.NONE
    assert step(PERSON, case=replace(CASE_FILE, question=" ")) is NextStep.CLARIFY
    assert step(PERSON) is NextStep.MAKE_PLAN
    assert step(PERSON, PLAN) is NextStep.MAKE_PLAN
    assert step(PERSON, PLAN, GOAL) is NextStep.DISCUSS
    assert step(PERSON, agreed, GOAL) is NextStep.NONE
    overdue = replace(agreed, evaluate_on=TODAY - timedelta(days=1))
    assert step(PERSON, overdue, GOAL) is NextStep.EVALUATE


def test_a_visit_today_goes_first_and_a_closed_file_asks_nothing() -> None:
    assert step(visit_today=True) is NextStep.START_VISIT
    closed = replace(CASE_FILE, phase=Phase.CLOSED)
    assert step(case=closed, visit_today=True) is NextStep.NONE


@pytest.mark.parametrize(
    ("kind", "state", "expected"),
    [
        (ContactKind.HOME_VISIT, ContactState.PLANNED, True),
        (ContactKind.HOME_VISIT, ContactState.HELD, False),
        (ContactKind.HOME_VISIT, ContactState.CANCELLED, False),
        (ContactKind.PHONE, ContactState.PLANNED, False),
    ],
)
def test_only_a_planned_visit_counts(
    kind: ContactKind, state: ContactState, expected: bool
) -> None:
    at = datetime(2025, 3, 4, 12, tzinfo=UTC)
    contact = Contact(id=uuid4(), case_id=CASE, kind=kind, state=state, at=at)
    around = CaseSnapshot.of(CASE_FILE, [contact])
    assert has_visit_on(around, at.astimezone().date()) is expected
    assert not has_visit_on(around, at.astimezone().date() + timedelta(days=1))
