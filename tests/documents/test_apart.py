"""A file that brings its reader down is a broken file, and the program goes on."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from mvs_desktop.documents import apart
from mvs_desktop.documents.apart import prepare_apart
from mvs_desktop.documents.media import prepare
from mvs_desktop.domain.errors import (
    AttachmentBroken,
    AttachmentEmpty,
    AttachmentHasPassword,
    AttachmentNotAllowed,
    AttachmentTooLarge,
    AttachmentTooManyPixels,
    ExpectedError,
)
from tests.documents.test_media import HEIC, bomb
from tests.support.pictures import pdf, pdf_with_script, photo, scan

CRASHES = HEIC.with_name("breekt-de-lezer.heic")


@pytest.mark.parametrize("content", [photo(), scan(), pdf(3), pdf_with_script(), HEIC.read_bytes()])
def test_it_makes_of_a_file_what_the_reader_makes_of_it(content: bytes) -> None:
    assert prepare_apart(content) == prepare(content)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", AttachmentEmpty),
        (b"MZ", AttachmentNotAllowed),
        (b"%PDF-" + bytes(25 * 1024 * 1024), AttachmentTooLarge),
        (pdf(password="geheim"), AttachmentHasPassword),
        (photo()[:-200], AttachmentBroken),
        (bomb(9000, 9000), AttachmentTooManyPixels),
    ],
)
def test_why_something_is_refused_comes_back(content: bytes, why: type[ExpectedError]) -> None:
    with pytest.raises(why):
        prepare_apart(content)


@pytest.mark.skipif(sys.platform == "win32", reason="it tells a crash in another way")
def test_a_file_that_brings_its_reader_down_is_broken_and_nothing_more() -> None:
    """libheif 1.23 in pi-heif 1.4: found by changing bytes of telefoon.heic."""
    command = [*apart._program(), apart.COMMAND]
    done = subprocess.run(command, input=CRASHES.read_bytes(), capture_output=True, check=False)
    assert done.returncode in (-signal.SIGSEGV, -signal.SIGABRT)
    with pytest.raises(AttachmentBroken):
        prepare_apart(CRASHES.read_bytes())


def test_a_file_that_keeps_its_reader_busy_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    run = subprocess.run

    def sleeping(command: list[str], **options: Any) -> object:
        return run([sys.executable, "-c", "import time; time.sleep(60)"], **options)

    monkeypatch.setattr(apart, "_SECONDS", 0.3)
    monkeypatch.setattr(subprocess, "run", sleeping)
    started = time.monotonic()
    with pytest.raises(AttachmentBroken):
        prepare_apart(photo())
    assert time.monotonic() - started < 20


@pytest.mark.skipif(os.name != "posix", reason="strace-like look at its open files")
def test_it_writes_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TMPDIR", "HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for content in (photo(), scan(), pdf(), HEIC.read_bytes(), CRASHES.read_bytes()):
        try:
            prepare_apart(content)
        except AttachmentBroken:
            assert content == CRASHES.read_bytes()
    assert list(tmp_path.iterdir()) == []
