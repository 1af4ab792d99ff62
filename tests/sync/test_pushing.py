"""Sending batch after batch: one under way, the next made ready, the last one being noted."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import UUID

import pytest

from mvs_desktop.domain.errors import DiskFull, ServerUnreachable
from mvs_desktop.storage.base.replica_types import Fate, OpFate
from mvs_desktop.sync import protocol, pushing, reconcile
from mvs_desktop.sync.ahead import Ahead, in_a_thread, when_wanted
from mvs_desktop.sync.engine import SyncEngine
from mvs_desktop.sync.refusals import EpochChanged, TooLarge
from mvs_desktop.sync.report import SyncProgress, SyncReport
from tests.sync.aheads import at_once
from tests.sync.fake_central import FakeCentral, WorkersView, losing
from tests.sync.laptop import Laptop, MakeStore

NAMES = [f"Kind {number}" for number in range(6)]
WAYS = pytest.mark.parametrize("ahead", [when_wanted, at_once, in_a_thread])
Hook = Callable[[Callable[..., Any]], Callable[..., Any]]


class Killed(BaseException):
    """The program was ended."""


@pytest.fixture(autouse=True)
def one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each operation is a batch, and each is read by itself."""
    monkeypatch.setattr(reconcile, "FIRST_PUSH", 1)
    monkeypatch.setattr(reconcile, "MOST_PUSH", 1)
    monkeypatch.setattr(pushing, "_AT_ONCE", 1)


@pytest.fixture(autouse=True)
def nothing_is_left_under_way() -> Iterator[None]:
    yield
    assert [thread for thread in threading.enumerate() if thread.name == "request"] == []


@pytest.fixture
def central() -> FakeCentral:
    return FakeCentral()


@pytest.fixture
def anna(central: FakeCentral, make_store: MakeStore) -> Laptop:
    laptop = Laptop(make_store(), "Anna", WorkersView(central, "Anna"), central.epoch)
    laptop.new_case()
    laptop.sync()
    central.calls.clear()
    central.taken.clear()
    return laptop


def synced(laptop: Laptop, ahead: Ahead, **more: Any) -> SyncReport:
    return SyncEngine(laptop.replica, laptop.central, ahead=ahead).run(**more)


def the_case(laptop: Laptop) -> UUID:
    (case_id, _), *_ = laptop.replica.scopes_held()
    return case_id


def waiting(laptop: Laptop) -> list[str]:
    return [str(op.op_id) for op in laptop.replica.pending(1_000)]


def filled(laptop: Laptop) -> list[str]:
    """Children that wait to be sent; gives the ids of the operations."""
    for name in NAMES:
        laptop.add_person(the_case(laptop), name)
    return waiting(laptop)


def around(target: Any, name: str, hook: Hook) -> None:
    """Put something around a method of an object."""
    setattr(target, name, hook(getattr(target, name)))


@WAYS
def test_each_goes_once_and_in_order(central: FakeCentral, anna: Laptop, ahead: Ahead) -> None:
    ops = filled(anna)
    under_way, most = 0, 0
    sent: list[str] = []

    def count(push: Callable[..., Any]) -> Callable[..., Any]:
        def pushed(request: protocol.PushRequest) -> protocol.PushReply:
            nonlocal under_way, most
            under_way += 1
            most = max(most, under_way)
            reply: protocol.PushReply = push(request)
            sent.extend(op.op_id for group in request.groups for op in group.ops)
            under_way -= 1
            return reply

        return pushed

    around(anna.central, "push", count)
    report = synced(anna, ahead)
    assert (report.complete, report.pending, report.confirmed) == (True, 0, {"person": 6})
    assert sent == central.taken == ops
    assert most == 1


def test_the_next_is_made_ready_while_the_service_decides(
    central: FakeCentral, anna: Laptop
) -> None:
    filled(anna)
    ready = [threading.Event() for _ in NAMES]
    made, decided = iter(ready), iter([*ready[1:], ready[-1]])

    def readied(prepare: Callable[..., Any]) -> Callable[..., Any]:
        def prepared(body: bytes) -> Any:
            next(made).set()
            return prepare(body)

        return prepared

    def decide(name: str, _request: object) -> None:
        if name == "push":
            assert next(decided).wait(timeout=30)

    around(anna.central, "prepare_push", readied)
    central.before = decide
    assert synced(anna, in_a_thread).complete


