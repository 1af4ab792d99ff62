"""One transaction of changes in one case: row, pending operation, history, audit, search.

All of it or nothing. Only merge units that differ from what the form received become
operations: comparing with the stored row instead would send a colleague's freshly pulled
text back as an edit of one's own.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, delete, insert

from mvs_desktop.domain.attachments import Attachment
from mvs_desktop.domain.codec import whole_text
from mvs_desktop.domain.errors import RecordMissing
from mvs_desktop.domain.records import (
    WHOLE,
    WITHDRAWN,
    Record,
    changed_units,
    compartment_of,
    patch_of,
    to_doc,
    type_of,
    written_last,
)
from mvs_desktop.storage.audit.log import Act, AuditLog
from mvs_desktop.storage.base.replica_types import Patch, PendingOp, PendingUnit
from mvs_desktop.storage.base.rows import Doc, Stored, fetch, put_new_row, put_row
from mvs_desktop.storage.base.statements import Rows
from mvs_desktop.storage.base.tables import draft, history
from mvs_desktop.storage.keys.lease import LeaseKeeper
from mvs_desktop.storage.records import outbox, summaries
from mvs_desktop.storage.records.attachments import Written, keep
from mvs_desktop.storage.records.reader import Reader
from mvs_desktop.storage.search import index

_HISTORY = Rows(history)


@dataclass(frozen=True, slots=True)
class Author:
    """Who makes the changes of a unit of work."""

    worker_id: str
    name: str
    device_id: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """The device and the group that a change was made in; empty when it was made elsewhere.

    `undoes` is the group that this one takes back or does again; its own for one that cannot
    be taken back.
    """

    device: str = ""
    group_id: str = ""
    undoes: str = ""


ELSEWHERE = Origin()


class UnitOfWork:
    """Used within one writing transaction; made by Store.unit_of_work."""

    def __init__(
        self,
        connection: Connection,
        author: Author,
        audit: AuditLog,
        clock: Callable[[], datetime],
        new_id: Callable[[], UUID],
        lease: LeaseKeeper,
    ) -> None:
        self._connection = connection
        self._lease = lease
        self._author = author
        self._audit = audit
        self._new_id = new_id
        self._group_id = new_id()
        self._origin = Origin(author.device_id, str(self._group_id))
        self._case_id: UUID | None = None
        self.at = clock()
        # The version of the case that this stands on, the one that it makes, and what it wrote.
        self.stands_on: int | None = None
        self.makes: int | None = None
        self.written: set[tuple[str, UUID]] = set()  # record type and id

    def save(self, item: Record, base: Record | None) -> None:
        """Write what differs between `item` and `base`, the record as the form received it.

        `base` None makes a new record, or sends again one that the centre put apart. Raises
        RecordMissing when the record is no longer on this device; ValueError for a second case
        in one unit of work.
        """
        self._claim(item)
        kind, after = type_of(item), to_doc(item)
        before = None if base is None else to_doc(base)
        current = fetch(self._connection, kind, str(item.id))
        if current is None:
            if base is not None:
                raise RecordMissing
            blank = outbox.blank(kind, str(item.id), str(item.case_id), compartment_of(item).value)
            self._write_new(blank, after)
        elif before is None and outbox.is_put_apart(self._connection, current):
            self._write_new(replace(current, withdrawn=False), after, put_row)
        elif before is None:
            raise ValueError(f"a new {kind.name} with the id of an existing one")
        elif units := changed_units(kind, before, after):
            patches = {unit: patch_of(kind, unit, after) for unit in units}
            bases = {unit: patch_of(kind, unit, before) for unit in units}
            self._write(current, patches, bases, Act.CHANGE)

    def withdraw(self, item: Record) -> None:
        """Take a record out of the file (a tombstone: it can be restored)."""
        self._set_withdrawn(item, withdrawn=True)

    def restore(self, item: Record) -> None:
        self._set_withdrawn(item, withdrawn=False)

    @property
    def reader(self) -> Reader:
        """What the store holds within this transaction."""
        return Reader(self._connection)

    @property
    def group_id(self) -> str:
        """What names this unit of work in the history."""
        return self._origin.group_id

    def turn_back(self, group_id: str) -> None:
        """Say that this takes back `group_id`, or does it again."""
        self._origin = replace(self._origin, undoes=group_id)

    def stays(self) -> None:
        """Say that undo does not take this back."""
        self.turn_back(self._origin.group_id)

    def attach(self, item: Attachment, written: Written) -> None:
        """Save a new attachment with the files that hold its content."""
        self.save(item, None)
        keep(self._connection, written)

    def keep_draft(self, case_id: UUID, record_id: UUID, field: str, text: str | None) -> None:
        """Keep what was typed and cannot be read as a value; None forgets it."""
        self._connection.execute(
            delete(draft).where(draft.c.record_id == str(record_id), draft.c.field == field)
        )
        if text is not None:
            self._connection.execute(
                insert(draft).values(
                    record_id=str(record_id),
                    field=field,
                    case_id=str(case_id),
                    text=whole_text(text),
                )
            )

    def log(self, act: Act, case_id: UUID | None = None, **detail: str | int) -> None:
        """An act that changes nothing: opening, searching, previewing, exporting.

        Raises LeaseClosed for an act on a case: it is not written down as done.
        """
        if case_id is not None:
            self._lease.allow_reading()
        self._audit.add(
            self._connection, act, self._author.worker_id, case_id=case_id, detail=detail
        )

    def _claim(self, item: Record) -> None:
        if self._case_id is None:
            self._case_id, case_id = item.case_id, str(item.case_id)
            self.stands_on = summaries.version(self._connection, case_id)
            summaries.touch(self._connection, [case_id])
            self.makes = summaries.version(self._connection, case_id)
        elif self._case_id != item.case_id:
            raise ValueError("a unit of work changes one case")
        self._lease.allow_change(self._connection, item, self._author.worker_id)

    def _set_withdrawn(self, item: Record, *, withdrawn: bool) -> None:
        self._claim(item)
        current = fetch(self._connection, type_of(item), str(item.id))
        if current is None:
            raise RecordMissing
        if current.withdrawn != withdrawn:
            self._write(
                current,
                {WITHDRAWN: {"withdrawn": withdrawn}},
                {WITHDRAWN: {"withdrawn": current.withdrawn}},
                Act.WITHDRAW if withdrawn else Act.RESTORE,
            )

    def _write_new(
        self, blank: Stored, after: Doc, put: Callable[[Connection, Stored], None] = put_new_row
    ) -> None:
        # A new record travels whole: whoever reads it needs no defaults of ours.
        units = {WHOLE: PendingUnit(None, after, 0)}
        item = self._stamped(replace(blank, doc=after))
        outbox.append(self._connection, self._new_id(), self._group_id, item, units)
        put(self._connection, item)
        # Its history is what was filled in.
        told = changed_units(blank.kind, None, after) or tuple(blank.kind.units)
        changes = {unit: (None, patch_of(blank.kind, unit, after)) for unit in told}
        self._tell(item, changes, Act.CHANGE)

    def _write(
        self, current: Stored, patches: Mapping[str, Patch], bases: Mapping[str, Patch], act: Act
    ) -> None:
        pending = outbox.pending_of(self._connection, current.id)
        sent = dict(patches)
        item = self._stamped(outbox.with_units(current, patches))
        if not pending:
            if current.seq:
                outbox.keep_mirror(self._connection, current)
            else:
                # The service never took this record: what it gets now has to be whole.
                sent, bases = {WHOLE: item.doc}, {}
                if current.withdrawn or item.withdrawn:
                    sent |= {WITHDRAWN: {"withdrawn": item.withdrawn}}
        units = {
            unit: PendingUnit(
                bases.get(unit), value, _version(current, pending, unit, bases.get(unit))
            )
            for unit, value in sent.items()
        }
        outbox.append(self._connection, self._new_id(), self._group_id, item, units)
        put_row(self._connection, item)
        changes = {unit: (unit_value(current, unit), value) for unit, value in patches.items()}
        self._tell(item, changes, act)

    def _stamped(self, item: Stored) -> Stored:
        return replace(item, changed_at=self.at.isoformat(), changed_by=self._author.name)

    def _tell(
        self, item: Stored, changes: Mapping[str, tuple[Patch | None, Patch]], act: Act
    ) -> None:
        """To search, the history and the audit."""
        self.written.add((item.kind.name, UUID(item.id)))
        index.mark(self._connection, [item], own=True)
        add_history(self._connection, item, changes, self._origin)
        self._audit.add(
            self._connection,
            act,
            self._author.worker_id,
            case_id=item.case_id,
            record_type=item.kind.name,
            record_id=item.id,
            detail={"units": sorted(changes)},
        )


def _version(
    current: Stored, pending: Sequence[PendingOp], unit: str, base: Patch | None
) -> int | str | None:
    """What the change was made on, see replica_types.PendingUnit."""
    if base is not None and base != unit_value(current, unit):
        return None  # a colleague's value came in after the form was opened
    for op in reversed(pending):
        if written_last(op.units, unit) is not None:
            return str(op.op_id)
    return current.seq if unit == WITHDRAWN else written_last(current.versions, unit) or 0


def unit_value(item: Stored, unit: str) -> Patch:
    """What a merge unit holds now."""
    if unit == WITHDRAWN:
        return {"withdrawn": item.withdrawn}
    return patch_of(item.kind, unit, item.doc)


def add_history(
    connection: Connection,
    item: Stored,
    changes: Mapping[str, tuple[Patch | None, Patch]],
    origin: Origin = ELSEWHERE,
) -> None:
    """Note changes of a record, unit → before and after, as made when and by whom the record
    says."""
    shared: dict[str, object] = {
        "at": item.changed_at,
        "by_name": item.changed_by,
        "case_id": item.case_id,
        "compartment": item.compartment,
        "record_type": item.kind.name,
        "record_id": item.id,
        "device": origin.device,
        "group_id": origin.group_id,
        "undoes": origin.undoes,
    }
    lines = (
        shared | {"unit": unit, "before": before, "after": after}
        for unit, (before, after) in changes.items()
    )
    _HISTORY.insert(connection, *lines)
