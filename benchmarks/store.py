"""The store beside plain, unencrypted SQLite that does the least of the same, in one run.

Ratios say more than milliseconds: the machine is the same for both sides, and each pair is
timed in turns. Everything is invented.
"""

import argparse
import json
import random
import re
import secrets
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from statistics import median
from uuid import UUID, uuid4

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.contacts import Contact, ContactKind, Note, NoteParagraph
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.records import Record, compartment_of, to_doc, type_of
from mvs_desktop.services.registers import Registers
from mvs_desktop.services.snapshots import Snapshots
from mvs_desktop.services.views import Change
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.storage.audit.log import Act
from mvs_desktop.storage.base.replica_types import (
    Enrolment,
    IncomingPage,
    IncomingRecord,
    ScopeCursor,
)
from mvs_desktop.storage.store import Store, system_clock

PAGE = 1000  # records, as the service sends them
BIG_CASE = 1000  # records of the case that is opened
PARAGRAPHS_IN_A_NOTE = 6

# A small vocabulary makes common words common, as in real notes.
WORDS = re.split(
    " ",
    "moeder vader school thuis afspraak rust week boos blij samen praten slapen juf werk oma "
    "huis geld zorg plan doel bellen brief gesprek bezoek familie kind groep sport buurt",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """`ours` and `plain` in milliseconds, medians; `plain` None when it has no counterpart.
    `processor` is the same ratio in processor time, which a busy machine disturbs less."""

    what: str
    ours: float
    plain: float | None = None
    processor: float | None = None

    @property
    def ratio(self) -> float | None:
        return None if not self.plain else self.ours / self.plain


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks store", description=__doc__)
    parser.add_argument("--cases", type=int, default=40)
    parser.add_argument("--paragraphs", type=int, default=4000)
    parser.add_argument("--repeats", type=int, default=40)
    parser.add_argument("--json", action="store_true")
    sizes = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="mvs-bench-") as folder:
        figures = list(run(Path(folder), sizes.cases, sizes.paragraphs, sizes.repeats))
    if sizes.json:
        rows = [asdict(figure) | {"ratio": figure.ratio} for figure in figures]
        settings = {"cases": sizes.cases, "paragraphs": sizes.paragraphs}
        print(json.dumps({"benchmark": "store", **settings, "figures": rows}, indent=1))
    else:
        report(figures)
    return 0


def report(figures: Sequence[Figure]) -> None:
    print(f"{'':54}{'ours':>10}{'plain':>10}{'ratio':>8}{'processor':>11}")
    for figure in figures:
        plain = f"{figure.plain:7.2f} ms" if figure.plain else ""
        ratio = f"{figure.ratio:7.1f}" if figure.ratio else ""
        processor = f"{figure.processor:7.1f}" if figure.processor else ""
        print(f"{figure.what:54}{figure.ours:7.2f} ms{plain:>10}{ratio:>8}{processor:>11}")


def run(folder: Path, cases: int, paragraphs: int, repeats: int) -> Iterator[Figure]:
    dice = random.Random(4)
    key = secrets.token_bytes(32)
    enrolled = Enrolment(uuid4(), uuid4(), "Noor Testers", "", "", "GM0606", "", "http://x", "")
    store = Store.create(folder / "case.store", key, uuid4())
    store.replica.save_enrolment(enrolled, "epoch")
    content: dict[UUID, list[Record]] = {uuid4(): [] for _ in range(cases)}
    big, *others = content
    fill(content[big], big, BIG_CASE - 1, dice)
    for number, case_id in enumerate(others):
        share = max(0, paragraphs - BIG_CASE) // len(others) + (number % 3)
        fill(content[case_id], case_id, share, dice)
    yield pull(store, content)
    store.close()
    plain = plain_copy(folder / "plain.db", content)

    yield from opening(folder, key, repeats)
    store = Store.open(folder / "case.store", key)
    workspace = Workspace(store, enrolled, Registers())
    with closing(plain), closing(workspace):
        yield from saving(store, plain, content[big], repeats)
        yield from whole_saves(workspace, content[big], repeats)
        yield from reading_cases(workspace, store, plain, big, repeats)
        yield from searching(store, plain, repeats)


