"""The store at full size: as many cases and note paragraphs as a team has after years.

Built through the same path as a first synchronisation. Whatever is waited for is measured in a
store of that size, and while as much comes in. Everything is invented.
"""

import argparse
import json
import os
import random
import secrets
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from threading import Thread
from typing import Any
from uuid import UUID, uuid4

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.codec import Json
from mvs_desktop.domain.contacts import Contact, ContactKind, ContactState, Note, NoteParagraph
from mvs_desktop.domain.ids import uuid7
from mvs_desktop.domain.people import ParentLink, Person
from mvs_desktop.domain.records import Record, compartment_of, record_type, to_doc, type_of
from mvs_desktop.services.caseload import Today
from mvs_desktop.services.first_screens import FirstScreens
from mvs_desktop.services.registers import Registers
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.storage.base.replica_types import (
    Enrolment,
    IncomingPage,
    IncomingRecord,
    ScopeCursor,
)
from mvs_desktop.storage.store import Store, system_clock

PAGE = 1_000  # records, as the engine asks for
BIG_CASES, BIG_CASE = 12, 1_000  # cases of so many records
PARAGRAPHS_IN_A_NOTE = 6
LETTERS = 700  # of a paragraph, about
FIRST = datetime(2023, 1, 2, 8, tzinfo=UTC)
SURNAMES = 400


@dataclass(frozen=True, slots=True)
class Took:
    """Milliseconds on the clock, and of the processor in this thread: what a machine that does
    nothing else needs, but for the disk."""

    clock: float
    processor: float


class Maker:
    """Makes invented cases, quickly."""

    def __init__(self, letters: int = LETTERS) -> None:
        self._letters = letters
        self._dice = random.Random(7)
        starts, ends = "bdghklmnprstvwz", ("aa", "e", "ie", "o", "u")
        parts = [start + end for start in starts for end in ends]
        dice = self._dice
        self.words = sorted(
            {"".join(dice.choices(parts, k=dice.randint(2, 4))) for _ in range(9000)}
        )
        dice.shuffle(self.words)
        # Some words are in most notes and most in few, as in a language.
        weights = [1 / (rank + 2) for rank in range(len(self.words))]
        self._sentences = [
            " ".join(dice.choices(self.words, weights, k=12)).capitalize() + "."
            for _ in range(20_000)
        ]
        self.seq = 0
        self._moment = FIRST

    def text(self) -> str:
        sentences, length = [], 0
        while length < self._letters:
            sentences.append(self._dice.choice(self._sentences))
            length += len(sentences[-1]) + 1
        return " ".join(sentences)

    def new_id(self) -> UUID:
        self._moment += timedelta(milliseconds=60)
        return uuid7(self._moment, self._dice.randbytes(10))

    def case(self, records: int, paragraphs: int, worker: UUID) -> Iterator[IncomingRecord]:
        """A family with so many records, most of them paragraphs of notes."""
        case_id = self.new_id()
        surname = self.words[self._dice.randrange(SURNAMES)].capitalize()
        yield self._first(CaseFile(id=case_id, case_id=case_id, name=f"Familie {surname}"))
        people = [
            Person(
                id=self.new_id(),
                case_id=case_id,
                given_name=self._dice.choice(self.words).capitalize(),
                family_name=surname,
                gets_help=child,
            )
            for child in (False, False, True, True)
        ]
        yield from map(self._first, people)
        for parent in people[:2]:
            yield self._first(
                ParentLink(
                    id=self.new_id(), case_id=case_id, parent_id=parent.id, child_id=people[2].id
                )
            )
        model = to_doc(
            NoteParagraph(id=case_id, case_id=case_id, note_id=case_id, text="", position="a")
        )
        left, note, visit_id = paragraphs, case_id, case_id
        for number in range(records - 7):
            step = number % (PARAGRAPHS_IN_A_NOTE + 2)
            if step == 0:
                at = FIRST + timedelta(hours=self._dice.randrange(24 * 1100))
                visit = Contact(
                    id=self.new_id(),
                    case_id=case_id,
                    at=at,
                    kind=ContactKind.HOME_VISIT,
                    state=ContactState.HELD if at < system_clock() else ContactState.PLANNED,
                    worker_id=worker if self._dice.random() < 0.02 else case_id,
                )
                visit_id = visit.id
                yield self._first(visit)
            elif step == 1:
                made = Note(id=self.new_id(), case_id=case_id, contact_id=visit_id)
                note = made.id
                yield self._first(made)
            elif left:
                left -= 1
                doc = model | {"note_id": str(note), "text": self.text(), "position": f"a{step}"}
                yield self._incoming(NoteParagraph.type_name, self.new_id(), case_id, "zorg", doc)

    def _first(self, item: Record) -> IncomingRecord:
        kind, place = type_of(item).name, compartment_of(item).value
        return self._incoming(kind, item.id, item.case_id, place, to_doc(item))

    def _incoming(
        self, kind: str, id_: UUID, case_id: UUID, place: str, doc: dict[str, Json]
    ) -> IncomingRecord:
        self.seq += 1
        return IncomingRecord(
            kind, id_, case_id, place, self.seq,
            dict.fromkeys(record_type(kind).units, self.seq), withdrawn=False, doc=doc,
            wire_hash=f"{self.seq:016x}", changed_by="Bram", changed_at=FIRST.isoformat(),
        )  # fmt: skip


