"""On whose behalf the transactions of this thread or task run.

PostgreSQL's policies (walls.py) look at it; it decides nothing itself. Whoever says nothing
acts for nobody, and sees no case. It is set where a caller is proven, and nowhere else but
for the few steps that the service takes as itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class As(StrEnum):
    NOBODY = "nobody"
    WORKER = "worker"
    SERVICE = "service"  # the service itself, after access/policy.py allowed the step
    ADMINISTRATION = "administration"  # a command of `mvs-central`, with the owner's rights


@dataclass(frozen=True, slots=True)
class Acting:
    """`now` is the service's own time: grants count by it. `case_id` is the case that is being
    written in: merging looks at all of it."""

    kind: As = As.NOBODY
    worker_id: UUID | None = None
    now: datetime | None = None
    case_id: UUID | None = None


NOBODY = Acting()
_acting: ContextVar[Acting] = ContextVar("acting", default=NOBODY)


def current() -> Acting:
    return _acting.get()


@contextmanager
def nobody() -> Iterator[None]:
    """Until a caller is proven."""
    with _as(NOBODY):
        yield


@contextmanager
def worker(worker_id: UUID, now: datetime) -> Iterator[None]:
    """A proven caller: what his live grants show."""
    with _as(Acting(As.WORKER, worker_id, now)):
        yield


def become_worker(worker_id: UUID, now: datetime) -> None:
    """The caller of this request is proven: from here on it acts for him, until it ends."""
    _acting.set(Acting(As.WORKER, worker_id, now))


@contextmanager
def within(case_id: UUID) -> Iterator[None]:
    """As before, and writing in this case: whoever may write in it merges with all of it."""
    with _as(replace(current(), case_id=case_id)):
        yield


@contextmanager
def service() -> Iterator[None]:
    """All cases, for a step that concerns more than the caller's own: it names itself."""
    with _as(Acting(As.SERVICE)):
        yield


@contextmanager
def administration() -> Iterator[None]:
    """All cases, and the schema; never while answering a request."""
    with _as(Acting(As.ADMINISTRATION)):
        yield


@contextmanager
def _as(acting: Acting) -> Iterator[None]:
    token = _acting.set(acting)
    try:
        yield
    finally:
        _acting.reset(token)
