"""What every world begins with."""

from pathlib import Path

import pytest

from tests.sync.direct_central import blank_central
from tests.sync.laptop import blank_store

__all__ = ["blank_store"]


@pytest.fixture(scope="session")
def blank_service(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("service") / "blank.db"
    blank_central(path)
    return path
