"""The search index, kept in step with the records.

Whatever writes records marks them in its transaction, and `catch_up` indexes them afterwards; a
worker's own saves at the latest before the next search. What is removed leaves the index at
once, with its words (FTS5's `secure-delete`); nothing of it stays in a page.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from sqlalchemy import Connection, Engine

from mvs_desktop.domain.errors import DiskFull, StoreInUse
from mvs_desktop.domain.findable import followers
from mvs_desktop.storage.base.engine import reading, writing
from mvs_desktop.storage.base.rows import Stored
from mvs_desktop.storage.base.statements import run, run_many, to_json
from mvs_desktop.storage.search.entries import (
    Entry,
    case_mark,
    days_of,
    entries,
    fetched,
    is_found,
)
from mvs_desktop.storage.search.fts import NAMES, TEXTS, Held, bring, held, write

# How long a transaction behind the work may take, in seconds, and so how many records are
# indexed in one.
_MOMENT = 0.05
_LEAST, _MOST = 50, 600
_FEWEST_GONE = 5  # records that leave the index in one

# Pages of the index that are merged in one.
_PAGES = 128

# So many of the worker's own saves are indexed at most while a search waits.
_MOST_OWN = 500

_MARK = "INSERT INTO search_todo (record_type, record_id) VALUES (?, ?)"
# Those of the worker's own saves count down from zero, and so come before all others.
_MARK_OWN = (
    "INSERT INTO search_todo (number, record_type, record_id)"
    " SELECT min(0, coalesce(min(number), 0)) - 1, ?, ? FROM search_todo"
)
_MARKED = "SELECT number, record_type, record_id FROM search_todo ORDER BY number LIMIT ?"
_OWN = "SELECT count(*) FROM search_todo WHERE number < 0"


def index_record(connection: Connection, item: Stored) -> None:
    """Bring the index in line with a record; a withdrawn one is not found."""
    _bring_in(connection, [item])


def mark(connection: Connection, items: Iterable[Stored], *, own: bool = False) -> None:
    """Note that records, new or changed, are to be indexed later by `catch_up`: the worker's
    own saves first."""
    sql = _MARK_OWN if own else _MARK
    for item in items:
        if is_found(item.kind.name):
            run(connection, sql, (item.kind.name, item.id))


def mark_new(connection: Connection, type_name: str, ids: Iterable[str]) -> None:
    """Note that these records of a type, new here, are to be indexed later."""
    if is_found(type_name):
        run_many(connection, _MARK, [(type_name, id_) for id_ in ids])


def catch_up(connection: Connection, limit: int) -> int:
    """Index at most `limit` of the marked records, in the caller's (short) transaction.

    Gives how many were taken from the list; 0 when it is empty. May be stopped and repeated
    at any point.
    """
    rows = run(connection, _MARKED, (limit,)).fetchall()
    if not rows:
        return 0
    by_type: defaultdict[str, set[str]] = defaultdict(set)
    for _, type_name, record_id in rows:
        by_type[type_name].add(record_id)
    items = [item for name, ids in by_type.items() for item in fetched(connection, name, ids)]
    _bring_in(connection, items)
    here = {item.id for item in items}
    for record_id in {record_id for _, _, record_id in rows} - here:
        unindex(connection, record_id)
    run(connection, "DELETE FROM search_todo WHERE number <= ?", (rows[-1][0],))
    return len(rows)


class SearchIndex:
    """What is done to the index behind the work: in transactions so short that nobody waits."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._slice = _LEAST

    def is_behind(self) -> bool:
        """Whether marked records are still to be indexed: some may not be found yet."""
        with reading(self._engine) as connection:
            return run(connection, _MARKED, (1,)).fetchone() is not None

    def follow(self) -> None:
        """Index what the worker saved here, so that a search finds it."""
        with reading(self._engine) as connection:
            own = run(connection, _OWN).fetchone()[0]
        if own:
            # On a full disk what was indexed before is still found.
            with suppress(DiskFull, StoreInUse), writing(self._engine) as connection:
                catch_up(connection, min(own, _MOST_OWN))

    def catch_up(self, limit: int | None = None) -> bool:
        """Index some of the marked records, `limit` or as many as this computer does in a
        moment; False when there are none left.

        Raises DiskFull and StoreInUse; nothing is lost then.
        """
        size = limit or self._slice
        with writing(self._engine, behind=True) as connection:
            began = time.perf_counter()
            taken = catch_up(connection, size)
        took = time.perf_counter() - began
        if taken:
            self.tidy()  # else every slice leaves its own part for each search to look in
        if taken == self._slice:
            self._slice = max(_LEAST, min(_MOST, int(size * _MOMENT / took)))
        return taken == size

    def forget_scope(self, case_id: str, compartment: str) -> None:
        """`unindex_scope` in transactions so short that nobody waits: FTS5 looks for every word
        of every row. Raises DiskFull and StoreInUse; whoever is stopped begins again."""
        size, left = _FEWEST_GONE, True
        while left:
            began = time.perf_counter()
            with writing(self._engine, behind=True) as connection:
                left = unindex_scope(connection, case_id, compartment, size)
            took = time.perf_counter() - began
            size = max(_FEWEST_GONE, min(2 * size, int(size * _MOMENT / took)))

    def tidy(self, pages: int = _PAGES) -> bool:
        """Merge a part of the index, of about so many pages, for quicker searching; False when
        there is nothing left to merge. Raises DiskFull and StoreInUse."""
        worked = False
        with writing(self._engine, behind=True) as connection:
            for index in (NAMES, TEXTS):
                before = _total_changes(connection)
                run(
                    connection,
                    f"INSERT INTO {index.fts}({index.fts}, rank) VALUES ('merge', ?)",  # noqa: S608
                    (pages,),
                )
                # See FTS5, "the merge command".
                worked |= _total_changes(connection) - before >= 2
        return worked


