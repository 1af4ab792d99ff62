"""What was copied here leaves the clipboard; what another program put there stays."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from mvs_desktop.ui.clipboard_guard import ClipboardGuard

ROOT = Path(__file__).parents[2]


@pytest.fixture
def clipboard(qapp: QApplication) -> Iterator[QClipboard]:
    clipboard = qapp.clipboard()
    clipboard.clear()
    yield clipboard
    clipboard.clear()


@pytest.fixture
def guard(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[ClipboardGuard]:
    # The offscreen platform has a clipboard and does not say whose its content is.
    monkeypatch.setattr(ClipboardGuard, "_is_ours", lambda *_: True)
    guard = ClipboardGuard(qapp, forget_ms=300)
    yield guard
    guard.deleteLater()


def copied(qtbot: QtBot, text: str) -> None:
    line = QLineEdit(text)
    qtbot.addWidget(line)
    line.selectAll()
    line.copy()


def test_what_was_copied_here_goes_after_a_while(
    qtbot: QtBot, clipboard: QClipboard, guard: ClipboardGuard
) -> None:
    copied(qtbot, "Zonnebloempit")
    assert clipboard.text() == "Zonnebloempit"
    qtbot.waitUntil(lambda: clipboard.text() == "", timeout=5000)


def test_a_second_copy_starts_the_time_again_and_keeps_its_text(
    qtbot: QtBot, clipboard: QClipboard, guard: ClipboardGuard
) -> None:
    copied(qtbot, "eerste")
    qtbot.wait(200)
    copied(qtbot, "tweede")
    qtbot.wait(200)
    assert clipboard.text() == "tweede"


def test_clipboard_managers_are_asked_not_to_keep_it(
    qtbot: QtBot, clipboard: QClipboard, guard: ClipboardGuard
) -> None:
    copied(qtbot, "Zonnebloempit")
    content = clipboard.mimeData()
    assert content.data("x-kde-passwordManagerHint").data() == b"secret"
    assert any("CanUploadToCloudClipboard" in name for name in content.formats())
    assert content.text() == "Zonnebloempit"


def test_it_goes_at_once_when_the_program_ends(
    qtbot: QtBot, clipboard: QClipboard, guard: ClipboardGuard
) -> None:
    copied(qtbot, "Zonnebloempit")
    guard.forget()
    assert clipboard.text() == ""


def test_what_another_program_copied_stays(
    qtbot: QtBot,
    clipboard: QClipboard,
    guard: ClipboardGuard,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ClipboardGuard, "_is_ours", lambda *_: False)
    content = QMimeData()
    content.setText("van een ander")
    clipboard.setMimeData(content)
    qtbot.wait(500)
    guard.forget()
    assert clipboard.text() == "van een ander"
    assert not clipboard.mimeData().hasFormat("x-kde-passwordManagerHint")


def test_on_a_real_display() -> None:
    """X11 says whose the content is; both its clipboards are emptied."""
    if shutil.which("xvfb-run") is None:
        pytest.skip("needs Xvfb")
    found = subprocess.run(
        ["xvfb-run", "-a", sys.executable, "-m", "tests.ui.test_clipboard_guard"],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "xcb"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert found.stdout.split() == ["selected", "copied", "gone"], found.stderr


def main() -> None:
    application = QApplication([])
    clipboard = application.clipboard()
    guard = ClipboardGuard(application)
    line = QLineEdit("Zonnebloempit")
    line.selectAll()
    line.copy()
    clipboard.setText("Zonnebloempit", QClipboard.Mode.Selection)
    application.processEvents()
    say("selected", clipboard.text(QClipboard.Mode.Selection) == "Zonnebloempit")
    say("copied", clipboard.text() == "Zonnebloempit")
    guard.forget()
    say("gone", not clipboard.text() and not clipboard.text(QClipboard.Mode.Selection))


def say(word: str, holds: bool) -> None:
    if holds:
        sys.stdout.write(f"{word}\n")


if __name__ == "__main__":
    main()
