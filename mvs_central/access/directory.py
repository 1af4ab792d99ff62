"""The small reference tables: the service itself, teams, workers and devices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, func, insert, select, update

from mvs_central.access import audit
from mvs_central.access.audit import ADMINISTRATION, Action
from mvs_central.access.service_keys import new_signing_key
from mvs_central.base.central import Caller, Central
from mvs_central.cases import identities
from mvs_central.tables import (
    case_head,
    device,
    device_ending,
    record,
    service,
    team,
    wipe_order,
    worker,
)
from mvs_desktop.domain.errors import ExpectedError
from mvs_desktop.domain.words import words


class UnknownTeam(ExpectedError):
    code = "unknown-team"


class TeamExists(ExpectedError):
    code = "team-exists"


class UnknownDevice(ExpectedError):
    """There is no such device, or it was revoked already."""

    code = "unknown-device"


@dataclass(frozen=True, slots=True)
class NewWorker:
    """`team` by name; `municipality` None takes the team's."""

    name: str
    organisation: str
    expertise: str
    team: str
    municipality: str | None = None
    phone: str = ""


def init(central: Central, *, demo: bool) -> bool:
    """Make the schema and, once, the service's own row. Gives whether it is a new one."""
    central.database.upgrade()
    with central.database.write() as connection:
        if connection.execute(select(service.c.id)).first() is not None:
            identities.begin(connection, central.random_bytes(32))
            return False
        connection.execute(
            insert(service).values(
                id=1,
                epoch=central.random_bytes(16).hex(),
                demo=demo,
                signing_key=new_signing_key(),
                code_salt=central.random_bytes(16),
                identity_key=central.random_bytes(32),
                created_at=central.now(),
            )
        )
        return True


def is_demo(central: Central) -> bool:
    """Whether the database was made for invented data."""
    with central.database.read() as connection:
        return bool(connection.scalars(select(service.c.demo)).one())


def add_team(central: Central, name: str, municipality: str, phone: str = "") -> UUID:
    """Raises TeamExists."""
    with central.database.write() as connection:
        if _team(connection, name) is not None:
            raise TeamExists
        team_id = central.new_id()
        values = {
            "id": team_id,
            "name": name,
            "municipality": municipality,
            "phone": phone,
            "words": _found_by(name),
        }
        connection.execute(insert(team).values(**values))
        return team_id


def teams(central: Central) -> Sequence[Row[Any]]:
    with central.database.read() as connection:
        return connection.execute(select(team).order_by(team.c.name)).all()


def add_worker(central: Central, who: NewWorker) -> UUID:
    """Raises UnknownTeam."""
    with central.database.write() as connection:
        of_team = _team(connection, who.team)
        if of_team is None:
            raise UnknownTeam
        worker_id = central.new_id()
        connection.execute(
            insert(worker).values(
                id=worker_id,
                name=who.name,
                organisation=who.organisation,
                expertise=who.expertise,
                municipality=who.municipality or of_team.municipality,
                team_id=of_team.id,
                phone=who.phone,
                words=_found_by(who.name, who.organisation, who.expertise),
                created_at=central.now(),
            )
        )
        return worker_id


def workers(central: Central) -> Sequence[Row[Any]]:
    """All workers with the name of their team."""
    with central.database.read() as connection:
        return connection.execute(
            select(worker, team.c.name.label("team"))
            .join_from(worker, team, worker.c.team_id == team.c.id)
            .order_by(worker.c.name)
        ).all()


def devices(central: Central) -> Sequence[Row[Any]]:
    """All devices with the name of their worker and an order to wipe them, newest first."""
    with central.database.read() as connection:
        return connection.execute(
            select(
                device,
                worker.c.name.label("worker"),
                wipe_order.c.ordered_at,
                wipe_order.c.at_once,
                wipe_order.c.ends_at,
                wipe_order.c.held_at,
                wipe_order.c.done_at,
                _ended_by_worker().label("ended_by_worker"),
            )
            .join_from(device, worker, device.c.worker_id == worker.c.id)
            .join(wipe_order, order_of_device(), isouter=True)
            .order_by(device.c.enrolled_at.desc())
        ).all()


def _ended_by_worker() -> ColumnElement[bool]:
    """Whether a device was ended by its worker, and nobody decided about it since."""
    return (
        select(device_ending.c.id)
        .where(device_ending.c.device_id == device.c.id, device_ending.c.closed_at.is_(None))
        .exists()
    )


def order_of_device() -> ColumnElement[bool]:
    """Which order to wipe a device has, if any; not one that was taken back."""
    return (wipe_order.c.device_id == device.c.id) & wipe_order.c.cancelled_at.is_(None)


def revoke_device(central: Central, device_id: UUID) -> None:
    """Its tokens end at once. Raises UnknownDevice."""
    with central.database.write() as connection:
        revoke(central, connection, device_id)


def revoke(
    central: Central, connection: Connection, device_id: UUID, by: Caller | None = None
) -> None:
    """The same in a transaction; `by` a worker, else the administration: what a worker ended
    himself he then does not take back any more."""
    now = central.now()
    done = connection.execute(
        update(device)
        .where(device.c.id == device_id, device.c.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    decided = 0 if by is not None else close_endings(connection, device_id, now)
    if done.rowcount == 0 and not decided:
        raise UnknownDevice
    outcome = f"device {device_id}"
    line = audit.rows(now, Action.REVOKE, outcome, caller=by, purpose=ADMINISTRATION)
    audit.write(connection, line)


def close_endings(connection: Connection, device_id: UUID, now: datetime) -> int:
    """What a worker did to this laptop of his is not to be taken back any more; gives how often
    it could be."""
    standing = (device_ending.c.device_id == device_id) & device_ending.c.closed_at.is_(None)
    closed = update(device_ending).where(standing).values(closed_at=now)
    return int(connection.execute(closed).rowcount)


def devices_of(connection: Connection, caller: Caller) -> tuple[frozenset[UUID], frozenset[UUID]]:
    """The devices that the caller's store was before it was enrolled again; and all that the
    worker ever had."""
    query = select(device.c.id, device.c.replaces).where(device.c.worker_id == caller.worker_id)
    replaced = {row.id: row.replaces for row in connection.execute(query)}
    found: set[UUID] = set()
    at = replaced.get(caller.device_id)
    while at is not None and at not in found:
        found.add(at)
        at = replaced.get(at)
    return frozenset(found), frozenset(replaced)


def cases(central: Central) -> Sequence[Row[*tuple[Any, ...]]]:
    """Id, seq, number of records and the case file's wire form of every case."""
    with central.database.read() as connection:
        counts = (
            select(record.c.case_id, func.count().label("records"))
            .group_by(record.c.case_id)
            .subquery()
        )
        own = (record.c.case_id == case_head.c.case_id) & (record.c.id == case_head.c.case_id)
        return connection.execute(
            select(case_head.c.case_id, case_head.c.seq, counts.c.records, record.c.doc)
            .join_from(case_head, counts, counts.c.case_id == case_head.c.case_id)
            .join(record, own)
            .order_by(case_head.c.created_at)
        ).all()


def _found_by(*texts: str) -> str:
    """By which words a worker or a team is found: each with a space before it."""
    return f" {' '.join(words(' '.join(texts)))} "


def _team(connection: Connection, name: str) -> Row[Any] | None:
    return connection.execute(select(team).where(team.c.name == name)).one_or_none()
