"""Who may read and write what. Every decision about access is taken here.

Nothing is allowed but by a grant that is live by the server's own clock. A case that a
worker never had a grant on and a case that does not exist are the same thing to him.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select

from mvs_central.base.central import Refused, local_date
from mvs_central.tables import access_grant
from mvs_desktop.domain.cases import CaseRole
from mvs_desktop.domain.records import Compartment
from mvs_desktop.domain.teamwork import BROUGHT_IN as ORDINARY
from mvs_desktop.domain.teamwork import MAY_HAND_OVER, MAY_SETTLE_APART, appointable

ALL_COMPARTMENTS = tuple(compartment.value for compartment in Compartment)
CREATOR_ROLE = CaseRole.LEAD  # whoever starts a case leads it, until a grant says otherwise

READS_ONLY = frozenset({CaseRole.READER})
CASE_FILE, CASE_MEMBER, CONFLICT = "case_file", "case_member", "conflict"
CONFLICT_CHOICE = "choice"

NOT_FOUND = "not-found"
NO_ACCESS = "no-access"
NOT_ALLOWED = "not-allowed"
SEALED = "sealed"


@dataclass(frozen=True, slots=True)
class Held:
    """What access to one scope stands on, for the audit; the creator's grant has no id yet."""

    role: str
    grant_id: UUID | None = None
    emergency: bool = False


@dataclass(frozen=True, slots=True)
class Access:
    """What one worker may do in one case now.

    `known`: the worker has, or once had, a grant on it; else the case does not exist.
    `roles` are those of a member; emergency access (noodtoegang) gives none. `ever`: the
    compartments of all grants, also those that ended.
    """

    known: bool = False
    readable: frozenset[str] = frozenset()
    writable: frozenset[str] = frozenset()
    roles: frozenset[CaseRole] = frozenset()
    grants: Mapping[str, Held] = field(default_factory=dict)  # compartment → the live one
    ever: frozenset[str] = frozenset()

    def held(self, compartment: str | None) -> Held | None:
        """What reading or writing this compartment stands on; for None that of the whole case."""
        return self.grants.get(compartment or next(iter(self.grants), ""))

    @property
    def lasting(self) -> frozenset[str]:
        """What may be read without emergency access: nothing that outlives that rests on it."""
        return frozenset(name for name, held in self.grants.items() if not held.emergency)

    def may_read_all(self, compartments: Iterable[str]) -> bool:
        return self.readable.issuperset(compartments)

    def refusal_to_write(self, compartments: Iterable[str]) -> str | None:
        """None when all may be written; else the code that says why not."""
        if not self.known:
            return NOT_FOUND
        return None if self.writable.issuperset(compartments) else NO_ACCESS


CREATOR = Access(
    True,
    frozenset(ALL_COMPARTMENTS),
    frozenset(ALL_COMPARTMENTS),
    frozenset({CREATOR_ROLE}),
    dict.fromkeys(ALL_COMPARTMENTS, Held(CREATOR_ROLE.value)),
)


def live_at(now: datetime) -> ColumnElement[bool]:
    """The condition that a grant counts: from its first to its last day, both included, and
    not beyond the instant at which emergency access ends."""
    day = local_date(now)
    return and_(
        access_grant.c.revoked_at.is_(None),
        access_grant.c.starts_on <= day,
        or_(access_grant.c.ends_on.is_(None), access_grant.c.ends_on >= day),
        or_(access_grant.c.expires_at.is_(None), access_grant.c.expires_at > now),
    )


def access_to(connection: Connection, worker_id: UUID, case_id: UUID, now: datetime) -> Access:
    """What the worker may do in the case."""
    grants = connection.execute(
        select(
            access_grant.c.id,
            access_grant.c.compartment,
            access_grant.c.role,
            access_grant.c.expires_at,
            live_at(now).label("live"),
        ).where(access_grant.c.case_id == case_id, access_grant.c.worker_id == worker_id)
    ).all()
    live = [grant for grant in grants if grant.live]
    return Access(
        known=bool(grants),
        readable=frozenset(grant.compartment for grant in live),
        writable=frozenset(grant.compartment for grant in live if grant.role not in READS_ONLY),
        roles=frozenset(CaseRole(grant.role) for grant in live if grant.expires_at is None),
        grants={
            grant.compartment: Held(grant.role, grant.id, grant.expires_at is not None)
            # Where both are live the work stands on the lasting grant.
            for grant in sorted(live, key=lambda grant: grant.expires_at is None)
        },
        ever=frozenset(grant.compartment for grant in grants),
    )


