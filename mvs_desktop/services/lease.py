"""The offline lease, as the screens see it."""

from mvs_desktop.domain.lease import Lease
from mvs_desktop.storage.base.ticks import ticks
from mvs_desktop.storage.store import Store

__all__ = ["OfflineLease", "ticks"]


class OfflineLease:
    """How long this laptop may still be used without contact; the store enforces it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def state(self) -> Lease:
        """Cheap after the first time, which reads the store."""
        return self._store.lease.state()
