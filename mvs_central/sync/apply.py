"""Deciding what pushed edits do to a case: in memory, pure, one group at a time.

A group stands or falls whole. Each changed record takes the next seq of the case. An edit
is taken when it was made on exactly the version that stands; else the two are merged, and
where they touch, the standing value stays and the other becomes a conflict record beside
it. Every write keeps what it replaced, so that nothing acknowledged is ever lost.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from mvs_central.access.policy import CASE_FILE, CONFLICT, SEALED, refusal_of_change
from mvs_central.cases.intake import (
    COMPARTMENT_DIFFERS,
    MOST_DOC,
    TOO_LARGE,
    Edit,
    EditGroup,
    Patch,
    canonical,
    kind_of,
)
from mvs_central.cases.seals import has_seal, sealing, signs
from mvs_central.cases.state import (
    NEVER,
    NOBODY,
    Author,
    CaseState,
    Decided,
    Stored,
    Version,
    Writer,
    Written,
)
from mvs_central.sync import conflicts
from mvs_central.sync.conflicts import Meeting
from mvs_desktop.domain.codec import Json
from mvs_desktop.domain.records import WHOLE, WITHDRAWN, patch_of, written_last
from mvs_desktop.sync.merge import Merged, Verdict, merge_unit
from mvs_desktop.sync.protocol import Outcome, UnitChange

RECORD_ABSENT = "record-absent"


class GroupRefused(Exception):
    """The group cannot stand; `code` says why, and none of it happened."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def apply_group(state: CaseState, group: EditGroup, author: Author) -> list[Decided]:
    """Decide a group and put its effects into `state`.

    Raises GroupRefused, with `state` as it was.
    """
    draft = _Draft(state, author, again=group.again)
    decided = [draft.apply(edit) for edit in group.edits]
    draft.commit(decided)
    return decided


class _Work:
    """One record while one edit is being decided; `seq` is what it gets when it changes."""

    def __init__(self, old: Stored | None, edit: Edit, seq: int) -> None:
        self.edit = edit
        self.seq = seq
        self._is_changed = old is not None
        self.doc: dict[str, Json] = dict(old.doc) if old else {}
        self.versions: dict[str, Version] = dict(old.versions) if old else {}
        self.withdrawn = old.withdrawn if old else False
        self.history: dict[str, dict[str, Json]] = {}
        self.clashes: list[Meeting] = []
        self.follows: dict[str, int | str] = {}
        self.outcome = Outcome.APPLIED

    def write(self, unit: str, before: Patch | None, value: Patch, op: str) -> None:
        if unit == WITHDRAWN:
            self.withdrawn = bool(value["withdrawn"])
        else:
            self.doc.update(value)
        self.versions[unit] = (self.seq, op)
        # A record that is made replaces nothing; what it was made as, the record itself says,
        # and of what changed since the lines of those changes.
        self.history[unit] = {} if unit == WHOLE else {"before": before, "after": value}

    def settle(self, meeting: Meeting, merged: Merged) -> None:
        """Carry out what the merge of one unit decided."""
        unit, mine, standing = meeting.unit, meeting.change.value, meeting.standing
        match merged.verdict:
            case Verdict.TAKEN:
                self.write(unit, standing, merged.value, self.edit.op_text)
            case Verdict.MERGED:
                self.write(unit, standing, merged.value, NOBODY)
                self.history[unit]["mine"] = mine
                if self.outcome is Outcome.APPLIED:
                    self.outcome = Outcome.MERGED
            case Verdict.EQUAL:
                if mine == standing:
                    self.follows[unit] = meeting.version[0]
            case Verdict.CONFLICT:
                self.outcome = Outcome.CONFLICTED
                if self.edit.record_type == CONFLICT:
                    # A conflict about a choice would never end: the first choice stands and
                    # the second is in the history; what it did to the record is an edit of its own.
                    self.write(unit, standing, standing, NOBODY)
                    self.history[unit]["set_apart"] = mine
                else:
                    self.clashes.append(meeting)

    def _may_be_too_large(self) -> bool:
        if self.edit.record_type == CONFLICT:
            return False  # it holds three values of another record, each within the limit
        # What a new record holds is all in its operation.
        return self._is_changed or len(self.edit.payload) > MOST_DOC

    def stored(self, author: Author) -> Stored:
        """The record after the edit. Raises GroupRefused when it grew too large."""
        if self._may_be_too_large() and len(canonical(self.doc).encode()) > MOST_DOC:
            raise GroupRefused(TOO_LARGE)
        return Stored(
            id=self.edit.record_id,
            record_type=self.edit.record_type,
            compartment=self.edit.compartment,
            seq=self.seq,
            versions=self.versions,
            withdrawn=self.withdrawn,
            doc=self.doc,
            changed_by=author.worker_id,
            changed_at=self.edit.made_at,
        )


