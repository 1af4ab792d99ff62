"""Conflict records: a value that could not be merged, kept beside the record it was for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from msgspec.structs import replace

from mvs_central.access.policy import CONFLICT, CONFLICT_CHOICE
from mvs_central.cases.intake import Edit, Patch, canonical
from mvs_central.cases.state import Author, Stored, Version, Writer
from mvs_desktop.domain.catalogue import record_type
from mvs_desktop.domain.conflicts import Conflict, ConflictState
from mvs_desktop.domain.records import Compartment, patch_of, to_doc
from mvs_desktop.sync.protocol import UnitChange

KIND = record_type(CONFLICT)
TEXTS = "texts"  # the unit that holds what was said


@dataclass(frozen=True, slots=True)
class Meeting:
    """One unit of an edit and what stands there.

    `conflict` is the open one whose value the edit was made on: it goes on with this one.
    """

    unit: str
    change: UnitChange
    standing: Patch
    version: Version
    conflict: Stored | None = None


def is_open(conflict: Stored, op_id: int | str | None) -> bool:
    """Whether a worker still has to choose, and `op_id` wrote the value set apart."""
    return (
        conflict.doc.get("state") == ConflictState.OPEN.value
        and conflict.doc.get("other_op_id") == op_id
    )


def set_apart(
    meeting: Meeting,
    edit: Edit,
    author: Author,
    *,
    standing_by: Writer | None,
    case_id: UUID,
    seq: int,
) -> tuple[Stored, Mapping[str, Any]]:
    """The conflict record at `seq` that holds the edit's value, and its line of history."""
    before = meeting.conflict
    if before is None:
        fresh = _first(meeting, edit, author, standing_by, case_id)
        touched = logged = tuple(KIND.units)
    else:
        fresh = _later(before, meeting, edit, author)
        # A choice made before this value came in was made on less: it is no longer clean.
        touched, logged = (TEXTS, CONFLICT_CHOICE), (TEXTS,)
    versions = {**fresh.versions, **dict.fromkeys(touched, (seq, str(edit.op_id)))}
    history = {
        unit: {
            "before": patch_of(KIND, unit, before.doc) if before else None,
            "after": patch_of(KIND, unit, fresh.doc),
        }
        for unit in logged
    }
    return replace(fresh, seq=seq, versions=versions), history


def _first(
    meeting: Meeting, edit: Edit, author: Author, standing_by: Writer | None, case_id: UUID
) -> Stored:
    conflict = Conflict(
        id=uuid5(edit.op_id, meeting.unit),
        case_id=case_id,
        compartment=Compartment(edit.compartment),
        record_type=edit.record_type,
        record_id=edit.record_id,
        unit=meeting.unit,
        base=canonical(meeting.change.base or {}),
        standing=canonical(meeting.standing),
        other=canonical(meeting.change.value),
        standing_by=standing_by.name if standing_by else "",
        standing_at=standing_by.made_at if standing_by else None,
        other_by=author.name,
        other_at=edit.made_at,
        other_worker_id=author.worker_id,
        other_op_id=str(edit.op_id),
    )
    return Stored(
        id=conflict.id,
        record_type=CONFLICT,
        compartment=edit.compartment,
        seq=0,
        versions={},
        withdrawn=False,
        doc=to_doc(conflict),
        changed_by=author.worker_id,
        changed_at=edit.made_at,
    )


def _later(conflict: Stored, meeting: Meeting, edit: Edit, author: Author) -> Stored:
    said = {
        "other": canonical(meeting.change.value),
        "other_op_id": str(edit.op_id),
        "other_at": edit.made_at.isoformat(),
    }
    return replace(
        conflict,
        doc={**conflict.doc, **said},
        changed_by=author.worker_id,
        changed_at=edit.made_at,
    )
