"""An empty encrypted store that the tests of screens copy."""

from pathlib import Path
from uuid import uuid4

import pytest

from mvs_desktop.services.session import STORE_FILE
from mvs_desktop.storage.base.replica_types import Enrolment
from mvs_desktop.storage.store import Store
from tests.support.workspaces import enrolment

KEY = bytes(range(32))


@pytest.fixture(scope="session")
def new_store(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Enrolment]:
    """Its tables take longer to make than most tests."""
    enrolled, path = enrolment(), tmp_path_factory.mktemp("store") / STORE_FILE
    made = Store.create(path, KEY, uuid4())
    made.replica.save_enrolment(enrolled, "epoch-1")
    made.close()
    return path, enrolled
