"""The store as a replica: what was typed here stays on top of what comes in."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from msgspec import structs
from sqlalchemy import select

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.codec import Json
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.plans import Plan
from mvs_desktop.domain.records import WHOLE, WITHDRAWN, Record, compartment_of, to_doc, type_of
from mvs_desktop.storage.base.engine import reading, writing
from mvs_desktop.storage.base.replica_types import (
    Fate,
    IncomingPage,
    IncomingRecord,
    OpFate,
    PendingUnit,
    ScopeCursor,
)
from mvs_desktop.storage.base.tables import search_name, unread_record
from mvs_desktop.storage.search.index import SearchIndex
from mvs_desktop.storage.store import Store
from tests.storage.conftest import MovingClock


def incoming(item: Record, seq: int, **doc: Json) -> IncomingRecord:
    kind = type_of(item)
    return IncomingRecord(
        kind.name,
        item.id,
        item.case_id,
        compartment_of(item).value,
        seq,
        dict.fromkeys(kind.units, seq),
        withdrawn=False,
        doc=to_doc(item) | doc,
        wire_hash=f"{seq:016x}",
        changed_by="Collega",
        changed_at="2025-03-04T10:00:00+00:00",
    )


def page(case_id: UUID, seq: int, *records: IncomingRecord) -> IncomingPage:
    return IncomingPage(case_id, records, (ScopeCursor(case_id, "basis", seq),))


def child_of(case: CaseFile, name: str = "Bo") -> Person:
    return Person(id=uuid4(), case_id=case.case_id, given_name=name)


def save(store: Store, item: Record, base: Record | None = None) -> None:
    with store.unit_of_work() as work:
        work.save(item, base)


def shown(store: Store, item: Person) -> Person | None:
    with store.reader() as reader:
        return reader.get(Person, item.id)


def test_an_edit_stays_on_top_of_what_comes_in(store: Store, case: CaseFile) -> None:
    child = child_of(case)
    store.replica.apply(page(case.case_id, 5, incoming(child, 5)))
    save(store, replace(child, given_name="Bobbie"), child)
    colleague = replace(child, given_name="Bob", family_name="Proef")
    store.replica.apply(page(case.case_id, 6, incoming(colleague, 6)))

    assert shown(store, child) == replace(child, given_name="Bobbie", family_name="Proef")
    op = store.replica.pending(10)[-1]
    assert op.units["given_name"].version == 5
    assert op.units["given_name"].base == {"given_name": "Bo"}


def test_a_confirmed_edit_is_let_go_when_it_has_been_pulled(store: Store, case: CaseFile) -> None:
    child = child_of(case)
    store.replica.apply(page(case.case_id, 5, incoming(child, 5)))
    mine = replace(child, given_name="Bobbie")
    save(store, mine, child)
    op = store.replica.pending(10)[-1]
    store.replica.record_fates([OpFate(op.op_id, Fate.APPLIED, 6)])

    assert op not in store.replica.pending(10)
    store.replica.apply(page(case.case_id, 5))
    assert shown(store, child) == mine  # confirmed, not pulled: still on top
    store.replica.apply(page(case.case_id, 6, incoming(mine, 6)))
    assert shown(store, child) == mine
    save(store, replace(mine, given_name="B"), mine)
    assert store.replica.pending(10)[-1].units["given_name"].version == 6


def test_an_edit_on_an_edit_names_the_first(store: Store, case: CaseFile) -> None:
    child = child_of(case)
    save(store, child)
    first = store.replica.pending(10)[-1]
    store.replica.record_fates([OpFate(first.op_id, Fate.APPLIED, 9)])
    save(store, replace(child, given_name="Bob"), child)
    assert store.replica.pending(10)[-1].units["given_name"].version == str(first.op_id)


def test_a_form_opened_before_the_pull_says_so(store: Store, case: CaseFile) -> None:
    child = child_of(case)
    store.replica.apply(page(case.case_id, 5, incoming(child, 5)))
    store.replica.apply(page(case.case_id, 6, incoming(replace(child, given_name="Bob"), 6)))
    save(store, replace(child, given_name="Bobbie"), child)  # the form still had Bo
    unit = store.replica.pending(10)[-1].units["given_name"]
    assert unit.version is None
    assert unit.base == {"given_name": "Bo"}


def test_a_lost_edit_gives_way_and_is_kept(store: Store, case: CaseFile) -> None:
    child = child_of(case)
    store.replica.apply(page(case.case_id, 5, incoming(child, 5)))
    save(store, replace(child, given_name="Bobbie"), child)
    op = store.replica.pending(10)[-1]
    store.replica.record_fates([OpFate(op.op_id, Fate.QUARANTINED, 0, "no-access")])
    assert shown(store, child) == child
    assert store.replica.set_apart_count() == 1
    with store.reader() as reader:
        assert reader.set_apart()[0][3] == "no-access"
        assert any(line["after"] == {"given_name": "Bobbie"} for line in reader.history(child.id))


def test_a_conflicted_edit_gives_way_once_pulled(store: Store, case: CaseFile) -> None:
    child = child_of(case)
    store.replica.apply(page(case.case_id, 5, incoming(child, 5)))
    save(store, replace(child, given_name="Bobbie"), child)
    op = store.replica.pending(10)[-1]
    store.replica.record_fates([OpFate(op.op_id, Fate.CONFLICTED, 8)])
    standing = replace(child, given_name="Bob")
    applied = store.replica.apply(page(case.case_id, 8, incoming(standing, 7)))
    assert shown(store, child) == standing
    assert child.id in applied.changed


def test_applying_twice_changes_nothing(store: Store, case: CaseFile) -> None:
    child = child_of(case)
    one = page(case.case_id, 5, incoming(child, 5))
    assert store.replica.apply(one).changed == {child.id}
    assert store.replica.apply(one).changed == frozenset()
    assert store.replica.cursors() == (ScopeCursor(case.case_id, "basis", 5),)


def test_members_of_a_newer_version_are_kept(store: Store, case: CaseFile) -> None:
    child = child_of(case)
    store.replica.apply(page(case.case_id, 5, incoming(child, 5, shoe_size=38)))
    save(store, replace(child, given_name="Bob"), child)
    store.replica.apply(page(case.case_id, 6, incoming(child, 6, shoe_size=39)))
    op = store.replica.pending(10)[-1]
    store.replica.record_fates([OpFate(op.op_id, Fate.REJECTED, 0, "test")])
    assert shown(store, child) == child


def test_a_record_that_cannot_be_read_costs_only_itself(store: Store, case: CaseFile) -> None:
    good, odd = child_of(case), child_of(case, "Kim")
    applied = store.replica.apply(
        page(case.case_id, 6, incoming(odd, 5, gender="van-later"), incoming(good, 6))
    )
    assert applied.changed == {good.id}
    assert set(store.replica.scope_hashes(case.case_id, "basis")) == {f"{5:016x}", f"{6:016x}"}
    store.replica.apply(page(case.case_id, 7, incoming(odd, 7)))
    assert shown(store, odd) == odd
    assert len(list(store.replica.scope_hashes(case.case_id, "basis"))) == 2


def test_when_access_ends_nothing_of_the_scope_stays(store: Store, case: CaseFile) -> None:
    child = child_of(case, "Zonnebloem")
    save(store, child)
    with store.unit_of_work() as work:
        work.keep_draft(case.case_id, child.id, "birth", "30 februari")
        work.keep_draft(case.case_id, uuid4(), "birth", "nog van niemand")
    store.replica.apply(page(case.case_id, 5))
    store.replica.drop_scope(case.case_id, "basis")
    assert shown(store, child) is None
    assert not store.search("zonnebloem")
    assert len(store.replica.pending(10)) == 2  # on its way to the quarantine
    with store.reader() as reader:
        assert not reader.drafts(case.case_id)
        assert not reader.history(child.id)
        assert not reader.select(CaseFile)
    assert store.replica.scopes_held() == frozenset()


class Killed(BaseException):
    pass


@pytest.mark.parametrize("granted_again", [False, True])
def test_a_removal_that_was_stopped_begins_again(
    store: Store, case: CaseFile, monkeypatch: pytest.MonkeyPatch, granted_again: bool
) -> None:
    child = child_of(case, "Zonnebloem")
    first = page(case.case_id, 5, incoming(child, 5))
    store.replica.apply(first)
    assert not store.index.catch_up()
    assert store.search("zonnebloem")

    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(SearchIndex, "forget_scope", killed)
        with pytest.raises(Killed):
            store.replica.drop_scope(case.case_id, "basis")
    assert shown(store, child) is None
    assert (case.case_id, "basis") in store.replica.scopes_held()
    assert store.replica.cursors() == (ScopeCursor(case.case_id, "basis", 0),)
    if granted_again:
        store.replica.apply(first)
        assert not store.index.catch_up()
        assert shown(store, child) == child
        assert len(store.search("zonnebloem")) == 1
    else:
        store.replica.drop_scope(case.case_id, "basis")
        assert store.replica.scopes_held() == frozenset()
        assert not store.search("zonnebloem")
        with reading(store._engine) as connection:
            assert connection.execute(select(search_name)).all() == []


def test_a_resync_removes_what_the_service_no_longer_has(store: Store, case: CaseFile) -> None:
    kept, gone, mine = child_of(case), child_of(case, "Kim"), child_of(case, "Mo")
    store.replica.apply(page(case.case_id, 6, incoming(kept, 5), incoming(gone, 6)))
    save(store, mine)
    store.replica.begin_resync(case.case_id)
    store.replica.apply(page(case.case_id, 6, incoming(kept, 5)))
    store.replica.finish_resync(case.case_id, ["basis"], frozenset({kept.id}))
    with store.reader() as reader:
        assert {p.id for p in reader.select(Person)} == {kept.id, mine.id}


def test_after_a_restored_service_confirmed_edits_are_sent_again(
    store: Store, case: CaseFile
) -> None:
    child = child_of(case)
    save(store, child)
    ops = store.replica.pending(10)
    store.replica.record_fates([OpFate(op.op_id, Fate.APPLIED, 9) for op in ops])
    assert not store.replica.pending(10)
    store.replica.begin_epoch("epoch-2")
    assert store.replica.pending(10) == tuple(structs.replace(op, again=True) for op in ops)
    assert store.replica.epoch() == "epoch-2"


def test_what_was_confirmed_by_a_clock_that_was_ahead_does_not_stay_for_years(
    store: Store, case: CaseFile
) -> None:
    """The service's own, for a while."""
    ops = store.replica.pending(10)
    store.replica.record_fates([OpFate(op.op_id, Fate.APPLIED, 9) for op in ops])
    store.replica.apply(page(case.case_id, 9))
    now = datetime(2026, 3, 4, tzinfo=UTC)
    store.replica.contacted(now.replace(year=2090))
    assert kept(store) == 1
    store.replica.contacted(now)
    store.replica.contacted(now + timedelta(days=34))
    assert kept(store) == 1
    store.replica.contacted(now + timedelta(days=36))
    assert kept(store) == 0


