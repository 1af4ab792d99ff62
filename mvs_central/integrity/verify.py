"""Is the audit as it was sealed? Says which row is not, and compares with heads kept elsewhere.

Every row is read and hashed again, every seal's root and signature worked out anew. Somebody
who can write in the database and sign with its key can make a whole other audit that is sound
in itself; the heads that were exported before show that it is another one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from sqlalchemy import Connection, func, select

from mvs_central.access import audit
from mvs_central.access.audit import ADMINISTRATION, Action
from mvs_central.base.central import Central
from mvs_central.integrity import acts_verify, signing
from mvs_central.integrity.expiry import expired_seals
from mvs_central.integrity.faults import Fault, Kind, Noted
from mvs_central.integrity.merkle import Frontier
from mvs_central.integrity.seal import Batch, Gap, Head, SealUnreadable, batches, leaf_of
from mvs_central.integrity.tree_heads import Heads
from mvs_central.tables import audit as audit_table

MOST_FAULTS = 1_000  # that are told
LARGEST = 1 << 62
_ROWS = 1_000  # in one statement


@dataclass(frozen=True, slots=True)
class Verdict:
    """`waiting` rows have no seal yet; the rows of `expired` seals were removed in time.
    `noted` is what laptops told that did not follow; the service keeps it as it came."""

    seals: int
    sealed: int
    waiting: int
    expired: int
    heads: int
    faults: tuple[Fault, ...]
    noted: tuple[Noted, ...] = ()

    @property
    def is_sound(self) -> bool:
        return not self.faults


@dataclass(slots=True)
class _Walk:
    """What was seen so far, seal by seal."""

    keys: Mapping[str, bytes]
    tree: Frontier = field(default_factory=Frontier)
    roots: dict[int, bytes] = field(default_factory=dict)  # size → root
    ids: list[tuple[int, int]] = field(default_factory=list)  # ranges of sealed rows
    last: Batch | None = None
    expired: int = 0


def verify(central: Central, exported: Heads | None = None) -> Verdict:
    """Read everything. That it was asked for is a row of its own."""
    with central.database.read() as connection:
        walk = _Walk(signing.public_keys(connection))
        expired = expired_seals(connection, central.now())
        found = chain(
            _walked(connection, walk, expired),
            _unsealed(connection, walk),
            _against(walk, exported),
            acts_verify.faults(connection, walk.keys, central.now()),
        )
        faults = tuple(islice(found, MOST_FAULTS))
        waiting = _count_waiting(connection, walk)
        noted = acts_verify.noted(connection)
    with central.database.write() as connection:
        outcome = "sound" if not faults else f"{len(faults)} faults"
        lines = audit.rows(central.now(), Action.AUDIT_VERIFIED, outcome, purpose=ADMINISTRATION)
        audit.write(connection, lines)
    return Verdict(
        seals=walk.last.head.number if walk.last else 0,
        sealed=walk.tree.size,
        waiting=waiting,
        expired=walk.expired,
        heads=len(exported.heads) if exported else 0,
        faults=faults,
        noted=noted,
    )


def _walked(connection: Connection, walk: _Walk, expired: int) -> Iterator[Fault]:
    """Every seal, and the rows under it; up to one that is none, after which nothing follows."""
    try:
        for batch in batches(connection):
            yield from _sealed(walk, batch)
            if batch.head.number <= expired:
                walk.expired += len(batch.ids)
            else:
                yield from _rows(connection, batch)
            walk.ids += _ranges(batch.ids)
            walk.last = batch
    except SealUnreadable as error:
        yield Fault(Kind.SEAL, error.number)


def _sealed(walk: _Walk, batch: Batch) -> Iterator[Fault]:
    """What is wrong with the seal itself."""
    head, before = batch.head, walk.last
    for leaf in batch.leaves:
        walk.tree.add(leaf)
    walk.roots[walk.tree.size] = walk.tree.root()
    follows = head.number == (before.head.number + 1 if before else 1)
    grown = head.size == walk.tree.size and batch.edge == walk.tree.to_bytes()
    ordered = all(one < next_ for one, next_ in zip(batch.ids, batch.ids[1:], strict=False))
    if not (follows and grown and ordered and head.root == walk.tree.root()):
        yield Fault(Kind.SEAL, head.number)
    if not _is_signed(head, walk.keys):
        yield Fault(Kind.SIGNATURE, head.number)


def _is_signed(head: Head, keys: Mapping[str, bytes]) -> bool:
    public = keys.get(head.key_id)
    return public is not None and signing.is_signed(public, head.statement(), head.signature)


def _rows(connection: Connection, batch: Batch) -> Iterator[Fault]:
    """What is wrong with the rows under a seal."""
    sealed = dict(zip(batch.ids, batch.leaves, strict=True))
    for start in range(0, len(batch.ids), _ROWS):
        part = batch.ids[start : start + _ROWS]
        rows = connection.execute(select(audit_table).where(audit_table.c.id.in_(part)))
        found = {row.id: leaf_of(row) for row in rows}
        for id_ in part:
            if id_ not in found:
                yield Fault(Kind.DELETED, id_)
            elif found[id_] != sealed[id_]:
                yield Fault(Kind.ALTERED, id_)


def _unsealed(connection: Connection, walk: _Walk) -> Iterator[Fault]:
    """Rows without a seal, of which it is too late for one."""
    if walk.last is None:
        return
    for first, last in _holes(walk.ids, walk.last.upto):
        query = select(audit_table.c.id).where(audit_table.c.id.between(first, last))
        for id_ in connection.scalars(query.order_by(audit_table.c.id)):
            if not any(gap.first <= id_ <= gap.last for gap in walk.last.gaps):
                yield Fault(Kind.INSERTED, id_)


def _count_waiting(connection: Connection, walk: _Walk) -> int:
    upto = walk.last.upto if walk.last else 0
    where = [audit_table.c.id > upto]
    where += [audit_table.c.id.between(gap.first, gap.last) for gap in _open_gaps(walk)]
    return sum(
        connection.scalars(select(func.count()).select_from(audit_table).where(one)).one()
        for one in where
    )


def _open_gaps(walk: _Walk) -> tuple[Gap, ...]:
    return walk.last.gaps if walk.last else ()


def _against(walk: _Walk, exported: Heads | None) -> Iterator[Fault]:
    """What heads that were exported say of the log."""
    if exported is None:
        return
    for head in exported.faulty():
        yield Fault(Kind.HEAD, head.size)
    for head in exported.heads:
        if head.size > walk.tree.size:
            yield Fault(Kind.CUT, head.size)
        elif walk.roots.get(head.size) != head.root:
            yield Fault(Kind.FORK, head.size)


def _ranges(ids: Sequence[int]) -> list[tuple[int, int]]:
    """Ids in order as ranges: nearly always one."""
    ranges: list[tuple[int, int]] = []
    for id_ in ids:
        if ranges and ranges[-1][1] == id_ - 1:
            ranges[-1] = (ranges[-1][0], id_)
        else:
            ranges.append((id_, id_))
    return ranges


def _holes(ranges: Iterable[tuple[int, int]], upto: int) -> Iterator[tuple[int, int]]:
    """What is between ranges, up to an id."""
    reached = -LARGEST
    for first, last in sorted(ranges):
        if first > reached + 1:
            yield reached + 1, first - 1
        reached = max(reached, last)
    if reached < upto:
        yield reached + 1, upto
