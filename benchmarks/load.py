"""One node of the service under many devices at once, and what each kind of request costs it.

Every device has a key of its own, proves every request, and speaks HTTP over loopback. It does
what a laptop does: mostly it asks whether there is anything new; now and then it sends an edit,
and reads what it does not have. Everything is invented.
"""

import argparse
import json
import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from uuid import UUID, uuid4

from sqlalchemy import create_engine, text

from benchmarks.laptops import Texts
from benchmarks.serving import Service, cluster, prepare, serving
from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.records import Record, compartment_of, patch_of, to_doc, type_of
from mvs_desktop.sync import protocol
from mvs_desktop.sync.checksum import cursors_digest
from mvs_desktop.sync.client import CentralClient
from tests.support.databases import PostgresUnavailable

MOST_DEVICES, MOST_SECONDS = 64, 300
CASES = 40  # of a worker
KINDS = ("ask", "send", "read")
ALONE = 60  # requests of each kind, one after the other, for what one costs
EDITS = 0.2  # share of synchronisations in which there is something to send


@dataclass
class Device:
    """A laptop without a store: it knows how far it has read, and nothing else."""

    client: CentralClient
    epoch: str
    cases: list[UUID] = field(default_factory=list)
    took: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    failed: int = 0
    _heads: dict[tuple[str, str], protocol.ScopeHead] = field(default_factory=dict)

    def begin(self) -> None:
        """Make the worker's cases."""
        files = [CaseFile(id=id_, case_id=id_, name="Familie") for id_ in self._new_cases()]
        self.client.push(
            protocol.PushRequest(
                self.epoch, [protocol.Group(str(f.case_id), [_created(f)]) for f in files]
            )
        )
        self._note(self.client.pull(protocol.PullRequest(self.epoch, "")))

    def _new_cases(self) -> Sequence[UUID]:
        self.cases = [uuid4() for _ in range(CASES)]
        return self.cases

    def ask(self) -> None:
        heads = self._heads.values()
        lines = ((one.case_id, one.compartment, one.head, one.checksum) for one in heads)
        self._note(self.client.pull(protocol.PullRequest(self.epoch, cursors_digest(lines))))

    def send(self, case_id: UUID, texts: Texts) -> None:
        op = _created(texts.paragraph(uuid4(), case_id))
        self.client.push(protocol.PushRequest(self.epoch, [protocol.Group(str(case_id), [op])]))

    def read(self, case_id: UUID) -> None:
        cursors = [
            protocol.Cursor(one.case_id, one.compartment, max(0, one.head - 1))
            for one in self._heads.values()
            if one.case_id == str(case_id)
        ]
        self.client.feed(protocol.FeedRequest(self.epoch, cursors))

    def synchronise(self, dice: random.Random, texts: Texts) -> None:
        """As a laptop does it, each request timed."""
        case_id = dice.choice(self.cases)
        edits = dice.random() < EDITS
        if edits:
            self._timed("send", lambda: self.send(case_id, texts))
        self._timed("ask", self.ask)
        if edits:
            self._timed("read", lambda: self.read(case_id))

    def _timed(self, kind: str, work: Callable[[], None]) -> None:
        began = time.perf_counter()
        try:
            work()
        except Exception:  # noqa: BLE001 - counted; what a laptop does then is not measured here
            self.failed += 1
        else:
            self.took[kind].append((time.perf_counter() - began) * 1000)

    def _note(self, manifest: protocol.Manifest) -> None:
        if not manifest.unchanged:
            self._heads = {(one.case_id, one.compartment): one for one in manifest.scopes}


def _created(item: Record) -> protocol.Op:
    kind, doc = type_of(item), to_doc(item)
    return protocol.Op(
        op_id=str(uuid4()),
        counter=1,
        compartment=compartment_of(item).value,
        record_type=kind.name,
        record_id=str(item.id),
        units={
            unit: protocol.UnitChange(None, patch_of(kind, unit, doc), 0) for unit in kind.units
        },
        made_at=datetime.now(UTC).isoformat(),
    )


def alone(service: Service, device: Device) -> dict[str, object]:
    """What one request of each kind costs, when there is no other."""
    texts, case_id = Texts(), device.cases[0]
    work: dict[str, Callable[[], None]] = {
        "ask": device.ask,
        "send": lambda: device.send(case_id, texts),
        "read": lambda: device.read(case_id),
    }
    found: dict[str, object] = {}
    for kind in KINDS:
        for _ in range(5):
            work[kind]()
        device.ask()
        rows, used = _written(service), service.used()
        took = []
        for _ in range(ALONE):
            began = time.perf_counter()
            work[kind]()
            took.append((time.perf_counter() - began) * 1000)
        spent, more = service.used() - used, _written(service)
        found[kind] = {
            "clock_ms": median(took),
            "service_cpu_ms": spent.service / ALONE * 1000,
            "database_cpu_ms": spent.database / ALONE * 1000,
            "rows_written": (more[0] - rows[0]) / ALONE,
            "log_bytes": (more[1] - rows[1]) / ALONE,
        }
    return found


