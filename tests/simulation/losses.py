"""Where the words are that people wrote: on the service, and on the laptops."""

from collections.abc import Container, Iterator
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from mvs_desktop.storage.base.engine import reading
from mvs_desktop.storage.base.tables import outbox
from tests.support.said import words_at, words_in

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


def _in_the_outbox(
    one: "Device", leave_out: Container[str] = ()
) -> Iterator[tuple[tuple[UUID, str], bool]]:
    """Each word in a value, and whether the operation brought it."""
    with reading(one.store._engine) as connection:
        for row in connection.execute(select(outbox)):
            if row.state in leave_out:
                continue
            for unit in row.units.values():
                before = words_in(unit["base"])
                for word in words_in(unit["value"]):
                    yield (UUID(row.record_id), word), word not in before
