"""What laptops tell of their own audit: kept, checked against what is held, countersigned.

A laptop's audit is a chain of hashes (mvs_desktop.domain.acts). It is told in segments, each
of which has to go on from the last line that the service holds for the device. One that does
not is kept too, with what is wrong with it, and never stands in the way of anything.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, insert, select
from sqlalchemy.exc import IntegrityError

from mvs_central.access import audit, directory
from mvs_central.access.audit import Action
from mvs_central.access.buckets import TOO_MANY_REQUESTS
from mvs_central.base.central import Caller, Central, Refused
from mvs_central.cases.intake import TOO_LARGE, UNREADABLE
from mvs_central.integrity.signing import public_keys, signing_key
from mvs_central.tables import device, device_act, device_segment
from mvs_desktop.domain.acts import as_hashed, chained_text, countersigned
from mvs_desktop.domain.codec import Json
from mvs_desktop.sync.protocol import MOST_ACT, MOST_ACTS, ActLine, ActsReply, ActsRequest

MEMBERS = ("at", "action", "worker_id", "case_id", "record_type", "record_id", "detail")

# Of one device within a day. A laptop that tells for the first time tells what is left on
# another one; one whose audit was written anew tells so once.
MOST_LINES, MOST_FAULTS = 100_000, 20
WINDOW = timedelta(days=1)

_HASH = re.compile(r"[0-9a-f]{64}")
_ROWS = 500  # in one statement


class Fault(StrEnum):
    """How a segment does not follow. It is held all the same, and the next goes on from it."""

    FORK = "fork"  # a line is another than the one that was held: the audit was written anew
    GAP = "gap"  # lines between what was held and these are missing
    BROKEN = "broken"  # the lines do not follow from each other


@dataclass(frozen=True, slots=True)
class Line:
    """`text` is the line as it was hashed; empty where only its hash was told."""

    number: int
    hash: str
    case_id: UUID | None
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """A line in a chain: number 0 and no hash before the first."""

    number: int = 0
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """Lines that go on from `before`. `hash` is what the device says of the last one;
    `is_whole`: the lines do follow from each other, up to that."""

    before: Place
    lines: tuple[Line, ...]
    hash: str
    is_whole: bool

    @property
    def end(self) -> Place:
        return Place(self.lines[-1].number, self.hash)


def tell(central: Central, caller: Caller, request: ActsRequest) -> ActsReply:
    """Keep a segment and countersign it. Raises Refused for what cannot be read, and for more
    than a device has to tell."""
    segment = _read(request)
    for _ in range(2):  # two requests of one device at once: one is first
        with suppress(IntegrityError), central.database.write() as connection:
            return _reply(connection, _take(central, connection, caller, segment))
    raise Refused(503, "busy", retry_after=5)


def reference(number: int, hash_: str) -> str:
    """How the service's own audit names a segment: its tree then covers the laptop's chain."""
    return f"{number} {hash_}"


def statement_of(segment: Row[Any]) -> bytes:
    """What was countersigned of a segment."""
    at = segment.at.astimezone(UTC).isoformat()
    return countersigned(str(segment.device_id), segment.number, segment.hash, at, segment.fault)


# Reading


def _read(request: ActsRequest) -> Segment:
    if len(request.lines) > MOST_ACTS:
        raise Refused(413, TOO_LARGE)
    before = Place(request.before_number, request.before_hash)
    begins = before == Place() or (_is_hash(before.hash) and before.number > 0)
    if not (request.lines and begins and _is_hash(request.hash)):
        raise Refused(400, UNREADABLE)
    at, lines, is_whole = before, list[Line](), True
    for told in request.lines:
        if not at.number < told.number < 1 << 62:
            raise Refused(400, UNREADABLE)
        line = _line(told, at.hash)
        is_whole &= line.number == at.number + 1
        lines.append(line)
        at = Place(line.number, line.hash)
    return Segment(before, tuple(lines), request.hash, is_whole and at.hash == request.hash)


def _line(told: ActLine, previous: str) -> Line:
    if told.hash:
        if not _is_hash(told.hash):
            raise Refused(400, UNREADABLE)
        return Line(told.number, told.hash, None, "")
    members: dict[str, Json] = {name: getattr(told, name) for name in MEMBERS}
    try:
        text = as_hashed(members)
        text.encode()  # a lone surrogate cannot be kept
        case_id = None if told.case_id is None else UUID(told.case_id)
    except (ValueError, RecursionError):
        raise Refused(400, UNREADABLE) from None
    if len(text) > MOST_ACT:
        raise Refused(413, TOO_LARGE)
    return Line(told.number, chained_text(previous, text), case_id, text)


def _is_hash(text: str) -> bool:
    return _HASH.fullmatch(text) is not None


# Taking in


def _take(central: Central, connection: Connection, caller: Caller, segment: Segment) -> Row[Any]:
    """The row of the segment, or of the last one when all of it was told before."""
    last = _last(connection, caller.device_id)
    if last is None:
        fault = None if _begins(connection, caller, segment.before) else Fault.GAP
        follows = select(device.c.replaces).where(device.c.id == caller.device_id)
        return _keep(central, connection, caller, segment, fault, 1, connection.scalar(follows))
    held = Place(last.number, last.hash)
    same = _same_as_held(connection, caller.device_id, held, segment)
    if same == len(segment.lines):
        return last  # the answer was lost on its way
    fault = _fault(held, segment, same)
    if same and fault is None:
        known = segment.lines[same - 1]
        segment = replace(
            segment, before=Place(known.number, known.hash), lines=segment.lines[same:]
        )
    return _keep(central, connection, caller, segment, fault, last.part + 1, None)


def _last(connection: Connection, device_id: UUID) -> Row[Any] | None:
    return connection.execute(
        select(device_segment)
        .where(device_segment.c.device_id == device_id)
        .order_by(device_segment.c.part.desc())
        .limit(1)
    ).one_or_none()


def _begins(connection: Connection, caller: Caller, before: Place) -> bool:
    """Whether a device's first segment begins at the beginning, or where its store was told
    of under a former device id."""
    if before == Place():
        return True
    return any(
        before.hash in _held_hashes(connection, device_id, [before.number])[before.number]
        for device_id in directory.devices_of(connection, caller)[0]
    )


def _held_hashes(
    connection: Connection, device_id: UUID, numbers: Sequence[int]
) -> Mapping[int, list[str]]:
    """The hashes that are held of these lines: after a fork more than one, the last one last."""
    found: dict[int, list[str]] = {number: [] for number in numbers}
    for start in range(0, len(numbers), _ROWS):
        query = select(device_act.c.number, device_act.c.hash).where(
            device_act.c.device_id == device_id,
            device_act.c.number.in_(numbers[start : start + _ROWS]),
        )
        for row in connection.execute(query.order_by(device_act.c.part)):
            found[row.number].append(row.hash)
    return found


def _same_as_held(connection: Connection, device_id: UUID, held: Place, segment: Segment) -> int:
    """How many of the lines, from the first on, are held already just so."""
    numbers = [line.number for line in segment.lines if line.number <= held.number]
    found = _held_hashes(connection, device_id, numbers)
    same = 0
    for line in segment.lines:
        if found.get(line.number, [])[-1:] != [line.hash]:
            break
        same += 1
    return same


def _fault(held: Place, segment: Segment, same: int) -> Fault | None:
    reached = segment.lines[same - 1] if same else segment.before
    if (reached.number, reached.hash) == (held.number, held.hash):
        return None
    return Fault.GAP if segment.before.number > held.number else Fault.FORK


def _keep(
    central: Central,
    connection: Connection,
    caller: Caller,
    segment: Segment,
    fault: Fault | None,
    part: int,
    follows: UUID | None,
) -> Row[Any]:
    now, end, before = central.now(), segment.end, segment.before
    code = "" if segment.is_whole and fault is None else (fault or Fault.BROKEN).value
    _check_room(connection, caller.device_id, len(segment.lines), now, faulty=code != "")
    key = signing_key(connection, now)
    stated = countersigned(
        str(caller.device_id), end.number, end.hash, now.astimezone(UTC).isoformat(), code
    )
    row = connection.execute(
        insert(device_segment)
        .values(
            device_id=caller.device_id,
            part=part,
            at=now,
            before_number=before.number,
            before_hash=before.hash,
            number=end.number,
            hash=end.hash,
            follows=follows,
            fault=code,
            key_id=key.id,
            signature=key.sign(stated),
        )
        .returning(device_segment)
    ).one()
    connection.execute(insert(device_act), list(_rows(caller.device_id, part, segment.lines)))
    told = reference(end.number, end.hash)
    lines = audit.rows(now, Action.DEVICE_ACTS, code or "told", caller=caller, reference=told)
    audit.write(connection, lines)
    return row


def _check_room(
    connection: Connection, device_id: UUID, lines: int, now: datetime, *, faulty: bool
) -> None:
    """Raises Refused when a device told more within a day than any does."""
    lately = (device_segment.c.device_id == device_id, device_segment.c.at > now - WINDOW)
    first = select(func.min(device_segment.c.part)).where(*lately).scalar_subquery()
    mine = (device_act.c.device_id == device_id, device_act.c.part >= first)
    held = connection.scalars(select(func.count()).select_from(device_act).where(*mine)).one()
    wrong = 0
    if faulty:
        faults = select(func.count()).select_from(device_segment).where(*lately)
        wrong = connection.scalars(faults.where(device_segment.c.fault != "")).one()
    if held + lines > MOST_LINES or wrong >= MOST_FAULTS:
        raise Refused(429, TOO_MANY_REQUESTS, retry_after=int(WINDOW.total_seconds()))


def _rows(device_id: UUID, part: int, lines: Iterable[Line]) -> Iterator[Mapping[str, object]]:
    for line in lines:
        yield {
            "device_id": device_id,
            "part": part,
            "number": line.number,
            "case_id": line.case_id,
            "hash": line.hash,
            "line": line.text,
        }


def _reply(connection: Connection, row: Row[Any]) -> ActsReply:
    return ActsReply(
        number=row.number,
        hash=row.hash,
        at=row.at.astimezone(UTC).isoformat(),
        fault=row.fault,
        key=b64encode(public_keys(connection)[row.key_id]).decode(),
        signature=b64encode(bytes(row.signature)).decode(),
    )