def _written(service: Service) -> tuple[int, int]:
    """Rows inserted, changed and deleted so far, and bytes of the write-ahead log."""
    engine = create_engine(service.database)
    try:
        with engine.connect() as connection:
            time.sleep(1.5)  # a server process tells its counts a second later at the latest
            rows = connection.execute(
                text(
                    "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)"
                    " FROM pg_stat_user_tables"
                )
            )
            log = connection.execute(text("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn"))
            return int(rows.scalar_one()), int(log.scalar_one())
    finally:
        engine.dispose()


def kept(service: Service, device: Device) -> dict[str, float]:
    """What the database grows by for a new paragraph, by table, with its indexes."""
    tables = ("record", "change", "op_outcome", "audit")
    count, texts = 1_000, Texts()
    engine = create_engine(service.database)
    size = text("SELECT pg_total_relation_size(CAST(:name AS regclass))")
    with engine.connect() as connection:
        before = [connection.execute(size, {"name": name}).scalar_one() for name in tables]
        case_id = device.cases[0]
        ops = [_created(texts.paragraph(uuid4(), case_id)) for _ in range(count)]
        groups = [protocol.Group(str(case_id), [op]) for op in ops]
        device.client.push(protocol.PushRequest(device.epoch, groups))
        after = [connection.execute(size, {"name": name}).scalar_one() for name in tables]
    engine.dispose()
    grown = zip(tables, before, after, strict=True)
    return {name: (late - early) / count for name, early, late in grown}


def together(service: Service, devices: Sequence[Device], seconds: float) -> dict[str, object]:
    """All devices at once, each beginning anew as soon as it is done."""
    texts = Texts()
    start, until = threading.Barrier(len(devices) + 1), [0.0]

    def run(number: int) -> int:
        dice, done = random.Random(number), 0
        start.wait()
        while time.perf_counter() < until[0]:
            devices[number].synchronise(dice, texts)
            done += 1
        return done

    with ThreadPoolExecutor(len(devices)) as pool:
        runs = [pool.submit(run, number) for number in range(len(devices))]
        until[0] = time.perf_counter() + seconds
        began, used = time.perf_counter(), service.used()
        start.wait()
        done = sum(one.result() for one in runs)
    took, spent = time.perf_counter() - began, service.used() - used
    kinds = {}
    for kind in KINDS:
        times = [each for device in devices for each in device.took[kind]]
        if len(times) > 1:
            kinds[kind] = {
                "requests": len(times),
                "p50_ms": median(times),
                "p99_ms": quantiles(times, n=100)[98],
            }
    return {
        "synchronisations_per_second": done / took,
        "requests_per_second": sum(len(t) for d in devices for t in d.took.values()) / took,
        "failed": sum(device.failed for device in devices),
        "service_cpu_ms_per_synchronisation": spent.service / done * 1000,
        "database_cpu_ms_per_synchronisation": spent.database / done * 1000,
        "client_cpu_ms_per_synchronisation": spent.client / done * 1000,
        "kinds": kinds,
    }


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks load", description=__doc__)
    parser.add_argument("--devices", type=int, default=16, help=f"at most {MOST_DEVICES}")
    parser.add_argument("--json", action="store_true", help="as it is always printed")
    parser.add_argument("--seconds", type=float, default=20, help=f"at most {MOST_SECONDS}")
    given = parser.parse_args(arguments)
    if not (0 < given.devices <= MOST_DEVICES and 0 < given.seconds <= MOST_SECONDS):
        parser.error(f"1 to {MOST_DEVICES} devices, for {MOST_SECONDS} seconds at most")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mvs-bench-")))
        try:
            server = stack.enter_context(cluster(folder))
        except (PostgresUnavailable, LookupError) as error:
            print(f"no PostgreSQL: {error}", file=sys.stderr)
            return 1
        database = server.create_database("load")
        prepare(database)
        log = folder / "service.log"
        service = stack.enter_context(serving(Service(database, cluster=server, log=log)))
        load = os.getloadavg()[0]
        devices = []
        for number in range(given.devices):
            who, epoch = service.enrol(service.add_worker(f"Medewerker {number}"))
            devices.append(Device(service.client(who), epoch))
            stack.callback(devices[-1].client.close)
            devices[-1].begin()
        figures: dict[str, object] = {"one by one": alone(service, devices[0])}
        figures["together"] = together(service, devices, given.seconds)
        figures["bytes_for_each_paragraph"] = kept(service, devices[0])
    told = {
        "benchmark": "load",
        "at": datetime.now(UTC).isoformat(timespec="minutes"),
        "devices": given.devices,
        "seconds": given.seconds,
        "load at the start": round(load, 1),
        "figures": figures,
    }
    print(json.dumps(_rounded(told), indent=1))
    return 0


def _rounded(value: object) -> object:
    if isinstance(value, dict):
        return {name: _rounded(inner) for name, inner in value.items()}
    return round(value, 2) if isinstance(value, float) else value
