"""Kill a process that writes, enrols, migrates, rekeys, backs up or restores, at random moments,
and look what is left.

    python -m tests.storage.kill_campaign --rounds 500 --seed 7

The suite runs a few rounds of each; run many after a change of the store. A process that is
killed leaves what the system had of its files: this proves that a commit is whole and that
what was reported came after it, not that a disk keeps its promises when the power fails.
POSIX only: a fork makes a round short.
"""

import argparse
import random
import sys
import tempfile
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

import alembic.command  # noqa: F401 - before the forks: each would take a second for it
from sqlalchemy import event, select

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.people import Person
from mvs_desktop.services import session as sessions
from mvs_desktop.services.session import Session, StoreState
from mvs_desktop.storage.base.engine import reading
from mvs_desktop.storage.base.replica_types import IncomingPage, ScopeCursor
from mvs_desktop.storage.base.tables import history, outbox, search_name, search_text, search_todo
from mvs_desktop.storage.store import Store
from tests.storage.conftest import enrolment
from tests.storage.kill_copies import kill_backups, kill_migrations, kill_rekeys, kill_restores
from tests.storage.kills import (
    CASE,
    KEY,
    FileKeeper,
    Tell,
    answers,
    check_file,
    killed_after,
    require,
)
from tests.storage.test_replica import incoming
from tests.support.workspaces import CHEAP, PASSPHRASE

# Writing


def _checkpoint_often(connection: Any, _record: object) -> None:
    """So that a kill also falls in the middle of moving the log into the file."""
    connection.execute("PRAGMA wal_autocheckpoint=60")


@dataclass
class Writes:
    """One store through many rounds; `confirmed` holds what was reported, by record."""

    path: Path
    confirmed: dict[UUID, list[int]] = field(default_factory=dict)
    received: int = 0
    next_number: int = 0

    def prepare(self) -> None:
        store = Store.create(self.path, KEY, uuid4())
        store.replica.save_enrolment(enrolment(), "epoch-1")
        with store.unit_of_work() as work:
            work.save(CaseFile(id=CASE, case_id=CASE), None)
        store.close()

    def work(self, tell: Tell) -> None:
        """Save and edit people, and receive pages beside it, until killed."""
        store = Store.open(self.path, KEY)
        event.listen(store._engine, "connect", _checkpoint_often)
        store._engine.dispose()
        tell("ready")
        Thread(target=self._receive, args=(store, tell), daemon=True).start()
        for number in count(self.next_number):
            person = Person(id=store.new_id(), case_id=CASE, remarks=f"woord{number} " * 40)
            with store.unit_of_work() as work:
                work.save(person, None)
            tell(f"saved {person.id} {number}")
            with store.unit_of_work() as work:
                work.save(replace(person, given_name=f"naam{number}"), person)
            tell(f"edited {person.id} {number}")

    def _receive(self, store: Store, tell: Tell) -> None:
        for seq in count(self.received + 1):
            person = Person(id=UUID(int=1 << 64 | seq), case_id=CASE, given_name="van elders")
            cursor = ScopeCursor(CASE, "basis", seq)
            store.replica.apply(IncomingPage(CASE, (incoming(person, seq),), (cursor,)))
            tell(f"received {seq}")

    def round(self, dice: random.Random) -> None:
        started = dice.random() < 0.8
        seconds = dice.random() * 0.5
        for line in killed_after(self.work, seconds, started=started):
            match line.split():
                case ["saved" | "edited" as what, id_, number]:
                    self.confirmed.setdefault(UUID(id_), []).append(int(number))
                    self.next_number = max(self.next_number, int(number) + 1)
                    require(what == "edited" or len(self.confirmed[UUID(id_)]) == 1, "order")
                case ["received", seq]:
                    self.received = int(seq)
                case _:
                    require(line == "ready", f"said {line}")
        self.check()

    def check(self) -> None:
        check_file(self.path, KEY)
        store = Store.open(self.path, KEY)
        with store.reader() as reader:
            people = {one.id: one for one in reader.select(Person)}
            for id_, numbers in self.confirmed.items():
                number = numbers[0]
                require(id_ in people, f"{id_} was saved and is gone")
                require(f"woord{number} " in people[id_].remarks, f"{id_} lost its text")
                if len(numbers) == 2:
                    require(people[id_].given_name == f"naam{number}", f"{id_} lost an edit")
        self._check_together(store, people)
        store.close()

    def _check_together(self, store: Store, people: dict[UUID, Person]) -> None:
        """Row, operation, search row and cursor came in one transaction or not at all."""
        with reading(store._engine) as connection:
            ops = connection.execute(select(outbox.c.record_id, outbox.c.units)).all()
            found = set(connection.execute(select(search_text.c.record_id)).scalars())
            found |= set(connection.execute(select(search_name.c.record_id)).scalars())
            # What is yet to be indexed is marked in the transaction of its change.
            found |= set(connection.execute(select(search_todo.c.record_id)).scalars())
            told = connection.execute(select(history.c.record_id, history.c.after)).all()
        remembered = {(row.record_id, row.after.get("remarks", "")[:20]) for row in told}
        for id_, numbers in self.confirmed.items():
            remarks = f"woord{numbers[0]} " * 40
            require((str(id_), remarks[:20]) in remembered, f"{id_} has no history")
        mine = {str(id_) for id_ in people if id_.int >> 64 != 1}
        require({row.record_id for row in ops} == mine | {str(CASE)}, "rows without operations")
        lost = {str(id_) for id_ in people} - found
        require(not lost, f"neither found nor marked: {lost}")
        while store.index.catch_up():
            pass
        for person in list(people.values())[-3:]:
            if person.given_name.startswith("naam"):
                hits = {hit.record_id for hit in store.search(person.given_name)}
                require(person.id in hits, "a row is not found")
        values: dict[str, dict[str, object]] = {}
        for row in ops:
            for change in row.units.values():
                values.setdefault(row.record_id, {}).update(change["value"])
        for record_id in mine:
            name = people[UUID(record_id)].given_name
            require(values[record_id]["given_name"] == name, "half an edit")
        seqs = sorted(id_.int & 0xFFFF_FFFF for id_ in people if id_.int >> 64 == 1)
        head = max((one.seq for one in store.replica.cursors()), default=0)
        require(seqs == list(range(1, head + 1)), "the cursor and the records differ")
        require(head >= self.received, "a page was reported and is gone")
        self.received = head
        self.next_number = max(self.next_number, len(mine))


