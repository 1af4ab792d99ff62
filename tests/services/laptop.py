"""A workspace that tests close and open, to which changes of a colleague come in."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from uuid import UUID, uuid4

import pytest

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.records import Record, to_doc, type_of
from mvs_desktop.services.registers import Registers
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.storage.base.replica_types import (
    Fate,
    IncomingPage,
    IncomingRecord,
    OpFate,
    ScopeCursor,
)
from mvs_desktop.storage.store import Store
from tests.support.workspaces import enrolment

KEY = bytes(range(32))


@cache
def blank_store() -> Path:
    """Copying a new store is quicker than making one."""
    path = Path(mkdtemp(prefix="mvs-blank-")) / "case.store"
    made = Store.create(path, KEY, uuid4())
    made.replica.save_enrolment(enrolment(), "epoch-1")
    made.close()
    return path


class Laptop:
    """A workspace that can be closed and opened again, with a clock that the test moves."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.now = datetime.now(UTC)
        self.seq = 0
        shutil.copy(blank_store(), path)
        self.open()

    def clock(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now

    def open(self) -> None:
        self.store = Store.open(self.path, KEY, self.clock)
        enrolled = self.store.replica.enrolment()
        assert enrolled is not None
        self.workspace = Workspace(self.store, enrolled, Registers())

    def start_again(self) -> None:
        self.workspace.close()
        self.open()

    def family(self) -> CaseFile:
        id_ = self.workspace.new_id()
        case = CaseFile(id=id_, case_id=id_, name="Familie Proef")
        self.workspace.create_case(case)
        return case

    def colleague(self, item: Record, *, withdrawn: bool = False) -> None:
        """What a colleague made of a record comes in, and what was changed here comes back:
        the centre took it all."""
        replica = self.store.replica
        ops = replica.pending(999)
        self.seq += 1
        replica.record_fates([OpFate(op.op_id, Fate.APPLIED, self.seq) for op in ops])
        comes: dict[UUID, tuple[Record, bool]] = {}
        with self.store.reader() as reader:
            for op in ops:
                standing = reader.changes.standing(op.record_type, str(op.record_id))
                assert standing is not None
                comes[op.record_id] = (standing.record, standing.withdrawn)
        comes[item.id] = (item, withdrawn)
        self.seq += 1
        records = tuple(self._as_it_comes(*one) for one in comes.values())
        cursors = (ScopeCursor(item.case_id, "basis", self.seq),)
        replica.apply(IncomingPage(item.case_id, records, cursors))

    def _as_it_comes(self, item: Record, withdrawn: bool) -> IncomingRecord:
        versions = dict.fromkeys(type_of(item).units, self.seq)
        return IncomingRecord(
            item.type_name, item.id, item.case_id, "basis", self.seq, versions, withdrawn,
            to_doc(item), f"{self.seq:016x}", "Sanne Collega", "2025-03-04T10:00:00+00:00",
        )  # fmt: skip


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    opened = Laptop(tmp_path / "case.store")
    yield opened
    opened.workspace.close()


@pytest.fixture
def case(laptop: Laptop) -> CaseFile:
    return laptop.family()
