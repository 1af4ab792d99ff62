"""Nothing of a case, and no passphrase, can be read anywhere but in the program."""

import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

from mvs_desktop.services.session import Session
from tests.storage.canary import PASSPHRASE, WORDS
from tests.storage.kill_campaign import FileKeeper
from tests.support.workspaces import CHEAP

ROOT = Path(__file__).parents[2]


def disguises(word: str) -> Iterator[bytes]:
    """How a word may turn up in a file."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le"):
        plain = word.encode(encoding)
        yield plain
        yield plain.hex().encode()
        for before in range(3):  # base64 depends on what comes before, modulo three
            # The characters at either end also depend on the neighbours.
            yield b64encode(b"\0" * before + plain + b"\0" * 3)[4:-8]


def readable_in(folder: Path) -> list[str]:
    """Words found, with the file in which they are."""
    needles = [(word, found) for word in WORDS for found in disguises(word)]
    return [
        f"{word} in {file.relative_to(folder)}"
        for file in folder.rglob("*")
        if file.is_file()
        for content in (file.read_bytes().lower() + str(file).lower().encode(),)
        for word, needle in needles
        if needle.lower() in content
    ]


def test_the_search_for_words_finds_them(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" + WORDS[0].encode("utf-16-le"))
    (tmp_path / "b").write_bytes(b64encode(b"{'x': '" + WORDS[1].encode() + b"'}"))
    (tmp_path / WORDS[3]).touch()
    assert {line.split(" in ")[0] for line in readable_in(tmp_path)} == {
        WORDS[0],
        WORDS[1],
        WORDS[3],
        "Zonnebloempi",  # the beginning of the first
    }


def test_no_word_is_readable_while_it_works_after_a_kill_or_after_a_quiet_end(
    tmp_path: Path,
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    names = ("HOME", "TMPDIR", "TEMP", "TMP", "APPDATA", "LOCALAPPDATA", "XDG_CONFIG_HOME")
    places = dict.fromkeys((*names, "XDG_CACHE_HOME", "XDG_DATA_HOME"), str(home))
    output = tmp_path / "output.txt"
    with (
        output.open("wb") as log,
        subprocess.Popen(
            [sys.executable, "-m", "tests.storage.canary", str(tmp_path)],
            cwd=ROOT,
            env=os.environ | places,
            stdin=subprocess.PIPE,  # it goes on until its end
            stdout=subprocess.PIPE,
            stderr=log,
        ) as program,
    ):
        assert program.stdout is not None
        said = program.stdout.readline()
        assert said == b"ready\n", output.read_text()
        assert readable_in(tmp_path) == []
        program.kill()
    assert readable_in(tmp_path) == []
    # What was in the log is moved into the file when the last one closes it.
    keeper = FileKeeper(tmp_path / "keyring")
    Session(tmp_path / "data", keeper, cost=CHEAP).unlock(PASSPHRASE).close()
    assert (tmp_path / "data" / "store" / "case.store").stat().st_size > 100_000
    assert "INSERT INTO person" in (tmp_path / "everything.log").read_text()
    assert readable_in(tmp_path) == []
