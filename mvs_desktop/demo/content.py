"""The invented families of the demo: from the files in `resources/demo` to records.

A file names record types and fields as the catalogue does, so a field that a record gains
can be used in a file at once; this module knows no record by name but the case file, the
root of each family. `resources/demo/README.md` describes the form of a file.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import UUID

from mvs_desktop.demo.dates import read_day, read_moment, read_partial
from mvs_desktop.domain.catalogue import record_type
from mvs_desktop.domain.cases import CaseFile, CaseRole
from mvs_desktop.domain.codec import Json
from mvs_desktop.domain.ordering import key_between
from mvs_desktop.domain.partial_date import PartialDate
from mvs_desktop.domain.records import Compartment, Record, RecordType, from_doc
from mvs_desktop.paths import resource

Table = dict[str, Any]  # one table of a TOML file

ROOT = CaseFile.type_name
_ABOUT_THE_FILE = frozenset({"title", "shape", "grant"})
_NOBODY: Mapping[str, UUID] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Me:
    """The worker the demo is seen by: `@me` in a file."""

    worker_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class DemoWorker:
    """An invented worker; the first of the list is the one the demo is seen by."""

    key: str
    name: str
    organisation: str
    expertise: str
    municipality: str  # GM code
    team: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class GrantHint:
    """Which worker, by key, is on a case, in what role and for which compartments."""

    worker: str
    role: CaseRole
    compartments: frozenset[Compartment]


@dataclass(frozen=True, slots=True)
class DemoFamily:
    """One case: its records with the CaseFile first, each after those it refers to."""

    slug: str
    title: str
    shape: str
    records: tuple[Record, ...]
    grants: tuple[GrantHint, ...]


def load_workers() -> tuple[DemoWorker, ...]:
    """The main worker first, then three colleagues."""
    return tuple(
        DemoWorker(**worker) for worker in _read(resource("demo", "workers.toml"))["worker"]
    )


def load_families(
    today: date,
    now: datetime,
    new_id: Callable[[], UUID],
    me: Me,
    colleagues: Mapping[str, UUID] = _NOBODY,
) -> tuple[DemoFamily, ...]:
    """All families, in the order of their files. `now` is an aware instant.

    `colleagues` gives the worker ids of the others in `load_workers`, by key; without an
    id a colleague is named in a record and not linked. Raises ValueError, naming file and
    record, for content that the catalogue does not know.
    """
    reader = _Reader(today, now, new_id, me, colleagues)
    paths = sorted(resource("demo", "families").glob("*.toml"))
    return tuple(reader.family(path) for path in paths)


def load_own_notes(today: date, now: datetime, new_id: Callable[[], UUID], me: Me) -> DemoFamily:
    """The worker's own case (eigen) with its loose notes. `now` is an aware instant."""
    return _Reader(today, now, new_id, me, _NOBODY).family(resource("demo", "own.toml"))


@dataclass(slots=True)
class _Draft:
    """A record on its way: its table without the tables inside it, and where it stands."""

    kind: RecordType
    id: UUID
    table: Table
    around: tuple["_Draft", ...]  # the records it is written inside, outermost first


