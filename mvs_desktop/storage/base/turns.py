"""Who may write next: what somebody waits for goes before long work that is cut in slices."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition


class Turns:
    """One writer at a time within this process. SQLite alone would let those who wait sleep
    while long work takes its lock again and again."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._busy = False
        self._waiting = 0  # of those who go first

    @property
    def wanted(self) -> bool:
        """Whether somebody who goes first is waiting."""
        return self._waiting > 0

    @contextmanager
    def turn(self, *, behind: bool) -> Iterator[None]:
        """Waits its turn; `behind` everybody who does not say so."""
        with self._changed:
            if behind:
                self._changed.wait_for(lambda: not self._busy and not self._waiting)
            else:
                self._waiting += 1
                try:
                    self._changed.wait_for(lambda: not self._busy)
                finally:
                    self._waiting -= 1
            self._busy = True
        try:
            yield
        finally:
            with self._changed:
                self._busy = False
                self._changed.notify_all()
