"""What must hold of the content of attachments: on the service, and on the laptops."""

from uuid import UUID

from sqlalchemy import select

from mvs_central import tables as central_tables
from mvs_desktop.domain.attachments import Attachment
from mvs_desktop.domain.errors import AttachmentNotHere
from mvs_desktop.storage.base.engine import reading
from mvs_desktop.storage.base.tables import RECORDS, attachment_chunk
from tests.simulation import losses
from tests.simulation.broken import require
from tests.simulation.parts import Attached, Device
from tests.simulation.world import World

NAMED = "named"


def check_contents(world: World, *, at_rest: bool = False) -> None:
    """No content is lost, and no record stands without its own.

    At rest it is no longer enough that a laptop has it, which was to send it.
    """
    there = losses.contents_on_the_service(world)
    kept = losses.contents_kept(world, on_laptops=not at_rest)
    kept |= {UUID(op.record_id) for op in world.answers.rejected}  # is beside on its device
    for item in world.attached.values():
        require(item.id in kept | world.gone_contents, "the content of an attachment was lost")
        right = all(
            data == item.content for state, data in there.get(item.id, ()) if state == NAMED
        )
        require(right, "the content of an attachment is not what was attached")
    if world.restores.service_was:
        return  # a laptop may have yet to send it again
    for id_ in _records(world):
        named = any(state == NAMED for state, _ in there.get(id_, ()))
        require(named, "an attachment stands whose content never came")


def _records(world: World) -> list[UUID]:
    record = central_tables.record
    query = select(record.c.id).where(record.c.record_type == Attachment.type_name)
    with world.central.database.read() as connection:
        return list(connection.scalars(query))


def check_laptops(world: World) -> None:
    """Call at rest: what a laptop may read it has, whole, and of the rest it has nothing."""
    there = losses.contents_on_the_service(world)
    for one in world.devices:
        granted = world.granted.to_read(one.user)
        require(one.store.replica.pending_count() == 0, "the content of something was not sent")
        with reading(one.store._engine) as connection:
            files = set(connection.execute(select(attachment_chunk.c.file)).scalars())
        folder = one.files.attachments
        left = {path.name for path in folder.iterdir()} if folder.exists() else set()
        require(left == files, f"device {one.number} has other files than it has attachments")
        for item in world.attached.values():
            known = any(state == NAMED for state, _ in there.get(item.id, ()))
            to_be_here = known and _stands_on(one, item)
            if (item.case_id, item.compartment) in granted:
                world.looked["contents on laptops"] += to_be_here
                _check_content(one, item, to_be_here=to_be_here)


def _stands_on(one: Device, item: Attached) -> bool:
    table = RECORDS[Attachment.type_name]
    query = select(table.c.sha256).where(table.c.id == str(item.id), ~table.c.withdrawn)
    with reading(one.store._engine) as connection:
        return connection.execute(query.where(table.c.seq > 0)).first() is not None


def _check_content(one: Device, item: Attached, *, to_be_here: bool) -> None:
    try:
        content = one.store.attachments.read(item.id)
    except AttachmentNotHere:
        require(not to_be_here, f"device {one.number} did not get the content of an attachment")
    else:
        require(content == item.content, f"device {one.number} has other content")
