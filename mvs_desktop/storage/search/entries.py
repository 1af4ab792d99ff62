"""What the search index should hold of a record: its words, marks to filter by, and its place.

Marks stand among the words and begin as no word does. A place is the number of a row without
the count within a day: rank and day.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from uuid import UUID

from sqlalchemy import Connection

from mvs_desktop.domain.codec import Json
from mvs_desktop.domain.findable import findable
from mvs_desktop.domain.records import Search, record_type
from mvs_desktop.domain.words import LONGEST, words
from mvs_desktop.storage.base.rows import Stored, select_stored
from mvs_desktop.storage.base.statements import to_json

# Of a number, from the right: the count within a day, the days since 1970, the rank.
COUNT_BITS, DAY_BITS = 24, 24
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Entry:
    """What an index should hold of a record; `text` is its words as a row has them."""

    item: Stored
    place: int
    text: str


def case_mark(case_id: UUID | str) -> str:
    """The word that every record of a case has."""
    return _mark("c", case_id)


def kind_mark(type_name: str) -> str:
    return f"_k{type_name}"


def person_mark(person_id: UUID | str) -> str:
    """The word of every record that is about a person."""
    return _mark("p", person_id)


def _mark(of: str, id_: UUID | str) -> str:
    return f"_{of}{str(id_).replace('-', '')}"


def day_number(day: date) -> int:
    """The part of a number that says its day."""
    return min(max((day - EPOCH).days, 0), (1 << DAY_BITS) - 1)


def row_text(found: Iterable[str]) -> str:
    """Words as a row has them: each with a space before it."""
    return " ".join(("", *sorted(found)))


@cache
def is_found(type_name: str) -> bool:
    """Whether records of a type are found by their words."""
    return bool(_fields(type_name, Search.NAME) or _fields(type_name, Search.TEXT))


@cache
def _fields(type_name: str, how: Search) -> tuple[str, ...]:
    return tuple(spec.name for spec in record_type(type_name).searchable(how))


def entries(item: Stored, day: int) -> tuple[Entry | None, Entry | None]:
    """What the index of names and that of texts should hold of a record of this day."""
    names = _name_words(item)
    texts = _text_words(item)
    if item.withdrawn or not (names or texts):
        return None, None
    marks = _marks(item)
    rank = findable(item.kind.name).rank << DAY_BITS
    return (
        Entry(item, rank | day, row_text(names | marks)) if names else None,
        Entry(item, day, row_text(names | texts | marks)) if texts else None,
    )


def _name_words(item: Stored) -> set[str]:
    found: set[str] = set()
    groups = [(name,) for name in _fields(item.kind.name, Search.NAME)]
    for names in (*groups, findable(item.kind.name).joined):
        parts = [word for name in names for word in words(str(item.doc.get(name) or ""))]
        found.update(parts)
        if len(parts) > 1:
            found.add("".join(parts)[:LONGEST])  # Jan-Willem is also written as Janwillem
    return found


def _text_words(item: Stored) -> set[str]:
    values = (item.doc.get(name) for name in _fields(item.kind.name, Search.TEXT))
    return {word for value in values if value for word in words(str(value))}


def _marks(item: Stored) -> set[str]:
    marks = {case_mark(item.case_id), kind_mark(item.kind.name)}
    for name in findable(item.kind.name).people:
        value = item.id if name == "id" else item.doc.get(name)
        if value:
            marks.update(person_mark(str(id_)) for id_ in _listed(value))
    return marks


def _listed(value: Json) -> Sequence[Json]:
    return value if isinstance(value, list) else [value]


def days_of(connection: Connection, items: Iterable[Stored]) -> dict[str, int]:
    """The day of each record, by its id: its own, or that of the record it follows."""
    here = {item.id: item for item in items}
    leaders: defaultdict[str, set[str]] = defaultdict(set)
    for item in here.values():
        rule = findable(item.kind.name)
        if rule.follows and (leader := item.doc.get(rule.follows[0])):
            leaders[rule.follows[1]].add(str(leader))
    led_by: dict[str, int] = {}
    for name, ids in leaders.items():
        known = [here[id_] for id_ in ids & here.keys()]
        led_by |= days_of(connection, [*known, *fetched(connection, name, ids - here.keys())])
    return {id_: _day(item, led_by) for id_, item in here.items()}


def _day(item: Stored, led_by: Mapping[str, int]) -> int:
    rule = findable(item.kind.name)
    leader = item.doc.get(rule.follows[0]) if rule.follows else None
    if leader in led_by:
        return led_by[str(leader)]
    moment = item.doc.get(rule.moment) if rule.moment else None
    return day_number(date.fromisoformat(str(moment)[:10]) if moment else _made(item))


def _made(item: Stored) -> date:
    id_ = UUID(item.id)
    if id_.version == 7:
        return datetime.fromtimestamp((id_.int >> 80) / 1000, UTC).date()
    return date.fromisoformat(item.changed_at[:10]) if item.changed_at else EPOCH


def fetched(connection: Connection, type_name: str, ids: Iterable[str]) -> list[Stored]:
    """Records of a type, those that are here."""
    chosen = list(ids)
    if not chosen:
        return []
    rest = "WHERE id IN (SELECT value FROM json_each(?))"
    return list(select_stored(connection, record_type(type_name), rest, (to_json(chosen),)))
