from dataclasses import replace
from datetime import date
from itertools import count
from uuid import UUID

from mvs_desktop.domain.agreers import Ground, who_must_agree
from mvs_desktop.domain.custody import AuthorityEvidence, AuthorityKind, ParentalAuthority
from mvs_desktop.domain.ordering import key_at
from mvs_desktop.domain.partial_date import PartialDate
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.plans import Action, Goal, GoalState, Plan, PlanStatus, Statement
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.ui.family.plan.changes import (
    back_to_draft,
    loose_actions,
    next_status,
    next_version,
    shown_plan,
)
from tests.ui.family.sample import BO, CASE, DENNIS, KIM, SAMIRA, empty_case, family

TODAY = date(2025, 3, 4)


def changed(around: CaseSnapshot, *records: object) -> CaseSnapshot:
    """The snapshot with these records added, or in place of the ones with their ids."""
    ids = {record.id for record in records}  # type: ignore[attr-defined]
    kept = [r for group in around.records.values() for r in group if r.id not in ids]
    return CaseSnapshot.of(around.case, [*kept, *records])  # type: ignore[list-item]


def person(around: CaseSnapshot, id_: UUID) -> Person:
    found = around.person(id_)
    assert found is not None
    return found


def test_those_with_authority_agree_with_the_reason_and_for_whom_nobody_is_known() -> None:
    found = who_must_agree(family(), TODAY)
    said = [(one.ground, one.name, [child.id for child in one.over]) for one in found]
    assert said == [
        (Ground.AUTHORITY, "Samira Aziz", [BO]),
        (Ground.AUTHORITY, "Dennis de Wit", [BO]),
        (Ground.NOBODY_KNOWN, "", [KIM]),
    ]
    assert not any(one.unchecked for one in found)


def test_a_child_agrees_from_twelve_and_decides_from_sixteen() -> None:
    grounds = {}
    for age in (11, 12, 15, 16, 18):
        bo = replace(person(family(), BO), birth=PartialDate(2025 - age, 3, 4))
        found = who_must_agree(changed(family(), bo), TODAY)
        grounds[age] = [one.ground for one in found if one.person and one.person.id == BO]
    assert grounds == {
        11: [],
        12: [Ground.AGE_12],
        15: [Ground.AGE_12],
        16: [Ground.AGE_16],
        18: [Ground.ADULT],
    }


def test_authority_that_one_parent_told_of_still_has_to_be_looked_up() -> None:
    told = ParentalAuthority(
        id=UUID(int=900),
        case_id=CASE,
        child_id=KIM,
        holder_id=SAMIRA,
        kind=AuthorityKind.SOLE,
        evidence=AuthorityEvidence.TOLD,
        checked_on=TODAY,
    )
    found = who_must_agree(changed(family(), told), TODAY)
    (samira,) = (one for one in found if one.person and one.person.id == SAMIRA)
    assert samira.unchecked
    assert {child.id for child in samira.over} == {BO, KIM}
    assert Ground.NOBODY_KNOWN not in [one.ground for one in found]


def test_who_has_no_authority_does_not_have_to_agree() -> None:
    around = family()
    none = [
        replace(item, kind=AuthorityKind.NONE)
        for item in around.all(ParentalAuthority)
        if item.holder_id == DENNIS
    ]
    names = [one.name for one in who_must_agree(changed(around, *none), TODAY)]
    assert "Dennis de Wit" not in names
    assert "Samira Aziz" in names


def test_an_institution_is_guardian_by_name() -> None:
    institution = ParentalAuthority(
        id=UUID(int=901),
        case_id=CASE,
        child_id=KIM,
        holder_name="Jeugdbescherming Proef",
        kind=AuthorityKind.GUARDIAN_INSTITUTION,
    )
    found = who_must_agree(changed(family(), institution), TODAY)
    assert (Ground.GUARDIAN, "Jeugdbescherming Proef") in [(o.ground, o.name) for o in found]


