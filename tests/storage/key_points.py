"""Changing the keys of a store, ended at every call that the system or the keyring gets.

    python -m tests.storage.key_points [passphrase rotation recovery device]

Each call is a point: a process of its own does the work and ends itself (`os._exit`) just
before the call, or just after it. The store then opens with the old secret or the new one, and
nothing in it is lost. What SQLite does inside a rekey is left to `kill_campaign`. POSIX only.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from shutil import copytree, rmtree
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from sqlalchemy import select

from mvs_central.devices import recovery_parts
from mvs_central.devices.recovery_parts import Part
from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.errors import KeyringEmpty, WrongPassphrase
from mvs_desktop.domain.recovery import Request
from mvs_desktop.services import keys as keys_module
from mvs_desktop.services.session import KEY_FILE, STORE_FILE, Session
from mvs_desktop.services.views import Change
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.storage import store as stores
from mvs_desktop.storage.base.engine import reading
from mvs_desktop.storage.base.replica_types import Enrolment
from mvs_desktop.storage.base.tables import audit
from mvs_desktop.storage.exchange.identity import StoreIdentity
from mvs_desktop.storage.keys.vault import KeyVault
from mvs_desktop.storage.store import Store, system_clock
from tests.storage.kills import FileKeeper, Lost, check_file, require
from tests.support.workspaces import CHEAP, PASSPHRASE, enrolment

NEW = "een heel andere zin van vijf"


@dataclass
class Laptop:
    """A store, its keyring, and the officers' parts; `copy` is where one round happens."""

    folder: Path
    parts: tuple[Part, Part]
    answer: bytes = b""

    @property
    def session(self) -> Session:
        return Session(self.folder / "data", FileKeeper(self.folder / "keyring"), cost=CHEAP)

    def copy(self, place: Path) -> "Laptop":
        rmtree(place, ignore_errors=True)
        copytree(self.folder, place)
        return replace(self, folder=place)

    def ask(self) -> None:
        request = Request.from_bytes(self.session.recovery_request().content)
        self.answer = recovery_parts.answered(self.parts, request).to_bytes()


def make(folder: Path) -> Laptop:
    """With one unsent family."""
    parts = recovery_parts.new_parts("Stichting Proef", ("Ans", "Bert"))
    found = Laptop(folder / "whole", parts)
    place, keyring = found.folder / "data" / "store", found.folder / "keyring"
    place.mkdir(parents=True)
    keyring.mkdir()
    store_id = uuid4()
    vault = KeyVault(place / KEY_FILE, FileKeeper(keyring), system_clock, CHEAP)
    key = vault.create(store_id, PASSPHRASE)
    store = Store.create(place / STORE_FILE, key, store_id)
    enrolled = replace(enrolment(), recovery_key=recovery_parts.public_key(parts, 1))
    store.replica.save_enrolment(enrolled, "epoch-1")
    store.close()
    workspace = found.session.unlock(PASSPHRASE)
    id_ = workspace.new_id()
    workspace.save(Change(CaseFile(id=id_, case_id=id_, name="Familie Proefstuk"), None))
    workspace.close()
    return found


class Points:
    """Ends the process at one of the calls, or counts them all (`at` None)."""

    def __init__(self, at: int | None) -> None:
        self.passed = 0
        self._at = at

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def pointed(*arguments: Any, **named: Any) -> Any:
            self._pass()
            result = call(*arguments, **named)
            self._pass()
            return result

        return pointed

    def _pass(self) -> None:
        if self.passed == self._at:
            os._exit(77)
        self.passed += 1

    def watched(self) -> ExitStack:
        """While this is entered every call that leaves something behind is a point."""
        stack = ExitStack()
        for owner, name in (
            (os, "open"),
            (os, "fsync"),
            (os, "unlink"),
            (os, "replace"),
            (os, "rename"),
            (FileKeeper, "put"),
            (FileKeeper, "forget"),
            (stores, "rekey"),
            (StoreIdentity, "keep_slot_b_digest"),
            (StoreIdentity, "keep_next_device"),
            (StoreIdentity, "re_enrolled"),
            (StoreIdentity, "log"),
        ):
            stack.enter_context(patch.object(owner, name, self.around(getattr(owner, name))))
        return stack


def ended_at(point: int | None, laptop: Laptop, work: Callable[[Laptop], None]) -> int | None:
    """Do the work in a process that ends at a point; gives how many points there were when it
    came to the end of it, None when it did not."""
    hears, tells = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 1
        with suppress(BaseException):
            points = Points(point)
            with points.watched():
                work(laptop)
            os.write(tells, str(points.passed).encode())
            code = 0
        os._exit(code)
    os.close(tells)
    _, status = os.waitpid(pid, 0)
    said = os.read(hears, 100)
    os.close(hears)
    code = os.waitstatus_to_exitcode(status)
    require(code in (0, 77), "the work failed by itself")
    return int(said) if code == 0 else None


def rounds(laptop: Laptop, place: Path, work: Callable[[Laptop], None]) -> Iterator[Laptop]:
    """A laptop for every point, as the ended process left it."""
    total = ended_at(None, laptop.copy(place), work)
    if total is None:
        raise Lost("the work ended by itself")
    for point in range(total):
        copy = laptop.copy(place)
        require(ended_at(point, copy, work) is None, "the work is not the same twice")
        try:
            yield copy
        except Exception as error:
            raise Lost(f"after point {point}") from error