def kept(store: Store) -> int:
    """How many operations are kept after they were confirmed."""
    with reading(store._engine) as connection:
        counted = connection.exec_driver_sql(
            "SELECT count(*) FROM outbox WHERE state = 'confirmed'"
        )
        return int(counted.scalar_one())


def test_a_group_is_never_cut(store: Store, case: CaseFile) -> None:
    with store.unit_of_work() as work:
        for name in ("Bo", "Kim", "Mo"):
            work.save(child_of(case, name), None)
    save(store, child_of(case, "Los"))
    assert len(store.replica.pending(1)) == 1  # the case
    assert len(store.replica.pending(2)) == 1
    assert len(store.replica.pending(4)) == 4
    assert len(store.replica.pending(99)) == 5


def test_withdrawing_travels_with_the_version_it_was_seen_at(store: Store, case: CaseFile) -> None:
    child = child_of(case)
    store.replica.apply(page(case.case_id, 5, incoming(child, 5)))
    with store.unit_of_work() as work:
        work.withdraw(child)
    unit = store.replica.pending(10)[-1].units[WITHDRAWN]
    assert (unit.version, unit.value) == (5, {"withdrawn": True})
    store.replica.apply(page(case.case_id, 6, incoming(replace(child, given_name="Bob"), 6)))
    with store.reader() as reader:
        assert not reader.snapshot(case.case_id).people


