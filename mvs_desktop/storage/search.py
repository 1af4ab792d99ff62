"""The search index, kept in step with the records.

Two indexes: names and addresses, which are few and found from the first letter, and every text.
Each has a table with a record's different words, and an FTS5 index on that table. The number of
a row says where its hit comes in a list, so that a query takes the first hits and looks at no
others: rank (names only), day, and a count within the day.

A worker's own save is indexed in its transaction. Bulk work marks records, and `catch_up`
indexes them afterwards. What is removed leaves the index at once, with its words (FTS5's
`secure-delete`); nothing of it stays in a page.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, Engine, delete, insert, select

from mvs_desktop.domain.codec import Json
from mvs_desktop.domain.findable import findable, followers
from mvs_desktop.domain.records import RecordType, Search, record_type
from mvs_desktop.domain.words import LONGEST, words
from mvs_desktop.storage.engine import reading, writing
from mvs_desktop.storage.rows import Stored, stored, table_of
from mvs_desktop.storage.tables import search_todo

# Of a number, from the right: the count within a day, the days since 1970, the rank.
COUNT_BITS, DAY_BITS = 24, 24
EPOCH = date(1970, 1, 1)

# Records that are indexed in one transaction behind the work.
SLICE = 300

# Pages of the index that are merged in one.
_PAGES = 128

# Marks stand among the words of a row and begin as no word does.
_CASE, _KIND, _PERSON = "_c", "_k", "_p"


@dataclass(frozen=True, slots=True)
class Index:
    """A table of words and the FTS5 index on it; words of which the first `shortest` letters
    are the same share entries in it."""

    table: str
    fts: str
    shortest: int


NAMES = Index("search_name", "search_index_name", 1)
TEXTS = Index("search_text", "search_index_text", 3)


@dataclass(frozen=True, slots=True)
class _Entry:
    """What an index should hold of a record; `place` is its number without the count, `text`
    its words as a row has them."""

    item: Stored
    place: int
    text: str


def index_record(connection: Connection, item: Stored) -> None:
    """Bring the index in line with a record; a withdrawn one is not found."""
    _bring_in(connection, [item])


def index_new(connection: Connection, items: Iterable[Stored]) -> None:
    """Index records that were never here before."""
    _bring_in(connection, list(items), new=True)


def mark(connection: Connection, items: Iterable[Stored]) -> None:
    """Note that records, new or changed, are to be indexed later by `catch_up`: for bulk work."""
    rows = [
        {"record_type": item.kind.name, "record_id": item.id}
        for item in items
        if _is_found(item.kind)
    ]
    if rows:
        connection.execute(insert(search_todo), rows)


def catch_up(connection: Connection, limit: int) -> int:
    """Index at most `limit` of the marked records, in the caller's (short) transaction.

    Gives how many were taken from the list; 0 when it is empty. May be stopped and repeated
    at any point.
    """
    rows = connection.execute(select(search_todo).order_by(search_todo.c.number).limit(limit)).all()
    if not rows:
        return 0
    by_type: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        by_type[row.record_type].add(row.record_id)
    items = [item for name, ids in by_type.items() for item in _fetched(connection, name, ids)]
    _bring_in(connection, items)
    here = {item.id for item in items}
    for record_id in {row.record_id for row in rows} - here:
        unindex(connection, record_id)
    connection.execute(delete(search_todo).where(search_todo.c.number <= rows[-1].number))
    return len(rows)


class SearchIndex:
    """What is done to the index behind the work: in transactions so short that nobody waits."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def is_behind(self) -> bool:
        """Whether marked records are still to be indexed: some may not be found yet."""
        with reading(self._engine) as connection:
            return connection.execute(select(search_todo.c.number).limit(1)).first() is not None

    def catch_up(self, limit: int = SLICE) -> bool:
        """Index some of the marked records; False when there are none left.

        Raises DiskFull and StoreInUse; nothing is lost then.
        """
        with writing(self._engine) as connection:
            return catch_up(connection, limit) == limit

    def tidy(self, pages: int = _PAGES) -> bool:
        """Merge a part of the index, of about so many pages, for quicker searching; False when
        there is nothing left to merge. Raises DiskFull and StoreInUse."""
        worked = False
        with writing(self._engine) as connection:
            for index in (NAMES, TEXTS):
                before = _total_changes(connection)
                connection.exec_driver_sql(
                    f"INSERT INTO {index.fts}({index.fts}, rank) VALUES ('merge', ?)",  # noqa: S608
                    (pages,),
                )
                # See FTS5, "the merge command".
                worked |= _total_changes(connection) - before >= 2
        return worked


