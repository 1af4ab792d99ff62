"""What the service keeps of recovery: public keys that laptops wrap for, and who answered.

The service itself opens nothing: the private halves are in the officers' part files.
"""

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Row, insert, select
from sqlalchemy.exc import IntegrityError

from mvs_central.access import audit
from mvs_central.access.audit import ADMINISTRATION, Action
from mvs_central.access.directory import order_of_device
from mvs_central.base.central import Caller, Central
from mvs_central.tables import device, recovery_answer, recovery_key, wipe_order, worker
from mvs_desktop.domain.errors import ExpectedError
from mvs_desktop.domain.recovery import RecoveryKey, Request
from mvs_desktop.sync import protocol


class RecoveryExists(ExpectedError):
    """There is a recovery key already; it can be replaced, under the same root."""

    code = "recovery-exists"


class RecoveryMissing(ExpectedError):
    """There is no recovery key yet."""

    code = "recovery-missing"


class AnotherRoot(ExpectedError):
    """The parts belong to another root key than the one that laptops trust."""

    code = "another-root"


class DeviceUnknown(ExpectedError):
    """The laptop that the request names is not one of this service."""

    code = "recovery-device-unknown"


class DeviceRevoked(ExpectedError):
    """The laptop's access was revoked; it is not opened again like this."""

    code = "recovery-device-revoked"


class DeviceLost(ExpectedError):
    """The laptop is to be wiped at once: it was lost or stolen, and who asks may be the thief."""

    code = "recovery-device-lost"


@dataclass(frozen=True, slots=True)
class Laptop:
    """Whose laptop a request comes from."""

    device_id: UUID
    device_name: str
    enrolled_at: datetime
    worker_id: UUID
    worker_name: str


def current(connection: Connection) -> RecoveryKey | None:
    """The key that holds now."""
    row = connection.execute(
        select(recovery_key).order_by(recovery_key.c.number.desc()).limit(1)
    ).one_or_none()
    if row is None:
        return None
    return RecoveryKey(
        row.organisation, row.number, bytes(row.public_key), bytes(row.root), bytes(row.signature)
    )


def on_the_wire(key: RecoveryKey | None) -> protocol.RecoveryKey | None:
    if key is None:
        return None
    public, root, signature = (
        b64encode(part).decode() for part in (key.public_key, key.root, key.signature)
    )
    return protocol.RecoveryKey(key.organisation, key.number, public, root, signature)


def tell(
    central: Central, _caller: Caller, _request: protocol.RecoveryKeyRequest
) -> protocol.RecoveryKeyReply:
    """The key that holds now, for a laptop that has another one."""
    with central.database.read() as connection:
        return protocol.RecoveryKeyReply(on_the_wire(current(connection)))


def publish(central: Central, key: RecoveryKey, *, new_root: bool = False) -> None:
    """Give laptops this key from now on.

    Raises RecoveryExists for a second first key, AnotherRoot unless a new root is meant, and
    RecoveryMissing for a later key without an earlier one.
    """
    now = central.now()
    with central.database.write() as connection:
        held = current(connection)
        if held is None and key.number != 1:
            raise RecoveryMissing
        if held is not None and key.root != held.root and not new_root:
            raise RecoveryExists if key.number == 1 else AnotherRoot
        if held is not None and key.number != held.number + 1:
            raise RecoveryExists
        made = insert(recovery_key).values(
            number=key.number,
            key_id=key.id,
            organisation=key.organisation,
            public_key=key.public_key,
            root=key.root,
            signature=key.signature,
            made_at=now,
        )
        try:
            connection.execute(made)
        except IntegrityError:
            raise RecoveryExists from None  # another made one at the same moment
        line = audit.rows(now, Action.RECOVERY_KEY, f"key {key.id}", purpose=ADMINISTRATION)
        audit.write(connection, line)


def next_number(central: Central) -> int:
    """Of the recovery key that will be made now; 1 for the first."""
    with central.database.read() as connection:
        held = current(connection)
    return 1 if held is None else held.number + 1


def laptop_of(central: Central, request: Request) -> Laptop:
    """Whose laptop it is; that the request is right about it shows when its slot opens.

    Raises DeviceUnknown, DeviceRevoked and DeviceLost.
    """
    with central.database.read() as connection:
        return _laptop_of(connection, request, central.now())


def _laptop_of(connection: Connection, request: Request, now: datetime) -> Laptop:
    row = connection.execute(
        select(
            device,
            worker.c.name.label("worker_name"),
            wipe_order.c.at_once,
            wipe_order.c.ends_at,
        )
        .join_from(device, worker, device.c.worker_id == worker.c.id)
        .join(wipe_order, order_of_device(), isouter=True)
        .where(device.c.id == request.slots[0].device_id)
    ).one_or_none()
    if row is None or len({slot.device_id for slot in request.slots}) != 1:
        raise DeviceUnknown
    if row.revoked_at is not None or (row.ends_at is not None and row.ends_at <= now):
        raise DeviceRevoked  # an order that came to its end gives no access back
    if row.at_once:
        raise DeviceLost
    return Laptop(row.id, row.name, row.enrolled_at, row.worker_id, row.worker_name)


def write_down(central: Central, request: Request, officers: tuple[str, str], reason: str) -> None:
    """Before an answer exists: who gives it, for which laptop, and why. Raises as `laptop_of`:
    officers take minutes to type, and the laptop may have been reported lost meanwhile."""
    now = central.now()
    with central.database.write() as connection:
        laptop = _laptop_of(connection, request, now)
        caller = Caller(laptop.worker_id, laptop.device_id)
        connection.execute(
            insert(recovery_answer).values(
                at=now,
                worker_id=laptop.worker_id,
                device_id=laptop.device_id,
                store_id=request.store_id,
                request_id=request.request_id,
                key_id=request.slots[0].key_id,
                officer_a=officers[0],
                officer_b=officers[1],
                reason=reason,
            )
        )
        outcome = f"request {request.request_id}"
        audit.write(
            connection,
            audit.rows(now, Action.RECOVERY, outcome, caller=caller, purpose=ADMINISTRATION),
        )


def answers(central: Central) -> list[Row[tuple[object, ...]]]:
    """What was answered, newest first, with the name of the laptop's worker."""
    with central.database.read() as connection:
        return list(
            connection.execute(
                select(recovery_answer, worker.c.name.label("worker"))
                .join_from(recovery_answer, worker, recovery_answer.c.worker_id == worker.c.id)
                .order_by(recovery_answer.c.id.desc())
            ).all()
        )
