"""Content when access ends, and at a service that was put back."""

import json
import secrets
from dataclasses import replace
from hashlib import sha256
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from mvs_central.access import members
from mvs_central.sync import contents
from mvs_central.sync.epoch import new_epoch
from mvs_central.tables import attachment_chunk as central_chunk
from mvs_central.tables import attachment_content, quarantine
from mvs_desktop.domain.attachments import CHUNK, Attachment
from mvs_desktop.domain.errors import (
    ContentWaits,
    HeldUpUnderway,
)
from mvs_desktop.domain.records import WHOLE
from mvs_desktop.storage.base.engine import reading, writing
from mvs_desktop.storage.base.tables import attachment_chunk, attachment_key, attachment_litter
from mvs_desktop.storage.exchange import contents as stored
from mvs_desktop.storage.records.attachments import ChunkState, keep
from mvs_desktop.sync import attachments as travel
from mvs_desktop.sync import protocol
from mvs_desktop.sync.engine import SyncEngine
from mvs_desktop.sync.refusals import CaseAbsent, ContentRefused
from tests.central.desk import re_enrolled, share
from tests.central.traveller import (
    AddLaptop,
    Traveller,
    add_laptop,
    anna,
    bram,
    breaking,
    disk_full,
    mend,
    rows,
)
from tests.sync.direct_central import DirectCentral
from tests.sync.laptop import blank_store, make_store

__all__ = ["add_laptop", "anna", "blank_store", "bram", "make_store"]


def shared_case(anna: Traveller, bram: Traveller) -> UUID:
    """A case of Anna's that both laptops have."""
    case_id = anna.new_case()
    anna.sync()
    share(bram.desk, case_id)
    bram.sync()
    return case_id


def end_access(of: Traveller, case_id: UUID) -> None:
    members.revoke(of.desk.central, case_id, of.desk.caller.worker_id)


def kept_at_centre(of: Traveller) -> bytes:
    """All content that the service has."""
    chunks = sorted(rows(of.desk, central_chunk), key=lambda row: row.number)
    return b"".join(row.data for row in chunks)


# Access that ends


def test_written_offline_and_then_access_ended(anna: Traveller, bram: Traveller) -> None:
    case_id = shared_case(anna, bram)
    item, content = bram.add(case_id, CHUNK + 3)
    end_access(bram, case_id)
    report = bram.sync()
    assert (report.complete, report.pending) == (True, 0)
    assert len(report.dropped) == 4
    # All of it is with whoever leads the case; nothing of it is on this laptop.
    assert len(rows(bram.desk, quarantine)) == 1
    (kept,) = rows(bram.desk, attachment_content)
    assert (kept.attachment_id, kept.state) == (item.id, "quarantined")
    assert kept_at_centre(bram) == content
    with reading(bram.store._engine) as connection:
        for table in (attachment_chunk, attachment_key, attachment_litter):
            assert connection.execute(select(table)).all() == []
    assert bram.files() == 0
    assert anna.sync().fetched == frozenset()


def test_access_ended_after_the_record_was_taken_and_before_its_content_was(
    anna: Traveller, bram: Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a restore that lost the content: whose access ended sees the record no more."""
    case_id = shared_case(anna, bram)
    item, content = bram.add(case_id, CHUNK + 3)
    with monkeypatch.context() as earlier:  # a version in which content did not travel
        earlier.setattr(stored, "held_back", lambda _: frozenset())
        assert SyncEngine(bram.replica, bram.central).run().complete
    end_access(bram, case_id)
    assert bram.sync().complete
    assert bram.files() == 0
    (kept,) = rows(bram.desk, attachment_content)
    assert (kept.attachment_id, kept.state) == (item.id, "quarantined")
    assert kept_at_centre(bram) == content


def test_what_waits_for_other_cases_costs_none_of_what_has_to_leave(
    anna: Traveller, bram: Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = shared_case(anna, bram)
    small, _ = bram.add(case_id, 60)
    other, _ = bram.add(bram.new_case(), 50)
    end_access(bram, case_id)
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
        end_access(bram, one)
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


def test_while_content_waits_nothing_is_sent_again_at_every_visit(
    anna: Traveller, bram: Traveller
) -> None:
    """What was ever taken goes once more before the scope does, and not sooner."""
    case_id = shared_case(anna, bram)
    taken, _ = bram.add(case_id, 10)
    bram.sync()
    bram.add(case_id, 20)
    end_access(bram, case_id)
    again: list[str] = []
    push, offer = bram.link.push, bram.link.offer

    def noting(request: protocol.PushRequest) -> protocol.PushReply:
        again.extend(op.record_id for group in request.groups if group.again for op in group.ops)
        return push(request)

    def refusing(request: protocol.ContentOffer) -> protocol.ContentState:
        raise ContentRefused

    bram.link.push = noting  # type: ignore[method-assign]
    bram.link.offer = refusing  # type: ignore[method-assign]
    for _ in range(3):
        assert isinstance(bram.sync().problem, ContentWaits)
    assert again == []
    bram.link.offer = offer  # type: ignore[method-assign]
    assert bram.sync().problem is None
    assert again.count(str(taken.id)) == 1
    assert bram.files() == 0


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
    case_id = shared_case(anna, bram)
    item, content = bram.add(case_id, 10)
    bram.sync()
    other = put_other_content(bram, item, CHUNK + 3)
    end_access(bram, case_id)
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
    case_id = shared_case(anna, bram)
    item, _ = bram.add(case_id, 10)
    bram.sync()
    other = put_other_content(bram, item, 20)
    end_access(bram, case_id)
    with monkeypatch.context() as full:
        full.setattr("mvs_desktop.storage.records.attachments.write_new", disk_full)
        assert isinstance(bram.sync().problem, ContentWaits)
    assert bram.store.attachments.read(item.id) == other
    assert bram.sync().problem is None
    states = {row.sha256: row.state for row in rows(bram.desk, attachment_content)}
    assert states == {item.sha256: "named", sha256(other).hexdigest(): "quarantined"}


def test_nothing_is_destroyed_before_its_content_is_sent(anna: Traveller, bram: Traveller) -> None:
    case_id = shared_case(anna, bram)
    item, content = bram.add(case_id, CHUNK + 3)
    end_access(bram, case_id)
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
    end_access(bram, case_id)
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
