"""What is kept ready of each case for the first screens: its line in the caseload, and what in
it may ask for attention.

A summary is true until the case changes or a moment that it names itself; whether something
shows on a day is decided when it is read (`first_screens`).
"""

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from mvs_desktop.domain.cases import CaseFile, CaseKind, CaseMember, CaseRole, Phase
from mvs_desktop.domain.codec import Json
from mvs_desktop.domain.conflicts import Conflict, ConflictState
from mvs_desktop.domain.contacts import Contact, ContactKind, ContactState, Note
from mvs_desktop.domain.custody import ParentalAuthority
from mvs_desktop.domain.people import Household, ParentLink, Person
from mvs_desktop.domain.plans import Action, Plan, PlanStatus
from mvs_desktop.domain.records import Record, to_doc
from mvs_desktop.domain.school import SchoolEnrolment
from mvs_desktop.domain.snapshot import counts_as_child
from mvs_desktop.services.views import ChildLine
from mvs_desktop.storage.records.reader import Reader
from mvs_desktop.storage.records.summaries import LATER, Summary

R = TypeVar("R", bound=Record)

LOOSE_NOTE_DAYS = 7  # a loose note older than this asks to be finished
AHEAD = timedelta(days=7)
# A contact that is planned may still begin, or be under way.
_STILL_COMING = timedelta(hours=2)
_FIRST_DAYS, _LAST_DAYS = date(1, 1, 31), date(9999, 11, 30)


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


class Point(StrEnum):
    """What a summary says beside the row of the list: something that may ask for attention."""

    LOOSE_NOTE = "loose-note"
    NO_NOTE = "no-note"
    UNSIGNED = "unsigned"
    CONFLICT = "conflict"
    ACTION = "action"
    EVALUATION = "evaluation"
    AUTHORITY = "authority"


_ALWAYS = ""  # before every day


