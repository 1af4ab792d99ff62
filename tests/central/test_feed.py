"""What devices are given: scopes by grant, pages, heads and checksums."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from mvs_central.base.central import Central, Refused
from mvs_central.sync import feed
from mvs_central.tables import audit, scope
from mvs_desktop.domain.contacts import Note
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.records import Compartment
from mvs_desktop.domain.school import SchoolEnrolment
from mvs_desktop.sync.checksum import add_checksums, cursors_digest, record_hash
from mvs_desktop.sync.protocol import Cursor, FeedsRequest, PullRequest, ScopeHead
from tests.central.desk import (
    Clock,
    Desk,
    created,
    doc_of,
    edited,
    group,
    new_desk,
    share,
    version_of,
)


@pytest.fixture
def case_id(sanne: Desk) -> UUID:
    """A case with something in every compartment."""
    case = sanne.new_case()
    child = Person(id=uuid4(), case_id=case, given_name="Noor")
    enrolled = SchoolEnrolment(id=uuid4(), case_id=case, person_id=child.id)
    notes = [Note(id=uuid4(), case_id=case, compartment=one) for one in Compartment]
    sanne.push(group(case, *map(created, (child, enrolled, *notes))))
    return case


def refusal(desk: Desk, *cursors: Cursor) -> tuple[int, str]:
    with pytest.raises(Refused) as caught:
        desk.page(*cursors)
    return caught.value.status, caught.value.code


def test_a_worker_gets_the_compartments_that_were_granted(
    sanne: Desk, youssef: Desk, case_id: UUID
) -> None:
    share(youssef, case_id, "school")
    assert [head.compartment for head in youssef.manifest()] == ["school"]
    seen = youssef.read(case_id).values()
    assert {item.compartment for item in seen} == {"school"}
    assert sorted(item.record_type for item in seen) == ["note", "school_enrolment"]
    assert len(sanne.read(case_id)) == 9  # Youssef's membership is one of them


def test_what_is_not_granted_cannot_be_told_from_what_is_not_there(
    youssef: Desk, case_id: UUID
) -> None:
    share(youssef, case_id, "school")
    answers = {
        refusal(youssef, Cursor(str(case_id), "zorg", 0)),
        refusal(youssef, Cursor(str(case_id), "school", 0), Cursor(str(case_id), "zorg", 0)),
        refusal(youssef, Cursor(str(case_id), "kelder", 0)),
        refusal(youssef, Cursor(str(case_id), "\0", 0)),
        refusal(youssef, Cursor(str(uuid4()), "school", 0)),
    }
    assert answers == {(404, "not-found")}


def test_pages_of_one_give_every_record_once_and_end_at_the_heads(
    sanne: Desk, case_id: UUID
) -> None:
    cursors = [Cursor(str(case_id), one.value, 0) for one in Compartment]
    seen: list[int] = []
    heads: list[ScopeHead] = []
    while not heads:
        page = sanne.page(*cursors, limit=1)
        seen += [item.seq for item in page.records]
        cursors, heads = page.cursors, page.heads
        assert page.more == (not heads)
    assert seen == sorted(set(seen))
    assert len(seen) == 8
    assert {(item.compartment, item.seq) for item in cursors} == {
        (head.compartment, head.head) for head in sanne.manifest()
    }
    again = sanne.page(*cursors)
    assert (again.records, again.more, again.cursors) == ([], False, cursors)


def test_a_cursor_gets_only_what_came_after(sanne: Desk, case_id: UUID) -> None:
    heads = {head.compartment: head.head for head in sanne.manifest()}
    child = Person(id=uuid4(), case_id=case_id)
    result = sanne.do(case_id, created(child))
    page = sanne.page(*(Cursor(str(case_id), name, seq) for name, seq in heads.items()))
    assert [(item.id, item.seq) for item in page.records] == [(str(child.id), result.seq)]


def test_large_records_make_small_pages(
    sanne: Desk, case_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "PAGE_BYTES", 1)
    page = sanne.page(*(Cursor(str(case_id), one.value, 0) for one in Compartment))
    assert (len(page.records), page.more) == (1, True)
    assert len(sanne.read(case_id)) == 8


def test_checksums_are_those_of_what_is_given(sanne: Desk, case_id: UUID) -> None:
    (enrolled,) = (
        item for item in sanne.read(case_id).values() if item.record_type == "school_enrolment"
    )
    item = SchoolEnrolment(id=UUID(enrolled.id), case_id=case_id, person_id=uuid4())
    version = version_of(enrolled, "mentor")
    edit = edited(item, "mentor", {"mentor": "Juf Ada"}, base={"mentor": ""}, version=version)
    sanne.do(case_id, edit)
    seen = sanne.read(case_id).values()
    for head in sanne.manifest():
        hashes = [
            record_hash(item.record_type, item.id, item.withdrawn, doc_of(item))
            for item in seen
            if item.compartment == head.compartment
        ]
        assert head.checksum == add_checksums(hashes)
        assert head.head == max(item.seq for item in seen if item.compartment == head.compartment)


def test_an_idle_sync_ends_with_the_manifest(
    sanne: Desk, youssef: Desk, case_id: UUID, central: Central
) -> None:
    share(youssef, case_id, "school")
    heads = youssef.manifest()
    digest = cursors_digest(
        (head.case_id, head.compartment, head.head, head.checksum) for head in heads
    )
    request = PullRequest(central.epoch(), digest)
    idle = feed.pull(central, youssef.caller, request)
    assert (idle.unchanged, idle.scopes) == (True, [])
    sanne.do(case_id, created(SchoolEnrolment(id=uuid4(), case_id=case_id, person_id=uuid4())))
    changed = feed.pull(central, youssef.caller, request)
    assert (changed.unchanged, len(changed.scopes)) == (False, 1)


def test_a_worker_without_cases_has_an_empty_manifest(youssef: Desk, case_id: UUID) -> None:
    assert youssef.manifest() == []


def test_grants_count_from_their_first_to_their_last_day_by_the_servers_clock(
    youssef: Desk, case_id: UUID, clock: Clock, central: Central
) -> None:
    today = central.today()
    share(
        youssef,
        case_id,
        "basis",
        starts_on=today + timedelta(days=1),
        ends_on=today + timedelta(days=2),
    )
    asked = Cursor(str(case_id), "basis", 0)
    readable = []
    for _ in range(4):
        readable.append([head.compartment for head in youssef.manifest()])
        if readable[-1]:
            assert youssef.page(asked).records
        else:
            assert refusal(youssef, asked) == (404, "not-found")
        clock.forward(days=1)
    assert readable == [[], ["basis"], ["basis"], []]


def test_days_begin_at_midnight_in_the_netherlands(
    youssef: Desk, case_id: UUID, clock: Clock, central: Central
) -> None:
    share(youssef, case_id, "basis", starts_on=central.today() + timedelta(days=1))
    clock.now = clock.now.replace(hour=22, minute=59)  # in UTC; winter time is an hour later
    assert not youssef.manifest()
    clock.forward(minutes=1)
    assert youssef.manifest()


def test_another_epoch_is_told(sanne: Desk, case_id: UUID, central: Central) -> None:
    request = FeedsRequest("earlier", [[Cursor(str(case_id), "basis", 0)]])
    with pytest.raises(Refused, match="epoch-changed"):
        feed.feeds(central, sanne.caller, request)
    manifest = feed.pull(central, sanne.caller, PullRequest("earlier", ""))
    assert manifest.epoch == central.epoch()


def test_a_cursor_beyond_the_head_means_we_were_put_back(
    sanne: Desk, case_id: UUID, central: Central
) -> None:
    before = central.epoch()
    with central.database.write() as connection:
        connection.execute(update(scope).where(scope.c.case_id == case_id).values(head=1))
    assert refusal(sanne, Cursor(str(case_id), "basis", 2)) == (409, "epoch-changed")
    assert central.epoch() != before


def test_a_strange_request_is_refused(sanne: Desk, case_id: UUID) -> None:
    other = str(sanne.new_case("Familie Zuidweg"))
    basis = Cursor(str(case_id), "basis", 0)
    for cursors in (
        [],
        [basis, basis],
        [basis, Cursor(other, "school", 0)],
        [Cursor(str(case_id), "basis", -1)],
        [Cursor("x", "basis", 0)],
        [Cursor(str(case_id), "basis", 10**30)],  # no service gave it
    ):
        assert refusal(sanne, *cursors) == (400, "unreadable")
    assert len(sanne.page(basis, limit=-5).records) == 1
    assert refusal(sanne, Cursor(str(case_id), "basis", 10**15)) == (409, "epoch-changed")


def test_reading_and_being_refused_are_logged_before_the_answer(sanne: Desk, case_id: UUID) -> None:
    stranger = new_desk(sanne.central, "Vreemd")
    sanne.page(Cursor(str(case_id), "basis", 0), Cursor(str(case_id), "zorg", 0))
    refusal(stranger, Cursor(str(case_id), "basis", 0))
    with sanne.central.database.read() as connection:
        rows = connection.execute(select(audit).where(audit.c.action == "read")).all()
    assert {(row.device_id, row.case_id, row.compartment, row.outcome) for row in rows} == {
        (sanne.caller.device_id, case_id, "basis", "shown"),
        (sanne.caller.device_id, case_id, "zorg", "shown"),
        (stranger.caller.device_id, case_id, None, "not-found"),
    }
