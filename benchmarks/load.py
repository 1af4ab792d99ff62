"""One node of the service under many devices at once, and what each kind of request costs it.

Every device has a key of its own, proves every request, and speaks HTTP over loopback. It does
what a laptop does: mostly it asks whether there is anything new; now and then it sends an edit,
and reads what it does not have. With `--workers` several processes of the service stand beside
each other on one database, and each synchronisation goes to the next of them. Afterwards the
cases are read whole and compared with what was sent and what was read along the way. Everything
is invented.
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
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from uuid import UUID, uuid4

from sqlalchemy import create_engine, text

from benchmarks.laptops import Texts
from benchmarks.serving import Service, Used, cluster, prepare, serving
from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.records import WHOLE, Record, compartment_of, to_doc, type_of
from mvs_desktop.sync import protocol
from mvs_desktop.sync.checksum import cursors_digest
from mvs_desktop.sync.client import CentralClient
from tests.support.asked import page as page_of
from tests.support.asked import push
from tests.support.databases import PostgresUnavailable

MOST_DEVICES, MOST_SECONDS, MOST_WORKERS = 64, 300, 16
CASES = 40  # of a worker
KINDS = ("ask", "send", "read")
ALONE = 60  # requests of each kind, one after the other, for what one costs
EDITS = 0.2  # share of synchronisations in which there is something to send
TOGETHER = 0.1  # share of edits in the case that all of them work on


@dataclass
class Device:
    """A laptop without a store: it knows how far it has read, and nothing else. `clients` are
    its ways to the processes of the service, of which `client` is the one that is used now."""

    clients: Sequence[CentralClient]
    epoch: str
    cases: list[UUID] = field(default_factory=list)
    sent: dict[UUID, list[UUID]] = field(default_factory=dict)  # case → records that were taken
    got: dict[UUID, list[UUID]] = field(default_factory=dict)  # case → records as they came
    took: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    failed: int = 0
    _heads: dict[tuple[str, str], protocol.ScopeHead] = field(default_factory=dict)
    _reached: dict[tuple[str, str], int] = field(default_factory=dict)
    _turn: int = 0

    @property
    def client(self) -> CentralClient:
        return self.clients[self._turn % len(self.clients)]

    def close(self) -> None:
        for client in self.clients:
            client.close()

    def begin(self) -> None:
        """Make the worker's cases."""
        files = [CaseFile(id=id_, case_id=id_, name="Familie") for id_ in self._new_cases()]
        groups = [protocol.Group(str(f.case_id), [_created(f)]) for f in files]
        push(self.client, protocol.PushRequest(self.epoch, groups))
        self._note(self.client.pull(protocol.PullRequest(self.epoch, "")))

    def _new_cases(self) -> Sequence[UUID]:
        self.cases = [uuid4() for _ in range(CASES)]
        return self.cases

    def ask(self) -> None:
        heads = self._heads.values()
        lines = ((one.case_id, one.compartment, one.head, one.checksum) for one in heads)
        self._note(self.client.pull(protocol.PullRequest(self.epoch, cursors_digest(lines))))

    def send(self, case_id: UUID, texts: Texts) -> None:
        paragraph = texts.paragraph(uuid4(), case_id)
        group = protocol.Group(str(case_id), [_created(paragraph)])
        reply = push(self.client, protocol.PushRequest(self.epoch, [group]))
        if reply.results[0].outcome is protocol.Outcome.APPLIED:
            self.sent.setdefault(case_id, []).append(paragraph.id)

    def read(self, case_id: UUID) -> None:
        """What there is of a case beyond what was read."""
        more = True
        while more:
            cursors = [
                protocol.Cursor(*place, self._reached.get(place, 0))
                for place in self._heads
                if place[0] == str(case_id)
            ]
            page = page_of(self.client, self.epoch, cursors)
            self.got.setdefault(case_id, []).extend(UUID(one.id) for one in page.records)
            self._reached |= {(one.case_id, one.compartment): one.seq for one in page.cursors}
            more = page.more

    def read_last(self, case_id: UUID) -> None:
        """One record of each compartment of a case."""
        for place, head in self._heads.items():
            if place[0] == str(case_id):
                self._reached[place] = max(0, head.head - 1)
        self.read(case_id)

    def forget(self) -> None:
        """Where it had read to, and what."""
        self._reached.clear()
        self.got.clear()

    def whole(self, case_id: UUID) -> list[protocol.RecordEnvelope]:
        """A case from its beginning, by whichever process comes next."""
        self._turn += 1
        places = [place for place in self._heads if place[0] == str(case_id)]
        cursors = [protocol.Cursor(*place, 0) for place in places]
        found: list[protocol.RecordEnvelope] = []
        more = bool(cursors)
        while more:
            page = page_of(self.client, self.epoch, cursors)
            found += page.records
            cursors, more = page.cursors, page.more
        return found

    def synchronise(self, dice: random.Random, texts: Texts, shared: UUID) -> None:
        """As a laptop does it, each request timed."""
        self._turn += 1
        case_id = shared if dice.random() < TOGETHER else dice.choice(self.cases)
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
    kind = type_of(item)
    return protocol.Op(
        op_id=str(uuid4()),
        counter=1,
        compartment=compartment_of(item).value,
        record_type=kind.name,
        record_id=str(item.id),
        units={WHOLE: protocol.UnitChange(None, to_doc(item), 0)},
        made_at=datetime.now(UTC).isoformat(),
    )


