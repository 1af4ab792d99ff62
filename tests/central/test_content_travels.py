"""Content from one laptop to another: real stores, the real service on both its databases."""

from dataclasses import replace
from pathlib import Path

import pytest

from mvs_central.sync import contents
from mvs_central.tables import attachment_chunk as central_chunk
from mvs_central.tables import attachment_content
from mvs_desktop.domain.attachments import CHUNK
from mvs_desktop.domain.errors import (
    AttachmentNotHere,
    ServerUnreachable,
)
from mvs_desktop.domain.people import Person
from mvs_desktop.storage.records.attachments import FOLDER, ChunkState
from mvs_desktop.sync import protocol
from tests.central.desk import share
from tests.central.traveller import (
    AddLaptop,
    Traveller,
    add_laptop,
    anna,
    bram,
    breaking,
    broken,
    mend,
    rows,
)
from tests.sync.laptop import blank_store, make_store

__all__ = ["add_laptop", "anna", "blank_store", "bram", "make_store"]


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
