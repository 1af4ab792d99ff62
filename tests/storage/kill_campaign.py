"""Kill a process that writes, enrols, migrates or rekeys, at random moments, and look what is left.

    python -m tests.storage.kill_campaign --rounds 500 --seed 7

The suite runs a few rounds of each; run many after a change of the store. A process that is
killed leaves what the system had of its files: this proves that a commit is whole and that
what was reported came after it, not that a disk keeps its promises when the power fails.
POSIX only: a fork makes a round short.
"""

import argparse
import os
import random
import secrets
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
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
from mvs_desktop.domain.errors import KeyringEmpty
from mvs_desktop.domain.people import Person
from mvs_desktop.services import session as sessions
from mvs_desktop.services.session import STORE_FILE, Session, StoreState
from mvs_desktop.storage import migrations
from mvs_desktop.storage.audit import first_break
from mvs_desktop.storage.engine import open_engine, reading
from mvs_desktop.storage.keychain import SECRET_BYTES
from mvs_desktop.storage.replica_types import Enrolment, IncomingPage, ScopeCursor
from mvs_desktop.storage.store import Store
from mvs_desktop.storage.tables import history, outbox, search_name
from tests.storage.conftest import enrolment
from tests.storage.test_replica import incoming
from tests.support.workspaces import CHEAP, PASSPHRASE

KEY = bytes(range(32))
CASE = UUID(int=1)
MOST_SECONDS = 30  # until a child has to have said something

Tell = Callable[[str], None]


class Lost(Exception):
    """Something that was reported as saved is not there, or something is half there."""


def require(holds: bool, what: str) -> None:
    if not holds:
        raise Lost(what)


def _say(pipe: int, line: str) -> None:
    os.write(pipe, f"{line}\n".encode())


@contextmanager
def child(work: Callable[[Tell], None]) -> Iterator[tuple[int, int]]:
    """Runs `work` in a process of its own; gives its id and a pipe with what it told. It is
    killed at the end of the block, whatever it is doing."""
    hears, tells = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.close(hears)
            work(lambda line: _say(tells, line))
            code = 0
        finally:
            os._exit(code)
    os.close(tells)
    try:
        yield pid, hears
    finally:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(hears)


def killed_after(work: Callable[[Tell], None], seconds: float, *, started: bool) -> list[str]:
    """What `work` told before it was killed, `seconds` after its first line or its start."""
    with child(work) as (pid, pipe):
        told = os.read(pipe, 1 << 16) if started else b""
        time.sleep(seconds)
        os.kill(pid, signal.SIGKILL)
        while part := os.read(pipe, 1 << 16):
            told += part
    return told.decode().split("\n")[:-1]


def check_file(path: Path, key: bytes) -> None:
    """SQLite and SQLCipher find the file sound, and the audit is unbroken."""
    engine = open_engine(path, key)
    try:
        with reading(engine) as connection:
            sound = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
            cipher = connection.exec_driver_sql("PRAGMA cipher_integrity_check").scalars().all()
            require(sound == ["ok"] and not cipher, f"damaged: {sound} {cipher}")
            require(first_break(connection) is None, "the audit is broken")
    finally:
        engine.dispose()


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
            found = set(connection.execute(select(search_name.c.record_id)).scalars())
            told = connection.execute(select(history.c.record_id, history.c.after)).all()
        remembered = {(row.record_id, row.after.get("remarks", "")[:20]) for row in told}
        for id_, numbers in self.confirmed.items():
            remarks = f"woord{numbers[0]} " * 40
            require((str(id_), remarks[:20]) in remembered, f"{id_} has no history")
        mine = {str(id_) for id_ in people if id_.int >> 64 != 1}
        require({row.record_id for row in ops} == mine | {str(CASE)}, "rows without operations")
        require({str(id_) for id_ in people} == found, "rows and search differ")
        values: dict[str, dict[str, object]] = {}
        for row in ops:
            for unit, change in row.units.items():
                values.setdefault(row.record_id, {})[unit] = change["value"].get(unit)
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


class FileKeeper:
    """A keyring in a folder: a real one outlives its process too."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def create(self, store_id: str) -> bytes:
        secret = secrets.token_bytes(SECRET_BYTES)
        self.put(store_id, secret)
        return secret

    def put(self, store_id: str, secret: bytes) -> None:
        (self._folder / store_id).write_bytes(secret)

    def read(self, store_id: str) -> bytes:
        try:
            return (self._folder / store_id).read_bytes()
        except FileNotFoundError as error:
            raise KeyringEmpty from error

    def forget(self, store_id: str) -> None:
        (self._folder / store_id).unlink(missing_ok=True)


def answers(*_: object, **__: object) -> tuple[Enrolment, str]:
    """In the place of the service, which is not what is tried here."""
    return enrolment(), "epoch-1"


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
            require(left == ["case.keys", "case.store"], f"left behind: {left}")
            require([file.name for file in place.iterdir()] == ["store"], "a half store is left")
            session.remove()
    return complete


# Migrating

SLOW_MIGRATION = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"


def upgrade():
    op.execute("UPDATE person SET remarks = 'omgezet'")
    with op.batch_alter_table("person", recreate="always") as person:
        person.add_column(sa.Column("shoe_size", sa.Integer()))
    op.create_table("shoe", sa.Column("id", sa.Integer(), primary_key=True))
"""


