"""The real central service in a process of its own, with one team and one worker in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest

from mvs_central.base import acting
from mvs_central.base.central import Central
from mvs_central.base.database import Database
from mvs_desktop.demo.service import CentralProcess
from mvs_desktop.domain.errors import ServerUnreachable
from mvs_desktop.sync import client


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CentralProcess]:
    """A running service on SQLite, with the team Oost."""
    central = CentralProcess(tmp_path_factory.mktemp("central") / "central.db")
    central.init()
    central.add_team("Oost", "GM0606")
    with central:
        yield central


@pytest.fixture(scope="module")
def worker(service: CentralProcess) -> UUID:
    """Noor Testers, who can be given codes."""
    return service.add_worker("Noor Testers", "Oost", "Oefenorganisatie", "wijkteam")


@contextmanager
def administration(service: CentralProcess) -> Iterator[Central]:
    """As an administrator beside the running service, without a process for every command."""
    central = Central(Database(service.database))
    try:
        with acting.administration():
            yield central
    finally:
        central.database.close()


def enrol_unheard(*asked: Any, **more: Any) -> None:
    """The service enrols a laptop, and its answer is lost. Raises ServerUnreachable."""
    client.enrol(*asked, **more)
    raise ServerUnreachable