def unindex(connection: Connection, record_id: str) -> None:
    """Forget a record."""
    for index in (NAMES, TEXTS):
        _write(connection, index, list(_held(connection, index, [record_id]).values()), (), ())


def unindex_scope(connection: Connection, case_id: str, compartment: str) -> None:
    """Forget what was indexed of a scope that this worker no longer has."""
    for index in (NAMES, TEXTS):
        rows = connection.exec_driver_sql(
            f"SELECT t.number, t.record_id, t.compartment, t.words"  # noqa: S608 - our own names
            f" FROM {index.fts} JOIN {index.table} t ON t.number = {index.fts}.rowid"
            f" WHERE {index.fts} MATCH ? AND t.compartment = ?",
            (f'"{case_mark(case_id)}"', compartment),
        ).all()
        _write(connection, index, [_Held(*row) for row in rows], (), ())


def case_mark(case_id: UUID | str) -> str:
    """The word that every record of a case has."""
    return _CASE + str(case_id).replace("-", "")


def kind_mark(type_name: str) -> str:
    return _KIND + type_name


def person_mark(person_id: UUID | str) -> str:
    return _PERSON + str(person_id).replace("-", "")


def day_number(day: date) -> int:
    """The part of a number that says its day."""
    return min(max((day - EPOCH).days, 0), (1 << DAY_BITS) - 1)


# What of a record is found


def _is_found(kind: RecordType) -> bool:
    return bool(_fields(kind.name, Search.NAME) or _fields(kind.name, Search.TEXT))


@cache
def _fields(type_name: str, how: Search) -> tuple[str, ...]:
    return tuple(spec.name for spec in record_type(type_name).searchable(how))


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
            marks.update(person_mark(str(id_)) for id_ in (_listed(value)))
    return marks


def _listed(value: Json) -> Sequence[Json]:
    return value if isinstance(value, list) else [value]


def _bring_in(connection: Connection, items: Sequence[Stored], *, new: bool = False) -> None:
    items = [item for item in items if _is_found(item.kind)]
    if not items:
        return
    days = _days(connection, {item.id: item for item in items})
    if not new:
        late = _out_of_place(connection, items, days)
        days |= _days(connection, {item.id: item for item in late})
        items = [*items, *late]
    names: dict[str, _Entry | None] = {}
    texts: dict[str, _Entry | None] = {}
    for item in items:
        name_words = _name_words(item)
        text_words = _text_words(item)
        marks = _marks(item)
        shown = not item.withdrawn
        day = days[item.id]
        rank = findable(item.kind.name).rank << DAY_BITS
        if name_words or not new:
            entry = _Entry(item, rank | day, _row_text(name_words | marks))
            names[item.id] = entry if shown and name_words else None
        if text_words or not new:
            entry = _Entry(item, day, _row_text(name_words | text_words | marks))
            texts[item.id] = entry if shown and text_words else None
    _bring(connection, NAMES, names, new=new)
    _bring(connection, TEXTS, texts, new=new)


# From when a record is


def _days(connection: Connection, items: Mapping[str, Stored]) -> dict[str, int]:
    """The day of each record, by its id: its own, or that of the record it follows."""
    days: dict[str, int] = {}
    leaders: defaultdict[str, set[str]] = defaultdict(set)
    for item in items.values():
        rule = findable(item.kind.name)
        if rule.follows and (leader := item.doc.get(rule.follows[0])):
            leaders[rule.follows[1]].add(str(leader))
    led_by: dict[str, int] = {}
    for name, ids in leaders.items():
        known = {item.id: item for item in _fetched(connection, name, ids)}
        led_by |= _days(connection, known)
    for id_, item in items.items():
        rule = findable(item.kind.name)
        leader = item.doc.get(rule.follows[0]) if rule.follows else None
        moment = item.doc.get(rule.moment) if rule.moment else None
        if leader in led_by:
            days[id_] = led_by[str(leader)]
        else:
            days[id_] = day_number(date.fromisoformat(str(moment)[:10]) if moment else _made(item))
    return days


