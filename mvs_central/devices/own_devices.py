"""A worker's own laptops: which there are, ending one that was lost or is not used any more, and
taking that back.

Only the worker's own, and never the laptop that asks: a laptop of somebody else answers as one
that does not exist. Whoever has one of a worker's laptops open can end the others; why nothing
more is asked for it, and what stands against that, is in decision 35.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, insert, select, update

from mvs_central.access import audit, directory
from mvs_central.access.audit import Action
from mvs_central.access.policy import NOT_ALLOWED, NOT_FOUND
from mvs_central.access.service_keys import ServiceKeys, service_keys
from mvs_central.base.central import Caller, Central, Refused
from mvs_central.base.logs import log_line
from mvs_central.cases.intake import identifier
from mvs_central.devices import wiping
from mvs_central.tables import device, device_ending, wipe_order, worker
from mvs_desktop.sync.protocol import (
    Ending,
    OwnDevice,
    OwnDeviceEnd,
    OwnDeviceKeep,
    OwnDevicesReply,
    OwnDevicesRequest,
    OwnDeviceState,
)

THIS_DEVICE = "this-device"
TOO_MANY_ENDINGS = "too-many-endings"

MOST_ENDED = 3  # of one worker within
ENDED_WINDOW = timedelta(days=1)
# Until then it is in the list, and can be taken back.
SHOWN = timedelta(days=35)
WIPED_SHOWN = timedelta(days=7)  # so that who waits for it sees that it was


def tell(central: Central, caller: Caller, _request: OwnDevicesRequest) -> OwnDevicesReply:
    """The laptops of the caller."""
    with central.database.read() as connection:
        return _reply(central, connection, caller)


def end(central: Central, caller: Caller, request: OwnDeviceEnd) -> OwnDevicesReply:
    """End a laptop; gives how all of them stand after it. Raises Refused."""
    device_id = identifier(request.device_id)
    if device_id == caller.device_id:
        raise Refused(409, THIS_DEVICE)
    keys = service_keys(central)
    with central.database.write() as connection:
        row = _own(connection, caller, device_id)
        ended = row.done_at is None and _end(
            central, connection, keys, caller, row, lost=request.ending is Ending.LOST
        )
        reply = _reply(central, connection, caller)
    if ended:  # for whoever watches over the service
        log_line("device-ended", worker=caller.worker_id, device=row.id, by=caller.device_id)
    return reply


def keep(central: Central, caller: Caller, request: OwnDeviceKeep) -> OwnDevicesReply:
    """Take back that a laptop was ended; gives how all of them stand after it. Raises Refused."""
    device_id = identifier(request.device_id)
    if device_id == caller.device_id:
        raise Refused(409, THIS_DEVICE)
    with central.database.write() as connection:
        row = _own(connection, caller, device_id)
        if not _is_active(row, central.now()):
            standing = _standing(connection, device_id, central.now())
            if standing is None or row.done_at is not None or _is_replaced(connection, device_id):
                raise Refused(403, NOT_ALLOWED)
            _keep(central, connection, caller, row, standing)
        return _reply(central, connection, caller)


def _end(
    central: Central,
    connection: Connection,
    keys: ServiceKeys,
    caller: Caller,
    row: Row[Any],
    *,
    lost: bool,
) -> bool:
    """What was done before is not done again; a laptop that is still to send may yet be lost.
    Gives whether anything was done. Raises Refused."""
    now = central.now()
    reachable = wiping.is_reachable(row)
    ordered = wiping.holds(row, now)
    revoke = row.revoked_at is None and (lost or not reachable)
    order = reachable and (not ordered or (lost and not row.at_once))
    if not revoke and not order:
        return False
    _count(connection, caller, row.id, now)
    before = _own_ending(connection, row.id)
    directory.close_endings(connection, row.id, now)
    connection.execute(
        insert(device_ending).values(
            worker_id=caller.worker_id,
            device_id=row.id,
            from_device_id=caller.device_id,
            at=now,
            revoked=revoke or (before is not None and before.revoked),
            # An order of the administration may be made a stricter one, and is not taken back;
            # nor is one that came to its end, which gave no access back.
            closed_at=now if before is None and _is_ordered(row) else None,
        )
    )
    if revoke:
        directory.revoke(central, connection, row.id, caller)
    if order:
        wiping.order_in(central, connection, keys, row.id, at_once=lost, by=caller)
    return True


def _keep(
    central: Central, connection: Connection, caller: Caller, row: Row[Any], standing: Row[Any]
) -> None:
    now = central.now()
    if wiping.holds(row, now):
        outcome = f"cancelled from device {caller.device_id}"
        wiping.cancel_in(central, connection, row, outcome)
    if standing.revoked:
        one = device.c.id == row.id
        connection.execute(update(device).where(one).values(revoked_at=None))
        outcome = f"taken back: device {row.id}"
        audit.write(connection, audit.rows(now, Action.REVOKE, outcome, caller=caller))
    directory.close_endings(connection, row.id, now)


def _count(connection: Connection, caller: Caller, device_id: UUID, now: datetime) -> None:
    """Raises Refused when this worker ended so many others lately."""
    # One worker's requests one by one: else two could each be the last.
    mine = select(worker.c.id).where(worker.c.id == caller.worker_id)
    connection.execute(mine.with_for_update(key_share=True))
    others = select(func.count(func.distinct(device_ending.c.device_id))).where(
        device_ending.c.worker_id == caller.worker_id,
        device_ending.c.at > now - ENDED_WINDOW,
        device_ending.c.device_id != device_id,
    )
    if connection.scalars(others).one() >= MOST_ENDED:
        wait = int(ENDED_WINDOW.total_seconds())
        raise Refused(429, TOO_MANY_ENDINGS, retry_after=wait)


def _own(connection: Connection, caller: Caller, device_id: UUID) -> Row[Any]:
    """A laptop of the caller, locked. Raises Refused."""
    mine = (device.c.id == device_id) & (device.c.worker_id == caller.worker_id)
    if connection.scalars(select(device.c.id).where(mine).with_for_update()).first() is None:
        raise Refused(404, NOT_FOUND)
    row = wiping.standing(connection, device_id)
    assert row is not None  # noqa: S101 - locked above
    return row


def _is_active(row: Row[Any], now: datetime) -> bool:
    return row.revoked_at is None and not wiping.holds(row, now)


def _is_ordered(row: Row[Any]) -> bool:
    return row.order_id is not None and row.cancelled_at is None


def _own_ending(connection: Connection, device_id: UUID) -> Row[Any] | None:
    """That the worker ended this laptop himself, and that nobody decided about it since."""
    query = select(device_ending).where(
        device_ending.c.device_id == device_id, device_ending.c.closed_at.is_(None)
    )
    return connection.execute(query).one_or_none()


def _standing(connection: Connection, device_id: UUID, now: datetime) -> Row[Any] | None:
    """The same, as long as it can be taken back."""
    ending = _own_ending(connection, device_id)
    return ending if ending is not None and ending.at > now - SHOWN else None


def _is_replaced(connection: Connection, device_id: UUID) -> bool:
    """Whether the same store was enrolled again since: it is another device now."""
    later = select(device.c.id).where(device.c.replaces == device_id)
    return connection.execute(later).first() is not None


def _reply(central: Central, connection: Connection, caller: Caller) -> OwnDevicesReply:
    now = central.now()
    later, giver = device.alias("later"), device.alias("giver")
    standing = (
        (device_ending.c.device_id == device.c.id)
        & device_ending.c.closed_at.is_(None)
        & (device_ending.c.at > now - SHOWN)
    )
    rows = connection.execute(
        select(
            device,
            wipe_order.c.at_once,
            wipe_order.c.ordered_at,
            wipe_order.c.ends_at,
            wipe_order.c.held_at,
            wipe_order.c.done_at,
            device_ending.c.at.label("ended_at"),
            giver.c.name.label("ended_from"),
        )
        .join_from(device, wipe_order, directory.order_of_device(), isouter=True)
        .join(device_ending, standing, isouter=True)
        .join(giver, giver.c.id == device_ending.c.from_device_id, isouter=True)
        .where(
            device.c.worker_id == caller.worker_id,
            # One store is one laptop, also after it was enrolled again.
            ~select(later.c.id).where(later.c.replaces == device.c.id).exists(),
        )
        .order_by(device.c.enrolled_at.desc(), device.c.id)
    )
    shown = [_on_the_wire(row, now) for row in rows if _is_shown(row, now)]
    return OwnDevicesReply(shown, now.isoformat())


def _is_shown(row: Row[Any], now: datetime) -> bool:
    if row.done_at is not None:
        return bool(row.done_at > now - WIPED_SHOWN)
    over = [moment for moment in (row.revoked_at, row.ordered_at) if moment is not None]
    if not over:
        return True
    heard = max([*over, row.last_contact_at or max(over)])
    return bool(heard > now - SHOWN)


def _on_the_wire(row: Row[Any], now: datetime) -> OwnDevice:
    return OwnDevice(
        str(row.id),
        row.name,
        row.enrolled_at.isoformat(),
        _moment(row.last_contact_at),
        _state(row, now),
        at_once=bool(row.at_once),
        ended_at=_moment(row.ended_at),
        ended_from=row.ended_from or "",
        may_keep=row.ended_at is not None and row.done_at is None,
        on_hold=wiping.is_held(row, now),
    )


def _moment(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _state(row: Row[Any], now: datetime) -> OwnDeviceState:
    if row.done_at:
        return OwnDeviceState.WIPED
    if row.ordered_at and now < row.ends_at:
        return OwnDeviceState.WIPE
    over = row.revoked_at or row.ordered_at
    return OwnDeviceState.REVOKED if over else OwnDeviceState.ACTIVE
