"""The service takes in what is sent, and decides who may."""

from collections.abc import Iterable, Sequence
from typing import Any
from unittest.mock import patch
from uuid import UUID

from msgspec.structs import replace
from sqlalchemy import Connection, select, true

from mvs_central.access import policy
from mvs_central.base.bulk import Writing
from mvs_central.base.central import Caller, Central
from mvs_central.cases.intake import EditGroup
from mvs_central.cases.store import OpenCase
from mvs_central.devices import tokens
from mvs_central.sync import apply, pages, push
from mvs_central.tables import access_grant, device, quarantine
from mvs_desktop.sync.protocol import OpResult, Outcome
from tests.simulation.bugs.laptop import a_hash_is_not_compared
from tests.simulation.bugs.planted import Planted, both


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

    def once(self: OpenCase, edits: Any, caller: Any, now: Any) -> None:
        known = {edit.op_id: (edit, reason) for edit, reason in edits}
        found = select(quarantine.c.op_id).where(quarantine.c.op_id.in_(known))
        for op_id in self.connection.execute(found).scalars():
            del known[op_id]
        save_quarantine(self, list(known.values()), caller, now)

    save_quarantine = OpenCase.write_quarantine
    return both(
        patch.object(OpenCase, "write_outcomes", wrong),
        patch.object(OpenCase, "write_quarantine", once),
    )


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
