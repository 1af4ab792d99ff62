"""What stands in a family plan (gezinsplan) on paper, decided before anything is drawn.

Pure: it knows the records and the disclosure rule, and no page, font or file. What may
not be read by the people the paper is for is left out here, and listed with its reason.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from mvs_desktop.documents.family_plan_fields import (
    ACTION_COLUMNS,
    CASE_QUESTION,
    CASE_QUESTION_BY,
    COLUMN_TITLES,
    GOAL_HEAD,
    GOAL_LINES,
    GOAL_WORDS,
    MEMBER_COLUMNS,
    PLAN_FACTS,
    PLAN_NAMES,
    PLAN_VOICES,
    STATEMENT_BY,
    STATEMENT_WORDS,
    STATUS_MARKS,
)
from mvs_desktop.documents.shows import (
    Family,
    Grid,
    Line,
    day_text,
    shown_grid,
    shown_lines,
    shown_text,
)
from mvs_desktop.domain.agreers import who_must_agree
from mvs_desktop.domain.cases import CaseMember, CaseRole
from mvs_desktop.domain.disclosure import disclose, visible_fields
from mvs_desktop.domain.errors import RecordMissing
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.plans import (
    Action,
    Goal,
    Plan,
    PlanStatus,
    Statement,
    StatementKind,
    World,
)
from mvs_desktop.domain.records import Audience, Record, type_of
from mvs_desktop.domain.snapshot import CaseSnapshot

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Said:
    """A text in somebody's own words; `by` can be empty."""

    text: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One of the three columns that the family and the team fill together."""

    kind: StatementKind
    title: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class GoalPart:
    number: int
    world: World
    head: str
    words: str
    lines: tuple[Line, ...]
    agreements: Grid


class Why(StrEnum):
    """Why something of the plan is not on this paper."""

    SHIELDED = "shielded"  # from one of the people who will read it
    WORKER_ONLY = "worker-only"  # written for the team


@dataclass(frozen=True, slots=True)
class Omission:
    """`count` records of a type left out whole (`field` None), or one field of them."""

    record_type: str
    field: str | None
    why: Why
    count: int


@dataclass(frozen=True, slots=True)
class FamilyPlanContent:
    """A plan as the people who get it on paper may read it."""

    plan_name: str
    title: str
    family_name: str
    status: PlanStatus
    version: int
    printed_on: date
    for_whom: str
    facts: tuple[Line, ...]
    question: tuple[Line, ...]
    question_by: str
    voices: tuple[Line, ...]
    columns: tuple[Column, ...]
    goals: tuple[GoalPart, ...]
    other_agreements: Grid
    members: Grid
    evaluate_on: str
    contact: str
    signers: tuple[str, ...]  # names; an empty one is a line that still wants a name
    omissions: tuple[Omission, ...]

    @property
    def status_mark(self) -> str:
        return STATUS_MARKS[self.status]

    @property
    def is_settled(self) -> bool:
        return self.status in (PlanStatus.AGREED, PlanStatus.CLOSED)

    @property
    def is_empty(self) -> bool:
        """Whether nobody has written anything in the plan yet."""
        return not (
            self.voices
            or self.goals
            or self.other_agreements.rows
            or any(column.said for column in self.columns)
        )

    @property
    def file_name(self) -> str:
        """A name to save under that says nothing about the family."""
        kind = self.plan_name.lower().replace(" ", "-")
        return f"{kind}-{self.printed_on:%Y-%m-%d}.pdf"


def family_plan_content(
    snapshot: CaseSnapshot,
    plan_id: UUID,
    readers: frozenset[UUID] | None,
    today: date,
    worker: str = "",
) -> FamilyPlanContent:
    """What of a plan may stand on a paper for `readers`, the ids of persons.

    None means that anybody of the family may come to read it: then everything that is
    shielded from anybody stays off. `worker` is the name to ask for. Raises RecordMissing
    when the plan is not in the snapshot, or may not be read by these people at all.
    """
    everybody = frozenset(person.id for person in snapshot.people)
    sieve = _Sieve(everybody if readers is None else readers)
    plan = next(iter(sieve.let_through(p for p in snapshot.all(Plan) if p.id == plan_id)), None)
    if plan is None:
        raise RecordMissing
    family = _family_of(snapshot)
    children = frozenset(child.id for child in snapshot.children)
    all_goals = snapshot.goals(plan_id)
    goals = sieve.let_through(all_goals)
    # An agreement gives its goal away, so it goes with it.
    hidden = {goal.id for goal in all_goals} - {goal.id for goal in goals}
    actions = sieve.let_through(snapshot.actions(plan_id), lambda a: a.goal_id in hidden)
    shown_goals = {goal.id for goal in goals}
    # Who looks in for a while in an emergency (noodtoegang) does not take part in the plan.
    members = tuple(member for member in snapshot.members(today) if not member.is_emergency)
    return FamilyPlanContent(
        plan_name=PLAN_NAMES[plan.kind],
        title=plan.title.strip(),
        family_name=snapshot.case.name.strip(),
        status=plan.status,
        version=plan.version,
        printed_on=today,
        for_whom=family.list(children),
        facts=shown_lines(plan, PLAN_FACTS, family),
        question=shown_lines(snapshot.case, CASE_QUESTION, family),
        question_by=shown_text(snapshot.case, CASE_QUESTION_BY, family),
        voices=shown_lines(plan, PLAN_VOICES, family),
        columns=tuple(
            _column(kind, sieve.let_through(snapshot.statements(plan_id, kind)), family)
            for kind in StatementKind
        ),
        goals=tuple(
            _goal(number, goal, [a for a in actions if a.goal_id == goal.id], family)
            for number, goal in enumerate(goals, start=1)
        ),
        other_agreements=_agreements((a for a in actions if a.goal_id not in shown_goals), family),
        members=shown_grid(CaseMember, members, MEMBER_COLUMNS, family),
        evaluate_on=day_text(plan.evaluate_on),
        contact=_contact(members, worker),
        signers=_signers(snapshot, today),
        omissions=sieve.omissions(),
    )


class _Sieve:
    """Lets through what the readers may see, and keeps count of the rest."""

    def __init__(self, readers: frozenset[UUID]) -> None:
        self._readers = readers
        self._left_out: Counter[tuple[str, str | None, Why]] = Counter()

    def let_through(
        self, items: Iterable[R], also_hidden: Callable[[R], bool] = lambda _: False
    ) -> tuple[R, ...]:
        known = tuple(items)
        verdict = disclose(known, self._readers)
        withheld = {item.id: Why(reason) for item, reason in verdict.withheld}
        withheld |= {item.id: Why.SHIELDED for item in known if also_hidden(item)}
        for item in known:
            if item.id in withheld:
                self._left_out[item.type_name, None, withheld[item.id]] += 1
            else:
                self._note_worker_fields(item)
        return tuple(item for item in known if item.id not in withheld)

    def _note_worker_fields(self, item: Record) -> None:
        visible = visible_fields(type(item), Audience.FAMILY)
        for spec in type_of(item).fields.values():
            # What holds no personal matter, such as the order of a list, nobody misses.
            personal = spec.options.sensitive and spec.name not in visible
            if personal and getattr(item, spec.name) != spec.default:
                self._left_out[item.type_name, spec.name, Why.WORKER_ONLY] += 1

    def omissions(self) -> tuple[Omission, ...]:
        return tuple(Omission(*what, count) for what, count in self._left_out.items())


def _family_of(snapshot: CaseSnapshot) -> Family:
    """Given names, whole names where two people share one."""
    shared = Counter(person.call_name for person in snapshot.people)
    return Family(
        {
            p.id: _name(p, p.full_name if shared[p.call_name] > 1 else p.call_name)
            for p in snapshot.people
        }
    )


def _name(person: Person, known: str) -> str:
    return known.strip() or ("de baby" if person.unborn else "naam nog onbekend")


def _column(kind: StatementKind, items: Iterable[Statement], family: Family) -> Column:
    said = (
        Said(shown_text(item, STATEMENT_WORDS, family), shown_text(item, STATEMENT_BY, family))
        for item in items
    )
    return Column(kind, COLUMN_TITLES[kind], tuple(one for one in said if one.text))


def _goal(number: int, goal: Goal, actions: Iterable[Action], family: Family) -> GoalPart:
    return GoalPart(
        number=number,
        world=goal.world,
        head=shown_text(goal, GOAL_HEAD, family),
        words=shown_text(goal, GOAL_WORDS, family),
        lines=shown_lines(goal, GOAL_LINES, family),
        agreements=_agreements(actions, family),
    )


def _agreements(actions: Iterable[Action], family: Family) -> Grid:
    return shown_grid(Action, tuple(actions), ACTION_COLUMNS, family)


def _contact(members: tuple[CaseMember, ...], worker: str) -> str:
    """Whom to call: the worker named, or else the one who directs the case."""
    asked = next((m for m in members if m.name == worker), None)
    if asked is None and not worker:
        asked = next((m for m in members if m.role is CaseRole.LEAD), None)
    if asked is None:
        return worker
    return f"{asked.name}, {asked.phone}" if asked.phone else asked.name


def _signers(snapshot: CaseSnapshot, today: date) -> tuple[str, ...]:
    """Who signs is who has to agree; one line stays open where nobody is known."""
    names: dict[object, str] = {}
    for asked in who_must_agree(snapshot, today):
        person = asked.person
        name = _name(person, person.full_name) if person else asked.name
        names[person.id if person else name] = name
    return tuple(names.values()) or ("",)