def opened(laptop: Laptop, *passphrases: str) -> tuple[str, Workspace]:
    """With the first of these passphrases that opens it."""
    for passphrase in passphrases:
        with suppress(WrongPassphrase, KeyringEmpty):
            return passphrase, laptop.session.unlock(passphrase)
    raise Lost("neither the old secret nor the new one opens the store")


def check(laptop: Laptop, workspace: Workspace) -> list[str]:
    """Nothing is lost, nothing lies about; gives the acts of the audit."""
    names = [row.case.name for row in workspace.caseload()]
    require(names == ["Familie Proefstuk"], f"families: {names}")
    require(workspace.sync_state().pending == 1, "what was not sent is gone")
    store = workspace._store
    with reading(store._engine) as connection:
        acts = list(connection.execute(select(audit.c.action)).scalars())
    workspace.close()
    files = laptop.folder / "data" / "store"
    check_file(files / STORE_FILE, store.key)
    require(b'"next"' not in (files / KEY_FILE).read_bytes(), "the old key lies about")
    return acts


def passphrase(laptop: Laptop, place: Path) -> int:
    """Another passphrase: at first only the old one opens it, from some point on the new one."""

    def work(one: Laptop) -> None:
        workspace = one.session.unlock(PASSPHRASE)
        workspace.keys.change_passphrase(PASSPHRASE, NEW)
        workspace.close()

    found = []
    for copy in rounds(laptop, place, work):
        which, workspace = opened(copy, NEW, PASSPHRASE)
        found.append(which)
        check(copy, workspace)
    changed = found.index(NEW)
    require(set(found[:changed]) == {PASSPHRASE}, "changed before anything was written")
    require(set(found[changed:]) == {NEW}, "the old passphrase came back")
    return len(found)


def rotation(laptop: Laptop, place: Path) -> int:
    """Another database key; the officers' way in fits whichever holds."""

    def work(one: Laptop) -> None:
        workspace = one.session.unlock(PASSPHRASE)
        workspace.keys.rotate()
        workspace.close()

    before, keys = key_of(laptop), []
    for copy in rounds(laptop, place, work):
        _, workspace = opened(copy, PASSPHRASE)
        keys.append(workspace._store.key)
        check(copy, workspace)
        copy.ask()
        check(copy, copy.session.recover(copy.answer, NEW))
    require(keys[0] == before != keys[-1], "no other key")
    require(sum(key != other for key, other in pairwise(keys)) >= 1, "no other key")
    return len(keys)


def recovery(laptop: Laptop, place: Path) -> int:
    """With the same answer again, for as long as the new passphrase does not open it."""
    laptop.ask()

    def work(one: Laptop) -> None:
        one.session.recover(one.answer, NEW).close()

    found = []
    for copy in rounds(laptop, place, work):
        which, workspace = opened(copy, NEW, PASSPHRASE)
        found.append(which)
        acts = check(copy, workspace)
        if which == PASSPHRASE:
            acts = check(copy, copy.session.recover(copy.answer, NEW))
        require("recover" in acts, "no line of the recovery")
    changed = found.index(NEW)
    require(changed > 0 and set(found[changed:]) == {NEW}, "the old passphrase came back")
    return len(found)


def device(laptop: Laptop, place: Path) -> int:
    """Another device id; the officers' slot is of whichever it is."""
    mine = enrolment_of(laptop)

    def enrolled(*_: object, **named: Any) -> tuple[Enrolment, str]:
        who = named["identity"]
        return replace(mine, device_id=who.device_id, private_key=who.key.to_pem()), "epoch-1"

    def work(one: Laptop) -> None:
        workspace = one.session.unlock(PASSPHRASE)
        with patch.object(keys_module, "enrol", enrolled):
            workspace.keys.re_enrol("", "CODE")
        workspace.close()

    devices = []
    for copy in rounds(laptop, place, work):
        _, workspace = opened(copy, PASSPHRASE)
        devices.append(workspace._store.identity.enrolment().device_id)
        check(copy, workspace)
        request = Request.from_bytes(copy.session.recovery_request().content)
        named = {slot.device_id for slot in request.slots}
        require(named == {devices[-1]}, "a slot of another device")
    require(devices[0] == mine.device_id != devices[-1], "no other device")
    return len(devices)


def key_of(laptop: Laptop) -> bytes:
    workspace = laptop.session.unlock(PASSPHRASE)
    key = workspace._store.key
    workspace.close()
    return key


def enrolment_of(laptop: Laptop) -> Enrolment:
    workspace = laptop.session.unlock(PASSPHRASE)
    found = workspace._store.identity.enrolment()
    workspace.close()
    return found


STEPS = {step.__name__: step for step in (passphrase, rotation, recovery, device)}


def main() -> int:
    for what in sys.argv[1:] or STEPS:
        with tempfile.TemporaryDirectory(prefix="mvs-points-") as name:
            folder = Path(name)
            points = STEPS[what](make(folder), folder / "round")
        sys.stdout.write(f"{what}: ended at {points} points\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
