"""The service takes in what is sent, and decides who may."""

from collections.abc import Iterable, Sequence
from typing import Any
from unittest.mock import patch
from uuid import UUID

from msgspec.structs import replace
from sqlalchemy import Connection, delete, select, true

from mvs_central.access import policy
from mvs_central.base.bulk import Writing
from mvs_central.base.central import Caller, Central
from mvs_central.cases.intake import EditGroup
from mvs_central.cases.store import OpenCase, stored
from mvs_central.devices import tokens
from mvs_central.sync import apply, feed, pages, push
from mvs_central.tables import access_grant, device, op_outcome, quarantine, record
from mvs_desktop.sync.protocol import OpResult, Outcome
from tests.simulation.bugs.laptop import a_hash_is_not_compared
from tests.simulation.bugs.planted import Planted, both, what_is_there_is_written_over


def not_idempotent() -> Planted:
    """A repeated operation is decided again."""
    run, save = push._Batch.run, OpenCase.write_outcomes

    def wrong(self: Any, groups: Sequence[EditGroup]) -> Any:
        load = OpenCase.load_outcomes

        def of_others(case: OpenCase, ids: Iterable[UUID]) -> None:
            load(case, ids)
            for edit in (edit for group in groups for edit in group.edits):
                case.state.outcomes.pop(edit.op_id, None)

        with patch.object(OpenCase, "load_outcomes", of_others):
            return run(self, groups)

    def anew(self: OpenCase, outcomes: Any, now: Any) -> None:
        these = op_outcome.c.op_id.in_([item.op_id for item in outcomes])
        self.connection.execute(delete(op_outcome).where(these))
        save(self, outcomes, now)

    return both(
        patch.object(push._Batch, "run", wrong),
        patch.object(OpenCase, "write_outcomes", anew),
        patch.object(OpenCase, "write_quarantine", _put_apart_once()),
        what_is_there_is_written_over(),
    )


def read_before_the_counter_is_locked() -> Planted:
    """In the same transaction: on PostgreSQL another writer comes in between."""
    begin, load = OpenCase.__init__, OpenCase.load_records
    early: dict[UUID, Any] = {}

    def wrong(self: OpenCase, rows: Writing, case_id: UUID) -> None:
        query = select(record).where(record.c.case_id == case_id)
        early.clear()
        early.update((row.id, stored(row)) for row in rows.connection.execute(query))
        begin(self, rows, case_id)

    def as_read_before(self: OpenCase, ids: Iterable[UUID]) -> None:
        ids = tuple(ids)
        load(self, ids)
        self.state.records |= {id_: early[id_] for id_ in ids if id_ in early}

    return both(
        patch.object(OpenCase, "__init__", wrong),
        patch.object(OpenCase, "load_records", as_read_before),
    )


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
    return patch.object(OpenCase, "write_quarantine", lambda *_: None)


def the_counter_is_locked_last() -> Planted:
    """What the edits touch is read in a transaction of its own, before the one that locks: what
    another writer commits between the two is not seen."""
    really = push._push_case

    def wrong(
        central: Central, caller: Caller, epoch: str, case_id: UUID, groups: Sequence[EditGroup]
    ) -> list[OpResult]:
        edits = [edit for group in groups for edit in group.edits]
        with central.database.read() as connection:
            early = OpenCase(Writing(connection), case_id)
            early.load_outcomes(edit.op_id for edit in edits)
            early.load_records(edit.record_id for edit in edits)
        load = OpenCase.load_records

        def as_read_before(self: OpenCase, ids: Iterable[UUID]) -> None:
            load(self, ids)
            self.state.records |= early.state.records

        with patch.object(OpenCase, "load_records", as_read_before):
            return really(central, caller, epoch, case_id, groups)

    return patch.object(push, "_push_case", wrong)


def what_stands_on_a_refusal_is_taken() -> Planted:
    return patch.object(push._Batch, "_dependence", lambda *_: None)


def refusals_are_forgotten() -> Planted:
    """What was refused once is decided again when it is sent again."""
    save = OpenCase.write_outcomes

    def wrong(self: OpenCase, outcomes: Any, now: Any) -> None:
        lost = {Outcome.REJECTED, Outcome.QUARANTINED}
        save(self, [item for item in outcomes if item.outcome not in lost], now)

    return both(
        patch.object(OpenCase, "write_outcomes", wrong),
        patch.object(OpenCase, "write_quarantine", _put_apart_once()),
    )


def _put_apart_once() -> Any:
    save = OpenCase.write_quarantine

    def once(self: OpenCase, edits: Any, caller: Any, now: Any) -> None:
        known = {edit.op_id: (edit, reason) for edit, reason in edits}
        found = select(quarantine.c.op_id).where(quarantine.c.op_id.in_(known))
        for op_id in self.connection.execute(found).scalars():
            del known[op_id]
        save(self, list(known.values()), caller, now)

    return once


def two_stores_of_one_copy_are_strangers() -> Planted:
    """What one of them sent is refused from the other."""
    same = push._Batch._is_same

    def wrong(self: Any, edit: Any, known: Any) -> bool:
        return bool(self._author.was(known.device_id) and same(self, edit, known))

    return patch.object(push._Batch, "_is_same", wrong)


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


def who_reads_only_writes() -> Planted:
    return patch.object(policy, "READS_ONLY", frozenset())


def who_had_access_once_writes() -> Planted:
    """After it ended: nothing of it lies apart."""

    def wrong(access: policy.Access, compartments: Iterable[str]) -> str | None:
        if not access.known:
            return policy.NOT_FOUND
        ever = access.writable | access.ever
        return None if ever.issuperset(compartments) else policy.NO_ACCESS

    return patch.object(policy.Access, "refusal_to_write", wrong)


def a_compartment_without_a_grant_is_written() -> Planted:
    def wrong(access: policy.Access, _compartments: Iterable[str]) -> str | None:
        if not access.known:
            return policy.NOT_FOUND
        return None if access.writable else policy.NO_ACCESS

    return patch.object(policy.Access, "refusal_to_write", wrong)


def reading_is_not_written_down() -> Planted:
    return patch.object(feed, "_reading", lambda *_: [])


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


def a_write_of_others_comes_light() -> Planted:
    """Together with a laptop that does not see it: else it only asks once more."""
    left_by = pages._left_by

    def wrong(connection: Connection, case_id: UUID, rows: Any, devices: Any) -> frozenset[UUID]:
        everybody = frozenset(connection.scalars(select(device.c.id)))
        return left_by(connection, case_id, rows, everybody)

    return both(a_hash_is_not_compared(), patch.object(pages, "_left_by", wrong))
