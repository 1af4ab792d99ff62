"""The audit of a laptop at the real service: told after a sync, countersigned, and held to."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select, update

from mvs_central.base.central import Caller
from mvs_central.integrity import verify
from mvs_central.integrity.device_acts import MEMBERS, tell
from mvs_central.tables import device, device_act, device_segment
from mvs_desktop.domain.acts import chained, is_telling
from mvs_desktop.domain.errors import ServerAnswerUnreadable, ServerUnreachable
from mvs_desktop.services.session import Session
from mvs_desktop.storage.audit.countersign import MANY, told_of
from mvs_desktop.storage.audit.log import Act, Break, Fault, Mark
from mvs_desktop.storage.base.engine import reading, writing
from mvs_desktop.storage.base.meta import Name, forget, put
from mvs_desktop.storage.base.tables import audit
from mvs_desktop.storage.store import Store
from mvs_desktop.sync import protocol
from mvs_desktop.sync.acts import tell_acts
from tests.support.central import AdministeredHere
from tests.support.keepers import MemoryKeeper
from tests.support.workspaces import CHEAP, PASSPHRASE
from tests.sync.direct_central import Service, blank_central
from tests.sync.laptop import KEY, MakeStore, blank_store, make_store

__all__ = ["blank_store", "make_store"]

WORKER = "0190-worker"
CASE = uuid4()
LINES = select(device_act.c.line).order_by(device_act.c.number)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    path = tmp_path / "central.db"
    blank_central(path)
    running = Service(path)
    yield running
    running.close()


class Line:
    """A store that tells the service, over the wire's own bytes; the line can break."""

    def __init__(self, service: Service, store: Store) -> None:
        self.service = service
        self.store = store
        self.caller = service.enrol("Sanne de Wit")
        self.sent: list[protocol.ActsRequest] = []
        self.loses_answer = False
        self.turns: Any = lambda reply: reply

    def tell_acts(self, request: protocol.ActsRequest) -> protocol.ActsReply:
        body = protocol.encode(request)
        self.sent.append(msgspec.json.decode(body, type=protocol.ActsRequest))
        reply = tell(self.service.central, self.caller, self.sent[-1])
        if self.loses_answer:
            raise ServerUnreachable
        answer: protocol.ActsReply = self.turns(reply)
        return answer

    def sync(self) -> bool:
        return tell_acts(self.caller.device_id, self.store.countersigning, self)

    def act(self, act: Act = Act.OPEN_CASE, count: int = 1, **detail: str | int) -> None:
        for _ in range(count):
            with self.store.unit_of_work() as work:
                work.log(act, CASE, **detail)

    def verify(self) -> Break | None:
        return self.store.audit.verify(WORKER).found

    def held(self) -> list[tuple[int, str]]:
        with self.service.central.database.read() as connection:
            query = select(device_act.c.number, device_act.c.line)
            return [tuple(row) for row in connection.execute(query.order_by(device_act.c.number))]

    def faults(self) -> list[str]:
        with self.service.central.database.read() as connection:
            query = select(device_segment.c.fault).order_by(device_segment.c.part)
            return list(connection.scalars(query))


@pytest.fixture
def line(service: Service, make_store: MakeStore) -> Line:
    return Line(service, make_store())


def rewrite(store: Store, number: int, **values: object) -> None:
    """Write a line and all that follow anew, with head and all, as its owner can."""
    with writing(store._engine) as connection:
        connection.execute(update(audit).where(audit.c.number == number).values(**values))
        before = Mark()
        for row in connection.execute(select(audit).order_by(audit.c.number)).all():
            bare = {key: row._mapping[key] for key in MEMBERS}
            before = Mark(row.number, chained(before.hash, bare))
            here = audit.c.number == row.number
            connection.execute(update(audit).where(here).values(hash=before.hash))
        put(connection, Name.AUDIT_HEAD, before.to_text())


