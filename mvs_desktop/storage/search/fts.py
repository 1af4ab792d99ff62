"""The two indexes as they are written: tables of words, and FTS5 on them.

One is of names and addresses, which are few and found from the first letter; the other of every
text. Each has a table with a record's different words, and an FTS5 index on that table. The
number of a row says where its hit comes in a list, so that a query takes the first hits and looks
at no others: rank (names only), day, and a count within the day.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from mvs_desktop.storage.base.statements import run, run_many, to_json
from mvs_desktop.storage.search.entries import COUNT_BITS, Entry, row_text


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
class Held:
    """A row of an index as it is."""

    number: int
    record_id: str
    compartment: str
    words: str

    @property
    def place(self) -> int:
        return self.number >> COUNT_BITS


def held(connection: Connection, index: Index, ids: Iterable[str]) -> dict[str, Held]:
    """What an index has of these records, by id."""
    rows = run(
        connection,
        f"SELECT number, record_id, compartment, words FROM {index.table}"  # noqa: S608
        " WHERE record_id IN (SELECT value FROM json_each(?))",
        (to_json(list(ids)),),
    )
    return {row[1]: Held(*row) for row in rows}


def bring(connection: Connection, index: Index, wanted: Mapping[str, Entry | None]) -> None:
    """Make an index hold these entries by record id, and nothing of a record without one."""
    standing = held(connection, index, wanted)
    gone: list[Held] = []
    added: list[Entry] = []
    changed: list[tuple[Held, str]] = []
    for id_, entry in wanted.items():
        before = standing.get(id_)
        if before is not None and entry is not None and _stays(before, entry):
            if entry.text != before.words:
                changed.append((before, entry.text))
            continue
        if before is not None:
            gone.append(before)
        if entry is not None:
            added.append(entry)
    write(connection, index, gone, added, changed)


def _stays(held: Held, entry: Entry) -> bool:
    return (held.place, held.compartment) == (entry.place, entry.item.compartment)


def write(
    connection: Connection,
    index: Index,
    gone: Sequence[Held],
    added: Sequence[Entry],
    changed: Sequence[tuple[Held, str]],
) -> None:
    """Write rows, entries of the FTS5 index and, for names, the list of words."""
    posted = _numbered(connection, index, added)
    replaced = [_replaced(index, row, text) for row, text in changed]
    before = [(row.number, row.words) for row in gone]
    after = [(number, entry.text) for number, entry in posted]
    _forget(connection, index, [*before, *(old for old, _ in replaced)])
    run_many(
        connection,
        f"DELETE FROM {index.table} WHERE number = ?",  # noqa: S608
        [(row.number,) for row in gone],
    )
    run_many(
        connection,
        f"UPDATE {index.table} SET words = ? WHERE number = ?",  # noqa: S608
        [(text, row.number) for row, text in changed],
    )
    run_many(
        connection,
        f"INSERT INTO {index.table}"  # noqa: S608
        " (number, record_id, record_type, case_id, compartment, words) VALUES (?, ?, ?, ?, ?, ?)",
        [_row(number, entry) for number, entry in posted],
    )
    run_many(
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


def _replaced(index: Index, row: Held, text: str) -> tuple[_Words, _Words]:
    """What goes from the FTS5 index and what comes, for a row that gets other words.

    FTS5 forgets a beginning with the word that has it, also when another word of the row begins
    so: words that share one go and come together.
    """
    before, after = set(row.words.split()), set(text.split())
    touched = {word[: index.shortest] for word in before ^ after}
    old = row_text(word for word in before if word[: index.shortest] in touched)
    new = row_text(word for word in after if word[: index.shortest] in touched)
    return (row.number, old), (row.number, new)


def _forget(connection: Connection, index: Index, rows: Sequence[_Words]) -> None:
    if not rows:
        return
    run_many(
        connection,
        f"INSERT INTO {index.fts}({index.fts}, rowid, words) VALUES ('delete', ?, ?)",  # noqa: S608
        # In the order of their numbers: FTS5 writes out what it gathered whenever one is lower.
        sorted(rows),
    )
    # At a savepoint too. When a number comes back while it is still among what was gathered,
    # secure-delete with detail=none loses what follows it (SQLite 3.53).
    run(connection, "SAVEPOINT forgotten")
    run(connection, "RELEASE forgotten")


def _row(number: int, entry: Entry) -> tuple[Any, ...]:
    item = entry.item
    return (number, item.id, item.kind.name, item.case_id, item.compartment, entry.text)


def _numbered(
    connection: Connection, index: Index, added: Sequence[Entry]
) -> list[tuple[int, Entry]]:
    """The entries with numbers that are free, in their order."""
    next_at: dict[int, int] = {}
    numbered = []
    for entry in added:
        place = entry.place
        if place not in next_at:
            first = place << COUNT_BITS
            (last,) = run(
                connection,
                f"SELECT max(number) FROM {index.table} WHERE number >= ? AND number < ?",  # noqa: S608
                (first, (place + 1) << COUNT_BITS),
            ).fetchone()
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
    run_many(
        connection,
        "INSERT INTO search_word (word, backwards, uses) VALUES (?, ?, ?)"
        " ON CONFLICT (word) DO UPDATE SET uses = uses + excluded.uses",
        counted,
    )
    run_many(
        connection,
        "DELETE FROM search_word WHERE word = ? AND uses <= 0",
        [(word,) for word, _, number in counted if number < 0],
    )
