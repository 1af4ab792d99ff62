"""Content from one laptop to another: real stores, the real service on both its databases."""

import json
import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Table, select

from mvs_central.access import members
from mvs_central.sync import contents
from mvs_central.sync.epoch import new_epoch
from mvs_central.tables import attachment_chunk as central_chunk
from mvs_central.tables import attachment_content, quarantine
from mvs_desktop.domain.attachments import CHUNK, Attachment
from mvs_desktop.domain.errors import (
    AttachmentNotHere,
    ContentWaits,
    DiskFull,
    HeldUpUnderway,
    ServerUnreachable,
)
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.records import WHOLE
from mvs_desktop.services.kept_apart import as_another
from mvs_desktop.storage.base.engine import reading, writing
from mvs_desktop.storage.base.tables import attachment_chunk, attachment_key, attachment_litter
from mvs_desktop.storage.exchange import contents as stored
from mvs_desktop.storage.records.attachments import FOLDER, ChunkState, keep, write_new
from mvs_desktop.storage.store import Store
from mvs_desktop.sync import attachments as travel
from mvs_desktop.sync import protocol
from mvs_desktop.sync.attachments import ContentTravel
from mvs_desktop.sync.engine import SyncEngine
from mvs_desktop.sync.refusals import CaseAbsent, ContentRefused
from mvs_desktop.sync.report import SyncReport
from tests.central.desk import Desk, new_desk, re_enrolled, share
from tests.sync.direct_central import DirectCentral
from tests.sync.laptop import KEY, Laptop, MakeStore, blank_store, make_store

__all__ = ["blank_store", "make_store"]


class Traveller(Laptop):
    """A laptop whose attachments travel. `requests` are those that the service got."""

    def __init__(self, store: Store, desk: Desk) -> None:
        self.link = DirectCentral(desk, desk.caller)
        super().__init__(store, desk.name, self.link, desk.central.epoch())
        self.desk = desk
        self.requests: list[str] = []
        self.link.before = self.requests.append
        self.now = 0.0
        self.start_anew()

    def start_anew(self) -> None:
        """As in another process, which remembers nothing."""
        self.travel = ContentTravel(
            self.store.contents, self.link, partial(as_another, self.store), lambda: self.now
        )

    def sync(self) -> SyncReport:
        return SyncEngine(self.replica, self.central, self.travel).run()

    def add(self, case_id: UUID, size: int) -> tuple[Attachment, bytes]:
        content = secrets.token_bytes(size)
        digest = sha256(content).hexdigest()
        id_ = self.store.new_id()
        item = Attachment(id=id_, case_id=case_id, name="Brief", size=size, sha256=digest)
        written = self.store.attachments.write(item, content, b"klein")
        assert written is not None
        with self.store.unit_of_work() as work:
            work.attach(item, written)
        return item, content

    def count(self, name: str) -> int:
        return self.requests.count(name)

    def states(self, item: Attachment) -> list[str]:
        query = select(attachment_chunk.c.state).filter_by(record_id=str(item.id))
        with reading(self.store._engine) as connection:
            return list(connection.execute(query).scalars())

    def files(self) -> int:
        folder = Path(str(self.store._engine.url.database)).parent / FOLDER
        return len(list(folder.iterdir())) if folder.exists() else 0


AddLaptop = Callable[[Desk], Traveller]


@pytest.fixture
def add_laptop(blank_store: Path, make_store: MakeStore, tmp_path: Path) -> Iterator[AddLaptop]:
    """Each store in a folder of its own: its attachments stand beside it."""
    made: list[Store] = []

    def add(desk: Desk) -> Traveller:
        folder = tmp_path / f"laptop-{len(made)}"
        folder.mkdir()
        path = folder / "case.store"
        path.write_bytes(blank_store.read_bytes())
        made.append(Store.open(path, KEY))
        return Traveller(made[-1], desk)

    yield add
    for store in made:
        store.close()


@pytest.fixture
def anna(sanne: Desk, add_laptop: AddLaptop) -> Traveller:
    return add_laptop(sanne)