class _Draft:
    """The effects of one group, laid over the state until all of it stands."""

    def __init__(self, state: CaseState, author: Author, *, again: bool) -> None:
        self._again = again
        self._state = state
        self._author = author
        self._seq = state.seq
        self._records: dict[UUID, Stored] = {}
        self._written: list[Written] = []
        self._outcomes: dict[UUID, Decided] = {}

    def commit(self, decided: list[Decided]) -> None:
        self._state.seq = self._seq
        self._state.records |= self._records
        self._state.outcomes |= {item.op_id: item for item in decided}
        self._state.written += self._written

    def apply(self, edit: Edit) -> Decided:
        old = self._record(edit.record_id)
        _check(edit, old, self._state.case_id)
        if self._is_sealed(edit):
            raise GroupRefused(SEALED)
        if old is None and signs(edit):
            raise GroupRefused(RECORD_ABSENT)  # half a record would stay half for ever
        work = _Work(old, edit, self._seq + 1)
        op_id = edit.op_text
        units = edit.units if old is None else _by_unit(edit)
        for unit, change in _in_order(units):
            if old is None:
                # It stood on something when what the service had of it was lost.
                work.write(unit, change.base, change.value, op_id)
            else:
                self._meet(work, unit, change)
        seq = old.seq if old else 0
        if work.history:
            seq = self._put(work.stored(self._author), edit, work.history)
        for clash in work.clashes:
            standing_by = self._writer(clash.version[0]) if clash.version != NEVER else None
            conflict, history = conflicts.set_apart(
                clash,
                edit,
                self._author,
                standing_by=standing_by,
                case_id=self._state.case_id,
                seq=self._seq + 1,
            )
            seq = self._put(conflict, edit, history)
            work.follows[clash.unit] = str(conflict.id)
        decided = Decided(
            op_id=edit.op_id,
            device_id=self._author.device_id,
            payload_hash=edit.payload_hash,
            outcome=work.outcome,
            seq=seq,
            follows=work.follows,
        )
        self._outcomes[edit.op_id] = decided
        return decided

    def _is_sealed(self, edit: Edit) -> bool:
        """Whether the edit changes what was sealed before this group: signed with what the
        signer then saw. Taking it out of the file whole is no change of it."""
        if edit.units.keys() == {WITHDRAWN}:
            return False
        before = self._state.records
        for id_ in (edit.record_id, *sealing(edit, before)):
            item = before.get(id_)
            if item is not None and has_seal(item):
                return True
        return False

    def _meet(self, work: _Work, unit: str, change: UnitChange) -> None:
        """Decide one unit of an edit of a record that exists."""
        kind = kind_of(work.edit.record_type)
        standing = _standing(work, unit, change)
        version = written_last(work.versions, unit) or NEVER
        chain = self._open_conflict(unit, change)
        meeting = Meeting(unit, change, standing, version, chain)
        if chain is not None:
            work.settle(meeting, Merged(Verdict.CONFLICT, standing))
            return
        gone = unit != WITHDRAWN and work.withdrawn
        if gone and not _made_on(change, work.versions.get(WITHDRAWN, NEVER)):
            same = change.value == standing
            work.settle(meeting, Merged(Verdict.EQUAL if same else Verdict.CONFLICT, standing))
            return
        clean = self._clean_withdrawal(work, change) if unit == WITHDRAWN else self._clean(meeting)
        merged = merge_unit(
            kind, unit, base=change.base, standing=standing, mine=change.value, clean=clean
        )
        if merged.verdict is Verdict.CONFLICT and self._again and self._was_replaced(meeting):
            merged = Merged(Verdict.EQUAL, standing)
        work.settle(meeting, merged)

    def _was_replaced(self, meeting: Meeting) -> bool:
        """Whether what stands was knowingly written over this edit: their order was lost."""
        writer = self._writer(meeting.version[0])
        line = writer.units.get(meeting.unit) if writer else None
        return line is not None and line["before"] == meeting.change.value

    def _clean(self, meeting: Meeting) -> bool:
        """Whether the edit was made on exactly what stands."""
        change, standing = meeting.change, meeting.standing
        if meeting.version == NEVER:
            return True  # nobody wrote it yet: there is nothing to lose
        if _made_on(change, meeting.version):
            # The number could be that of another change, in a history that was lost.
            return change.base is None or not _differs(change.base, standing)
        earlier = self._earlier(change.version)
        if earlier is not None:
            return earlier.follows.get(meeting.unit) == meeting.version[0]
        if change.base is None or not self._is_lost(change.version):
            return False
        return standing.keys() <= change.base.keys() and not _differs(change.base, standing)

    def _is_lost(self, version: int | str | None) -> bool:
        """Whether a version is of a history that the service no longer has."""
        if isinstance(version, int):
            return version > 0 and self._writer(version) is None
        if version is None:
            return False
        op_id = UUID(version)
        return op_id not in self._outcomes and op_id not in self._state.outcomes

    def _clean_withdrawal(self, work: _Work, change: UnitChange) -> bool:
        """Whether nobody else wrote anything in the record since the device saw it.

        That is this very device: what its store wrote under a former id, a backup that was put
        back may not have."""
        seen: int | None = None
        if isinstance(change.version, int):
            seen = change.version
        elif (earlier := self._earlier(change.version)) is not None:
            seen = earlier.seq if earlier.outcome is Outcome.APPLIED else None
        if seen is None:
            return False
        return all(
            seq <= seen or (op != NOBODY and self._is_own(work, seq))
            for seq, op in work.versions.values()
        )

    def _is_own(self, work: _Work, seq: int) -> bool:
        writer = self._writer(seq)
        return seq == work.seq or (
            writer is not None and writer.device_id == self._author.device_id
        )

    def _open_conflict(self, unit: str, change: UnitChange) -> Stored | None:
        """The open conflict that holds the value this edit was made on."""
        earlier = self._earlier(change.version)
        conflict_id = earlier.follows.get(unit) if earlier else None
        if not isinstance(conflict_id, str):
            return None
        conflict = self._record(UUID(conflict_id))
        return conflict if conflict and conflicts.is_open(conflict, change.version) else None

    def _earlier(self, version: int | str | None) -> Decided | None:
        """What became of the operation of this same device that a version names."""
        if not isinstance(version, str):
            return None
        op_id = UUID(version)
        decided = self._outcomes.get(op_id) or self._state.outcomes.get(op_id)
        own = decided is not None and self._author.was(decided.device_id)
        return decided if own else None

    def _record(self, id_: UUID) -> Stored | None:
        return self._records.get(id_) or self._state.records.get(id_)

    def _writer(self, seq: int) -> Writer | None:
        for lines in (self._written, self._state.written):  # each without gaps
            if lines and lines[0].seq <= seq <= lines[-1].seq:
                line = lines[seq - lines[0].seq]
                return Writer(self._author.device_id, self._author.name, line.made_at, line.units)
        return self._state.writer_of(seq)

    def _put(self, item: Stored, edit: Edit, history: Mapping[str, Any]) -> int:
        """`item` has the next seq of the case; gives it."""
        self._seq = item.seq
        self._records[item.id] = item
        self._written.append(Written(item.seq, item.id, edit.op_id, edit.made_at, history))
        return item.seq