def test_what_was_done_is_told_once(line: Line) -> None:
    line.act(count=3)
    assert line.sync()
    assert not line.sync()
    assert [number for number, _ in line.held()] == [1, 2, 3]
    report = line.store.audit.verify(WORKER)
    assert report.found is None
    assert report.countersigned is not None
    assert (report.countersigned.number, report.countersigned.fault) == (3, "")
    assert verify.verify(line.service.central).is_sound


def test_a_sync_alone_is_nothing_to_tell(line: Line) -> None:
    """An idle sync stays one request: its own lines wait for something that somebody did."""
    line.act(Act.SEND, count=2)
    line.act(Act.RECEIVE, count=2)
    assert not line.sync()
    line.act(Act.SEARCH, hits=3)
    assert line.sync()
    assert len(line.sent[-1].lines) == 5
    line.act(Act.RECEIVE, count=MANY)
    assert line.sync()


def test_a_sync_tells_so_much_and_the_next_the_rest(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protocol, "MOST_ACTS", 4)
    line.act(count=10)
    assert [line.sync() for _ in range(4)] == [True, True, True, False]
    assert [len(request.lines) for request in line.sent] == [4, 4, 2]
    assert line.faults() == ["", "", ""]


def test_a_thousand_lines_are_small_on_the_line(line: Line) -> None:
    import zstandard

    line.act(count=400)
    line.sync()
    packed = zstandard.ZstdCompressor().compress(protocol.encode(line.sent[-1]))
    assert len(packed) < 40 * 400


def test_a_lost_answer_changes_nothing(line: Line) -> None:
    line.act(count=3)
    line.loses_answer = True
    with pytest.raises(ServerUnreachable):
        line.sync()
    line.loses_answer = False
    line.act(count=2)
    assert line.sync()
    assert [number for number, _ in line.held()] == [1, 2, 3, 4, 5]
    assert line.faults() == ["", ""]
    assert line.verify() is None


def test_whoever_has_everything_on_the_laptop_cannot_rewrite_what_was_countersigned(
    line: Line,
) -> None:
    line.act(count=4)
    line.sync()
    rewrite(line.store, 2, action="search")
    assert line.verify() == Break(Fault.COUNTERSIGNED, 4)
    # And without the countersignature, the centre remembers.
    with writing(line.store._engine) as connection:
        forget(connection, Name.AUDIT_TOLD)
    assert line.verify() is None
    line.act()
    assert line.sync()
    assert line.faults() == ["", "fork"]


def test_what_was_not_told_yet_can_still_be_rewritten_unseen(line: Line) -> None:
    """So it is told at every sync: this is what the countersignature does not cover."""
    line.act(count=2)
    line.sync()
    line.act(count=2)
    rewrite(line.store, 4, action="search")
    assert line.verify() is None
    line.act()
    line.sync()
    assert line.faults() == ["", ""]


def test_an_older_store_forks(line: Line, tmp_path: Path) -> None:
    line.act(count=3)
    line.sync()
    older = tmp_path / "older.db"
    with reading(line.store._engine) as connection:
        connection.exec_driver_sql("SELECT 1")
    line.store.close()
    older.write_bytes((tmp_path / "0.db").read_bytes())
    again = Store.open(tmp_path / "0.db", KEY)
    line.store = again
    line.act(count=2)
    line.sync()
    again.close()
    line.store = Store.open(older, KEY)
    line.act(Act.EXPORT, count=3)
    line.sync()
    assert line.faults() == ["", "", "fork"]
    assert line.verify() is None
    line.act()
    line.sync()
    assert line.faults()[-1] == ""
    line.store.close()


def test_a_restored_store_goes_on_under_its_own_device(line: Line) -> None:
    line.act(count=3)
    line.sync()
    former = line.caller
    line.caller = Caller(former.worker_id, uuid4())
    with line.service.central.database.write() as connection:
        connection.execute(
            insert(device).values(
                id=line.caller.device_id,
                worker_id=former.worker_id,
                public_key="{}",
                thumbprint=line.caller.device_id.hex,
                name="",
                enrolled_at=line.service.central.now(),
                replaces=former.device_id,
            )
        )
    line.act(Act.RE_ENROL, device=str(line.caller.device_id), former=str(former.device_id))
    line.sync()
    assert line.faults() == ["", ""]
    assert line.verify() is None
    with line.service.central.database.read() as connection:
        query = select(device_segment.c.follows).where(
            device_segment.c.device_id == line.caller.device_id
        )
        assert connection.scalars(query).one() == former.device_id