def unindex(connection: Connection, record_id: str) -> None:
    """Forget a record."""
    for index in (NAMES, TEXTS):
        write(connection, index, list(held(connection, index, [record_id]).values()), (), ())


def unindex_scope(connection: Connection, case_id: str, compartment: str, limit: int = -1) -> bool:
    """Forget what was indexed of a scope that this worker no longer has, at most `limit` rows
    of each index; False when there was nothing left."""
    found = False
    for index in (NAMES, TEXTS):
        rows = run(
            connection,
            f"SELECT t.number, t.record_id, t.compartment, t.words"  # noqa: S608 - our own names
            f" FROM {index.fts} JOIN {index.table} t ON t.number = {index.fts}.rowid"
            f" WHERE {index.fts} MATCH ? AND t.compartment = ? LIMIT ?",
            (f'"{case_mark(case_id)}"', compartment, limit),
        ).fetchall()
        write(connection, index, [Held(*row) for row in rows], (), ())
        found |= bool(rows)
    return found


# Keeping step


def _bring_in(connection: Connection, items: Sequence[Stored]) -> None:
    items = [item for item in items if is_found(item.kind.name)]
    if not items:
        return
    days = days_of(connection, items)
    late = _out_of_place(connection, items, days)
    days |= days_of(connection, late)
    names: dict[str, Entry | None] = {}
    texts: dict[str, Entry | None] = {}
    for item in (*items, *late):
        names[item.id], texts[item.id] = entries(item, days[item.id])
    bring(connection, NAMES, names)
    bring(connection, TEXTS, texts)


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
        standing = held(connection, TEXTS, right.keys() - given)
        wrong = {row.record_id for row in standing.values() if row.place != right[row.record_id]}
        found += fetched(connection, name, wrong)
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
        rows = run(
            connection,
            f"SELECT id, {field} FROM {name}"  # noqa: S608 - our own names
            " WHERE case_id IN (SELECT value FROM json_each(?))"
            f" AND {field} IN (SELECT value FROM json_each(?))",
            (to_json(list(cases)), to_json(list(days))),
        ).fetchall()
        found = {row[0]: days[row[1]] for row in rows}
        if found:
            led.setdefault(name, {}).update(found)
            _add_led(connection, name, found, cases, led)


def _total_changes(connection: Connection) -> int:
    return int(run(connection, "SELECT total_changes()").fetchone()[0])