Scope = tuple[UUID, str]  # case id, compartment


def readable_scopes(connection: Connection, worker_id: UUID, now: datetime) -> tuple[Scope, ...]:
    """All scopes that the worker may read, sorted."""
    rows = connection.execute(_scopes(worker_id, now))
    found = ((row.case_id, row.compartment) for row in rows)
    # As UUIDs compare, in a quarter of their time: these are hundreds at each contact.
    return tuple(sorted(found, key=lambda scope: (scope[0].int, scope[1])))


def scopes_to_settle(connection: Connection, worker_id: UUID, now: datetime) -> frozenset[Scope]:
    """All scopes of which the worker settles what lies apart."""
    roles = [role.value for role in MAY_SETTLE_APART]
    rows = connection.execute(_scopes(worker_id, now).where(access_grant.c.role.in_(roles)))
    return frozenset((row.case_id, row.compartment) for row in rows)


def _scopes(worker_id: UUID, now: datetime) -> Select[tuple[UUID, str]]:
    columns = access_grant.c.case_id, access_grant.c.compartment
    return select(*columns).where(access_grant.c.worker_id == worker_id, live_at(now)).distinct()


def refusal_of_change(record_type: str, units: Iterable[str], *, exists: bool) -> str | None:
    """Records that the service writes itself: why a device may not change them so.

    Nobody makes himself a member; of a conflict only the choice is a worker's.
    """
    if record_type == CASE_MEMBER:
        return NOT_ALLOWED
    if record_type == CONFLICT and (not exists or set(units) != {CONFLICT_CHOICE}):
        return NOT_ALLOWED
    return None


# Working together: who may change who works on a case. The matrix is in domain.teamwork, so
# that a laptop offers what will be allowed; it is held here.


@dataclass(frozen=True, slots=True)
class Appointment:
    """What a worker wants to give a colleague, who is `held` on the case already, or nothing.

    `led`: somebody leads the case now.
    """

    to_oneself: bool
    held: CaseRole | None
    role: CaseRole
    compartments: tuple[str, ...]
    led: bool


def refusal_to_appoint(access: Access, wanted: Appointment) -> str | None:
    """Nobody appoints himself, above himself, or to more than he may read as a member himself."""
    if not access.readable:
        return NOT_FOUND
    allowed = appointable(access.roles, led=wanted.led)
    fits = (
        not wanted.to_oneself
        and wanted.role in allowed
        and (wanted.held is None or wanted.held in allowed | ORDINARY)
        and Compartment.BASIS.value in wanted.compartments
        and access.lasting.issuperset(wanted.compartments)
    )
    return None if fits else NOT_ALLOWED


def refusal_to_end(access: Access, *, own: bool, held: CaseRole | None) -> str | None:
    """Everybody may go himself, but a lead only when another has taken the case over."""
    if not access.readable:
        return NOT_FOUND
    if own:
        return NOT_ALLOWED if CaseRole.LEAD in access.roles else None
    if held is None:
        # Of emergency access alone: whoever may bring colleagues in may end it.
        return None if appointable(access.roles, led=True) & ORDINARY else NOT_ALLOWED
    return None if held in appointable(access.roles, led=True) else NOT_ALLOWED


def refusal_to_hand_over(access: Access, *, to_oneself: bool) -> str | None:
    if not access.readable:
        return NOT_FOUND
    return None if access.roles & MAY_HAND_OVER and not to_oneself else NOT_ALLOWED


def refusal_to_settle_apart(access: Access) -> str | None:
    """Edits that came in after access ended are for whoever leads the case, or replaces."""
    if not access.readable:
        return NOT_FOUND
    return None if access.roles & MAY_SETTLE_APART else NOT_ALLOWED


def refuse(code: str | None) -> None:
    """Raises Refused when there is a reason to."""
    if code is not None:
        raise Refused(404 if code == NOT_FOUND else 403, code)
