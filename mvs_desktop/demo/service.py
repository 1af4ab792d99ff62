"""A central service in a process of its own, on this machine alone."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import UUID

import urllib3

START_SECONDS = 30


class CentralProcess:
    """`database` is a file, or the URL of a PostgreSQL database. Use it in a `with` block."""

    def __init__(self, database: Path | str, port: int = 0, log: Path | None = None) -> None:
        self.database = str(database)
        self._port = port or free_port()
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    # Administration, as an administrator does it

    def init(self, *, demo: bool = False) -> None:
        self.command("init", *(["--demo"] if demo else []))

    def add_team(self, name: str, municipality: str) -> None:
        self.command("team", "add", "--municipality", municipality, name)

    def add_worker(self, name: str, team: str, organisation: str, expertise: str) -> UUID:
        text = self.command(
            "worker", "add", "--team", team, "--organisation", organisation,
            "--expertise", expertise, name,
        )  # fmt: skip
        return UUID(text)

    def code(self, worker_id: UUID) -> str:
        """A one-time code for a worker's next laptop."""
        return self.command("enrol", str(worker_id))

    def grant(
        self, worker_id: UUID, case_ids: Iterable[UUID], role: str, compartments: Iterable[str] = ()
    ) -> None:
        """Put a worker on cases, in this role; no compartments means all of them."""
        parts = tuple(compartments)
        self.command(
            "grant", "--worker", str(worker_id), "--role", role,
            "--case", *map(str, case_ids), *(["--compartments", *parts] if parts else []),
        )  # fmt: skip

    def make_recovery_key(self, folder: Path) -> None:
        """As two invented officers do; their parts come in `folder`."""
        phrases = ("een kast vol oude landkaarten", "zeven fietsen onder het afdak")
        self.command(
            "recovery", "init", "--organisation", "Oefenorganisatie",
            "--officer-a", "Ans Aalders", "--part-a", str(folder / "deel-a.json"),
            "--officer-b", "Bert Bos", "--part-b", str(folder / "deel-b.json"),
            typed="".join(f"{phrase}\n{phrase}\n" for phrase in phrases),
        )  # fmt: skip

    def command(self, *arguments: str, typed: str | None = None) -> str:
        """Run one `mvs-central` command, with what is typed at its questions; gives what it
        printed. Raises CalledProcessError."""
        done = subprocess.run(
            [*self._program(), *arguments], check=True, capture_output=True, text=True, input=typed
        )
        return done.stdout.strip()

    # The service itself

    def start(self) -> None:
        """Raises RuntimeError when it does not answer in time."""
        output = self._log.open("ab") if self._log else subprocess.DEVNULL
        try:
            self._process = subprocess.Popen(
                [*self._program(), "serve", "--port", str(self._port)],
                stdout=output,
                stderr=output,
            )
        finally:
            if self._log and not isinstance(output, int):
                output.close()
        until = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                self.stop()
                raise RuntimeError("the central service did not start")
            time.sleep(0.05)

    def stop(self) -> None:
        """End it as an administrator would; nothing happens when it is not running."""
        process, self._process = self._process, None
        if process is not None:
            process.terminate()
            try:
                process.wait(START_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def kill(self) -> None:
        """End it as a power cut would."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _program(self) -> list[str]:
        return [sys.executable, "-m", "mvs_central", "--database", self.database]

    def _answers(self) -> bool:
        try:
            with urllib3.PoolManager(retries=False, timeout=1.0) as pool:
                return pool.request("GET", f"{self.url}/v1/health").status == 200
        except urllib3.exceptions.HTTPError:
            return False


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