class Caseload:
    """Sums up cases: what the first screens need of each, made from all of its records."""

    def __init__(
        self, reader: Reader, worker_id: UUID, today: Today, case_ids: Collection[UUID]
    ) -> None:
        self._worker_id = worker_id
        self._today = today
        self._case_ids = case_ids
        self._cases = {case.case_id: case for case in reader.among(CaseFile, case_ids)}
        self._people = _by_case(reader.among(Person, case_ids))
        self._links = _by_case(reader.among(ParentLink, case_ids))
        self._members = _by_case(reader.among(CaseMember, case_ids))
        self._contacts = _by_case(reader.among(Contact, case_ids))
        self._notes = {n.contact_id: n for n in reader.among(Note, case_ids) if n.contact_id}
        self._homes = _by_case(reader.among(Household, case_ids))
        self._schools = _by_case(reader.among(SchoolEnrolment, case_ids))
        self._plans = _by_case(reader.among(Plan, case_ids))
        self._actions = _by_case(reader.among(Action, case_ids))
        self._authority = _by_case(reader.among(ParentalAuthority, case_ids))
        conflicts = reader.among(Conflict, case_ids)
        self._conflicts = _by_case(c for c in conflicts if c.state is ConflictState.OPEN)

    def summaries(self) -> Iterator[tuple[UUID, Summary | None]]:
        """Each case with its summary; None for one whose file itself is not here."""
        for case_id in self._case_ids:
            case = self._cases.get(case_id)
            yield case_id, None if case is None else self._summary(case)

    def _summary(self, case: CaseFile) -> Summary:
        members = [m for m in self._members[case.id] if m.active_on(self._today.day)]
        leads = [m for m in members if m.role is CaseRole.LEAD]
        leading = (CaseRole.LEAD, CaseRole.DEPUTY)
        mine = any(m.worker_id == self._worker_id and m.role in leading for m in members)
        held = [c.at for c in self._contacts[case.id] if self._counts_as_contact(c)]
        planned = [
            c.at
            for c in self._contacts[case.id]
            if c.state is ContactState.PLANNED and c.at >= self._today.now - _STILL_COMING
        ]
        last, coming = max(held, default=None), min(planned, default=None)
        points = [*self._unfinished(case), *self._attention(case)]
        content: dict[str, Json] = {
            "case": to_doc(case),
            "children": [[c.name, c.age, c.unborn] for c in self._children(case.id)],
            "lead": leads[0].name if leads else "",
            "mine": mine or not members,
            "last": None if last is None else last.isoformat(),
            "next": None if coming is None else coming.isoformat(),
            "conflicts": len(self._conflicts[case.id]),
            "points": points,
        }
        return Summary(
            case.id,
            self._true_until(case.id, coming),
            min((str(point[1]) for point in points), default=LATER),
            case.kind is CaseKind.FAMILY,
            case.phase is Phase.CLOSED,
            case.phase is Phase.AFTERCARE,
            case.waiting,
            mine or not members,
            coming,
            case.name.casefold(),
            folded(" ".join(self._search_words(case))),
            content,
        )

    def _true_until(self, case_id: UUID, coming: datetime | None) -> datetime | None:
        """The first moment at which the summary would say something else by time alone."""
        now, today = self._today.now, self._today.day
        days = [m.starts_on for m in self._members[case_id] if m.starts_on]
        days += [_next_day(m.ends_on) for m in self._members[case_id] if m.ends_on]
        days += [_birthday(p.birth.first_day, today) for p in self._people[case_id] if p.birth]
        moments = [c.at for c in self._contacts[case_id]]  # held in the future: they will count
        moments += [_midnight(day) for day in days if day > today]
        if coming is not None:
            moments.append(coming + _STILL_COMING)
        return min((moment for moment in moments if moment > now), default=None)

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

    def _unfinished(self, case: CaseFile) -> Iterator[list[Json]]:
        """Kind, the first day on which it shows, the contact, and its moment."""
        for contact in self._contacts[case.id]:
            if contact.worker_id not in (None, self._worker_id):
                continue
            note = self._notes.get(contact.id)
            since = self._today.day_of(contact.at)
            if case.kind is CaseKind.OWN:
                kind, shows = Point.LOOSE_NOTE, _next_day(since, LOOSE_NOTE_DAYS + 1).isoformat()
            elif note is None:
                over = contact.state is ContactState.CANCELLED
                if over or contact.kind is ContactKind.NO_ANSWER:
                    continue
                kind, shows = Point.NO_NOTE, _next_day(since).isoformat()
            elif not note.signed and note.author_id == self._worker_id:
                kind, shows = Point.UNSIGNED, _ALWAYS
            else:
                continue
            yield [kind.value, shows, str(contact.id), ""]

    def _attention(self, case: CaseFile) -> Iterator[list[Json]]:
        """Kind, the first day on which it shows, the record, and who it is about or its day."""
        if case.kind is not CaseKind.FAMILY or case.phase is Phase.CLOSED:
            return
        for conflict in self._conflicts[case.id]:
            yield [Point.CONFLICT.value, _ALWAYS, str(conflict.id), conflict.other_by]
        closed = {p.id for p in self._plans[case.id] if p.status is PlanStatus.CLOSED}
        names = {p.id: p.call_name for p in self._people[case.id]}
        for action in self._actions[case.id]:
            if action.done or action.due is None or action.plan_id in closed:
                continue
            who = names.get(action.person_id, action.who) if action.person_id else action.who
            yield [Point.ACTION.value, _shows_before(action.due), str(action.id), who]
        for plan in self._plans[case.id]:
            if plan.status in (PlanStatus.DISCUSSED, PlanStatus.AGREED) and plan.evaluate_on:
                day = plan.evaluate_on
                yield [Point.EVALUATION.value, _shows_before(day), str(plan.id), day.isoformat()]
        if self._authority_unchecked(case.id):
            yield [Point.AUTHORITY.value, _ALWAYS, "", ""]

    def _authority_unchecked(self, case_id: UUID) -> bool:
        """Whether a child under eighteen has no authority that somebody checked."""
        checked = {item.child_id for item in self._authority[case_id] if item.checked_on}
        return any(
            p.gets_help and (p.age_on(self._today.day) or 99) < 18 and p.id not in checked
            for p in self._people[case_id]
        )


def _next_day(day: date, days: int = 1) -> date:
    return day + timedelta(days=days) if day < _LAST_DAYS else date.max


def _shows_before(day: date) -> str:
    return (day - AHEAD if day > _FIRST_DAYS else date.min).isoformat()


def _midnight(day: date) -> datetime:
    """When a day begins here; some hours early at the ends of the calendar."""
    return datetime.combine(day, time.min, UTC if day > _LAST_DAYS else None).astimezone(UTC)


def _birthday(born: date, today: date) -> date:
    """The next day after today on which somebody is a year older."""
    for year in (today.year, today.year + 1):
        try:
            day = born.replace(year=max(year, born.year))
        except ValueError:  # 29 February; older on 1 March in other years
            day = date(max(year, born.year), 3, 1)
        if day > today:
            return day
    return born.replace(day=1, month=1, year=max(today.year + 2, born.year))


def folded(text: str) -> str:
    """Without case and diacritics, for filtering while somebody types."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def _by_case(records: Iterable[R]) -> defaultdict[UUID, list[R]]:
    found: defaultdict[UUID, list[R]] = defaultdict(list)
    for item in records:
        found[item.case_id].append(item)
    return found
