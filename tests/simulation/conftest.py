"""What every world begins with."""

import pytest

from tests.simulation.blank import Blank, make_blank


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Blank:
    return make_blank(tmp_path_factory.mktemp("blank"))
