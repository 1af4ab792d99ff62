"""The real central service in a process of its own, with one team and one worker in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest

from mvs_central.access import directory
from mvs_central.access.directory import NewWorker
from mvs_central.base import acting
from mvs_central.base.central import Central
from mvs_central.base.database import Database
from mvs_central.devices.enrolment import new_code
from mvs_desktop.demo.service import CentralProcess
from mvs_desktop.domain.errors import ServerUnreachable
from mvs_desktop.sync import client


class AdministeredHere(CentralProcess):
    """What tests ask of its administrator most is done in this process, beside the running
    service: a command in a process of its own takes a second."""

    @contextmanager
    def administration(self) -> Iterator[Central]:
        central = Central(Database(self.database))
        try:
            with acting.administration():
                yield central
        finally:
            central.database.close()

    def init(self, *, demo: bool = False) -> None:
        with self.administration() as central:
            directory.init(central, demo=demo)

    def add_team(self, name: str, municipality: str) -> None:
        with self.administration() as central:
            directory.add_team(central, name, municipality)

    def add_worker(
        self, name: str, team: str, organisation: str, expertise: str, phone: str = ""
    ) -> UUID:
        who = NewWorker(name, organisation, expertise, team, phone=phone)
        with self.administration() as central:
            return directory.add_worker(central, who)

    def code(self, worker_id: UUID) -> str:
        with self.administration() as central:
            return new_code(central, worker_id)[0]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AdministeredHere]:
    """A running service on SQLite, with the team Oost."""
    central = AdministeredHere(tmp_path_factory.mktemp("central") / "central.db")
    central.init()
    central.add_team("Oost", "GM0606")
    with central:
        yield central


@pytest.fixture(scope="module")
def worker(service: AdministeredHere) -> UUID:
    """Noor Testers, who can be given codes."""
    return service.add_worker("Noor Testers", "Oost", "Oefenorganisatie", "wijkteam")


def enrol_unheard(*asked: Any, **more: Any) -> None:
    """The service enrols a laptop, and its answer is lost. Raises ServerUnreachable."""
    client.enrol(*asked, **more)
    raise ServerUnreachable
