"""Writing here, changes of others, answers and restarts in any order, against a plain model.

The model holds what the service has, and what was written here and is on its way. What the
store shows is always the one with the other on top, and no written word is ever forgotten.
"""

import shutil
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.records import WITHDRAWN, from_doc, record_type, to_doc
from mvs_desktop.storage.audit.log import first_break
from mvs_desktop.storage.base.engine import reading
from mvs_desktop.storage.base.replica_types import (
    Fate,
    IncomingPage,
    IncomingRecord,
    OpFate,
    ScopeCursor,
)
from mvs_desktop.storage.base.tables import mirror, outbox
from mvs_desktop.storage.store import Store

FIELDS = ("given_name", "remarks")
PERSON = record_type(Person.type_name)
IDS = [UUID(int=number) for number in range(1, 3)]

people = st.sampled_from(IDS)
fields = st.sampled_from(FIELDS)


@dataclass
class Written:
    """An operation of ours that the service has not answered, or whose answer we wait to
    see: `seq` is None before the answer."""

    op_id: UUID
    record_id: UUID
    values: dict[str, Any]  # member → value, and WITHDRAWN → bool
    seq: int | None = None


@dataclass
class Served:
    """A record as the service has it."""

    doc: dict[str, Any]
    seq: int
    withdrawn: bool = False
    versions: dict[str, int] = field(default_factory=dict)


@dataclass
class Model:
    served: dict[UUID, Served] = field(default_factory=dict)  # on the service
    pulled: dict[UUID, Served] = field(default_factory=dict)  # as last seen here
    on_top: list[Written] = field(default_factory=list)
    rejected_new: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    seq: int = 0
    cursor: int = 0

    def shown(self, id_: UUID) -> tuple[dict[str, Any], bool] | None:
        """Values and whether it is withdrawn; None for a record that is not here."""
        base = self.pulled.get(id_)
        mine = [op for op in self.on_top if op.record_id == id_]
        if base is None and not mine and id_ not in self.rejected_new:
            return None
        values = dict(base.doc) if base else dict(self.rejected_new.get(id_, {}))
        values[WITHDRAWN] = base.withdrawn if base else values.get(WITHDRAWN, False)
        for op in mine:
            values |= op.values
        withdrawn = values.pop(WITHDRAWN)
        return values, withdrawn