def _made(item: Stored) -> date:
    id_ = UUID(item.id)
    if id_.version == 7:
        return datetime.fromtimestamp((id_.int >> 80) / 1000, UTC).date()
    return date.fromisoformat(item.changed_at[:10]) if item.changed_at else EPOCH


def _out_of_place(
    connection: Connection, items: Sequence[Stored], days: Mapping[str, int]
) -> list[Stored]:
    """Records that take over the day of one of these, and are indexed under another day."""
    leading: defaultdict[str, list[Stored]] = defaultdict(list)
    for item in items:
        if followers(item.kind.name):
            leading[item.kind.name].append(item)
    led: dict[str, dict[str, int]] = {}  # type → id → the day it should have
    for name, leaders in leading.items():
        _add_led(
            connection,
            name,
            {item.id: days[item.id] for item in leaders},
            {item.case_id for item in leaders},
            led,
        )
    found: list[Stored] = []
    given = {item.id for item in items}
    for name, right in led.items():
        held = _held(connection, TEXTS, right.keys() - given)
        wrong = {row.record_id for row in held.values() if row.place != right[row.record_id]}
        found += _fetched(connection, name, wrong)
    return found


def _add_led(
    connection: Connection,
    type_name: str,
    days: Mapping[str, int],
    cases: Iterable[str],
    led: dict[str, dict[str, int]],
) -> None:
    for name, field in followers(type_name):
        # By the case, which has an index.
        rows = connection.exec_driver_sql(
            f"SELECT id, {field} FROM {name}"  # noqa: S608 - our own names
            " WHERE case_id IN (SELECT value FROM json_each(?))"
            f" AND {field} IN (SELECT value FROM json_each(?))",
            (_json(cases), _json(days)),
        ).all()
        found = {row[0]: days[row[1]] for row in rows}
        if found:
            led.setdefault(name, {}).update(found)
            _add_led(connection, name, found, cases, led)


# Writing


@dataclass(frozen=True, slots=True)
class _Held:
    """A row of an index as it is."""

    number: int
    record_id: str
    compartment: str
    words: str

    @property
    def place(self) -> int:
        return self.number >> COUNT_BITS


def _held(connection: Connection, index: Index, ids: Iterable[str]) -> dict[str, _Held]:
    rows = connection.exec_driver_sql(
        f"SELECT number, record_id, compartment, words FROM {index.table}"  # noqa: S608
        " WHERE record_id IN (SELECT value FROM json_each(?))",
        (_json(ids),),
    )
    return {row[1]: _Held(*row) for row in rows}


def _bring(
    connection: Connection, index: Index, wanted: Mapping[str, _Entry | None], *, new: bool
) -> None:
    if not wanted:
        return
    held = {} if new else _held(connection, index, wanted)
    gone: list[_Held] = []
    added: list[_Entry] = []
    changed: list[tuple[_Held, str]] = []
    for id_, entry in wanted.items():
        before = held.get(id_)
        if before is not None and entry is not None and _stays(before, entry):
            if entry.text != before.words:
                changed.append((before, entry.text))
            continue
        if before is not None:
            gone.append(before)
        if entry is not None:
            added.append(entry)
    _write(connection, index, gone, added, changed)


def _stays(held: _Held, entry: _Entry) -> bool:
    return (held.place, held.compartment) == (entry.place, entry.item.compartment)


