"""Nothing of a case, and no passphrase, can be read anywhere but in the program."""

import os
import subprocess
import sys
from base64 import b64encode
from pathlib import Path

from mvs_desktop.services.session import Session
from tests.storage.canary import PASSPHRASE, WORDS
from tests.storage.kills import FileKeeper
from tests.support.readable import readable_in
from tests.support.workspaces import CHEAP

ROOT = Path(__file__).parents[2]


def test_the_search_for_words_finds_them(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" + WORDS[0].encode("utf-16-le"))
    (tmp_path / "b").write_bytes(b64encode(b"{'x': '" + WORDS[1].encode() + b"'}"))
    (tmp_path / WORDS[3]).touch()
    assert {line.split(" in ")[0] for line in readable_in(tmp_path, WORDS)} == {
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
        assert readable_in(tmp_path, WORDS) == []
        program.kill()
    assert readable_in(tmp_path, WORDS) == []
    # What was in the log is moved into the file when the last one closes it.
    keeper = FileKeeper(tmp_path / "keyring")
    Session(tmp_path / "data", keeper, cost=CHEAP).unlock(PASSPHRASE).close()
    assert (tmp_path / "data" / "store" / "case.store").stat().st_size > 100_000
    logged = (tmp_path / "everything.log").read_text()
    assert "SELECT" in logged  # statements are in it, and nothing of what they carry
    assert "as a careless programmer would" in logged
    assert readable_in(tmp_path, WORDS) == []
