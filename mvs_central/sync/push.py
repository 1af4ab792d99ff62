"""Taking in what devices changed: per case one transaction, decided in memory.

Nothing is half-written: whatever stops the service, a case either has all of its part of
the batch or nothing of it, and a device that asks again gets the outcome that was stored.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from msgspec.structs import replace
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from mvs_central.access import audit, directory, members, policy
from mvs_central.access.audit import Action
from mvs_central.access.policy import CASE_FILE
from mvs_central.base import acting
from mvs_central.base.bulk import Writing, writing
from mvs_central.base.central import Caller, Central, Refused
from mvs_central.cases.intake import (
    COMPARTMENT_DIFFERS,
    TOO_LARGE,
    UNREADABLE,
    Edit,
    EditGroup,
    read_push,
)
from mvs_central.cases.seals import sealing
from mvs_central.cases.state import Author, CaseState, Decided
from mvs_central.cases.store import OpenCase
from mvs_central.sync import contents
from mvs_central.sync.apply import GroupRefused, apply_group
from mvs_central.sync.epoch import EPOCH_CHANGED, epoch_of, new_epoch
from mvs_central.tables import worker
from mvs_desktop.domain.attachments import Attachment
from mvs_desktop.sync.protocol import OpResult, Outcome, PushReply, PushRequest

ATTEMPTS = 3  # when another transaction made the same case, or took the same operation

AT_ONCE = 200  # edits that are decided before they are sent to the database

OP_ID_REUSED = "op-id-reused"
DEPENDS_ON_REJECTED = "depends-on-rejected"
DEPENDS_ON_QUARANTINED = "depends-on-quarantined"
_NEVER_TAKEN = frozenset({OP_ID_REUSED, UNREADABLE, TOO_LARGE, COMPARTMENT_DIFFERS})


class PutBack(Exception):
    """The device knows of what we do not have: we were put back to an earlier state."""


def push(central: Central, caller: Caller, request: PushRequest) -> PushReply:
    """Decide and keep a batch. Raises Refused for a request that cannot be taken."""
    groups = read_push(request, caller)
    if not groups and request.epoch != central.epoch():
        raise Refused(409, EPOCH_CHANGED)
    by_case: dict[UUID, list[EditGroup]] = {}
    for group in groups:
        by_case.setdefault(group.case_id, []).append(group)
    results: dict[UUID, Iterator[OpResult]] = {}
    try:
        for case_id, part in by_case.items():
            results[case_id] = iter(_push_case(central, caller, request.epoch, case_id, part))
    except PutBack:
        new_epoch(central, request.epoch, caller)
        raise Refused(409, EPOCH_CHANGED) from None
    return PushReply(
        results=[next(results[group.case_id]) for group in groups for _ in group.edits],
        server_time=central.now().isoformat(),
    )


def _push_case(
    central: Central, caller: Caller, epoch: str, case_id: UUID, groups: Sequence[EditGroup]
) -> list[OpResult]:
    """Raises Refused when the epoch is another; as PutBack, before anything is decided."""

    def attempt() -> list[OpResult]:
        with (
            acting.within(case_id),
            central.database.write() as connection,
            writing(connection) as rows,
        ):
            batch = _Batch(central, caller, rows, case_id)
            if epoch != epoch_of(connection):
                raise Refused(409, EPOCH_CHANGED)
            return batch.run(groups)

    for _ in range(ATTEMPTS - 1):
        with suppress(IntegrityError):
            return attempt()
    return attempt()


class _Batch:
    """One case's part of a push, inside its transaction."""

    def __init__(self, central: Central, caller: Caller, rows: Writing, case_id: UUID) -> None:
        self._central = central
        self._caller = caller
        self._case = OpenCase(rows, case_id)  # first of all: it takes the lock
        connection = rows.connection
        self._state: CaseState = self._case.state
        self._access = policy.access_to(connection, caller.worker_id, case_id, central.now())
        name = connection.scalars(select(worker.c.name).where(worker.c.id == caller.worker_id))
        former, self._of_worker = directory.devices_of(connection, caller)
        self._author = Author(caller.worker_id, caller.device_id, name.one(), former)
        self._fresh: list[Decided] = []
        self._quarantined: list[tuple[Edit, str]] = []
        # What the audit tells, in order, and what it stood on.
        self._said: dict[tuple[Action, str, str | None], policy.Access] = {}

    def run(self, groups: Sequence[EditGroup]) -> list[OpResult]:
        """Raises PutBack, before anything is decided."""
        seen = max(group.seen for group in groups)
        # Who never had a grant here cannot have read anything: a case of others and one that
        # is absent look the same, in this too.
        if seen > (self._state.seq if self._access.known else 0):
            raise PutBack
        edits = [edit for group in groups for edit in group.edits]
        taken = {group.taken for group in groups if group.taken is not None}
        self._case.load_outcomes([*(edit.op_id for edit in edits), *_named(edits), *taken])
        if taken and not (self._access.known and taken <= self._state.outcomes.keys()):
            raise PutBack
        if any(edit.op_id not in self._state.outcomes for edit in edits):
            self._case.load_records([*(edit.record_id for edit in edits), *self._conflicts()])
            self._case.load_records(self._sealers(edits))
        now = self._central.now()
        results: list[OpResult] = []
        for part in _slices(groups):
            results += [result for group in part for result in self._take(group)]
            self._write(now)
        self._case.save(self._caller, now)
        self._keep_contents(edits)
        self._write_audit(now)
        return results

    def _write(self, now: datetime) -> None:
        """Send what was decided on its way, while what comes after it is decided."""
        self._case.write(self._caller, now)
        self._case.write_outcomes(self._fresh, now)
        self._case.write_quarantine(self._quarantined, self._caller, now)
        self._fresh, self._quarantined = [], []

    def _keep_contents(self, edits: Iterable[Edit]) -> None:
        outcomes = self._state.outcomes
        pushed = [
            (edit.record_id, outcomes[edit.op_id].outcome)
            for edit in edits
            if edit.record_type == Attachment.type_name
        ]
        if pushed:
            case_id, worker_id = self._state.case_id, self._caller.worker_id
            contents.follow(self._central, self._case.connection, case_id, worker_id, pushed)

    def _take(self, group: EditGroup) -> list[OpResult]:
        outcomes = self._state.outcomes
        known = {edit.op_id: outcomes[edit.op_id] for edit in group.edits if edit.op_id in outcomes}
        if group.edits and not known:
            self._decide(group, self._refusal(group))
            return [_result(edit, outcomes[edit.op_id]) for edit in group.edits]
        reused = {
            edit.op_id
            for edit in group.edits
            if edit.op_id in known and not self._is_same(edit, known[edit.op_id])
        }
        fresh = tuple(edit for edit in group.edits if edit.op_id not in known)
        if fresh:
            refusal = (Outcome.REJECTED, OP_ID_REUSED) if reused else self._refusal(group)
            self._decide(replace(group, edits=fresh), refusal)
        return [
            OpResult(edit.op_text, Outcome.REJECTED, 0, OP_ID_REUSED)
            if edit.op_id in reused
            else _result(edit, outcomes[edit.op_id])
            for edit in group.edits
        ]

    def _is_same(self, edit: Edit, known: Decided) -> bool:
        """Whether an operation that was decided is this one, sent again: by the same store, or
        by another one of its worker, as when both were made of one copy."""
        own = known.device_id in self._of_worker
        return own and edit.is_of(known.device_id, self._state.case_id, known.payload_hash)

    def _decide(self, group: EditGroup, refusal: tuple[Outcome, str] | None) -> None:
        decided: list[Decided] = []
        if refusal is None:
            try:
                decided = self._apply(group)
            except GroupRefused as error:
                refusal = (Outcome.REJECTED, error.code)
        if refusal and group.again and refusal[1] not in _NEVER_TAKEN:
            # It was taken before. What it stood on may be lost, or yet to come again from
            # another device: as much of it as can be taken is, and the rest is kept.
            if len(group.edits) > 1:
                for edit in group.edits:
                    part = replace(group, edits=(edit,))
                    self._decide(part, self._refusal(part))
                return
            refusal = (Outcome.QUARANTINED, refusal[1])
        if refusal is not None:
            decided = self._refuse(group, *refusal)
        self._fresh += decided
        worst = refusal[1] if refusal else max(map(_severity, decided))[1]
        # What could not be read is not written down either.
        names = [None] if group.refusal else [edit.compartment for edit in group.edits]
        self._log(Action.WRITE, worst, names)

    def _log(self, action: Action, outcome: str, compartments: Iterable[str | None]) -> None:
        """One line for all that went the same way; which records they were, `change` has."""
        for name in compartments:
            self._said.setdefault((action, outcome, name), self._access)

    def _write_audit(self, now: datetime) -> None:
        case_id = self._state.case_id
        lines = [
            line
            for (action, outcome, name), access in self._said.items()
            for line in audit.rows(
                now, action, outcome,
                caller=self._caller, case_id=case_id, compartments=(name,), access=access,
            )
        ]  # fmt: skip
        audit.write(self._case.connection, lines)

    def _apply(self, group: EditGroup) -> list[Decided]:
        decided = apply_group(self._state, group, self._author)
        if not self._access.known:
            # Nobody had this id: whoever starts the case gets it, in this transaction.
            self._case.begin(self._caller.worker_id, self._central.now())
            self._case.exists = True
            self._access = policy.CREATOR
            members.add_creator(
                self._central, self._case.connection, self._state, self._caller.worker_id
            )
            self._log(Action.CREATE, Outcome.APPLIED, policy.ALL_COMPARTMENTS)
        return decided

    def _refuse(self, group: EditGroup, outcome: Outcome, reason: str) -> list[Decided]:
        if outcome is Outcome.QUARANTINED:
            self._quarantined += [(edit, reason) for edit in group.edits]
        decided = [
            Decided(
                op_id=edit.op_id,
                device_id=self._caller.device_id,
                payload_hash=edit.payload_hash,
                outcome=outcome,
                reason=reason,
            )
            for edit in group.edits
        ]
        self._state.outcomes |= {item.op_id: item for item in decided}
        return decided

    def _refusal(self, group: EditGroup) -> tuple[Outcome, str] | None:
        """Why a group cannot be applied, before its content is looked at."""
        if group.refusal:
            return Outcome.REJECTED, group.refusal
        if dependence := self._dependence(group.edits):
            return dependence
        access = self._access
        if not self._case.exists and _starts_case(group):
            access = policy.CREATOR
        match access.refusal_to_write(edit.compartment for edit in group.edits):
            case None:
                return None
            case policy.NO_ACCESS:
                return Outcome.QUARANTINED, policy.NO_ACCESS
            case code:
                return Outcome.REJECTED, code

    def _dependence(self, edits: Iterable[Edit]) -> tuple[Outcome, str] | None:
        """A group goes the way of what it was made on."""
        edits = tuple(edits)
        for op_id in (*(edit.op_id for edit in edits), *_named(edits)):
            known = self._state.outcomes.get(op_id)
            if known is None or known.device_id not in self._of_worker:
                continue
            if known.outcome is Outcome.REJECTED:
                return Outcome.REJECTED, DEPENDS_ON_REJECTED
            if known.outcome is Outcome.QUARANTINED:
                return Outcome.QUARANTINED, DEPENDS_ON_QUARANTINED
        return None

    def _sealers(self, edits: Iterable[Edit]) -> Iterable[UUID]:
        known = self._state.records
        named = {id_ for edit in edits for id_ in sealing(edit, known)}
        return named.difference(known)

    def _conflicts(self) -> Iterable[UUID]:
        """Conflict records that earlier operations of this device led to."""
        for decided in self._state.outcomes.values():
            for followed in decided.follows.values():
                if isinstance(followed, str):
                    yield UUID(followed)


def _slices(groups: Sequence[EditGroup]) -> Iterator[list[EditGroup]]:
    part: list[EditGroup] = []
    edits = 0
    for group in groups:
        part.append(group)
        edits += len(group.edits)
        if edits >= AT_ONCE:
            yield part
            part, edits = [], 0
    if part:
        yield part


def _named(edits: Iterable[Edit]) -> Iterable[UUID]:
    """The operations that these edits were made on."""
    for edit in edits:
        for unit in edit.units.values():
            if isinstance(unit.version, str):
                yield UUID(unit.version)


def _starts_case(group: EditGroup) -> bool:
    return any(
        edit.record_type == CASE_FILE and edit.record_id == group.case_id for edit in group.edits
    )


def _result(edit: Edit, decided: Decided) -> OpResult:
    return OpResult(edit.op_text, decided.outcome, decided.seq, decided.reason)


_ORDER = (Outcome.APPLIED, Outcome.MERGED, Outcome.CONFLICTED)


def _severity(decided: Decided) -> tuple[int, str]:
    return _ORDER.index(decided.outcome), decided.outcome.value
