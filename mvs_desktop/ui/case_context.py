"""One open family, as its screens see it: what is in the file, and how a change gets there.

Screens read `snapshot` and hand their changes to `save`; nothing here touches a widget,
and no screen calls the store. Changes are saved in the order they were made, one at a
time, each on top of the one before, so that a quick second edit never meets the first.
"""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from mvs_desktop.domain.conflicts import Conflict
from mvs_desktop.domain.errors import DiskFull
from mvs_desktop.domain.records import Record, type_of
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.services.undo import Undone
from mvs_desktop.services.views import Change, Saved
from mvs_desktop.ui.background import Background

if TYPE_CHECKING:
    from mvs_desktop.services.workspace import Workspace

R = TypeVar("R", bound=Record)

DraftKey = tuple[UUID, str]  # record, field


@dataclass(frozen=True, slots=True)
class _Work:
    """One thing that waits for its turn in the store, with the changes that are in it."""

    do: Callable[[], Saved]
    changes: tuple[Change, ...] = ()
    after: Callable[[], None] | None = None


class CaseContext(QObject):
    """Workspace, queue and the present state of one family.

    `snapshot_changed` carries the new CaseSnapshot, `saved` the moment it was durable,
    `failed` the exception of work that did not succeed, `withdrawn` the records that can
    be brought back, `conflict_opened` the id of a conflict the user wants to settle.
    `undone` carries what was taken back or done again (an Undone) and the family before that,
    `history_asked` a RecordAt, or None for the whole family.
    `flush_requested` asks every form to announce what was typed last; `turning` says that
    whatever comes next is to be shown, also in the field with the keyboard.
    """

    snapshot_changed = Signal(object)
    saved = Signal(object)
    failed = Signal(object)
    drafts_changed = Signal()
    withdrawn = Signal(object)
    conflict_opened = Signal(object)
    undone = Signal(object, object)
    history_asked = Signal(object)
    flush_requested = Signal()
    turning = Signal()

    def __init__(
        self,
        workspace: "Workspace",
        background: Background,
        snapshot: CaseSnapshot,
        parent: QObject | None = None,
        network: Background | None = None,
    ) -> None:
        """`network` is the queue of what asks the centre; nothing that is saved waits for it."""
        super().__init__(parent)
        self.workspace = workspace
        self.background = background
        self.network = network or background
        self._snapshot = snapshot
        self._drafts: dict[DraftKey, str] = {}
        self._queue: deque[_Work] = deque()
        self._saving = False
        self._load_drafts()

    # What is there

    @property
    def snapshot(self) -> CaseSnapshot:
        """The family as it was last saved or fetched."""
        return self._snapshot

    @property
    def case_id(self) -> UUID:
        return self._snapshot.case.id

    @property
    def today(self) -> date:
        return self.workspace.today()

    @property
    def busy(self) -> bool:
        """Whether changes wait to be saved."""
        return bool(self._queue)

    @property
    def drafts(self) -> Mapping[DraftKey, str]:
        """Typed text that is no value yet, by record and field."""
        return MappingProxyType(self._drafts)

    def new_id(self) -> UUID:
        return self.workspace.new_id()

    def current(self, kind: type[R], id_: UUID) -> R | None:
        """A record with the changes on it that still wait to be saved."""
        found = self._stored(kind, id_)
        for work in self._queue:
            for change in work.changes:
                if isinstance(change.record, kind) and change.record.id == id_:
                    found = _overlaid(found, change)
        return found

    def conflicts_of(self, record_id: UUID) -> tuple[Conflict, ...]:
        """Conflicts about a record that wait for a choice."""
        return tuple(c for c in self._snapshot.open_conflicts if c.record_id == record_id)

    # What changes it

    def set_snapshot(self, snapshot: CaseSnapshot) -> None:
        """Show this state from now on, as after a pull."""
        self._snapshot = snapshot
        self.snapshot_changed.emit(snapshot)

    def refresh(self) -> None:
        """Read the family again, as after a pull."""
        case_id = self.case_id
        self.background.run(
            lambda: self.workspace.reload_case(case_id),
            on_done=self.set_snapshot,
            on_failed=self.failed.emit,
            owner=self,
        )

    def save(self, *changes: Change) -> None:
        """Save these together; the outcome comes by `saved` or `failed`.

        After a full disk they stay first in the queue and are tried again at the next
        save or `retry`.
        """
        if changes:
            self._queue.append(_Work(lambda: self.workspace.save(*changes), changes))
        self.retry()

    def add(self, *records: Record) -> None:
        """Save new records together."""
        self.save(*(Change(record, None) for record in records))

    def retry(self) -> None:
        """Go on with what waits to be saved."""
        if self._saving or not self._queue:
            return
        self._saving = True
        self.background.run(
            self._queue[0].do,
            on_done=self._work_done,
            on_failed=self._work_failed,
            owner=self,
        )

    def withdraw(self, *records: Record) -> None:
        """Take records out of the file; `withdrawn` then offers them back."""
        self._queue.append(
            _Work(
                lambda: self.workspace.withdraw(*records),
                after=lambda: self.withdrawn.emit(records),
            )
        )
        self.retry()

    def restore(self, records: Sequence[Record]) -> None:
        """Bring withdrawn records back."""
        self._queue.append(_Work(lambda: self.workspace.restore(*records)))
        self.retry()

    def undo(self) -> None:
        """Take back the last step in this family; what was typed is saved before that."""
        self._turn(self.workspace.undo.undo)

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._turn(self.workspace.undo.redo)

    def keep_draft(self, record_id: UUID, field: str, text: str | None) -> None:
        """Keep text that cannot be a value yet; None forgets it."""
        key = (record_id, field)
        if self._drafts.get(key) == text:
            return
        if text is None:
            del self._drafts[key]
        else:
            self._drafts[key] = text
        case_id = self.case_id
        self.background.run(
            lambda: self.workspace.keep_draft(case_id, record_id, field, text),
            on_done=lambda _: self.drafts_changed.emit(),
            on_failed=self.failed.emit,
            owner=self,
        )

    def flush(self) -> None:
        """Have every form announce what was typed; call before closing or locking.

        The queue is empty once Background is idle.
        """
        self.flush_requested.emit()
        self.retry()

    # How it goes

    def _turn(self, turn: Callable[[UUID], Undone]) -> None:
        self.flush_requested.emit()
        self.turning.emit()
        case_id, made = self.case_id, list[Undone]()

        def work() -> Saved:
            made.append(turn(case_id))
            return made[0].saved

        before = self._snapshot
        self._queue.append(_Work(work, after=lambda: self.undone.emit(made[0], before)))
        self.retry()

    def _stored(self, kind: type[R], id_: UUID) -> R | None:
        case = self._snapshot.case
        if isinstance(case, kind) and case.id == id_:
            return case
        return self._snapshot.get(kind, id_)

    def _load_drafts(self) -> None:
        case_id = self.case_id

        def done(drafts: Mapping[DraftKey, str]) -> None:
            # What was typed in the meantime is newer than what was read.
            self._drafts = {**drafts, **self._drafts}
            self.drafts_changed.emit()

        self.background.run(
            lambda: self.workspace.drafts(case_id),
            on_done=done,
            on_failed=self.failed.emit,
            owner=self,
        )

    def _work_done(self, saved: Saved) -> None:
        self._saving = False
        work = self._queue.popleft()
        self._show_saved(saved)
        if work.after is not None:
            work.after()
        self.retry()

    def _work_failed(self, error: Exception) -> None:
        self._saving = False
        if not isinstance(error, DiskFull):
            self._queue.popleft()  # it would fail again and hold up all that follows
        self.failed.emit(error)
        if not isinstance(error, DiskFull):
            self.retry()

    def _show_saved(self, saved: Saved) -> None:
        self.set_snapshot(saved.snapshot)
        self.saved.emit(saved.at)


def _overlaid(found: R | None, change: Change) -> R:
    """`found` with what one waiting change made of it."""
    after = change.record
    if found is None or change.base is None:
        return after  # type: ignore[return-value]
    changed = {
        name: getattr(after, name)
        for name in type_of(after).fields
        if getattr(after, name) != getattr(change.base, name)
    }
    return with_values(found, changed)


def with_values(record: R, values: Mapping[str, Any]) -> R:
    """The record with these values, by field name."""
    return replace(record, **values)


def moment_saved(snapshot: CaseSnapshot) -> datetime | None:
    """When anything in the family was last changed here or elsewhere."""
    moments = [state.changed_at for state in snapshot.states.values() if state.changed_at]
    return max(moments, default=None)
