"""The local audit: who did what with which record, chained so that a gap shows.

Fields follow NEN 7513 (logging of access to health records) as far as they exist on the
device. A line names records by id and holds no text of them. Each line carries a hash over
itself and the line before it; the number and hash of the last one are kept beside them, in
the transaction of the line, so that a tail that was cut off or written anew shows too.
`storage.seal` keeps the same outside the store, and `storage.countersign` what the centre holds.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from mvs_desktop.domain.acts import chained
from mvs_desktop.domain.codec import Json
from mvs_desktop.storage.base.meta import Name, get, put
from mvs_desktop.storage.base.statements import Rows, run, to_json
from mvs_desktop.storage.base.tables import audit


class Act(StrEnum):
    UNLOCK = "unlock"
    LIST = "list"  # names of several families: the caseload, a day
    OPEN_CASE = "open-case"
    OPEN_ATTACHMENT = "open-attachment"
    HISTORY = "history"
    CONFLICT = "conflict"  # both texts of a conflict
    CHANGE = "change"
    WITHDRAW = "withdraw"
    RESTORE = "restore"
    SEARCH = "search"
    SEARCH_NUMBER = "search-number"  # a whole BSN: names the record that was found
    PREVIEW = "preview"
    EXPORT = "export"
    RECEIVE = "receive"
    SEND = "send"
    ACCESS_ENDED = "access-ended"
    CHANGE_PASSPHRASE = "change-passphrase"  # noqa: S105
    ROTATE_KEY = "rotate-key"
    RE_ENROL = "re-enrol"
    WIPE = "wipe"  # the organisation ordered it; what follows is the end of this store
    RECOVER = "recover"
    RECOVERY_KEY = "recovery-key"  # of the organisation, taken into use
    RECOVERY_KEY_REFUSED = "recovery-key-refused"
    VERIFY = "verify"  # somebody had the whole audit checked
    FOUND_BROKEN = "found-broken"  # the lines, or the seal on them, did not follow
    RESTORE_BACKUP = "restore-backup"  # an earlier copy was put back on purpose


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the chain: the number and the hash of a line; number 0 before the first."""

    number: int = 0
    hash: str = ""

    @classmethod
    def from_text(cls, text: str | None) -> "Mark":
        """Raises ValueError for what is no mark."""
        if not text:
            return cls()
        number, found = text.split(" ")
        return cls(int(number), found)

    def to_text(self) -> str:
        return f"{self.number} {self.hash}"


class Fault(StrEnum):
    """What is wrong with the lines."""

    ALTERED = "altered"  # a line does not follow from the one before it
    MISSING = "missing"  # a number is skipped
    CUT = "cut"  # the last lines are gone
    REPLACED = "replaced"  # another line stands where one was known to be
    ROLLED_BACK = "rolled-back"  # the store is older than its seal
    SEAL = "seal"  # the seal is gone
    COUNTERSIGNED = "countersigned"  # a line is not the one that the centre countersigned


@dataclass(frozen=True, slots=True)
class Break:
    """The first fault, and the number of the line where it shows."""

    fault: Fault
    number: int


class AuditLog:
    """Appends lines within the caller's transaction."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock

    def add(
        self,
        connection: Connection,
        act: Act,
        worker_id: str,
        *,
        case_id: UUID | str | None = None,
        record_type: str | None = None,
        record_id: UUID | str | None = None,
        detail: Mapping[str, Json] | None = None,
    ) -> None:
        line: dict[str, Json] = {
            "at": self._clock().isoformat(),
            "action": act.value,
            "worker_id": worker_id,
            "case_id": None if case_id is None else str(case_id),
            "record_type": record_type,
            "record_id": None if record_id is None else str(record_id),
            "detail": dict(detail or {}),
        }
        last = run(connection, _HEAD, (Name.AUDIT_HEAD.value,)).fetchone()
        before = Mark.from_text(last[0] if last else None)
        hash_ = chained(before.hash, line)
        values = (before.number + 1, *line.values(), hash_)
        run(connection, _INSERT, [to_json(v) if isinstance(v, dict) else v for v in values])
        head = Mark(before.number + 1, hash_)
        if not run(connection, _MOVE_HEAD, (head.to_text(), Name.AUDIT_HEAD.value)).rowcount:
            put(connection, Name.AUDIT_HEAD, head.to_text())


_HEAD = "SELECT value FROM meta WHERE name = ?"
_MOVE_HEAD = "UPDATE meta SET value = ? WHERE name = ?"
_INSERT = "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"

_LINES = Rows(audit)


def head(connection: Connection) -> Mark:
    """Where the chain ends, as the store remembers it. Raises ValueError when it does not."""
    return Mark.from_text(get(connection, Name.AUDIT_HEAD))


def lines(connection: Connection, after: int = 0) -> Iterator[dict[str, Any]]:
    """Lines with a higher number, in order: column → value."""
    rows = _LINES.select(connection, "WHERE number > ? ORDER BY number", (after,))
    return (dict(zip(_LINES.names, row, strict=True)) for row in rows)


def lines_of(connection: Connection, *acts: Act) -> Iterator[dict[str, Any]]:
    """Lines of these acts, in order: column → value."""
    marks = ", ".join("?" * len(acts))
    rest = f"WHERE action IN ({marks}) ORDER BY number"
    rows = _LINES.select(connection, rest, [act.value for act in acts])
    return (dict(zip(_LINES.names, row, strict=True)) for row in rows)


def find_break(connection: Connection, since: Mark | None = None) -> Break | None:
    """The first fault after a mark that was found to be sound, or in all lines."""
    before = since or Mark()
    if before.number and hash_at(connection, before.number) != before.hash:
        return Break(Fault.REPLACED, before.number)
    for line in lines(connection, before.number):
        number, found = line.pop("number"), line.pop("hash")
        if number != before.number + 1:
            return Break(Fault.MISSING, before.number + 1)
        if found != chained(before.hash, line):
            return Break(Fault.ALTERED, number)
        before = Mark(number, found)
    try:
        end = head(connection)
    except ValueError:
        return Break(Fault.REPLACED, before.number)
    if end.number > before.number:
        return Break(Fault.CUT, before.number + 1)
    return None if end == before else Break(Fault.REPLACED, end.number)


def first_break(connection: Connection) -> int | None:
    """The number of the first line that does not follow from those before it."""
    found = find_break(connection)
    return None if found is None else found.number


def hash_at(connection: Connection, number: int) -> str:
    """The hash of a line; empty when it is not there."""
    row = run(connection, "SELECT hash FROM audit WHERE number = ?", (number,)).fetchone()
    return str(row[0]) if row else ""


def checked(connection: Connection) -> Mark:
    """Up to where the lines were verified before."""
    try:
        return Mark.from_text(get(connection, Name.AUDIT_CHECKED))
    except ValueError:
        return Mark()


def note_checked(connection: Connection) -> None:
    """Everything up to the head was verified, or its fault was written down."""
    put(connection, Name.AUDIT_CHECKED, head(connection).to_text())
