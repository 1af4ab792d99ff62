"""Pages of several cases in one answer."""

from uuid import UUID, uuid4

import msgspec
import pytest
from sqlalchemy import select

from mvs_central.base.central import Refused
from mvs_central.cases import intake
from mvs_central.sync import feed
from mvs_central.tables import audit
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.records import Compartment
from mvs_desktop.sync import answers, protocol
from mvs_desktop.sync.protocol import FEEDS_CASES, Cursor, FeedsReply, FeedsRequest
from tests.central.desk import Desk, created, group, new_desk


@pytest.fixture
def cases(sanne: Desk) -> list[UUID]:
    """Three cases of five records each, the service's membership included."""
    made = [sanne.new_case(f"Familie {number}") for number in range(3)]
    for case_id in made:
        people = [Person(id=uuid4(), case_id=case_id) for _ in range(3)]
        sanne.push(group(case_id, *map(created, people)))
    return made


def from_the_start(case_id: UUID) -> list[Cursor]:
    return [Cursor(str(case_id), one.value, 0) for one in Compartment]


def ask(desk: Desk, cases: list[list[Cursor]], limit: int = 2_000) -> FeedsReply:
    request = FeedsRequest(desk.central.epoch(), cases, limit)
    with desk.acting():
        return feed.feeds(desk.central, desk.caller, request)


def test_each_page_is_what_its_case_alone_would_give(sanne: Desk, cases: list[UUID]) -> None:
    asked = [from_the_start(case_id) for case_id in cases]
    reply = ask(sanne, asked)
    assert reply.pages == [sanne.page(*cursors) for cursors in asked]
    assert reply.absent == []


@pytest.mark.parametrize("limit", [1, 4, 5, 6, 11])
def test_an_answer_ends_where_it_is_full_and_goes_on_from_there(
    sanne: Desk, cases: list[UUID], limit: int
) -> None:
    left = {str(case_id): from_the_start(case_id) for case_id in cases}
    seen: list[str] = []
    while left:
        reply = ask(sanne, list(left.values()), limit)
        assert sum(len(page.records) for page in reply.pages) <= limit
        for page in reply.pages:
            seen += [item.id for item in page.records]
            case_id = page.cursors[0].case_id
            assert page.more == (not page.heads)
            if page.more:
                left[case_id] = page.cursors
            else:
                del left[case_id]
    assert len(seen) == len(set(seen)) == 15


def test_a_full_answer_has_no_page_without_a_record(
    sanne: Desk, cases: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [from_the_start(case_id) for case_id in cases]
    size = sum(len(item.doc) for item in sanne.page(*asked[0]).records)
    for room in range(1, 3 * size, size // 9):
        monkeypatch.setattr(feed, "PAGE_BYTES", room)
        assert all(page.records for page in ask(sanne, asked).pages)


def test_a_case_of_others_is_absent_and_holds_up_no_other(sanne: Desk, cases: list[UUID]) -> None:
    stranger = new_desk(sanne.central, "Vreemd")
    own = stranger.new_case()
    nowhere = uuid4()
    asked = [from_the_start(one) for one in (cases[0], own, nowhere)]
    reply = ask(stranger, asked)
    assert reply.absent == [str(cases[0]), str(nowhere)]
    assert [page.cursors[0].case_id for page in reply.pages] == [str(own)]


def test_only_what_is_given_is_logged_as_read(sanne: Desk, cases: list[UUID]) -> None:
    ask(sanne, [from_the_start(case_id) for case_id in cases], limit=5)
    with sanne.central.database.read() as connection:
        rows = connection.execute(select(audit).where(audit.c.action == "read")).all()
    assert {(row.case_id, row.outcome) for row in rows} == {(cases[0], "shown")}
    assert len(rows) == len(Compartment)


def test_a_cursor_beyond_a_head_means_we_were_put_back(sanne: Desk, cases: list[UUID]) -> None:
    before = sanne.central.epoch()
    with pytest.raises(Refused, match="epoch-changed"):
        ask(sanne, [from_the_start(cases[0]), [Cursor(str(cases[1]), "basis", 99)]])
    assert sanne.central.epoch() != before


def test_strange_requests_are_refused(sanne: Desk, cases: list[UUID]) -> None:
    with pytest.raises(Refused, match="unreadable"):
        ask(sanne, [from_the_start(cases[0]), []])
    with pytest.raises(Refused, match="too-large"):
        ask(sanne, [from_the_start(cases[0])] * (FEEDS_CASES + 1))
    assert ask(sanne, []) == FeedsReply([], [])


def test_no_laptop_refuses_the_fullest_that_the_service_makes() -> None:
    """A conflict holds three values of a record as text in which every sign may be quoted."""
    assert answers.MOST_RECORD > 2 * 3 * intake.MOST_DOC
    assert answers.MOST_DOCS >= feed.PAGE_BYTES > answers.MOST_RECORD
    envelope = protocol.RecordEnvelope("t", "i", "c", "z", 1, {}, False, msgspec.Raw(b"{}"))
    signs = protocol.most_values(protocol.encode(envelope))
    fullest = feed.PAGE_VALUES + protocol.PAGE_RECORDS * signs
    assert fullest < answers.MOST_VALUES
    assert protocol.PUSH_OPS * 5 < answers.MOST_PLAIN_VALUES
