"""What went between a laptop and the service, looked at when it did."""

import json
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from mvs_central import tables as central_tables
from mvs_desktop.storage.base.engine import reading
from mvs_desktop.storage.base.tables import outbox
from mvs_desktop.storage.records.outbox import OpState
from mvs_desktop.sync.protocol import FeedPage
from tests.simulation.parts import Device
from tests.support.said import words_in

if TYPE_CHECKING:
    from tests.simulation.world import World


def look_at_page(world: "World", user: int, page: FeedPage) -> None:
    """Nothing reaches a laptop that its worker may not read: by what a record, light or whole,
    says of itself, and by what stands in it."""
    granted, wrong = world.scopes_now(user), world.answers.wrong
    case_id = UUID(page.cursors[0].case_id)
    told = {*(item.compartment for item in page.records), *(own.compartment for own in page.own)}
    if not {(case_id, compartment) for compartment in told} <= granted:
        wrong.append("a record was delivered without a grant")
    # A word is of the scope that it was written in.
    words = {word for item in page.records for word in words_in(json.loads(bytes(item.doc)))}
    if not {world.places[world.whose[word]] for word in words & world.whose.keys()} <= granted:
        wrong.append("a word was delivered without a grant")
    world.whole.look(world.central, page)


def look_after_sync(world: "World", one: Device) -> None:
    """A service that was put back gets again what it took and does not know any more, at the
    next whole visit; unless nobody found out yet that it was."""
    if not world.restores.service_was or world.restores.epoch.is_doubtful():
        return
    confirmed = select(outbox.c.op_id).where(outbox.c.state == OpState.CONFIRMED.value)
    with reading(one.store._engine) as connection:
        taken = set(map(UUID, connection.scalars(confirmed)))
    with world.central.database.read() as connection:
        known = set(connection.scalars(select(central_tables.op_outcome.c.op_id)))
    if not taken <= known:
        world.answers.wrong.append("a laptop counts as taken what the service does not know")
