"""The caseload and the day: what a worker sees before opening any family."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import TypeVar
from uuid import UUID

from mvs_desktop.domain.cases import CaseFile, CaseKind, CaseMember, CaseRole, Phase
from mvs_desktop.domain.conflicts import Conflict, ConflictState
from mvs_desktop.domain.contacts import Contact, ContactKind, ContactState, Note
from mvs_desktop.domain.custody import ParentalAuthority
from mvs_desktop.domain.people import Household, ParentLink, Person
from mvs_desktop.domain.plans import Action, Plan, PlanStatus
from mvs_desktop.domain.records import Record
from mvs_desktop.domain.school import SchoolEnrolment
from mvs_desktop.domain.snapshot import counts_as_child
from mvs_desktop.services.views import (
    Attention,
    AttentionRow,
    CaseRow,
    ChildLine,
    DayView,
    Unfinished,
    UnfinishedRow,
    VisitRow,
)
from mvs_desktop.storage.reader import Reader

R = TypeVar("R", bound=Record)

LOOSE_NOTE_DAYS = 7  # a loose note older than this asks to be finished
AHEAD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Today:
    """The day a worker lives in: `zone` is where the laptop is."""

    now: datetime
    zone: tzinfo

    @property
    def day(self) -> date:
        return self.day_of(self.now)

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()


class Caseload:
    """Everything that the first screens need, read once from one snapshot."""

    def __init__(self, reader: Reader, worker_id: UUID, today: Today) -> None:
        self._worker_id = worker_id
        self._today = today
        self._cases = {case.case_id: case for case in reader.select(CaseFile)}
        self._people = _by_case(reader.select(Person))
        self._links = _by_case(reader.select(ParentLink))
        self._members = _by_case(reader.select(CaseMember))
        self._contacts = _by_case(reader.select(Contact))
        self._notes = {n.contact_id: n for n in reader.select(Note) if n.contact_id}
        self._homes = _by_case(reader.select(Household))
        self._schools = _by_case(reader.select(SchoolEnrolment))
        self._plans = _by_case(reader.select(Plan))
        self._actions = _by_case(reader.select(Action))
        self._authority = _by_case(reader.select(ParentalAuthority))
        self._conflicts = _by_case(reader.select(Conflict, state=ConflictState.OPEN))
        self._unsent = reader.unsent_by_case()

    def rows(self) -> tuple[CaseRow, ...]:
        """Families, those with the nearest next contact first."""
        rows = [self._row(case) for case in self._cases.values() if case.kind is CaseKind.FAMILY]
        far = datetime.max.replace(tzinfo=self._today.zone)
        return tuple(sorted(rows, key=lambda r: (r.next_contact or far, r.case.name.casefold())))

    def day(self, day: date) -> DayView:
        rows = self.rows()
        return DayView(
            day,
            tuple(self._visits(day)),
            tuple(sorted(self._unfinished(), key=lambda row: row.since)),
            tuple(sorted(self._attention(), key=lambda row: row.due or date.min)),
            tuple(row for row in rows if row.case.waiting),
        )

    def _row(self, case: CaseFile) -> CaseRow:
        members = [m for m in self._members[case.id] if m.active_on(self._today.day)]
        leads = [m for m in members if m.role is CaseRole.LEAD]
        leading = (CaseRole.LEAD, CaseRole.DEPUTY)
        mine = any(m.worker_id == self._worker_id and m.role in leading for m in members)
        held = [c.at for c in self._contacts[case.id] if self._counts_as_contact(c)]
        planned = [
            c.at
            for c in self._contacts[case.id]
            if c.state is ContactState.PLANNED and c.at >= self._today.now - timedelta(hours=2)
        ]
        return CaseRow(
            case,
            tuple(self._children(case.id)),
            leads[0].name if leads else "",
            mine or not members,
            max(held, default=None),
            min(planned, default=None),
            self._unsent.get(case.id, 0),
            len(self._conflicts[case.id]),
            folded(" ".join(self._search_words(case))),
        )

    def _counts_as_contact(self, contact: Contact) -> bool:
        return (
            contact.state is ContactState.HELD
            and contact.kind is not ContactKind.NO_ANSWER
            and contact.at <= self._today.now
        )

    def _children(self, case_id: UUID) -> Iterator[ChildLine]:
        parents = {link.parent_id for link in self._links[case_id]}
        day = self._today.day
        children = [p for p in self._people[case_id] if counts_as_child(p, parents, day)]
        for child in sorted(children, key=lambda p: p.birth.first_day if p.birth else date.max):
            yield ChildLine(child.call_name, child.age_on(day), child.unborn)

    def _search_words(self, case: CaseFile) -> Iterator[str]:
        yield case.name
        for person in self._people[case.id]:
            yield person.full_name
        for home in self._homes[case.id]:
            yield f"{home.street} {home.house_number} {home.place}"
        for school in self._schools[case.id]:
            yield school.school_name

    def _visits(self, day: date) -> Iterator[VisitRow]:
        everyone = [c for contacts in self._contacts.values() for c in contacts]
        for contact in sorted(everyone, key=lambda c: c.at):
            case = self._cases.get(contact.case_id)
            if case is None or self._today.day_of(contact.at) != day or not self._is_mine(contact):
                continue
            if contact.state is ContactState.CANCELLED:
                continue
            names = [p.call_name for p in self._people[case.id] if p.id in contact.person_ids]
            if contact.others:
                names.append(contact.others)
            yield VisitRow(contact, case, tuple(names), contact.place, contact.id in self._notes)

    def _is_mine(self, contact: Contact) -> bool:
        return contact.worker_id is None or contact.worker_id == self._worker_id

    def _unfinished(self) -> Iterator[UnfinishedRow]:
        today = self._today.day
        for case_id, contacts in self._contacts.items():
            case = self._cases.get(case_id)
            if case is None:
                continue
            for contact in contacts:
                if not self._is_mine(contact):
                    continue
                since = self._today.day_of(contact.at)
                kind = self._what_is_unfinished(case, contact, since, today)
                if kind is not None:
                    yield UnfinishedRow(kind, case, contact, since)

    def _what_is_unfinished(
        self, case: CaseFile, contact: Contact, since: date, today: date
    ) -> Unfinished | None:
        if case.kind is CaseKind.OWN:
            old = (today - since).days > LOOSE_NOTE_DAYS
            return Unfinished.LOOSE_NOTE if old else None
        note = self._notes.get(contact.id)
        past = contact.state is not ContactState.CANCELLED and since < today
        if note is None and past and contact.kind is not ContactKind.NO_ANSWER:
            return Unfinished.VISIT_WITHOUT_NOTE
        if note is not None and not note.signed and note.author_id == self._worker_id:
            return Unfinished.UNSIGNED_NOTE
        return None

    def _attention(self) -> Iterator[AttentionRow]:
        until = self._today.day + AHEAD
        for case in self._cases.values():
            if case.kind is not CaseKind.FAMILY or case.phase is Phase.CLOSED:
                continue
            for conflict in self._conflicts[case.id]:
                yield AttentionRow(Attention.CONFLICT, case, None, who=conflict.other_by)
            yield from self._due_actions(case, until)
            for plan in self._plans[case.id]:
                running = plan.status in (PlanStatus.DISCUSSED, PlanStatus.AGREED)
                if running and plan.evaluate_on and plan.evaluate_on <= until:
                    yield AttentionRow(Attention.EVALUATION_DUE, case, plan.evaluate_on)
            if self._authority_unchecked(case.id):
                yield AttentionRow(Attention.AUTHORITY_UNCHECKED, case, None)

    def _due_actions(self, case: CaseFile, until: date) -> Iterator[AttentionRow]:
        closed = {p.id for p in self._plans[case.id] if p.status is PlanStatus.CLOSED}
        names = {p.id: p.call_name for p in self._people[case.id]}
        for action in self._actions[case.id]:
            if action.done or action.due is None or action.due > until:
                continue
            if action.plan_id not in closed:
                who = names.get(action.person_id, action.who) if action.person_id else action.who
                yield AttentionRow(Attention.ACTION_DUE, case, action.due, action, who)

    def _authority_unchecked(self, case_id: UUID) -> bool:
        """Whether a child under eighteen has no authority that somebody checked."""
        checked = {item.child_id for item in self._authority[case_id] if item.checked_on}
        return any(
            p.gets_help and (p.age_on(self._today.day) or 99) < 18 and p.id not in checked
            for p in self._people[case_id]
        )


def folded(text: str) -> str:
    """Without case and diacritics, for filtering while somebody types."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def _by_case(records: Iterable[R]) -> defaultdict[UUID, list[R]]:
    found: defaultdict[UUID, list[R]] = defaultdict(list)
    for item in records:
        found[item.case_id].append(item)
    return found
