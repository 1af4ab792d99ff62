"""Something on the way does not let all of it through: nobody judged it, so it waits."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from mvs_desktop.domain.errors import HeldUpUnderway
from mvs_desktop.domain.school import SchoolEnrolment
from mvs_desktop.storage.base.engine import writing
from mvs_desktop.sync import reconcile
from mvs_desktop.sync.ahead import Ahead, in_a_thread, when_wanted
from mvs_desktop.sync.engine import SyncEngine
from mvs_desktop.sync.report import SyncReport
from tests.sync.aheads import at_once
from tests.sync.fake_central import FakeCentral, Held
from tests.sync.laptop import Laptop

WAYS = pytest.mark.parametrize("ahead", [when_wanted, at_once, in_a_thread])
HUGE = "Een heel lang verhaal"


class Proxy:
    """Lets groups through up to a number, and none with a record that is too large for it."""

    def __init__(self, central: FakeCentral) -> None:
        self.most = 1_000
        self.huge: set[str] = set()
        self.refused: list[int] = []  # how many groups there were in each
        central.before = self._pass

    def _pass(self, name: str, request: Any) -> None:
        if name != "push":
            return
        records = {op.record_id for group in request.groups for op in group.ops}
        if len(request.groups) > self.most or records & self.huge:
            self.refused.append(len(request.groups))
            raise HeldUpUnderway


@pytest.fixture
def proxy(central: FakeCentral) -> Proxy:
    return Proxy(central)


def synced(laptop: Laptop, ahead: Ahead) -> SyncReport:
    return SyncEngine(laptop.replica, laptop.central, ahead=ahead).run()


def huge(laptop: Laptop, case_id: UUID, proxy: Proxy) -> UUID:
    person_id = laptop.add_person(case_id, HUGE)
    proxy.huge.add(str(person_id))
    return person_id


@WAYS
def test_smaller_batches_are_tried_first(
    central: FakeCentral, anna: Laptop, proxy: Proxy, ahead: Ahead
) -> None:
    case_id = anna.new_case()
    names = [f"Kind {number}" for number in range(9)]
    for name in names:
        anna.add_person(case_id, name)
    proxy.most = 2
    report = synced(anna, ahead)
    assert (report.complete, report.problem, report.pending) == (True, None, 0)
    assert proxy.refused
    assert len(central.cases[str(case_id)]) == len(names) + 1


@WAYS
@pytest.mark.parametrize("at_a_time", [1, 1 << 20])
def test_what_does_not_get_through_waits_and_is_told(
    anna: Laptop,
    proxy: Proxy,
    ahead: Ahead,
    at_a_time: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reconcile, "FIRST_PUSH", at_a_time)
    monkeypatch.setattr(reconcile, "MOST_PUSH", at_a_time)
    held, other = anna.new_case("held"), anna.new_case("other")
    anna.sync()
    big = huge(anna, held, proxy)
    anna.rename(big, HUGE.upper())  # stands on it
    for case_id in (held, other, held, other):
        anna.add_person(case_id, "Sem")
    report = synced(anna, ahead)
    assert isinstance(report.problem, HeldUpUnderway)
    assert report.complete  # all else was done
    assert report.set_apart == ()
    assert report.pending == 3
    assert anna.replica.set_apart_count() == 0
    assert anna.names(held) == [HUGE.upper(), "Sem", "Sem"]
    # On another network all of it goes, in its order.
    proxy.huge.clear()
    report = synced(anna, ahead)
    assert (report.complete, report.problem, report.pending) == (True, None, 0)
    assert anna.names(held) == [HUGE.upper(), "Sem", "Sem"]


def test_a_colleagues_work_still_comes_in(
    central: FakeCentral, anna: Laptop, bram: Laptop, proxy: Proxy
) -> None:
    case_id = anna.new_case()
    anna.sync()
    central.grant("bram", case_id)
    bram.sync()
    huge(bram, case_id, proxy)
    anna.add_person(case_id, "Fem")
    anna.sync()
    assert isinstance(bram.sync().problem, HeldUpUnderway)
    assert "Fem" in bram.names(case_id)


def test_nothing_of_it_goes_before_it_got_through_when_access_ended(
    central: FakeCentral, anna: Laptop, bram: Laptop, proxy: Proxy
) -> None:
    first, second = anna.new_case("first"), anna.new_case("second")
    anna.sync()
    for case_id in (first, second):
        central.grant("bram", case_id)
    bram.sync()
    huge(bram, first, proxy)
    for case_id in (first, second):
        central.revoke("bram", case_id)
    report = bram.sync()
    assert isinstance(report.problem, HeldUpUnderway)
    assert {case_id for case_id, _ in report.dropped} == {second}
    assert bram.names(first) == [HUGE]
    proxy.huge.clear()
    report = bram.sync()
    assert (report.problem, report.pending) == (None, 0)
    assert bram.cases() == []
    assert [op.record_type for group in central.quarantine for op in group.ops] == ["person"]


@pytest.mark.parametrize("astray", [False, True])
def test_a_compartment_that_waits_to_go_holds_up_no_other(
    central: FakeCentral, anna: Laptop, bram: Laptop, proxy: Proxy, *, astray: bool
) -> None:
    """Also when what is left does not add up, and is read from the beginning."""
    case_id = anna.new_case()
    anna.sync()
    school = Held("school_enrolment", str(uuid4()), "school", doc={"person_id": str(uuid4())})
    central.put(case_id, school)
    central.grant("bram", case_id)
    bram.sync()
    huge(bram, case_id, proxy)
    central.revoke("bram", case_id, "school")
    anna.add_person(case_id, "Fem")
    anna.sync()
    if astray:
        with writing(bram.store._engine) as connection:
            connection.exec_driver_sql("UPDATE case_file SET wire_hash = '0000000000000001'")
    report = bram.sync()
    assert isinstance(report.problem, HeldUpUnderway)
    assert bool(report.resynced) is astray
    assert not report.unsound
    assert "Fem" in bram.names(case_id)
    assert shown(bram) == [school.id]
    proxy.huge.clear()
    assert bram.sync().dropped == {(case_id, "school")}
    assert shown(bram) == []


def shown(laptop: Laptop) -> list[str]:
    """The school years that are here."""
    with laptop.store.reader() as reader:
        return [str(item.id) for item in reader.select(SchoolEnrolment)]
