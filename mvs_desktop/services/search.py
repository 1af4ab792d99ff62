"""Searching what this worker has on this laptop: names, addresses, numbers, notes and plans.

The store holds what the worker was granted and nothing else; what is withdrawn, cannot be read
or is a colleague's own file does not come out of a search either.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from mvs_desktop.domain.cases import CaseFile, CaseKind, CaseMember
from mvs_desktop.domain.contacts import Contact
from mvs_desktop.domain.excerpts import excerpt, marked
from mvs_desktop.domain.findable import findable
from mvs_desktop.domain.people import Household, Person
from mvs_desktop.domain.records import Record, Search, record_type, type_of
from mvs_desktop.domain.school import SchoolEnrolment
from mvs_desktop.domain.words import words
from mvs_desktop.services.views import SearchHit, SearchResult
from mvs_desktop.storage.audit.log import Act
from mvs_desktop.storage.records.reader import Reader
from mvs_desktop.storage.search.finding import Found, Within
from mvs_desktop.storage.store import Store

PAGE = 40  # hits that are shown at first
_BSN_DIGITS = 9
_BETWEEN_DIGITS = re.compile(r"[\s.\-]+")


class SearchKind(StrEnum):
    """What a search can be kept to; the types behind each are what a worker calls so."""

    NAMES = "names"  # families, people and addresses
    NOTES = "notes"
    PLANS = "plans"
    SCHOOL = "school"
    ATTACHMENTS = "attachments"


_TYPES: Mapping[SearchKind, tuple[str, ...]] = {
    SearchKind.NAMES: ("case_file", "person", "household"),
    SearchKind.NOTES: ("contact", "note", "note_paragraph"),
    SearchKind.PLANS: ("plan", "statement", "goal", "action"),
    SearchKind.SCHOOL: ("school_enrolment",),
    SearchKind.ATTACHMENTS: ("attachment",),
}


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """What to keep a search to. `since` and `until` are days, both included; with one of them
    only what has a day is found, so no names."""

    case_id: UUID | None = None
    person_id: UUID | None = None
    kind: SearchKind | None = None
    since: date | None = None
    until: date | None = None


EVERYTHING = SearchFilter()


class Finder:
    """Finds while somebody types; made by Workspace."""

    def __init__(self, store: Store, worker_id: UUID) -> None:
        self._store = store
        self._worker_id = worker_id

    def find(self, text: str, chosen: SearchFilter = EVERYTHING, limit: int = PAGE) -> SearchResult:
        """What fits a text, those by name first, notes newest first.

        Call `settled` when typing has stopped. A whole BSN is looked up at once, and logged
        before anything is returned. Raises LeaseClosed.
        """
        exact = self._by_number(text) if chosen == EVERYTHING else ()
        within = Within(
            chosen.case_id,
            chosen.person_id,
            () if chosen.kind is None else _TYPES[chosen.kind],
            chosen.since,
            chosen.until,
        )
        found = self._store.search(text, within, limit + 1)
        with self._store.reader() as reader:
            hits = _Hits(reader, self._worker_id).of([*exact, *found[:limit]])
        return SearchResult(hits, len(found) > limit, self._store.index.is_behind(), bool(exact))

    def settled(self, result: SearchResult) -> None:
        """Log a search that somebody stopped typing for, without its text."""
        with self._store.unit_of_work() as work:
            work.log(Act.SEARCH, hits=len(result.hits))

    def people(self, case_id: UUID) -> tuple[Person, ...]:
        """The people of a family, to keep a search to one of them."""
        with self._store.reader() as reader:
            return reader.select(Person, case_id=case_id)

    def catch_up(self) -> bool:
        """Index a little of what came in; False when there is nothing left to do. Short, so
        that other work goes between."""
        return self._store.index.catch_up() or self._store.index.tidy()

    def _by_number(self, text: str) -> tuple[Found, ...]:
        digits = _BETWEEN_DIGITS.sub("", text)
        if len(digits) != _BSN_DIGITS or not (digits.isascii() and digits.isdigit()):
            return ()
        found = self._store.search_exact(digits)
        with self._store.unit_of_work() as work:
            for hit in found:
                work.log(Act.SEARCH_NUMBER, hit.case_id, record=str(hit.record_id))
            if not found:
                work.log(Act.SEARCH_NUMBER, hits=0)
        return found


class _Hits:
    """Makes what is found into what is shown, within one snapshot of the store."""

    def __init__(self, reader: Reader, worker_id: UUID) -> None:
        self._reader = reader
        self._worker_id = worker_id

    def of(self, found: Sequence[Found]) -> tuple[SearchHit, ...]:
        cases = self._open_cases({hit.case_id for hit in found})
        records: dict[UUID, Record] = {}
        for name in dict.fromkeys(hit.record_type for hit in found):
            wanted = [hit.record_id for hit in found if hit.record_type == name]
            records |= self._live(name, wanted)
        leaders = self._leaders(records.values())
        around = records | leaders
        people = self._people(around.values())
        hits = []
        for hit in found:
            item = records.get(hit.record_id)
            if item is None or hit.case_id not in cases:
                continue
            chain = tuple(_chain(item, around))
            if None in chain:
                continue  # of a note or visit that was taken out of the file
            contact = next((c for c in (item, *chain) if isinstance(c, Contact)), None)
            hits.append(self._hit(hit, cases[hit.case_id], item, contact, people))
        return tuple(hits)

    def _live(self, type_name: str, ids: Iterable[UUID]) -> dict[UUID, Record]:
        return self._reader.live(record_type(type_name).cls, ids)

    def _open_cases(self, ids: set[UUID]) -> dict[UUID, CaseFile]:
        cases = self._reader.live(CaseFile, ids)
        return {id_: case for id_, case in cases.items() if not self._is_a_colleagues(case)}

    def _is_a_colleagues(self, case: CaseFile) -> bool:
        """Whether a file of loose notes is somebody else's."""
        if case.kind is not CaseKind.OWN:
            return False
        members = self._reader.select(CaseMember, case_id=case.id)
        return bool(members) and all(m.worker_id != self._worker_id for m in members)

    def _leaders(self, items: Iterable[Record]) -> dict[UUID, Record]:
        """The notes and contacts that the records belong to, and so on."""
        wanted: dict[str, set[UUID]] = {}
        for item in items:
            rule = findable(item.type_name)
            if rule.follows and (id_ := getattr(item, rule.follows[0])):
                wanted.setdefault(rule.follows[1], set()).add(id_)
        found: dict[UUID, Record] = {}
        for name, ids in wanted.items():
            found |= self._live(name, ids)
        return found | self._leaders(found.values()) if found else found

    def _people(self, items: Iterable[Record]) -> Mapping[UUID, Person]:
        ids = {id_ for item in items for id_ in _about(item)}
        return self._reader.live(Person, ids)

    def _hit(
        self,
        hit: Found,
        case: CaseFile,
        item: Record,
        contact: Contact | None,
        people: Mapping[UUID, Person],
    ) -> SearchHit:
        about = (people[id_] for id_ in _about(item) if id_ in people and id_ != item.id)
        names = tuple(person.call_name for person in about)
        title, beside = _named(item) if hit.by_name else ("", _text(item, hit.words))
        return SearchHit(
            case,
            hit.record_type,
            hit.record_id,
            marked(title, hit.words),
            excerpt(beside, hit.words),
            None if hit.by_name else hit.day,
            names,
            contact,
            hit.by_name,
            bool(hit.corrected),
        )


