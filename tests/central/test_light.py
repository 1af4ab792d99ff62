"""What this store wrote last comes back without its content, where the device asks for that."""

from uuid import UUID, uuid4

import pytest

from mvs_central.access import members
from mvs_central.sync import feed
from mvs_desktop.domain.contacts import NoteParagraph
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.records import Compartment, written_last
from mvs_desktop.sync.checksum import hash_of_wire, hash_text
from mvs_desktop.sync.protocol import Cursor, FeedPage, FeedsReply, FeedsRequest, ScopeHead
from tests.central.desk import Desk, created, edited, new_desk, re_enrolled, share, version_of

ALL = tuple(one.value for one in Compartment)


@pytest.fixture
def case(sanne: Desk, youssef: Desk) -> UUID:
    case_id = sanne.new_case()
    share(youssef, case_id)
    return case_id


@pytest.fixture
def child(sanne: Desk, case: UUID) -> Person:
    person = Person(id=uuid4(), case_id=case, given_name="Bo")
    sanne.do(case, created(person))
    return person


def ask(
    desk: Desk, *cases: UUID, limit: int = 2_000, light: bool = True, after: int = 0,
    names: tuple[str, ...] = ALL,
) -> FeedsReply:  # fmt: skip
    cursors = [[Cursor(str(case_id), name, after) for name in names] for case_id in cases]
    wanted = [str(case_id) for case_id in cases] if light else []
    request = FeedsRequest(desk.central.epoch(), cursors, limit, wanted)
    return desk.ask(feed.feeds, request)


def page(desk: Desk, case: UUID, light: bool = True) -> FeedPage:
    (found,) = ask(desk, case, light=light).pages
    return found


def light(desk: Desk, case: UUID) -> set[UUID]:
    return {UUID(item.id) for item in page(desk, case).own}


def whole(desk: Desk, case: UUID) -> set[UUID]:
    return {UUID(item.id) for item in page(desk, case).records}


def test_it_says_the_same_as_the_whole_record(sanne: Desk, case: UUID, child: Person) -> None:
    records = {item.id: item for item in page(sanne, case, light=False).records}
    told = page(sanne, case)
    assert {UUID(item.id) for item in told.own} == {case, child.id}
    for item in told.own:
        same = records.pop(item.id)
        for name in ("record_type", "compartment", "seq", "versions", "withdrawn"):
            assert getattr(item, name) == getattr(same, name)
        assert (item.changed_by, item.changed_at) == (same.changed_by, same.changed_at)
        wire = hash_of_wire(same.record_type, same.id, same.withdrawn, bytes(same.doc))
        assert item.hash == hash_text(wire)
    assert list(records.values()) == told.records  # his membership, which the service wrote
    assert {item.record_type for item in told.records} == {"case_member"}
    assert told.heads == page(sanne, case, light=False).heads
    assert told.cursors == page(sanne, case, light=False).cursors


def test_only_who_asks_gets_it(sanne: Desk, case: UUID, child: Person) -> None:
    assert page(sanne, case, light=False).own == []
    other = sanne.new_case("Familie Twee")
    cursors = [[Cursor(str(one), "basis", 0)] for one in (case, other)]
    request = FeedsRequest(sanne.central.epoch(), cursors, 2_000, [str(other)])
    first, second = sanne.ask(feed.feeds, request).pages
    assert (first.own, len(second.own)) == ([], 1)


def test_what_another_device_wrote_is_whole(sanne: Desk, youssef: Desk, child: Person) -> None:
    case = child.case_id
    assert light(youssef, case) == set()
    second = new_desk(sanne.central, worker_id=sanne.caller.worker_id)
    assert light(second, case) == set()  # his other laptop is another store
    value = {"given_name": "Boris"}
    op = edited(child, "given_name", value, base={"given_name": "Bo"}, version=None)
    (found,) = [item for item in page(sanne, case).own if item.id == str(child.id)]
    version = written_last(found.versions, "given_name")
    op = edited(child, "given_name", value, base={"given_name": "Bo"}, version=version)
    assert second.do(case, op).outcome == "applied"
    assert (light(sanne, case), light(second, case)) == ({case}, {child.id})


def test_a_store_that_was_enrolled_again_wrote_what_it_wrote(sanne: Desk, child: Person) -> None:
    now = re_enrolled(re_enrolled(sanne))
    assert light(now, child.case_id) == {child.case_id, child.id}


def test_what_was_merged_or_set_apart_is_whole(sanne: Desk, youssef: Desk, case: UUID) -> None:
    text = NoteParagraph(id=uuid4(), case_id=case, note_id=case, text="een\n\ntwee")
    sanne.do(case, created(text))
    seq = version_of(youssef.read(case)[text.id], "text")
    base = {"text": "een\n\ntwee"}
    before = edited(text, "text", {"text": "nul\n\neen\n\ntwee"}, base=base, version=seq)
    assert youssef.do(case, before).outcome == "applied"
    after = edited(text, "text", {"text": "een\n\ntwee\n\ndrie"}, base=base, version=seq)
    assert sanne.do(case, after).outcome == "merged"
    assert text.id in whole(sanne, case)
    apart = edited(text, "text", {"text": "geheel anders"}, base=base, version=seq)
    assert sanne.do(case, apart).outcome == "conflicted"
    (conflict,) = sanne.conflicts(case)
    assert UUID(conflict.id) in whole(sanne, case)


def test_no_more_is_told_than_may_be_read(sanne: Desk, youssef: Desk, case: UUID) -> None:
    mine = Person(id=uuid4(), case_id=case)
    safe = NoteParagraph(
        id=uuid4(), case_id=case, note_id=case, text="x", compartment=Compartment.SAFETY
    )
    for item in (mine, safe):
        youssef.do(case, created(item))
    assert light(youssef, case) == {mine.id, safe.id}
    members.revoke(youssef.central, case, youssef.caller.worker_id)
    share(youssef, case, "basis")
    assert ask(youssef, case).absent == [str(case)]
    (found,) = ask(youssef, case, names=("basis",)).pages
    assert {UUID(item.id) for item in found.own} == {mine.id}
    members.revoke(youssef.central, case, youssef.caller.worker_id)
    assert ask(youssef, case, names=("basis",)).absent == [str(case)]


@pytest.mark.parametrize("limit", range(1, 9))
def test_pages_go_on_where_the_last_one_ended(
    sanne: Desk, youssef: Desk, case: UUID, limit: int
) -> None:
    for number in range(6):
        person = Person(id=uuid4(), case_id=case, given_name=str(number))
        (sanne, youssef)[number % 2].do(case, created(person))
    expected = [item.id for item in page(sanne, case, light=False).records]
    cursors = [Cursor(str(case), one.value, 0) for one in Compartment]
    seen: list[str] = []
    heads: list[ScopeHead] = []
    while not heads:
        request = FeedsRequest(sanne.central.epoch(), [cursors], limit, [str(case)])
        (found,) = sanne.ask(feed.feeds, request).pages
        assert 0 < len(found.records) + len(found.own) <= limit
        items = [(item.seq, item.id) for item in found.records]
        items += [(item.seq, item.id) for item in found.own]
        seen += [id_ for _, id_ in sorted(items)]
        cursors, heads = found.cursors, found.heads
    assert seen == expected
