"""The service merges."""

from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid5

from msgspec.structs import replace

from mvs_central.access import policy
from mvs_central.sync import apply, conflicts
from mvs_desktop.domain.records import WITHDRAWN, Compartment
from mvs_desktop.sync import merge
from mvs_desktop.sync.merge import Merged, Verdict
from tests.simulation.bugs.planted import Planted, both, what_is_there_is_written_over


def last_writer_wins() -> Planted:
    return patch.object(apply, "merge_unit", lambda *_, mine, **__: Merged(Verdict.TAKEN, mine))


def the_clock_decides() -> Planted:
    """Of two edits that meet the one with the later time stands."""
    settle = apply._Work.settle
    latest: dict[tuple[UUID, str], Any] = {}

    def wrong(self: Any, meeting: Any, merged: Merged) -> None:
        key = (self.edit.record_id, meeting.unit)
        newer = key not in latest or self.edit.made_at >= latest[key]
        latest[key] = max(self.edit.made_at, latest.get(key, self.edit.made_at))
        if merged.verdict is Verdict.CONFLICT and newer and meeting.conflict is None:
            merged = Merged(Verdict.TAKEN, meeting.change.value)
        settle(self, meeting, merged)

    return patch.object(apply._Work, "settle", wrong)


def a_set_is_replaced() -> Planted:
    return patch.object(merge, "_merge_sets", lambda _base, _theirs, mine: sorted(mine))


def a_text_loses_a_paragraph() -> Planted:
    return patch.object(merge, "merge_text", lambda _base, _theirs, mine: mine)


def a_signed_note_merges() -> Planted:
    return patch.object(apply._Draft, "_is_sealed", lambda *_: False)


def an_edit_of_what_was_withdrawn_is_taken() -> Planted:
    """Without a conflict, and so without anybody seeing it."""
    meet = apply._Draft._meet

    def wrong(self: Any, work: Any, unit: str, change: Any) -> None:
        gone, work.withdrawn = work.withdrawn, work.withdrawn and unit == WITHDRAWN
        meet(self, work, unit, change)
        if unit != WITHDRAWN:
            work.withdrawn = gone

    return patch.object(apply._Draft, "_meet", wrong)


def a_second_conflict_takes_the_place_of_the_first() -> Planted:
    first = conflicts._first

    def wrong(meeting: Any, edit: Any, *rest: Any) -> Any:
        return replace(first(meeting, edit, *rest), id=uuid5(edit.record_id, meeting.unit))

    return both(patch.object(conflicts, "_first", wrong), what_is_there_is_written_over())


def a_conflict_is_not_kept() -> Planted:
    """It is told, and what did not stand is nowhere."""
    settle = apply._Work.settle

    def wrong(self: Any, meeting: Any, merged: Merged) -> None:
        settle(self, meeting, merged)
        self.clashes.clear()

    return patch.object(apply._Work, "settle", wrong)


def a_choice_is_ignored() -> Planted:
    write = apply._Work.write

    def wrong(self: Any, unit: str, before: Any, value: Any, op: str) -> None:
        write(self, unit, before, before if unit == policy.CONFLICT_CHOICE else value, op)

    return patch.object(apply._Work, "write", wrong)


def an_edit_brings_back_what_was_withdrawn() -> Planted:
    meet = apply._Draft._meet

    def wrong(self: Any, work: Any, unit: str, change: Any) -> None:
        if unit != WITHDRAWN:
            work.withdrawn = False
        meet(self, work, unit, change)

    return patch.object(apply._Draft, "_meet", wrong)


def a_conflict_is_shown_to_the_whole_case() -> Planted:
    """And not to those alone who may read what it is about."""
    first = conflicts._first

    def wrong(*arguments: Any) -> Any:
        made = first(*arguments)
        place = Compartment.BASIS.value
        return replace(made, compartment=place, doc={**made.doc, "compartment": place})

    return patch.object(conflicts, "_first", wrong)
