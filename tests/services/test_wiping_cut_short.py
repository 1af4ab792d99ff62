"""A wipe that is cut short: killed on the way, and gone on with."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from mvs_central.devices.enrolment import new_code
from mvs_desktop.domain.errors import DiskFull, FolderUnusable
from mvs_desktop.services import wiping
from mvs_desktop.services.session import Session, StoreState
from mvs_desktop.services.wiping import Stage
from mvs_desktop.storage.base.files import write_durably
from mvs_desktop.storage.keys.vault import status_name
from mvs_desktop.sync.status import ask_status
from tests.services.wiped import Laptop, laptop
from tests.support.keepers import MemoryKeeper
from tests.support.workspaces import CHEAP, PASSPHRASE

__all__ = ["laptop"]


class Ended(BaseException):
    """The process ends here."""


@dataclass
class Steps:
    """Lets `left` deletions and writings happen, and then ends the process."""

    left: int

    def ending(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def act(*args: Any, **options: Any) -> Any:
            if not self.left:
                raise Ended
            self.left -= 1
            return real(*args, **options)

        return act


def test_a_wipe_that_was_cut_short_anywhere_goes_on(
    laptop: Laptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop.workspace.backups.run()
    laptop.workspace.close()
    laptop.wipe(at_once=True)
    laptop.begin()
    whole, ended = False, 0
    while not whole:
        copy, keeper = tmp_path / f"copy-{ended}", MemoryKeeper()
        shutil.copytree(laptop.folder, copy)
        keeper.secrets = dict(laptop.keeper.secrets)
        steps = Steps(ended)
        with monkeypatch.context() as cut:
            cut.setattr(keeper, "forget", steps.ending(keeper.forget))
            cut.setattr("mvs_desktop.services.session.shutil.rmtree", steps.ending(shutil.rmtree))
            cut.setattr(wiping, "write_durably", steps.ending(write_durably))
            cut.setattr(wiping, "ask_status", steps.ending(ask_status))
            try:
                Session(copy, keeper, cost=CHEAP).wiping.finish()
                whole = True
            except Ended:
                ended += 1
        session = Session(copy, keeper, cost=CHEAP)
        assert session.wiping.stage() is not Stage.NONE
        outcome = session.wiping.finish()
        assert (outcome.whole, outcome.told) == (True, True)
        assert not keeper.secrets
        assert [file.name for file in copy.iterdir()] == [wiping.ORDER_FILE]
    assert ended > 12


@pytest.mark.parametrize("error", [DiskFull(), PermissionError()])
def test_an_order_that_cannot_be_written_down_is_carried_out(
    laptop: Laptop, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise error

    laptop.workspace.close()
    laptop.wipe(at_once=True)
    with monkeypatch.context() as full:
        full.setattr(wiping, "write_durably", fail)
        laptop.begin()
        assert laptop.session.wiping.stage() is Stage.BEGUN
        outcome = laptop.session.wiping.finish()
        assert (outcome.whole, outcome.told) == (True, True)
    assert not laptop.left()


def test_without_its_contact_file_the_rest_goes_all_the_same(laptop: Laptop) -> None:
    laptop.workspace.close()
    laptop.wipe(at_once=True)
    laptop.begin()
    (laptop.folder / wiping.CONTACT_FILE).unlink()
    outcome = laptop.start().wiping.finish()
    assert (outcome.whole, outcome.told) == (True, False)
    assert not laptop.left()


def test_a_new_store_is_never_taken_for_the_one_that_was_wiped(
    laptop: Laptop, worker: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However enrolling anew is cut short, or when the former order cannot be put away."""
    laptop.workspace.close()
    laptop.wipe(at_once=True)
    laptop.begin()
    assert laptop.session.wiping.finish().told
    code, _ = new_code(laptop.central, worker)

    unlink = Path.unlink

    def fail(path: Path, **options: Any) -> None:
        if path.name == wiping.ORDER_FILE:
            raise PermissionError
        unlink(path, **options)

    with monkeypatch.context() as held:
        held.setattr("mvs_desktop.services.wiping.Path.unlink", fail)
        with pytest.raises(FolderUnusable):
            laptop.session.enrol(laptop.service.url, code, PASSPHRASE)
    assert laptop.session.state() is StoreState.NONE
    laptop.workspace = laptop.session.enrol(laptop.service.url, code, PASSPHRASE)
    assert laptop.start().wiping.stage() is Stage.NONE


def test_what_opens_the_store_goes_first(laptop: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    laptop.workspace.close()
    laptop.wipe(at_once=True)
    laptop.begin()
    removed: list[bool] = []

    def look(*args: Any, **options: Any) -> None:
        secrets_left = [name for name in laptop.keeper.secrets if not name.endswith(".status")]
        removed.append(bool(secrets_left) or (laptop.folder / "store" / "case.keys").exists())

    with monkeypatch.context() as held:
        held.setattr("mvs_desktop.services.session.shutil.rmtree", look)
        outcome = laptop.session.wiping.finish()
    assert removed
    assert not any(removed)
    assert not outcome.whole  # the system held the files
    assert laptop.session.wiping.stage() is Stage.BEGUN
    assert laptop.start().wiping.finish().whole


def test_a_laptop_without_a_network_tells_it_later(laptop: Laptop) -> None:
    laptop.workspace.close()
    laptop.wipe(at_once=True)
    laptop.begin()
    laptop.service.stop()
    try:
        outcome = laptop.session.wiping.finish()
        assert (outcome.whole, outcome.told) == (True, False)
    finally:
        laptop.service.start()
    store_id = UUID(str(laptop.contact["store_id"]))
    assert set(laptop.keeper.secrets) == {status_name(store_id)}
    assert laptop.start().wiping.finish().told
    assert not laptop.keeper.secrets


KILLED = """
import os, sys
from pathlib import Path
from mvs_desktop.services import session
from tests.support.keepers import MemoryKeeper
from tests.support.pictures import photo
session.shutil.rmtree = lambda *a, **o: os._exit(9)
session.Session(Path(sys.argv[1]), MemoryKeeper()).wiping.finish()
"""


def test_a_killed_process_leaves_no_way_in(laptop: Laptop) -> None:
    laptop.workspace.close()
    laptop.wipe(at_once=True)
    laptop.begin()
    done = subprocess.run([sys.executable, "-c", KILLED, str(laptop.folder)], check=False)
    assert done.returncode == 9
    assert not (laptop.folder / "store" / "case.keys").exists()
    assert (laptop.folder / "store" / "case.store").exists()
    session = laptop.start()
    assert session.wiping.stage() is Stage.BEGUN
    assert session.wiping.finish().whole
    assert not laptop.left()