def reject(store: Store, reason: str = "test") -> None:
    """The service takes nothing of what is waiting."""
    ops = store.replica.pending(100)
    store.replica.record_fates([OpFate(op.op_id, Fate.REJECTED, 0, reason) for op in ops])


def test_a_record_that_the_service_never_took_travels_whole_the_next_time(
    store: Store, case: CaseFile
) -> None:
    child = child_of(case)
    save(store, child)
    reject(store)
    assert shown(store, child) == child  # what was typed stays on the screen
    save(store, replace(child, given_name="Bob"), child)
    (op,) = store.replica.pending(10)
    bob = to_doc(replace(child, given_name="Bob"))
    assert op.units == {WHOLE: PendingUnit(None, bob, 0)}
    reject(store)
    with store.unit_of_work() as work:
        work.withdraw(child)
    (op,) = store.replica.pending(10)
    assert set(op.units) == {WHOLE, WITHDRAWN}
    assert op.units[WHOLE].value == bob


def test_history_and_row_name_whose_change_it_was(store: Store, case: CaseFile) -> None:
    child = child_of(case)
    store.replica.apply(page(case.case_id, 5, incoming(child, 5)))
    save(store, replace(child, given_name="Bobbie"), child)
    theirs = replace(child, family_name="Proef")
    store.replica.apply(page(case.case_id, 6, incoming(theirs, 6)))
    with store.reader() as reader:
        newest, mine = reader.history(child.id)
        state = reader.snapshot(case.case_id).state(child.id)
    assert (newest["unit"], newest["by_name"]) == ("family_name", "Collega")
    assert newest["at"] == "2025-03-04T10:00:00+00:00"
    assert (mine["unit"], mine["by_name"]) == ("given_name", "Noor Testers")
    assert state.changed_by == "Noor Testers"  # the newest is what is not sent yet


