"""Ordering a laptop to destroy its store, and telling it so.

The order is signed by the service's key, which the laptop learned when it was enrolled, and
names the device and its store: nobody between the two can have another laptop wiped. A laptop
asks for it with a key that it can use while its store is locked.

An order holds from when it was given until it ends or is taken back. That it was taken back is
signed too, and the laptop keeps it: so a service that was put back to before that does not have it
wiped after all, and learns from the laptop that the order was taken back. A laptop that never heard
of it can tell nothing: so every order is on hold then, until somebody gives it again or takes it
back. Access stays ended meanwhile; what was destroyed would never come back.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from sqlalchemy import Connection, Row, delete, insert, select, update

from mvs_central.access import audit
from mvs_central.access.audit import ADMINISTRATION, Action
from mvs_central.access.directory import UnknownDevice, close_endings
from mvs_central.access.service_keys import ALGORITHM, ServiceKeys
from mvs_central.base.central import Caller, Central, Refused
from mvs_central.cases.intake import UNREADABLE
from mvs_central.devices.tokens import (
    DEVICE_REFUSED,
    Holder,
    Request,
    check_age,
    proven,
    public_key,
    use_once,
)
from mvs_central.tables import device, wipe_order
from mvs_desktop.domain.errors import ExpectedError
from mvs_desktop.sync.protocol import (
    CANCELLED_TYPE,
    WIPE_TYPE,
    DeviceState,
    DeviceStatusReply,
    DeviceStatusRequest,
)

MOST_CHALLENGE, MOST_STATEMENT = 128, 8_192  # characters
# Its access is over then either way, and what it holds stays sealed.
HOLDS = timedelta(days=365)


class WipeUnreachable(ExpectedError):
    """This laptop was enrolled before laptops could be wiped."""

    code = "wipe-unreachable"


def order(central: Central, keys: ServiceKeys, device_id: UUID, *, at_once: bool) -> bool:
    """Have a laptop destroy its store: at once at its next contact, or when it has sent what it
    still had. Gives whether it is at once: a laptop that was revoked can send nothing.

    A second order takes the place of the first, which a laptop may have carried out by then.
    Raises UnknownDevice and WipeUnreachable.
    """
    with central.database.write() as connection:
        return order_in(central, connection, keys, device_id, at_once=at_once)


def order_in(
    central: Central,
    connection: Connection,
    keys: ServiceKeys,
    device_id: UUID,
    *,
    at_once: bool,
    by: Caller | None = None,
) -> bool:
    """The same in a transaction; `by` the worker whose laptop it is, else the administration."""
    now = central.now()
    row = standing(connection, device_id)
    if row is None or row.done_at is not None:
        raise UnknownDevice
    if not is_reachable(row):
        raise WipeUnreachable
    at_once = at_once or row.revoked_at is not None
    if by is None:
        close_endings(connection, device_id, now)
    order_id = central.new_id()
    claims = {"jti": str(order_id), "at_once": at_once}
    statement = _signed(keys, WIPE_TYPE, row, claims, (now, now, now + HOLDS))
    connection.execute(delete(wipe_order).where(wipe_order.c.device_id == device_id))
    connection.execute(
        insert(wipe_order).values(
            device_id=device_id,
            order_id=order_id,
            ordered_at=now,
            at_once=at_once,
            statement=statement,
            former=" ".join(_ids(row)),
            ends_at=now + HOLDS,
        )
    )
    outcome = "ordered at once" if at_once else "ordered"
    if by is not None:
        outcome += f" from device {by.device_id}"
    _log(central, connection, row, outcome)
    return at_once


def is_reachable(row: Row[Any]) -> bool:
    """Whether a laptop, as `standing` gives it, was enrolled so that it can be wiped."""
    return row.store_id is not None and row.status_key is not None


def cancel(central: Central, device_id: UUID) -> None:
    """Take back an order that was not carried out yet. Raises UnknownDevice."""
    with central.database.write() as connection:
        row = standing(connection, device_id)
        if row is None or not holds(row, central.now()):
            raise UnknownDevice
        cancel_in(central, connection, row, "cancelled")


def cancel_in(central: Central, connection: Connection, row: Row[Any], outcome: str) -> None:
    """The same in a transaction, of an order that holds."""
    one = wipe_order.c.device_id == row.id
    connection.execute(update(wipe_order).where(one).values(cancelled_at=central.now()))
    _log(central, connection, row, outcome)


def holds(row: Row[Any], now: datetime) -> bool:
    """Whether the order for a device, as `standing` gives it, is still to be carried out."""
    if row.order_id is None or row.cancelled_at is not None or row.done_at is not None:
        return False
    return bool(now < row.ends_at)


def is_held(row: Row[Any], now: datetime) -> bool:
    """Whether an order waits for the administrator to give it again. Of any row of an order that
    was not taken back."""
    return bool(row.held_at and row.done_at is None and now < row.ends_at)


def hold_all(central: Central, connection: Connection) -> None:
    """Put what is still to be carried out on hold: the service was put back, and an order may
    have been taken back since."""
    now = central.now()
    open_ = (
        wipe_order.c.cancelled_at.is_(None),
        wipe_order.c.done_at.is_(None),
        wipe_order.c.held_at.is_(None),
        wipe_order.c.ends_at > now,
    )
    held = connection.scalars(
        update(wipe_order).where(*open_).values(held_at=now).returning(wipe_order.c.device_id)
    ).all()
    for row in connection.execute(select(device).where(device.c.id.in_(held))):
        _log(central, connection, row, "held")


def status(
    central: Central,
    keys: ServiceKeys,
    device_text: str,
    asked: Request,
    request: DeviceStatusRequest,
) -> DeviceStatusReply:
    """How a laptop stands, for the laptop itself; also for one that was revoked. Raises Refused."""
    try:
        device_id = UUID(device_text)
    except ValueError:
        raise Refused(401, DEVICE_REFUSED) from None
    if len(request.challenge) > MOST_CHALLENGE or len(request.cancelled) > MOST_STATEMENT:
        raise Refused(400, UNREADABLE)
    with central.database.read() as connection:
        row = standing(connection, device_id)
    if row is None or row.status_key is None:
        raise Refused(401, DEVICE_REFUSED)
    key = public_key(json.loads(row.status_key))
    holder = Holder(row.id, row.worker_id, key.thumbprint())
    proof = proven(asked, None, holder)
    check_age(central, keys, proof)
    with central.database.write() as connection:
        use_once(central, connection, proof)
    now = central.now()
    # Also by an order that this one replaced, or that was taken back since: the store is gone.
    done = row.order_id is not None and request.wiped in _ids(row)
    if holds(row, now) and not done and _took_back(keys, row, request.cancelled, now):
        with central.database.write() as connection:
            cancel_in(central, connection, row, "cancelled before, as the laptop was told")
            row = standing(connection, device_id)
            assert row is not None  # noqa: S101 - it was there
    question = {"challenge": request.challenge} if request.challenge else {}
    to_do = holds(row, now) and row.held_at is None
    if done or row.done_at is not None or to_do:
        if row.told_at is None or (done and row.done_at is None):
            _note(central, row, done=done)
        claims: dict[str, Any] = {"jti": str(row.order_id), "at_once": row.at_once}
        times = (now, row.ordered_at, row.ends_at)
        order = _signed(keys, WIPE_TYPE, row, claims | question, times)
        return DeviceStatusReply(DeviceState.WIPE, now.isoformat(), order)
    cancelled = ""
    if row.cancelled_at is not None and now < row.ends_at:
        times = (now, row.cancelled_at, row.ends_at)
        claims = {"orders": _ids(row)}
        cancelled = _signed(keys, CANCELLED_TYPE, row, claims | question, times)
    state = DeviceState.REVOKED if _is_out(row) else DeviceState.ACTIVE
    return DeviceStatusReply(state, now.isoformat(), cancelled=cancelled)


def _is_out(row: Row[Any]) -> bool:
    """Whether a device has no access; an order that came to its end gives none back."""
    ended = row.order_id is not None and row.cancelled_at is None
    return row.revoked_at is not None or ended


def _took_back(keys: ServiceKeys, row: Row[Any], statement: str, now: datetime) -> bool:
    """Whether this service once took the order back, which it then lost: it signed that."""
    if not statement:
        return False
    try:
        told = jwt.decode(statement, keys.signing, algorithms=[ALGORITHM])
    except (JoseError, ValueError):
        return False
    claims = told.claims  # ours, so they are whole
    return bool(
        told.header.get("typ") == CANCELLED_TYPE
        and claims["device"] == str(row.id)
        and claims["store"] == str(row.store_id)
        and str(row.order_id) in claims["orders"]
        and claims["nbf"] <= now.timestamp() < claims["exp"]
    )


def _signed(
    keys: ServiceKeys,
    kind: str,
    row: Row[Any],
    claims: Mapping[str, Any],
    times: tuple[datetime, datetime, datetime],
) -> str:
    """A statement to one laptop and, with a challenge, for one question of it: whoever kept it
    has nothing. `times`: when it is said, and from when to when it holds. All are the service's,
    so that the laptop needs no clock to see that it holds."""
    said, starts, ends = (int(moment.timestamp()) for moment in times)
    about = {"device": str(row.id), "store": str(row.store_id)}
    dated = {"iat": said, "nbf": starts, "exp": ends}
    return jwt.encode({"alg": ALGORITHM, "typ": kind}, {**claims, **about, **dated}, keys.signing)


def _note(central: Central, row: Row[Any], *, done: bool) -> None:
    """That the laptop knows of the order, or carried it out: then its access is over too."""
    now = central.now()
    with central.database.write() as connection:
        # Of two questions that cross, the one that was asked before it was done undoes nothing.
        values = {"told_at": row.told_at or now, **({"done_at": now} if done else {})}
        mine = wipe_order.c.order_id == row.order_id
        connection.execute(update(wipe_order).where(mine).values(**values))
        if done:
            still = (device.c.id == row.id) & device.c.revoked_at.is_(None)
            connection.execute(update(device).where(still).values(revoked_at=now))
        caller = Caller(row.worker_id, row.id)
        line = audit.rows(now, Action.WIPE, "done" if done else "told", caller=caller)
        audit.write(connection, line)


def standing(connection: Connection, device_id: UUID) -> Row[Any] | None:
    """A device with the order for it, if there is one."""
    return connection.execute(
        select(
            device,
            wipe_order.c.order_id,
            wipe_order.c.at_once,
            wipe_order.c.statement,
            wipe_order.c.told_at,
            wipe_order.c.done_at,
            wipe_order.c.former,
            wipe_order.c.ordered_at,
            wipe_order.c.ends_at,
            wipe_order.c.cancelled_at,
            wipe_order.c.held_at,
        )
        .join_from(device, wipe_order, isouter=True)
        .where(device.c.id == device_id)
    ).one_or_none()


def _ids(row: Row[Any]) -> list[str]:
    """Of the order that stands, and of those that it replaced."""
    return [] if row.order_id is None else [*row.former.split(), str(row.order_id)]


def _log(central: Central, connection: Connection, row: Row[Any], outcome: str) -> None:
    caller = Caller(row.worker_id, row.id)
    line = audit.rows(central.now(), Action.WIPE, outcome, caller=caller, purpose=ADMINISTRATION)
    audit.write(connection, line)
