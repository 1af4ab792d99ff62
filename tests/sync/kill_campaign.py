"""Kill laptops and the service while they synchronise, at random moments, and look what is left.

    python -m tests.sync.kill_campaign --rounds 500 --seed 7

Two laptops with real, encrypted stores write in one case, on fields of their own and in one
shared set, and synchronise over TCP with the real service. In every round one of them, the
service, or PostgreSQL is ended with no warning. What a laptop reported as saved has to be on
both in the end, once, and nothing else. POSIX only: a fork makes a round short.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count
from pathlib import Path
from unittest.mock import patch
from uuid import UUID, uuid4

from sqlalchemy import func, select

import mvs_central.running.serve  # before the forks: each would take seconds for it
from mvs_central.access import directory, members
from mvs_central.base import acting
from mvs_central.base.central import Central
from mvs_central.base.database import Database
from mvs_central.devices import enrolment
from mvs_central.tables import change, op_outcome, record
from mvs_desktop.domain.cases import CaseFile, CaseRole
from mvs_desktop.domain.conflicts import Conflict
from mvs_desktop.domain.people import Person
from mvs_desktop.storage.base.replica_types import Enrolment
from mvs_desktop.storage.records.unit_of_work import Author
from mvs_desktop.storage.store import Store
from mvs_desktop.sync import reconcile
from mvs_desktop.sync.ahead import in_a_thread
from mvs_desktop.sync.client import CentralClient, enrol
from mvs_desktop.sync.engine import SyncEngine
from mvs_desktop.sync.report import SyncReport
from tests.storage.kills import KEY, Lost, Tell, check_file, child, heard, killed_after, require
from tests.support.databases import PostgresCluster, free_port
from tests.sync.direct_central import ALL, TEAM

CASE, SHARED = UUID(int=7), UUID(int=8)  # the family, and the person in it that both change
LOOK_EVERY = 25  # rounds
WITHIN = 0.8  # seconds: a few synchronisations, on a machine with nothing else to do
SETTLED_AFTER = 6  # synchronisations at most, until nothing waits any more


@dataclass
class Laptop:
    """A store, who it is of, and what its worker was told is saved."""

    path: Path
    me: Enrolment
    saved: dict[UUID, list[str]] = field(default_factory=dict)  # person → names, in order
    words: set[str] = field(default_factory=set)  # put into the shared set
    next_number: int = 0

    @contextmanager
    def opened(self) -> Iterator[Store]:
        store = Store.open(self.path, KEY)
        store.author = Author(str(self.me.worker_id), self.me.worker_name)
        try:
            yield store
        finally:
            store.close()

    def sync(self, store: Store) -> SyncReport:
        client = CentralClient(self.me.service_url, self.me.device_id, self.me.private_key)
        try:
            return SyncEngine(store.replica, client, ahead=in_a_thread).run()
        finally:
            client.close()

    def work(self, tell: Tell) -> None:
        """Write and synchronise in turns, until killed."""
        client = CentralClient(self.me.service_url, self.me.device_id, self.me.private_key)
        with self.opened() as store:
            tell("ready")
            for number in count(self.next_number):
                self._write(store, number, tell)
                if SyncEngine(store.replica, client, ahead=in_a_thread).run().complete:
                    tell("synced")

    def _write(self, store: Store, number: int, tell: Tell) -> None:
        word = f"{self.me.worker_name}-{number}"
        person = Person(id=store.new_id(), case_id=CASE, given_name=f"nieuw {word}")
        with store.unit_of_work() as work:
            work.save(person, None)
        tell(f"saved {person.id} {person.given_name}")
        named = replace(person, given_name=f"anders {word}")
        with store.unit_of_work() as work:
            work.save(named, person)
        tell(f"saved {person.id} {named.given_name}")
        with store.reader() as reader:
            shared = reader.get(Person, SHARED)
        if shared is not None:
            with store.unit_of_work() as work:
                work.save(replace(shared, languages=shared.languages | {word}), shared)
            tell(f"word {word}")

    def take_note(self, lines: list[str]) -> int:
        """Keep what was reported; gives how often a synchronisation came to its end."""
        for line in lines:
            what, _, rest = line.partition(" ")
            match what:
                case "saved":
                    id_, _, name = rest.partition(" ")
                    self.saved.setdefault(UUID(id_), []).append(name)
                case "word":
                    self.words.add(rest)
                case _:
                    require(line in {"ready", "synced"}, f"said {line}")
        self.next_number += 1 + sum(line.startswith("saved") for line in lines)
        return lines.count("synced")


class Campaign:
    """One service with two laptops, through many rounds."""

    def __init__(self, folder: Path, database: str, dice: random.Random) -> None:
        self._database, self._dice = database, dice
        self._port = free_port()
        self.synced = 0
        with self._administration() as central:
            directory.init(central, demo=True)
            directory.add_team(central, TEAM, "GM0622")
            codes = [_new_code(central, name) for name in ("Anna", "Bram")]
        with self._serving():
            url = f"http://127.0.0.1:{self._port}"
            self.laptops = [
                _new_laptop(folder / f"{number}.store", enrol(url, code, "laptop"))
                for number, code in enumerate(codes)
            ]
            self._begin(*self.laptops)

    def _begin(self, first: Laptop, second: Laptop) -> None:
        """A family that both work on."""
        with first.opened() as store:
            with store.unit_of_work() as work:
                work.save(CaseFile(id=CASE, case_id=CASE), None)
                work.save(Person(id=SHARED, case_id=CASE), None)
            require(first.sync(store).complete, "the beginning did not arrive")
        whole = members.Membership(CaseRole.INVOLVED, ALL, date(2020, 1, 1))
        with self._administration() as central:
            members.grant(central, CASE, second.me.worker_id, whole)
        with second.opened() as store:
            require(second.sync(store).complete, "the family did not come in")

    @contextmanager
    def _administration(self) -> Iterator[Central]:
        """Never open while a process is forked: it would inherit the connections."""
        central = Central(Database(self._database))
        try:
            with acting.administration():
                yield central
        finally:
            central.database.close()

    def _serve(self, tell: Tell) -> None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stderr.fileno())  # the log of requests
        where = mvs_central.running.serve.Where("127.0.0.1", self._port)
        mvs_central.running.serve.serve(Central(Database(self._database)), where, tell)

    @contextmanager
    def _serving(self) -> Iterator[int]:
        """The service, killed at the end of the block; gives its process."""
        with child(self._serve) as (pid, pipe):
            require(bool(os.read(pipe, 1 << 10)), "the service does not start")
            yield pid

    def kill_laptop(self) -> None:
        laptop = self._dice.choice(self.laptops)
        with self._serving():
            after, word = self._dice.random() * WITHIN, self._word()
            lines = killed_after(laptop.work, after, started=True, word=word)
        self.synced += laptop.take_note(lines)
        check_file(laptop.path, KEY)

    def _word(self) -> bytes:
        """What a laptop tells before the blow comes near: now and then that a whole synchronisation
        is done, however long a busy machine takes for it."""
        return b"synced" if self._dice.random() < 0.25 else b"ready"

    def kill_service(self) -> None:
        self._hit(lambda pid: os.kill(pid, 9), self._dice.random() * WITHIN)

    def _hit(self, strike: Callable[[int], None], after: float) -> None:
        """A laptop works while the service is struck, and for a moment on without it."""
        laptop = self._dice.choice(self.laptops)
        with self._serving() as pid, child(laptop.work) as (_, pipe):
            told = heard(pipe, self._word())
            time.sleep(after)
            strike(pid)
            time.sleep(0.05)
            os.set_blocking(pipe, False)
            with suppress(BlockingIOError):
                while part := os.read(pipe, 1 << 16):
                    told += part
        # The last line may be cut short by our own reading.
        self.synced += laptop.take_note(told.decode().split("\n")[:-1])

    def restart_database(self, cluster: PostgresCluster) -> None:
        self._hit(lambda _: cluster.crash(), self._dice.random() * WITHIN)

    def look(self) -> None:
        """Everything that was reported is on both laptops and at the service, once."""
        with self._serving():
            for laptop in self.laptops * 2:
                with laptop.opened() as store:
                    self._settle(laptop, store)
        held = [self._held(laptop) for laptop in self.laptops]
        require(held[0] == held[1], "the laptops differ")
        people, languages = held[0]
        for laptop in self.laptops:
            for id_, names in laptop.saved.items():
                require(id_ in people, f"{names[0]} was saved and is gone")
                # What was not reported any more may be there too.
                later = {names[-1], names[-1].replace("nieuw", "anders")}
                require(people[id_] in later, f"{names} became {people[id_]}")
            require(laptop.words <= languages, "the shared set lost a word")
        self._look_at_service(len(people))

    def _settle(self, laptop: Laptop, store: Store) -> None:
        problem: object = "nothing"
        for _ in range(SETTLED_AFTER):
            report = laptop.sync(store)
            problem = report.problem
            if report.complete and not report.pending:
                require(not report.unsound, "a case does not add up")
                require(not store.replica.set_apart_count(), "an edit was set apart")
                return
        raise Lost(f"the synchronisation does not end: {problem!r}")

    def _held(self, laptop: Laptop) -> tuple[dict[UUID, str], frozenset[str]]:
        check_file(laptop.path, KEY)
        with laptop.opened() as store, store.reader() as reader:
            people = {one.id: one for one in reader.select(Person, case_id=CASE)}
            conflicts = reader.select(Conflict, case_id=CASE)
            require(not conflicts, "a conflict out of nothing")
        shared = people.pop(SHARED)
        return {id_: one.given_name for id_, one in people.items()}, shared.languages

    def _look_at_service(self, people: int) -> None:
        with self._administration() as central, central.database.read() as connection:
            seqs = connection.scalars(select(change.c.seq).order_by(change.c.seq)).all()
            records = connection.scalars(select(func.count()).select_from(record)).one()
            applied = connection.scalars(
                select(func.count()).select_from(change).where(change.c.op_id.is_not(None))
            ).one()
            outcomes = connection.scalars(select(func.count()).select_from(op_outcome)).one()
        require(list(seqs) == list(range(1, len(seqs) + 1)), "a number is missing or doubled")
        require(records == people + 4, "records were lost or doubled")  # and two members
        require(applied <= outcomes, "a change without its outcome")


def _new_code(central: Central, name: str) -> str:
    who = directory.NewWorker(name, "Wijkteam", "gezinscoach", TEAM)
    return enrolment.new_code(central, directory.add_worker(central, who))[0]


def _new_laptop(path: Path, enrolled: tuple[Enrolment, str]) -> Laptop:
    me, epoch = enrolled
    store = Store.create(path, KEY, uuid4())
    store.replica.save_enrolment(me, epoch)
    store.close()
    return Laptop(path, me)


def run(
    folder: Path,
    database: str,
    dice: random.Random,
    rounds: int,
    what: str,
    cluster: PostgresCluster | None = None,
) -> int:
    """Gives how many synchronisations came to their end before the kill. Raises Lost."""
    campaign = Campaign(folder, database, dice)
    for number in range(1, rounds + 1):
        if what == "laptops":
            campaign.kill_laptop()
        elif what == "service":
            campaign.kill_service()
        else:
            assert cluster is not None
            campaign.restart_database(cluster)
        if number % LOOK_EVERY == 0 or number == rounds:
            campaign.look()
    return campaign.synced


@contextmanager
def _cluster() -> Iterator[PostgresCluster]:
    """A crash of it must lose nothing that was committed, as in production."""
    with tempfile.TemporaryDirectory(prefix="mvs-pg-", ignore_cleanup_errors=True) as folder:
        cluster = PostgresCluster(Path(folder), ("fsync=off",))
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop()


def _run(what: str, on: str, rounds: int, seed: int) -> int:
    dice = random.Random(seed)
    with (
        # Each operation is a batch, so that a kill hits what goes on beside one under way.
        patch.multiple(reconcile, LEAST_PUSH=1, FIRST_PUSH=1, MOST_PUSH=1),
        tempfile.TemporaryDirectory(prefix="mvs-kill-") as folder,
    ):
        if on == "sqlite":
            return run(Path(folder), str(Path(folder, "central.db")), dice, rounds, what)
        with _cluster() as cluster:
            database = cluster.create_database("kills")
            return run(Path(folder), database, dice, rounds, what, cluster)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    parser.add_argument("--on", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--what", choices=("laptops", "service", "database"), default="laptops")
    asked = parser.parse_args()
    if asked.what == "database" and asked.on == "sqlite":
        parser.error("only PostgreSQL can be ended apart from the service")
    done = _run(asked.what, asked.on, asked.rounds, asked.seed)
    told = f"{asked.what} on {asked.on}: {asked.rounds} kills (seed {asked.seed})"
    sys.stdout.write(f"{told}, {done} synchronisations done before\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
