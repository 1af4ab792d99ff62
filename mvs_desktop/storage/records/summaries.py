"""What is kept ready of each case for the first screens, and when it has to be made anew.

Derived and nothing else: every row can be made again from the records. A transaction that
changes anything in a case gives it another version; a summary that was made of another one, or
that time has caught up with, is stale. What a summary says is for the services to decide.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Connection

from mvs_desktop.domain.cases import CaseGroup
from mvs_desktop.domain.codec import Json
from mvs_desktop.storage.base.statements import Rows, from_json, run
from mvs_desktop.storage.base.tables import case_summary

LATER = "~"  # after every moment and every day

_ROWS = Rows(case_summary)


def touch(connection: Connection, case_ids: Iterable[str]) -> None:
    """Say that something in these cases changes in this transaction."""
    for case_id in case_ids:
        run(connection, _TOUCH, (case_id,))


# A version is a random number: one that was forgotten with its case never comes back.
_TOUCH = (
    "INSERT INTO case_version (case_id, version, summed) VALUES (?, random(), 0)"
    " ON CONFLICT (case_id) DO UPDATE SET version = excluded.version"
)


def sum_up_anew(connection: Connection) -> None:
    """Of all cases: they were summed up at a moment that has yet to come."""
    run(connection, "UPDATE case_version SET summed = ~version")


def version(connection: Connection, case_id: str) -> int | None:
    """Another one after every change in the case; None before the first."""
    found = run(connection, "SELECT version FROM case_version WHERE case_id = ?", (case_id,))
    row = found.fetchone()
    return None if row is None else int(row[0])


def forget(connection: Connection, case_id: str) -> None:
    """Keep nothing ready of a case; it is summed up anew if there is anything left of it."""
    run(connection, "DELETE FROM case_summary WHERE case_id = ?", (case_id,))
    touch(connection, [case_id])


_GROUPS = {
    CaseGroup.MINE: "family = 1 AND closed = 0 AND mine = 1",
    CaseGroup.TEAM: "family = 1 AND closed = 0",
    CaseGroup.WAITING: "family = 1 AND closed = 0 AND waiting = 1",
    CaseGroup.AFTERCARE: "family = 1 AND closed = 0 AND aftercare = 1",
    CaseGroup.CLOSED: "family = 1 AND closed = 1",
}


@dataclass(frozen=True, slots=True)
class Summary:
    """`until` is when it stops being true, `due` the first day (ISO) on which something in it
    asks for attention, `words` what a filter looks in; `content` is the service's own."""

    case_id: UUID
    until: datetime | None
    due: str
    family: bool
    closed: bool
    aftercare: bool
    waiting: bool
    mine: bool
    next_contact: datetime | None
    name: str
    words: str
    content: Json


class Summaries:
    """Made by Reader.summaries; do not keep it beyond its block."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def stale(self, now: datetime, limit: int) -> tuple[UUID, ...]:
        """Cases to be summed up, at most so many."""
        found = run(
            self._connection,
            # A plain UNION would go through both tables whole, in the order of their keys.
            "SELECT case_id FROM case_version WHERE version <> summed"
            " UNION ALL SELECT case_id FROM case_summary WHERE until <= ?"
            " AND case_id NOT IN (SELECT case_id FROM case_version WHERE version <> summed)"
            " LIMIT ?",
            (_text(now), limit),
        )
        return tuple(UUID(row[0]) for row in found.fetchall())

    def put(self, case_id: UUID, summary: Summary | None) -> None:
        """Keep a summary of the case as it is now; None when nothing of it is here."""
        id_ = str(case_id)
        if summary is None:
            run(self._connection, "DELETE FROM case_summary WHERE case_id = ?", (id_,))
            run(self._connection, "DELETE FROM case_version WHERE case_id = ?", (id_,))
            return
        values = {
            "case_id": id_,
            "until": _text(summary.until),
            "due": summary.due,
            "family": summary.family,
            "closed": summary.closed,
            "aftercare": summary.aftercare,
            "waiting": summary.waiting,
            "mine": summary.mine,
            "next_contact": _text(summary.next_contact),
            "name": summary.name,
            "words": summary.words,
            "content": summary.content,
        }
        _ROWS.insert(self._connection, values, replace=True)
        run(self._connection, "UPDATE case_version SET summed = version WHERE case_id = ?", (id_,))

    def families(
        self,
        group: CaseGroup | None = None,
        words: Sequence[str] = (),
        limit: int = -1,
        start: int = 0,
    ) -> list[tuple[UUID, str, Json]]:
        """Case, words and content of families in which every one of `words` occurs, those with
        the nearest next contact first; of all groups when None is given."""
        where = "family = 1" if group is None else _GROUPS[group]
        where += " AND instr(words, ?)" * len(words)
        # The rows are large: what is sorted is the index, and only a page of them is read.
        found = run(
            self._connection,
            "SELECT case_id, words, content FROM case_summary WHERE rowid IN"  # noqa: S608
            f" (SELECT rowid FROM case_summary WHERE {where}"
            " ORDER BY next_contact, name LIMIT ? OFFSET ?) ORDER BY next_contact, name",
            (*words, limit, start),
        )
        return [(UUID(id_), text, from_json(content)) for id_, text, content in found.fetchall()]

    def count(self, group: CaseGroup, words: Sequence[str] = ()) -> int:
        """How many families `families` would give."""
        where = _GROUPS[group] + " AND instr(words, ?)" * len(words)
        query = f"SELECT count(*) FROM case_summary WHERE {where}"  # noqa: S608
        return int(run(self._connection, query, tuple(words)).fetchone()[0])

    def counts(self) -> Mapping[CaseGroup, int]:
        """The number of families of each group."""
        sums = ", ".join(f"count(*) FILTER (WHERE {_GROUPS[group]})" for group in CaseGroup)
        query = f"SELECT {sums} FROM case_summary WHERE family = 1"  # noqa: S608
        numbers = run(self._connection, query).fetchone()
        return dict(zip(CaseGroup, numbers, strict=True))

    def waiting(self) -> list[tuple[UUID, str, Json]]:
        """Families that wait, also closed ones; as `families`."""
        found = run(
            self._connection,
            "SELECT case_id, words, content FROM case_summary WHERE rowid IN"
            " (SELECT rowid FROM case_summary WHERE family = 1 AND waiting = 1)"
            " ORDER BY next_contact, name",
        )
        return [(UUID(id_), text, from_json(content)) for id_, text, content in found.fetchall()]

    def due(self, day: str) -> list[tuple[UUID, Json]]:
        """Case and content of whatever asks for attention on a day (ISO)."""
        query = "SELECT case_id, content FROM case_summary WHERE due <= ? ORDER BY case_id"
        found = run(self._connection, query, (day,))
        return [(UUID(id_), from_json(content)) for id_, content in found.fetchall()]


def _text(moment: datetime | None) -> str:
    return LATER if moment is None else moment.astimezone(UTC).isoformat()
