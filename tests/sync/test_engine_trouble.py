"""The engine and a service that was restored, or that sends what it should not."""

from collections.abc import Callable
from uuid import uuid4

import msgspec
import pytest

from mvs_desktop.domain.errors import (
    ServerAnswerUnreadable,
)
from mvs_desktop.sync import protocol
from tests.sync.fake_central import FakeCentral, Held, a_person, losing
from tests.sync.laptop import Laptop


@pytest.mark.parametrize("noticed_by", ["push", "pull", "feed"])
def test_a_restored_service_is_read_anew_and_gets_what_it_lost(
    central: FakeCentral, anna: Laptop, bram: Laptop, noticed_by: str
) -> None:
    case_id = anna.new_case()
    anna.add_person(case_id, "Oud")
    anna.sync()
    central.grant("bram", case_id)
    bram.sync()
    central.put(case_id, a_person("Verloren"))
    bram.sync()
    assert bram.names(case_id) == ["Oud", "Verloren"]

    def restore() -> None:
        people = central.cases[str(case_id)]
        for key in [k for k, item in people.items() if item.doc.get("given_name") == "Verloren"]:
            del people[key]
        central.epoch = "second"

    mine = bram.add_person(case_id, "Mijn") if noticed_by == "push" else None
    if noticed_by == "feed":
        central.put(case_id, a_person("Nieuw"))

    def restore_at(name: str, _request: object) -> None:
        if name == noticed_by and central.epoch == "first":
            restore()

    central.before = restore_at
    report = bram.sync()
    assert (report.complete, report.new_epoch) == (True, True)
    expected = ["Oud"] + ["Mijn"] * (mine is not None) + ["Nieuw"] * (noticed_by == "feed")
    assert bram.names(case_id) == sorted(expected)
    assert bram.replica.epoch() == "second"


def test_a_restore_that_took_a_grant_away_takes_the_case_away(
    central: FakeCentral, anna: Laptop, bram: Laptop
) -> None:
    case_id = anna.new_case()
    anna.sync()
    central.grant("bram", case_id)
    bram.sync()
    central.epoch = "second"
    central.revoke("bram", case_id)
    central.after = losing([1])  # the second manifest does not arrive
    assert not bram.sync().complete
    assert bram.sync().complete
    assert bram.cases() == []


def test_an_epoch_that_keeps_changing_ends_the_sync(central: FakeCentral, anna: Laptop) -> None:
    anna.new_case()
    epochs = iter(range(1000))

    def change(_name: str, _request: object) -> None:
        central.epoch = str(next(epochs))

    central.before = change
    assert isinstance(anna.sync().problem, ServerAnswerUnreadable)


def test_a_record_that_makes_no_sense_costs_itself_alone(
    central: FakeCentral, anna: Laptop
) -> None:
    case_id = anna.new_case()
    anna.sync()
    central.put(case_id, Held("person", "geen id", "basis", doc={"given_name": "X"}))
    central.put(case_id, a_person("Sem"))
    report = anna.sync()
    assert [one.record_id for one in report.unreadable][:1] == ["geen id"]
    assert anna.names(case_id) == ["Sem"]
    assert report.unsound == {case_id}


def test_a_record_of_a_newer_version_is_kept_and_adds_up(
    central: FakeCentral, anna: Laptop
) -> None:
    case_id = anna.new_case()
    anna.sync()
    central.put(case_id, a_person("Nieuw", gender="een nieuwe waarde"))
    central.put(case_id, a_person("Sem", een_nieuw_veld=[1, 2.0, None]))
    central.put(case_id, Held("een_nieuwe_soort", str(uuid4()), "basis", doc={"a": 1}))
    report = anna.sync()
    assert report.complete
    assert anna.names(case_id) == ["Sem"]
    assert not report.resynced
    assert not report.unsound