def _chain(item: Record, around: Mapping[UUID, Record]) -> Iterator[Record | None]:
    """What a record belongs to, one after the other; None for one that is not there."""
    rule = findable(item.type_name)
    id_: UUID | None = getattr(item, rule.follows[0]) if rule.follows else None
    if id_ is not None:
        leader = around.get(id_)
        yield leader
        if leader is not None:
            yield from _chain(leader, around)


def _about(item: Record) -> Iterator[UUID]:
    for name in findable(item.type_name).people:
        value = getattr(item, name)
        if isinstance(value, UUID):
            yield value
        elif value:
            yield from sorted(value)


def _named(item: Record) -> tuple[str, str]:
    """What something is called that was found by name, and a line beside it."""
    match item:
        case Person():
            return item.full_name, ""
        case Household():
            street = " ".join(part for part in (item.street, item.house_number) if part)
            town = " ".join(part for part in (item.postcode, item.place) if part)
            address = ", ".join(part for part in (street, town) if part)
            return (item.name, address) if item.name else (address, "")
        case SchoolEnrolment():
            return item.school_name, item.mentor
        case CaseFile():
            return item.name, ""
        case _:
            fields = type_of(item).searchable(Search.NAME)
            return " ".join(str(getattr(item, spec.name)) for spec in fields), ""


def _text(item: Record, beginnings: Sequence[str]) -> str:
    """The field in which most of the words stand."""
    specs = (*type_of(item).searchable(Search.TEXT), *type_of(item).searchable(Search.NAME))
    texts = [str(getattr(item, spec.name) or "") for spec in specs]

    def fitting(text: str) -> int:
        inside = f" {' '.join(words(text))}"
        return sum(f" {word}" in inside for word in beginnings)

    return max(texts, key=fitting, default="")
