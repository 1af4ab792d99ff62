"""What a running service does by itself from time to time, in a thread of its own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from mvs_central.base import acting
from mvs_central.base.logs import log_line, places_of


@contextmanager
def going(name: str, work: Callable[[], object], every: float, *, at_end: bool) -> Iterator[None]:
    """Work at once and then every so many seconds for as long as the block runs; `at_end`: once
    more at its end. What goes wrong is logged, by its kind, and is for the next time."""
    ended = Event()

    def run() -> None:
        _work(name, work)
        while not ended.wait(every):
            _work(name, work)
        if at_end:
            _work(name, work)

    thread = Thread(target=run, name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _work(name: str, work: Callable[[], object]) -> None:
    try:
        with acting.service():
            work()
    except Exception as error:  # noqa: BLE001 - thread boundary: its text is not to be written
        log_line(f"{name}-failed", kind=type(error).__name__, places=places_of(error))
