"""A real encrypted store in a temporary folder, with a clock that the test moves."""

import secrets
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.storage.base.replica_types import Enrolment
from mvs_desktop.storage.store import Store


class MovingClock:
    """Starts on a Tuesday in March and moves a second with every look."""

    def __init__(self) -> None:
        self.now = datetime(2025, 3, 4, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture(scope="session")
def key() -> bytes:
    return secrets.token_bytes(32)


@pytest.fixture(scope="session")
def blank_store(tmp_path_factory: pytest.TempPathFactory, key: bytes) -> Path:
    """A new store: copying it is quicker than making one."""
    path = tmp_path_factory.mktemp("blank") / "case.store"
    made = Store.create(path, key, uuid4(), MovingClock())
    made.replica.save_enrolment(enrolment(), "epoch-1")
    made.close()
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "case.store"


def enrolment() -> Enrolment:
    return Enrolment(
        device_id=uuid4(),
        worker_id=uuid4(),
        worker_name="Noor Testers",
        organisation="Oefenorganisatie",
        expertise="wijkteam",
        municipality="GM0606",
        team="Oost",
        service_url="http://127.0.0.1:1",
        private_key="",
    )


@pytest.fixture
def store(blank_store: Path, path: Path, key: bytes, clock: MovingClock) -> Iterator[Store]:
    shutil.copy(blank_store, path)
    opened = Store.open(path, key, clock)
    yield opened
    opened.close()


@pytest.fixture
def case(store: Store) -> CaseFile:
    id_ = uuid4()
    item = CaseFile(id=id_, case_id=id_, name="Familie Proef")
    with store.unit_of_work() as work:
        work.save(item, None)
    return item
