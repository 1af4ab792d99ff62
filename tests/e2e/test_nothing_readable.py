"""What was typed through the windows can be read nowhere but in the program.

Everything that the program writes lies below one folder here: its data, its home, temporary
files, settings, caches, output. And when access to a family has ended, nothing of it is left
in the decrypted pages of the store either.
"""

import shutil
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from mvs_desktop.demo.service import CentralProcess
from mvs_desktop.services.session import KEY_FILE, STORE_FILE
from mvs_desktop.storage.keys.keychain import Keychain
from mvs_desktop.storage.keys.vault import KeyVault
from mvs_desktop.storage.store import system_clock
from tests.e2e.running import laptop
from tests.e2e.standing_out import LOOSE, PAPER, PAPER_NAME, PASSPHRASE, WORDS
from tests.support.pages import decrypted_pages
from tests.support.readable import found_in, readable_in

pytestmark = [pytest.mark.usefixtures("secret_service"), pytest.mark.timeout(600)]

ALL = [word.text for word in WORDS]
OF_THE_FAMILY = [word.text for word in WORDS if word.of_the_family]

PLACES = ("HOME", "TMPDIR", "TEMP", "TMP", "APPDATA", "LOCALAPPDATA")
XDG = ("CACHE_HOME", "CONFIG_HOME", "DATA_HOME", "STATE_HOME")


def a_paper(folder: Path) -> Path:
    """A file of the worker's own, outside of what the program writes."""
    path = folder / f"{PAPER_NAME}.pdf"
    paper = Canvas(str(path), pageCompression=0)
    paper.drawString(100, 700, PAPER)
    paper.save()
    assert PAPER.encode() in path.read_bytes()
    return path


def pages_of(folder: Path) -> set[str]:
    """The words that are in the decrypted pages of the store in a folder."""
    store = folder / "store"
    key = KeyVault(store / KEY_FILE, Keychain(), system_clock).unlock(PASSPHRASE)
    return found_in(decrypted_pages(store / STORE_FILE, key), ALL)


def test_nothing_can_be_read(tmp_path: Path) -> None:
    everything = tmp_path / "everything"
    mine = everything / "mine"
    mine.mkdir(parents=True)
    home = everything / "home"
    home.mkdir()
    env = dict.fromkeys((*PLACES, *(f"XDG_{name}" for name in XDG)), str(home))
    service = CentralProcess(tmp_path / "central.db", log=tmp_path / "central.log")
    service.init()
    service.add_team("Oost", "GM0606")
    noor = service.add_worker("Noor Testers", "Oost", "Wijkteam", "gezinswerker")

    with service:
        code = service.code(noor)
        arguments = ("a_morning_of_words", code, str(a_paper(tmp_path)))
        with laptop(mine, service.url, *arguments, env=env) as working:
            working.hear("WORKED")
            assert readable_in(everything, ALL) == []
            copy = everything / "taken while it worked"  # as a thief, or a backup program, would
            shutil.copytree(mine, copy)
            working.kill()
        assert readable_in(everything, ALL) == []
        assert pages_of(copy) == {word.text for word in WORDS if word.stored}

        with laptop(mine, service.url, "words_go_wrong", env=env) as again:
            again.hear("SENT")
            (line,) = [
                row for row in service.command("case", "list").splitlines() if "gezin" in row
            ]
            service.command("revoke", "--worker", str(noor), "--case", line.split()[0])
            again.go_on()
            again.ends_well()
    assert readable_in(everything, ALL) == []
    left = pages_of(mine)
    assert left & set(OF_THE_FAMILY) == set()
    assert LOOSE in left  # and so the search does find what is there
    assert not found_in([(tmp_path / "central.log").read_bytes()], ALL)
