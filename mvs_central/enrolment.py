"""Enrolling a laptop with a one-time code that an administrator hands to its worker.

A code is kept only as a slow hash, works once and for three days, and few wrong ones may
be tried from one address. A wrong, a used and an expired code get the same answer.
"""

import json
from datetime import datetime, timedelta
from hashlib import scrypt
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from mvs_central import audit, recovery
from mvs_central.audit import ADMINISTRATION, Action
from mvs_central.central import Caller, Central, Refused
from mvs_central.intake import UNREADABLE
from mvs_central.members import UnknownWorker
from mvs_central.networks import network_of
from mvs_central.tables import (
    device,
    enrolment_code,
    refused_attempt,
    service,
    team,
    worker,
)
from mvs_central.tokens import public_key
from mvs_desktop.sync.protocol import EnrolReply, EnrolRequest

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that looks like something else
GROUPS, GROUP = 3, 4  # K7QM-4TRP-9WXH
LIFE = timedelta(hours=72)
MOST_REFUSALS = 10  # from one address within
REFUSAL_WINDOW = timedelta(minutes=15)
MOST_NAME = 100  # characters of a device's name

CODE_REFUSED = "enrolment-code-refused"
CODE_OF_ANOTHER = "code-of-another"
TOO_MANY = "too-many-attempts"


def new_code(central: Central, worker_id: UUID) -> tuple[str, datetime]:
    """A code for one more device of this worker, and until when. Raises UnknownWorker."""
    letters = [_letter(central) for _ in range(GROUPS * GROUP)]
    code = "-".join("".join(letters[at : at + GROUP]) for at in range(0, len(letters), GROUP))
    now = central.now()
    with central.database.write() as connection:
        if connection.execute(select(worker.c.id).where(worker.c.id == worker_id)).first() is None:
            raise UnknownWorker
        connection.execute(
            insert(enrolment_code).values(
                code_hash=_hashed(connection, code),
                worker_id=worker_id,
                made_at=now,
                expires_at=now + LIFE,
            )
        )
        audit.write(
            connection, audit.rows(now, Action.ENROL, f"code {worker_id}", purpose=ADMINISTRATION)
        )
    return code, now + LIFE


def enrol(central: Central, request: EnrolRequest, address: str) -> EnrolReply:
    """Make the device one of the code's worker. Raises Refused.

    The same device with the same key may ask again: its first answer may have been lost.
    """
    now = central.now()
    _check_rate(central, address, now)
    try:
        device_id, key = UUID(request.device_id), public_key(request.public_key)
    except ValueError:
        raise Refused(400, UNREADABLE) from None
    values = {
        "id": device_id,
        "public_key": json.dumps(key.as_dict(private=False)),
        "thumbprint": key.thumbprint(),
        "name": "".join(filter(str.isprintable, request.device_name))[:MOST_NAME],
        "enrolled_at": now,
        "replaces": _replaced(request),
    }
    try:
        with central.database.write() as connection:
            row = _usable_code(connection, request.code, now)
            if row is not None and row.used_at is None:
                _replace(connection, values, row.worker_id, now)
                connection.execute(insert(device).values(worker_id=row.worker_id, **values))
                connection.execute(
                    update(enrolment_code)
                    .where(enrolment_code.c.code_hash == row.code_hash)
                    .values(used_at=now, device_id=device_id)
                )
                caller = Caller(row.worker_id, device_id, network_of(address))
                audit.write(connection, audit.rows(now, Action.ENROL, "enrolled", caller=caller))
            elif row is not None and not _is_same_device(connection, row, values):
                row = None
            if row is not None:
                return _reply(central, connection, row.worker_id)
    except IntegrityError:
        pass  # the device id or the key is enrolled already: no word about that
    _refuse(central, address, now)
    raise Refused(403, CODE_REFUSED)


def _replaced(request: EnrolRequest) -> UUID | None:
    try:
        return UUID(request.replaces) if request.replaces else None
    except ValueError:
        raise Refused(400, UNREADABLE) from None


def _replace(
    connection: Connection, values: dict[str, Any], worker_id: UUID, now: datetime
) -> None:
    """End the device that the same store was before: one store is one device.

    Raises Refused when that was another worker's; the code can then still be used.
    """
    former = values["replaces"]
    if former is None:
        return
    row = connection.execute(select(device).where(device.c.id == former)).one_or_none()
    if row is None:
        return  # a service that was put back to an earlier state does not know it any more
    if row.worker_id != worker_id:
        raise Refused(403, CODE_OF_ANOTHER)
    values["name"] = values["name"] or row.name
    connection.execute(
        update(device)
        .where(device.c.id == former, device.c.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    caller = Caller(worker_id, former)
    audit.write(connection, audit.rows(now, Action.REVOKE, "replaced", caller=caller))


def _letter(central: Central) -> str:
    """One of the alphabet, each as likely as another."""
    while True:
        number = central.random_bytes(1)[0] & 31
        if number < len(ALPHABET):
            return ALPHABET[number]


def _hashed(connection: Connection, code: str) -> bytes:
    salt = bytes(connection.scalars(select(service.c.code_salt)).one())
    plain = "".join(filter(str.isalnum, code.upper()))[:64]
    return scrypt(plain.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32)


def _usable_code(connection: Connection, code: str, now: datetime) -> Row[Any] | None:
    """The code's row, locked, unless it is unknown or past its time."""
    return connection.execute(
        select(enrolment_code)
        .where(
            enrolment_code.c.code_hash == _hashed(connection, code),
            enrolment_code.c.expires_at > now,
        )
        .with_for_update()
    ).one_or_none()


def _is_same_device(connection: Connection, code: Row[Any], values: dict[str, Any]) -> bool:
    row = connection.execute(
        select(device.c.thumbprint).where(
            device.c.id == values["id"],
            device.c.id == code.device_id,
            device.c.revoked_at.is_(None),
        )
    ).one_or_none()
    return row is not None and row.thumbprint == values["thumbprint"]


def _reply(central: Central, connection: Connection, worker_id: UUID) -> EnrolReply:
    who = connection.execute(
        select(worker, team.c.name.label("team_name"))
        .join_from(worker, team, worker.c.team_id == team.c.id)
        .where(worker.c.id == worker_id)
    ).one()
    about = connection.execute(select(service.c.epoch, service.c.demo)).one()
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
    )


def _check_rate(central: Central, address: str, now: datetime) -> None:
    with central.database.read() as connection:
        refused = connection.scalars(
            select(func.count())
            .select_from(refused_attempt)
            .where(
                refused_attempt.c.address == address[:64],
                refused_attempt.c.at > now - REFUSAL_WINDOW,
            )
        ).one()
    if refused >= MOST_REFUSALS:
        raise Refused(429, TOO_MANY, retry_after=int(REFUSAL_WINDOW.total_seconds()))


def _refuse(central: Central, address: str, now: datetime) -> None:
    with central.database.write() as connection:
        old = refused_attempt.c.at <= now - REFUSAL_WINDOW
        connection.execute(delete(refused_attempt).where(old))
        connection.execute(insert(refused_attempt).values(address=address[:64], at=now))
        audit.write(connection, audit.rows(now, Action.ENROL, CODE_REFUSED))
