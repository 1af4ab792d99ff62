"""The real central service in a process of its own, with one team and one worker in it."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from mvs_desktop.demo.service import CentralProcess


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
