"""Bugs on purpose: a simulation that does not find them would not find others either.

Each is planted in the real code and found within a bounded number of steps of small worlds; the
same worlds without it hold.
"""

import pytest

from tests.simulation.blank import Blank
from tests.simulation.bugs.looking import found_in, look
from tests.simulation.bugs.where import WHERE, Where

USERS = 2
_HOLD: set[tuple[object, ...]] = set()  # worlds without a bug that were looked at


@pytest.mark.timeout(300)
@pytest.mark.parametrize("where", WHERE, ids=lambda where: where.bug.__name__)
def test_it_is_found(where: Where, blank: Blank) -> None:
    world = (where.seed, where.more_of, where.without, where.steps)
    if world not in _HOLD:  # several bugs show in the same one
        look(where, where.seed, blank, USERS)  # without the bug it holds
        _HOLD.add(world)
    found = found_in(where, blank, USERS)
    assert found is not None, "the simulation did not find it"
