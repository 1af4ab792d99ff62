"""The worker's open store, and everything a screen may ask of it.

Every method may block on the disk, except where it says otherwise: call it off the GUI
thread. Methods raise the types of `domain.errors` and nothing else that is expected.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from mvs_desktop.documents.content import family_plan_content
from mvs_desktop.documents.family_plan import render_family_plan
from mvs_desktop.documents.preview import page_images
from mvs_desktop.domain.cases import CaseFile, CaseGroup, CaseKind, Phase
from mvs_desktop.domain.conflicts import Choice
from mvs_desktop.domain.errors import ExpectedError
from mvs_desktop.domain.records import Record
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.services import choices, notes, sending
from mvs_desktop.services.attachments import Attachments
from mvs_desktop.services.audit import Audit
from mvs_desktop.services.backups import Backups, Restored
from mvs_desktop.services.caseload import Today
from mvs_desktop.services.devices import OwnDevices
from mvs_desktop.services.first_screens import FirstScreens
from mvs_desktop.services.history import RecordHistory
from mvs_desktop.services.keys import Keys, WayIn
from mvs_desktop.services.lease import OfflineLease
from mvs_desktop.services.reads import Reads
from mvs_desktop.services.receipts import receipts
from mvs_desktop.services.registers import Registers
from mvs_desktop.services.search import Finder
from mvs_desktop.services.snapshots import Snapshots
from mvs_desktop.services.team import Team
from mvs_desktop.services.undo import Undo
from mvs_desktop.services.views import (
    CasePage,
    CaseRow,
    Change,
    ConflictView,
    DayView,
    Me,
    PlanPaper,
    Saved,
    SearchHit,
    SetApart,
    SyncResult,
    SyncState,
    VisitReceipt,
)
from mvs_desktop.services.visits import Visits
from mvs_desktop.storage.audit.log import Act
from mvs_desktop.storage.base.files import export
from mvs_desktop.storage.base.replica_types import Enrolment
from mvs_desktop.storage.records.unit_of_work import UnitOfWork
from mvs_desktop.storage.store import Store
from mvs_desktop.sync.report import SyncProgress
from mvs_desktop.sync.status import WipeOrder


class Workspace:
    """Made by Session.enrol and Session.unlock; close it before the process ends."""

    def __init__(
        self,
        store: Store,
        enrolment: Enrolment,
        registers: Registers,
        way_in: WayIn | None = None,
    ) -> None:
        self._store = store
        # What the service set begins and ends by its time, and what a worker plans by the day it
        # really is; a laptop's clock may be wrong by years.
        self._clock = store.lease.now
        self._sending = sending.Sending(store, enrolment)
        self.backups = Backups(store)
        self.restored: Restored | None = None  # of a backup that was put back just now
        self.keys = Keys(store, self._sending, way_in)
        self.devices = OwnDevices(store, self._sending, self.keys)
        self.team = Team(store, self._sending, self._clock)
        self._wiping = way_in.wiping if way_in else None
        self._reads = Reads(store)
        self.audit = Audit(store)
        self.history = RecordHistory(store)
        self.undo = Undo(store, self.reload_case)
        self.lease = OfflineLease(store)
        self.visits = Visits(store, enrolment.worker_id, self._clock)
        self.registers = registers
        self.me = Me(
            enrolment.worker_id,
            enrolment.worker_name,
            enrolment.organisation,
            enrolment.expertise,
            enrolment.municipality,
            enrolment.team,
            enrolment.demo,
        )
        self.finder = Finder(store, enrolment.worker_id)
        self._first_screens = FirstScreens(store, enrolment.worker_id, self._today)
        self._snapshots = Snapshots(store)
        self.attachments = Attachments(
            store, self.me.name, self.today, self.reload_case, self._sending.fetch
        )

    # Cheap: these may be called on the GUI thread.

    def new_id(self) -> UUID:
        return self._store.new_id()

    def now(self) -> datetime:
        """The present instant, UTC: by the service's time."""
        return self._clock()

    def today(self) -> date:
        return self._today().day

    def _today(self) -> Today:
        now = self._clock().astimezone()
        zone = now.tzinfo
        assert zone is not None  # noqa: S101 - astimezone always gives one
        return Today(now, zone)

    # First screens

    def caseload(self) -> tuple[CaseRow, ...]:
        """The families on this laptop, those with the nearest next contact first."""
        rows = self._first_screens.rows()
        self._reads.listed("caseload", len(rows))
        return rows

    def caseload_page(
        self, group: CaseGroup | None = None, text: str = "", start: int = 0, limit: int = 50
    ) -> CasePage:
        """A part of the families of a group in which every typed word occurs, those with the
        nearest next contact first; without a group, mine when there are any."""
        page = self._first_screens.page(group, text, start, limit)
        self._reads.listed(f"caseload {page.group.value}", page.counts[page.group])
        return page

    def catch_up(self) -> bool:
        """Do a little of what follows behind the work: summaries of families, and the search
        index. False when nothing is left; short, so that other work goes between."""
        return self._first_screens.catch_up() or self.finder.catch_up()

    def day(self, day: date) -> DayView:
        """What a day holds and what asks for attention."""
        view = self._first_screens.day(day)
        self._reads.listed(f"day {day.isoformat()}", view.families)
        return replace(view, team=self.team.day())

    def visit_receipts(self, day: date) -> tuple[VisitReceipt, ...]:
        """What became of each visit of a day, and what of it the centre has."""
        visits = self.day(day).visits
        with self._store.reader() as reader:
            return receipts(reader, visits)

    def search(self, text: str) -> tuple[SearchHit, ...]:
        """Where every word of a text begins a word. Call it when typing has settled: it is
        logged, without the text."""
        result = self.finder.find(text)
        self.finder.settled(result)
        return result.hits

    # One case

    def create_case(self, case: CaseFile) -> Saved:
        return self.save(Change(case, None))

    def open_case(self, case_id: UUID) -> CaseSnapshot:
        """Everything of a case. The reading is logged before anything is returned."""
        with self._store.unit_of_work() as work:
            work.log(Act.OPEN_CASE, case_id)
        return self.reload_case(case_id)

    def reload_case(self, case_id: UUID) -> CaseSnapshot:
        """A case that is open already, for instance after new records came in."""
        return self._snapshots.read(case_id, self.today())

    def own_case(self) -> CaseSnapshot:
        """The worker's own file, for loose notes; made when it is first asked for."""
        with self._store.reader() as reader:
            case = sending.own_case(reader)
        if case is None:
            id_ = self.new_id()
            case = CaseFile(id=id_, case_id=id_, kind=CaseKind.OWN, phase=Phase.WORKING)
            return self.create_case(case).snapshot
        self._reads.opened(case.id)
        return self.reload_case(case.id)

    def loose_notes(self) -> CaseSnapshot | None:
        """The worker's own file; None while nothing was ever written in it."""
        with self._store.reader() as reader:
            case = sending.own_case(reader)
        if case is None:
            return None
        self._reads.opened(case.id)
        return self.reload_case(case.id)

    # Changes

    def save(self, *changes: Change) -> Saved:
        """Write changes to one case: all of them, durable, or none.

        Raises RecordSealed for a change to a signed note, RecordMissing when the record is
        no longer on this laptop, DiskFull.
        """
        return self._save(changes)

    def _save(self, changes: Sequence[Change], *, stays: bool = False) -> Saved:
        self._refuse_sealed(change.record for change in changes)
        with self._store.unit_of_work() as work:
            if stays:
                work.stays()
            for change in changes:
                work.save(change.record, change.base)
        return self._saved(work, changes[0].record.case_id)

    def withdraw(self, *records: Record) -> Saved:
        """Take records of one case out of the file; they can be restored."""
        self._refuse_sealed(records)
        return self._withdraw(records)

    def _withdraw(self, records: Sequence[Record], *, stays: bool = False) -> Saved:
        with self._store.unit_of_work() as work:
            if stays:
                work.stays()
            for item in records:
                work.withdraw(item)
        return self._saved(work, records[0].case_id)

    def restore(self, *records: Record) -> Saved:
        with self._store.unit_of_work() as work:
            for item in records:
                work.restore(item)
        return self._saved(work, records[0].case_id)

    def drafts(self, case_id: UUID) -> Mapping[tuple[UUID, str], str]:
        """What was typed and cannot be read as a value yet: (record, field) → text."""
        with self._store.reader() as reader:
            return reader.drafts(case_id)

    def keep_draft(self, case_id: UUID, record_id: UUID, field: str, text: str | None) -> None:
        """Keep what was typed in a field beside the record; None forgets it."""
        with self._store.unit_of_work() as work:
            work.keep_draft(case_id, record_id, field, text)

    def _refuse_sealed(self, records: Iterable[Record]) -> None:
        with self._store.reader() as reader:
            notes.refuse_sealed(reader, records)

    def _saved(self, work: UnitOfWork, case_id: UUID) -> Saved:
        return Saved(work.at, self._snapshots.after(work, case_id, self.today()))

    # Notes

    def sign_note(self, case_id: UUID, note_id: UUID) -> Saved:
        """Raises RecordSealed when it is signed already."""
        snapshot = self.reload_case(case_id)
        change = notes.signature(snapshot, note_id, self.me.name, self.now())
        with self._store.unit_of_work() as work:
            work.save(change.record, change.base)
        return self._saved(work, case_id)

    def correct_note(self, case_id: UUID, note_id: UUID) -> Saved:
        """A new version of a signed note; the signed one stays as it is."""
        snapshot = self.reload_case(case_id)
        me = self.me
        return self.save(*notes.correction(self._store, snapshot, note_id, me.worker_id, me.name))

    def move_contact(self, contact_id: UUID, from_case: UUID, to_case: UUID) -> Saved:
        """Give a loose note its family. The new records are written first: a process that
        is killed in between leaves the note in two places and never in none."""
        new, old = notes.moved(self._store, self.reload_case(from_case), contact_id, to_case)
        # Half of it taken back would leave the note in two places, or in none.
        saved = self._save(new, stays=True)
        self._withdraw(old, stays=True)  # also when signed: it stands whole where it went
        return saved

    # Paper

    def plan_paper(self, case_id: UUID, plan_id: UUID) -> PlanPaper:
        """The plan as the family gets it. The preview is logged before it is returned."""
        snapshot = self.reload_case(case_id)
        content = family_plan_content(snapshot, plan_id, None, self.today(), self.me.name)
        pdf = render_family_plan(content)
        with self._store.unit_of_work() as work:
            work.log(Act.PREVIEW, case_id, record=str(plan_id))
        withheld: dict[str, int] = {}
        for omission in content.omissions:
            withheld[omission.why.value] = withheld.get(omission.why.value, 0) + 1
        return PlanPaper(pdf, content.file_name, withheld)

    def page_images(self, pdf: bytes, scale: float) -> Sequence[tuple[int, int, int, bytes]]:
        """Pages as pictures in memory: width, height, bytes per line, BGRA."""
        return tuple(page_images(pdf, scale))

    def export_plan(self, case_id: UUID, plan_id: UUID, paper: PlanPaper, target: Path) -> None:
        """Write the PDF to a file that the worker chose; logged before it is written.

        Raises DiskFull and TargetUnwritable.
        """
        with self._store.unit_of_work() as work:
            work.log(Act.EXPORT, case_id, record=str(plan_id))
        export(target, paper.pdf)

    # The centre

    def sync_state(self) -> SyncState:
        return self._sending.state()

    def synchronise(
        self,
        progress: Callable[[SyncProgress], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> SyncResult:
        """Send and fetch. That there is no network is in the result, and not raised."""
        result = self._sending.run(progress, should_stop)
        self.attachments.picture(result.fetched)
        self.keys.contacted()
        self.team.contacted()
        return replace(result, wipe=True) if self._wipe_order() else result

    def give_way(self) -> None:
        """Send what was still written since the order to wipe this laptop came, and write the
        order down: the next start carries it out. Nothing happens when sending fails: what is
        here then stays for the next time."""
        if self._wiping is None:
            return
        with suppress(ExpectedError):
            self._store.identity.log(Act.WIPE)  # in time for the service to hear of it
        self._sending.run()
        order = self._wipe_order()
        if order is not None:
            self._wiping.begin(order)

    def _wipe_order(self) -> WipeOrder | None:
        """The order for this laptop, asked for when the last exchange told of one. Whom the
        service refuses asks too: a lost laptop gets no other answer."""
        if self._wiping is None or not (self._sending.wipe or self._sending.refused):
            return None
        order = self._wiping.ask()
        return order if order is not None and (order.at_once or self._sending.wipe) else None

    def conflicts(self) -> tuple[ConflictView, ...]:
        with self._store.reader() as reader:
            found = choices.open_conflicts(reader)
        self._reads.conflicts(view.conflict for view in found)
        return found

    def settle(
        self,
        seen: ConflictView,
        choice: Choice,
        values: Mapping[str, object] | None = None,
    ) -> Saved:
        """End a conflict as it was shown; `values` (field → value) is what a worker wrote
        instead.

        Raises what `choices.settlement` raises, and RecordSealed for a change to a signed note.
        """
        with self._store.unit_of_work() as work:
            changes, turned = choices.settlement(
                work.reader, seen, choice, values, by=self.me.name, at=self.now()
            )
            notes.refuse_sealed(work.reader, (change.record for change in changes))
            if turned is not None:
                item, withdrawn = turned
                (work.withdraw if withdrawn else work.restore)(item)
            for change in changes:
                work.save(change.record, change.base)
        return self._saved(work, seen.case.id)

    def set_apart(self) -> tuple[SetApart, ...]:
        with self._store.reader() as reader:
            found = sending.set_apart(reader)
        self._reads.listed("set apart", len({item.case.id for item in found if item.case}))
        return found

    def close(self) -> None:
        # A seal that is some lines behind is still true.
        with suppress(ExpectedError):
            self.audit.seal()
        self._sending.close()
        self._store.close()
