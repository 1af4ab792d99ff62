"""The system fails under a save: nothing that was said to be saved is lost, and it is said."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
ONE_IN = 6  # points in a run of the suite; fault_run says how to have all of them


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """faults.c as a library that is loaded before the C library."""
    compiler = shutil.which("cc")
    if sys.platform != "linux" or compiler is None:
        pytest.skip("putting faults under SQLite takes Linux and a C compiler (cc)")
    made = tmp_path_factory.mktemp("faults") / "faults.so"
    options = ["-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror"]
    command = [compiler, *options, "-o", str(made), str(HERE / "faults.c"), "-ldl"]
    subprocess.run(command, check=True, capture_output=True)
    return made


def test_a_save_that_fails_anywhere(library: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.storage.fault_run", str(tmp_path), str(ONE_IN)],
        env=os.environ | {"LD_PRELOAD": str(library)},
        cwd=HERE.parent.parent,
        check=False,
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["wrong"] == []
    outcomes: dict[str, int] = found["outcomes"]
    # Each kind of fault happened, and not one was passed over as if nothing was the matter.
    for outcome in (
        "IO_ERROR: disk-full",
        "IO_ERROR: disk-failing",
        "NO_SPACE: disk-full",
        "SHORT_WRITE: disk-full",
    ):
        assert outcomes.get(outcome), outcomes
    assert sum(outcomes.values()) >= 60, outcomes
