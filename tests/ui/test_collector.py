"""The collector does not stop the program for long."""

import gc
from collections.abc import Iterator

import pytest

from mvs_desktop.ui.collector import spare_what_stays


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    threshold = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*threshold)


def test_what_is_there_is_not_looked_through_again() -> None:
    gc.collect()
    stays = [[number] for number in range(1_000)]
    spare_what_stays()
    looked_through = gc.get_objects()
    assert not {id(one) for one in stays} & {id(one) for one in looked_through}
    assert len(looked_through) < 1_000