class AnyOrder(RuleBasedStateMachine):
    blank: Path
    key: bytes

    forms = Bundle("forms")

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory(prefix="mvs-any-")
        self.path = Path(self.folder.name) / "case.store"
        shutil.copy(self.blank, self.path)
        self.store = Store.open(self.path, self.key)
        self.case_id = UUID(int=99)
        with self.store.unit_of_work() as work:
            work.save(CaseFile(id=self.case_id, case_id=self.case_id), None)
        (self.case_op,) = self.store.replica.pending(9)
        self.model = Model()
        self.words = (f"woord{number}" for number in count())
        self.mine: list[tuple[UUID, str]] = []  # every word written here

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    # What happens here

    @rule(id_=people)
    def make(self, id_: UUID) -> None:
        if self.model.shown(id_) is None and id_ not in self.model.served:
            word = next(self.words)
            self.write(Person(id=id_, case_id=self.case_id, given_name=word), None, word)

    @rule(target=forms, id_=people)
    def open_a_form(self, id_: UUID) -> object:
        found = self.read(id_)
        return found if found is not None else multiple()

    @rule(form=consumes(forms), name=fields)
    def save_a_form_that_was_open(self, form: Person, name: str) -> None:
        if self.read(form.id) is not None:
            word = next(self.words)
            self.write(replace(form, **{name: word}), form, word)  # type: ignore[arg-type]

    @rule(id_=people, name=fields)
    def edit(self, id_: UUID, name: str) -> None:
        if (base := self.read(id_)) is not None:
            word = next(self.words)
            self.write(replace(base, **{name: word}), base, word)  # type: ignore[arg-type]

    @rule(id_=people, withdrawn=st.booleans())
    def withdraw_or_restore(self, id_: UUID, withdrawn: bool) -> None:
        if (item := self.read(id_)) is None:
            return
        with self.store.unit_of_work() as work:
            (work.withdraw if withdrawn else work.restore)(item)
        self.note_op(id_, {WITHDRAWN: withdrawn}, {WITHDRAWN: not withdrawn})

    @rule()
    def start_again(self) -> None:
        self.store.close()
        self.store = Store.open(self.path, self.key)

    # What happens elsewhere

    @rule(id_=people, name=fields)
    def a_colleague_writes(self, id_: UUID, name: str) -> None:
        served = self.model.served.get(id_)
        if served is None and self.model.shown(id_) is None:
            served = Served(to_doc(Person(id=id_, case_id=self.case_id)), 0)
        if served is not None:
            self.serve(id_, replace(served, doc=served.doc | {name: next(self.words)}), [name])

    @rule(data=st.data(), fate=st.sampled_from(list(Fate)))
    def the_service_answers(self, data: st.DataObject, fate: Fate) -> None:
        waiting = [op for op in self.model.on_top if op.seq is None]
        if not waiting:
            return
        op = data.draw(st.sampled_from(waiting))
        if self.depends(op):
            return  # the service takes operations on a record in their order
        if fate in (Fate.REJECTED, Fate.QUARANTINED):
            self.forget(op)
            self.answer(op, fate, 0)
            return
        standing = self.model.served.get(op.record_id)
        if fate is Fate.CONFLICTED and standing is not None:
            op.seq = self.model.seq = self.model.seq + 1  # of the conflict record
        else:
            fate = Fate.APPLIED
            doc = (
                standing.doc if standing else to_doc(Person(id=op.record_id, case_id=self.case_id))
            )
            values = dict(op.values)
            withdrawn = values.pop(WITHDRAWN, standing.withdrawn if standing else False)
            served = Served(doc | values, 0, withdrawn, standing.versions if standing else {})
            self.serve(op.record_id, served, list(values))
            op.seq = self.model.seq
        self.answer(op, fate, op.seq)
        self.let_go()

    @rule(upto=st.integers(0, 3))
    def pull(self, upto: int) -> None:
        """A page of at most three records, or all there is."""
        new = sorted(
            (
                (one.seq, id_)
                for id_, one in self.model.served.items()
                if one.seq > self.model.cursor
            )
        )
        some = new[:upto] if upto else new
        head = some[-1][0] if len(some) < len(new) and some else self.model.seq
        records = tuple(self.envelope(id_) for _, id_ in some)
        self.store.replica.apply(
            IncomingPage(self.case_id, records, (ScopeCursor(self.case_id, "basis", head),))
        )
        for _, id_ in some:
            self.model.pulled[id_] = self.model.served[id_]
            self.model.rejected_new.pop(id_, None)
        self.model.cursor = head
        self.let_go()

    # How the test does it

    def read(self, id_: UUID) -> Person | None:
        with self.store.reader() as reader:
            return reader.get(Person, id_)

    def write(self, item: Person, base: Person | None, word: str) -> None:
        with self.store.unit_of_work() as work:
            work.save(item, base)
        before = {} if base is None else to_doc(base)
        after = to_doc(item)
        changed = {k: v for k, v in after.items() if before.get(k, ...) != v}
        self.note_op(item.id, changed, before)
        self.mine.append((item.id, word))

    def note_op(self, id_: UUID, values: dict[str, Any], before: dict[str, Any]) -> None:
        """Take over the operation that the store made, if it made one: `values` on `before`."""
        shown = self.model.shown(id_)
        if shown is not None and values.get(WITHDRAWN) == shown[1]:
            return  # nothing changed
        known = {op.op_id for op in self.model.on_top} | {self.case_op.op_id}
        (made,) = (op for op in self.store.replica.pending(999) if op.op_id not in known)
        assert made.record_id == id_
        told: dict[str, Any] = {}
        for unit, change in made.units.items():
            told |= {WITHDRAWN: change.value["withdrawn"]} if unit == WITHDRAWN else change.value
        if id_ in self.model.rejected_new and not self.on_its_way(id_):
            whole, withdrawn = shown or ({}, False)
            values = whole | ({WITHDRAWN: True} if withdrawn else {}) | values
            before = {}
        assert told == values
        for unit, change in made.units.items():
            assert change.version == self.version(id_, unit, before)
        self.model.on_top.append(Written(made.op_id, id_, values))

    def version(self, id_: UUID, unit: str, before: dict[str, Any]) -> int | str | None:
        """What a change of a unit, seen as `before`, was made on."""
        values, withdrawn = self.model.shown(id_) or ({}, False)
        if unit in before and before[unit] != (values | {WITHDRAWN: withdrawn})[unit]:
            return None
        for op in reversed(self.model.on_top):
            if op.record_id == id_ and unit in op.values:
                return str(op.op_id)
        pulled = self.model.pulled.get(id_)
        if pulled is None:
            return 0
        return pulled.seq if unit == WITHDRAWN else pulled.versions.get(unit, 0)

    def on_its_way(self, id_: UUID) -> bool:
        return any(op.record_id == id_ for op in self.model.on_top)

    def depends(self, op: Written) -> bool:
        earlier = self.model.on_top[: self.model.on_top.index(op)]
        return any(one.record_id == op.record_id and one.seq is None for one in earlier)

    def forget(self, op: Written) -> None:
        """It was refused, and what was made on it goes with it when the service never got the
        record itself."""
        shown = self.model.shown(op.record_id)
        self.model.on_top.remove(op)
        if op.record_id not in self.model.pulled and not self.on_its_way(op.record_id):
            assert shown is not None
            self.model.rejected_new[op.record_id] = shown[0] | {WITHDRAWN: shown[1]}
        elif op.record_id not in self.model.pulled:
            # What came after it names it, and falls with it.
            self.model.rejected_new.setdefault(op.record_id, {}).update(op.values)

    def answer(self, op: Written, fate: Fate, seq: int) -> None:
        self.store.replica.record_fates([OpFate(op.op_id, fate, seq, "test")])

    def serve(self, id_: UUID, record: Served, units: list[str]) -> None:
        self.model.seq += 1
        versions = record.versions | dict.fromkeys(units, self.model.seq)
        self.model.served[id_] = replace(record, seq=self.model.seq, versions=versions)

    def let_go(self) -> None:
        self.model.on_top = [
            op for op in self.model.on_top if op.seq is None or op.seq > self.model.cursor
        ]

    def envelope(self, id_: UUID) -> IncomingRecord:
        one = self.model.served[id_]
        return IncomingRecord(
            PERSON.name, id_, self.case_id, "basis", one.seq, one.versions, one.withdrawn,
            one.doc, f"{one.seq:016x}", "Collega", "2025-03-04T10:00:00+00:00",
        )  # fmt: skip

    # What must hold

    @invariant()
    def what_is_shown_is_the_services_state_with_ours_on_top(self) -> None:
        for id_ in IDS:
            expected = self.model.shown(id_)
            found = self.read(id_)
            if expected is None:
                assert found is None
                continue
            values, withdrawn = expected
            assert found == from_doc(PERSON, id_, self.case_id, values)
            with self.store.reader() as reader:
                live = {one.id for one in reader.select(Person)}
            assert (id_ not in live) == withdrawn

    @invariant()
    def a_mirror_is_kept_exactly_while_something_is_on_its_way(self) -> None:
        with reading(self.store._engine) as connection:
            kept = set(connection.execute(select(mirror.c.id)).scalars())
        assert kept == {
            str(op.record_id) for op in self.model.on_top if op.record_id in self.model.pulled
        }

    @invariant()
    def the_sum_is_over_what_was_pulled(self) -> None:
        hashes = sorted(self.store.replica.scope_hashes(self.case_id, "basis"))
        assert hashes == sorted(f"{one.seq:016x}" for one in self.model.pulled.values())

    @invariant()
    def every_word_written_here_is_in_the_history(self) -> None:
        with self.store.reader() as reader:
            told = {id_: str(reader.history(id_)) for id_ in IDS}
        assert all(repr(word) in told[id_] for id_, word in self.mine)

    @invariant()
    def nothing_that_waits_is_forgotten(self) -> None:
        waiting = [op.op_id for op in self.store.replica.pending(999)]
        assert waiting[1:] == [op.op_id for op in self.model.on_top if op.seq is None]
        with reading(self.store._engine) as connection:
            kept = connection.execute(select(outbox.c.op_id)).scalars().all()
            assert first_break(connection) is None
        assert {str(op.op_id) for op in self.model.on_top} <= set(kept)

    @invariant()
    def search_finds_what_is_shown(self) -> None:
        while self.store.index.catch_up():
            pass
        for id_ in IDS:
            shown = self.model.shown(id_)
            for name in FIELDS:
                word = shown[0].get(name) if shown else None
                if shown and word:
                    hits = [hit.record_id for hit in self.store.search(word)]
                    # woord1 also begins woord10
                    assert (id_ in hits) == (not shown[1])


@pytest.mark.timeout(300)
def test_any_order(blank_store: Path, key: bytes) -> None:
    AnyOrder.blank, AnyOrder.key = blank_store, key
    run_state_machine_as_test(
        AnyOrder,
        settings=settings(
            max_examples=10,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
