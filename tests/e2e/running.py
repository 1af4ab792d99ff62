"""A laptop in a process of its own, as a test sees it: what it says, and how it ends."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[2]

MOST_SECONDS = 300  # until a scenario has to have ended


class Running:
    """A laptop that runs a scenario; its output is read line by line."""

    def __init__(
        self, folder: Path, url: str, *arguments: str, env: Mapping[str, str] | None = None
    ) -> None:
        self.errors = (folder.parent / f"{folder.name}-{arguments[0]}.err").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.laptop", str(folder), url, *arguments],
            cwd=ROOT,
            env=os.environ | dict(env or {}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            text=True,
        )

    def hear(self, word: str) -> None:
        said = self._pipe(self.process.stdout).readline().strip()
        assert said == word, self.trouble()

    def go_on(self) -> None:
        pipe = self._pipe(self.process.stdin)
        pipe.write("\n")
        pipe.flush()

    def ends_well(self) -> None:
        assert self.process.wait(MOST_SECONDS) == 0, self.trouble()
        assert "Qt:" not in self.trouble(), self.trouble()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def close(self) -> None:
        if self.process.poll() is None:
            self.kill()
        for pipe in (self.process.stdin, self.process.stdout, self.errors):
            if pipe is not None:
                pipe.close()

    def trouble(self) -> str:
        self.errors.seek(0)
        return self.errors.read()

    @staticmethod
    def _pipe(pipe: IO[str] | None) -> IO[str]:
        assert pipe is not None
        return pipe


@contextmanager
def laptop(
    folder: Path, url: str, *arguments: str, env: Mapping[str, str] | None = None
) -> Iterator[Running]:
    """A running scenario; it is killed when the block ends before it does."""
    running = Running(folder, url, *arguments, env=env)
    try:
        yield running
    finally:
        running.close()