def _check(edit: Edit, old: Stored | None, case_id: UUID) -> None:
    if old is not None and old.compartment != edit.compartment:
        # First: whoever may not read that compartment learns no more than that the id is taken.
        raise GroupRefused(COMPARTMENT_DIFFERS)
    refusal = refusal_of_change(edit.record_type, edit.units, exists=old is not None)
    if refusal:
        raise GroupRefused(refusal)
    if (edit.record_type == CASE_FILE) != (edit.record_id == case_id):
        raise GroupRefused("type-differs")  # a case file's id is its case's, and no other is
    if old is None and edit.units.keys() == {WITHDRAWN}:
        raise GroupRefused(RECORD_ABSENT)
    if old is not None and old.record_type != edit.record_type:
        raise GroupRefused("type-differs")


def _differs(base: Patch, standing: Patch) -> bool:
    """Whether what an edit was made on is not what stands. A version may know members that
    another does not."""
    return any(base[name] != standing[name] for name in base.keys() & standing.keys())


def _standing(work: _Work, unit: str, change: UnitChange) -> Patch:
    if unit == WITHDRAWN:
        return {"withdrawn": work.withdrawn}
    kind = kind_of(work.edit.record_type)
    known = kind is not None and unit in kind.units
    names = [spec.name for spec in kind.units[unit]] if kind and known else list(change.value)
    return {name: work.doc[name] for name in names if name in work.doc}


def _made_on(change: UnitChange, version: Version) -> bool:
    if isinstance(change.version, int):
        return change.version == version[0]
    return change.version is not None and change.version == version[1]


def _by_unit(edit: Edit) -> Mapping[str, UnitChange]:
    """The units of an edit of a record that stands: one that was sent whole meets it unit by
    unit."""
    made = edit.units.get(WHOLE)
    if made is None:
        return edit.units
    kind = kind_of(edit.record_type)
    names = dict.fromkeys(kind.unit_of(name) if kind else name for name in made.value)
    parts = {
        unit: patch_of(kind, unit, made.value) if kind else {unit: made.value[unit]}
        for unit in names
    }
    beside = {WITHDRAWN: edit.units[WITHDRAWN]} if WITHDRAWN in edit.units else {}
    return {unit: UnitChange(None, part, made.version) for unit, part in parts.items()} | beside


def _in_order(units: Mapping[str, UnitChange]) -> Iterator[tuple[str, UnitChange]]:
    """A restored record is edited after it is restored, a withdrawn one before."""
    withdrawal = units.get(WITHDRAWN)
    restores = withdrawal is not None and not withdrawal.value["withdrawn"]
    if withdrawal is not None and restores:
        yield WITHDRAWN, withdrawal
    yield from ((unit, change) for unit, change in units.items() if unit != WITHDRAWN)
    if withdrawal is not None and not restores:
        yield WITHDRAWN, withdrawal
