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
from mvs_desktop.domain.cases import CaseFile, CaseRole
from mvs_desktop.domain.catalogue import record_type
from mvs_desktop.domain.codec import Json
from mvs_desktop.domain.errors import UnreadableRecord
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


def load_own_notes(
    today: date, now: datetime, new_id: Callable[[], UUID], me: Me, case_id: UUID | None = None
) -> DemoFamily:
    """The worker's own case (eigen) with its loose notes. `now` is an aware instant.

    `case_id` is the own case that the program made already, if it did.
    """
    reader = _Reader(today, now, new_id, me, _NOBODY)
    return reader.family(resource("demo", "own.toml"), case_id)


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
    # How a file writes a value of a type, beside plain JSON.
    written: Mapping[type, Callable[[str], str]] = field(init=False)

    def __post_init__(self) -> None:
        self.names = {worker.key: worker.name for worker in load_workers()}
        self.names["me"] = self.me.name
        self.defaults = _read(resource("demo", "defaults.toml"))
        self.written = {
            date: lambda text: read_day(text, self.today).isoformat(),
            datetime: lambda text: read_moment(text, self.today, self.now).isoformat(),
            PartialDate: lambda text: read_partial(text, self.today).to_text(),
        }

    def family(self, path: Path, case_id: UUID | None = None) -> DemoFamily:
        content = _read(path)
        about = {name: content.pop(name, ()) for name in _ABOUT_THE_FILE}
        try:
            drafts = list(self._drafts({ROOT: content.pop(ROOT), **content}, ()))
            drafts[0].id = case_id or drafts[0].id
            records = tuple(self._records(drafts))
        except (KeyError, ValueError) as error:
            raise ValueError(f"{path.name}: {error}") from error
        grants = tuple(
            GrantHint(
                item["worker"],
                CaseRole(item["role"]),
                frozenset(Compartment(name) for name in item["compartments"]),
            )
            for item in about["grant"]
        )
        return DemoFamily(path.stem, about["title"], about["shape"], records, grants)

    def _records(self, drafts: list[_Draft]) -> Iterator[Record]:
        ids = _ids_by_key(drafts)
        last: dict[str, str] = {}  # the order key that a type of record has come to
        for draft in drafts:
            kind = draft.kind
            try:
                doc = self._doc(draft, ids)
                if "position" in kind.fields and "position" not in doc:
                    last[kind.name] = key_between(last.get(kind.name, ""), "")
                    doc["position"] = last[kind.name]
                yield from_doc(kind, draft.id, drafts[0].id, doc)
            except (ValueError, UnreadableRecord) as error:
                raise ValueError(f"{kind.name} {draft.table}: {error}") from error

    def _drafts(self, tables: Table, around: tuple[_Draft, ...]) -> Iterator[_Draft]:
        """In file order, a record before those that are written inside it."""
        for name, found in tables.items():
            for table in found if isinstance(found, list) else [found]:
                inside = {k: v for k, v in table.items() if _holds_tables(v)}
                flat = {k: v for k, v in table.items() if k not in inside}
                own = {**self.defaults.get(name, {}), **flat}
                draft = _Draft(_type(name), self.new_id(), own, around)
                yield draft
                yield from self._drafts(inside, (*around, draft))

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
        written = self.written.get(kind)
        return written(value) if written else value

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


def _type(name: str) -> RecordType:
    try:
        return record_type(name)
    except KeyError:
        raise ValueError(f"there is no record type {name}") from None


def _ids_by_key(drafts: list[_Draft]) -> dict[str, str]:
    ids: dict[str, str] = {}
    for draft in drafts:
        key = draft.table.get("key")
        if key is None:
            continue
        if key in ids:
            raise ValueError(f"the key {key} is used twice")
        ids[key] = str(draft.id)
    return ids


def _holds_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _read(path: Path) -> Table:
    return tomllib.loads(path.read_text(encoding="utf-8"))
