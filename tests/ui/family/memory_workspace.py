"""The part of a workspace that family screens use, on real domain objects in memory."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from mvs_desktop.domain.ids import uuid7
from mvs_desktop.domain.records import Record
from mvs_desktop.domain.snapshot import CaseSnapshot, RecordState
from mvs_desktop.services.registers import Registers
from mvs_desktop.services.views import Change, Me, Saved

NOW = datetime(2025, 3, 4, 13, 2, tzinfo=UTC)


class MemoryWorkspace:
    """Keeps one family; saves whole records and marks them unsent."""

    def __init__(self, snapshot: CaseSnapshot) -> None:
        self.me = Me(
            UUID(int=1), "Noor Bakker", "Stichting Voorbeeld", "opvoeding", "GM0606", "Oost"
        )
        self.registers = Registers()
        self._case = snapshot.case
        self._records: dict[UUID, Record] = {
            record.id: record for records in snapshot.records.values() for record in records
        }
        self._withdrawn: dict[UUID, Record] = {}
        self._states = dict(snapshot.states)
        self._drafts: dict[tuple[UUID, str], str] = {}
        self._ids = 0
        self.changes: list[Change] = []
        self.fail_next: Exception | None = None

    def new_id(self) -> UUID:
        self._ids += 1
        return uuid7(NOW + timedelta(milliseconds=self._ids), secrets.token_bytes(10))

    def now(self) -> datetime:
        return NOW

    def today(self) -> date:
        return NOW.date()

    def reload_case(self, _case_id: UUID) -> CaseSnapshot:
        return CaseSnapshot.of(self._case, self._records.values(), self._states)

    def save(self, *changes: Change) -> Saved:
        if self.fail_next is not None:
            error, self.fail_next = self.fail_next, None
            raise error
        for change in changes:
            self.changes.append(change)
            self.put(change.record)
        return self._saved()

    def put(self, record: Record) -> None:
        """A change that came from elsewhere, or from here."""
        if record.id == self._case.id:
            self._case = replace(record)  # type: ignore[assignment]
        else:
            self._records[record.id] = record
        self._states[record.id] = RecordState(unsent=True, changed_at=NOW)

    def withdraw(self, *records: Record) -> Saved:
        for record in records:
            self._withdrawn[record.id] = self._records.pop(record.id)
        return self._saved()

    def restore(self, _case_id: UUID, *record_ids: UUID) -> Saved:
        for record_id in record_ids:
            self._records[record_id] = self._withdrawn.pop(record_id)
        return self._saved()

    def drafts(self, _case_id: UUID) -> Mapping[tuple[UUID, str], str]:
        return dict(self._drafts)

    def keep_draft(self, _case_id: UUID, record_id: UUID, field: str, text: str | None) -> None:
        if text is None:
            self._drafts.pop((record_id, field), None)
        else:
            self._drafts[record_id, field] = text

    def _saved(self) -> Saved:
        return Saved(NOW, self.reload_case(self._case.id))
