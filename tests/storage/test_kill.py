"""A few rounds of the campaign in kill_campaign.py, in a process without our threads."""

import re
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the campaign forks")


@pytest.mark.parametrize(
    ("what", "rounds"),
    [
        ("writes", 25),
        ("enrolments", 4),
        ("migrations", 12),
        ("rekeys", 4),
        ("backups", 12),
        ("restores", 5),
    ],
)
@pytest.mark.timeout(400)
def test_what_was_reported_survives_a_kill_and_nothing_is_half_there(
    what: str, rounds: int
) -> None:
    command = [sys.executable, "-m", "tests.storage.kill_campaign", "--what", what]
    done = subprocess.run(
        [*command, "--rounds", str(rounds)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = re.fullmatch(rf"{what}: {rounds} kills \(seed \d+\), (\d+) done before\n", done.stdout)
    assert told
    if what == "writes":
        assert int(told[1]) >= rounds, "killed too early to prove anything"
