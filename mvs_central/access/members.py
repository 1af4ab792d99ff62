"""Workers on a case (betrokkenen): their grants, and the record by which others see them.

Both are written here alone, in one transaction, so that what people see on the case is
what the grants allow. Emergency access is a membership of its own beside any other.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from msgspec.structs import replace
from sqlalchemy import Connection, Select, insert, or_, select, update

from mvs_central.access import audit
from mvs_central.access.audit import ADMINISTRATION, Action
from mvs_central.access.policy import ALL_COMPARTMENTS, CASE_MEMBER, CREATOR_ROLE
from mvs_central.base.bulk import writing
from mvs_central.base.central import Central
from mvs_central.cases.state import NOBODY, CaseState, Stored, Written
from mvs_central.cases.store import OpenCase
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
    """What a worker gets on a case, from and to (both days included).

    With `expires_at` it is emergency access, which ends by itself at that instant.
    """

    role: CaseRole
    compartments: tuple[str, ...]
    starts_on: date
    ends_on: date | None = None
    emergency_reason: str = ""
    expires_at: datetime | None = None


def add_creator(
    central: Central, connection: Connection, state: CaseState, worker_id: UUID
) -> None:
    """Grant the whole case to the worker who starts it, and put him in `state`."""
    membership = Membership(CREATOR_ROLE, ALL_COMPARTMENTS, central.today())
    _put_member(central, connection, state, worker_id, membership, None)


def grant(central: Central, case_id: UUID, worker_id: UUID, membership: Membership) -> None:
    """As administrator: give a worker access, or change what he has.

    Raises UnknownCase, UnknownWorker.
    """
    with _administered(central, case_id) as (connection, case):
        give(central, connection, case, worker_id, membership)
        _note(central, connection, case_id, Action.GRANT, worker_id, membership.compartments)


def revoke(central: Central, case_id: UUID, worker_id: UUID) -> None:
    """As administrator: end a worker's access at once. Raises UnknownCase, NoGrant."""
    with _administered(central, case_id) as (connection, case):
        end(central, connection, case, worker_id)
        _note(central, connection, case_id, Action.REVOKE, worker_id)


def give(
    central: Central,
    connection: Connection,
    case: OpenCase,
    worker_id: UUID,
    membership: Membership,
    by: UUID | None = None,
) -> None:
    """Put a membership in the place of what the worker had, in an open case that is saved
    after it; emergency access takes no other's place. Raises UnknownWorker."""
    standing = None
    if membership.expires_at is None:
        members = _standing(connection, case, worker_id, emergency=False)
        standing = members[0] if members else None
        _end_grants(connection, case, members, central.now())
    _put_member(central, connection, case.state, worker_id, membership, standing, by)


def end(
    central: Central,
    connection: Connection,
    case: OpenCase,
    worker_id: UUID,
    by: UUID | None = None,
) -> None:
    """End all that a worker has on an open case, at once. Raises NoGrant."""
    now = central.now()
    members = [
        member
        for emergency in (False, True)
        for member in _standing(connection, case, worker_id, emergency=emergency)
    ]
    if not members:
        raise NoGrant
    _end_grants(connection, case, members, now)
    for member in members:
        at_once = {"ends_on": central.today().isoformat(), "ended_at": now.isoformat()}
        ended = {**member.doc, **at_once}
        if ended.get("expires_at") is not None:
            ended["expires_at"] = now.isoformat()
        _write(case.state, member, ended, now, by)


def role_of(connection: Connection, case_id: UUID, worker_id: UUID, today: date) -> CaseRole | None:
    """What a worker is on a case, now or from a day to come; None when he is no member."""
    return connection.scalars(
        _members(case_id, emergency=False)
        .with_only_columns(access_grant.c.role)
        .where(
            access_grant.c.worker_id == worker_id,
            or_(access_grant.c.ends_on.is_(None), access_grant.c.ends_on >= today),
        )
        .limit(1)
    ).one_or_none()


@contextmanager
def _administered(central: Central, case_id: UUID) -> Iterator[tuple[Connection, OpenCase]]:
    with central.database.write() as connection, writing(connection) as rows:
        case = OpenCase(rows, case_id)
        if not case.exists:
            raise UnknownCase
        yield connection, case
        case.save(None, central.now())


def last_day_of(connection: Connection, case_id: UUID, worker_id: UUID) -> date | None:
    """Until when a worker is a member of a case; None when no end was set."""
    return connection.scalars(
        _members(case_id, emergency=False)
        .with_only_columns(access_grant.c.ends_on)
        .where(access_grant.c.worker_id == worker_id)
        .limit(1)
    ).one_or_none()


def _note(
    central: Central,
    connection: Connection,
    case_id: UUID,
    action: Action,
    worker_id: UUID,
    compartments: Iterable[str | None] = (None,),
) -> None:
    did = "granted" if action is Action.GRANT else "revoked"
    lines = audit.rows(
        central.now(),
        action,
        f"{did} {worker_id}",
        case_id=case_id,
        compartments=compartments,
        purpose=ADMINISTRATION,
    )
    audit.write(connection, lines)


def _members(case_id: UUID, *, emergency: bool) -> Select[Any]:
    """The grants of a case that were not revoked, newest first."""
    expires = access_grant.c.expires_at
    return (
        select(access_grant)
        .where(
            access_grant.c.case_id == case_id,
            access_grant.c.revoked_at.is_(None),
            expires.is_not(None) if emergency else expires.is_(None),
        )
        .order_by(access_grant.c.granted_at.desc())
    )


def _standing(
    connection: Connection, case: OpenCase, worker_id: UUID, *, emergency: bool
) -> list[Stored]:
    """The records of memberships that were not revoked yet, newest first, loaded into the
    case."""
    grants = _members(case.state.case_id, emergency=emergency)
    ids = connection.scalars(
        grants.with_only_columns(access_grant.c.member_id).where(
            access_grant.c.worker_id == worker_id
        )
    )
    found = list(dict.fromkeys(ids))
    case.load_records(found)
    return [case.state.records[id_] for id_ in found]


def _end_grants(
    connection: Connection, case: OpenCase, members: Iterable[Stored], now: datetime
) -> None:
    connection.execute(
        update(access_grant)
        .where(
            access_grant.c.case_id == case.state.case_id,
            access_grant.c.member_id.in_([member.id for member in members]),
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
    by: UUID | None = None,
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
        phone=who.phone,
        compartments=frozenset(Compartment(name) for name in membership.compartments),
        starts_on=membership.starts_on,
        ends_on=membership.ends_on,
        emergency_reason=membership.emergency_reason,
        expires_at=membership.expires_at,
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
    _write(state, standing or blank, to_doc(member), central.now(), by)
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
            "expires_at": member.expires_at,
        }


def _write(
    state: CaseState, old: Stored, doc: Mapping[str, Json], now: datetime, by: UUID | None
) -> None:
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
        changed_by=by,
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
