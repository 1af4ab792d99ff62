"""Bugs on purpose: a simulation that does not find them would not find others either."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest
from sqlalchemy import Connection, delete

from mvs_central import apply, policy
from mvs_central.case_store import OpenCase
from mvs_desktop.domain.records import Record, type_of
from mvs_desktop.storage import unit_of_work
from mvs_desktop.storage.engine import writing
from mvs_desktop.storage.replica import Replica
from mvs_desktop.storage.rows import fetch
from mvs_desktop.storage.tables import outbox
from mvs_desktop.storage.unit_of_work import UnitOfWork
from mvs_desktop.sync.merge import Merged, Verdict
from tests.simulation.run import simulate

SEEDS, STEPS = range(100, 106), 300

Bug = Callable[[], AbstractContextManager[Any]]


def last_writer_wins() -> AbstractContextManager[Any]:
    def merge(*_: object, mine: dict[str, Any], **__: object) -> Merged:
        return Merged(Verdict.TAKEN, mine)

    return patch.object(apply, "merge_unit", merge)


def compared_with_the_stored_row() -> AbstractContextManager[Any]:
    """And not with what the form received: a colleague's fresh text goes back as an edit."""
    save = UnitOfWork.save

    def wrong(self: UnitOfWork, item: Record, base: Record | None) -> None:
        stored = fetch(self._connection, type_of(item), str(item.id))
        save(self, item, stored.record() if base and stored else base)

    return patch.object(UnitOfWork, "save", wrong)


def acknowledged_is_forgotten() -> AbstractContextManager[Any]:
    """An operation is dropped at its answer, before its effect was read."""
    record = Replica.record_fates

    def wrong(self: Replica, fates: Any) -> None:
        record(self, fates)
        with writing(self._engine) as connection:
            connection.execute(delete(outbox).where(outbox.c.state == "acknowledged"))

    return patch.object(Replica, "record_fates", wrong)


def not_idempotent() -> AbstractContextManager[Any]:
    """A repeated operation is decided again."""
    return patch.object(OpenCase, "load_outcomes", lambda *_: None)


def everybody_reads_all() -> AbstractContextManager[Any]:
    """Whoever is on a case at all gets every compartment of it."""

    def scopes(connection: Connection, worker_id: UUID, today: Any) -> Any:
        cases = {case_id for case_id, _ in readable(connection, worker_id, today)}
        return tuple(sorted((c, name) for c in cases for name in policy.ALL_COMPARTMENTS))

    readable = policy.readable_scopes

    @contextmanager
    def wrong() -> Iterator[None]:
        with (
            patch.object(policy, "readable_scopes", scopes),
            patch.object(policy.Access, "may_read_all", lambda *_: True),
        ):
            yield

    return wrong()


def what_was_lost_access_to_stays() -> AbstractContextManager[Any]:
    return patch.object(Replica, "drop_scope", lambda *_: None)


def a_signed_note_merges() -> AbstractContextManager[Any]:
    return patch.object(apply._Draft, "_is_sealed", lambda *_: False)


def a_version_that_is_always_right() -> AbstractContextManager[Any]:
    """A form that was open while a colleague's text came in is said to know of it."""

    def version(current: Any, pending: Any, unit: str, _base: Any) -> Any:
        return right(current, pending, unit, None)

    right = unit_of_work._version
    return patch.object(unit_of_work, "_version", version)


BUGS: tuple[Bug, ...] = (
    last_writer_wins,
    compared_with_the_stored_row,
    acknowledged_is_forgotten,
    not_idempotent,
    everybody_reads_all,
    what_was_lost_access_to_stays,
    a_signed_note_merges,
    a_version_that_is_always_right,
)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.__name__)
def test_it_is_found(bug: Bug, blank_store: Path, blank_service: Path) -> None:
    found = None
    for seed in SEEDS:
        with bug():
            try:
                simulate(blank_store, blank_service, seed, STEPS)
            except Exception as error:  # noqa: BLE001 - a bug may show as any failure
                found = error
                break
    assert found is not None, "no seed found it"