def test_nobody_has_to_agree_while_nobody_is_known() -> None:
    assert who_must_agree(empty_case(), TODAY) == ()


def test_a_plan_goes_from_concept_to_agreed_and_back() -> None:
    plan = Plan(id=UUID(int=1), case_id=CASE)
    discussed = next_status(plan, TODAY)
    agreed = next_status(discussed, TODAY)
    assert (discussed.status, discussed.agreed_on) == (PlanStatus.DISCUSSED, None)
    assert (agreed.status, agreed.agreed_on) == (PlanStatus.AGREED, TODAY)
    assert next_status(agreed, TODAY) == agreed
    assert back_to_draft(agreed) == plan


def test_a_new_version_takes_along_what_still_runs() -> None:
    plan = Plan(id=UUID(int=1), case_id=CASE, status=PlanStatus.AGREED, agreed_on=TODAY)
    said = Statement(id=UUID(int=2), case_id=CASE, plan_id=plan.id, text="Samen eten")
    runs = Goal(id=UUID(int=3), case_id=CASE, plan_id=plan.id, text="Rust", score=4)
    reached = Goal(
        id=UUID(int=4), case_id=CASE, plan_id=plan.id, text="Op tijd", state=GoalState.REACHED
    )

    def action(number: int, goal: Goal | None, **more: object) -> Action:
        return Action(
            id=UUID(int=number),
            case_id=CASE,
            plan_id=plan.id,
            goal_id=goal.id if goal else None,
            what=f"afspraak {number}",
            **more,  # type: ignore[arg-type]
        )

    around = CaseSnapshot.of(
        empty_case().case,
        [
            plan,
            said,
            runs,
            reached,
            action(5, runs),
            action(6, runs, done=True),
            action(7, reached),
            action(8, None),
        ],
    )
    ids = (UUID(int=number) for number in count(100))
    fresh, changes = next_version(around, plan, TODAY, lambda: next(ids))
    made = [change.record for change in changes if change.base is None]
    assert (fresh.version, fresh.status, fresh.agreed_on) == (2, PlanStatus.DRAFT, None)
    assert [one.text for one in made if isinstance(one, Statement)] == ["Samen eten"]
    (goal,) = (one for one in made if isinstance(one, Goal))
    assert (goal.text, goal.score, goal.plan_id) == ("Rust", 4, fresh.id)
    actions = {one.what: one for one in made if isinstance(one, Action)}
    assert actions.keys() == {"afspraak 5", "afspraak 8"}
    assert actions["afspraak 5"].goal_id == goal.id
    assert actions["afspraak 8"].goal_id is None
    (closed,) = (change for change in changes if change.base is not None)
    assert closed.base == plan
    assert closed.record == replace(plan, status=PlanStatus.CLOSED)


def test_the_last_closed_plan_is_shown_when_there_is_no_other() -> None:
    first, second = (
        Plan(id=UUID(int=n), case_id=CASE, version=n, status=PlanStatus.CLOSED) for n in (1, 2)
    )
    assert shown_plan(CaseSnapshot.of(empty_case().case, [first, second])) == second
    assert shown_plan(empty_case()) is None


def test_agreements_of_a_goal_that_is_gone_are_not_lost() -> None:
    action = Action(id=UUID(int=1), case_id=CASE, plan_id=UUID(int=2), goal_id=UUID(int=3))
    around = CaseSnapshot.of(empty_case().case, [action])
    assert loose_actions(around, UUID(int=2)) == (action,)


def test_order_keys_for_any_place() -> None:
    keys: list[str] = []
    for _ in range(40):
        keys.append(key_at(keys, len(keys)))
    assert keys == sorted(keys)
    for place in range(len(keys) + 1):
        key = key_at(keys, place)
        assert sorted([*keys, key]).index(key) == place
    assert key_at(["a", "a", "b"], 1) > "a"  # no room between equals: after both