def fill(records: list[Record], case_id: UUID, count: int, dice: random.Random) -> None:
    """A case with a few people and `count` records more: visits, notes and paragraphs."""
    records.append(CaseFile(id=case_id, case_id=case_id, name=f"Familie {dice.choice(WORDS)}"))
    records += [
        Person(id=uuid4(), case_id=case_id, given_name=name, family_name=dice.choice(WORDS))
        for name in ("Noor", "Sem", "Bo")
    ]
    note = uuid4()
    for number in range(max(0, count - 3)):
        if number % (PARAGRAPHS_IN_A_NOTE + 2) == 0:
            visit = Contact(
                id=uuid4(),
                case_id=case_id,
                kind=ContactKind.HOME_VISIT,
                at=system_clock() - timedelta(days=number),
            )
            records.append(visit)
        elif number % (PARAGRAPHS_IN_A_NOTE + 2) == 1:
            note = uuid4()
            records.append(Note(id=note, case_id=case_id, contact_id=records[-1].id))
        else:
            text = " ".join(dice.choices(WORDS, k=dice.randint(20, 90)))
            records.append(NoteParagraph(id=uuid4(), case_id=case_id, note_id=note, text=text))


def pull(store: Store, content: dict[UUID, list[Record]]) -> Figure:
    """What a new laptop receives: everything, in pages, each durable."""
    seq, pages = 0, []
    for case_id, records in content.items():
        for start in range(0, len(records), PAGE):
            incoming = []
            for item in records[start : start + PAGE]:
                seq += 1
                incoming.append(received(item, seq))
            cursors = tuple(
                ScopeCursor(case_id, one, seq) for one in sorted({i.compartment for i in incoming})
            )
            pages.append(IncomingPage(case_id, tuple(incoming), cursors))
    total = timed(lambda: [store.replica.apply(page) for page in pages])
    while store.index.catch_up():
        pass
    return Figure("receive 1,000 records", total / seq * 1000)


def received(item: Record, seq: int) -> IncomingRecord:
    kind = type_of(item)
    return IncomingRecord(
        kind.name, item.id, item.case_id, compartment_of(item).value, seq,
        dict.fromkeys(kind.units, seq), withdrawn=False, doc=to_doc(item),
        wire_hash=f"{seq:016x}", changed_by="Bram", changed_at="2025-03-04T10:00:00+00:00",
    )  # fmt: skip


def plain_copy(path: Path, content: dict[UUID, list[Record]]) -> sqlite3.Connection:
    """One table and one search index in plain SQLite, as durable as ours."""
    plain = open_plain(path)
    plain.execute("CREATE TABLE record (id TEXT PRIMARY KEY, case_id TEXT, doc TEXT)")
    plain.execute("CREATE INDEX record_case ON record (case_id)")
    plain.execute("CREATE VIRTUAL TABLE found USING fts5(text, prefix='1 2 3')")
    plain.execute("BEGIN")
    for case_id, records in content.items():
        for item in records:
            doc = to_doc(item)
            plain.execute(
                "INSERT INTO record VALUES (?, ?, ?)",
                (str(item.id), str(case_id), json.dumps(doc)),
            )
            if isinstance(item, NoteParagraph):
                plain.execute("INSERT INTO found VALUES (?)", (item.text,))
    plain.execute("COMMIT")
    return plain


def open_plain(path: Path) -> sqlite3.Connection:
    plain = sqlite3.connect(path, isolation_level=None)
    plain.execute("PRAGMA journal_mode=WAL")
    plain.execute("PRAGMA synchronous=FULL")
    return plain


def opening(folder: Path, key: bytes, repeats: int) -> Iterator[Figure]:
    """From the derived key to the first answer."""

    def ours() -> None:
        Store.open(folder / "case.store", key).close()

    def plain() -> None:
        with closing(open_plain(folder / "plain.db")) as opened:
            opened.execute("SELECT count(*) FROM sqlite_schema").fetchone()

    yield compare("open, once the key is derived", ours, plain, repeats)


