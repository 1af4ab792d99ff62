"""Saves into a store whose every write, sync and truncation fails in turn.

Run by test_faults.py in a process of its own with tests/storage/faults.c loaded before the C
library: what fails is the system under our real code. Prints one JSON object. By hand, with a
fault at every single point (two minutes):

    cc -shared -fPIC -o faults.so tests/storage/faults.c -ldl
    LD_PRELOAD=./faults.so python -m tests.storage.fault_run FOLDER 1
"""

import ctypes
import json
import shutil
import sys
from collections import Counter
from dataclasses import replace
from enum import IntEnum
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import event

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.errors import ExpectedError
from mvs_desktop.domain.people import Person
from mvs_desktop.storage.audit.log import first_break
from mvs_desktop.storage.base.engine import reading
from mvs_desktop.storage.base.replica_types import Enrolment
from mvs_desktop.storage.store import Store

KEY = bytes(range(32))
STORE = "case.store"
CASE = UUID(int=1)
FIRST, EDITED = UUID(int=2), UUID(int=3)


class Fault(IntEnum):
    """As in faults.c."""

    NONE = 0
    IO_ERROR = 1
    NO_SPACE = 2
    SHORT_WRITE = 3


faults = ctypes.CDLL(None)


def arm(number: int, fault: Fault, *, stays: bool) -> None:
    faults.fault_arm(ctypes.c_long(number), int(fault), int(stays))


def disarm() -> None:
    arm(0, Fault.NONE, stays=False)


def checkpoint_always(connection: Any, _: object) -> None:
    """So that a save also moves the log into the file: those writes and syncs count too."""
    connection.execute("PRAGMA wal_autocheckpoint=1")


def opened(path: Path, *, checkpoints: bool) -> Store:
    store = Store.open(path, KEY)
    if checkpoints:
        event.listen(store._engine, "connect", checkpoint_always)
        store._engine.dispose()
    return store


def prepare(path: Path) -> None:
    store = Store.create(path, KEY, UUID(int=9))
    worker = Enrolment(
        UUID(int=4), UUID(int=5), "Noor Testers", "Oefening", "wijkteam", "GM0606", "Oost", "", ""
    )
    store.replica.save_enrolment(worker, "epoch-1")
    with store.unit_of_work() as work:
        work.save(CaseFile(id=CASE, case_id=CASE), None)
        work.save(Person(id=FIRST, case_id=CASE, remarks="eerst"), None)
        work.save(Person(id=EDITED, case_id=CASE, remarks="oud " * 800), None)
    store.close()


def save(store: Store, id_: UUID) -> None:
    """One transaction with everything in it: a new record and an edit."""
    with store.reader() as reader:
        before = reader.get(Person, EDITED)
    assert before is not None
    with store.unit_of_work() as work:
        work.save(Person(id=id_, case_id=CASE, remarks="nieuw " * 800), None)
        work.save(replace(before, given_name=str(id_)), before)


def state(store: Store) -> tuple[set[UUID], str]:
    with store.reader() as reader:
        people = {person.id: person for person in reader.select(Person)}
    return set(people) - {FIRST, EDITED}, people[EDITED].given_name


def wrong_with(store: Store) -> str:
    store._engine.dispose()  # a fresh look, past every cache
    with reading(store._engine) as connection:
        sound = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
        cipher = connection.exec_driver_sql("PRAGMA cipher_integrity_check").scalars().all()
        broken = first_break(connection)
    if sound != ["ok"] or cipher:
        return f"damaged: {sound} {cipher}"
    return "" if broken is None else f"audit broken at {broken}"


class Trial:
    """One fault at one point of a save, and what is left afterwards."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.outcomes: Counter[str] = Counter()
        self.wrong: list[str] = []

    def run(self, number: int, fault: Fault, *, stays: bool, checkpoints: bool) -> bool:
        """Whether the save came as far as that point."""
        ids = {0: UUID(int=100), 1: UUID(int=101), 2: UUID(int=102)}
        store = opened(self._path, checkpoints=checkpoints)
        save(store, ids[0])
        said = {ids[0]}
        where = f"{fault.name} at {number}, stays={stays}, checkpoints={checkpoints}"
        arm(number, fault, stays=stays)
        try:
            save(store, ids[1])
            outcome = "saved"
            said.add(ids[1])
        except ExpectedError as error:
            outcome = error.code
        except Exception as error:  # noqa: BLE001 - an untyped failure is what is looked for
            outcome = "untyped"
            self.wrong.append(f"{where}: {error!r}")
        came = bool(faults.fault_happened())
        disarm()
        if came:
            self.outcomes[f"{fault.name}: {outcome}"] += 1
            self._look(store, said, ids[1], where)
            save(store, ids[2])  # the trouble is over: the same window goes on
            store.close()
            store = opened(self._path, checkpoints=checkpoints)
            self._look(store, {*said, ids[2]}, ids[1], f"{where}, afterwards")
        store.close()
        return came

    def _look(self, store: Store, said: set[UUID], unsure: UUID, where: str) -> None:
        found, name = state(store)
        if not said <= found <= {*said, unsure}:
            self.wrong.append(f"{where}: {said} was saved, {found} is there")
        if name not in map(str, found):
            self.wrong.append(f"{where}: half a save")
        if problem := wrong_with(store):
            self.wrong.append(f"{where}: {problem}")


def tried(folder: Path, every: int) -> Trial:
    """Faults at every write, sync and truncation of a save, or at one in `every` of them."""
    blank = folder / "blank"
    blank.mkdir()
    prepare(blank / STORE)
    total, start = Trial(folder / STORE), 0
    for checkpoints in (False, True):
        for stays in (False, True):
            for fault in (Fault.IO_ERROR, Fault.NO_SPACE, Fault.SHORT_WRITE):
                for number in count(1 + (start := start + 1) % every, every):
                    shutil.copy(blank / STORE, folder / STORE)
                    for left in ("-wal", "-shm"):
                        (folder / (STORE + left)).unlink(missing_ok=True)
                    if not total.run(number, fault, stays=stays, checkpoints=checkpoints):
                        break
    return total


def main() -> int:
    disarm()
    total = tried(Path(sys.argv[1]), int(sys.argv[2]))
    sys.stdout.write(json.dumps({"outcomes": total.outcomes, "wrong": total.wrong}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
