"""240 kills while laptops synchronise with a service on PostgreSQL, 20 of them of PostgreSQL."""

import sys

import pytest

from tests.sync.killing import kill

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the campaign forks")


@pytest.mark.parametrize(("what", "rounds"), [("laptops", 110), ("service", 110), ("database", 20)])
@pytest.mark.usefixtures("postgres_cluster")  # skips where there is none
@pytest.mark.timeout(900)
def test_a_kill_on_postgresql_loses_nothing(what: str, rounds: int) -> None:
    assert kill(what, "postgresql", rounds) > 0, "killed too early to prove anything"
