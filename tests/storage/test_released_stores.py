"""A store of every released schema is brought up to date with everything that was in it."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from mvs_desktop.domain import catalogue
from mvs_desktop.domain.codec import Column
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.records import record_type, to_doc
from mvs_desktop.storage import migrations
from mvs_desktop.storage.audit.log import first_break
from mvs_desktop.storage.base.engine import open_engine, reading
from mvs_desktop.storage.store import Store
from tests.storage.release_store import rows
from tests.storage.test_trouble import integrity

STORES = Path(__file__).parent.parent / "data" / "stores"
RELEASED = sorted(file.stem for file in STORES.glob("*.store"))


@dataclass
class Migrated:
    """A copy of a released store after the program opened it, and what was in it before."""

    store: Store
    tables: dict[str, list[dict[str, Any]]]
    search: dict[str, list[str]]

    def now_in(self, table: str) -> list[dict[str, Any]]:
        with reading(self.store._engine) as connection:
            return rows(connection, table)


@pytest.fixture(params=RELEASED)
def migrated(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Migrated]:
    path, last_day = tmp_path / "case.store", datetime(2025, 3, 4, 12, tzinfo=UTC)
    shutil.copy(STORES / f"{request.param}.store", path)
    expected = json.loads((STORES / f"{request.param}.json").read_text("utf-8"))
    assert expected["revision"] == request.param
    # While its lease lasts.
    store = Store.open(path, bytes.fromhex(expected["key"]), lambda: last_day)
    yield Migrated(store, expected["tables"], expected["search"])
    store.close()


def readable(row: dict[str, Any]) -> dict[str, Any]:
    """JSON by what it says, not by how it is spelled."""

    def value(of: Any) -> Any:
        if isinstance(of, str) and of[:1] in ("{", "["):
            return json.loads(of)
        return of

    return {name: value(of) for name, of in row.items()}


def test_there_is_a_store_of_the_first_release() -> None:
    assert "0001" in RELEASED


def test_every_row_is_brought_along(migrated: Migrated) -> None:
    for table, before in migrated.tables.items():
        key = list(before[0])[: 2 if table in ("cursor", "draft") else 1]
        now = {tuple(row[name] for name in key): row for row in migrated.now_in(table)}
        for row in before:
            found = now[tuple(row[name] for name in key)]
            assert readable({name: found[name] for name in row}) == readable(row), table


def test_nothing_was_added_to_the_records(migrated: Migrated) -> None:
    for kind in (kind.name for kind in catalogue.record_types() if kind.name in migrated.tables):
        assert len(migrated.now_in(kind)) == len(migrated.tables[kind])


def test_every_record_reads_as_what_it_was(migrated: Migrated) -> None:
    with migrated.store.reader() as reader:
        for kind in (record_type(name) for name in migrated.tables if name in _TYPES):
            for row in migrated.tables[kind.name]:
                item = reader.get(kind.cls, UUID(row["id"]))
                assert item is not None
                doc = to_doc(item)
                kept = {name: doc[name] for name in row.keys() & kind.fields.keys()}
                for name, value in kept.items():
                    kept_as = kind.fields[name].codec.column
                    was = json.loads(row[name]) if kept_as is Column.JSON else row[name]
                    assert value == was, (kind.name, name)


_TYPES = {kind.name for kind in catalogue.record_types()}


def test_what_was_found_is_found(migrated: Migrated) -> None:
    while migrated.store.index.catch_up():
        pass
    for query, expected in migrated.search.items():
        found = {str(hit.record_id) for hit in migrated.store.search(query)}
        assert set(expected) <= found, query


def test_the_audit_is_unbroken_and_complete(migrated: Migrated) -> None:
    with reading(migrated.store._engine) as connection:
        assert first_break(connection) is None
    assert len(migrated.now_in("audit")) >= len(migrated.tables["audit"])


def test_what_was_not_sent_goes_as_it_was_made(migrated: Migrated) -> None:
    waiting = [row for row in migrated.tables["outbox"] if row["state"] == "pending"]
    ops = migrated.store.replica.pending(100_000)
    assert [(op.counter, str(op.op_id)) for op in ops] == [
        (row["counter"], row["op_id"]) for row in waiting
    ]
    for op, row in zip(ops, waiting, strict=True):
        units = {
            name: {"base": unit.base, "value": unit.value, "version": unit.version}
            for name, unit in op.units.items()
        }
        assert units == json.loads(row["units"])
    # The counter goes on where it was: the centre knows this device's operations by it.
    (case,) = (row["id"] for row in migrated.tables["case_file"] if not row["seq"])
    with migrated.store.unit_of_work() as work:
        work.save(Person(id=uuid4(), case_id=UUID(case), given_name="Nieuw"), None)
    last = migrated.store.replica.pending(100_000)[-1]
    assert last.counter == migrated.tables["outbox"][-1]["counter"] + 1


def test_the_file_is_sound_and_up_to_date(migrated: Migrated) -> None:
    assert integrity(migrated.store) == []
    with reading(migrated.store._engine) as connection:
        assert migrations.current(connection) == migrations.HEAD
        assert not connection.exec_driver_sql("PRAGMA foreign_key_check").all()


def test_a_migrated_store_has_the_tables_of_a_new_one(migrated: Migrated, tmp_path: Path) -> None:
    """Whatever way a store came to this schema, it is the same schema."""
    key = bytes(32)
    Store.create(tmp_path / "new.store", key, uuid4()).close()
    engine = open_engine(tmp_path / "new.store", key)
    query = "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY 1, 2"
    with reading(engine) as connection:
        new = connection.exec_driver_sql(query).all()
    engine.dispose()
    with reading(migrated.store._engine) as connection:
        assert connection.exec_driver_sql(query).all() == new