@pytest.fixture
def bram(youssef: Desk, add_laptop: AddLaptop) -> Traveller:
    return add_laptop(youssef)


def rows(desk: Desk, table: Table) -> list[Any]:
    with desk.central.database.read() as connection:
        return list(connection.execute(select(table)))


def broken(*_: object) -> None:
    raise ServerUnreachable


def disk_full(*_: object) -> None:
    raise DiskFull


def breaking(laptop: Traveller, name: str, at: int, *, answered: bool) -> None:
    """The line breaks at the request `name` number `at`, from 0: it never arrives, or is done
    and its answer is lost."""
    seen = 0

    def watch(request: str) -> None:
        nonlocal seen
        if request == name:
            seen += 1
            if seen == at + 1:
                raise ServerUnreachable

    if answered:
        laptop.link.after = watch
    else:

        def before(request: str) -> None:
            laptop.requests.append(request)
            watch(request)

        laptop.link.before = before


def mend(laptop: Traveller) -> None:
    laptop.requests.clear()
    laptop.link.before = laptop.requests.append
    laptop.link.after = lambda _: None


def test_a_colleague_sees_the_same_bytes(anna: Traveller, bram: Traveller) -> None:
    case_id = anna.new_case()
    made = [anna.add(case_id, size) for size in (2 * CHUNK + 9, 5, 0)]
    report = anna.sync()
    assert (report.complete, report.pending) == (True, 0)
    assert report.confirmed == {"case_file": 1, "attachment": 3}
    share(bram.desk, case_id)
    report = bram.sync()
    assert report.fetched == {item.id for item, _ in made}
    assert case_id in report.changed_cases
    for item, content in made:
        assert bram.store.attachments.read(item.id) == content
    assert bram.store.attachments.held(case_id) == dict.fromkeys(report.fetched, False)
    assert anna.store.attachments.held(case_id) == dict.fromkeys(report.fetched, False)
    # Then there is nothing more to say about it.
    for laptop in (anna, bram):
        laptop.sync()
        laptop.requests.clear()
        assert laptop.sync().complete
        assert laptop.requests == ["pull"]


def test_content_goes_before_the_operation_that_names_it_and_small_before_large(
    anna: Traveller,
) -> None:
    case_id = anna.new_case()
    large, _ = anna.add(case_id, CHUNK + 1)
    small, _ = anna.add(case_id, 10)
    anna.add_person(case_id, "Sem")
    pushed: list[list[str]] = []
    push = anna.link.push

    def watched(request: protocol.PushRequest) -> protocol.PushReply:
        pushed.append([op.record_id for group in request.groups for op in group.ops])
        there = {str(row.attachment_id) for row in rows(anna.desk, attachment_content)}
        assert {str(large.id), str(small.id)} & set(pushed[-1]) <= there
        return push(request)

    anna.link.push = watched  # type: ignore[method-assign]
    assert anna.sync().complete
    # What needs no content does not wait for it.
    assert len(pushed[0]) == 2
    assert pushed[1:] == [[str(small.id)], [str(large.id)]]


@pytest.mark.parametrize("answered", [False, True])
@pytest.mark.parametrize(("name", "at"), [("offer", 0), ("put", 0), ("put", 1), ("put", 2)])
def test_a_line_that_breaks_goes_on_at_the_first_missing_chunk(
    anna: Traveller, bram: Traveller, name: str, at: int, answered: bool
) -> None:
    case_id = anna.new_case()
    assert anna.sync().complete
    item, content = anna.add(case_id, 2 * CHUNK + 1)
    anna.add_person(case_id, "Sem")
    breaking(anna, name, at, answered=answered)
    report = anna.sync()
    assert isinstance(report.problem, ServerUnreachable)
    assert (report.pending, report.confirmed) == (1, {"person": 1})  # who needs no content
    done = 0 if name == "offer" else at + (1 if answered else 0)
    mend(anna)
    report = anna.sync()
    assert report.complete
    assert report.confirmed == {"attachment": 1}
    assert anna.count("put") == 3 - done  # no chunk twice
    share(bram.desk, case_id)
    assert bram.sync().complete
    assert bram.store.attachments.read(item.id) == content
    assert bram.names(case_id) == ["Sem"]


