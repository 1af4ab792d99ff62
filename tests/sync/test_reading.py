"""Asking for the next answer while the last one is taken in."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from mvs_desktop.domain.errors import ServerAnswerUnreadable, ServerUnreachable
from mvs_desktop.domain.people import Person
from mvs_desktop.storage.base.replica_types import Applied, IncomingPage
from mvs_desktop.sync.ahead import Ahead, in_a_thread, when_wanted
from mvs_desktop.sync.engine import SyncEngine
from mvs_desktop.sync.protocol import FeedsReply, FeedsRequest
from mvs_desktop.sync.report import SyncReport
from tests.sync.fake_central import FakeCentral, WorkersView, a_person
from tests.sync.laptop import Laptop, MakeStore


@pytest.fixture
def central() -> FakeCentral:
    return FakeCentral(page_size=2)


@pytest.fixture
def bram(central: FakeCentral, make_store: MakeStore) -> Laptop:
    return Laptop(make_store(), "Bram", WorkersView(central, "Bram"), central.epoch)


def filled(central: FakeCentral, laptop: Laptop, cases: int, people: int) -> None:
    """Cases of a colleague with people in them, granted to the laptop's worker."""
    for number in range(cases):
        case_id = f"0198f000-0000-7000-8000-{number:012}"
        central.cases[case_id], central.heads[case_id] = {}, 0
        for name in range(people):
            central.put(case_id, a_person(f"P{number}.{name}"))
        central.grant(laptop.name, case_id)


def people_of(laptop: Laptop) -> int:
    with laptop.store.reader() as reader:
        return len(reader.select(Person))


def synced(laptop: Laptop, ahead: Ahead) -> SyncReport:
    return SyncEngine(laptop.replica, laptop.central, ahead=ahead).run()


@pytest.mark.parametrize("ahead", [when_wanted, in_a_thread])
def test_all_of_all_cases_comes_in_either_way(
    central: FakeCentral, bram: Laptop, ahead: Ahead
) -> None:
    filled(central, bram, cases=3, people=5)
    report = synced(bram, ahead)
    assert (report.complete, report.resynced, report.unsound) == (True, frozenset(), frozenset())
    assert report.pulled["person"] == people_of(bram) == 15


def test_the_next_is_asked_for_before_the_last_is_taken_in(
    central: FakeCentral, bram: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(central, bram, cases=1, people=5)
    asked = threading.Semaphore(0)
    feeds, apply_all = bram.central.feeds, bram.replica.apply_all

    def ask(request: FeedsRequest) -> FeedsReply:
        asked.release()
        return feeds(request)

    def take_in(pages: Any) -> Any:
        # The answer that is taken in, and the one after it: the last one has none.
        more = pages[-1].cursors[0].seq < 5
        for _ in range(1 + more):
            assert asked.acquire(timeout=30)
        if more:
            asked.release()
        return apply_all(pages)

    monkeypatch.setattr(bram.central, "feeds", ask)
    monkeypatch.setattr(bram.replica, "apply_all", take_in)
    assert synced(bram, in_a_thread).complete


def test_never_more_than_one_answer_waits(
    central: FakeCentral, bram: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(central, bram, cases=1, people=9)
    held, most = 0, 0
    feeds, apply_all = bram.central.feeds, bram.replica.apply_all

    def ask(request: FeedsRequest) -> FeedsReply:
        nonlocal held, most
        held += 1
        most = max(most, held)
        return feeds(request)

    def take_in(pages: Any) -> Any:
        nonlocal held
        applied = apply_all(pages)
        held -= 1
        return applied

    monkeypatch.setattr(bram.central, "feeds", ask)
    monkeypatch.setattr(bram.replica, "apply_all", take_in)
    assert synced(bram, in_a_thread).complete
    assert most <= 2


@pytest.mark.parametrize("lost", range(4))
def test_a_line_that_breaks_ahead_costs_nothing_of_what_was_taken_in(
    central: FakeCentral, bram: Laptop, lost: int
) -> None:
    filled(central, bram, cases=2, people=4)
    left = iter(range(lost))

    def lose(name: str, _request: object) -> None:
        if name == "feed" and next(left, None) is None:
            raise ServerUnreachable

    central.before = lose
    report = synced(bram, in_a_thread)
    assert isinstance(report.problem, ServerUnreachable)
    assert [thread for thread in threading.enumerate() if thread.name == "request"] == []
    central.before = lambda *_: None
    assert synced(bram, in_a_thread).complete
    assert people_of(bram) == 8


def test_a_store_that_fails_leaves_no_request_behind(
    central: FakeCentral, bram: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(central, bram, cases=1, people=5)

    def fail(_pages: tuple[IncomingPage, ...]) -> tuple[Applied, ...]:
        raise RuntimeError("out of order")

    monkeypatch.setattr(bram.replica, "apply_all", fail)
    with pytest.raises(RuntimeError, match="out of order"):
        synced(bram, in_a_thread)
    assert [thread for thread in threading.enumerate() if thread.name == "request"] == []


def test_a_restored_service_is_noticed_ahead_too(central: FakeCentral, bram: Laptop) -> None:
    filled(central, bram, cases=1, people=6)
    feeds: Callable[[FeedsRequest], FeedsReply] = bram.central.feeds
    asked = iter(range(1 << 30))

    def restored(request: FeedsRequest) -> FeedsReply:
        if next(asked) == 1:
            central.epoch = "second"
        return feeds(request)

    bram.central.feeds = restored  # type: ignore[method-assign]
    report = synced(bram, in_a_thread)
    assert (report.complete, report.new_epoch) == (True, True)
    assert people_of(bram) == 6


def test_an_answer_that_comes_to_nothing_ends_it(central: FakeCentral, bram: Laptop) -> None:
    filled(central, bram, cases=1, people=1)

    def nothing(request: FeedsRequest) -> FeedsReply:
        return FeedsReply([], [])

    bram.central.feeds = nothing  # type: ignore[method-assign]
    assert isinstance(synced(bram, when_wanted).problem, ServerAnswerUnreadable)


def test_a_case_that_is_absent_does_not_hold_up_the_others(
    central: FakeCentral, bram: Laptop
) -> None:
    filled(central, bram, cases=3, people=3)
    gone = sorted(central.cases)[1]

    def revoke(name: str, _request: object) -> None:
        if name == "feed":
            central.revoke(bram.name, gone)

    central.before = revoke
    report = synced(bram, in_a_thread)
    assert report.complete
    assert people_of(bram) == 6
