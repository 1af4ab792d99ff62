"""What is kept ready for the first screens, and snapshots that are used again, never differ from
what the records say, whatever happened and however much time went by."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from mvs_desktop.domain.cases import CaseFile, CaseGroup, CaseKind, CaseMember, CaseRole, Phase
from mvs_desktop.domain.conflicts import Conflict
from mvs_desktop.domain.contacts import Contact, ContactKind, ContactState, Note
from mvs_desktop.domain.partial_date import PartialDate
from mvs_desktop.domain.people import ParentLink, Person
from mvs_desktop.domain.plans import Action, Plan, PlanStatus
from mvs_desktop.domain.records import Record, compartment_of, to_doc, type_of
from mvs_desktop.services.registers import Registers
from mvs_desktop.services.views import Change
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.storage.base.engine import writing
from mvs_desktop.storage.base.replica_types import (
    Fate,
    IncomingPage,
    IncomingRecord,
    OpFate,
    ScopeCursor,
)
from mvs_desktop.storage.records.summaries import Summaries
from mvs_desktop.storage.store import Store
from tests.support.workspaces import enrolment

START = datetime(2026, 2, 26, 21, 30, tzinfo=UTC)

hours = st.integers(-24 * 20, 24 * 40)
days = st.integers(-9, 30)
picks = st.integers(0, 5)


class KeptReady(RuleBasedStateMachine):
    """One laptop, a colleague who sends records, and a clock that goes on."""

    folder: Path

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.seq = 0
        self.enrolled = enrolment()
        path, key = self.folder / f"{uuid4()}.store", bytes(range(32))
        made = Store.create(path, key, uuid4(), lambda: self.now)
        made.replica.save_enrolment(self.enrolled, "epoch-1")
        made.replica.contacted(self.now)
        made.close()
        self.store = Store.open(path, key, lambda: self.now)
        self.workspace = Workspace(self.store, self.enrolled, Registers())
        self.cases: list[UUID] = []
        self.records: dict[UUID, Record] = {}

    def teardown(self) -> None:
        self.workspace.close()

    @initialize()
    def begins_with_a_family(self) -> None:
        self.new_case(CaseKind.FAMILY)

    # What a worker does

    @rule(kind=st.sampled_from(CaseKind))
    def new_case(self, kind: CaseKind) -> None:
        id_ = self.workspace.new_id()
        case = CaseFile(id=id_, case_id=id_, name=f"Familie {len(self.cases)}", kind=kind)
        self.cases.append(id_)
        self.save(case)

    @rule(at=hours, state=st.sampled_from(ContactState), pick=picks, mine=st.booleans())
    def new_contact(self, at: int, state: ContactState, pick: int, mine: bool) -> None:
        moment = self.now + timedelta(hours=at)
        who = self.enrolled.worker_id if mine else uuid4()
        values: dict[str, Any] = {"kind": ContactKind.HOME_VISIT, "state": state, "at": moment}
        self.add(Contact, pick, worker_id=who, **values)

    @rule(pick=picks, years=st.integers(0, 40), off=days, helped=st.booleans())
    def new_person(self, pick: int, years: int, off: int, helped: bool) -> None:
        day = (self.now + timedelta(days=off)).date()
        born = PartialDate.of(day.replace(year=day.year - years, day=min(day.day, 28)))
        self.add(Person, pick, given_name=f"Kind {years}", birth=born, gets_help=helped)

    @rule(pick=picks, role=st.sampled_from(CaseRole), first=days, last=days, mine=st.booleans())
    def new_member(self, pick: int, role: CaseRole, first: int, last: int, mine: bool) -> None:
        who = self.enrolled.worker_id if mine else uuid4()
        day = self.now.date()
        period = {
            "starts_on": day + timedelta(days=min(first, last)),
            "ends_on": day + timedelta(days=max(first, last)),
        }
        self.add(CaseMember, pick, worker_id=who, name="Iemand", role=role, **period)

    @rule(pick=picks, due=days, done=st.booleans())
    def new_action(self, pick: int, due: int, done: bool) -> None:
        plan = self.add(
            Plan, pick, status=PlanStatus.AGREED, evaluate_on=self.now.date() + timedelta(days=due)
        )
        day = self.now.date() + timedelta(days=due)
        self.add(Action, pick, plan_id=plan.id, due=day, done=done)

    @rule()
    def new_note(self) -> None:
        for contact in self.of(Contact)[-1:]:
            note = Note(
                id=self.workspace.new_id(),
                case_id=contact.case_id,
                contact_id=contact.id,
                author_id=self.enrolled.worker_id,
            )
            self.save(note)

    @rule(pick=picks)
    def new_link(self, pick: int) -> None:
        people = [p for p in self.of(Person) if p.case_id == self.case(pick)]
        if len(people) > 1:
            self.add(ParentLink, pick, parent_id=people[0].id, child_id=people[1].id)

    @rule(pick=picks, phase=st.sampled_from(Phase), waiting=st.booleans())
    def change_case(self, pick: int, phase: Phase, waiting: bool) -> None:
        case = self.records[self.case(pick)]
        assert isinstance(case, CaseFile)
        self.save(replace(case, phase=phase, waiting=waiting), case)

    @rule(pick=st.integers(0, 40))
    def withdraw_or_restore(self, pick: int) -> None:
        item = [*self.records.values()][pick % len(self.records)]
        if not isinstance(item, CaseFile):
            self.compare(self.workspace.withdraw(item).snapshot)
            if pick % 2:
                self.compare(self.workspace.restore(item).snapshot)

    # What comes in

    @rule(pick=picks, at=hours)
    def receive(self, pick: int, at: int) -> None:
        case_id = self.case(pick)
        items: list[Record] = [
            Contact(
                id=self.workspace.new_id(),
                case_id=case_id,
                kind=ContactKind.TALK,
                state=ContactState.HELD,
                at=self.now + timedelta(hours=at),
            ),
            Conflict(
                id=self.workspace.new_id(),
                case_id=case_id,
                record_type="case_file",
                record_id=case_id,
                unit="name",
                other_by="Bram",
            ),
        ]
        page = IncomingPage(
            case_id,
            tuple(map(self.incoming, items)),
            (ScopeCursor(case_id, compartment_of(items[0]).value, self.seq),),
        )
        self.store.replica.apply(page)

    @rule(fate=st.sampled_from([Fate.APPLIED, Fate.REJECTED]))
    def answered(self, fate: Fate) -> None:
        waiting = self.store.replica.pending(1)
        self.store.replica.record_fates([OpFate(op.op_id, fate, 1, "") for op in waiting])

    @precondition(lambda self: len(self.cases) > 1)
    @rule(pick=picks)
    def access_ends(self, pick: int) -> None:
        case_id = self.case(pick)
        for compartment in ("basis", "school", "zorg", "veiligheid"):
            self.store.replica.drop_scope(case_id, compartment)
        self.cases.remove(case_id)
        gone = [id_ for id_, item in self.records.items() if item.case_id == case_id]
        for id_ in gone:
            del self.records[id_]

    @rule(by=st.integers(1, 24 * 60))
    def time_goes_by(self, by: int) -> None:
        self.now += timedelta(minutes=by * 30)
        self.store.replica.contacted(self.now)

    # What must hold

    @invariant()
    def it_is_what_the_records_say(self) -> None:
        today = self.workspace.today()
        kept = self.workspace.caseload(), self.workspace.day(today)
        with self.store.derived(behind=False) as reader:
            stale(reader.summaries)
        assert (self.workspace.caseload(), self.workspace.day(today)) == kept

    @invariant()
    def pages_are_the_list_in_parts(self) -> None:
        rows = self.workspace.caseload()
        shown = [row for row in rows if row.case.phase is not Phase.CLOSED]
        page = self.workspace.caseload_page(CaseGroup.TEAM, start=1, limit=2)
        assert list(page.rows) == shown[1:3]
        assert page.total == page.counts[CaseGroup.TEAM] == len(shown)
        assert page.counts[CaseGroup.MINE] == sum(row.mine for row in shown)

    @invariant()
    def a_snapshot_is_what_is_in_the_store(self) -> None:
        for case_id in self.cases:
            self.compare(self.workspace.reload_case(case_id))

    def compare(self, found: Any) -> None:
        with self.store.reader() as reader:
            fresh = reader.snapshot(found.case.id, self.workspace.today())
        assert found == fresh

    def case(self, pick: int) -> UUID:
        return self.cases[pick % len(self.cases)]

    def of(self, kind: type[Any]) -> list[Any]:
        return [item for item in self.records.values() if isinstance(item, kind)]

    def add(self, made: type[Any], pick: int, /, **values: Any) -> Any:
        item = made(id=self.workspace.new_id(), case_id=self.case(pick), **values)
        self.save(item)
        return item

    def save(self, item: Record, base: Record | None = None) -> None:
        self.records[item.id] = item
        self.compare(self.workspace.save(Change(item, base)).snapshot)

    def incoming(self, item: Record) -> IncomingRecord:
        self.seq += 1
        kind = type_of(item)
        return IncomingRecord(
            kind.name,
            item.id,
            item.case_id,
            compartment_of(item).value,
            self.seq,
            dict.fromkeys(kind.units, self.seq),
            withdrawn=False,
            doc=to_doc(item),
            wire_hash=f"{self.seq:016x}",
            changed_by="Bram",
            changed_at=self.now.isoformat(),
        )


def stale(summaries: Summaries) -> None:
    """As after a migration: everything is to be summed up from the records."""
    connection = summaries._connection
    connection.exec_driver_sql("DELETE FROM case_summary")
    connection.exec_driver_sql("UPDATE case_version SET summed = 0")


@pytest.mark.timeout(300)
def test_whatever_happens(tmp_path: Path) -> None:
    KeptReady.folder = tmp_path
    run_state_machine_as_test(
        KeptReady,
        settings=settings(
            max_examples=4,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_birthday_in_the_night_makes_a_child_older(tmp_path: Path) -> None:
    KeptReady.folder = tmp_path
    machine = KeptReady()
    machine.new_case(CaseKind.FAMILY)
    tomorrow = machine.workspace.today() + timedelta(days=1)
    born = PartialDate.of(date(tomorrow.year - 8, tomorrow.month, tomorrow.day))
    machine.add(Person, 0, given_name="Bo", birth=born, gets_help=True)
    (row,) = machine.workspace.caseload()
    assert row.children[0].age == 7
    machine.now += timedelta(days=1)
    (row,) = machine.workspace.caseload()
    assert row.children[0].age == 8
    machine.teardown()


def test_nothing_is_kept_of_a_family_whose_access_ended(tmp_path: Path) -> None:
    KeptReady.folder = tmp_path
    machine = KeptReady()
    machine.new_case(CaseKind.FAMILY)
    machine.new_case(CaseKind.FAMILY)
    assert len(machine.workspace.caseload()) == 2
    machine.access_ends(0)
    with writing(machine.store._engine) as connection:
        left = connection.exec_driver_sql("SELECT count(*) FROM case_summary").scalar()
    assert left == 1
    assert len(machine.workspace.caseload()) == 1
    machine.teardown()


def test_all_that_changed_is_summed_up_behind_the_work(tmp_path: Path) -> None:
    KeptReady.folder = tmp_path
    machine = KeptReady()
    for _ in range(60):
        machine.cases.append(id_ := machine.workspace.new_id())
        with machine.store.unit_of_work() as work:
            work.save(CaseFile(id=id_, case_id=id_, name="Familie"), None)
    steps = 0
    while machine.workspace.catch_up():
        steps += 1
    assert steps >= 2
    with machine.store.reader() as reader:
        assert reader.summaries.counts()[CaseGroup.TEAM] == 60
        assert reader.summaries.stale(machine.now, 1) == ()
    machine.teardown()
