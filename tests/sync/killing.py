"""The campaign in kill_campaign.py, in a process without our threads."""

import re
import subprocess
import sys


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
