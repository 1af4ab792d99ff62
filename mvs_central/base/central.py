"""What every part of the service is handed: its database, its clock and its randomness."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from mvs_central.base.database import Database
from mvs_central.tables import service
from mvs_desktop.domain.ids import uuid7

# Grants begin and end at midnight where the work is done, wherever the server stands.
ZONE = ZoneInfo("Europe/Amsterdam")


class Refused(Exception):
    """A request is answered with a Problem: its HTTP status and code, never more."""

    def __init__(self, status: int, code: str, retry_after: int = 0) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.retry_after = retry_after  # seconds


def local_date(moment: datetime) -> date:
    """The date where the work is done."""
    return moment.astimezone(ZONE).date()


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Central:
    """Tests give another clock and other random bytes."""

    database: Database
    clock: Callable[[], datetime] = field(default=utc_now)
    random_bytes: Callable[[int], bytes] = field(default=os.urandom)

    def now(self) -> datetime:
        return self.clock()

    def today(self) -> date:
        """The server's date: the only one that decides about access."""
        return local_date(self.clock())

    def new_id(self) -> UUID:
        return uuid7(self.clock(), self.random_bytes(10))

    def epoch(self) -> str:
        with self.database.read() as connection:
            return str(connection.scalars(select(service.c.epoch)).one())


@dataclass(frozen=True, slots=True)
class Caller:
    """The worker and device that a request was proven to come from."""

    worker_id: UUID
    device_id: UUID
    network: str = ""  # from what sort of network, see access/networks.py
    wipe: str = ""  # an order to destroy the store, once everything is sent
