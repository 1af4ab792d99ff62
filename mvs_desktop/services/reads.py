"""Lines in the audit for what is shown of more than one family, or without opening one.

A list of names is one act, and not one per family (NEN 7513 asks who looked at what, not how
often a screen was drawn): it is logged when it is first shown and again when it has grown or
shrunk. Each conflict and the worker's own file are logged once while the store is open.
"""

from collections.abc import Iterable
from threading import Lock
from uuid import UUID

from mvs_desktop.domain.conflicts import Conflict
from mvs_desktop.storage.audit.log import Act
from mvs_desktop.storage.store import Store


class Reads:
    """Call these before anything is shown; each is durable when it returns."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lists: dict[str, int] = {}
        self._seen: set[UUID] = set()
        self._lock = Lock()  # screens and synchronising ask from threads of their own

    def listed(self, what: str, families: int) -> None:
        """Names of so many families are shown together."""
        with self._lock:
            if self._lists.get(what) == families:
                return
            with self._store.unit_of_work() as work:
                work.log(Act.LIST, what=what, families=families)
            self._lists[what] = families

    def opened(self, case_id: UUID) -> None:
        """A file is shown that no screen opens by itself."""
        with self._lock:
            if case_id not in self._seen:
                with self._store.unit_of_work() as work:
                    work.log(Act.OPEN_CASE, case_id)
                self._seen.add(case_id)

    def conflicts(self, conflicts: Iterable[Conflict]) -> None:
        """Both texts of these are shown."""
        with self._lock:
            new = [item for item in conflicts if item.id not in self._seen]
            if not new:
                return
            with self._store.unit_of_work() as work:
                for item in new:
                    work.log(Act.CONFLICT, item.case_id, record=str(item.record_id))
            self._seen.update(item.id for item in new)
