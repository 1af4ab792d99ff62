"""Make the store file of a released schema that tests/data/stores keeps, with what is in it.

    python -m tests.storage.release_store tests/data/stores

Run it on the code of the release, once; a file that is there is never made again. What it
writes follows from the record types as they are then: every field of every type has a value,
and every way that a record can be in a store occurs. All of it is invented.
"""

import json
import random
import sys
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from sqlalchemy import Connection, inspect

from mvs_desktop.domain import catalogue
from mvs_desktop.domain.cases import CaseFile, CaseKind
from mvs_desktop.domain.conflicts import Conflict, ConflictState
from mvs_desktop.domain.ids import uuid7
from mvs_desktop.domain.partial_date import PartialDate
from mvs_desktop.domain.records import Compartment, Record, RecordType, compartment_of, to_doc
from mvs_desktop.storage import migrations
from mvs_desktop.storage.audit.log import Act
from mvs_desktop.storage.base.engine import reading
from mvs_desktop.storage.base.replica_types import (
    Enrolment,
    Fate,
    IncomingPage,
    IncomingRecord,
    OpFate,
    ScopeCursor,
)
from mvs_desktop.storage.store import Store

KEY = bytes(range(100, 132))
STORE_ID = UUID("5f0a3a52-5d6b-4b1f-9d4e-0c1d2e3f4a5b")
WORDS = [
    *("Fenna", "boterham", "van", "der", "Zwaluw-Óórschot", "rust", "’s", "avonds", "école"),
    *("Łukasz", "naïef", "🚲", "fiets", "zwembad", '"aanhaling"', "100", "%", "<b>", "'punt'"),
    *("çay", "müzik", "ليلى", "школа", "花", "regel"),
]
# What a search is asked for.
QUERIES = ("zwaluw", "oorschot", "łukasz", "fe", "boter", "müzik rust", "ecole", "geheimwoord")

SERVER_AT = "2025-02-28T14:30:00+00:00"
ONE_OF_EACH = 7  # records of each type, in one state each


class Maker:
    """Makes values and ids from one seed."""

    def __init__(self) -> None:
        self._dice = random.Random(1)
        self._now = datetime(2025, 3, 4, 9, 0, tzinfo=UTC)

    def clock(self) -> datetime:
        self._now += timedelta(seconds=7)
        return self._now

    def new_id(self) -> UUID:
        return uuid7(self.clock(), self._dice.randbytes(10))

    def text(self) -> str:
        return " ".join(self._dice.choices(WORDS, k=self._dice.randint(2, 5)))

    def value(self, hint: object) -> Any:
        """A value of a field's type that is not its usual default."""
        origin = get_origin(hint)
        if origin in (Union, UnionType):
            inner = [part for part in get_args(hint) if part is not NoneType]
            return self.value(inner[0])
        if origin is frozenset:
            return frozenset(self.value(get_args(hint)[0]) for _ in range(3))
        if origin is tuple:
            return tuple(self.value(get_args(hint)[0]) for _ in range(3))
        if isinstance(hint, type) and issubclass(hint, StrEnum):
            return self._dice.choice(list(hint))
        simple: dict[object, Any] = {
            str: self.text(),
            int: self._dice.randint(-9, 9_000_000_000),
            bool: True,
            float: self._dice.random() * 10,
            UUID: self.new_id(),
            date: date(2025, 1, 1) + timedelta(days=self._dice.randint(0, 300)),
            datetime: self.clock(),
            PartialDate: self._dice.choice([PartialDate(2014), PartialDate(2014, 5)]),
        }
        return simple[hint]

    def record(
        self, kind: RecordType, case_id: UUID, id_: UUID | None = None, *, sealed: bool = False
    ) -> Record:
        hints = get_type_hints(kind.cls)
        values = {name: self.value(hints[name]) for name in kind.fields}
        if kind.seal is not None and not sealed:
            del values[kind.seal]
        return kind.cls(id=id_ or self.new_id(), case_id=case_id, **values)

    def changed(self, item: Record) -> Record:
        """The same record with another value in one field."""
        name = next(f.name for f in fields(item) if f.name not in ("id", "case_id", "compartment"))
        value, hint = getattr(item, name), get_type_hints(type(item))[name]
        while (other := self.value(hint)) == value and hint is not bool:
            pass
        return replace(item, **{name: False if hint is bool else other})  # type: ignore[arg-type]


def incoming(item: Record, kind: RecordType, seq: int, **doc: Any) -> IncomingRecord:
    return IncomingRecord(
        kind.name,
        item.id,
        item.case_id,
        compartment_of(item).value,
        seq,
        dict.fromkeys(kind.units, seq),
        withdrawn=doc.pop("withdrawn", False),
        doc=to_doc(item) | doc,
        wire_hash=f"{seq:016x}",
        changed_by="Ömer Collega",
        changed_at=SERVER_AT,
    )