@pytest.mark.parametrize("at", [0, 1, 2])
def test_fetching_goes_on_where_the_line_broke(anna: Traveller, bram: Traveller, at: int) -> None:
    case_id = anna.new_case()
    item, content = anna.add(case_id, 2 * CHUNK + 1)
    anna.sync()
    share(bram.desk, case_id)
    breaking(bram, "get", at, answered=False)
    report = bram.sync()
    assert isinstance(report.problem, ServerUnreachable)
    assert report.last_contact is not None  # the records are in
    assert bram.store.attachments.held(case_id) == {}
    with pytest.raises(AttachmentNotHere):
        bram.store.attachments.read(item.id)
    mend(bram)
    assert bram.sync().fetched == {item.id}
    assert bram.count("get") == 3 - at
    assert bram.store.attachments.read(item.id) == content


def test_pending_tells_the_truth_about_content(anna: Traveller) -> None:
    case_id = anna.new_case()
    anna.sync()
    item, _ = anna.add(case_id, 10)
    assert anna.replica.pending_count() == 1
    # The content arrived, and the operation did not: still to be sent.
    anna.link.before = lambda name: broken() if name == "push" else anna.requests.append(name)
    assert isinstance(anna.sync().problem, ServerUnreachable)
    assert anna.states(item) == [ChunkState.STAGED]
    assert anna.store.attachments.held(case_id) == {item.id: True}
    assert anna.replica.pending_count() == 1
    mend(anna)
    # Whatever was swept meanwhile is sent again.
    with anna.desk.central.database.write() as connection:
        connection.execute(central_chunk.delete())
        connection.execute(attachment_content.delete())
    report = anna.sync()
    assert (report.pending, report.confirmed) == (0, {"attachment": 1})
    assert anna.count("put") == 1
    assert anna.states(item) == [ChunkState.SENT]


def test_a_store_that_was_killed_between_chunk_and_operation(
    anna: Traveller, add_laptop: AddLaptop
) -> None:
    case_id = anna.new_case()
    item, _ = anna.add(case_id, CHUNK + 1)
    anna.link.before = lambda name: broken() if name == "push" else anna.requests.append(name)
    anna.sync()
    anna.requests.clear()
    anna.sync()
    assert anna.count("put") == 0  # it never got to the content: the case comes first
    mend(anna)
    breaking(anna, "push", 1, answered=False)  # the case went, the attachment did not
    anna.sync()
    mend(anna)
    anna.start_anew()
    assert anna.sync().complete
    assert (anna.count("offer"), anna.count("put")) == (1, 0)
    assert anna.states(item) == [ChunkState.SENT] * 2


def test_an_edit_of_an_attachment_waits_with_it_and_others_do_not(anna: Traveller) -> None:
    case_id = anna.new_case()
    anna.sync()
    item, _ = anna.add(case_id, 10)
    with anna.store.unit_of_work() as work:
        work.save(replace(item, name="Brief van school"), item)
    together = replace(item, name="Brief van de school van Sem")
    with anna.store.unit_of_work() as work:
        person = Person(id=anna.store.new_id(), case_id=case_id, given_name="Sem")
        work.save(together, replace(item, name="Brief van school"))
        work.save(person, None)
    with anna.store.unit_of_work() as work:
        work.save(replace(person, given_name="Samuel"), person)
    anna.add_person(case_id, "Fem")
    anna.link.before = lambda name: broken() if name == "offer" else anna.requests.append(name)
    report = anna.sync()
    assert report.confirmed == {"person": 1}
    assert report.pending == 2
    mend(anna)
    report = anna.sync()
    assert report.complete
    assert not report.set_apart
    assert report.pending == 0
    assert anna.names(case_id) == ["Fem", "Samuel"]


