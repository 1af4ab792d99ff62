"""The supervisor and the process of the window: what their exit status means."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from mvs_desktop import app

# Runs the window as the supervisor does, and ends it after it has been on screen.
WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from mvs_desktop import app

def then(status):
    titles = {{w.windowTitle() for w in QApplication.topLevelWidgets() if w.isVisible()}}
    print(sorted(w.objectName() for w in QApplication.topLevelWidgets() if w.isVisible()), titles)
    QApplication.exit(status)

for name in ("start", "show_why_not"):
    def shown(self, *args, _do=getattr(app.Program, name)):
        _do(self, *args)
        QTimer.singleShot(300, lambda: then({status}))
    setattr(app.Program, name, shown)
sys.exit(app.window(Path(sys.argv[1]), ""))
"""


def run_window(folder: Path, status: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", WINDOW.format(status=status), str(folder)],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def test_a_locked_window_is_started_again_and_a_closed_one_is_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    statuses = iter([app.LOCKED, app.LOCKED, 0])
    started: list[list[str]] = []

    def start(command: list[str], check: bool) -> SimpleNamespace:
        started.append(command)
        return SimpleNamespace(returncode=next(statuses))

    monkeypatch.setattr(subprocess, "run", start)
    assert app.main(["--data", str(tmp_path), "--service", "https://x.example"]) == 0
    assert len(started) == 3
    assert started[0] == started[2]
    assert started[0][-1] == "window"
    assert str(tmp_path) in started[0]


def test_the_window_ends_with_the_status_of_the_lock(tmp_path: Path) -> None:
    done = run_window(tmp_path / "new", app.LOCKED)
    assert done.returncode == app.LOCKED, done.stderr
    assert "start_window" in done.stdout
    assert "{'MVS Desktop'}" in done.stdout
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Path]:
    """A folder whose store another process has open."""
    script = (
        "import sys; from PySide6.QtCore import QLockFile; lock = QLockFile(sys.argv[1]);"
        "print(lock.tryLock(100), flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "in-use.lock")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == "True"
        yield tmp_path
        other.kill()


def test_a_second_window_on_a_store_says_so(held: Path) -> None:
    done = run_window(held, 0)
    assert done.returncode == app.IN_USE, done.stderr
    assert "start_window" not in done.stdout
    assert "{'MVS Desktop'}" in done.stdout


def test_a_folder_that_cannot_be_used_is_not_called_in_use(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert run_window(tmp_path / "file", 0).returncode == app.UNUSABLE