def kill_migrations(folder: Path, rounds: int, dice: random.Random) -> int:
    """Gives how many were complete in spite of it."""
    old, head = folder / "old.store", migrations.HEAD
    store = Store.create(old, KEY, uuid4())
    store.replica.save_enrolment(enrolment(), "epoch-1")
    with store.unit_of_work() as work:
        for number in range(150):
            text = f"eerst {number}" * 100
            work.save(Person(id=store.new_id(), case_id=CASE, remarks=text), None)
    store.close()
    scripts = folder / "migrations"
    shutil.copytree(migrations.FOLDER, scripts)
    (scripts / "versions" / "9999.py").write_text(SLOW_MIGRATION.format(head=head))
    complete = 0
    with patch.object(migrations, "FOLDER", scripts), patch.object(migrations, "HEAD", "9999"):
        for number in range(rounds):
            path = folder / f"{number}.store"
            shutil.copy(old, path)

            def work_(tell: Tell, path: Path = path) -> None:
                tell("ready")
                Store.open(path, KEY).close()

            killed_after(work_, dice.random() * 0.35, started=True)
            complete += migrated(path, head)
            Store.open(path, KEY).close()
            require(migrated(path, head), "an interrupted migration cannot be done again")
            path.unlink()
    return complete


def migrated(path: Path, head: str) -> bool:
    """Whether a store is wholly new; Lost when it is not wholly old either."""
    check_file(path, KEY)
    engine = open_engine(path, KEY)
    with reading(engine) as connection:
        version = migrations.current(connection)
        columns = {row[1] for row in connection.exec_driver_sql("PRAGMA table_info(person)")}
        texts = connection.exec_driver_sql("SELECT remarks FROM person").scalars().all()
        shoe = connection.exec_driver_sql("SELECT 1 FROM sqlite_schema WHERE name='shoe'").first()
    engine.dispose()
    new = version == "9999"
    require(new or version == head, f"version {version}")
    require(len(texts) == 150, "people are gone")
    require(all((text == "omgezet") == new for text in texts), "some texts are converted")
    require(("shoe_size" in columns, shoe is not None) == (new, new), "half a migration")
    return new


# Another database key


def kill_rekeys(folder: Path, rounds: int, dice: random.Random) -> int:
    """Gives how many were complete in spite of it."""
    whole, keys = folder / "whole", folder / "keys"
    keys.mkdir()
    with patch.object(sessions, "enrol", answers):
        workspace = Session(whole, FileKeeper(keys), cost=CHEAP).enrol("", "", PASSPHRASE)
    store = workspace._store
    with store.unit_of_work() as work:
        for number in range(1500):
            text = f"eerst {number}" * 100
            work.save(Person(id=store.new_id(), case_id=CASE, remarks=text), None)
    before = store.key
    workspace.close()
    complete = 0
    for number in range(rounds):
        place = folder / f"{number}"
        shutil.copytree(whole, place)
        session = Session(place, FileKeeper(keys), cost=CHEAP)

        def rotate(tell: Tell, session: Session = session) -> None:
            opened = session.unlock(PASSPHRASE)
            tell("ready")
            opened.keys.rotate()
            tell("rotated")
            time.sleep(MOST_SECONDS)

        told = killed_after(rotate, dice.random() * 0.6, started=True)
        opened = session.unlock(PASSPHRASE)
        changed = opened._store.key != before
        require(changed or "rotated" not in told, "the new key was reported and is gone")
        complete += changed
        with opened._store.reader() as reader:
            texts = {person.remarks for person in reader.select(Person)}
        require(texts == {f"eerst {number}" * 100 for number in range(1500)}, "people are gone")
        require(opened.sync_state().pending == 1500, "what was not sent is gone")
        key = opened._store.key
        opened.close()
        check_file(place / "store" / STORE_FILE, key)
        shutil.rmtree(place)
    return complete


CAMPAIGNS = {
    "writes": kill_writers,
    "enrolments": kill_enrolments,
    "migrations": kill_migrations,
    "rekeys": kill_rekeys,
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
