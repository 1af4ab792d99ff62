"""The synchronisation over loopback: how fast, beside the bare pipeline, and at what cost.

The service is a process of its own on PostgreSQL, the store on the laptop is encrypted, and all
of it is the real code. Look at the ratios, and at processor time: what it takes on the clock
depends on the machine and on what else it is doing. Everything is invented.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from benchmarks.bare import Bare
from benchmarks.laptops import KEY, Cabinet, Laptop, rows_of
from benchmarks.links import Line, line
from benchmarks.serving import (
    Certificate,
    Service,
    Used,
    cluster,
    make_certificate,
    pool_for,
    prepare,
    serving,
)
from mvs_desktop.sync.report import Stage, SyncProgress
from mvs_desktop.ui.collector import spare_what_stays
from tests.support.databases import PostgresCluster, PostgresUnavailable, free_port

IDLE_CASES = 200
BREAKS = 20
WAYS = ("up", "up and back", "down")
PARTS = ("speed", "idle", "breaks", "loop")


@dataclass(frozen=True, slots=True)
class Speed:
    """Rows for a second on the clock, and microseconds of the processor for a row."""

    what: str
    rows: int
    seconds: float
    client_us: float
    service_us: float
    database_us: float

    @property
    def per_second(self) -> float:
        return self.rows / self.seconds


class Bench:
    """One run: a database for each service, stores to copy, and what was measured."""

    def __init__(self, folder: Path, server: PostgresCluster | None, given: argparse.Namespace):
        self._folder = folder
        self._server = server
        self._given = given
        self._databases = 0
        self.cabinet = Cabinet(folder)
        self.certificate = make_certificate(folder)

    def database(self) -> str:
        self._databases += 1
        name = f"bench_{self._databases}"
        if self._server is None:
            return f"sqlite:///{(self._folder / name).as_posix()}.db"
        return self._server.create_database(name)

    @contextmanager
    def service(
        self, certificate: Certificate | None = None, port: int = 0, lines: Sequence[str] = ()
    ) -> Iterator[Service]:
        database = self.database()
        prepare(database)
        log = self._folder / f"service-{self._databases}.log"
        made = Service(database, (), certificate, self._server, port, lines, log=log)
        with serving(made):
            yield made

    @contextmanager
    def bare_service(self, certificate: Certificate | None) -> Iterator[Service]:
        database = self.database()
        command = (sys.executable, "-m", "benchmarks.bare", database)
        with serving(Service(database, command, certificate, self._server)) as made:
            yield made

    # Speed

    def speed(self) -> dict[str, object]:
        given = self._given
        found: dict[str, object] = {}
        written = self.cabinet.written(given.cases, given.rows, given.together)
        for name, certificate in (("plain", None), ("tls", self.certificate)):
            if name not in given.line:
                continue
            runs = [self._ours(written, certificate) for _ in range(given.repeats)]
            bare = [self._bare(certificate) for _ in range(given.repeats)]
            for way, what in enumerate(WAYS):
                # Sending, and getting back what was sent: both have the same limit.
                ours = _middle([run[way] for run in runs])
                limit = _middle([run[way // 2] for run in bare])
                found[f"{name} {what}"] = {
                    "rows_per_second": ours.per_second,
                    "bare_rows_per_second": limit.per_second,
                    "ratio": limit.per_second / ours.per_second,
                    "ours": asdict(ours),
                    "bare": asdict(limit),
                }
        return found

    def _ours(self, written: Path, certificate: Certificate | None) -> tuple[Speed, ...]:
        with self.service(certificate) as service:
            worker = service.add_worker("Noor Testers")
            with self.cabinet.laptop(service, worker, written) as laptop:
                sent, whole = self._sending(service, laptop)
            with self.cabinet.laptop(service, worker) as laptop:
                down = self._timed("down", service, laptop.sync)
        return sent, whole, down

    def _sending(self, service: Service, laptop: Laptop) -> tuple[Speed, Speed]:
        """Until the service has confirmed the last one; and until all of it was read back."""
        confirmed: list[tuple[float, Used]] = []

        def look(at: SyncProgress) -> None:
            if at.stage is not Stage.SENDING and not confirmed:
                confirmed.append((time.perf_counter(), service.used()))

        before, began = service.used(), time.perf_counter()
        laptop.sync(look)
        ended, used = time.perf_counter(), service.used()
        ((at, then),) = confirmed
        sent = self._speed("up", at - began, then - before)
        return sent, self._speed("up and back", ended - began, used - before)

    def _speed(self, what: str, seconds: float, used: Used) -> Speed:
        rows = self._given.rows
        return Speed(what, rows, seconds, *(part / rows * 1e6 for part in _parts(used)))

    def _bare(self, certificate: Certificate | None) -> tuple[Speed, Speed]:
        path = self._folder / "bare.store"
        rows = rows_of(self._given.rows, self._given.cases)
        with self.bare_service(certificate) as service:
            bare = Bare(path, KEY, service.url, pool_for(certificate))
            bare.fill(rows)
            up = self._timed("bare up", service, bare.send)
            down = self._timed("bare down", service, bare.fetch)
            bare.close()
        for file in self._folder.glob("bare.store*"):
            file.unlink()
        return up, down

    def _timed(self, what: str, service: Service, work: Callable[[], object]) -> Speed:
        before, began = service.used(), time.perf_counter()
        work()
        return self._speed(what, time.perf_counter() - began, service.used() - before)

    # Nothing to do

    def idle(self) -> dict[str, object]:
        written = self.cabinet.written(IDLE_CASES, IDLE_CASES * 5, 5)
        with self.line() as (wire, service):
            worker = service.add_worker("Noor Testers")
            with self.cabinet.laptop(service, worker, written) as laptop:
                laptop.sync()
                laptop.sync()
                spent = [_spent(laptop.sync) for _ in range(30)]
            with self.cabinet.laptop(service, worker, url=wire.url) as laptop:
                laptop.sync()
                laptop.sync()
                asked, went = service.requests(), wire.up + wire.down
                laptop.sync()
                return {
                    "cases": IDLE_CASES,
                    "round_trips": service.requests() - asked,
                    "bytes": wire.up + wire.down - went,
                    "client_cpu_ms": median(cpu for _, cpu in spent),
                    "clock_ms": median(clock for clock, _ in spent),
                }

    # A line that breaks

    def breaks(self) -> dict[str, object]:
        edits = self._given.edits
        written = self.cabinet.written(self._given.cases, edits, 1)
        ideal, _, _ = self._over_a_line(written, ())
        dice = random.Random(20)
        cuts = sorted(dice.randrange(ideal // 50, ideal) for _ in range(BREAKS))
        took, runs, breaks = self._over_a_line(written, cuts)
        return {
            "edits": edits,
            "breaks": breaks,
            "runs": runs,
            "ideal_bytes": ideal,
            "bytes": took,
            "ratio": took / ideal,
        }

    def _over_a_line(self, written: Path, cuts: Sequence[int]) -> tuple[int, int, int]:
        """Bytes over the line until all is sent, in how many runs, and how often it broke."""
        with self.line(cuts) as (wire, service):
            worker = service.add_worker("Noor Testers")
            with self.cabinet.laptop(service, worker, written, wire.url) as laptop:
                runs = 1
                while not laptop.try_sync().complete:
                    runs += 1
                    assert runs < 10 * BREAKS, "it does not come to an end"
                assert not laptop.store.replica.pending_count()
            return wire.up + wire.down, runs, wire.breaks

    @contextmanager
    def line(self, cuts: Sequence[int] = ()) -> Iterator[tuple[Line, Service]]:
        """A service, and a line to it; the service can be reached without it too."""
        port = free_port()
        with line(port, cuts) as wire, self.service(port=port, lines=[wire.url]) as service:
            yield wire, service

    # The window

    def loop(self) -> dict[str, object]:
        given = self._given
        written = self.cabinet.written(given.cases, given.rows, given.together)
        found: dict[str, object] = {}
        with self.service() as service:
            worker = service.add_worker("Noor Testers")
            for what, original in (("sending", written), ("fetching", self.cabinet.blank)):
                path = self.cabinet.belonging(service.enrol(worker), original)
                child = [sys.executable, "-m", "benchmarks.loop", str(path), KEY.hex()]
                done = subprocess.run(child, capture_output=True, text=True, check=False)
                assert done.returncode == 0, done.stderr[-2000:]
                found[what] = json.loads(done.stdout.splitlines()[-1])
        return found


def _parts(used: Used) -> tuple[float, float, float]:
    return used.client, used.service, used.database


def _middle(runs: Sequence[Speed]) -> Speed:
    return sorted(runs, key=lambda run: run.seconds)[len(runs) // 2]


def _spent(work: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds on the clock, and of the processor."""
    began, used = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - began) * 1000, (time.process_time() - used) * 1000


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks sync", description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--cases", type=int, default=20)
    parser.add_argument("--together", type=int, default=1, help="records in a local transaction")
    parser.add_argument("--edits", type=int, default=10_000, help="over a line that breaks")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--line", nargs="+", choices=("plain", "tls"), default=["plain", "tls"])
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--sqlite", action="store_true", help="service on SQLite")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mvs-bench-")))
        try:
            server = None if given.sqlite else stack.enter_context(cluster(folder))
        except (PostgresUnavailable, LookupError) as error:
            print(f"no PostgreSQL: {error}; --sqlite runs without it", file=sys.stderr)
            return 1
        bench = Bench(folder, server, given)
        spare_what_stays()  # as the program does
        figures: dict[str, object] = {"load at the start": round(os.getloadavg()[0], 1)}
        for part in given.only:
            figures[part] = getattr(bench, part)()
            if not given.json:
                report(part, figures[part])
        figures["load at the end"] = round(os.getloadavg()[0], 1)
    told = {
        "benchmark": "sync",
        "at": datetime.now(UTC).isoformat(timespec="minutes"),
        "database": "sqlite" if given.sqlite else "postgresql",
        "rows": given.rows,
        "cases": given.cases,
        "records_in_a_save": given.together,
    }
    if given.json:
        print(json.dumps(told | {"figures": figures}, indent=1))
    else:
        print(", ".join(f"{name} {value}" for name, value in told.items()))
        print(f"load {figures['load at the start']} to {figures['load at the end']}")
    return 0


def report(part: str, found: object) -> None:
    assert isinstance(found, dict)
    if part == "speed":
        heads = ("rows/s", "bare", "ratio", "client", "service", "database", "and bare")
        print(f"{'':18}" + "".join(f"{head:>10}" for head in heads))
        for what, one in found.items():
            figures = (one["rows_per_second"], one["bare_rows_per_second"])
            parts = ("client_us", "service_us", "database_us")
            ours, bare = ([one[side][name] for name in parts] for side in ("ours", "bare"))
            print(
                f"{what:18}{figures[0]:10.0f}{figures[1]:10.0f}{one['ratio']:10.1f}"
                + "".join(f"{value:7.0f} µs" for value in ours)
                + "   "
                + " + ".join(f"{value:.0f}" for value in bare)
            )
        return
    print(part)
    for name, value in found.items():
        print(f"  {name:16} {value}")
