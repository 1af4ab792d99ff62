"""The campaign in kill_campaign.py: 500 kills, in a process without our threads."""

import re
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the campaign forks")


def kill(what: str, on: str, rounds: int) -> int:
    """Gives how many synchronisations had come to their end."""
    command = [sys.executable, "-m", "tests.sync.kill_campaign", "--what", what, "--on", on]
    done = subprocess.run(
        [*command, "--rounds", str(rounds)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = re.fullmatch(
        rf"{what} on {on}: {rounds} kills \(seed \d+\), (\d+) synchronisations done before\n",
        done.stdout,
    )
    assert told
    return int(told[1])


@pytest.mark.parametrize(("what", "rounds"), [("laptops", 130), ("service", 130)])
@pytest.mark.timeout(900)
def test_a_kill_while_synchronising_loses_nothing(what: str, rounds: int) -> None:
    assert kill(what, "sqlite", rounds) > 0, "killed too early to prove anything"


@pytest.mark.parametrize(("what", "rounds"), [("laptops", 110), ("service", 110), ("database", 20)])
@pytest.mark.usefixtures("postgres_cluster")  # skips where there is none
@pytest.mark.timeout(900)
def test_the_same_on_postgresql(what: str, rounds: int) -> None:
    assert kill(what, "postgresql", rounds) > 0, "killed too early to prove anything"
