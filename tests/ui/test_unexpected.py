"""A failure that nobody expected says a code on screen and nothing of a family anywhere."""

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import gc, sys, threading
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from mvs_desktop.ui.kit.pages.banner import Banner
from mvs_desktop.ui.messages import error_message
from mvs_desktop.ui.unexpected import leave_no_memory_behind, watch

leave_no_memory_behind()
application = QApplication(sys.argv[:1])
told = Banner()


def tell(error):
    told.say("bad", error_message(error).text)
    if {telling_fails}:
        raise KeyError("Bo van der Zonnebloem")


def fail():
    raise ValueError("Bo van der Zonnebloem")


class Late:
    def __del__(self):
        fail()


watch(tell)
thread = threading.Thread(target=fail)
thread.start()
thread.join()
Late()
gc.collect()
QTimer.singleShot(0, fail)
QTimer.singleShot(50, application.quit)
application.exec()
print(told.text)
import resource
print(resource.getrlimit(resource.RLIMIT_CORE))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit for core dumps")
@pytest.mark.parametrize("telling_fails", [False, True])
def test_a_failure_anywhere_is_logged_by_place_and_told_by_code(
    tmp_path: Path, telling_fails: bool
) -> None:
    script = tmp_path / "program.py"
    script.write_text(PROGRAM.format(telling_fails=telling_fails))
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=True
    )
    assert "Er ging iets mis in het programma (code " in done.stdout
    assert "(0, 0)" in done.stdout
    assert done.stderr.count("type=ValueError") >= 3
    assert done.stderr.count("type=KeyError") == telling_fails
    assert "fail:" in done.stderr
    assert "Zonnebloem" not in done.stdout + done.stderr


def test_ctrl_c_still_ends_the_program(tmp_path: Path) -> None:
    script = tmp_path / "program.py"
    script.write_text(
        "from mvs_desktop.ui.unexpected import watch\n"
        "watch(print)\n"
        "raise KeyboardInterrupt('Bo van der Zonnebloem')\n"
    )
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode != 0
    assert "Zonnebloem" not in done.stdout + done.stderr