def saving(
    store: Store, plain: sqlite3.Connection, records: Sequence[Record], repeats: int
) -> Iterator[Figure]:
    """Row, operation, history, audit and search against one bare, durable insert."""
    paragraphs = iter([item for item in records if isinstance(item, NoteParagraph)])
    last = next(paragraphs)

    def bare() -> None:
        plain.execute(
            "INSERT INTO record VALUES (?, ?, ?)", (str(uuid4()), str(last.case_id), last.text)
        )

    def new() -> None:
        with store.unit_of_work() as work:
            work.save(replace(last, id=store.new_id()), None)

    def edit() -> None:
        item = next(paragraphs)
        with store.unit_of_work() as work:
            work.save(replace(item, text=f"{item.text} erbij"), item)

    def found() -> None:
        new()
        store.index.follow()

    yield compare("save a new paragraph / a bare insert", new, bare, repeats)
    yield compare("save one, and index it for search / a bare insert", found, bare, repeats)
    yield compare("save an edit of a paragraph / a bare insert", edit, bare, repeats)


def whole_saves(workspace: Workspace, records: Sequence[Record], repeats: int) -> Iterator[Figure]:
    """What a form waits for: the rules, the save, and the case read again."""
    people = [item for item in records if isinstance(item, Person)]
    state = {"base": people[0], "number": 0}

    def save() -> None:
        base = state["base"]
        assert isinstance(base, Person)
        item = replace(base, remarks=f"{time.perf_counter()}")
        workspace.save(Change(item, base))
        state["base"] = item

    yield Figure(f"save from a form, in a case of {BIG_CASE} records", middle(save, repeats))


def reading_cases(
    workspace: Workspace, store: Store, plain: sqlite3.Connection, case_id: UUID, repeats: int
) -> Iterator[Figure]:
    def bare() -> None:
        rows = plain.execute("SELECT doc FROM record WHERE case_id = ?", (str(case_id),))
        for (doc,) in rows.fetchall():
            if doc.startswith("{"):
                json.loads(doc)

    def fresh() -> None:
        with store.unit_of_work() as work:
            work.log(Act.OPEN_CASE, case_id)
        Snapshots(store).read(case_id, workspace.today())

    what = f"open a case of {BIG_CASE} records / read and parse its rows"
    yield compare(what, fresh, bare, repeats)
    yield Figure("open it again, unchanged", middle(lambda: workspace.open_case(case_id), repeats))
    yield Figure("the first page of the caseload", middle(workspace.caseload_page, repeats))
    yield Figure("the day", middle(lambda: workspace.day(workspace.today()), repeats // 4))


def searching(store: Store, plain: sqlite3.Connection, repeats: int) -> Iterator[Figure]:
    def bare(query: str) -> Callable[[], object]:
        match = " AND ".join(f'"{word}"*' for word in query.split())
        return lambda: plain.execute(
            "SELECT snippet(found, 0, '[', ']', '…', 12) FROM found WHERE found MATCH ?"
            " ORDER BY bm25(found) LIMIT 50",
            (match,),
        ).fetchall()

    for query in ("n", "moe", "gesprek", "moeder vader school boos"):
        ours = partial(store.search, query)
        yield compare(f"search for “{query}”", ours, bare(query), repeats // 2)


def timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def middle(work: Callable[[], object], repeats: int) -> float:
    return median(timed(work) for _ in range(max(3, repeats)))


def compare(
    what: str, ours: Callable[[], object], plain: Callable[[], object], repeats: int
) -> Figure:
    """Both in turns, so that a busy moment of the machine falls on both."""
    pairs = [(both(ours), both(plain)) for _ in range(max(3, repeats))]
    mine, mine_of_processor = (median(pair[0][kind] for pair in pairs) for kind in (0, 1))
    theirs, theirs_of_processor = (median(pair[1][kind] for pair in pairs) for kind in (0, 1))
    return Figure(what, mine, theirs, mine_of_processor / max(theirs_of_processor, 1e-6))


def both(work: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds on the clock and of the processor."""
    used = time.thread_time()
    took = timed(work)
    return took, (time.thread_time() - used) * 1000
