"""What the service holds of the scopes that a worker may read, as far as this device read it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.second_client.canonical import checksum, cursors_digest, record_hash

ScopeKey = tuple[str, str]  # case id, compartment

WHOLE = "@whole"
WITHDRAWN = "@withdrawn"


@dataclass(frozen=True)
class Record:
    """One record as the service told it; members that this client does not know are kept."""

    record_type: str
    id: str
    case_id: str
    compartment: str
    seq: int
    versions: dict[str, int]
    withdrawn: bool
    doc: dict[str, Any]
    changed_by: str = ""

    @classmethod
    def told(cls, envelope: dict[str, Any]) -> "Record":
        names = cls.__dataclass_fields__.keys() & envelope.keys()
        return cls(**{name: envelope[name] for name in names})

    def as_told(self, own: dict[str, Any]) -> "Record | None":
        """What the service holds since this store wrote it last; None when that is another."""
        names = ("seq", "versions", "withdrawn", "changed_by")
        found = replace(self, **{name: own[name] for name in names})
        return found if found.hash() == own["hash"] else None

    @property
    def scope(self) -> ScopeKey:
        return self.case_id, self.compartment

    def version(self, unit: str) -> int | None:
        """The seq that last wrote a unit; of withdrawing, that of the record."""
        if unit == WITHDRAWN:
            return self.seq
        return self.versions.get(unit, self.versions.get(WHOLE))

    def hash(self) -> str:
        return record_hash(self.record_type, self.id, self.withdrawn, self.doc)


@dataclass
class Scope:
    cursor: int = 0
    checksum: str = ""  # as it came with the head; empty while it was not read to its end
    records: dict[str, Record] = field(default_factory=dict)

    def computed(self) -> str:
        return checksum(record.hash() for record in self.records.values())


class Mirror:
    """`read` takes in pages; a scope that does not add up begins again at 0."""

    def __init__(self) -> None:
        self.scopes: dict[ScopeKey, Scope] = {}

    def find(self, record_id: str) -> Record | None:
        return next(
            (
                scope.records[record_id]
                for scope in self.scopes.values()
                if record_id in scope.records
            ),
            None,
        )

    def records(self) -> Iterator[Record]:
        for scope in self.scopes.values():
            yield from scope.records.values()

    def digest(self) -> str:
        return cursors_digest(
            (case_id, compartment, scope.cursor, scope.checksum)
            for (case_id, compartment), scope in self.scopes.items()
        )

    def highest(self, case_id: str) -> int:
        return max(
            (scope.cursor for (case, _), scope in self.scopes.items() if case == case_id), default=0
        )

    def behind(self, heads: Mapping[ScopeKey, dict[str, Any]]) -> set[ScopeKey]:
        """The scopes of which there is something to read."""
        return {
            key
            for key, head in heads.items()
            if (scope := self.scopes.setdefault(key, Scope())).cursor != head["head"]
            or scope.checksum != head["checksum"]
        }

    def restart(self, case_id: str = "") -> set[ScopeKey]:
        """Read again from the beginning: one case, or all. What comes replaces what was there."""
        found = {key for key in self.scopes if case_id in ("", key[0])}
        self.scopes.update((key, Scope()) for key in found)
        return found

    def drop(self, key: ScopeKey) -> None:
        self.scopes.pop(key, None)

    def read(self, page: dict[str, Any]) -> bool:
        """Whether what was read adds up; while there is more of the case it always does."""
        self.take(Record.told(envelope) for envelope in page["records"])
        for cursor in page["cursors"]:
            scope = self.scopes[cursor["case_id"], cursor["compartment"]]
            scope.cursor, scope.checksum = cursor["seq"], ""
        sound = True
        for head in page["heads"]:
            scope = self.scopes[head["case_id"], head["compartment"]]
            if (scope.cursor, scope.computed()) == (head["head"], head["checksum"]):
                scope.checksum = head["checksum"]
            else:
                sound = False
        return sound

    def take(self, records: Iterable[Record]) -> None:
        for record in records:
            self.scopes[record.scope].records[record.id] = record