def spoil_pages(
    laptop: Laptop, spoil: Callable[[protocol.FeedPage], protocol.FeedPage], times: int = 1 << 30
) -> None:
    """Change what the laptop gets from the feed, the first `times` times."""
    feeds, left = laptop.central.feeds, iter(range(times))

    def spoiled(request: protocol.FeedsRequest) -> protocol.FeedsReply:
        reply = feeds(request)
        pages = [spoil(one) if next(left, None) is not None else one for one in reply.pages]
        return msgspec.structs.replace(reply, pages=pages)

    laptop.central.feeds = spoiled  # type: ignore[method-assign]


def without_the_first(page: protocol.FeedPage) -> protocol.FeedPage:
    return msgspec.structs.replace(page, records=page.records[1:])


def test_a_case_that_does_not_add_up_is_read_anew(central: FakeCentral, anna: Laptop) -> None:
    case_id = anna.new_case()
    anna.sync()
    central.put(case_id, a_person("Ali"))
    central.put(case_id, a_person("Bo"))
    spoil_pages(anna, without_the_first, times=1)
    report = anna.sync()
    assert report.resynced == {case_id}
    assert report.unsound == frozenset()
    assert anna.names(case_id) == ["Ali", "Bo"]


def test_a_case_that_never_adds_up_is_told(central: FakeCentral, anna: Laptop) -> None:
    case_id = anna.new_case()
    anna.sync()
    central.put(case_id, a_person("Ali"))
    spoil_pages(anna, lambda page: msgspec.structs.replace(page, records=page.records[:-1]))
    report = anna.sync()
    assert report.complete
    assert report.unsound == {case_id}
    assert central.calls.count("feed") < 5


def test_a_cursor_beyond_the_head_shows_the_service_that_it_was_restored(
    central: FakeCentral, anna: Laptop
) -> None:
    case_id = anna.new_case()
    anna.sync()
    for name in ("Ali", "Bo"):
        central.put(case_id, a_person(name))
    anna.sync()
    people = central.cases[str(case_id)]
    del people[next(key for key, item in people.items() if item.doc.get("given_name") == "Bo")]
    report = anna.sync()
    assert (report.complete, report.new_epoch) == (True, True)
    assert anna.names(case_id) == ["Ali"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda page: msgspec.structs.replace(page, more=True, cursors=[]),
        lambda page: msgspec.structs.replace(
            page, cursors=[msgspec.structs.replace(one, seq=-1) for one in page.cursors]
        ),
        lambda page: msgspec.structs.replace(
            page, cursors=[protocol.Cursor(str(uuid4()), "basis", 9)]
        ),
        lambda page: msgspec.structs.replace(
            page, cursors=[protocol.Cursor(page.cursors[0].case_id, "elders", 9)]
        ),
        lambda page: msgspec.structs.replace(
            page,
            records=[msgspec.structs.replace(one, compartment="elders") for one in page.records],
        ),
        lambda page: msgspec.structs.replace(
            page,
            records=[msgspec.structs.replace(one, case_id=str(uuid4())) for one in page.records],
        ),
        lambda page: msgspec.structs.replace(
            page, records=[msgspec.structs.replace(one, case_id="geen") for one in page.records]
        ),
    ],
)
def test_a_page_that_breaks_the_rules_leaves_everything_as_it_was(
    central: FakeCentral,
    anna: Laptop,
    spoil: Callable[[protocol.FeedPage], protocol.FeedPage],
) -> None:
    case_id = anna.new_case()
    anna.sync()
    central.put(case_id, a_person("Sem"))
    before = anna.replica.cursors()
    spoil_pages(anna, spoil)
    report = anna.sync()
    assert isinstance(report.problem, ServerAnswerUnreadable)
    assert anna.names(case_id) == []
    assert anna.replica.cursors() == before


def test_a_push_without_all_its_answers_is_unreadable(central: FakeCentral, anna: Laptop) -> None:
    anna.new_case()
    prepare = anna.central.prepare_push

    def forgetful(body: bytes) -> Callable[[bytes], protocol.PushReply]:
        return lambda end: msgspec.structs.replace(prepare(body)(end), results=[])

    anna.central.prepare_push = forgetful  # type: ignore[method-assign]
    report = anna.sync()
    assert isinstance(report.problem, ServerAnswerUnreadable)
    assert report.pending == 1
