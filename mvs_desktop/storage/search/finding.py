"""Finding records by their words, with a bound on what a query looks at.

Hits by name come first: every word of the query begins a word of the name, in any order. Hits in
texts follow, the newest first. Misspelt names are looked for when little else is found. Exact
numbers (a BSN) are found whole or not at all.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Connection, select

from mvs_desktop.domain.records import Search, record_types
from mvs_desktop.domain.words import LONGEST, one_edit_apart, words
from mvs_desktop.storage.base.statements import run
from mvs_desktop.storage.base.tables import RECORDS
from mvs_desktop.storage.search.entries import (
    COUNT_BITS,
    DAY_BITS,
    EPOCH,
    case_mark,
    day_number,
    kind_mark,
    person_mark,
)
from mvs_desktop.storage.search.fts import NAMES, TEXTS, Index

# Below this many letters a word finds names only: a shorter beginning fits half the notes.
LETTERS_FOR_TEXT = 3

# More words than anyone types.
_MOST_WORDS = 20

# How many of the newest rows are looked at for words that begin as those typed.
_NEWEST = 1000
_FIRST_LOOK = 150

# A word that fits fewer than one in so many of the newest rows is rare enough to ask for whole.
_RARE = 10

# Misspelt: only words of this length, and only when fewer names than this are found.
_LETTERS_FOR_TYPO = 4
_LETTERS_FOR_TYPO_IN_PART = 6
_FEW = 5
_MOST_CORRECTIONS = 24

# Infixes as they are typed: van der or van den, van het.
_SHORT = {"vd": ("v", "d"), "vh": ("v", "h")}

_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Within:
    """Where to look; what is empty or None leaves everything in. `since` and `until` are days,
    both included: with one of them, only texts are found, as a name is of no day."""

    case_id: UUID | None = None
    person_id: UUID | None = None
    types: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


EVERYWHERE = Within()


@dataclass(frozen=True, slots=True)
class Found:
    """One hit. `words` are the folded beginnings of words that fit, for highlighting;
    `corrected` those of them that are spelt otherwise than was typed."""

    record_type: str
    record_id: UUID
    case_id: UUID
    by_name: bool
    day: date
    words: tuple[str, ...]
    corrected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    record_type: str
    record_id: str
    case_id: str
    words: str

    def has(self, beginning: str) -> bool:
        return f" {beginning}" in self.words

    def found(self, typed: Sequence[str], corrected: Sequence[str] = ()) -> Found:
        day = (self.number >> COUNT_BITS) & ((1 << DAY_BITS) - 1)
        return Found(
            self.record_type,
            UUID(self.record_id),
            UUID(self.case_id),
            bool(self.number >> (COUNT_BITS + DAY_BITS)),
            EPOCH + timedelta(days=day),
            (*typed, *corrected),
            tuple(corrected),
        )


def find(
    connection: Connection, query: str, within: Within = EVERYWHERE, limit: int = 50
) -> tuple[Found, ...]:
    """At most `limit` hits of a text, those by name first."""
    typed = _typed(query)
    if not typed:
        return ()
    found = _by_name(connection, typed, within, limit)
    if len(found) < limit:
        for row in _in_texts(connection, typed, within, limit):
            if len(found) == limit:
                break
            found.setdefault(row.record_id, row.found(typed))
    return tuple(found.values())


def find_exact(connection: Connection, value: str) -> tuple[Found, ...]:
    """Live records with a field that is found whole, such as a BSN, and has this value."""
    found = []
    for kind in record_types():
        for spec in kind.searchable(Search.EXACT):
            table = RECORDS[kind.name]
            query = select(table.c.id, table.c.case_id).where(
                table.c[spec.name] == value, table.c.withdrawn.is_(False)
            )
            found += [
                Found(kind.name, UUID(row.id), UUID(row.case_id), True, EPOCH, ())
                for row in connection.execute(query)
            ]
    return tuple(found)


def _typed(query: str) -> tuple[str, ...]:
    parts = [part for word in words(query)[:_MOST_WORDS] for part in _SHORT.get(word, (word,))]
    return tuple(dict.fromkeys(parts))


def _rows(
    connection: Connection,
    index: Index,
    match: Sequence[str],
    within: Within,
    limit: int,
    having: Sequence[str] = (),
) -> list[_Row]:
    """The first rows that fit `match`; `having` are beginnings of words to look for in them."""
    conditions = [*match, *_marks(within)]
    where = f"{index.fts} MATCH ?"
    values: list[str | int] = [" AND ".join(conditions)]
    if within.since is not None:
        where += f" AND {index.fts}.rowid >= ?"
        values.append(day_number(within.since) << COUNT_BITS)
    if within.until is not None:
        where += f" AND {index.fts}.rowid < ?"
        values.append((day_number(within.until) + 1) << COUNT_BITS)
    where += " AND instr(t.words, ?)" * len(having)
    values += [f" {beginning}" for beginning in having]
    rows = run(
        connection,
        "SELECT t.number, t.record_type, t.record_id, t.case_id, t.words"  # noqa: S608
        f" FROM {index.fts} JOIN {index.table} t ON t.number = {index.fts}.rowid"
        f" WHERE {where} ORDER BY {index.fts}.rowid DESC LIMIT ?",
        (*values, limit),
    )
    return [_Row(*row) for row in rows.fetchall()]


def _marks(within: Within) -> Iterator[str]:
    if within.case_id is not None:
        yield _whole(case_mark(within.case_id))
    if within.person_id is not None:
        yield _whole(person_mark(within.person_id))
    if within.types:
        yield _any(_whole(kind_mark(name)) for name in within.types)


def _having(beginning: str) -> Callable[[_Row], bool]:
    return lambda row: row.has(beginning)


def _whole(word: str) -> str:
    return f'"{word}"'


def _beginning(word: str) -> str:
    return f'"{word}"*'


def _any(parts: Iterable[str]) -> str:
    return f"({' OR '.join(parts)})"


# Names


def _by_name(
    connection: Connection, typed: Sequence[str], within: Within, limit: int
) -> dict[str, Found]:
    found: dict[str, Found] = {}
    if within.since is not None or within.until is not None:
        return found
    for how in (_whole, _beginning):
        if len(found) < limit:
            match = [how(word) for word in typed]
            for row in _rows(connection, NAMES, match, within, limit):
                found.setdefault(row.record_id, row.found(typed))
    if len(found) < _FEW:
        found |= _misspelt(connection, typed, within, limit) | found
    return dict(list(found.items())[:limit])


def _misspelt(
    connection: Connection, typed: Sequence[str], within: Within, limit: int
) -> dict[str, Found]:
    """Names in which some words are one edit away from those typed."""
    meant = {word: _corrections(connection, word) for word in typed}
    others = {word for words_ in meant.values() for word in words_}
    if not others:
        return {}
    match = [_any((_beginning(word), *map(_whole, meant[word]))) for word in typed]
    return {
        row.record_id: row.found(
            typed, [word for word in sorted(others) if f" {word} " in f"{row.words} "]
        )
        for row in _rows(connection, NAMES, match, within, limit)
    }


def _corrections(connection: Connection, typed: str) -> list[str]:
    """Words of names that are one edit away, or begin so, the most used first.

    One edit leaves the first or the second half of a word as it is, unless its two middle
    letters changed places: so few words are looked at.
    """
    size = len(typed)
    if size < _LETTERS_FOR_TYPO:
        return []
    half = size // 2
    first, second = typed[:half], typed[half:][::-1]
    swapped = typed[: half - 1] + typed[half] + typed[half - 1] + typed[half + 1 :]
    longest = LONGEST if size >= _LETTERS_FOR_TYPO_IN_PART else size + 1
    rows = run(
        connection,
        "SELECT word, uses FROM search_word"
        " WHERE word >= ? AND word < ? AND length(word) BETWEEN ? AND ?"
        " UNION SELECT word, uses FROM search_word"
        " WHERE backwards >= ? AND backwards < ? AND length(word) BETWEEN ? AND ?"
        " UNION SELECT word, uses FROM search_word WHERE word = ?",
        (
            *(first, first + _LAST, size - 1, longest),
            *(second, second + _LAST, size - 1, size + 1),
            swapped,
        ),
    )
    near = [(uses, word) for word, uses in rows if _is_near(typed, word)]
    near.sort(key=lambda pair: (-pair[0], pair[1]))
    return [word for _, word in near[:_MOST_CORRECTIONS]]


def _is_near(typed: str, word: str) -> bool:
    if one_edit_apart(typed, word):
        return True
    size = len(typed)
    if size < _LETTERS_FOR_TYPO_IN_PART or len(word) <= size:
        return False
    return any(one_edit_apart(typed, word[:end]) for end in (size - 1, size, size + 1))


# Texts


def _in_texts(
    connection: Connection, typed: Sequence[str], within: Within, limit: int
) -> list[_Row]:
    """The newest texts in which every word typed begins a word.

    The index answers at once for three letters, and for more letters only after it has gone
    through all of their postings. So the newest rows that fit the first three letters of each
    word are looked at; only words that are rare among them are asked for whole.
    """
    long = [word for word in typed if len(word) >= LETTERS_FOR_TEXT]
    if not long:
        return []
    wide = [_beginning(word[:LETTERS_FOR_TEXT]) for word in long]
    checked = [word for word in typed if len(word) != LETTERS_FOR_TEXT]
    if not checked:
        return _rows(connection, TEXTS, wide, within, limit)
    newest: list[_Row] = []
    fitting: list[_Row] = []
    rare: set[str] = set()
    for look in (max(_FIRST_LOOK, limit), _NEWEST):
        newest = _rows(connection, TEXTS, wide, within, look)
        fitting = [row for row in newest if all(map(row.has, checked))]
        if len(fitting) >= limit or len(newest) < look:
            return fitting[:limit]
        rare = {word for word in checked if sum(map(_having(word), newest)) < look // _RARE}
        if rare:
            break
    match = [
        _beginning(word if word in rare or not rare else word[:LETTERS_FOR_TEXT]) for word in long
    ]
    # One or two letters begin too many words; in an older text they are a word of their own.
    match += [_whole(word) for word in typed if len(word) < LETTERS_FOR_TEXT]
    older = _rows(connection, TEXTS, match, within, limit, having=checked if rare else ())
    return list({row.number: row for row in (*fitting, *older)}.values())[:limit]
