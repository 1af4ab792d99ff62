"""A worker's own laptops: which there are, and ending one that was lost or is not used any more.

Only the worker's own, and never the laptop that asks: a laptop of somebody else answers as one
that does not exist.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from mvs_central.access import directory
from mvs_central.access.policy import NOT_FOUND
from mvs_central.access.service_keys import service_keys
from mvs_central.base.central import Caller, Central, Refused
from mvs_central.cases.intake import identifier
from mvs_central.devices import wiping
from mvs_central.tables import device, wipe_order
from mvs_desktop.sync.protocol import (
    Ending,
    OwnDevice,
    OwnDeviceEnd,
    OwnDevicesReply,
    OwnDevicesRequest,
    OwnDeviceState,
)

THIS_DEVICE = "this-device"


def tell(central: Central, caller: Caller, _request: OwnDevicesRequest) -> OwnDevicesReply:
    """All laptops of the caller."""
    with central.database.read() as connection:
        return _reply(central, connection, caller)


def end(central: Central, caller: Caller, request: OwnDeviceEnd) -> OwnDevicesReply:
    """End a laptop; gives how all of them stand after it. Raises Refused."""
    device_id = identifier(request.device_id)
    if device_id == caller.device_id:
        raise Refused(409, THIS_DEVICE)
    with central.database.write() as connection:
        row = _own(connection, caller, device_id)
        if row.done_at is None:
            _end(central, connection, caller, row, lost=request.ending is Ending.LOST)
        return _reply(central, connection, caller)


def _end(
    central: Central, connection: Connection, caller: Caller, row: Row[Any], *, lost: bool
) -> None:
    """What was done before is not done again; a laptop that is still to send may yet be lost."""
    reachable = wiping.is_reachable(row)
    if row.revoked_at is None and (lost or not reachable):
        directory.revoke(central, connection, row.id, caller)
    if reachable and (row.order_id is None or (lost and not row.at_once)):
        keys = service_keys(central)
        wiping.order_in(central, connection, keys, row.id, at_once=lost, by=caller)


def _own(connection: Connection, caller: Caller, device_id: UUID) -> Row[Any]:
    """A laptop of the caller, locked. Raises Refused."""
    mine = (device.c.id == device_id) & (device.c.worker_id == caller.worker_id)
    if connection.scalars(select(device.c.id).where(mine).with_for_update()).first() is None:
        raise Refused(404, NOT_FOUND)
    row = wiping.standing(connection, device_id)
    assert row is not None  # noqa: S101 - locked above
    return row


def _reply(central: Central, connection: Connection, caller: Caller) -> OwnDevicesReply:
    later = device.alias("later")
    rows = connection.execute(
        select(device, wipe_order.c.at_once, wipe_order.c.ordered_at, wipe_order.c.done_at)
        .join_from(device, wipe_order, directory.order_of_device(), isouter=True)
        .where(
            device.c.worker_id == caller.worker_id,
            # One store is one laptop, also after it was enrolled again.
            ~select(later.c.id).where(later.c.replaces == device.c.id).exists(),
        )
        .order_by(device.c.enrolled_at.desc(), device.c.id)
    )
    return OwnDevicesReply([_on_the_wire(row) for row in rows], central.now().isoformat())


def _on_the_wire(row: Row[Any]) -> OwnDevice:
    contact = row.last_contact_at.isoformat() if row.last_contact_at else ""
    return OwnDevice(
        str(row.id),
        row.name,
        row.enrolled_at.isoformat(),
        contact,
        _state(row),
        at_once=bool(row.at_once),
    )


def _state(row: Row[Any]) -> OwnDeviceState:
    if row.done_at:
        return OwnDeviceState.WIPED
    if row.ordered_at:
        return OwnDeviceState.WIPE
    return OwnDeviceState.REVOKED if row.revoked_at else OwnDeviceState.ACTIVE
