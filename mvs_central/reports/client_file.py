"""Who looked in a case, when, at what and on what ground: for the client who asks (NEN 7513).

Of the service's own rows and of what laptops told. Of a colleague it has name, role and
organisation, and nothing else; of the case it has kinds of data, and none of the data.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, select

from mvs_central.access import audit
from mvs_central.access.audit import Action
from mvs_central.access.members import UnknownCase
from mvs_central.access.policy import NOT_FOUND
from mvs_central.base.central import Central, local_date
from mvs_central.reports import client_words as words
from mvs_central.tables import (
    access_grant,
    case_head,
    device,
    device_act,
    device_segment,
    worker,
)
from mvs_central.tables import audit as audit_table
from mvs_desktop.domain.codec import instant_of

PERSON = "person"
REFUSALS = frozenset({NOT_FOUND, "no-access"})


@dataclass(frozen=True, slots=True)
class Looked:
    """One act. `where`: on a laptop, or at the service."""

    at: datetime
    name: str
    role: str
    organisation: str
    act: str
    data: str
    ground: str
    emergency: bool
    where: str


@dataclass(frozen=True, slots=True)
class ClientFile:
    """`told_until` is until when all laptops of these workers told what was done on them;
    `removed_at` is when rows were last removed after their time."""

    case_id: UUID
    person_id: UUID | None
    made_at: datetime
    since: date | None
    until: date | None
    looked: tuple[Looked, ...]
    told_until: datetime | None
    removed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Asked:
    """Which case, for whom (a number of a person in it), and from and to which day."""

    case_id: UUID
    person_id: UUID | None = None
    since: date | None = None
    until: date | None = None

    def covers(self, at: datetime) -> bool:
        day = local_date(at)
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


def client_file(central: Central, asked: Asked) -> ClientFile:
    """Everything about a case, oldest first. That it was made is in the audit, before anybody
    sees it. Raises UnknownCase."""
    now = central.now()
    with central.database.write() as connection:
        known = select(case_head.c.case_id).where(case_head.c.case_id == asked.case_id)
        if connection.execute(known).first() is None:
            raise UnknownCase
        audit.write(
            connection,
            audit.rows(
                now,
                Action.AUDIT_DISCLOSED,
                "made",
                case_id=asked.case_id,
                person_id=asked.person_id,
                purpose="inzage",
            ),
        )
    with central.database.read() as connection:
        found = [*_at_the_service(connection, asked), *_on_laptops(connection, asked)]
        found = [item for item in found if asked.covers(item.at)]
        return ClientFile(
            asked.case_id,
            asked.person_id,
            now,
            asked.since,
            asked.until,
            tuple(sorted(found, key=lambda item: (item.at, item.name, item.act))),
            _told_until(connection, asked.case_id),
            connection.scalar(
                select(func.max(audit_table.c.at)).where(
                    audit_table.c.action == Action.AUDIT_EXPIRED.value
                )
            ),
        )


def _told_until(connection: Connection, case_id: UUID) -> datetime | None:
    """Until when every laptop of the workers on this case told what was done on it: one that
    told nothing yet, until it was enrolled. None when there is none."""
    members = select(access_grant.c.worker_id).where(access_grant.c.case_id == case_id)
    last = (
        select(func.coalesce(func.max(device_segment.c.at), device.c.enrolled_at).label("at"))
        .join_from(device, device_segment, device_segment.c.device_id == device.c.id, isouter=True)
        .where(device.c.worker_id.in_(members), device.c.revoked_at.is_(None))
        .group_by(device.c.id, device.c.enrolled_at)
        .subquery()
    )
    told: datetime | None = connection.scalar(select(func.min(last.c.at)))
    return told


# The service's own rows


def _at_the_service(connection: Connection, asked: Asked) -> Iterator[Looked]:
    rows = connection.execute(
        select(audit_table, worker.c.name)
        .join_from(audit_table, worker, audit_table.c.worker_id == worker.c.id, isouter=True)
        .where(audit_table.c.case_id == asked.case_id)
        .order_by(audit_table.c.id)
    )
    for row in rows:
        if asked.person_id is None or row.person_id in (None, asked.person_id):
            yield Looked(
                at=row.at,
                name=row.name or words.ADMINISTRATION,
                role=words.ROLES.get(row.role or "", ""),
                organisation=row.organisation or "",
                act=words.SERVICE_ACTS.get(row.action, words.OTHER_ACT),
                data=words.COMPARTMENTS.get(row.compartment or "", words.WHOLE_FILE),
                ground=_ground(row),
                emergency=bool(row.emergency),
                where="centrale",
            )


def _ground(row: Row[Any]) -> str:
    if row.action == Action.AUDIT_DISCLOSED.value:
        return words.DISCLOSURE
    if row.outcome.split(" ")[0] in REFUSALS:
        return words.REFUSED
    if row.worker_id is None:
        return words.ADMINISTRATION
    return words.ground_of(
        row.role, emergency=bool(row.emergency), granted=row.grant_id is not None
    )


# What laptops told


def _on_laptops(connection: Connection, asked: Asked) -> Iterator[Looked]:
    grants = connection.execute(
        select(access_grant)
        .where(access_grant.c.case_id == asked.case_id)
        .order_by(access_grant.c.granted_at.desc())
    ).all()
    rows = connection.execute(
        select(device_act.c.line, worker.c.id, worker.c.name, worker.c.organisation)
        .join_from(device_act, device, device_act.c.device_id == device.c.id)
        .join(worker, device.c.worker_id == worker.c.id)
        .where(device_act.c.case_id == asked.case_id)
        .order_by(device_act.c.device_id, device_act.c.part, device_act.c.number)
    )
    for row in rows:
        line = json.loads(row.line)
        at = _moment(line["at"])
        # The service wrote down itself what came and went between it and a laptop.
        if at is None or line["action"] in ("send", "receive") or not _concerns(line, asked):
            continue
        grant = _grant_at(grants, row.id, at)
        yield Looked(
            at=at,
            name=row.name,
            role=words.ROLES.get(grant.role, "") if grant else "",
            organisation=row.organisation,
            act=words.DEVICE_ACTS.get(line["action"], words.OTHER_ACT),
            data=_data_of(line),
            ground=words.ground_of(
                grant.role if grant else None,
                emergency=bool(grant and grant.expires_at),
                granted=True,
            ),
            emergency=bool(grant and grant.expires_at),
            where="laptop",
        )


def _moment(text: str) -> datetime | None:
    try:
        return instant_of(text)
    except ValueError:
        return None


def _concerns(line: dict[str, Any], asked: Asked) -> bool:
    """Whether it is about this person, or about the case as a whole."""
    if asked.person_id is None or line["record_type"] != PERSON:
        return True
    return bool(line["record_id"] == str(asked.person_id))


def _data_of(line: dict[str, Any]) -> str:
    kind = line["record_type"]
    if kind is not None:
        return words.RECORDS.get(kind, words.OTHER_DATA)
    named = line["detail"].get("compartment")
    return words.COMPARTMENTS.get(str(named), words.WHOLE_FILE)


def _grant_at(grants: Sequence[Row[Any]], worker_id: UUID, at: datetime) -> Row[Any] | None:
    """What the worker's access stood on at that time: of what counted, what was given last
    before it. A laptop's clock may be behind; then it is what was given first."""
    day = local_date(at)
    counted = [
        grant
        for grant in grants
        if grant.worker_id == worker_id
        and grant.starts_on <= day
        and (grant.ends_on is None or day <= grant.ends_on)
        and (grant.revoked_at is None or at < grant.revoked_at)
        and (grant.expires_at is None or at < grant.expires_at)
    ]
    before = (grant for grant in counted if grant.granted_at <= at)
    return next(before, counted[-1] if counted else None)