def pages_of(records: Sequence[IncomingRecord]) -> Iterator[IncomingPage]:
    case_id = records[0].case_id
    for start in range(0, len(records), PAGE):
        part = tuple(records[start : start + PAGE])
        scopes = sorted({item.compartment for item in part})
        cursors = tuple(ScopeCursor(case_id, name, part[-1].seq) for name in scopes)
        yield IncomingPage(case_id, part, cursors)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks full", description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--paragraphs", type=int, default=1_000_000)
    parser.add_argument("--patience", type=int, default=600, help="seconds for the search index")
    parser.add_argument("--json", action="store_true")
    sizes = parser.parse_args(arguments)
    needed = 6_000 * sizes.paragraphs
    with tempfile.TemporaryDirectory(prefix="mvs-bench-") as folder:
        if shutil.disk_usage(folder).free < needed:
            print(f"too little room: {needed // 2**30} GB are needed", file=sys.stderr)
            return 1
        figures: dict[str, object] = {}
        for name, value in run(Path(folder), sizes.cases, sizes.paragraphs, sizes.patience):
            figures[name] = value
            if not sizes.json:
                shown = f"{value:.1f}" if isinstance(value, float) else value
                print(f"{name:58} {shown}", flush=True)
    if sizes.json:
        print(json.dumps({"benchmark": "full", "figures": figures}, indent=1))
    return 0


