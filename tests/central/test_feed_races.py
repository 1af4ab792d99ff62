"""Sixteen writers at once on PostgreSQL, and somebody who reads along: nothing is missed.

The control numbers its rows by a plain sequence, as one would at first: a number is taken when
the row is written, the row is seen when its transaction ends, and who read past it in between
never gets it.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

from sqlalchemy import create_engine, text

from mvs_central.base.central import Central
from mvs_desktop.domain.contacts import NoteParagraph
from mvs_desktop.domain.people import Person
from mvs_desktop.sync.protocol import Cursor
from tests.central.desk import Desk, created, group, new_desk, share

WRITERS = 16
TURNS = 8
WAIT = 60  # seconds for the others, after which the test fails


class Reader:
    """A colleague who follows a case by its cursors, a few records at a time."""

    def __init__(self, desk: Desk, case_id: UUID) -> None:
        self._desk = desk
        self._cursors = [Cursor(str(case_id), name, 0) for name in ("basis", "zorg")]
        self.seen: list[tuple[UUID, int]] = []

    def read(self) -> None:
        more = True
        while more:
            page = self._desk.page(*self._cursors, limit=7)
            self.seen += [(UUID(item.id), item.seq) for item in page.records]
            self._cursors, more = page.cursors, page.more


def test_sixteen_writers_and_nothing_is_missed(on_postgres: Central) -> None:
    lead = new_desk(on_postgres, "Sanne de Wit")
    case_id = lead.new_case()
    desks = [new_desk(on_postgres, f"Medewerker {number}") for number in range(WRITERS)]
    for desk in desks:
        share(desk, case_id)
    reader = Reader(lead, case_id)
    start, done = threading.Barrier(WRITERS + 1), threading.Event()

    def write(desk: Desk) -> list[UUID]:
        start.wait(WAIT)
        made = []
        for _ in range(TURNS):
            items = [
                Person(id=uuid4(), case_id=case_id),
                NoteParagraph(id=uuid4(), case_id=case_id, note_id=uuid4(), text="Gesproken."),
            ]
            results = desk.push(*(group(case_id, created(item)) for item in items))
            assert [result.outcome for result in results] == ["applied"] * 2
            made += [item.id for item in items]
        return made

    def follow() -> int:
        start.wait(WAIT)
        rounds = 0
        while not done.is_set():
            reader.read()
            rounds += 1
        return rounds

    with ThreadPoolExecutor(WRITERS + 1) as pool:
        following = pool.submit(follow)
        try:
            made = {id_ for part in pool.map(write, desks) for id_ in part}
        finally:
            done.set()
        assert following.result(WAIT) > 0
    reader.read()
    assert len(made) == WRITERS * TURNS * 2
    assert made - {id_ for id_, _ in reader.seen} == set()
    seqs = [seq for _, seq in reader.seen]
    assert sorted(seqs) == sorted(set(seqs)), "a change came twice"
    # Every number of the case was given once and read once: members too, and no gap.
    assert set(seqs) == set(range(1, max(seqs) + 1))


def test_a_plain_sequence_does_miss_some(postgres_url: str) -> None:
    engine = create_engine(postgres_url, pool_size=WRITERS + 1)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE line (number bigserial PRIMARY KEY, id uuid)"))
    # Half of the writers are a little slower at the end of their transactions.
    numbered = threading.Barrier(WRITERS)
    half_done, read = threading.Barrier(WRITERS + 1), threading.Barrier(WRITERS + 1)

    def write(number: int) -> list[UUID]:
        made = [uuid4() for _ in range(TURNS)]
        for id_ in made:
            with engine.connect() as connection:
                connection.execute(text("INSERT INTO line (id) VALUES (:id)"), {"id": id_})
                numbered.wait(WAIT)
                if number % 2:
                    connection.commit()
                half_done.wait(WAIT)
                read.wait(WAIT)
                connection.commit()
        return made

    def follow(cursor: int) -> tuple[list[UUID], int]:
        query = text("SELECT number, id FROM line WHERE number > :cursor ORDER BY number")
        with engine.connect() as connection:
            rows = connection.execute(query, {"cursor": cursor}).all()
        return [row.id for row in rows], max([cursor, *(row.number for row in rows)])

    seen: list[UUID] = []
    cursor = 0
    with ThreadPoolExecutor(WRITERS) as pool:
        runs = [pool.submit(write, number) for number in range(WRITERS)]
        for _ in range(TURNS):
            half_done.wait(WAIT)
            more, cursor = follow(cursor)
            seen += more
            read.wait(WAIT)
        made = {id_ for run in runs for id_ in run.result(WAIT)}
    more, _ = follow(cursor)
    seen += more
    engine.dispose()
    missed = made - set(seen)
    assert len(made) == WRITERS * TURNS
    assert missed, "the control is worth nothing when it misses nothing"
