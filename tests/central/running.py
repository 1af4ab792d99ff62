"""The service as a process of its own, on a free loopback port."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mvs_central.base.central import Central
from mvs_central.base.database import Database

START_SECONDS = 30


@dataclass
class Running:
    """`url` is where it listens; `log` the lines it wrote about itself, once it ended."""

    process: subprocess.Popen[str]
    url: str
    log_file: Path

    def kill(self) -> None:
        """As a power cut does it."""
        self.process.kill()
        self.process.wait(START_SECONDS)

    def log(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log_file.read_text("utf-8").splitlines()]


@contextmanager
def running(database: str, log_file: Path, port: int = 0) -> Iterator[Running]:
    """Serve until the end of the block; then it has to end by itself when asked."""
    command = [sys.executable, "-m", "mvs_central", "--database", database]
    with (
        log_file.open("a", encoding="utf-8") as log,
        subprocess.Popen(
            [*command, "serve", "--port", str(port)],
            stdout=subprocess.PIPE,
            stderr=log,
            encoding="utf-8",
        ) as process,
    ):
        assert process.stdout is not None
        line = process.stdout.readline()  # ends with the process, if that fails
        service = Running(process, line.rpartition(" ")[2].strip(), log_file)
        try:
            assert service.url.startswith("http://127.0.0.1:"), log_file.read_text("utf-8")
            yield service
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait(START_SECONDS)


@pytest.fixture
def now_central(prepared_url: str) -> Iterator[Central]:
    """With the real clock: the process beside us has no other."""
    central = Central(Database(prepared_url))
    yield central
    central.database.close()


@pytest.fixture
def service(now_central: Central, serving_url: str, tmp_path: Path) -> Iterator[Running]:
    with running(serving_url, tmp_path / "service.log") as process:
        yield process
