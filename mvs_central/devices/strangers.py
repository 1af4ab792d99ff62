"""Requests of devices that nobody knows: written down, and not one by one.

Whoever can reach the service can send as many as he likes, each with another id. What the audit
tells of them is that they came, and how many.
"""

from datetime import datetime, timedelta
from threading import Lock

from mvs_central.access import audit
from mvs_central.access.audit import Action
from mvs_central.base.central import Central

MOST_ROWS = 20  # of one process, within
WINDOW = timedelta(hours=1)


class Strangers:
    """Of one process; asked from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._since: datetime | None = None
        self._rows = 0
        self._untold = 0

    def note(self, central: Central, code: str) -> None:
        """A row for this one; when there were too many lately, the next row counts it."""
        now = central.now()
        with self._lock:
            if self._since is None or abs(now - self._since) >= WINDOW:
                self._since, self._rows = now, 0
            if self._rows >= MOST_ROWS:
                self._untold += 1
                return
            self._rows += 1
            untold, self._untold = self._untold, 0
        reference = f"{untold} before it" if untold else None
        with central.database.write() as connection:
            line = audit.rows(now, Action.SIGN_IN, code, reference=reference)
            audit.write(connection, line)