def fill(store: Store, make: Maker) -> None:
    theirs, mine = make.new_id(), make.new_id()
    case_kind = catalogue.record_type("case_file")
    received = [incoming(make.record(case_kind, theirs, theirs), case_kind, 1)]
    save(store, CaseFile(id=mine, case_id=mine, kind=CaseKind.OWN, name="Eigen geheimwoord"))
    kinds = [kind for kind in catalogue.record_types() if kind is not case_kind]
    seq, here = 1, {}
    for kind in kinds:
        here[kind.name] = [
            make.record(kind, theirs, sealed=number == 0) for number in range(ONE_OF_EACH)
        ]
        for number, item in enumerate(here[kind.name][:6]):
            seq += 1
            more: dict[str, Any] = {}
            if number == 0:
                more["member_of_a_newer_version"] = {"naar": ["later", 1, None]}
            if number == 1:
                more["withdrawn"] = True
            received.append(incoming(item, kind, seq, **more))
    unread = incoming(here["person"][6], catalogue.record_type("person"), seq + 1, gender="nieuw")
    unknown = replace(unread, id=make.new_id(), record_type="type_of_a_newer_version")
    received += [replace(unread, id=make.new_id()), unknown]
    cursors = tuple(
        ScopeCursor(theirs, name, seq + 1) for name in ("basis", "school", "zorg", "veiligheid")
    )
    store.replica.apply(IncomingPage(theirs, tuple(received), cursors))
    for items in here.values():
        change(store, make, items)
    person = here["person"][2]
    conflict = Conflict(
        id=make.new_id(),
        case_id=theirs,
        compartment=Compartment.BASIS,
        record_type="person",
        record_id=person.id,
        unit="given_name",
        base=json.dumps({"given_name": "Fen"}),
        standing=json.dumps({"given_name": "Fénna"}),
        other=json.dumps({"given_name": "Fenny"}),
        standing_by="Ömer Collega",
        standing_at=make.clock(),
        other_by="Noor van Testers",
        other_at=make.clock(),
        state=ConflictState.OPEN,
    )
    open_conflict = incoming(conflict, catalogue.record_type("conflict"), seq + 2)
    store.replica.apply(IncomingPage(theirs, (open_conflict,), cursors))
    with store.unit_of_work() as work:
        work.log(Act.OPEN_CASE, theirs)
        work.keep_draft(theirs, here["person"][2].id, "birth", "ergens in de lénte 🚲")
        work.keep_draft(mine, make.new_id(), "birth", "van een persoon die er nog niet is")
    with store.unit_of_work() as work:
        work.log(Act.SEARCH, hits=3)
    store.replica.contacted(make.clock())


def change(store: Store, make: Maker, items: list[Record]) -> None:
    """Of the records 0–5 that were received: 2 edited and waiting, 3 edited and acknowledged,
    4 edited and set apart, 5 withdrawn; 6 is new."""
    for item in items[2:5]:
        save(store, make.changed(item), item)
    last = {op.record_id: op.op_id for op in store.replica.pending(10_000)}
    store.replica.record_fates(
        [
            OpFate(last[items[3].id], Fate.APPLIED, 100_000),
            OpFate(last[items[4].id], Fate.REJECTED, 0, "sealed"),
        ]
    )
    with store.unit_of_work() as work:
        work.withdraw(items[5])
    save(store, items[6])
    save(store, make.changed(items[6]), items[6])


def save(store: Store, item: Record, base: Record | None = None) -> None:
    with store.unit_of_work() as work:
        work.save(item, base)


def tables(connection: Connection) -> Iterator[str]:
    """The tables with rows that a migration has to bring along."""
    for name in inspect(connection).get_table_names():
        if not name.startswith(("search_", "sqlite_", "alembic_")):
            yield name


def rows(connection: Connection, table: str) -> list[dict[str, Any]]:
    """As they are on disk: JSON is still text."""
    found = connection.exec_driver_sql(f'SELECT * FROM "{table}" ORDER BY 1, 2')  # noqa: S608
    return [dict(row._mapping) for row in found]


def describe(store: Store) -> dict[str, Any]:
    with reading(store._engine) as connection:
        kept = {name: rows(connection, name) for name in tables(connection)}
        revision = migrations.current(connection)
    found = {query: sorted(str(hit.record_id) for hit in store.search(query)) for query in QUERIES}
    if empty := [query for query, hits in found.items() if not hits]:
        raise ValueError(f"nothing is found for {empty}")
    return {"revision": revision, "key": KEY.hex(), "tables": kept, "search": found}


def as_lines(content: dict[str, Any]) -> str:
    """JSON with a row a line, so that a difference can be read."""

    def line(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)

    lists = [
        f'"{name}": [\n' + ",\n".join(map(line, kept)) + "\n]"
        for name, kept in content["tables"].items()
    ]
    rest = [f'"{name}": {line(value)}' for name, value in content.items() if name != "tables"]
    return "{\n" + ",\n".join(rest) + ',\n"tables": {\n' + ",\n".join(lists) + "\n}}\n"


def main() -> int:
    folder = Path(sys.argv[1])
    path = folder / f"{migrations.HEAD}.store"
    make = Maker()
    store = Store.create(path, KEY, STORE_ID, make.clock)
    store.new_id = make.new_id  # type: ignore[method-assign]
    worker = Enrolment(
        device_id=make.new_id(),
        worker_id=make.new_id(),
        worker_name="Noor van Testers",
        organisation="Oefenorganisatie",
        expertise="wijkteam",
        municipality="GM0606",
        team="Oost",
        service_url="https://centrum.invalid",
        private_key="",
    )
    store.replica.save_enrolment(worker, "epoch-1")
    store.close()
    store = Store.open(path, KEY, make.clock)
    store.new_id = make.new_id  # type: ignore[method-assign]
    fill(store, make)
    path.with_suffix(".json").write_text(as_lines(describe(store)), "utf-8")
    store.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
