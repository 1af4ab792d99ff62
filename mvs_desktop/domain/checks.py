"""What a record should satisfy: problems by field, for the form to show.

Nothing here blocks saving, except what must not be kept at all (see KEPT_APART): a
half-filled form is a normal state of a case file.
"""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from mvs_desktop.domain.attachments import Attachment
from mvs_desktop.domain.bsn import passes_eleven_test
from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.custody import AuthorityKind, ParentalAuthority
from mvs_desktop.domain.people import ParentKind, ParentLink, Partnership, Person, Residence
from mvs_desktop.domain.plans import Action, Plan
from mvs_desktop.domain.records import Record
from mvs_desktop.domain.school import SchoolEnrolment
from mvs_desktop.domain.snapshot import CaseSnapshot

R = TypeVar("R", bound=Record)


class Problem(StrEnum):
    """What does not fit; the user interface has a sentence for each."""

    BSN_FAILS = "bsn-fails"
    BSN_TAKEN = "bsn-taken"
    BORN_IN_FUTURE = "born-in-future"
    BORN_AFTER_PLAN = "born-after-plan"
    DUE_LONG_AGO = "due-long-ago"
    DIED_BEFORE_BIRTH = "died-before-birth"
    PARENT_YOUNGER = "parent-younger"
    SAME_PERSON = "same-person"
    ENDS_BEFORE_START = "ends-before-start"
    EVALUATION_BEFORE_START = "evaluation-before-start"
    IN_FUTURE = "in-future"
    NOT_YET_BORN = "not-yet-born"
    HOLDER_MISSING = "holder-missing"


# A value with such a problem is kept as what was typed, beside the record and not in it.
KEPT_APART = frozenset({Problem.BSN_FAILS})

Problems = Mapping[str, Problem]

_checks: dict[type[Record], Callable[..., dict[str, Problem]]] = {}

C = TypeVar("C", bound=Callable[..., dict[str, Problem]])


def _checks_for(kind: type[Record]) -> Callable[[C], C]:
    def register(check: C) -> C:
        _checks[kind] = check
        return check

    return register


def check(item: Record, around: CaseSnapshot, today: date) -> Problems:
    """Problems by field name, seen among the other records of its case."""
    rule = _checks.get(type(item))
    return rule(item, around, today) if rule else {}


@_checks_for(Person)
def _person(item: Person, around: CaseSnapshot, today: date) -> dict[str, Problem]:
    found: dict[str, Problem] = {}
    if item.bsn and not passes_eleven_test(item.bsn):
        found["bsn"] = Problem.BSN_FAILS
    elif item.bsn and any(p.bsn == item.bsn and p.id != item.id for p in around.people):
        found["bsn"] = Problem.BSN_TAKEN
    if item.birth is not None:
        problem = _birth_problem(item, around, today)
        if problem is not None:
            found["birth"] = problem
        if item.deceased_on and item.deceased_on.last_day < item.birth.first_day:
            found["deceased_on"] = Problem.DIED_BEFORE_BIRTH
    return found


def _birth_problem(item: Person, around: CaseSnapshot, today: date) -> Problem | None:
    if item.birth is None:
        return None
    if item.unborn:
        return Problem.DUE_LONG_AGO if (today - item.birth.last_day).days > 31 else None
    if item.birth.first_day > today:
        return Problem.BORN_IN_FUTURE
    if younger_parent(item, around) is not None:
        return Problem.PARENT_YOUNGER
    plan = around.current_plan
    if item.gets_help and plan and plan.starts_on and item.birth.first_day > plan.starts_on:
        return Problem.BORN_AFTER_PLAN
    return None


def younger_parent(item: Record, around: CaseSnapshot) -> Person | None:
    """Who is younger than a child of theirs, as a person or a parent link tells it."""
    if isinstance(item, ParentLink):
        parent, child = around.person(item.parent_id), around.person(item.child_id)
        return parent if parent and child and _younger(parent, child, item) else None
    if not isinstance(item, Person):
        return None
    if any(_younger(item, child, link) for child, link in around.children_of(item.id)):
        return item
    parents = around.parents_of(item.id)
    return next((parent for parent, link in parents if _younger(parent, item, link)), None)


