"""All records of one case at one moment, and the questions that screens and paper ask.

Immutable and detached: it can be handed to another thread, and nothing in it reads or
writes a store. Withdrawn records are not in it.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar
from uuid import UUID

from mvs_desktop.domain.attachments import Attachment
from mvs_desktop.domain.cases import CaseFile, CaseMember, CaseRole
from mvs_desktop.domain.conflicts import Conflict, ConflictState
from mvs_desktop.domain.contacts import Contact, Note, NoteParagraph
from mvs_desktop.domain.custody import ParentalAuthority
from mvs_desktop.domain.partial_date import PartialDate
from mvs_desktop.domain.people import (
    GROWN_UP,
    Household,
    ParentLink,
    Partnership,
    Person,
    Residence,
)
from mvs_desktop.domain.plans import Action, Goal, Plan, PlanStatus, Statement, StatementKind
from mvs_desktop.domain.records import Record
from mvs_desktop.domain.school import EnrolmentState, SchoolEnrolment
from mvs_desktop.domain.signing import signed_paragraphs

R = TypeVar("R", bound=Record)


def in_period(starts: PartialDate | None, ends: PartialDate | None, day: date) -> bool:
    """Whether `day` can lie in a period whose ends may be half known or open."""
    return (starts is None or starts.first_day <= day) and (ends is None or day <= ends.last_day)


def counts_as_child(person: Person, parents: Container[UUID], day: date | None) -> bool:
    """Whether somebody who gets help is one of the children of a file.

    `parents` are the ids of those who have a child in it: one of them counts while under
    age on `day`, and not when that is unknown.
    """
    if not person.gets_help or person.id not in parents:
        return person.gets_help
    age = None if day is None else person.age_on(day)
    return age is not None and age < GROWN_UP


@dataclass(frozen=True, slots=True)
class RecordState:
    """What the store knows of a record beside its values."""

    unsent: bool = False  # has changes that the centre has not confirmed
    changed_at: datetime | None = None
    changed_by: str = ""


@dataclass(frozen=True)
class CaseSnapshot:
    """The live records of one case, as far as this worker may see them.

    `day` is the day on which it was read, for questions of age.
    """

    case: CaseFile
    records: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)  # by type name
    states: Mapping[UUID, RecordState] = field(default_factory=dict)
    day: date | None = None

    @classmethod
    def of(
        cls,
        case: CaseFile,
        records: Iterable[Record],
        states: Mapping[UUID, RecordState] | None = None,
        day: date | None = None,
    ) -> "CaseSnapshot":
        by_type: dict[str, list[Record]] = {}
        for item in records:
            by_type.setdefault(item.type_name, []).append(item)
        return cls(
            case,
            MappingProxyType({name: tuple(items) for name, items in by_type.items()}),
            MappingProxyType(dict(states or {})),
            day,
        )

    def all(self, kind: type[R]) -> tuple[R, ...]:
        """Every record of a type, in the order they were made."""
        return self.records.get(kind.type_name, ())  # type: ignore[return-value]

    def get(self, kind: type[R], id_: UUID | None) -> R | None:
        if id_ is None:
            return None
        return next((item for item in self.all(kind) if item.id == id_), None)

    def state(self, id_: UUID) -> RecordState:
        return self.states.get(id_, RecordState())

    # People

    @property
    def people(self) -> tuple[Person, ...]:
        """Oldest first; people without a birth date after them, the unborn last."""
        return tuple(
            sorted(
                self.all(Person),
                key=lambda p: (
                    p.unborn,
                    p.birth is None,
                    p.birth.first_day if p.birth else date.max,
                ),
            )
        )

    def person(self, id_: UUID | None) -> Person | None:
        return self.get(Person, id_)

    @property
    def children(self) -> tuple[Person, ...]:
        """The children the file is about, oldest first.

        Those who get help and have no child here, or are under age themselves; when nobody
        was marked, everyone who is somebody's child and nobody's parent.
        """
        parents = {link.parent_id for link in self.all(ParentLink)}
        helped = tuple(p for p in self.people if counts_as_child(p, parents, self.day))
        if helped:
            return helped
        below = {link.child_id for link in self.all(ParentLink)}
        return tuple(p for p in self.people if p.id in below and p.id not in parents)

    @cached_property
    def _rank(self) -> Mapping[UUID, int]:
        parents = [link.parent_id for link in self.all(ParentLink)]
        others = [person.id for person in self.people]
        return {id_: at for at, id_ in enumerate(dict.fromkeys([*parents, *others]))}

    def rank(self, person_id: UUID | None) -> int:
        """Place in the one order in which people are named together: parents as they were
        first linked, then the others as in `people`."""
        return self._rank.get(person_id, len(self._rank)) if person_id else len(self._rank)

    def parents_of(self, child_id: UUID) -> tuple[tuple[Person, ParentLink], ...]:
        found = (
            (parent, link)
            for link in self.all(ParentLink)
            if link.child_id == child_id and (parent := self.person(link.parent_id))
        )
        return tuple(sorted(found, key=lambda pair: self.rank(pair[0].id)))

    def children_of(self, parent_id: UUID) -> tuple[tuple[Person, ParentLink], ...]:
        return tuple(
            (child, link)
            for link in self.all(ParentLink)
            if link.parent_id == parent_id and (child := self.person(link.child_id))
        )

    def partnerships_of(self, person_id: UUID) -> tuple[Partnership, ...]:
        return tuple(
            item for item in self.all(Partnership) if person_id in (item.first_id, item.second_id)
        )

    def authority_over(self, child_id: UUID, day: date) -> tuple[ParentalAuthority, ...]:
        found = (
            item
            for item in self.all(ParentalAuthority)
            if item.child_id == child_id and item.active_on(day)
        )
        return tuple(sorted(found, key=lambda item: self.rank(item.holder_id)))

    def homes_of(self, person_id: UUID, day: date) -> tuple[tuple[Household, Residence], ...]:
        """In the same order for every child of two homes."""
        return tuple(
            (home, stay)
            for home in self.all(Household)
            for stay in self.all(Residence)
            if (stay.person_id, stay.household_id) == (person_id, home.id)
            and in_period(stay.starts_on, stay.ends_on, day)
        )

    def residents_of(self, household_id: UUID, day: date) -> tuple[tuple[Person, Residence], ...]:
        found = (
            (person, stay)
            for stay in self.all(Residence)
            if stay.household_id == household_id
            and in_period(stay.starts_on, stay.ends_on, day)
            and (person := self.person(stay.person_id))
        )
        return tuple(sorted(found, key=lambda pair: self.rank(pair[0].id)))

    # School

    def enrolment_of(self, person_id: UUID, day: date) -> SchoolEnrolment | None:
        """Where the child goes to school; the latest when two overlap."""
        running = [
            item
            for item in self.all(SchoolEnrolment)
            if item.person_id == person_id
            and item.state is not EnrolmentState.LEFT
            and (item.ends_on is None or day <= item.ends_on)
        ]
        return max(running, key=lambda e: (e.starts_on or date.min, e.id), default=None)

    # Plan

    @property
    def current_plan(self) -> Plan | None:
        """The newest plan that is not closed."""
        open_plans = [p for p in self.all(Plan) if p.status is not PlanStatus.CLOSED]
        return max(open_plans, key=lambda plan: (plan.version, plan.id), default=None)

    def goals(self, plan_id: UUID) -> tuple[Goal, ...]:
        return tuple(
            sorted(
                (item for item in self.all(Goal) if item.plan_id == plan_id),
                key=lambda item: (item.position, item.id),
            )
        )

    def actions(self, plan_id: UUID, goal_id: UUID | None = None) -> tuple[Action, ...]:
        """The agreements of a plan, or of one of its goals."""
        return tuple(
            sorted(
                (
                    item
                    for item in self.all(Action)
                    if item.plan_id == plan_id and (goal_id is None or item.goal_id == goal_id)
                ),
                key=lambda item: (item.position, item.id),
            )
        )

    def statements(self, plan_id: UUID, kind: StatementKind) -> tuple[Statement, ...]:
        return tuple(
            sorted(
                (
                    item
                    for item in self.all(Statement)
                    if item.plan_id == plan_id and item.kind is kind
                ),
                key=lambda item: (item.position, item.id),
            )
        )

    # Contacts and notes

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """Newest first."""
        return tuple(sorted(self.all(Contact), key=lambda c: (c.at, c.id), reverse=True))

    def note_of(self, contact_id: UUID) -> Note | None:
        """The latest version of the note of a contact."""
        notes = [item for item in self.all(Note) if item.contact_id == contact_id]
        replaced = {item.corrects_id for item in notes}
        return max(
            (item for item in notes if item.id not in replaced), key=lambda n: n.id, default=None
        )

    def paragraphs(self, note_id: UUID) -> tuple[NoteParagraph, ...]:
        """In their order; of a signed note as they were signed."""
        note = self.get(Note, note_id)
        signed = signed_paragraphs(note) if note else None
        if signed is not None:
            return signed
        return tuple(
            sorted(
                (item for item in self.all(NoteParagraph) if item.note_id == note_id),
                key=lambda item: (item.position, item.id),
            )
        )

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """Newest first, by the day on them or else the day they were added."""
        return tuple(
            sorted(
                self.all(Attachment),
                key=lambda item: (item.dated_on or item.added_on or date.min, item.id),
                reverse=True,
            )
        )

    # Workers

    def members(self, day: date) -> tuple[CaseMember, ...]:
        order = list(CaseRole)
        return tuple(
            sorted(
                (item for item in self.all(CaseMember) if item.active_on(day)),
                key=lambda item: (order.index(item.role), item.name),
            )
        )

    @property
    def open_conflicts(self) -> tuple[Conflict, ...]:
        return tuple(c for c in self.all(Conflict) if c.state is ConflictState.OPEN)
