"""Two laptops and the real service, in any order of writing, sending and losing messages.

The invariants: no edit that was confirmed is lost; nothing of a case reaches a laptop
whose worker has no grant; laptops with equal grants end up the same.
"""

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from mvs_central import tables as central_tables
from mvs_central.sync import epoch
from mvs_desktop.domain.catalogue import CaseFile, Conflict, NoteParagraph
from mvs_desktop.domain.conflicts import Choice, ConflictState
from mvs_desktop.domain.errors import RecordMissing, ServerUnreachable
from mvs_desktop.domain.records import Record
from mvs_desktop.storage.base.engine import reading
from mvs_desktop.storage.base.tables import RECORDS, outbox, unread_record
from mvs_desktop.storage.store import Store
from mvs_desktop.sync import protocol
from mvs_desktop.sync.checksum import sum_of_hashes
from mvs_desktop.sync.report import SyncReport
from tests.support.said import words, words_at, words_in
from tests.sync.direct_central import DirectCentral, Service, blank_central
from tests.sync.laptop import KEY, Laptop

laptops = st.integers(0, 1)
which = st.integers(0, 5)  # of the cases, paragraphs or forms that there are

MOST_CASES, MOST_PARAGRAPHS = 3, 4  # few, so that two people meet


@dataclass
class Edit:
    """One word that somebody wrote. `replaced`: the words it knowingly wrote over."""

    word: str
    laptop: int
    case_id: UUID
    record_id: UUID
    replaced: frozenset[str] = frozenset()


@dataclass
class Form:
    """A paragraph as a form received it, open while other things happen."""

    laptop: int
    base: NoteParagraph


