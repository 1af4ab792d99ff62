"""Reading back what was changed: the lines of a record or a case, and the groups made here.

A group is what one transaction on this device changed. Which groups are taken back is in the
lines themselves, so that undo outlives the program.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from mvs_desktop.domain.errors import UnreadableRecord
from mvs_desktop.domain.records import Record, record_type, record_types
from mvs_desktop.storage.base.replica_types import Patch
from mvs_desktop.storage.base.rows import fetch, select_stored
from mvs_desktop.storage.base.statements import Rows, run
from mvs_desktop.storage.base.tables import history

_LINES = Rows(history)


@dataclass(frozen=True, slots=True)
class Line:
    """What one change did to one merge unit; columns as in the table `history`.

    `before` is None in a record that was made by this change.
    """

    number: int
    at: str
    by_name: str
    case_id: str
    compartment: str
    record_type: str
    record_id: str
    unit: str
    before: Patch | None
    after: Patch | None
    device: str
    group_id: str
    undoes: str


@dataclass(frozen=True, slots=True)
class Group:
    """One transaction of this device. `undoes` as in `unit_of_work.Origin`."""

    number: int  # of its first line
    id: str
    case_id: str
    at: str
    undoes: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A record as it is now, also when it is withdrawn, and who changed it last."""

    record: Record
    withdrawn: bool
    changed_at: datetime | None
    changed_by: str


class History:
    """Made by Reader.changes; do not keep it beyond its block."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_record(self, record_id: UUID | str, limit: int) -> tuple[Line, ...]:
        """The newest lines of a record, newest first."""
        query = "WHERE record_id = ? ORDER BY number DESC LIMIT ?"
        return self._lines(query, str(record_id), limit)

    def newest_of(self, record_id: UUID, unit: str) -> Line | None:
        """The last change of one merge unit."""
        query = "WHERE record_id = ? AND unit = ? ORDER BY number DESC LIMIT 1"
        return next(iter(self._lines(query, str(record_id), unit)), None)

    def of_case(self, case_id: UUID, limit: int) -> tuple[Line, ...]:
        """The newest lines of all records of a case, newest first."""
        query = "WHERE case_id = ? ORDER BY number DESC LIMIT ?"
        return self._lines(query, str(case_id), limit)

    def of_group(self, group: Group) -> tuple[Line, ...]:
        """The lines of a group, oldest first."""
        # By its moment, for which there is an index.
        query = "WHERE at = ? AND group_id <> '' AND group_id = ? ORDER BY number"
        return self._lines(query, group.at, group.id)

    def groups_since(self, moment: datetime, case_id: UUID | None) -> tuple[Group, ...]:
        """What was changed here since then, in one case or in all, oldest first."""
        found = run(
            self._connection,
            "SELECT min(number), group_id, case_id, at, undoes FROM history"
            " WHERE group_id <> '' AND at >= ? AND (? IS NULL OR case_id = ?)"
            " GROUP BY group_id ORDER BY 1",
            (moment.isoformat(), *[None if case_id is None else str(case_id)] * 2),
        )
        return tuple(Group(*row) for row in found.fetchall())

    def standing(self, type_name: str, record_id: str) -> Standing | None:
        """None for what is not, or no longer, on this device; raises UnreadableRecord."""
        try:
            found = fetch(self._connection, record_type(type_name), record_id)
        except KeyError:
            return None
        if found is None:
            return None
        return Standing(
            found.record(), found.withdrawn, _moment(found.changed_at), found.changed_by
        )

    def withdrawn(self, case_id: UUID) -> tuple[Standing, ...]:
        """What was taken out of a case and can be restored, the last one first."""
        found: list[Standing] = []
        for kind in record_types():
            rows = select_stored(
                self._connection, kind, "WHERE case_id = ? AND withdrawn", (str(case_id),)
            )
            for item in rows:
                try:
                    record = item.record(case_id)
                except UnreadableRecord:
                    continue
                found.append(Standing(record, True, _moment(item.changed_at), item.changed_by))
        return tuple(sorted(found, key=_last_changed, reverse=True))

    def _lines(self, rest: str, *parameters: object) -> tuple[Line, ...]:
        return tuple(_as_lines(_LINES.select(self._connection, rest, parameters)))


def _as_lines(rows: Iterable[tuple[object, ...]]) -> Iterator[Line]:
    return (Line(*row) for row in rows)  # type: ignore[arg-type]


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _last_changed(item: Standing) -> tuple[float, UUID]:
    return (item.changed_at.timestamp() if item.changed_at else 0.0, item.record.id)