def test_the_next_goes_out_before_the_last_is_noted(central: FakeCentral, anna: Laptop) -> None:
    filled(anna)
    arrived = [threading.Event() for _ in NAMES]
    came, noted = iter(arrived), iter([*arrived[1:], arrived[-1]])

    def slowly(record: Callable[..., Any]) -> Callable[..., Any]:
        def recorded(fates: Sequence[OpFate]) -> None:
            assert next(noted).wait(timeout=30)
            record(fates)

        return recorded

    def arrive(name: str, _request: object) -> None:
        if name == "push":
            next(came).set()

    around(anna.replica, "record_fates", slowly)
    central.before = arrive
    assert synced(anna, in_a_thread).complete


@WAYS
@pytest.mark.parametrize("lost", range(6))
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_line_that_breaks_costs_what_was_under_way(
    central: FakeCentral, anna: Laptop, ahead: Ahead, lost: int, when: str
) -> None:
    ops = filled(anna)
    setattr(central, when, losing([lost]))
    report = synced(anna, ahead)
    assert isinstance(report.problem, ServerUnreachable)
    assert waiting(anna) == ops[lost:]
    setattr(central, when, losing([]))
    assert synced(anna, ahead).complete
    assert central.taken == ops


@WAYS
@pytest.mark.parametrize("killed_at", range(6))
@pytest.mark.parametrize("before", [True, False])
def test_a_kill_loses_and_doubles_nothing(
    central: FakeCentral, anna: Laptop, ahead: Ahead, killed_at: int, before: bool
) -> None:
    """With one batch under way, and what became of the one before not noted."""
    ops = filled(anna)
    numbers = iter(range(len(NAMES)))

    def dying(record: Callable[..., Any]) -> Callable[..., Any]:
        def recorded(fates: Sequence[OpFate]) -> None:
            dies = next(numbers) == killed_at
            if not (dies and before):
                record(fates)
            if dies:
                raise Killed

        return recorded

    whole = anna.replica.record_fates
    around(anna.replica, "record_fates", dying)
    with pytest.raises(Killed):
        synced(anna, ahead)
    assert waiting(anna) == ops[killed_at + (not before) :]
    anna.replica.record_fates = whole  # type: ignore[method-assign]
    report = synced(anna, ahead)
    assert (report.complete, report.pending) == (True, 0)
    assert central.taken == ops  # what came again was answered as before


@WAYS
def test_a_store_that_is_full_leaves_no_request_behind(
    central: FakeCentral, anna: Laptop, ahead: Ahead
) -> None:
    ops = filled(anna)
    answered: list[str] = []

    def fail(fates: Sequence[OpFate]) -> None:
        raise DiskFull

    def slowly(name: str, _request: object) -> None:
        time.sleep(0.1)
        answered.append(name)

    central.after = slowly

    whole = anna.replica.record_fates
    anna.replica.record_fates = fail  # type: ignore[method-assign]
    report = synced(anna, ahead)
    assert isinstance(report.problem, DiskFull)
    assert answered == central.calls
    assert len(central.taken) <= 2
    central.after = losing([])
    anna.replica.record_fates = whole  # type: ignore[method-assign]
    assert synced(anna, ahead).complete
    assert central.taken == ops


@WAYS
def test_fates_that_do_not_stay_are_no_endless_loop(
    central: FakeCentral, anna: Laptop, ahead: Ahead
) -> None:
    filled(anna)

    def forget(fates: Sequence[OpFate]) -> None:
        """As if it were a store that keeps nothing."""

    anna.replica.record_fates = forget  # type: ignore[method-assign]
    synced(anna, ahead)
    assert central.calls.count("push") == len(NAMES)