@pytest.mark.parametrize("member", ["number", "hash", "at", "fault", "key", "signature"])
def test_an_answer_that_is_not_signed_is_not_taken(line: Line, member: str) -> None:
    line.act()

    def turned(reply: protocol.ActsReply) -> protocol.ActsReply:
        value = getattr(reply, member)
        other = value + 1 if isinstance(value, int) else "!" + value
        return msgspec.structs.replace(reply, **{member: other})

    line.turns = turned
    with pytest.raises(ServerAnswerUnreadable):
        line.sync()
    with reading(line.store._engine) as connection:
        assert told_of(connection).number == 0


def test_text_never_leaves_the_laptop(line: Line) -> None:
    line.act(Act.SEARCH, hits=2)
    line.act(Act.SEARCH, words="Jansen uit de Kerkstraat")
    line.act(Act.EXPORT, record=str(uuid4()))
    line.sync()
    assert [bool(text) for _, text in line.held()] == [True, False, True]
    assert b"Jansen" not in b"".join(map(protocol.encode, line.sent))
    assert verify.verify(line.service.central).is_sound


@given(st.recursive(st.text(max_size=9) | st.integers() | st.none(), st.lists))
def test_codes_are_told_and_text_is_not(value: Any) -> None:
    def has_text(item: Any) -> bool:
        if isinstance(item, list):
            return any(map(has_text, item))
        return isinstance(item, str) and not all(
            char.isascii() and (char.isalnum() or char in "_.:@+-") for char in item
        )

    assert is_telling(value) == has_text(value)
    assert is_telling({"detail": {"x": value}}) == has_text(value)


@given(st.dictionaries(st.text(), st.text() | st.integers(-(2**60), 2**60)), st.text(max_size=3))
def test_lines_hash_as_they_always_did(line: dict[str, Any], before: str) -> None:
    """Audits that stand were hashed over msgspec's canonical JSON."""
    from hashlib import sha256

    text = msgspec.json.encode(line, order="sorted")
    assert chained(before, line) == sha256(before.encode() + b"\n" + text).hexdigest()


def test_a_worker_and_a_moment_are_in_every_line(line: Line) -> None:
    line.act()
    line.sync()
    told = msgspec.json.decode(line.held()[0][1])
    assert told["case_id"] == str(CASE)
    assert datetime.fromisoformat(told["at"]) <= datetime.now(UTC)
    assert set(told) == set(MEMBERS)


@pytest.mark.timeout(120)
def test_a_real_sync_tells_and_an_idle_one_does_not(tmp_path: Path) -> None:
    """Over HTTP, with the real session: unlocked, opened a family, synchronised, verified."""
    central = AdministeredHere(tmp_path / "central.db")
    central.init()
    central.add_team("Oost", "GM0606")
    worker = central.add_worker("Noor Testers", "Oost", "Oefenorganisatie", "wijkteam")
    session = Session(tmp_path / "data", MemoryKeeper(), cost=CHEAP)
    with central:
        workspace = session.enrol(central.url, central.code(worker), PASSPHRASE, "laptop")
        try:
            workspace.synchronise()
            first = workspace.audit.verify().countersigned
            assert first is not None
            workspace.synchronise()  # that it was verified is told
            second = workspace.audit.verify().countersigned
            assert second is not None
            assert second.number > first.number
            assert second.fault == ""
            for _ in range(3):
                workspace.synchronise()
        finally:
            workspace.close()
    running = Service(tmp_path / "central.db")
    with running.central.database.read() as connection:
        acts = [msgspec.json.decode(text)["action"] for text in connection.scalars(LINES)]
        segments = connection.scalars(select(device_segment.c.part)).all()
    running.close()
    assert acts == ["unlock", "verify", "verify"]
    assert segments == [1, 2, 3]  # of five times
