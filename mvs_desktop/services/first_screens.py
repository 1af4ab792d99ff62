"""The caseload and the day, read from what is kept ready of each case."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from time import perf_counter
from typing import Any
from uuid import UUID

from mvs_desktop.domain.cases import CaseFile, CaseGroup
from mvs_desktop.domain.conflicts import Conflict
from mvs_desktop.domain.contacts import Contact, ContactState, Note
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.plans import Action, Plan
from mvs_desktop.domain.records import from_doc, record_type
from mvs_desktop.services.caseload import Caseload, Point, Today, folded
from mvs_desktop.services.views import (
    Attention,
    AttentionRow,
    CasePage,
    CaseRow,
    ChildLine,
    DayView,
    Unfinished,
    UnfinishedRow,
    VisitRow,
)
from mvs_desktop.storage.records.reader import Reader
from mvs_desktop.storage.store import Store

_SLICE = 25  # cases that are summed up in one transaction
# What a screen spends on bringing stale summaries up to date before it is shown.
_FOR_A_PAGE, _FOR_ALL = 0.01, 0.5  # seconds

_UNFINISHED = {
    Point.LOOSE_NOTE: Unfinished.LOOSE_NOTE,
    Point.NO_NOTE: Unfinished.VISIT_WITHOUT_NOTE,
    Point.UNSIGNED: Unfinished.UNSIGNED_NOTE,
}


class FirstScreens:
    """Made by Workspace. Each method first sums up what has changed, as far as that is quick;
    `catch_up` does the rest behind the work."""

    def __init__(self, store: Store, worker_id: UUID, today: Callable[[], Today]) -> None:
        self._store = store
        self._worker_id = worker_id
        self._today = today

    def page(
        self, group: CaseGroup | None = None, text: str = "", start: int = 0, limit: int = 50
    ) -> CasePage:
        """A part of the families of a group in which every typed word occurs, those with the
        nearest next contact first. Without a group the first that has any: mine, else all."""
        behind = self._refresh(_FOR_A_PAGE)
        words = folded(text).split()
        with self._store.reader() as reader:
            kept, unsent = reader.summaries, reader.unsent_by_case()
            counts = kept.counts()
            if group is None:
                group = CaseGroup.MINE if counts[CaseGroup.MINE] else CaseGroup.TEAM
            found = kept.families(group, words, limit, start)
            rows = tuple(_row(*one, unsent) for one in found)
            total = kept.count(group, words) if words else counts[group]
        return CasePage(rows, group, start, total, counts, behind)

    def rows(self) -> tuple[CaseRow, ...]:
        """All families, those with the nearest next contact first."""
        self._refresh(_FOR_ALL)
        with self._store.reader() as reader:
            unsent = reader.unsent_by_case()
            return tuple(_row(*one, unsent) for one in reader.summaries.families())

    def day(self, day: date) -> DayView:
        """What a day holds, and what asks for attention now."""
        self._refresh(_FOR_ALL)
        today = self._today()
        with self._store.reader() as reader:
            asking = reader.summaries.due(today.day.isoformat())
            unfinished: list[UnfinishedRow] = []
            attention: list[AttentionRow] = []
            for case_id, content in asking:
                case = _case(case_id, content)
                for point in _showing(content, today.day):
                    if point[0] in _UNFINISHED:
                        unfinished.extend(_unfinished(reader, case, point, today))
                    else:
                        attention.extend(_attention(reader, case, point))
            unsent = reader.unsent_by_case()
            return DayView(
                day,
                tuple(self._visits(reader, day, today)),
                tuple(sorted(unfinished, key=lambda row: row.since)),
                tuple(sorted(attention, key=lambda row: row.due or date.min)),
                tuple(_row(*one, unsent) for one in reader.summaries.waiting()),
            )

    def catch_up(self) -> bool:
        """Sum up some of the cases that changed; False when there are none left. Short, and
        behind everybody who waits."""
        return self._sum_up(behind=True) == _SLICE

    def _refresh(self, seconds: float) -> bool:
        """Whether some are still stale."""
        end = perf_counter() + seconds
        while self._sum_up(behind=False) == _SLICE:
            if perf_counter() >= end:
                return True
        return False

    def _sum_up(self, *, behind: bool) -> int:
        today = self._today()
        with self._store.reader() as reader:
            stale = reader.summaries.stale(today.now, _SLICE)
        if stale:
            with self._store.derived(behind=behind) as reader:
                kept = reader.summaries
                for case_id, summary in Caseload(reader, self._worker_id, today, stale).summaries():
                    kept.put(case_id, summary)
        return len(stale)

    def _visits(self, reader: Reader, day: date, today: Today) -> Iterator[VisitRow]:
        # Wider than any zone: which day it was is asked of each.
        noon = datetime.combine(day, time(12), UTC)
        near = reader.between(Contact, "at", _moved(noon, -2), _moved(noon, 2))
        mine = [
            contact
            for contact in near
            if today.day_of(contact.at) == day
            and contact.worker_id in (None, self._worker_id)
            and contact.state is not ContactState.CANCELLED
        ]
        case_ids = {contact.case_id for contact in mine}
        cases = {case.case_id: case for case in reader.among(CaseFile, case_ids)}
        people = reader.among(Person, case_ids)
        noted = {note.contact_id for note in reader.among(Note, case_ids)}
        for contact in sorted(mine, key=lambda contact: contact.at):
            if contact.case_id in cases:
                names = _present(contact, people)
                case, has_note = cases[contact.case_id], contact.id in noted
                yield VisitRow(contact, case, names, contact.place, has_note)


def _moved(moment: datetime, days: int) -> datetime:
    try:
        return moment + timedelta(days=days)
    except OverflowError:
        return moment


def _present(contact: Contact, people: Iterable[Person]) -> tuple[str, ...]:
    names = [
        p.call_name for p in people if p.case_id == contact.case_id and p.id in contact.person_ids
    ]
    return (*names, contact.others) if contact.others else tuple(names)


def _case(case_id: UUID, content: Any) -> CaseFile:
    case = from_doc(record_type(CaseFile.type_name), case_id, case_id, content["case"])
    assert isinstance(case, CaseFile)  # noqa: S101 - it is what the summary was made of
    return case


def _row(case_id: UUID, words: str, content: Any, unsent: Mapping[UUID, int]) -> CaseRow:
    last, coming = content["last"], content["next"]
    return CaseRow(
        _case(case_id, content),
        tuple(ChildLine(*child) for child in content["children"]),
        content["lead"],
        content["mine"],
        datetime.fromisoformat(last) if last else None,
        datetime.fromisoformat(coming) if coming else None,
        unsent.get(case_id, 0),
        content["conflicts"],
        words,
    )


Shown = tuple[Point, UUID | None, str]  # what, the record, and who it is about or its day


def _showing(content: Any, day: date) -> Iterator[Shown]:
    for kind, first_day, record_id, about in content["points"]:
        if first_day <= day.isoformat():
            yield Point(kind), UUID(record_id) if record_id else None, about


def _unfinished(
    reader: Reader, case: CaseFile, point: Shown, today: Today
) -> Iterator[UnfinishedRow]:
    kind, record_id, _ = point
    for contact in reader.select(Contact, id=record_id):
        yield UnfinishedRow(_UNFINISHED[kind], case, contact, today.day_of(contact.at))


def _attention(reader: Reader, case: CaseFile, point: Shown) -> Iterator[AttentionRow]:
    kind, record_id, about = point
    match kind:
        case Point.CONFLICT if reader.select(Conflict, id=record_id):
            yield AttentionRow(Attention.CONFLICT, case, None, who=about)
        case Point.ACTION:
            for action in reader.select(Action, id=record_id):
                yield AttentionRow(Attention.ACTION_DUE, case, action.due, action, about)
        case Point.EVALUATION if reader.select(Plan, id=record_id):
            yield AttentionRow(Attention.EVALUATION_DUE, case, date.fromisoformat(about))
        case Point.AUTHORITY:
            yield AttentionRow(Attention.AUTHORITY_UNCHECKED, case, None)
        case _:  # its record was withdrawn since
            pass
