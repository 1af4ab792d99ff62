"""Asking the service for something while the store is busy with what came before.

Whoever has begun to ask waits for the answer before it asks for anything else: there is one
request under way at a time.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from typing import Protocol, TypeVar

Answer = TypeVar("Answer")


class Ahead(Protocol):
    """Begins to ask, and gives what waits for the answer."""

    def __call__(self, ask: Callable[[], Answer], /) -> Callable[[], Answer]: ...


def when_wanted(ask: Callable[[], Answer], /) -> Callable[[], Answer]:
    """Ask for an answer at the moment that it is waited for."""
    return ask


def in_a_thread(ask: Callable[[], Answer], /) -> Callable[[], Answer]:
    """Ask at once, in another thread. Nobody else may use the connection until it was waited
    for."""
    answers: list[Answer] = []
    failures: list[BaseException] = []

    def run() -> None:
        try:
            answers.append(ask())
        except BaseException as error:  # noqa: BLE001 - for whoever waits
            failures.append(error)

    thread = Thread(target=run, name="request", daemon=True)
    thread.start()

    def wait() -> Answer:
        thread.join()
        if failures:
            raise failures[0]
        return answers[0]

    return wait


@contextmanager
def leaving_none(wait: Callable[[], object]) -> Iterator[None]:
    """Work while a request is under way; when that fails, the request has ended too."""
    try:
        yield
    except BaseException:
        with suppress(Exception):
            wait()
        raise
