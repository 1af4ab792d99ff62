"""Workers on a case (betrokkenen): their grants, and the record by which others see them.

Both are written here alone, in one transaction, so that what people see on the case is
what the grants allow.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection, insert, select, update

from mvs_central import audit
from mvs_central.audit import ADMINISTRATION, Action
from mvs_central.case_store import OpenCase
from mvs_central.central import Central
from mvs_central.policy import ALL_COMPARTMENTS, CASE_MEMBER, CREATOR_ROLE
from mvs_central.state import NOBODY, CaseState, Stored, Written
from mvs_central.tables import access_grant, worker
from mvs_desktop.domain.cases import CaseMember, CaseRole
from mvs_desktop.domain.catalogue import record_type
from mvs_desktop.domain.codec import Json
from mvs_desktop.domain.errors import ExpectedError
from mvs_desktop.domain.records import Compartment, patch_of, to_doc


class UnknownCase(ExpectedError):
    code = "unknown-case"


class UnknownWorker(ExpectedError):
    code = "unknown-worker"


class NoGrant(ExpectedError):
    """The worker has no grant on this case that could end."""

    code = "no-grant"


@dataclass(frozen=True, slots=True)
class Membership:
    """What a worker gets on a case, from and to (both days included)."""

    role: CaseRole
    compartments: tuple[str, ...]
    starts_on: date
    ends_on: date | None = None


def add_creator(
    central: Central, connection: Connection, state: CaseState, worker_id: UUID
) -> None:
    """Grant the whole case to the worker who starts it, and put him in `state`."""
    membership = Membership(CREATOR_ROLE, ALL_COMPARTMENTS, central.today())
    _put_member(central, connection, state, worker_id, membership, None)


def grant(central: Central, case_id: UUID, worker_id: UUID, membership: Membership) -> None:
    """Give a worker access, or change what he has. Raises UnknownCase, UnknownWorker."""
    with central.database.write() as connection:
        case = OpenCase(connection, case_id)
        if not case.exists:
            raise UnknownCase
        member = _standing_member(connection, case, worker_id)
        _end_grants(connection, case_id, worker_id, central.now())
        _put_member(central, connection, case.state, worker_id, membership, member)
        case.save(None, central.now())
        audit.write(
            connection,
            audit.rows(
                central.now(),
                Action.GRANT,
                f"granted {worker_id}",
                case_id=case_id,
                compartments=membership.compartments,
                purpose=ADMINISTRATION,
            ),
        )


def revoke(central: Central, case_id: UUID, worker_id: UUID) -> None:
    """End a worker's access at once. Raises UnknownCase, NoGrant."""
    with central.database.write() as connection:
        case = OpenCase(connection, case_id)
        if not case.exists:
            raise UnknownCase
        member = _standing_member(connection, case, worker_id)
        if member is None:
            raise NoGrant
        _end_grants(connection, case_id, worker_id, central.now())
        ended = {**member.doc, "ends_on": central.today().isoformat()}
        _write(case.state, member, ended, central.now())
        case.save(None, central.now())
        audit.write(
            connection,
            audit.rows(
                central.now(),
                Action.REVOKE,
                f"revoked {worker_id}",
                case_id=case_id,
                purpose=ADMINISTRATION,
            ),
        )


def _standing_member(connection: Connection, case: OpenCase, worker_id: UUID) -> Stored | None:
    """The record of a membership that was not revoked yet, loaded into the case."""
    member_id = connection.scalars(
        select(access_grant.c.member_id)
        .where(
            access_grant.c.case_id == case.state.case_id,
            access_grant.c.worker_id == worker_id,
            access_grant.c.revoked_at.is_(None),
        )
        .order_by(access_grant.c.granted_at.desc())
        .limit(1)
    ).one_or_none()
    if member_id is None:
        return None
    case.load_records([member_id])
    return case.state.records[member_id]


def _end_grants(connection: Connection, case_id: UUID, worker_id: UUID, now: datetime) -> None:
    connection.execute(
        update(access_grant)
        .where(
            access_grant.c.case_id == case_id,
            access_grant.c.worker_id == worker_id,
            access_grant.c.revoked_at.is_(None),
        )
        .values(revoked_at=now)
    )


def _put_member(
    central: Central,
    connection: Connection,
    state: CaseState,
    worker_id: UUID,
    membership: Membership,
    standing: Stored | None,
) -> None:
    who = connection.execute(select(worker).where(worker.c.id == worker_id)).one_or_none()
    if who is None:
        raise UnknownWorker
    member = CaseMember(
        id=standing.id if standing else central.new_id(),
        case_id=state.case_id,
        worker_id=worker_id,
        name=who.name,
        role=membership.role,
        expertise=who.expertise,
        organisation=who.organisation,
        compartments=frozenset(Compartment(name) for name in membership.compartments),
        starts_on=membership.starts_on,
        ends_on=membership.ends_on,
    )
    blank = Stored(
        id=member.id,
        record_type=CASE_MEMBER,
        compartment=Compartment.BASIS.value,
        seq=0,
        versions={},
        withdrawn=False,
        doc={},
        changed_by=None,
        changed_at=central.now(),
    )
    _write(state, standing or blank, to_doc(member), central.now())
    connection.execute(
        insert(access_grant), list(_grants(central, member, membership.compartments))
    )


def _grants(
    central: Central, member: CaseMember, compartments: Iterable[str]
) -> Iterable[Mapping[str, object]]:
    for compartment in compartments:
        yield {
            "id": central.new_id(),
            "case_id": member.case_id,
            "worker_id": member.worker_id,
            "member_id": member.id,
            "compartment": compartment,
            "role": member.role.value,
            "starts_on": member.starts_on,
            "ends_on": member.ends_on,
            "granted_at": central.now(),
        }


def _write(state: CaseState, old: Stored, doc: Mapping[str, Json], now: datetime) -> None:
    """The service's own edit: the next seq of the case, with its line of history."""
    kind = record_type(CASE_MEMBER)
    state.seq += 1
    units = [
        unit for unit in kind.units if patch_of(kind, unit, old.doc) != patch_of(kind, unit, doc)
    ]
    state.records[old.id] = replace(
        old,
        seq=state.seq,
        doc=dict(doc),
        versions={**old.versions, **dict.fromkeys(units, (state.seq, NOBODY))},
        changed_at=now,
    )
    history = {
        unit: {
            "before": patch_of(kind, unit, old.doc) if old.seq else None,
            "after": patch_of(kind, unit, doc),
        }
        for unit in units
    }
    state.written.append(Written(state.seq, old.id, None, now, history))
