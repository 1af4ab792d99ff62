"""What workers may read and write now, by the grants alone: not by the service's own rule."""

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Row, select

from mvs_central.base.central import local_date
from mvs_central.tables import access_grant
from mvs_desktop.domain.cases import CaseRole

if TYPE_CHECKING:
    from tests.simulation.world import World

Scope = tuple[UUID, str]  # a case, and a compartment of it


class Granted:
    def __init__(self, world: "World") -> None:
        self._world = world

    def to_read(self, user: int) -> frozenset[Scope]:
        return frozenset((row.case_id, row.compartment) for row in self._live(user))

    def to_write(self, user: int) -> frozenset[Scope]:
        return frozenset(
            (row.case_id, row.compartment)
            for row in self._live(user)
            if row.role != CaseRole.READER.value
        )

    def in_emergency_alone(self, user: int) -> frozenset[Scope]:
        """What he may read and could not but for an emergency."""
        lasting = {
            (row.case_id, row.compartment) for row in self._live(user) if row.expires_at is None
        }
        return self.to_read(user) - lasting

    def _live(self, user: int) -> list[Row[Any]]:
        world, grant = self._world, access_grant
        now, today = world.now, local_date(world.now)
        query = select(grant).where(grant.c.worker_id == world.workers[user])
        with world.central.database.read() as connection:
            return [
                row
                for row in connection.execute(query)
                if row.revoked_at is None
                and row.starts_on <= today <= (row.ends_on or date.max)
                and (row.expires_at is None or now < row.expires_at)
            ]
