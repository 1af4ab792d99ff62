"""Where what people wrote and attached is: on the service, and on the laptops."""

from collections.abc import Container, Iterator
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from mvs_central import tables as central_tables
from mvs_desktop.domain.attachments import chunk_count
from mvs_desktop.domain.contacts import NoteParagraph
from mvs_desktop.domain.records import WHOLE, type_of
from mvs_desktop.storage.base.engine import reading
from mvs_desktop.storage.base.tables import attachment_chunk, history, outbox
from mvs_desktop.storage.records.attachments import ChunkState
from mvs_desktop.storage.records.outbox import mirror_of
from tests.support.said import words, words_at, words_in

if TYPE_CHECKING:
    from tests.simulation.parts import Device
    from tests.simulation.world import World

Found = set[tuple[UUID, str]]


def everything(world: "World", leave_out: Container[str] = ()) -> Found:
    """Each word with the record it is about; without operations in the states `leave_out`."""
    found = words_at(world.central)
    for one in world.devices:
        found |= {key for key, _ in _in_the_outbox(one, leave_out)}
    return found


def promised(world: "World") -> Found:
    """What the service has, and what comes to it with the operation that wrote it. Words that
    another operation was made on are none of its own."""
    found = words_at(world.central)
    for one in world.devices:
        found |= {key for key, new in _in_the_outbox(one) if new}
    return found


def brought_by(one: "Device", leave_out: Container[str], settled: Container[str]) -> Found:
    """What comes from a laptop with the operation that wrote it, without those that lay apart
    and were `settled`."""
    return {key for key, new in _in_the_outbox(one, leave_out, settled) if new}


def _in_the_outbox(
    one: "Device", leave_out: Container[str] = (), settled: Container[str] = ()
) -> Iterator[tuple[tuple[UUID, str], bool]]:
    """Each word in a value, and whether the operation brought it."""
    with reading(one.store._engine) as connection:
        for row in connection.execute(select(outbox)):
            if row.state in leave_out or row.op_id in settled:
                continue
            for unit in row.units.values():
                before = words_in(unit["base"])
                for word in words_in(unit["value"]):
                    yield (UUID(row.record_id), word), word not in before


def ever_on(one: "Device", item: NoteParagraph) -> set[str]:
    """The words of a paragraph that ever stood in a store, also under what was written here."""
    seen = words(item.text) | words(item.source) | frozenset(map(str, item.about_ids))
    found = {*seen}
    with reading(one.store._engine) as connection:
        under = mirror_of(connection, type_of(item), str(item.id))
        lines = connection.execute(select(history).filter_by(record_id=str(item.id))).all()
    for line in lines:
        found |= words_in(line.before) | words_in(line.after)
    return found | (words_in(dict(under.doc)) if under else set())


def contents_on_the_service(world: "World") -> dict[UUID, list[tuple[str, bytes]]]:
    """Of each attachment the contents that are whole: in what state, and what they are."""
    content, chunk = central_tables.attachment_content, central_tables.attachment_chunk
    found: dict[UUID, list[tuple[str, bytes]]] = {}
    with world.central.database.read() as connection:
        for row in connection.execute(select(content)):
            of_it = (
                chunk.c.case_id == row.case_id,
                chunk.c.attachment_id == row.attachment_id,
                chunk.c.worker_id == row.worker_id,
            )
            query = select(chunk.c.data).where(*of_it).order_by(chunk.c.number)
            data = [bytes(part) for part in connection.scalars(query)]
            if len(data) == chunk_count(row.size):
                found.setdefault(row.attachment_id, []).append((row.state, b"".join(data)))
    return found


def contents_kept(world: "World", *, on_laptops: bool = True) -> set[UUID]:
    """The attachments of which the content is on the service, or on the laptop that sends it."""
    senders = world.devices if on_laptops else []
    there = contents_on_the_service(world)
    return {
        item.id
        for item in world.attached.values()
        if any(data == item.content for _, data in there.get(item.id, ()))
        or any(_will_send(one, item.id) for one in senders)
    }


_OWN = {ChunkState.UNSENT, ChunkState.STAGED, ChunkState.SENT}  # sent again when it is lost


def _will_send(one: "Device", id_: UUID) -> bool:
    """Whether it is there, and was attached there: also when it was fetched anew since."""
    states = select(attachment_chunk.c.state).filter_by(record_id=str(id_))
    made = select(outbox.c.units).filter_by(record_id=str(id_))
    with reading(one.store._engine) as connection:
        found = set(connection.execute(states).scalars())
        own = any(WHOLE in units for units in connection.execute(made).scalars())
    sent = _OWN | ({ChunkState.FETCHED} if own else set())
    return bool(found) and found <= {state.value for state in sent}
