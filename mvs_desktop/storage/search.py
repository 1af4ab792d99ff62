"""Full-text search over what record types declare as searchable."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, insert, select, text, update

from mvs_desktop.domain.records import Search, record_type
from mvs_desktop.storage.rows import Stored, fetch
from mvs_desktop.storage.tables import search_row, search_todo

# Below this many letters only names are searched: a shorter prefix fits half the notes.
LETTERS_FOR_TEXT = 3

MARK_START, MARK_END = "\x02", "\x03"

# More words than anyone types, and fewer than make FTS5's parser give up.
_MOST_WORDS = 20

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Found:
    """`excerpt` has each match between MARK_START and MARK_END."""

    record_type: str
    record_id: UUID
    case_id: UUID
    names: str
    excerpt: str


def index_record(connection: Connection, item: Stored) -> None:
    """Bring the search row in line with the record; a withdrawn one has none."""
    values = _values(item)
    if values is None:
        unindex(connection, item.id)
        return
    this = search_row.c.record_id == bindparam("this")
    changed = connection.execute(update(search_row).where(this), values | {"this": item.id})
    if not changed.rowcount:
        connection.execute(insert(search_row), values)


def index_new(connection: Connection, items: Iterable[Stored]) -> None:
    """Make the search rows of records that have none."""
    rows = [values for item in items if (values := _values(item)) is not None]
    if rows:
        connection.execute(insert(search_row), rows)


def mark(connection: Connection, items: Iterable[Stored]) -> None:
    """Note that records, new or changed, are to be indexed later by `catch_up`: for bulk work."""
    rows = [{"record_type": item.kind.name, "record_id": item.id} for item in items]
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
    for record_id, type_name in {row.record_id: row.record_type for row in rows}.items():
        item = fetch(connection, record_type(type_name), record_id)
        if item is None:
            unindex(connection, record_id)
        else:
            index_record(connection, item)
    connection.execute(delete(search_todo).where(search_todo.c.number <= rows[-1].number))
    return len(rows)


def is_behind(connection: Connection) -> bool:
    """Whether marked records are still to be indexed."""
    return connection.execute(select(search_todo.c.number).limit(1)).first() is not None


def _values(item: Stored) -> dict[str, str] | None:
    names, body = _texts(item, Search.NAME), _texts(item, Search.TEXT)
    if item.withdrawn or not (names or body):
        return None
    return {
        "record_id": item.id,
        "record_type": item.kind.name,
        "case_id": item.case_id,
        "compartment": item.compartment,
        "names": names,
        "body": body,
    }


def unindex(connection: Connection, record_id: str) -> None:
    connection.execute(delete(search_row).where(search_row.c.record_id == record_id))


def _texts(item: Stored, how: Search) -> str:
    parts = (
        str(item.doc[spec.name])
        for spec in item.kind.searchable()
        if spec.options.search is how and item.doc.get(spec.name)
    )
    return " ".join(parts)


def find(connection: Connection, query: str, limit: int = 50) -> tuple[Found, ...]:
    """Records in which every word of the query begins a word, best first."""
    words = _WORD.findall(query)[:_MOST_WORDS]
    if not words:
        return ()
    columns = "names" if sum(map(len, words)) < LETTERS_FOR_TEXT else "names body"
    match = " AND ".join(f'{{{columns}}} : "{word}"*' for word in words)
    rows = connection.execute(
        text(
            "SELECT r.record_type, r.record_id, r.case_id, r.names,"
            " snippet(search_index, -1, :start, :end, '…', 12) AS excerpt"
            " FROM search_index JOIN search_row r ON r.number = search_index.rowid"
            " WHERE search_index MATCH :match"
            " ORDER BY bm25(search_index, 8.0, 1.0) LIMIT :limit"
        ),
        {"match": match, "start": MARK_START, "end": MARK_END, "limit": limit},
    )
    return tuple(
        Found(row.record_type, UUID(row.record_id), UUID(row.case_id), row.names, row.excerpt)
        for row in rows
    )


def unindex_scope(connection: Connection, case_id: str, compartment: str) -> None:
    """Forget what was indexed of a scope that this worker no longer has."""
    connection.execute(
        delete(search_row).where(
            search_row.c.case_id == case_id, search_row.c.compartment == compartment
        )
    )
