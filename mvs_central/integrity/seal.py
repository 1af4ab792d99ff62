"""Sealing the audit: rows become leaves of one tree, and its head is signed.

Rows are written without a word about each other: a chain would make every request wait for the
one before it. One sealer at a time ties those that came in, a batch at a time, in the order of
their ids. A row whose transaction ends after the seal over its neighbours goes into a later one:
the seal remembers which lower ids were not there.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from struct import pack, unpack
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, and_, insert, or_, select, text

from mvs_central.base import rounds
from mvs_central.base.central import Central
from mvs_central.integrity.merkle import HASH, Frontier, leaf_hash
from mvs_central.integrity.signing import head_statement, signing_key
from mvs_central.tables import audit, audit_seal
from mvs_desktop.domain.errors import ExpectedError

BATCH = 4_096  # rows under one seal
EVERY = 60.0  # seconds between two seals of a running service
# For so long an id that was skipped may still come in. No transaction lasts so long.
LATEST = timedelta(hours=1)
ONE_SEALER = 0x6D76735F  # of PostgreSQL's advisory locks

_RANGES = 100  # in one statement
_SEALS = 50


class SealUnreadable(ExpectedError):
    """What stands in the place of a seal is none: somebody changed it."""

    code = "audit-broken"

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


@dataclass(frozen=True, slots=True)
class Head:
    """A signed tree head."""

    number: int
    at: datetime
    size: int
    root: bytes
    key_id: str
    signature: bytes

    def statement(self) -> bytes:
        return head_statement(self.size, self.root, self.at)


@dataclass(frozen=True, slots=True)
class Gap:
    """Ids from `first` to `last` that were not there, as first seen at `since`."""

    first: int
    last: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Batch:
    """One seal with what it ties: row id and leaf hash, in the order of the tree."""

    head: Head
    ids: tuple[int, ...]
    leaves: tuple[bytes, ...]
    edge: bytes
    upto: int
    gaps: tuple[Gap, ...]


def leaf_of(row: Row[Any]) -> bytes:
    """The hash of a row: of its members by name, without those that are empty.

    A column that a later version adds is empty in earlier rows, so their hashes stand.
    """
    found = row._asdict().items()
    members = {name: _text(value) for name, value in found if value not in (None, False, "")}
    packed = json.dumps(members, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return leaf_hash(packed.encode())


def seal(central: Central) -> int:
    """Seal every row that waits; gives how many. Nothing when another is sealing."""
    done = 0
    while True:
        with central.database.write() as connection:
            count = _seal_batch(connection, central.now()) if _is_alone(connection) else 0
        done += count
        if count < BATCH:
            return done


def newest(connection: Connection) -> Batch | None:
    """The last seal. Raises SealUnreadable."""
    query = select(audit_seal).order_by(audit_seal.c.number.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return None if row is None else batch_of(row)


def batches(connection: Connection) -> Iterator[Batch]:
    """All seals in order, a few at a time. Raises SealUnreadable at one that is none."""
    last = 0
    while True:
        query = select(audit_seal).where(audit_seal.c.number > last)
        rows = connection.execute(query.order_by(audit_seal.c.number).limit(_SEALS)).all()
        if not rows:
            return
        yield from map(batch_of, rows)
        last = rows[-1].number


def batch_of(row: Row[Any]) -> Batch:
    """Raises SealUnreadable for one whose parts do not belong together."""
    ids, leaves = bytes(row.row_ids), bytes(row.leaves)
    if len(ids) % 8 or len(leaves) != len(ids) // 8 * HASH:
        raise SealUnreadable(row.number)
    try:
        gaps = tuple(
            Gap(int(first), int(last), datetime.fromisoformat(since))
            for first, last, since in json.loads(row.gaps)
        )
    except (ValueError, TypeError, RecursionError) as error:
        raise SealUnreadable(row.number) from error
    return Batch(
        Head(row.number, row.at, row.size, bytes(row.root), row.key_id, bytes(row.signature)),
        unpack(f">{len(ids) // 8}q", ids),
        tuple(leaves[at : at + HASH] for at in range(0, len(leaves), HASH)),
        bytes(row.edge),
        row.upto,
        gaps,
    )


def sealing(central: Central, every: float = EVERY) -> AbstractContextManager[None]:
    """Seal from time to time for as long as the block runs, and once more at its end. Rows that
    a failure leaves are safe where they are, and wait for the next time."""
    return rounds.going("seal", lambda: seal(central), every, at_end=True)


def _is_alone(connection: Connection) -> bool:
    """SQLite has one writer at a time; on PostgreSQL whoever comes second leaves it."""
    if connection.dialect.name != "postgresql":
        return True
    lock = text("SELECT pg_try_advisory_xact_lock(:key)")
    return bool(connection.scalar(lock, {"key": ONE_SEALER}))


def _seal_batch(connection: Connection, now: datetime) -> int:
    last = newest(connection)
    open_gaps = last.gaps if last else ()
    upto = last.upto if last else 0
    rows = _waiting(connection, open_gaps, upto)
    if not rows:
        return 0
    tree = Frontier.from_bytes(last.head.size, last.edge) if last else Frontier()
    leaves = [leaf_of(row) for row in rows]
    for leaf in leaves:
        tree.add(leaf)
    ids = [row.id for row in rows]
    reached = max(upto, ids[-1])
    # Each is looked into once more after its time, however long nothing was sealed.
    gaps = [gap for one in open_gaps if now - one.since < LATEST for gap in _without(one, ids)]
    gaps += _without(Gap(upto + 1, reached, now), ids)
    key = signing_key(connection, now)
    connection.execute(
        insert(audit_seal).values(
            number=last.head.number + 1 if last else 1,
            at=now,
            size=tree.size,
            root=tree.root(),
            key_id=key.id,
            signature=key.sign(head_statement(tree.size, tree.root(), now)),
            row_ids=pack(f">{len(ids)}q", *ids),
            leaves=b"".join(leaves),
            edge=tree.to_bytes(),
            upto=reached,
            gaps=json.dumps([[gap.first, gap.last, gap.since.isoformat()] for gap in gaps]),
        )
    )
    return len(rows)


def _waiting(connection: Connection, gaps: Sequence[Gap], upto: int) -> list[Row[Any]]:
    """The next rows without a seal, in the order of their ids."""
    found: list[Row[Any]] = []
    for start in range(0, len(gaps), _RANGES):
        within = or_(
            *(
                and_(audit.c.id >= gap.first, audit.c.id <= gap.last)
                for gap in gaps[start : start + _RANGES]
            )
        )
        found += connection.execute(
            select(audit).where(within).order_by(audit.c.id).limit(BATCH)
        ).all()
    found = sorted(found, key=lambda row: int(row.id))[:BATCH]
    rest = BATCH - len(found)
    beyond = select(audit).where(audit.c.id > upto).order_by(audit.c.id).limit(rest)
    return [*found, *(connection.execute(beyond).all() if rest else ())]


def _without(gap: Gap, ids: Iterable[int]) -> Iterator[Gap]:
    """What is left of a gap without these ids, which are in order."""
    inside = [number for number in ids if gap.first <= number <= gap.last]
    for before, after in pairwise([gap.first - 1, *inside, gap.last + 1]):
        if after - before > 1:
            yield Gap(before + 1, after - 1, gap.since)


def _text(value: object) -> str | int:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case bool() | UUID():
            return str(value)
        case int():
            return value
        case _:
            return str(value)