def alone(service: Service, device: Device) -> dict[str, object]:
    """What one request of each kind costs, when there is no other."""
    texts, case_id = Texts(), device.cases[0]
    work: dict[str, Callable[[], None]] = {
        "ask": device.ask,
        "send": lambda: device.send(case_id, texts),
        "read": lambda: device.read_last(case_id),
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
    device.forget()  # it read some more than once, and skipped some
    return found


def _written(service: Service) -> tuple[int, int]:
    """Rows inserted, changed and deleted so far, and bytes of the write-ahead log."""
    engine = create_engine(service.database)
    try:
        with engine.connect() as connection:
            time.sleep(11)  # a server process that has nothing to do tells its counts after ten
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
        push(device.client, protocol.PushRequest(device.epoch, groups))
        after = [connection.execute(size, {"name": name}).scalar_one() for name in tables]
    engine.dispose()
    grown = zip(tables, before, after, strict=True)
    return {name: (late - early) / count for name, early, late in grown}


def faults(devices: Sequence[Device], shared: UUID) -> dict[str, int]:
    """What is wrong when all have read to the end; nothing, or the service is. A number that two
    records have, a record that was taken and is not there, one that its reader never got."""
    found = {"numbers_twice": 0, "lost": 0, "missed": 0}
    sent_together = {id_ for device in devices for id_ in device.sent.get(shared, [])}
    for device in devices:
        device.ask()
        for case_id in {*device.sent, shared}:
            device.read(case_id)
            records = device.whole(case_id)
            there = {UUID(one.id) for one in records}
            sent = sent_together if case_id == shared else set(device.sent[case_id])
            found["numbers_twice"] += len(records) - len({one.seq for one in records})
            found["lost"] += len(sent - there)
            found["missed"] += len(there - set(device.got[case_id]))
    return found


def together(
    services: Sequence[Service], devices: Sequence[Device], seconds: float, shared: UUID
) -> dict[str, object]:
    """All devices at once, each beginning anew as soon as it is done."""
    texts = Texts()
    start, until = threading.Barrier(len(devices) + 1), [0.0]

    def run(number: int) -> int:
        dice, done = random.Random(number), 0
        start.wait()
        while time.perf_counter() < until[0]:
            devices[number].synchronise(dice, texts, shared)
            done += 1
        return done

    with ThreadPoolExecutor(len(devices)) as pool:
        runs = [pool.submit(run, number) for number in range(len(devices))]
        until[0] = time.perf_counter() + seconds
        began, used = time.perf_counter(), _used(services)
        start.wait()
        done = sum(one.result() for one in runs)
    took, spent = time.perf_counter() - began, _used(services) - used
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


def _used(services: Sequence[Service]) -> Used:
    """By all processes of the service; the database and the devices are the same for each."""
    each = [service.used() for service in services]
    return replace(each[0], service=sum(one.service for one in each))


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks load", description=__doc__)
    parser.add_argument("--devices", type=int, default=16, help=f"at most {MOST_DEVICES}")
    parser.add_argument("--json", action="store_true", help="as it is always printed")
    parser.add_argument(
        "--workers", type=int, default=1, help=f"processes of the service, at most {MOST_WORKERS}"
    )
    parser.add_argument("--seconds", type=float, default=20, help=f"at most {MOST_SECONDS}")
    given = parser.parse_args(arguments)
    if not (0 < given.devices <= MOST_DEVICES and 0 < given.seconds <= MOST_SECONDS):
        parser.error(f"1 to {MOST_DEVICES} devices, for {MOST_SECONDS} seconds at most")
    if not 0 < given.workers <= MOST_WORKERS:
        parser.error(f"1 to {MOST_WORKERS} processes")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mvs-bench-")))
        try:
            server = stack.enter_context(cluster(folder))
        except (PostgresUnavailable, LookupError) as error:
            print(f"no PostgreSQL: {error}", file=sys.stderr)
            return 1
        database = server.create_database("load")
        prepare(database)
        services = [
            stack.enter_context(
                serving(Service(database, cluster=server, log=folder / f"service-{number}.log"))
            )
            for number in range(given.workers)
        ]
        service, load = services[0], os.getloadavg()[0]
        devices: list[Device] = []
        workers = []
        for number in range(given.devices):
            workers.append(service.add_worker(f"Medewerker {number}"))
            who, epoch = service.enrol(workers[-1])
            devices.append(Device([one.client(who, one.url) for one in services], epoch))
            stack.callback(devices[-1].close)
            devices[-1].begin()
        shared = devices[0].cases[0]
        for worker_id in workers[1:]:
            service.share(shared, worker_id)
        figures: dict[str, object] = {"one by one": alone(service, devices[-1])}
        figures["together"] = together(services, devices, given.seconds, shared)
        wrong = faults(devices, shared)
        figures["faults"] = wrong
        figures["bytes_for_each_paragraph"] = kept(service, devices[-1])
    told = {
        "benchmark": "load",
        "at": datetime.now(UTC).isoformat(timespec="minutes"),
        "devices": given.devices,
        "processes of the service": given.workers,
        "seconds": given.seconds,
        "load at the start": round(load, 1),
        "figures": figures,
    }
    print(json.dumps(_rounded(told), indent=1))
    return 1 if any(wrong.values()) else 0


def _rounded(value: object) -> object:
    if isinstance(value, dict):
        return {name: _rounded(inner) for name, inner in value.items()}
    return round(value, 2) if isinstance(value, float) else value
