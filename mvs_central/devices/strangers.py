"""Requests of devices that nobody knows: written down, and not one by one.

Whoever can reach the service can send as many as he likes, each with another id. What the audit
tells of them is that they came, and how many.
"""

from collections.abc import Callable

import anyio.to_thread

from mvs_central.access import audit
from mvs_central.access.audit import Action
from mvs_central.access.buckets import TOO_MANY_REQUESTS
from mvs_central.access.rates import Rate
from mvs_central.access.shares import SharedBuckets
from mvs_central.base.central import Central, Refused

# Of all processes together: twenty at once, and twenty an hour.
ROWS = Rate(20, 20 / 3_600)
ALL = "all"  # whoever they are: they name what they like


class Strangers:
    """Of one process; asked in its event loop alone. `clock` is monotonic, in seconds."""

    def __init__(self, central: Central, clock: Callable[[], float]) -> None:
        self._central = central
        self._rows = SharedBuckets(central, "stranger", ROWS, clock, TOO_MANY_REQUESTS)
        self._untold = 0

    async def note(self, code: str) -> None:
        """A row for this one; when there were too many lately, the next row counts it.

        What is too much costs no look-up but one in the minutes until there is room again.
        """
        try:
            await self._rows.take(ALL)
        except Refused:
            self._untold += 1
            return
        untold, self._untold = self._untold, 0
        await anyio.to_thread.run_sync(self._write, code, untold)

    def _write(self, code: str, untold: int) -> None:
        reference = f"{untold} before it" if untold else None
        with self._central.database.write() as connection:
            line = audit.rows(self._central.now(), Action.SIGN_IN, code, reference=reference)
            audit.write(connection, line)
