"""500 kills while laptops synchronise, 260 of them on SQLite. In two files of this folder, so that
they begin early and beside each other."""

import sys

import pytest

from tests.sync.killing import kill

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the campaign forks")


@pytest.mark.parametrize(("what", "rounds"), [("laptops", 130), ("service", 130)])
@pytest.mark.timeout(900)
def test_a_kill_while_synchronising_loses_nothing(what: str, rounds: int) -> None:
    assert kill(what, "sqlite", rounds) > 0, "killed too early to prove anything"
