"""Choices (keuzes) that two edits of one thing leave to a worker: to look at, and to make.

A choice is made on what was shown. When a text behind it changed since, or a colleague chose
first, nothing is written and the worker looks again.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.conflicts import Choice, Conflict, ConflictState
from mvs_desktop.domain.errors import (
    ChoiceMade,
    ChoiceOutdated,
    RecordMissing,
    UnreadableRecord,
)
from mvs_desktop.domain.records import WITHDRAWN, Record, record_type
from mvs_desktop.services.sending import cases_of
from mvs_desktop.services.views import Change, ConflictView
from mvs_desktop.storage.records.history import Standing
from mvs_desktop.storage.records.reader import Reader

Values = Mapping[str, object]

# A record that is withdrawn or restored along with a choice, and whether it is withdrawn.
Turned = tuple[Record, bool]


def open_conflicts(reader: Reader) -> tuple[ConflictView, ...]:
    """Every choice that waits for a worker, oldest first."""
    conflicts = reader.select(Conflict, state=ConflictState.OPEN)
    cases = cases_of(reader, (conflict.case_id for conflict in conflicts))
    return tuple(
        _view(reader, conflict, cases[conflict.case_id])
        for conflict in conflicts
        if conflict.case_id in cases
    )


def sides(conflict: Conflict) -> tuple[Values | None, Values | None, Values | None]:
    """The members of base, standing and other as Python values; None for what this version
    cannot read."""
    return (
        _decoded(conflict, conflict.base),
        _decoded(conflict, conflict.standing),
        _decoded(conflict, conflict.other),
    )


def settlement(
    reader: Reader,
    seen: ConflictView,
    choice: Choice,
    rewritten: Values | None,
    *,
    by: str,
    at: datetime,
) -> tuple[tuple[Change, ...], Turned | None]:
    """The changes that end the conflict that was shown, and a withdrawal or restore that goes
    before them.

    `rewritten` holds field → value and is used for Choice.REWRITTEN. Raises RecordMissing when
    the conflict, or the record it is about, is not on this device; ChoiceMade when a colleague
    chose already; ChoiceOutdated when something in it is not as it was shown; UnreadableRecord
    for a value of a newer version.
    """
    conflict = reader.get(Conflict, seen.conflict.id)
    if conflict is None:
        raise RecordMissing
    if conflict.state is not ConflictState.OPEN:
        raise ChoiceMade
    now = _view(reader, conflict, seen.case)
    current = now.current
    if current is None:
        raise RecordMissing
    if _shown(now) != _shown(seen):
        raise ChoiceOutdated
    ended = replace(
        conflict, state=ConflictState.SETTLED, choice=choice, settled_by=by, settled_at=at
    )
    changes = (Change(ended, conflict),)
    values = _chosen(now, choice, rewritten)
    if conflict.unit == WITHDRAWN:
        wanted = values.get("withdrawn")
        return changes, (current, wanted) if isinstance(wanted, bool) else None
    if not values:
        return changes, None
    # What a worker chooses for a record that was withdrawn is wanted in the file.
    turned = (current, False) if now.withdrawn else None
    chosen = replace(current, **values)  # type: ignore[arg-type]
    return (*changes, Change(chosen, current)), turned


def _view(reader: Reader, conflict: Conflict, case: CaseFile) -> ConflictView:
    base, met, other = sides(conflict)
    standing, readable = _standing(reader, conflict)
    if standing is None or None in (base, met, other):
        return ConflictView(
            conflict,
            case,
            standing.record if standing else None,
            base or {},
            met or {},
            other or {},
            standing_by=conflict.standing_by,
            standing_at=conflict.standing_at,
            readable=readable and None not in (base, met, other),
        )
    now = _unit_now(conflict, standing, met or {})
    by, at = conflict.standing_by, conflict.standing_at
    changed = any(now.get(name) != value for name, value in (met or {}).items())
    if changed or standing.withdrawn or conflict.unit == WITHDRAWN:
        by, at = _last_writer(reader, conflict, standing)
    return ConflictView(
        conflict,
        case,
        standing.record,
        base or {},
        now,
        other or {},
        standing_by=by,
        standing_at=at,
        withdrawn=standing.withdrawn,
    )


def _standing(reader: Reader, conflict: Conflict) -> tuple[Standing | None, bool]:
    """The record as it is here, and whether this version could read it."""
    try:
        record_type(conflict.record_type)
        return reader.changes.standing(conflict.record_type, str(conflict.record_id)), True
    except (KeyError, UnreadableRecord):
        return None, False


def _unit_now(conflict: Conflict, standing: Standing, met: Values) -> Values:
    if conflict.unit == WITHDRAWN:
        return {"withdrawn": standing.withdrawn}
    units = record_type(conflict.record_type).units
    names = [spec.name for spec in units.get(conflict.unit, ())] or list(met)
    return {name: getattr(standing.record, name) for name in names}


def _last_writer(
    reader: Reader, conflict: Conflict, standing: Standing
) -> tuple[str, datetime | None]:
    """Of what stands, where that is not what the two met with: whoever changed it again, took
    the record out of the file, or wrote in it while another took it out."""
    unit = WITHDRAWN if standing.withdrawn else conflict.unit
    line = reader.changes.newest_of(conflict.record_id, unit)
    if line is None:
        return standing.changed_by, standing.changed_at
    return line.by_name, datetime.fromisoformat(line.at) if line.at else None


def _shown(view: ConflictView) -> tuple[object, ...]:
    """What a worker who chooses has looked at."""
    return view.standing, view.other, view.withdrawn, view.readable


def _chosen(view: ConflictView, choice: Choice, rewritten: Values | None) -> Values:
    """What the record gets; nothing when what stands goes on to do so."""
    if choice is Choice.STANDING:
        return {}
    values = view.other if choice is Choice.OTHER else rewritten or {}
    if not (values and view.readable):
        raise UnreadableRecord(view.conflict.record_type, view.conflict.unit)
    if view.conflict.unit == WITHDRAWN:
        return values
    unknown = values.keys() - record_type(view.conflict.record_type).fields.keys()
    if unknown:
        raise UnreadableRecord(view.conflict.record_type, min(unknown))
    return values


def _decoded(conflict: Conflict, text: str) -> Values | None:
    """The members of one side as Python values; None for what this version cannot read."""
    try:
        members = json.loads(text) if text else {}
        if conflict.unit == WITHDRAWN:
            return dict(members)
        fields = record_type(conflict.record_type).fields
        return {name: fields[name].codec.decode(value) for name, value in members.items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