@dataclass(slots=True)
class _Reader:
    today: date
    now: datetime
    new_id: Callable[[], UUID]
    me: Me
    colleagues: Mapping[str, UUID]
    names: dict[str, str] = field(init=False)
    defaults: Table = field(init=False)

    def __post_init__(self) -> None:
        self.names = {worker.key: worker.name for worker in load_workers()}
        self.names["me"] = self.me.name
        self.defaults = _read(resource("demo", "defaults.toml"))

    def family(self, path: Path) -> DemoFamily:
        content = _read(path)
        drafts = list(self._drafts({ROOT: content[ROOT]}, ()))
        tables = {k: v for k, v in content.items() if k not in _ABOUT_THE_FILE and k != ROOT}
        drafts.extend(self._drafts(tables, ()))
        ids = self._ids_by_key(drafts, path)
        last: dict[str, str] = {}
        records = []
        for draft in drafts:
            try:
                doc = self._doc(draft, ids)
                if "position" in draft.kind.fields and "position" not in doc:
                    doc["position"] = key_between(last.get(draft.kind.name, ""), "")
                    last[draft.kind.name] = doc["position"]
                records.append(from_doc(draft.kind, draft.id, drafts[0].id, doc))
            except Exception as error:
                where = draft.table.get("key") or draft.table
                error.add_note(f"{path.name}: {draft.kind.name} {where}")
                raise
        grants = tuple(
            GrantHint(
                item["worker"],
                CaseRole(item["role"]),
                frozenset(Compartment(name) for name in item["compartments"]),
            )
            for item in content.get("grant", ())
        )
        return DemoFamily(path.stem, content["title"], content["shape"], tuple(records), grants)

    def _drafts(self, tables: Table, around: tuple[_Draft, ...]) -> Iterator[_Draft]:
        """In file order, a record before those that are written inside it."""
        for name, found in tables.items():
            for table in found if isinstance(found, list) else [found]:
                inside = {k: v for k, v in table.items() if _holds_tables(v)}
                flat = {k: v for k, v in table.items() if k not in inside}
                own = {**self.defaults.get(name, {}), **flat}
                draft = _Draft(record_type(name), self.new_id(), own, around)
                yield draft
                yield from self._drafts(inside, (*around, draft))

    @staticmethod
    def _ids_by_key(drafts: list[_Draft], path: Path) -> dict[str, str]:
        ids: dict[str, str] = {}
        for draft in drafts:
            key = draft.table.get("key")
            if key is not None and ids.setdefault(key, str(draft.id)) != str(draft.id):
                raise ValueError(f"{path.name} uses the key {key} twice")
        return ids

    def _doc(self, draft: _Draft, ids: Mapping[str, str]) -> dict[str, Any]:
        doc = self._said_by_its_place(draft)
        if draft.around:
            ids = {**ids, "": str(draft.around[-1].id)}
        for name, value in draft.table.items():
            if name == "key":
                continue
            if name not in draft.kind.fields:
                raise ValueError(f"{draft.kind.name} has no field {name}")
            doc[name] = self._value(draft.kind.fields[name].codec.python_type, value, ids)
        return doc

    @staticmethod
    def _said_by_its_place(draft: _Draft) -> dict[str, Any]:
        """What a record takes from those around it: a reference to each, and where it is kept."""
        doc: dict[str, Any] = {}
        for outer in draft.around:
            reference = f"{outer.kind.name}_id"
            if reference in draft.kind.fields:
                doc[reference] = str(outer.id)
            if "compartment" in draft.kind.fields and "compartment" in outer.table:
                doc["compartment"] = outer.table["compartment"]
        return doc

    def _value(self, kind: type, value: Any, ids: Mapping[str, str]) -> Json:
        if isinstance(value, list):
            return [self._value(kind, item, ids) for item in value]
        if not isinstance(value, str):
            return value  # type: ignore[no-any-return]
        if value.startswith("@"):
            return self._reference(value[1:], ids)
        if kind is date:
            return read_day(value, self.today).isoformat()
        if kind is datetime:
            return read_moment(value, self.today, self.now).isoformat()
        if kind is PartialDate:
            return read_partial(value, self.today).to_text()
        return value

    def _reference(self, key: str, ids: Mapping[str, str]) -> Json:
        worker, _, member = key.partition(".")
        if member == "name" and worker in self.names:
            return self.names[worker]
        if key in ids:
            return ids[key]
        if key == "me":
            return str(self.me.worker_id)
        if key in self.names:
            return str(self.colleagues[key]) if key in self.colleagues else None
        raise ValueError(f"nothing here is called @{key}")


def _holds_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _read(path: Path) -> Table:
    return tomllib.loads(path.read_text(encoding="utf-8"))