def _younger(parent: Person, child: Person, link: ParentLink) -> bool:
    if link.kinds and link.kinds <= {ParentKind.STEP, ParentKind.FOSTER}:
        return False  # a step-parent can be younger than the child
    if parent.birth is None or child.birth is None:
        return False
    return parent.birth.first_day >= child.birth.last_day


@_checks_for(ParentLink)
def _parent_link(item: ParentLink, around: CaseSnapshot, today: date) -> dict[str, Problem]:
    if item.parent_id == item.child_id:
        return {"parent_id": Problem.SAME_PERSON}
    if younger_parent(item, around) is not None:
        return {"parent_id": Problem.PARENT_YOUNGER}
    return {}


@_checks_for(Partnership)
def _partnership(item: Partnership, around: CaseSnapshot, today: date) -> dict[str, Problem]:
    if item.first_id == item.second_id:
        return {"second_id": Problem.SAME_PERSON}
    if item.starts_on and item.ends_on and item.ends_on.last_day < item.starts_on.first_day:
        return {"ends_on": Problem.ENDS_BEFORE_START}
    return {}


@_checks_for(Residence)
def _residence(item: Residence, around: CaseSnapshot, today: date) -> dict[str, Problem]:
    if item.starts_on and item.ends_on and item.ends_on.last_day < item.starts_on.first_day:
        return {"ends_on": Problem.ENDS_BEFORE_START}
    return {}


@_checks_for(ParentalAuthority)
def _authority(item: ParentalAuthority, around: CaseSnapshot, today: date) -> dict[str, Problem]:
    found: dict[str, Problem] = {}
    if item.starts_on and item.ends_on and item.ends_on < item.starts_on:
        found["ends_on"] = Problem.ENDS_BEFORE_START
    if item.checked_on and item.checked_on > today:
        found["checked_on"] = Problem.IN_FUTURE
    institution = item.kind is AuthorityKind.GUARDIAN_INSTITUTION
    if institution and not item.holder_name:
        found["holder_name"] = Problem.HOLDER_MISSING
    if item.holder_id == item.child_id:
        found["holder_id"] = Problem.SAME_PERSON
    return found


@_checks_for(SchoolEnrolment)
def _enrolment(item: SchoolEnrolment, around: CaseSnapshot, today: date) -> dict[str, Problem]:
    found: dict[str, Problem] = {}
    if item.starts_on and item.ends_on and item.ends_on < item.starts_on:
        found["ends_on"] = Problem.ENDS_BEFORE_START
    child = around.person(item.person_id)
    if child and child.birth and item.starts_on and item.starts_on < child.birth.first_day:
        found["starts_on"] = Problem.NOT_YET_BORN
    return found


@_checks_for(Plan)
def _plan(item: Plan, around: CaseSnapshot, today: date) -> dict[str, Problem]:
    found: dict[str, Problem] = {}
    if item.starts_on and item.evaluate_on and item.evaluate_on < item.starts_on:
        found["evaluate_on"] = Problem.EVALUATION_BEFORE_START
    helped = (p for p in around.people if p.gets_help and not p.unborn and p.birth)
    starts = item.starts_on
    if starts and any(p.birth and p.birth.first_day > starts for p in helped):
        found["starts_on"] = Problem.BORN_AFTER_PLAN
    return found


@_checks_for(Action)
def _action(item: Action, around: CaseSnapshot, today: date) -> dict[str, Problem]:
    if item.done_on and item.done_on > today:
        return {"done_on": Problem.IN_FUTURE}
    return {}


@_checks_for(CaseFile)
def _case(item: CaseFile, around: CaseSnapshot, today: date) -> dict[str, Problem]:
    found: dict[str, Problem] = {}
    if item.registered_on and item.registered_on > today:
        found["registered_on"] = Problem.IN_FUTURE
    first, registered = item.first_contact_on, item.registered_on
    if first and registered and first < registered:
        found["first_contact_on"] = Problem.ENDS_BEFORE_START
    return found


@_checks_for(Attachment)
def _attachment(item: Attachment, around: CaseSnapshot, today: date) -> dict[str, Problem]:
    if item.dated_on and item.dated_on > today:
        return {"dated_on": Problem.IN_FUTURE}
    return {}
