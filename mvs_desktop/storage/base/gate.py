"""Many may use a store at once, or one alone: while its key is replaced nobody else is in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, get_ident

from mvs_desktop.domain.errors import StoreInUse


class Gate:
    """Holds the key of an open store (32 bytes) and who is in it."""

    def __init__(self, key: bytes) -> None:
        self.key = key
        self._changed = Condition()
        self._inside = 0
        self._alone: int | None = None  # the thread that has the store for itself

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Waits while another thread has the store for itself."""
        if self._alone == get_ident():
            yield
            return
        with self._changed:
            self._changed.wait_for(lambda: self._alone is None)
            self._inside += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    @contextmanager
    def alone(self, patience: float) -> Iterator[None]:
        """Raises StoreInUse when others do not leave within `patience` seconds."""
        with self._changed:
            free = self._changed.wait_for(
                lambda: self._alone is None and self._inside == 0, patience
            )
            if not free:
                raise StoreInUse
            self._alone = get_ident()
        try:
            yield
        finally:
            with self._changed:
                self._alone = None
                self._changed.notify_all()
