"""The central service as it runs in earnest: another process, over TCP on loopback."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from mvs_central.access import directory
from mvs_central.devices import enrolment
from tests.sync.direct_central import TEAM, Service

_START_SECONDS = 30


class CentralProcess:
    """The service on the database `path`. Its administration happens from this process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._process: subprocess.Popen[str] | None = None
        self._port = 0
        self.url = ""
        self.service = Service(path)

    def start(self) -> None:
        """Unless it runs already; on the same port as before, so that laptops find it again."""
        if self._process is not None:
            return
        command = [sys.executable, "-m", "mvs_central", "--database", str(self._path)]
        self._process = subprocess.Popen(
            [*command, "serve", "--port", str(self._port)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
        assert self._process.stdout is not None
        self.url = self._process.stdout.readline().split()[-1]
        self._port = int(self.url.rpartition(":")[2])

    def kill(self) -> None:
        """At once, whatever it is doing."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(_START_SECONDS)
            if self._process.stdout is not None:
                self._process.stdout.close()
            self._process = None

    def add_worker(self, name: str) -> UUID:
        who = directory.NewWorker(name, "Wijkteam", "gezinscoach", TEAM)
        return directory.add_worker(self.service.central, who)

    def new_code(self, worker_id: UUID) -> str:
        return enrolment.new_code(self.service.central, worker_id)[0]


@contextmanager
def running(path: Path) -> Iterator[CentralProcess]:
    process = CentralProcess(path)
    try:
        process.start()
        yield process
    finally:
        process.kill()
        process.service.close()
