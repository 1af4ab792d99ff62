"""What must hold in the store of a laptop at every moment, however its last visit ended."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Connection, Row, or_, select

from mvs_central import tables as central_tables
from mvs_desktop.domain.records import WHOLE, WITHDRAWN, record_type
from mvs_desktop.storage.base.engine import reading
from mvs_desktop.storage.base.meta import Name, get
from mvs_desktop.storage.base.replica_types import Applied, IncomingPage
from mvs_desktop.storage.base.rows import Stored, select_stored
from mvs_desktop.storage.base.tables import cursor, mirror, outbox, unread_record
from mvs_desktop.storage.exchange.replica import Replica
from mvs_desktop.storage.records.outbox import KEPT, OpState
from mvs_desktop.sync.checksum import hash_text, record_hash
from tests.simulation.broken import Broken, require
from tests.simulation.parts import Device

if TYPE_CHECKING:
    from tests.simulation.world import World

LONG_AGO = datetime.min.replace(tzinfo=UTC)
LIVE = (OpState.PENDING.value, OpState.ACKNOWLEDGED.value)


@dataclass(frozen=True)
class Outbox:
    """The operations of a laptop at a moment."""

    at: datetime
    ops: Mapping[str, Row[Any]]


class Stores:
    """Looks at stores: after a visit, and in the middle of it."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._spoke: set[int] = set()  # devices that did, since they were looked at
        self._outboxes: dict[int, Outbox] = {}  # of each device, as they were then

    def watch(self, replica: Replica, number: int) -> None:
        """Look whenever pages were taken in, or a scope was let go of."""
        apply_all, drop_scope = replica.apply_all, replica.drop_scope

        def applied(pages: Sequence[IncomingPage]) -> tuple[Applied, ...]:
            found = apply_all(pages)
            self._note(self._check_what_was_read, number)
            return found

        def dropped(case_id: UUID, compartment: str) -> None:
            self._note(self._check_outbox, number)
            drop_scope(case_id, compartment)
            self._note(self._check_outbox, number)

        replica.apply_all = applied  # type: ignore[method-assign]
        replica.drop_scope = dropped  # type: ignore[method-assign]

    def visits(self, one: Device) -> None:
        """Call when a laptop begins to speak with the service."""
        self._spoke.add(one.number)
        self._note(self._check_outbox, one.number)

    def put_back(self, one: Device) -> None:
        """What is kept is that of another store from now on."""
        self._outboxes.pop(one.number, None)

    def check_those_that_spoke(self) -> None:
        spoke, self._spoke = self._spoke, set()
        self.check(*(self._world.devices[number] for number in sorted(spoke)))

    def check(self, *devices: Device) -> None:
        """Raises Broken."""
        kinds = _kinds(self._world)
        for one in devices:
            with reading(one.store._engine) as connection:
                ops = self._check_operations(one, connection)
                mirrors = {row.id: row for row in connection.execute(select(mirror))}
                rows = _rows(connection, kinds | {op.record_type for op in ops})
                _check_rows(self._world, one, rows, mirrors, ops)
                _check_cursors(self._world, one, connection, rows, mirrors)

    def _note(self, check: Callable[[Device], object], number: int) -> None:
        """In the middle of a visit, which goes on."""
        try:
            check(self._world.devices[number])
        except Broken as broken:
            self._world.answers.wrong.append(str(broken))

    def _check_outbox(self, one: Device) -> None:
        with reading(one.store._engine) as connection:
            self._check_operations(one, connection)

    def _check_what_was_read(self, one: Device) -> None:
        with reading(one.store._engine) as connection:
            self._check_operations(one, connection)
            mirrors = {row.id: row for row in connection.execute(select(mirror))}
            rows = _rows(connection, _kinds(self._world))
            _check_cursors(self._world, one, connection, rows, mirrors)

    def _check_operations(self, one: Device, connection: Connection) -> Sequence[Row[Any]]:
        ops = connection.execute(select(outbox).order_by(outbox.c.counter)).all()
        now = Outbox(self._world.now, {op.op_id: op for op in ops})
        before = self._outboxes.get(one.number)
        self._outboxes[one.number] = now
        if before is not None:
            _check_outbox(self._world, one, before, now)
        return ops


def _rows(connection: Connection, kinds: Iterable[str]) -> dict[str, Stored]:
    return {
        item.id: item
        for kind in sorted(kinds)
        for item in select_stored(connection, record_type(kind), "")
    }