def test_content_that_is_damaged_here_keeps_nothing_waiting(
    anna: Traveller, bram: Traveller
) -> None:
    case_id = anna.new_case()
    item, _ = anna.add(case_id, 10)
    folder = Path(str(anna.store._engine.url.database)).parent / FOLDER
    next(folder.iterdir()).unlink()
    report = anna.sync()
    assert (report.complete, report.pending) == (True, 0)
    assert anna.states(item) == [ChunkState.LOST]
    share(bram.desk, case_id)
    assert bram.sync().complete
    assert bram.store.attachments.held(case_id) == {}


def test_what_the_service_has_no_room_for_waits_and_the_rest_goes(
    anna: Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = anna.new_case()
    anna.sync()
    small, _ = anna.add(case_id, 10)
    large, _ = anna.add(case_id, 1_000)
    monkeypatch.setattr(contents, "LEAST_COUNTED", 1)
    monkeypatch.setattr(contents, "MOST_UNNAMED", 100)
    report = anna.sync()
    assert report.complete
    assert (report.pending, report.confirmed) == (1, {"attachment": 1})
    assert anna.states(small) == [ChunkState.SENT]
    assert anna.states(large) == [ChunkState.UNSENT]
    monkeypatch.undo()
    assert anna.sync().pending == 0


# Access that ends


def test_written_offline_and_then_access_ended(anna: Traveller, bram: Traveller) -> None:
    case_id = anna.new_case()
    anna.sync()
    share(bram.desk, case_id)
    bram.sync()
    item, content = bram.add(case_id, CHUNK + 3)
    members.revoke(anna.desk.central, case_id, bram.desk.caller.worker_id)
    report = bram.sync()
    assert (report.complete, report.pending) == (True, 0)
    assert len(report.dropped) == 4
    # All of it is with whoever leads the case; nothing of it is on this laptop.
    assert len(rows(bram.desk, quarantine)) == 1
    (kept,) = rows(bram.desk, attachment_content)
    assert (kept.attachment_id, kept.state) == (item.id, "quarantined")
    chunks = sorted(rows(bram.desk, central_chunk), key=lambda row: row.number)
    assert b"".join(row.data for row in chunks) == content
    with reading(bram.store._engine) as connection:
        for table in (attachment_chunk, attachment_key, attachment_litter):
            assert connection.execute(select(table)).all() == []
    assert bram.files() == 0
    assert anna.sync().fetched == frozenset()


def test_access_ended_after_the_record_was_taken_and_before_its_content_was(
    anna: Traveller, bram: Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a restore that lost the content: whose access ended sees the record no more."""
    case_id = anna.new_case()
    anna.sync()
    share(bram.desk, case_id)
    bram.sync()
    item, content = bram.add(case_id, CHUNK + 3)
    with monkeypatch.context() as earlier:  # a version in which content did not travel
        earlier.setattr(stored, "held_back", lambda _: frozenset())
        assert SyncEngine(bram.replica, bram.central).run().complete
    members.revoke(anna.desk.central, case_id, bram.desk.caller.worker_id)
    assert bram.sync().complete
    assert bram.files() == 0
    (kept,) = rows(bram.desk, attachment_content)
    assert (kept.attachment_id, kept.state) == (item.id, "quarantined")
    chunks = sorted(rows(bram.desk, central_chunk), key=lambda row: row.number)
    assert b"".join(row.data for row in chunks) == content


def test_what_waits_for_other_cases_costs_none_of_what_has_to_leave(
    anna: Traveller, bram: Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = anna.new_case()
    anna.sync()
    share(bram.desk, case_id)
    bram.sync()
    small, _ = bram.add(case_id, 60)
    other, _ = bram.add(bram.new_case(), 50)
    members.revoke(anna.desk.central, case_id, bram.desk.caller.worker_id)
    monkeypatch.setattr(contents, "LEAST_COUNTED", 1)
    monkeypatch.setattr(contents, "MOST_UNNAMED", 100)
    with bram.desk.acting():
        asked = protocol.ContentOffer(str(uuid4()), "zorg", str(uuid4()), 45, "0" * 64)
        contents.offer(bram.desk.central, bram.desk.caller, asked)
    assert bram.sync().complete
    found = {row.attachment_id: row.state for row in rows(bram.desk, attachment_content)}
    assert found[small.id] == "quarantined"
    assert found[other.id] == "named"


@pytest.mark.parametrize(
    ("refusal", "told"),
    [(ContentRefused, ContentWaits), (CaseAbsent, ContentWaits), (HeldUpUnderway, HeldUpUnderway)],
)
def test_nothing_is_destroyed_while_its_content_is_refused(
    anna: Traveller, bram: Traveller, refusal: type[Exception], told: type[Exception]
) -> None:
    """Access ended, and the service has no room, or something before it lets nothing through."""
    case_id = anna.new_case()
    other = anna.new_case()
    anna.sync()
    for one in (case_id, other):
        share(bram.desk, one)
    bram.sync()
    item, content = bram.add(case_id, 10)
    kept, _ = bram.add(bram.new_case(), 10)
    for one in (case_id, other):
        members.revoke(anna.desk.central, one, bram.desk.caller.worker_id)
    offer = bram.link.offer

    def refusing(request: protocol.ContentOffer) -> protocol.ContentState:
        raise refusal

    bram.link.offer = refusing  # type: ignore[method-assign]
    report = bram.sync()
    assert report.complete
    assert isinstance(report.problem, told)
    kept_back = {scope for scope in bram.replica.scopes_held() if scope[0] == case_id}
    assert kept_back == {(case_id, item.compartment.value)}
    assert (other, "basis") in report.dropped
    assert bram.store.attachments.read(item.id) == content
    assert bram.states(kept) == [ChunkState.UNSENT]
    bram.link.offer = offer  # type: ignore[method-assign]
    report = bram.sync()
    assert (report.problem, report.pending) == (None, 0)
    (apart,) = rows(bram.desk, quarantine)
    assert f'"{item.id}"' in apart.payload
    states = {row.attachment_id: row.state for row in rows(bram.desk, attachment_content)}
    assert states == {item.id: "quarantined", kept.id: "named"}
    assert bram.store.attachments.held(case_id) == {}
    assert bram.states(kept) == [ChunkState.SENT]


def put_other_content(laptop: Traveller, item: Attachment, size: int) -> bytes:
    """What no laptop of ours does: its record has other content at the service already."""
    content = secrets.token_bytes(size)
    laptop.store.contents.forget(item.id)
    written = laptop.store.attachments.write(item, content, b"klein")
    assert written is not None
    with writing(laptop.store._engine) as connection:
        keep(connection, written)
    return content


def test_other_content_than_the_service_has_is_kept_too_when_access_ended(
    anna: Traveller, bram: Traveller
) -> None:
    case_id = anna.new_case()
    anna.sync()
    share(bram.desk, case_id)
    bram.sync()
    item, content = bram.add(case_id, 10)
    bram.sync()
    other = put_other_content(bram, item, CHUNK + 3)
    members.revoke(anna.desk.central, case_id, bram.desk.caller.worker_id)
    report = bram.sync()
    assert (report.problem, report.pending, bram.files()) == (None, 0, 0)
    assert not [scope for scope in bram.replica.scopes_held() if scope[0] == case_id]
    # The lead of the case finds it apart, as an attachment of its own, and takes it over.
    (apart,) = rows(bram.desk, quarantine)
    told = json.loads(apart.payload)["units"][WHOLE]["value"]
    assert told["sha256"] == sha256(other).hexdigest()
    taken = replace(
        item,
        id=UUID(json.loads(apart.payload)["record_id"]),
        size=len(other),
        sha256=told["sha256"],
    )
    with anna.store.unit_of_work() as work:
        work.save(taken, None)
    assert anna.sync().fetched >= {item.id}
    anna.sync()
    assert anna.store.attachments.read(taken.id) == other
    assert anna.store.attachments.read(item.id) == content


def test_other_content_than_the_service_has_becomes_another_attachment(
    anna: Traveller, bram: Traveller
) -> None:
    case_id = bram.new_case()
    bram.sync()
    item, content = bram.add(case_id, 10)
    bram.sync()
    other = put_other_content(bram, item, 20)
    report = bram.sync()
    assert (report.problem, report.pending) == (None, 0)
    with bram.store.reader() as reader:
        found = {one.id: one.sha256 for one in reader.select(Attachment, case_id=case_id)}
    assert found.pop(item.id) == item.sha256
    ((another, digest),) = found.items()
    assert digest == sha256(other).hexdigest()
    assert bram.store.attachments.read(another) == other
    assert bram.store.attachments.read(item.id) == content  # fetched anew


def test_a_full_disk_does_not_cost_other_content(
    anna: Traveller, bram: Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = anna.new_case()
    anna.sync()
    share(bram.desk, case_id)
    bram.sync()
    item, _ = bram.add(case_id, 10)
    bram.sync()
    other = put_other_content(bram, item, 20)
    members.revoke(anna.desk.central, case_id, bram.desk.caller.worker_id)
    with monkeypatch.context() as full:
        full.setattr("mvs_desktop.storage.records.attachments.write_new", disk_full)
        assert isinstance(bram.sync().problem, ContentWaits)
    assert bram.store.attachments.read(item.id) == other
    assert bram.sync().problem is None
    states = {row.sha256: row.state for row in rows(bram.desk, attachment_content)}
    assert states == {item.sha256: "named", sha256(other).hexdigest(): "quarantined"}


def test_nothing_is_destroyed_before_its_content_is_sent(anna: Traveller, bram: Traveller) -> None:
    case_id = anna.new_case()
    anna.sync()
    share(bram.desk, case_id)
    bram.sync()
    item, content = bram.add(case_id, CHUNK + 3)
    members.revoke(anna.desk.central, case_id, bram.desk.caller.worker_id)
    breaking(bram, "put", 1, answered=False)
    assert not bram.sync().complete
    assert bram.store.attachments.read(item.id) == content
    mend(bram)
    assert bram.sync().complete
    assert bram.count("put") == 1
    assert len(rows(bram.desk, central_chunk)) == 2
    assert bram.files() == 0


def test_fetched_content_goes_when_access_ends(anna: Traveller, bram: Traveller) -> None:
    case_id = anna.new_case()
    anna.add(case_id, CHUNK + 3)
    anna.sync()
    share(bram.desk, case_id)
    assert bram.sync().fetched
    assert bram.files() == 2
    members.revoke(anna.desk.central, case_id, bram.desk.caller.worker_id)
    assert bram.sync().dropped
    assert bram.files() == 0


# A service that was put back, and records from before content travelled


def test_a_service_that_lost_content_gets_it_again(anna: Traveller, bram: Traveller) -> None:
    case_id = anna.new_case()
    item, content = anna.add(case_id, CHUNK + 3)
    anna.sync()
    with anna.desk.central.database.write() as connection:
        connection.execute(central_chunk.delete())
        connection.execute(attachment_content.delete())
    new_epoch(anna.desk.central)
    report = anna.sync()
    assert report.complete
    anna.sync()
    share(bram.desk, case_id)
    assert bram.sync().fetched == {item.id}
    assert bram.store.attachments.read(item.id) == content


def test_content_whose_record_went_before_it_is_sent_and_told(
    anna: Traveller, bram: Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = anna.new_case()
    item, content = anna.add(case_id, 10)
    with monkeypatch.context() as earlier:  # a version in which content did not travel
        earlier.setattr(stored, "held_back", lambda _: frozenset())
        assert SyncEngine(anna.replica, anna.central).run().complete
    assert anna.replica.pending_count() == 1
    share(bram.desk, case_id)
    assert bram.sync().fetched == frozenset()
    report = anna.sync()
    assert (report.confirmed, report.pending) == ({"attachment": 1}, 0)
    assert bram.sync().fetched == frozenset()  # asked for a moment ago
    bram.now += travel._ANOTHER_TIME + 1
    assert bram.sync().fetched == {item.id}
    assert bram.store.attachments.read(item.id) == content


def test_a_laptop_enrolled_again_sends_what_was_left(
    anna: Traveller, add_laptop: AddLaptop
) -> None:
    case_id = anna.new_case()
    anna.sync()
    item, _ = anna.add(case_id, 2 * CHUNK)
    breaking(anna, "put", 1, answered=False)
    anna.sync()
    again = re_enrolled(anna.desk)
    anna.link = DirectCentral(again, again.caller)
    anna.central = anna.link
    anna.start_anew()
    mend(anna)
    assert anna.sync().complete
    assert anna.count("put") == 1
    assert anna.states(item) == [ChunkState.SENT] * 2


# What comes in


def test_other_bytes_than_the_record_says_are_not_kept(anna: Traveller, bram: Traveller) -> None:
    case_id = anna.new_case()
    anna.add(case_id, CHUNK + 1)
    anna.sync()
    share(bram.desk, case_id)
    get = bram.link.get
    spoil: Callable[[bytes], bytes]
    for spoil in (lambda chunk: chunk[:-1] + b"?", lambda chunk: chunk[:-1], lambda _: b""):

        def spoilt(
            request: protocol.ContentRequest, spoil: Callable[[bytes], bytes] = spoil
        ) -> bytes:
            return spoil(get(request))

        bram.link.get = spoilt  # type: ignore[method-assign]
        report = bram.sync()
        assert report.complete
        assert report.fetched == frozenset()
        assert (bram.files(), bram.store.attachments.held(case_id)) == (0, {})
        bram.now += travel._ANOTHER_TIME + 1
    bram.link.get = get  # type: ignore[method-assign]
    assert bram.sync().fetched


def test_a_full_disk_keeps_nothing_half_and_records_come_in(
    anna: Traveller, bram: Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = anna.new_case()
    anna.add(case_id, 2 * CHUNK)
    anna.sync()
    share(bram.desk, case_id)
    write, written = write_new, 0

    def full(path: Path, content: bytes) -> None:
        nonlocal written
        written += 1
        if written == 2:
            raise DiskFull
        write(path, content)

    monkeypatch.setattr(stored, "write_new", full)
    report = bram.sync()
    assert (report.complete, report.fetched) == (True, frozenset())
    assert bram.cases() == ["Familie De Boer"]
    assert bram.files() == 0
    monkeypatch.setattr(stored, "_ROOM_LEFT", 1 << 60)
    bram.requests.clear()
    assert bram.sync().complete
    assert bram.requests == ["pull"]  # no room: only when somebody asks
    item = bram.store.contents.wanted()[0]
    bram.travel.fetch(item)
    assert bram.store.contents.wanted() == ()


def test_a_run_fetches_its_share_and_the_next_one_goes_on(
    anna: Traveller, bram: Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(travel, "_SOME", 100)
    case_id = anna.new_case()
    for size in (60, 70, 80):
        anna.add(case_id, size)
    anna.sync()
    share(bram.desk, case_id)
    report = bram.sync()
    assert (len(report.fetched), report.more_contents) == (2, True)
    report = bram.sync()
    assert (len(report.fetched), report.more_contents) == (1, False)


def test_what_was_fetched_and_damaged_comes_again(anna: Traveller, bram: Traveller) -> None:
    case_id = anna.new_case()
    item, content = anna.add(case_id, 10)
    assert not anna.store.contents.fetch_anew(item.id)  # it is nowhere else
    anna.sync()
    share(bram.desk, case_id)
    bram.sync()
    for laptop in (anna, bram):
        folder = Path(str(laptop.store._engine.url.database)).parent / FOLDER
        next(folder.iterdir()).write_bytes(b"kapot")
        assert laptop.store.contents.fetch_anew(item.id)
        assert laptop.sync().fetched == {item.id}
        assert laptop.store.attachments.read(item.id) == content


def test_a_stranger_gets_neither_record_nor_content(anna: Traveller, add_laptop: AddLaptop) -> None:
    case_id = anna.new_case()
    item, _ = anna.add(case_id, 10)
    anna.sync()
    stranger = add_laptop(new_desk(anna.desk.central, "Iemand Anders"))
    assert stranger.sync().complete
    of_it = stored.Content(item.id, case_id, item.compartment.value, item.size, item.sha256)
    with pytest.raises(travel.ContentAbsent):
        stranger.travel.fetch(of_it)
    assert stranger.files() == 0
