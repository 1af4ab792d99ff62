"""Seals: a record that was signed changes no more, nor do those that belong to it."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from uuid import UUID

from mvs_central.cases.intake import Edit, kind_of, to_uuid
from mvs_central.cases.state import Stored


def sealing(edit: Edit, records: Mapping[UUID, Stored]) -> Iterator[UUID]:
    """Ids of the records whose seal counts for this edit: where it is, and where it goes."""
    kind = kind_of(edit.record_type)
    if kind is None or kind.sealed_with is None:
        return
    old = records.get(edit.record_id)
    docs = [old.doc] if old else []
    for doc in (*docs, *(change.value for change in edit.units.values())):
        if isinstance(named := doc.get(kind.sealed_with), str):
            with suppress(ValueError):
                yield to_uuid(named)


def has_seal(item: Stored) -> bool:
    """Whether the record was sealed."""
    kind = kind_of(item.record_type)
    return kind is not None and kind.seal is not None and item.doc.get(kind.seal) is not None


def signs(edit: Edit) -> bool:
    """Whether the edit signs a record that was made before."""
    kind = kind_of(edit.record_type)
    if kind is None or kind.seal is None:
        return False
    changes = [change for change in edit.units.values() if change.base is not None]
    return any(change.value.get(kind.seal) is not None for change in changes)