def test_a_record_that_becomes_unreadable_is_kept_once(store: Store, case: CaseFile) -> None:
    child = child_of(case, "Zonnebloem")
    store.replica.apply(page(case.case_id, 5, incoming(child, 5)))
    save(store, replace(child, remarks="Van mij"), child)
    store.replica.apply(page(case.case_id, 6, incoming(child, 6, gender="van-later")))
    assert list(store.replica.scope_hashes(case.case_id, "basis")) == [f"{6:016x}"]
    assert shown(store, child) is None
    assert not store.search("zonnebloem")
    op = store.replica.pending(10)[-1]
    assert op.units["remarks"].value == {"remarks": "Van mij"}  # still on its way
    store.replica.apply(page(case.case_id, 7, incoming(child, 7)))
    assert shown(store, child) == replace(child, remarks="Van mij")
    assert list(store.replica.scope_hashes(case.case_id, "basis")) == [f"{7:016x}"]


def test_an_update_of_the_program_reads_again_what_it_could_not(
    store: Store, case: CaseFile, path: Path, key: bytes, clock: MovingClock
) -> None:
    child = child_of(case)
    store.replica.apply(page(case.case_id, 5, incoming(child, 5, gender="van-later")))
    assert shown(store, child) is None
    with writing(store._engine) as connection:  # as if we knew that gender now
        doc = unread_record.update().values(doc=to_doc(child))
        connection.execute(doc)
    store.close()
    again = Store.open(path, key, clock)
    assert shown(again, child) == child
    assert list(again.replica.scope_hashes(case.case_id, "basis")) == [f"{5:016x}"]
    again.close()


def test_nobodys_record_takes_the_place_of_one_in_another_case(
    store: Store, case: CaseFile
) -> None:
    """Ids are made on devices: a colleague on one case may know an id of another."""
    child, plan = child_of(case, "Zonnebloem"), Plan(id=uuid4(), case_id=case.case_id)
    save(store, child)
    save(store, plan)
    other = uuid4()
    evil = replace(child, case_id=other, given_name="Weg")
    twin = Person(id=plan.id, case_id=case.case_id, given_name="Tweeling")
    assert not store.replica.apply(page(other, 3, incoming(evil, 3))).changed
    assert not store.replica.apply(page(case.case_id, 3, incoming(twin, 3))).changed
    assert shown(store, child) == child
    assert [hit.record_id for hit in store.search("zonnebloem")] == [child.id]
    assert not store.search("tweeling")
    # It is held, so that the sums agree, and shown nowhere.
    assert list(store.replica.scope_hashes(other, "basis")) == [f"{3:016x}"]
    with store.reader() as reader:
        assert reader.get(Plan, plan.id) == plan


def test_two_records_of_one_id_in_a_page_do_no_harm(store: Store, case: CaseFile) -> None:
    child = child_of(case)
    twin = Plan(id=child.id, case_id=case.case_id)
    store.replica.apply(page(case.case_id, 4, incoming(child, 3), incoming(twin, 4)))
    assert shown(store, child) == child
    with store.reader() as reader:
        assert reader.get(Plan, twin.id) is None


def test_a_resync_keeps_what_is_under_way_as_the_services_to_get(
    store: Store, case: CaseFile
) -> None:
    child = child_of(case)
    store.replica.apply(page(case.case_id, 5, incoming(child, 5)))
    mine = replace(child, given_name="Bobbie")
    save(store, mine, child)
    store.replica.begin_resync(case.case_id)
    store.replica.finish_resync(case.case_id, ["basis"], frozenset())
    assert shown(store, child) == mine
    assert list(store.replica.scope_hashes(case.case_id, "basis")) == []
    assert store.replica.pending(10)[-1].units["given_name"].value == {"given_name": "Bobbie"}


def test_an_edit_that_was_refused_leaves_a_record_that_was_not_pulled_yet(
    store: Store, case: CaseFile
) -> None:
    child = child_of(case)
    save(store, child)
    made = store.replica.pending(10)[-1]
    store.replica.record_fates([OpFate(made.op_id, Fate.APPLIED, 9)])
    save(store, replace(child, given_name="Bob"), child)
    edit = store.replica.pending(10)[-1]
    store.replica.record_fates([OpFate(edit.op_id, Fate.REJECTED, 0, "test")])
    assert shown(store, child) == child
    with store.reader() as reader:
        newest = reader.history(child.id)[0]
    assert (newest["before"], newest["after"]) == ({"given_name": "Bob"}, {"given_name": "Bo"})
    assert newest["at"]
