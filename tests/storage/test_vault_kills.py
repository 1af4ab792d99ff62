"""The points of key_points.py, in a process without our threads."""

import re
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it forks")


@pytest.mark.parametrize("what", ["passphrase", "rotation", "recovery", "device"])
@pytest.mark.timeout(300)
def test_a_change_of_keys_may_end_anywhere(what: str) -> None:
    command = [sys.executable, "-m", "tests.storage.key_points", what]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    told = re.fullmatch(rf"{what}: ended at (\d+) points\n", done.stdout)
    assert told
    assert int(told[1]) >= 10
