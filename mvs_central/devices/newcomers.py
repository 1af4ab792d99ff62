"""A device becomes one of a worker's: what it brings, what it gets, and whom it replaces.

By what right it does, a code or a sign-in, is decided before (`enrolment`).
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, insert, select, update

from mvs_central.access import audit
from mvs_central.access.audit import Action
from mvs_central.access.service_keys import public_half
from mvs_central.base.central import Caller, Central, Refused
from mvs_central.cases.intake import UNREADABLE
from mvs_central.devices import recovery
from mvs_central.devices.tokens import public_key
from mvs_central.tables import device, service, team, worker
from mvs_desktop.sync.protocol import EnrolReply, EnrolRequest

MOST_NAME = 100  # characters of a device's name

CODE_OF_ANOTHER = "code-of-another"


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A device that asks to be enrolled. `replaces` is the device that its store was before;
    `status_key` a key that it can use while its store is locked."""

    id: UUID
    key: str  # JWK
    thumbprint: str
    name: str
    replaces: UUID | None
    store_id: UUID | None
    status_key: str | None  # JWK


def newcomer_of(request: EnrolRequest) -> Newcomer:
    """Raises Refused."""
    try:
        key = public_key(request.public_key)
        status_key = public_key(request.status_key) if request.status_key else None
        return Newcomer(
            UUID(request.device_id),
            json.dumps(key.as_dict(private=False)),
            key.thumbprint(),
            "".join(filter(str.isprintable, request.device_name))[:MOST_NAME],
            UUID(request.replaces) if request.replaces else None,
            UUID(request.store_id) if request.store_id else None,
            json.dumps(status_key.as_dict(private=False)) if status_key else None,
        )
    except ValueError:
        raise Refused(400, UNREADABLE) from None


def admit(
    connection: Connection, newcomer: Newcomer, worker_id: UUID, now: datetime, network: str
) -> None:
    """Raises Refused when it replaces a device of another worker, and IntegrityError when its
    id or key is a device's already."""
    former = _former(connection, newcomer, worker_id)
    name = newcomer.name
    if former is not None:
        name = name or str(former.name)
        _end(connection, former, now)
    connection.execute(
        insert(device).values(
            id=newcomer.id,
            worker_id=worker_id,
            public_key=newcomer.key,
            thumbprint=newcomer.thumbprint,
            name=name,
            enrolled_at=now,
            replaces=None if former is None else former.id,
            store_id=newcomer.store_id,
            status_key=newcomer.status_key,
        )
    )
    caller = Caller(worker_id, newcomer.id, network)
    audit.write(connection, audit.rows(now, Action.ENROL, "enrolled", caller=caller))


def is_admitted(connection: Connection, newcomer: Newcomer, worker_id: UUID) -> bool:
    """Whether this very device of this worker was enrolled before: then its first answer was
    lost."""
    found = connection.scalars(
        select(device.c.thumbprint).where(
            device.c.id == newcomer.id,
            device.c.worker_id == worker_id,
            device.c.revoked_at.is_(None),
        )
    ).one_or_none()
    return found == newcomer.thumbprint


def welcome(central: Central, connection: Connection, worker_id: UUID) -> EnrolReply:
    """What an enrolled device has to know."""
    who = connection.execute(
        select(worker, team.c.name.label("team_name"))
        .join_from(worker, team, worker.c.team_id == team.c.id)
        .where(worker.c.id == worker_id)
    ).one()
    about = connection.execute(select(service.c.epoch, service.c.demo, service.c.signing_key)).one()
    return EnrolReply(
        worker_id=str(worker_id),
        worker_name=who.name,
        organisation=who.organisation,
        expertise=who.expertise,
        municipality=who.municipality,
        team=who.team_name,
        server_time=central.now().isoformat(),
        epoch=about.epoch,
        demo=about.demo,
        recovery_key=recovery.on_the_wire(recovery.current(connection)),
        service_key=public_half(about.signing_key),
    )


def _former(connection: Connection, newcomer: Newcomer, worker_id: UUID) -> Row[Any] | None:
    """The device that the same store was before: one that is there. A service that was put back
    may not know it any more; and what is yet to come, or the newcomer itself, no store ever was.

    Raises Refused when it is another worker's.
    """
    row = connection.execute(select(device).where(device.c.id == newcomer.replaces)).one_or_none()
    if row is not None and row.worker_id != worker_id:
        raise Refused(403, CODE_OF_ANOTHER)
    return row


def _end(connection: Connection, former: Row[Any], now: datetime) -> None:
    """One store is one device."""
    still = (device.c.id == former.id) & device.c.revoked_at.is_(None)
    connection.execute(update(device).where(still).values(revoked_at=now))
    caller = Caller(former.worker_id, former.id)
    audit.write(connection, audit.rows(now, Action.REVOKE, "replaced", caller=caller))
