"""The client as it runs in earnest, in a process of its own: for every line that it hears, a
store, it synchronises once and tells what came of it and how much memory that took."""

import gc
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from mvs_desktop.services.sending import Sending
from mvs_desktop.storage.store import Store
from tests.support.peak import peak, peak_from_now

KEY = bytes(range(32))


@dataclass(frozen=True, slots=True)
class Told:
    """`link` is what the worker sees of it, and `bug` a failure that nobody expects; `peak` the
    most bytes that the process had, all in all, and 0 where that cannot be measured."""

    link: str
    pending: int
    unfetched: int = 0
    peak: int = 0
    bug: str = ""


class Besieged:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def synchronise(self, path: Path) -> Told:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{path}\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the client ended"
        return Told(**json.loads(line))


@contextmanager
def besieged() -> Iterator[Besieged]:
    """The other process, until the end of the block."""
    command = [sys.executable, "-m", "tests.sync.besieged"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        try:
            yield Besieged(process)
        finally:
            process.kill()


def _synchronise(path: Path) -> Told:
    store = Store.open(path, KEY)
    try:
        enrolment = store.replica.enrolment()
        assert enrolment is not None
        sending = Sending(store, enrolment)
        try:
            state = sending.run().state
        except Exception as error:  # noqa: BLE001 - told to whoever looks for it
            return Told("", 0, bug=repr(error)[:500])
        finally:
            sending.close()
    finally:
        store.close()
    return Told(state.link.value, state.pending, state.unfetched)


_MEASURED = sys.platform == "linux"

if __name__ == "__main__":
    for said in sys.stdin:
        if _MEASURED:
            # Of this program alone: getrusage counts whoever started it too.
            peak_from_now(os.getpid())
        told = _synchronise(Path(said.rstrip("\n")))
        most = peak(os.getpid()) if _MEASURED else 0
        sys.stdout.write(json.dumps(asdict(replace(told, peak=most))) + "\n")
        sys.stdout.flush()
        gc.collect()  # the connection ends with what holds it
