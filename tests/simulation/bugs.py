"""Faults planted in the real code, each at one seam, for the simulator to find."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid5

from sqlalchemy import Connection, delete, select, true

from mvs_central import apply, conflicts, pages, policy, push, tokens
from mvs_central.case_store import OpenCase
from mvs_central.tables import access_grant, device
from mvs_desktop.domain.records import WITHDRAWN, Record, type_of
from mvs_desktop.storage import incoming, outbox, own, removal, unit_of_work
from mvs_desktop.storage.engine import writing
from mvs_desktop.storage.meta import Name, put
from mvs_desktop.storage.replica import Replica
from mvs_desktop.storage.rows import fetch
from mvs_desktop.storage.tables import mirror
from mvs_desktop.storage.tables import outbox as ops
from mvs_desktop.storage.unit_of_work import UnitOfWork
from mvs_desktop.sync import merge
from mvs_desktop.sync.merge import Merged, Verdict
from mvs_desktop.sync.protocol import Outcome
from mvs_desktop.sync.reading import CaseReading

Planted = AbstractContextManager[Any]
Bug = Callable[[], Planted]


@contextmanager
def both(*planted: Planted) -> Iterator[None]:
    with ExitStack() as stack:
        for one in planted:
            stack.enter_context(one)
        yield


# The service merges


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

    return patch.object(conflicts, "_first", wrong)


def a_choice_is_ignored() -> Planted:
    write = apply._Work.write

    def wrong(self: Any, unit: str, before: Any, value: Any, op: str) -> None:
        standing = dict(self.doc)
        write(self, unit, before, value, op)
        if unit == policy.CONFLICT_CHOICE:
            self.doc = standing

    return patch.object(apply._Work, "write", wrong)


# The service takes in


def not_idempotent() -> Planted:
    """A repeated operation is decided again."""
    return patch.object(OpenCase, "load_outcomes", lambda *_: None)


def read_before_the_counter_is_locked() -> Planted:
    """What another writer committed meanwhile is not seen."""
    load = OpenCase.load_records
    seen: dict[UUID, Any] = {}

    def wrong(self: OpenCase, ids: Any) -> None:
        known = set(self.state.records)
        load(self, ids)
        for id_ in self.state.records.keys() - known:
            fresh = self.state.records[id_]
            self.state.records[id_] = seen.get(id_, fresh)
            seen[id_] = fresh

    return patch.object(OpenCase, "load_records", wrong)


def half_a_group_is_taken() -> Planted:
    def wrong(state: Any, group: Any, author: Any) -> Any:
        decided: list[Any] = []
        for edit in group.edits:
            draft = apply._Draft(state, author, again=group.again)
            try:
                one = draft.apply(edit)
            except apply.GroupRefused:
                if not decided:
                    raise
                one = replace(decided[0], op_id=edit.op_id, outcome=Outcome.REJECTED)
                state.outcomes[edit.op_id] = one
            else:
                draft.commit([one])
            decided.append(one)
        return decided

    return both(
        patch.object(push, "apply_group", wrong),
        patch.object(push, "_severity", lambda item: (0, item.outcome.value)),
    )


def the_quarantine_is_dropped() -> Planted:
    return patch.object(OpenCase, "save_quarantine", lambda *_: None)


# Who may


def everybody_reads_all() -> Planted:
    """Whoever is on a case at all gets every compartment of it."""
    readable = policy.readable_scopes

    def scopes(connection: Connection, worker_id: UUID, now: Any) -> Any:
        cases = {case_id for case_id, _ in readable(connection, worker_id, now)}
        return tuple(sorted((c, name) for c in cases for name in policy.ALL_COMPARTMENTS))

    return both(
        patch.object(policy, "readable_scopes", scopes),
        patch.object(policy.Access, "may_read_all", lambda *_: True),
    )


def the_last_day_of_a_grant_is_ignored() -> Planted:
    return patch.object(
        policy, "live_at", lambda _now: access_grant.c.revoked_at.is_(None) & true()
    )


def whoever_wants_makes_himself_a_member() -> Planted:
    refusal = policy.refusal_of_change

    def wrong(record_type: str, units: Any, *, exists: bool) -> str | None:
        return (
            None
            if record_type == policy.CASE_MEMBER
            else refusal(record_type, units, exists=exists)
        )

    return patch.object(apply, "refusal_of_change", wrong)


def a_revoked_device_is_served() -> Planted:
    return patch.object(tokens, "device_of", lambda *_: True)


# The service is put back


def a_new_epoch_is_ignored() -> Planted:
    def wrong(self: Replica, name: str) -> None:
        with writing(self._engine) as connection:
            put(connection, Name.EPOCH, name)

    return patch.object(Replica, "begin_epoch", wrong)


def confirmed_is_forgotten() -> Planted:
    """As soon as it was read, and not after 35 days."""
    return patch.object(outbox, "KEPT", timedelta(days=-1))


def confirmed_is_not_sent_again() -> Planted:
    return patch.object(outbox, "send_again", lambda *_: set[str]())


class _Everything:
    def __contains__(self, _: object) -> bool:
        return True


# The laptop


def compared_with_the_stored_row() -> Planted:
    """And not with what the form received: a colleague's fresh text goes back as an edit."""
    save = UnitOfWork.save

    def wrong(self: UnitOfWork, item: Record, base: Record | None) -> None:
        stored = fetch(self._connection, type_of(item), str(item.id))
        save(self, item, stored.record() if base and stored else base)

    return patch.object(UnitOfWork, "save", wrong)


