"""The supervisor and the process of the window: what their exit status means."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

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


# Stands for the program: says what it does in a file, and ends as the test wants.
STANDS_FOR_IT = """
import os, sys, time
from pathlib import Path
folder = Path(sys.argv[sys.argv.index("--data") + 1])
when = sys.argv[-1]
def note(word):
    with (folder / "log").open("a") as log:
        log.write(f"{word} {os.getpid()}\\n")
note(f"started {when}")
if when == "later" and sys.stdin.readline() != "show\\n":
    note("dismissed")
    sys.exit(0)
note("shown")
count = (folder / "log").read_text().count("shown")
if count != 3:  # the third is ended before it was unlocked
    print("Qt: a remark of no importance", flush=True)
    print("opened", flush=True)
    time.sleep(0.5)
sys.exit(75 if count < 4 else 3)
"""


def test_a_locked_window_is_followed_by_one_that_waited(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = tmp_path / "program.py"
    script.write_text(STANDS_FOR_IT)
    monkeypatch.setattr(app, "program", lambda: [sys.executable, str(script)])
    assert app.main(["--data", str(tmp_path), "--service", "https://x.example"]) == 3
    lines = [line.split() for line in (tmp_path / "log").read_text().splitlines()]
    did = [(" ".join(words), pid) for *words, pid in lines]
    shown = [pid for word, pid in did if word == "shown"]
    assert len(set(shown)) == 4, "each in a process of its own"
    # The second and the third waited since the one before was unlocked; nothing waited for the
    # fourth, because the third was never unlocked.
    assert ("started now", shown[0]) in did
    assert ("started later", shown[1]) in did
    assert did.index(("started later", shown[1])) < did.index(("shown", shown[1]))
    assert ("started later", shown[2]) in did
    assert ("started now", shown[3]) in did
    # And the one that waits at the end is let go.
    assert did[-1][0] == "dismissed"
    assert did[-1][1] not in shown


def test_one_that_waits_and_died_is_replaced(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = tmp_path / "program.py"
    script.write_text(
        "import sys, time\n"
        "from pathlib import Path\n"
        f"log = Path({str(tmp_path / 'log')!r})\n"
        "log.open('a').write(sys.argv[-1] + ' ')\n"
        "if sys.argv[-1] == 'later': sys.exit(1)\n"
        "print('opened', flush=True)\n"
        "time.sleep(0.5)\n"
        "sys.exit(75 if log.read_text().count('now') == 1 else 0)\n"
    )
    monkeypatch.setattr(app, "program", lambda: [sys.executable, str(script)])
    assert app.supervise(tmp_path, "") == 0
    assert (tmp_path / "log").read_text().split() == ["now", "later", "now", "later"]


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