def _write(
    connection: Connection,
    index: Index,
    gone: Sequence[_Held],
    added: Sequence[_Entry],
    changed: Sequence[tuple[_Held, str]],
) -> None:
    """Write rows, entries of the FTS5 index and, for names, the list of words."""
    posted = _numbered(connection, index, added)
    replaced = [_replaced(index, row, text) for row, text in changed]
    before = [(row.number, row.words) for row in gone]
    after = [(number, entry.text) for number, entry in posted]
    _forget(connection, index, [*before, *(old for old, _ in replaced)])
    _run(
        connection,
        f"DELETE FROM {index.table} WHERE number = ?",  # noqa: S608
        [(row.number,) for row in gone],
    )
    _run(
        connection,
        f"UPDATE {index.table} SET words = ? WHERE number = ?",  # noqa: S608
        [(text, row.number) for row, text in changed],
    )
    _run(
        connection,
        f"INSERT INTO {index.table}"  # noqa: S608
        " (number, record_id, record_type, case_id, compartment, words) VALUES (?, ?, ?, ?, ?, ?)",
        [_row(number, entry) for number, entry in posted],
    )
    _run(
        connection,
        f"INSERT INTO {index.fts}(rowid, words) VALUES (?, ?)",  # noqa: S608
        sorted([*after, *(new for _, new in replaced)]),
    )
    if index is NAMES:
        _count_words(
            connection,
            [*before, *((row.number, row.words) for row, _ in changed)],
            [*after, *((row.number, text) for row, text in changed)],
        )


_Words = tuple[int, str]  # the number of a row, and its words


def _replaced(index: Index, row: _Held, text: str) -> tuple[_Words, _Words]:
    """What goes from the FTS5 index and what comes, for a row that gets other words.

    FTS5 forgets a beginning with the word that has it, also when another word of the row begins
    so: words that share one go and come together.
    """
    before, after = set(row.words.split()), set(text.split())
    touched = {word[: index.shortest] for word in before ^ after}
    old = _row_text(word for word in before if word[: index.shortest] in touched)
    new = _row_text(word for word in after if word[: index.shortest] in touched)
    return (row.number, old), (row.number, new)


def _forget(connection: Connection, index: Index, rows: Iterable[_Words]) -> None:
    _run(
        connection,
        f"INSERT INTO {index.fts}({index.fts}, rowid, words) VALUES ('delete', ?, ?)",  # noqa: S608
        # In the order of their numbers: FTS5 writes out what it gathered whenever one is lower.
        sorted(rows),
    )


def _run(connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    if rows:
        connection.exec_driver_sql(statement, list(rows))


def _row(number: int, entry: _Entry) -> tuple[Any, ...]:
    item = entry.item
    return (number, item.id, item.kind.name, item.case_id, item.compartment, entry.text)


def _numbered(
    connection: Connection, index: Index, added: Sequence[_Entry]
) -> list[tuple[int, _Entry]]:
    """The entries with numbers that are free, in their order."""
    next_at: dict[int, int] = {}
    numbered = []
    for entry in added:
        place = entry.place
        if place not in next_at:
            first = place << COUNT_BITS
            last = connection.exec_driver_sql(
                f"SELECT max(number) FROM {index.table} WHERE number >= ? AND number < ?",  # noqa: S608
                (first, (place + 1) << COUNT_BITS),
            ).scalar()
            next_at[place] = first if last is None else last + 1
        numbered.append((next_at[place], entry))
        next_at[place] += 1
    return sorted(numbered, key=lambda pair: pair[0])


def _count_words(connection: Connection, before: Iterable[_Words], after: Iterable[_Words]) -> None:
    uses: Counter[str] = Counter()
    for _, text in before:
        uses.subtract(text.split())
    for _, text in after:
        uses.update(text.split())
    counted = [
        (word, word[::-1], number)
        for word, number in uses.items()
        if number and not word.startswith("_")
    ]
    _run(
        connection,
        "INSERT INTO search_word (word, backwards, uses) VALUES (?, ?, ?)"
        " ON CONFLICT (word) DO UPDATE SET uses = uses + excluded.uses",
        counted,
    )
    _run(
        connection,
        "DELETE FROM search_word WHERE word = ? AND uses <= 0",
        [(word,) for word, _, number in counted if number < 0],
    )


def _row_text(found: Iterable[str]) -> str:
    return "".join(f" {word}" for word in sorted(found))


def _fetched(connection: Connection, type_name: str, ids: Iterable[str]) -> list[Stored]:
    kind = record_type(type_name)
    table = table_of(kind)
    chosen = list(ids)
    if not chosen:
        return []
    rows = connection.execute(select(table).where(table.c.id.in_(chosen)))
    return [stored(kind, row) for row in rows]


def _json(ids: Iterable[str]) -> str:
    return msgspec.json.encode(list(ids)).decode()


def _total_changes(connection: Connection) -> int:
    return int(connection.exec_driver_sql("SELECT total_changes()").scalar_one())