def run(folder: Path, cases: int, paragraphs: int, patience: int) -> Iterator[tuple[str, object]]:
    yield "load of the machine at the start", round(os.getloadavg()[0], 1)
    key, path = secrets.token_bytes(32), folder / "case.store"
    enrolled = Enrolment(uuid4(), uuid4(), "Noor Testers", "", "", "GM0606", "", "http://x", "")
    store = Store.create(path, key, uuid4())
    store.replica.save_enrolment(enrolled, "epoch")
    store.replica.contacted(system_clock())
    maker = Maker()
    big: list[UUID] = []
    few: list[UUID] = []
    spent, processor, began = 0.0, 0.0, time.perf_counter()
    share = max(1, (paragraphs - BIG_CASES * BIG_CASE) // cases)
    in_a_case = 7 + share * (PARAGRAPHS_IN_A_NOTE + 2) // PARAGRAPHS_IN_A_NOTE
    for number in range(cases):
        size = BIG_CASE if number % max(1, cases // BIG_CASES) == 0 else in_a_case
        records = list(maker.case(size, size, enrolled.worker_id))
        (big if size == BIG_CASE else few).append(records[0].case_id)
        for page in pages_of(records):
            at, used = time.perf_counter(), time.process_time()
            store.replica.apply(page)
            spent += time.perf_counter() - at
            processor += time.process_time() - used
    yield "records", maker.seq
    yield "built in, s", time.perf_counter() - began
    yield "bulk apply, case by case, records/s", maker.seq / spent
    yield "bulk apply, records per s of processor time", maker.seq / processor
    workspace = Workspace(store, enrolled, Registers())
    yield from at_leisure(workspace, store, patience)
    workspace.close()
    yield "file, GB", path.stat().st_size / 2**30
    for name in ("bare", "open"):
        child = [sys.executable, "-m", "benchmarks.memory", name, str(path), key.hex()]
        weighed = subprocess.run(child, capture_output=True, text=True, check=True)
        yield f"resident memory, {name}, MB", float(weighed.stdout)
    yield from told("open, once the key is derived", [opened(path, key) for _ in range(7)])
    store = Store.open(path, key)
    workspace = Workspace(store, enrolled, Registers())
    yield from told("first page of the caseload, first time", [timed(workspace.caseload_page)])
    again = [timed(workspace.caseload_page) for _ in range(9)]
    yield from told("first page of the caseload, again", again)
    yield from told("the day", [timed(lambda: workspace.day(workspace.today()))])
    cold = [timed(lambda id_=id_: workspace.open_case(id_)) for id_ in big]  # type: ignore[misc]
    yield from told("open a case of 1,000 records", cold)
    yield from searching(workspace, maker)
    yield from plain_bulk(folder / "plain.db", maker)
    yield from under_way(workspace, store, maker, enrolled, few)
    workspace.close()
    yield "load of the machine at the end", round(os.getloadavg()[0], 1)


def at_leisure(workspace: Workspace, store: Store, patience: int) -> Iterator[tuple[str, object]]:
    """What follows behind the work after so much came in."""
    at = time.perf_counter()
    now = system_clock().astimezone()
    assert now.tzinfo is not None
    today = Today(now, now.tzinfo)
    screens = FirstScreens(store, workspace.me.worker_id, lambda: today)
    while screens.catch_up():
        pass
    yield "summing up all cases, s", time.perf_counter() - at
    at, slices = time.perf_counter(), 0
    behind = True
    while behind and time.perf_counter() - at < patience:
        behind = store.index.catch_up()
        slices += 1
    yield "indexing for search, s", time.perf_counter() - at
    yield "indexing for search, slices", slices
    yield "search is complete", not behind


def opened(path: Path, key: bytes) -> Took:
    held: list[Store] = []
    took = timed(lambda: held.append(Store.open(path, key)))
    held[0].close()
    return took


def searching(workspace: Workspace, maker: Maker) -> Iterator[tuple[str, object]]:
    """Every keystroke of some words, common and rare, as they are typed."""
    first: list[Took] = []
    others: list[Took] = []
    typed = [*maker.words[:8], *maker.words[50:400:35], *maker.words[1000:8000:700]]
    for word in typed:
        for length in range(1, len(word) + 1):
            took = timed(lambda text=word[:length]: workspace.finder.find(text))  # type: ignore[misc]
            (first if length == 1 else others).append(took)
    yield from told("search, first keystroke", first)
    yield from told("search, every keystroke", [*first, *others])


def plain_bulk(path: Path, maker: Maker) -> Iterator[tuple[str, object]]:
    """The least of the same in plain SQLite: one table, no check, no search."""
    plain = sqlite3.connect(path, isolation_level=None)
    plain.execute("PRAGMA journal_mode=WAL")
    plain.execute("PRAGMA synchronous=FULL")
    plain.execute("CREATE TABLE record (id TEXT PRIMARY KEY, case_id TEXT, doc TEXT)")
    plain.execute("CREATE INDEX record_case ON record (case_id)")
    records = list(maker.case(20_000, 20_000, uuid4()))
    at, used = time.perf_counter(), time.process_time()
    for page in pages_of(records):
        plain.execute("BEGIN")
        rows = [(str(i.id), str(i.case_id), json.dumps(i.doc)) for i in page.records]
        plain.executemany("INSERT INTO record VALUES (?, ?, ?)", rows)
        plain.execute("COMMIT")
    yield "plain SQLite, records/s", len(records) / (time.perf_counter() - at)
    yield (
        "plain SQLite, records per s of processor time",
        len(records) / (time.process_time() - used),
    )
    plain.close()


def under_way(
    workspace: Workspace,
    store: Store,
    maker: Maker,
    enrolled: Enrolment,
    cases: Sequence[UUID],
) -> Iterator[tuple[str, object]]:
    """Opening cases while others come in, in pages of one large case."""
    pages = list(pages_of(list(maker.case(60_000, 60_000, enrolled.worker_id))))
    count = sum(len(page.records) for page in pages)
    at, used = time.perf_counter(), time.process_time()
    for page in pages[: len(pages) // 2]:
        store.replica.apply(page)
    alone = (count // 2) / (time.perf_counter() - at)
    yield "bulk apply, full pages, nothing else, records/s", alone
    of_processor = (count // 2) / (time.process_time() - used)
    yield "bulk apply, full pages, records per s of processor time", of_processor
    waits: list[Took] = []
    coming = Thread(target=lambda: [store.replica.apply(p) for p in pages[len(pages) // 2 :]])
    dice = random.Random(3)
    at = time.perf_counter()
    coming.start()
    while coming.is_alive():
        waits.append(timed(lambda: workspace.open_case(dice.choice(cases))))
        time.sleep(0.05)
    yield "bulk apply while cases are opened, records/s", count // 2 / (time.perf_counter() - at)
    yield from told("opening a case meanwhile", waits)


def timed(work: Callable[[], Any]) -> Took:
    at, used = time.perf_counter(), time.thread_time()
    work()
    return Took((time.perf_counter() - at) * 1000, (time.thread_time() - used) * 1000)


def told(what: str, times: Sequence[Took]) -> Iterator[tuple[str, object]]:
    for kind, taken in (
        ("clock", [one.clock for one in times]),
        ("processor", [one.processor for one in times]),
    ):
        if len(taken) == 1:
            yield f"{what}, {kind}, ms", taken[0]
            continue
        p95 = quantiles(taken, n=20, method="inclusive")[-1]
        middle = f"p50 {median(taken):.1f}, p95 {p95:.1f}, slowest {max(taken):.1f}"
        yield f"{what}, {kind}, ms", middle