def _kinds(world: "World") -> set[str]:
    with world.central.database.read() as connection:
        return set(connection.scalars(select(central_tables.record.c.record_type).distinct()))


def _check_rows(
    world: "World",
    one: Device,
    rows: Mapping[str, Stored],
    mirrors: Mapping[str, Row[Any]],
    ops: Sequence[Row[Any]],
) -> None:
    """A row is what the service last said, with what is on its way on top of it."""
    on_its_way: defaultdict[str, list[Row[Any]]] = defaultdict(list)
    for op in ops:
        if op.state in LIVE:
            on_its_way[op.record_id].append(op)
    idle = mirrors.keys() - on_its_way.keys()
    require(not idle, f"device {one.number} keeps what it does not need")
    world.looked["rows with something on its way"] += len(on_its_way)
    world.looked["mirrors"] += len(mirrors)
    for id_, item in rows.items():
        if id_ in mirrors or id_ in on_its_way:
            expected = _on_top(mirrors.get(id_), on_its_way[id_])
            # Of what was made here, and of which the service took a part alone, the row is all.
            known = id_ in mirrors or WHOLE in on_its_way[id_][0].units
            require(known or not item.seq, f"device {one.number} lost what the service said")
            stands = (item.withdrawn, dict(item.doc))
            require(not known or stands == expected, f"a row of device {one.number} is another")
        elif item.wire_hash:
            found = hash_text(record_hash(item.kind.name, item.id, item.withdrawn, item.doc))
            same = found == item.wire_hash or _is_part(world, item)
            require(same, f"a row of device {one.number} is another")


def _is_part(world: "World", item: Stored) -> bool:
    """Whether the service has a part of this record alone, as after it was put back."""
    record = central_tables.record
    with world.central.database.read() as connection:
        found = connection.execute(select(record).where(record.c.id == UUID(item.id))).first()
    there = json.loads(found.doc) if found and found.hash == item.wire_hash else None
    return there is not None and there.items() <= item.doc.items()


def _on_top(under: Row[Any] | None, ops: list[Row[Any]]) -> tuple[bool, dict[str, Any]]:
    doc, withdrawn = (dict(under.doc), bool(under.withdrawn)) if under else ({}, False)
    for op in ops:
        for name, unit in op.units.items():
            if name == WITHDRAWN:
                withdrawn = bool(unit["value"]["withdrawn"])
            else:
                doc |= unit["value"]
    return withdrawn, doc


def _check_cursors(
    world: "World",
    one: Device,
    connection: Connection,
    rows: Mapping[str, Stored],
    mirrors: Mapping[str, Row[Any]],
) -> None:
    """As far as a laptop read a scope, it has what the service has. (Not while it, or the
    service, is in a history that was lost.)"""
    if world.restores.epoch.is_doubtful() or get(connection, Name.EPOCH) != world.central.epoch():
        return
    here = {id_: (item.seq, item.wire_hash) for id_, item in rows.items()}
    here |= {id_: (row.seq, row.wire_hash) for id_, row in mirrors.items()}
    # A record of which the service has a part yet, as after it was put back.
    here |= {row.id: (row.seq, row.wire_hash) for row in connection.execute(select(unread_record))}
    read = connection.execute(select(cursor).where(cursor.c.seq > 0)).all()
    record = central_tables.record
    these = [
        (record.c.case_id == UUID(it.case_id))
        & (record.c.compartment == it.compartment)
        & (record.c.seq <= it.seq)
        for it in read
    ]
    if not these:
        return
    with world.central.database.read() as central:
        there = central.execute(select(record.c.id, record.c.seq, record.c.hash).where(or_(*these)))
        for row in there:
            world.looked["records that were read"] += 1
            has = here.get(str(row.id)) == (row.seq, row.hash)
            require(has, f"device {one.number} has not what it read as far as")


def _check_outbox(world: "World", one: Device, before: Outbox, now: Outbox) -> None:
    """An operation is kept until the service has it, its effect was read, and 35 days went by;
    or access to it ended, and it was sent before that."""
    world.looked["operations that are kept"] += len(before.ops)
    for op_id, op in before.ops.items():
        if op_id in now.ops:
            continue
        left = world.left.get((one.number, UUID(op.case_id)), LONG_AGO) >= before.at
        sent = op_id in world.answers.asked
        confirmed = op.state == OpState.CONFIRMED.value and op.confirmed_at
        long_ago = confirmed and datetime.fromisoformat(confirmed) + KEPT < world.now
        require(sent and (left or long_ago), "an operation was let go of too early")
