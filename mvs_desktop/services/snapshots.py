"""Families that were read a moment ago, so that a save does not read all of one again."""

from collections import OrderedDict
from datetime import date
from threading import Lock
from uuid import UUID

from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.storage.records.unit_of_work import UnitOfWork
from mvs_desktop.storage.store import Store

_MOST = 4  # families


class Snapshots:
    """Gives what the store holds, always. Every change in a case gives it another version: a
    snapshot is used again only for the version that it was read at."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._recent: OrderedDict[UUID, tuple[int | None, CaseSnapshot]] = OrderedDict()
        self._lock = Lock()

    def read(self, case_id: UUID, day: date) -> CaseSnapshot:
        """Everything of a case. Raises RecordMissing, LeaseClosed."""
        with self._store.reader() as reader:
            version = reader.version(case_id)
            found = self._at(case_id, version, day) or reader.snapshot(case_id, day)
        return self._keep(case_id, version, found)

    def after(self, work: UnitOfWork, case_id: UUID, day: date) -> CaseSnapshot:
        """The case after a unit of work that was committed."""
        with self._store.reader() as reader:
            version = reader.version(case_id)
            former = self._at(case_id, work.stands_on, day)
            if former is not None and version == work.makes:
                found = reader.renewed(former, work.written, day)
            else:
                found = reader.snapshot(case_id, day)
        return self._keep(case_id, version, found)

    def _at(self, case_id: UUID, version: int | None, day: date) -> CaseSnapshot | None:
        with self._lock:
            kept = self._recent.get(case_id)
        if kept is None or version is None or kept[0] != version or kept[1].day != day:
            return None
        return kept[1]

    def _keep(self, case_id: UUID, version: int | None, found: CaseSnapshot) -> CaseSnapshot:
        with self._lock:
            self._recent[case_id] = version, found
            self._recent.move_to_end(case_id)
            if len(self._recent) > _MOST:
                self._recent.popitem(last=False)
        return found
