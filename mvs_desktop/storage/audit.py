"""The local audit: who did what with which record, chained so that a gap shows.

Fields follow NEN 7513 (logging of access to health records) as far as they exist on the
device. A line names records by id and holds no text of them.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Connection, insert, select

from mvs_desktop.domain.codec import Json
from mvs_desktop.storage.tables import audit


class Act(StrEnum):
    UNLOCK = "unlock"
    OPEN_CASE = "open-case"
    CHANGE = "change"
    WITHDRAW = "withdraw"
    RESTORE = "restore"
    SEARCH = "search"
    PREVIEW = "preview"
    EXPORT = "export"
    RECEIVE = "receive"
    SEND = "send"
    ACCESS_ENDED = "access-ended"


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
        last = connection.execute(
            select(audit.c.hash).order_by(audit.c.number.desc()).limit(1)
        ).scalar_one_or_none()
        connection.execute(insert(audit), {**line, "hash": chained(last or "", line)})


def chained(previous: str, line: Mapping[str, Json]) -> str:
    """The hash of a line after the one with hash `previous`: SHA-256 in hexadecimal."""
    text = json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def first_break(connection: Connection) -> int | None:
    """The number of the first line that does not follow from those before it."""
    previous = ""
    for row in connection.execute(select(audit).order_by(audit.c.number)):
        line = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name
        number, found = line.pop("number"), line.pop("hash")
        if found != chained(previous, line):
            return int(number)
        previous = found
    return None