def kill_writers(folder: Path, rounds: int, dice: random.Random) -> int:
    """Gives how many writes were reported before their process was killed."""
    writes = Writes(folder / "case.store")
    writes.prepare()
    for _ in range(rounds):
        writes.round(dice)
    return sum(map(len, writes.confirmed.values())) + writes.received


# Enrolling


def kill_enrolments(folder: Path, rounds: int, dice: random.Random) -> int:
    """Gives how many were complete in spite of it."""
    complete = 0
    with patch.object(sessions, "enrol", answers):
        for number in range(rounds):
            place, keys = folder / f"laptop{number}", folder / f"keys{number}"
            keys.mkdir()

            def work(tell: Tell, place: Path = place, keys: Path = keys) -> None:
                tell("ready")
                Session(place, FileKeeper(keys), cost=CHEAP).enrol("", "", PASSPHRASE).close()

            killed_after(work, dice.random() * 0.8, started=True)
            session = Session(place, FileKeeper(keys), cost=CHEAP)
            if session.state() is StoreState.LOCKED:
                complete += 1
                session.unlock(PASSPHRASE).close()
            else:
                session.enrol("", "", PASSPHRASE).close()
            left = sorted(file.name for file in (place / "store").iterdir())
            require(left == ["case.keys", "case.reserve", "case.store"], f"left behind: {left}")
            require([file.name for file in place.iterdir()] == ["store"], "a half store is left")
            session.remove()
    return complete


CAMPAIGNS = {
    "writes": kill_writers,
    "enrolments": kill_enrolments,
    "migrations": kill_migrations,
    "rekeys": kill_rekeys,
    "backups": kill_backups,
    "restores": kill_restores,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    parser.add_argument("--what", choices=CAMPAIGNS, nargs="*", default=list(CAMPAIGNS))
    asked = parser.parse_args()
    for what in asked.what:
        with tempfile.TemporaryDirectory(prefix="mvs-kill-") as folder:
            done = CAMPAIGNS[what](Path(folder), asked.rounds, random.Random(asked.seed))
        sys.stdout.write(f"{what}: {asked.rounds} kills (seed {asked.seed}), {done} done before\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
