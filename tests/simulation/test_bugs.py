"""Bugs on purpose: a simulation that does not find them would not find others either.

Each is planted in the real code and found within a bounded number of steps of small worlds, as what
it is; the same worlds without it hold.
"""

import pytest

from tests.simulation.blank import Blank
from tests.simulation.bugs.looking import found_in, look
from tests.simulation.bugs.where import WHERE, Where

USERS = 2


def _worlds() -> list[Where]:
    """Those in which something shows; several bugs do in the same one, which is the beginning of
    the longest."""
    found: dict[tuple[object, ...], Where] = {}
    for where in sorted(WHERE, key=lambda where: where.steps):
        found[where.seed, where.more_of, where.without] = where
    return list(found.values())


@pytest.mark.timeout(300)
@pytest.mark.parametrize("where", _worlds(), ids=lambda where: where.bug.__name__)
def test_without_it_everything_holds(where: Where, blank: Blank) -> None:
    look(where, where.seed, blank, USERS)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("where", WHERE, ids=lambda where: where.bug.__name__)
def test_it_is_found(where: Where, blank: Blank) -> None:
    found = found_in(where, blank, USERS)
    assert found is not None, "the simulation did not find it"
    assert where.shows in str(found)
