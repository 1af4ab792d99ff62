"""What the benchmarks of the synchronisation run against: a PostgreSQL server of their own, the
central service as a process, and what each of the processes used of the processor."""

import datetime as dt
import ipaddress
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import urllib3
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from mvs_central.access import directory, members
from mvs_central.access.directory import NewWorker
from mvs_central.access.members import Membership
from mvs_central.access.policy import ALL_COMPARTMENTS
from mvs_central.base import acting
from mvs_central.base.central import Central
from mvs_central.base.database import Database
from mvs_central.base.walls import SERVING
from mvs_central.devices.enrolment import new_code
from mvs_desktop.domain.cases import CaseRole
from mvs_desktop.storage.base.replica_types import Enrolment
from mvs_desktop.sync.client import CentralClient, enrol
from tests.support.databases import PostgresCluster

TEAM = "Wijkteam Oost"
START_SECONDS = 30
_TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate for loopback that nobody signed but itself, and its key: paths of PEM files."""

    certificate: Path
    key: Path


def make_certificate(folder: Path) -> Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mvs-bench")])
    now = dt.datetime.now(dt.UTC)
    loopback = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(loopback, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = Certificate(folder / "loopback.pem", folder / "loopback.key")
    paths.certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths.key.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths


def pool_for(certificate: Certificate | None) -> urllib3.PoolManager:
    """Connections that trust this certificate alone."""
    if certificate is None:
        return urllib3.PoolManager()
    return urllib3.PoolManager(ca_certs=str(certificate.certificate))


@dataclass(frozen=True, slots=True)
class Used:
    """Seconds of the processor since the beginning of each process."""

    client: float
    service: float
    database: float

    def __sub__(self, earlier: "Used") -> "Used":
        return Used(
            self.client - earlier.client,
            self.service - earlier.service,
            self.database - earlier.database,
        )


def processor_seconds(root: int | None) -> float:
    """Of a process and all that it started, also those that have ended; 0 where /proc is not."""
    if root is None:
        return 0.0
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = entry.read_text("ascii", "replace").rpartition(")")[2].split()
        except OSError:
            continue  # it ended just now
        pid = int(entry.parent.name)
        parents[pid] = int(words[1])
        ticks[pid] = sum(map(int, words[11:15]))  # with the children that it waited for
    return sum(ticks[pid] for pid in ticks if _is_of(pid, root, parents)) / _TICK


def _is_of(pid: int, root: int, parents: dict[int, int]) -> bool:
    while pid in parents and pid != root:
        pid = parents[pid]
    return pid == root


@dataclass
class Service:
    """The central service as a process on one database, or another program that serves."""

    database: str
    command: Sequence[str] = ()
    certificate: Certificate | None = None
    cluster: PostgresCluster | None = None
    port: int = 0
    lines: Sequence[str] = ()  # further addresses that laptops reach it by
    url: str = ""
    log: Path = Path(os.devnull)
    _process: subprocess.Popen[str] | None = field(default=None, init=False)

    def start(self) -> None:
        """Raises RuntimeError when it does not say where it listens."""
        command = list(self.command) or [
            sys.executable, "-m", "mvs_central", "--database", self._serving_login(), "serve",
            "--port", str(self.port),
        ]  # fmt: skip
        for address in (f"http://127.0.0.1:{self.port}", *self.lines) if self.lines else ():
            command += ["--public-url", address]
        if self.certificate is not None:
            command += ["--tls-cert", str(self.certificate.certificate)]
            command += ["--tls-key", str(self.certificate.key)]
        with self.log.open("a", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=log, encoding="utf-8"
            )
        assert self._process.stdout is not None
        self.url = self._process.stdout.readline().rpartition(" ")[2].strip()
        if not self.url.startswith("http"):
            self.stop()
            raise RuntimeError("the service did not start")

    def _serving_login(self) -> str:
        """The database for whoever serves: on PostgreSQL a login that owns nothing."""
        if self.cluster is None:
            return self.database
        name = self.database.rpartition("/")[2]
        return self.cluster.url(name, self.cluster.login("mvs_serve", SERVING))

    def stop(self) -> None:
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(START_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._process = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def used(self) -> Used:
        own = sum(os.times()[:2])
        postmaster = self.cluster.pid if self.cluster else None
        return Used(own, processor_seconds(self.pid), processor_seconds(postmaster))

    def requests(self) -> int:
        """How many it has answered, by its log."""
        return self.log.read_text("utf-8").count('"request"')

    def add_worker(self, name: str) -> UUID:
        with _administration(self.database) as central:
            who = NewWorker(name, "Oefenorganisatie", "gezinswerker", TEAM)
            return directory.add_worker(central, who)

    def enrol(self, worker_id: UUID) -> tuple[Enrolment, str]:
        """One more laptop of a worker; with the service's epoch."""
        with _administration(self.database) as central:
            code, _ = new_code(central, worker_id)
        pool = pool_for(self.certificate)
        return enrol(self.url, code, "laptop", pool=pool)

    def share(self, case_id: UUID, worker_id: UUID) -> None:
        """Give a worker access to all of a case."""
        with _administration(self.database) as central:
            membership = Membership(CaseRole.INVOLVED, ALL_COMPARTMENTS, central.today(), None)
            members.grant(central, case_id, worker_id, membership)

    def client(self, who: Enrolment, url: str = "") -> CentralClient:
        pool = pool_for(self.certificate)
        return CentralClient(url or self.url, who.device_id, who.private_key, pool)


@contextmanager
def _administration(database: str) -> Iterator[Central]:
    central = Central(Database(database))
    try:
        with acting.administration():
            yield central
    finally:
        central.database.close()


def prepare(database: str) -> None:
    """Make the schema, and one team."""
    with _administration(database) as central:
        directory.init(central, demo=False)
        directory.add_team(central, TEAM, "GM0606")


@contextmanager
def serving(service: Service) -> Iterator[Service]:
    service.start()
    try:
        yield service
    finally:
        service.stop()


@contextmanager
def cluster(folder: Path) -> Iterator[PostgresCluster]:
    """A PostgreSQL server that keeps what it confirms, as in production.

    Raises PostgresUnavailable, and LookupError where there is no user to run it as.
    """
    place = folder / "postgres"
    place.mkdir()
    for path in (folder, place):
        path.chmod(0o755)  # it runs as another user, who has to get in
    server = PostgresCluster(place, settings=("shared_buffers=256MB", "max_wal_size=2GB"))
    server.start()
    try:
        yield server
    finally:
        server.stop()