class TwoLaptops(RuleBasedStateMachine):
    """Begins with one case that both are on, with two paragraphs."""

    blank_store: Path
    blank_service: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory(prefix="mvs-two-")
        root = Path(self.folder.name)
        shutil.copyfile(self.blank_service, root / "central.db")
        self.service = Service(root / "central.db")
        self.callers = [self.service.enrol("Anna"), self.service.enrol("Bram")]
        self.laptops: list[Laptop] = []
        for number, caller in enumerate(self.callers):
            path = root / f"{number}.db"
            shutil.copyfile(self.blank_store, path)
            central = DirectCentral(self.service, caller)
            central.delivered = self.check_delivered(number)
            self.laptops.append(
                Laptop(Store.open(path, KEY), f"w{number}", central, self.service.central.epoch())
            )
        self.granted: dict[UUID, set[int]] = {}  # on the service
        self.cases: list[UUID] = []
        self.paragraphs: list[UUID] = []
        self.forms: list[Form] = []
        self.made: list[Edit] = []
        self.fresh = (f"woord{number}" for number in count())
        self.start_a_case(0)
        self.write_a_paragraph(0, 0)
        self.write_a_paragraph(0, 0)
        self.sync(0)
        self.let_in(0, 1)
        self.sync(1)

    def teardown(self) -> None:
        try:
            self.everybody_agrees_once_all_is_said()
        finally:
            for laptop in self.laptops:
                laptop.store.close()
            self.service.close()
            self.folder.cleanup()

    # What people do

    @rule(who=laptops)
    def start_a_case(self, who: int) -> None:
        if len(self.cases) < MOST_CASES:
            case_id = self.laptops[who].new_case()
            self.granted[case_id] = {who}  # as soon as the service knows of it
            self.cases.append(case_id)

    @rule(who=laptops, case=which)
    def write_a_paragraph(self, who: int, case: int) -> None:
        case_id = self.a_case(case)
        if len(self.paragraphs) < MOST_PARAGRAPHS and self.holds(who, case_id):
            word, id_ = next(self.fresh), self.laptops[who].store.new_id()
            self.save(who, NoteParagraph(id=id_, case_id=case_id, note_id=case_id, text=word), None)
            self.paragraphs.append(id_)
            self.made.append(Edit(word, who, case_id, id_))

    @rule(who=laptops, paragraph=which, first=st.booleans())
    def add_a_line(self, who: int, paragraph: int, first: bool) -> None:
        """Long text: the lines of both stay, or they conflict."""
        if base := self.read(who, paragraph):
            pattern = "{word}\n\n{text}" if first else "{text}\n\n{word}"
            self.write(
                who,
                base,
                lambda word: replace(base, text=pattern.format(word=word, text=base.text)),
            )

    @rule(who=laptops, paragraph=which)
    def set_the_source(self, who: int, paragraph: int) -> None:
        """A plain value: one of two stands, the other is a conflict."""
        if base := self.read(who, paragraph):
            self.write(who, base, lambda word: replace(base, source=word))

    @rule(who=laptops, paragraph=which)
    def set_the_same_source(self, who: int, paragraph: int) -> None:
        if base := self.read(who, paragraph):
            self.save(who, replace(base, source="hetzelfde"), base)
            replaced = words(base.source) - {"hetzelfde"}
            self.made.append(Edit("hetzelfde", who, base.case_id, base.id, replaced))

    @rule(who=laptops, paragraph=which)
    def name_somebody(self, who: int, paragraph: int) -> None:
        """A set: merges per element."""
        if base := self.read(who, paragraph):
            person = self.laptops[who].store.new_id()
            self.save(who, replace(base, about_ids=base.about_ids | {person}), base)
            self.made.append(Edit(str(person), who, base.case_id, base.id))

    @rule(who=laptops, paragraph=which)
    def open_a_form(self, who: int, paragraph: int) -> None:
        if base := self.read(who, paragraph):
            self.forms.append(Form(who, base))

    @precondition(lambda self: self.forms)
    @rule(form=which)
    def save_a_form(self, form: int) -> None:
        """What came in since the form was opened must not be written over."""
        opened = self.forms.pop(form % len(self.forms))
        with suppress(RecordMissing):
            self.write(opened.laptop, opened.base, lambda word: replace(opened.base, source=word))

    @rule(who=laptops, paragraph=which)
    def a_colleagues_text_comes_in_while_a_form_is_open(self, who: int, paragraph: int) -> None:
        if base := self.read(who, paragraph):
            self.set_the_source(1 - who, paragraph)
            self.sync(1 - who)
            self.sync(who)
            self.forms.append(Form(who, base))
            self.save_a_form(len(self.forms) - 1)

    @rule(paragraph=which, first=laptops)
    def both_write_without_a_network(self, paragraph: int, first: int) -> None:
        for who in (first, 1 - first):
            self.set_the_source(who, paragraph)
            self.add_a_line(who, paragraph, first=who == first)
            self.name_somebody(who, paragraph)

    @rule(who=laptops, paragraph=which, withdraw=st.booleans())
    def withdraw_or_restore(self, who: int, paragraph: int, withdraw: bool) -> None:
        if item := self.read(who, paragraph):
            with self.laptops[who].store.unit_of_work() as work:
                (work.withdraw if withdraw else work.restore)(item)

    @rule(who=laptops, choice=st.sampled_from(Choice))
    def settle_a_conflict(self, who: int, choice: Choice) -> None:
        with self.laptops[who].store.reader() as reader:
            found = reader.select(Conflict, state=ConflictState.OPEN)
        for conflict in found[:1]:
            settled = replace(
                conflict, state=ConflictState.SETTLED, choice=choice, settled_by=f"w{who}"
            )
            self.save(who, settled, conflict)

    @rule(case=which, who=laptops)
    def let_in(self, case: int, who: int) -> None:
        case_id = self.a_case(case)
        if self.service.has(case_id):
            self.service.grant(case_id, self.callers[who])
            self.granted[case_id].add(who)

    @rule(case=which, who=laptops)
    def keep_out(self, case: int, who: int) -> None:
        case_id = self.a_case(case)
        if self.service.has(case_id) and who in self.granted[case_id]:
            self.service.revoke(case_id, self.callers[who])
            self.granted[case_id].discard(who)

    @rule(who=laptops, lost=st.integers(0, 6), reply=st.booleans())
    def synchronise(self, who: int, lost: int, reply: bool) -> None:
        """`lost`: the number of the message that does not arrive; often none is."""
        central = self.laptops[who].central
        assert isinstance(central, DirectCentral)
        numbers = count()

        def lose(_name: str) -> None:
            if next(numbers) == lost:
                raise ServerUnreachable

        setattr(central, "after" if reply else "before", lose)
        try:
            report = self.sync(who)
        finally:
            central.before = central.after = lambda _: None
        assert report.problem is None or isinstance(report.problem, ServerUnreachable)

    @rule(who=laptops)
    def start_again(self, who: int) -> None:
        """Kill the program: nothing but the file is left of it."""
        laptop = self.laptops[who]
        author = laptop.store.author
        with reading(laptop.store._engine) as connection:
            path = Path(connection.exec_driver_sql("PRAGMA database_list").one()[2])
        laptop.store.close()
        laptop.store = Store.open(path, KEY)
        laptop.store.author = author
        laptop.replica = laptop.store.replica

    @rule()
    def restore_the_service(self) -> None:
        """The same history under a new epoch: everything is sent and read once more."""
        epoch.new_epoch(self.service.central)

    @rule()
    def everybody_agrees_once_all_is_said(self) -> None:
        for _ in range(2):
            for who in range(len(self.laptops)):
                report = self.sync(who)
                assert report.complete
                assert not report.unreadable
                assert not report.unsound
                assert not report.resynced
        for laptop in self.laptops:
            assert laptop.replica.pending(10) == ()
        self.check_checksums()
        self.check_grants()
        self.check_nothing_lost()
        states = [self.state(who) for who in range(len(self.laptops))]
        for case_id, workers in self.granted.items():
            seen = [states[who].get(str(case_id)) for who in workers]
            assert all(one == seen[0] for one in seen), "laptops with equal grants differ"

    # How the test does it

    def sync(self, who: int) -> SyncReport:
        return self.laptops[who].sync()

    def a_case(self, which_one: int) -> UUID:
        return self.cases[which_one % len(self.cases)]

    def holds(self, who: int, case_id: UUID) -> bool:
        with self.laptops[who].store.reader() as reader:
            return reader.get(CaseFile, case_id) is not None

    def read(self, who: int, paragraph: int) -> NoteParagraph | None:
        """None when it is not on this laptop."""
        with self.laptops[who].store.reader() as reader:
            return reader.get(NoteParagraph, self.paragraphs[paragraph % len(self.paragraphs)])

    def save(self, who: int, item: Record, base: Record | None) -> None:
        with self.laptops[who].store.unit_of_work() as work:
            work.save(item, base)

    def write(self, who: int, base: NoteParagraph, after: Callable[[str], NoteParagraph]) -> None:
        """Save `after` of a new word, made on `base`."""
        word = next(self.fresh)
        item = after(word)
        self.save(who, item, base)
        replaced = (words(base.text) - words(item.text)) | (words(base.source) - words(item.source))
        self.made.append(Edit(word, who, base.case_id, base.id, replaced))

    # What must hold

    def check_delivered(self, who: int) -> Callable[[protocol.FeedPage], None]:
        def check(page: protocol.FeedPage) -> None:
            for envelope in page.records:
                assert who in self.granted[UUID(envelope.case_id)], "a record without a grant"

        return check

    def check_grants(self) -> None:
        """After a whole sync nothing is left of a case that the worker may not see."""
        for who in range(len(self.laptops)):
            for case_id in self.state(who):
                workers = self.granted[UUID(case_id)]
                assert who in workers, "a case stayed without a grant"

    def check_checksums(self) -> None:
        with self.service.central.database.read() as connection:
            scopes = connection.execute(select(central_tables.scope)).all()
        for row in scopes:
            for who in self.granted[row.case_id]:
                hashes = self.laptops[who].replica.scope_hashes(row.case_id, row.compartment)
                assert sum_of_hashes(hashes) == row.checksum

    def check_nothing_lost(self) -> None:
        """Every word stands somewhere, unless somebody who saw it wrote over it."""
        found = words_at(self.service.central) | self.set_apart_words()
        overwritten = {(edit.record_id, word) for edit in self.made for word in edit.replaced}
        for edit in self.made:
            if (edit.record_id, edit.word) not in overwritten:
                assert (edit.record_id, edit.word) in found, "an edit was lost"

    def set_apart_words(self) -> set[tuple[UUID, str]]:
        """Edits that the service rejected are kept on the laptop that made them."""
        found: set[tuple[UUID, str]] = set()
        for laptop in self.laptops:
            with reading(laptop.store._engine) as connection:
                for row in connection.execute(select(outbox)):
                    found |= {(UUID(row.record_id), word) for word in words_in(row.units)}
        return found

    def state(self, who: int) -> dict[str, dict[str, Any]]:
        """Everything on a laptop: case → record → its values."""
        result: dict[str, dict[str, Any]] = {}
        with reading(self.laptops[who].store._engine) as connection:
            for table in (*RECORDS.values(), unread_record):
                for row in connection.execute(select(table)):
                    values = dict(row._mapping)
                    result.setdefault(row.case_id, {})[row.id] = values
        return result


@pytest.fixture(scope="module")
def blank_service(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("service") / "blank.db"
    blank_central(path)
    return path


@pytest.mark.timeout(600)
def test_two_laptops(blank_store: Path, blank_service: Path) -> None:
    TwoLaptops.blank_store = blank_store
    TwoLaptops.blank_service = blank_service
    run_state_machine_as_test(
        TwoLaptops,
        settings=settings(
            max_examples=10,
            phases=[Phase.generate],  # to shrink an example takes minutes; do that by hand
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
