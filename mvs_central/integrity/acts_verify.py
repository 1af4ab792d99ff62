"""Is what laptops told still as they told it? Their chains anew, and the service's own word.

Each segment was countersigned, and is named in the service's audit, whose tree covers it so.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, select

from mvs_central.access.audit import Action
from mvs_central.integrity.device_acts import Fault as ToldFault
from mvs_central.integrity.device_acts import reference, statement_of
from mvs_central.integrity.expiry import LEAST_YEARS, YEAR, is_claim
from mvs_central.integrity.faults import Fault, Kind, Noted
from mvs_central.integrity.signing import is_signed
from mvs_central.tables import audit, device_act, device_segment
from mvs_desktop.domain.acts import chained_text


def faults(connection: Connection, keys: Mapping[str, bytes], now: datetime) -> Iterator[Fault]:
    """What is wrong with the lines, segment by segment."""
    named = _named(connection)
    before = _expired_before(connection, now)
    last: Row[Any] | None = None
    for segment in _segments(connection):
        expected = last.part + 1 if last and last.device_id == segment.device_id else 1
        key = keys.get(segment.key_id, b"")
        is_old = before is not None and segment.at < before
        name = (segment.device_id, reference(segment.number, segment.hash))
        signed = is_signed(key, statement_of(segment), bytes(segment.signature))
        if segment.part != expected or not signed or not (name in named or is_old):
            yield Fault(Kind.SEGMENT, segment.number, segment.device_id)
        named.discard(name)
        lines = _lines(connection, segment)
        bad = None if is_old and not lines else _first_bad(segment, lines)
        if bad is not None:
            yield Fault(Kind.ACT, bad, segment.device_id)
        last = segment
    for device_id, gone in sorted(named):
        yield Fault(Kind.SEGMENT, int(gone.split()[0]), device_id)


def noted(connection: Connection) -> tuple[Noted, ...]:
    """Segments that did not follow when they were told."""
    rows = connection.execute(
        select(device_segment)
        .where(device_segment.c.fault != "")
        .order_by(device_segment.c.at, device_segment.c.device_id, device_segment.c.part)
    )
    return tuple(Noted(row.device_id, row.number, row.fault) for row in rows)


def _segments(connection: Connection) -> Iterator[Row[Any]]:
    yield from connection.execute(
        select(device_segment).order_by(device_segment.c.device_id, device_segment.c.part)
    ).all()


def _lines(connection: Connection, segment: Row[Any]) -> Sequence[Row[Any]]:
    return connection.execute(
        select(device_act)
        .where(device_act.c.device_id == segment.device_id, device_act.c.part == segment.part)
        .order_by(device_act.c.number)
    ).all()


def _first_bad(segment: Row[Any], lines: Sequence[Row[Any]]) -> int | None:
    """The number of the first line that is not as it was told; None when all are."""
    at = str(segment.before_hash)
    for line in lines:
        if line.line and (chained_text(at, line.line) != line.hash or not _is_filed(line)):
            return int(line.number)
        at = line.hash
    is_whole = segment.fault == ToldFault.BROKEN.value or at == segment.hash
    return None if is_whole and lines else int(segment.number)


def _is_filed(line: Row[Any]) -> bool:
    """Whether it is found under the case that it is about."""
    told = json.loads(line.line)["case_id"]
    filed: UUID | None = line.case_id
    return filed == (None if told is None else UUID(told))


def _named(connection: Connection) -> set[tuple[UUID, str]]:
    """The segments that the service's own audit speaks of."""
    rows = connection.execute(
        select(audit.c.device_id, audit.c.reference).where(
            audit.c.action == Action.DEVICE_ACTS.value
        )
    )
    return {(row.device_id, row.reference) for row in rows}


def _expired_before(connection: Connection, now: datetime) -> datetime | None:
    """Lines that were told before this may have been removed in time."""
    claimed = connection.scalar(select(func.max(audit.c.at)).where(*is_claim(now)))
    return None if claimed is None else claimed - LEAST_YEARS * YEAR