@WAYS
@pytest.mark.parametrize("at", range(6))
def test_a_restored_service_is_noticed_with_all_that_was_answered_noted(
    central: FakeCentral, anna: Laptop, ahead: Ahead, at: int
) -> None:
    ops = filled(anna)
    pushes = iter(range(1 << 30))
    noted: list[str] = []

    def restored(name: str, _request: object) -> None:
        if name == "push" and next(pushes) == at:
            central.epoch = "second"
            raise EpochChanged

    def beginning(begin: Callable[..., Any]) -> Callable[..., Any]:
        def begun(epoch: str) -> None:
            noted.extend(set(ops) - set(waiting(anna)))
            begin(epoch)

        return begun

    around(anna.replica, "begin_epoch", beginning)
    central.before = restored
    report = synced(anna, ahead)
    assert (report.complete, report.new_epoch, report.pending) == (True, True, 0)
    assert set(noted) == set(ops[:at])
    assert central.taken == ops
    assert anna.names(the_case(anna)) == NAMES


@WAYS
@pytest.mark.parametrize("after", range(1, 6))
def test_who_stops_keeps_what_was_answered(
    central: FakeCentral, anna: Laptop, ahead: Ahead, after: int
) -> None:
    ops = filled(anna)
    told: list[SyncProgress] = []
    report = synced(
        anna, ahead, progress=told.append, should_stop=lambda: len(central.taken) >= after
    )
    assert (report.complete, report.problem) == (False, None)
    assert waiting(anna) == ops[len(central.taken) :]
    assert after <= len(central.taken) <= after + 1
    assert [one.done for one in told] == sorted(one.done for one in told)
    assert {one.total for one in told} == {len(NAMES)}
    assert synced(anna, ahead).complete
    assert central.taken == ops


@WAYS
def test_too_much_at_once_goes_in_parts_and_in_order(
    central: FakeCentral, anna: Laptop, ahead: Ahead, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconcile, "FIRST_PUSH", 1 << 20)
    monkeypatch.setattr(reconcile, "MOST_PUSH", 1 << 20)
    ops = filled(anna)
    (huge,) = [op for op in anna.replica.pending(100) if str(op.op_id) == ops[2]]

    def limit(name: str, request: Any) -> None:
        if name != "push":
            return
        records = [op.record_id for group in request.groups for op in group.ops]
        if len(records) > 2 or str(huge.record_id) in records:
            raise TooLarge

    central.before = limit
    report = synced(anna, ahead)
    assert report.complete
    assert [(one.record_id, one.reason) for one in report.set_apart] == [
        (huge.record_id, "too-large")
    ]
    assert central.taken == [one for one in ops if one != ops[2]]


@WAYS
def test_a_body_that_is_too_large_to_be_made_is_parted_too(
    central: FakeCentral, anna: Laptop, ahead: Ahead, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconcile, "FIRST_PUSH", 1 << 20)
    monkeypatch.setattr(reconcile, "MOST_PUSH", 1 << 20)
    ops = filled(anna)

    def limited(prepare: Callable[..., Any]) -> Callable[..., Any]:
        def prepared(body: bytes) -> Any:
            if body.count(b'"op_id"') > 1:
                raise TooLarge
            return prepare(body)

        return prepared

    around(anna.central, "prepare_push", limited)
    assert synced(anna, ahead).complete
    assert central.taken == ops


@WAYS
def test_what_is_written_meanwhile_goes_too(
    central: FakeCentral, anna: Laptop, ahead: Ahead
) -> None:
    filled(anna)
    late = iter(["Laat"])

    def type_on(name: str, request: Any) -> None:
        if name == "push" and len(central.taken) == len(NAMES) - 1:
            for given_name in late:
                anna.add_person(the_case(anna), given_name)

    central.before = type_on
    report = synced(anna, ahead)
    assert (report.complete, report.pending) == (True, 0)
    assert report.confirmed == {"person": len(NAMES) + 1}


@WAYS
def test_what_stands_on_an_operation_that_is_not_taken(
    central: FakeCentral, anna: Laptop, ahead: Ahead
) -> None:
    """The second was on its way before the fate of the first was noted."""
    person = anna.add_person(the_case(anna), "Sem")
    anna.rename(person, "Sam")
    anna.add_person(the_case(anna), "Fem")
    central.reject.add(str(person))
    report = synced(anna, ahead)
    assert report.complete
    assert [(one.record_id, one.fate) for one in report.set_apart] == [(person, Fate.REJECTED)] * 2
    assert report.confirmed == {"person": 1}
    assert anna.replica.set_apart_count() == 1
