"""Emergency access (noodtoegang) shows more than it may, for longer, or to nobody's knowledge."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID

from sqlalchemy import Connection, select

from mvs_central.access import audit, policy
from mvs_central.tables import access_grant
from mvs_central.teamwork import apart, known_child
from mvs_desktop.services import team
from tests.simulation.bugs.planted import Planted, both


def it_shows_what_lies_apart() -> Planted:
    """To whoever settles in other parts of the case."""
    rows = apart._rows

    def wrong(connection: Connection, case_id: Any, access: policy.Access) -> Any:
        with patch.object(policy.Access, "lasting", access.readable):
            return rows(connection, case_id, access)

    return patch.object(apart, "_rows", wrong)


def it_opens_every_compartment() -> Planted:
    """Also those that nobody asked for."""
    readable = policy.readable_scopes
    everything = frozenset(policy.ALL_COMPARTMENTS)

    def scopes(connection: Connection, worker_id: UUID, now: Any) -> Any:
        taken = select(access_grant.c.case_id).where(
            access_grant.c.worker_id == worker_id,
            access_grant.c.expires_at.is_not(None),
            policy.live_at(now),
        )
        cases = set(connection.scalars(taken))
        more = {(case_id, name) for case_id in cases for name in everything}
        return tuple(sorted(more.union(readable(connection, worker_id, now))))

    def may_read_all(self: policy.Access, compartments: Any) -> bool:
        in_emergency = any(held.emergency for held in self.grants.values())
        return in_emergency or self.readable.issuperset(compartments)

    return both(
        patch.object(policy, "readable_scopes", scopes),
        patch.object(policy.Access, "may_read_all", may_read_all),
    )


def who_had_it_writes_on() -> Planted:
    """After it ended."""
    access_to = policy.access_to

    def wrong(connection: Connection, worker_id: UUID, case_id: UUID, now: Any) -> policy.Access:
        found = access_to(connection, worker_id, case_id, now)
        ever = connection.scalars(
            select(access_grant.c.compartment).where(
                access_grant.c.case_id == case_id,
                access_grant.c.worker_id == worker_id,
                access_grant.c.expires_at.is_not(None),
            )
        )
        return policy.Access(
            found.known,
            found.readable,
            found.writable.union(ever),
            found.roles,
            found.grants,
            found.ever,
        )

    return patch.object(policy, "access_to", wrong)


def the_audit_does_not_tell_it_from_another() -> Planted:
    ground = audit._ground

    def wrong(access: Any, compartment: str | None) -> Mapping[str, Any]:
        return {**ground(access, compartment), "emergency": None}

    return patch.object(audit, "_ground", wrong)


def its_notice_goes_when_it_ends() -> Planted:
    """Whoever leads the case and was away that day never hears of it."""
    return patch.object(team, "NOTICE_SHOWS", timedelta(0))


def who_searches_is_told_the_case() -> Planted:
    """And not only whom to ask; so nobody need take it."""
    tell = known_child._on_the_wire

    def wrong(row: Any, _readable: UUID | None) -> Any:
        return tell(row, UUID(int=1))

    return patch.object(known_child, "_on_the_wire", wrong)
