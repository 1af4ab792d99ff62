"""Run blocking work off the GUI thread and bring its outcome back to it.

One thread and one queue, so two writers never meet in the database. Work that the
user waits for goes before work that can wait (`urgent=False`: sync, indexing).
"""

import heapq
from collections.abc import Callable
from functools import partial
from itertools import count
from threading import Lock
from typing import TypeVar

from PySide6.QtCore import QObject, QThreadPool, Signal, Slot
from shiboken6 import isValid

T = TypeVar("T")

_URGENT, _LATER = 0, 1


class Background(QObject):
    """A queue for blocking work; `idle` is emitted when the last outcome is delivered."""

    idle = Signal()
    _settled = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        # In our order: a pool whose thread just fell asleep starts the second job first.
        self._jobs: list[tuple[int, int, Callable[[], None]]] = []
        self._numbers = count()
        self._lock = Lock()
        self._waiting = 0
        self._settled.connect(self._deliver)  # emitted off-thread, so queued

    @property
    def busy(self) -> bool:
        """True while work is queued, running or not yet delivered."""
        return self._waiting > 0

    def run(
        self,
        work: Callable[[], T],
        *,
        on_done: Callable[[T], None],
        on_failed: Callable[[Exception], None],
        urgent: bool = True,
        owner: QObject | None = None,
    ) -> None:
        """Queue `work`, which opens its own session and touches no widget.

        The callbacks run on the GUI thread and may touch widgets; they are skipped when
        `owner` (the widget that asked) no longer exists by then.
        """

        def job() -> None:
            try:
                result = work()
            except Exception as error:  # noqa: BLE001 - thread boundary: nothing may escape unseen
                self._settled.emit(partial(on_failed, error), owner)
            else:
                self._settled.emit(partial(on_done, result), owner)

        self._waiting += 1
        with self._lock:
            heapq.heappush(self._jobs, (_URGENT if urgent else _LATER, next(self._numbers), job))
        self._pool.start(self._run_next)

    def _run_next(self) -> None:
        with self._lock:
            if not self._jobs:
                return  # stopped meanwhile
            _, _, job = heapq.heappop(self._jobs)
        job()

    def stop(self, timeout_ms: int) -> bool:
        """Drop queued work and wait; True when the running job has finished.

        Call before closing. Work that must not be dropped has to be waited for first.
        """
        with self._lock:
            self._jobs.clear()
        self._pool.clear()
        return self._pool.waitForDone(timeout_ms)

    @Slot(object, object)
    def _deliver(self, callback: Callable[[], None], owner: QObject | None) -> None:
        self._waiting -= 1
        try:
            if owner is None or isValid(owner):
                callback()
        finally:
            if not self._waiting:
                self.idle.emit()
