"""The laptop writes, sends, reads, and lets go."""

from collections.abc import Collection
from dataclasses import replace
from itertools import count
from typing import Any
from unittest.mock import patch
from uuid import UUID

from sqlalchemy import Connection, delete, select, update

from mvs_central.sync import apply
from mvs_desktop.domain.records import Record, type_of
from mvs_desktop.storage.base.engine import reading, writing
from mvs_desktop.storage.base.rows import fetch
from mvs_desktop.storage.base.statements import run
from mvs_desktop.storage.base.tables import cursor, mirror
from mvs_desktop.storage.base.tables import outbox as ops
from mvs_desktop.storage.exchange import incoming, own, removal, replica
from mvs_desktop.storage.exchange.replica import Replica
from mvs_desktop.storage.records import outbox, unit_of_work
from mvs_desktop.storage.records.unit_of_work import UnitOfWork
from mvs_desktop.storage.search import entries, index
from mvs_desktop.sync.reading import CaseReading
from tests.simulation import in_stores
from tests.simulation.bugs.planted import Planted, both


def compared_with_the_stored_row() -> Planted:
    """And not with what the form received: a colleague's fresh text goes back as an edit."""
    save = UnitOfWork.save

    def wrong(self: UnitOfWork, item: Record, base: Record | None) -> None:
        stored = fetch(self._connection, type_of(item), str(item.id))
        save(self, item, stored.record() if base and stored else base)

    return patch.object(UnitOfWork, "save", wrong)


def a_version_that_is_always_right() -> Planted:
    """A form that was open while a colleague's text came in is said to know of it."""
    right = unit_of_work._version

    def version(current: Any, pending: Any, unit: str, _base: Any) -> Any:
        return right(current, pending, unit, None)

    return both(
        patch.object(unit_of_work, "_version", version),
        patch.object(apply, "_differs", lambda *_: False),
    )


def acknowledged_is_forgotten() -> Planted:
    """An operation is dropped at its answer, before its effect was read."""
    record = Replica.record_fates

    def wrong(self: Replica, fates: Any) -> None:
        record(self, fates)
        with writing(self._engine) as connection:
            connection.execute(delete(ops).where(ops.c.state == "acknowledged"))

    return patch.object(Replica, "record_fates", wrong)


def the_cursor_moves_first() -> Planted:
    """Every fifth time the program ends between the cursor and the records."""
    take, number = incoming.take, count()

    def wrong(connection: Connection, records: Any, author: str) -> set[UUID]:
        return set() if next(number) % 5 == 4 else take(connection, records, author)

    return patch.object(incoming, "take", wrong)


def the_mirror_stays_as_it_was() -> Planted:
    keep = outbox.keep_mirror

    def wrong(connection: Connection, item: Any) -> None:
        if outbox.mirror_of(connection, item.kind, item.id) is None:
            keep(connection, item)

    return patch.object(outbox, "keep_mirror", wrong)


def checksums_are_not_compared() -> Planted:
    """Together with a fault that they are there for: some of what is new is let fall. (A world
    looks at that itself, and does not here.)"""
    take = incoming.take

    def some(connection: Connection, records: Any, author: str) -> set[UUID]:
        kept = [item for item in records if item.seq % 5 != 4 or _is_here(connection, item)]
        return take(connection, kept, author)

    def _is_here(connection: Connection, item: Any) -> bool:
        query = f"SELECT 1 FROM {item.record_type} WHERE id = ?"  # noqa: S608
        return run(connection, query, (str(item.id),)).fetchone() is not None

    def wrong(self: CaseReading, ended: Any) -> None:
        self._done += len(ended)

    return both(
        patch.object(incoming, "take", some),
        patch.object(CaseReading, "_add_up", wrong),
        patch.object(in_stores, "_check_cursors", lambda *_: None),
    )


def what_was_lost_access_to_stays() -> Planted:
    return patch.object(Replica, "drop_scope", lambda *_: None)


def its_history_stays() -> Planted:
    return patch.object(removal, "history", mirror)


def after_a_visit_nothing_waits() -> Planted:
    """Also what was written during it, after all was sent."""
    contacted = Replica.contacted

    def wrong(self: Replica, at: Any) -> None:
        contacted(self, at)
        with writing(self._engine) as connection:
            connection.execute(
                update(ops).where(ops.c.state == "pending").values(state="confirmed")
            )

    return patch.object(Replica, "contacted", wrong)


def what_waits_goes_with_its_scope() -> Planted:
    """It never reaches the quarantine."""
    remove = removal.remove_records

    def wrong(connection: Connection, case_id: str, compartment: str) -> list[str]:
        files = remove(connection, case_id, compartment)
        connection.execute(delete(ops).filter_by(case_id=case_id, compartment=compartment))
        return files

    return patch.object(replica, "remove_records", wrong)


def what_was_taken_and_never_read_stays() -> Planted:
    """When access ended between the answer and the first reading."""

    def wrong(self: Replica) -> frozenset[tuple[UUID, str]]:
        with reading(self._engine) as connection:
            rows = connection.execute(select(cursor.c.case_id, cursor.c.compartment)).all()
        return frozenset((UUID(row.case_id), row.compartment) for row in rows)

    return patch.object(Replica, "scopes_held", wrong)


def a_wider_grant_is_read_from_the_head() -> Planted:
    """A new scope of a case begins where the others are."""
    add = Replica.add_scopes

    def wrong(self: Replica, scopes: Collection[tuple[UUID, str]]) -> None:
        add(self, scopes)
        head = "SELECT max(seq) FROM cursor AS c WHERE c.case_id = cursor.case_id"
        with writing(self._engine) as connection:
            run(connection, f"UPDATE cursor SET seq = ({head}) WHERE seq = 0")  # noqa: S608

    return patch.object(Replica, "add_scopes", wrong)


def a_resync_only_adds() -> Planted:
    """What the service has no more stays."""
    return patch.object(Replica, "finish_resync", lambda *_: None)


def search_rows_stay() -> Planted:
    """Of what access ended to."""
    return patch.object(index, "unindex_scope", lambda *_: False)


def the_words_stay_in_the_index() -> Planted:
    """Its rows go, and what FTS5 made of them does not."""

    def wrong(connection: Connection, case_id: str, compartment: str, _limit: int = -1) -> bool:
        for table in ("search_name", "search_text"):
            rows = f"DELETE FROM {table} WHERE case_id = ? AND compartment = ?"  # noqa: S608
            run(connection, rows, (case_id, compartment))
        return False

    return patch.object(index, "unindex_scope", wrong)


def half_words_stay() -> Planted:
    """What was typed and not finished, on what access ended to."""

    def wrong(connection: Connection, sql: str, parameters: Any = ()) -> Any:
        return run(
            connection, sql.replace("DELETE FROM draft", "DELETE FROM search_todo"), parameters
        )

    return patch.object(removal, "run", wrong)


def what_was_withdrawn_is_still_found() -> Planted:
    made = entries.entries

    def wrong(item: Any, day: int) -> Any:
        return made(replace(item, withdrawn=False), day)

    return patch.object(index, "entries", wrong)


def a_hash_is_not_compared() -> Planted:
    """What stands here is taken for what the service has."""
    return patch.object(own, "_is_same", lambda *_: True)


def numbers_are_not_taken_over() -> Planted:
    numbers = own._numbers

    def wrong(item: Any, id_: str) -> tuple[object, ...]:
        seq, _, *rest = numbers(item, id_)
        return (seq, "{}", *rest)

    return patch.object(own, "_numbers", wrong)