def a_version_that_is_always_right() -> Planted:
    """A form that was open while a colleague's text came in is said to know of it."""
    right = unit_of_work._version

    def version(current: Any, pending: Any, unit: str, _base: Any) -> Any:
        return right(current, pending, unit, None)

    return both(
        patch.object(unit_of_work, "_version", version),
        patch.object(apply, "_differs", lambda *_: False),
    )


def acknowledged_is_forgotten() -> Planted:
    """An operation is dropped at its answer, before its effect was read."""
    record = Replica.record_fates

    def wrong(self: Replica, fates: Any) -> None:
        record(self, fates)
        with writing(self._engine) as connection:
            connection.execute(delete(ops).where(ops.c.state == "acknowledged"))

    return patch.object(Replica, "record_fates", wrong)


def the_cursor_moves_first() -> Planted:
    """Every fifth time the program ends between the cursor and the records."""
    take, number = incoming.take, count()

    def wrong(connection: Connection, records: Any, author: str) -> set[UUID]:
        return set() if next(number) % 5 == 4 else take(connection, records, author)

    return patch.object(incoming, "take", wrong)


def the_mirror_stays_as_it_was() -> Planted:
    keep = outbox.keep_mirror

    def wrong(connection: Connection, item: Any) -> None:
        if outbox.mirror_of(connection, item.kind, item.id) is None:
            keep(connection, item)

    return patch.object(outbox, "keep_mirror", wrong)


def checksums_are_not_compared() -> Planted:
    """Together with a fault that they are there for."""

    def wrong(self: CaseReading, ended: Any) -> None:
        self._done += len(ended)

    return both(the_cursor_moves_first(), patch.object(CaseReading, "_add_up", wrong))


def what_was_lost_access_to_stays() -> Planted:
    return patch.object(Replica, "drop_scope", lambda *_: None)


def its_history_stays() -> Planted:
    return patch.object(removal, "history", mirror)


def a_hash_is_not_compared() -> Planted:
    """What stands here is taken for what the service has."""
    return patch.object(own, "_is_same", lambda *_: True)


def numbers_are_not_taken_over() -> Planted:
    numbers = own._numbers

    def wrong(item: Any, id_: str) -> tuple[object, ...]:
        seq, _, *rest = numbers(item, id_)
        return (seq, "{}", *rest)

    return patch.object(own, "_numbers", wrong)


def a_write_of_others_comes_light() -> Planted:
    """Together with a laptop that does not see it: else it only asks once more."""
    left_by = pages._left_by

    def wrong(connection: Connection, case_id: UUID, rows: Any, devices: Any) -> frozenset[UUID]:
        everybody = frozenset(connection.scalars(select(device.c.id)))
        return left_by(connection, case_id, rows, everybody)

    return both(a_hash_is_not_compared(), patch.object(pages, "_left_by", wrong))
