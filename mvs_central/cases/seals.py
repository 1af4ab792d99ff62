"""Seals: a record that was signed changes no more, nor do those that belong to it."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from uuid import UUID

from mvs_central.cases.intake import Edit, kind_of, to_uuid
from mvs_central.cases.state import Stored
from mvs_desktop.domain.codec import Json


def sealing(edit: Edit, records: Mapping[UUID, Stored]) -> Sequence[UUID]:
    """Ids of the records whose seal counts for this edit: where it is, and where it goes."""
    kind = kind_of(edit.record_type)
    if kind is None or kind.sealed_with is None:
        return ()
    found: list[UUID] = []
    if (old := records.get(edit.record_id)) is not None:
        found += _named(old.doc, kind.sealed_with)
    for change in edit.units.values():
        found += _named(change.value, kind.sealed_with)
    return found


def _named(doc: Mapping[str, Json], member: str) -> Sequence[UUID]:
    named = doc.get(member)
    return _id(named) if isinstance(named, str) else ()


@lru_cache(maxsize=1_024)  # what is sealed together comes together
def _id(text: str) -> Sequence[UUID]:
    try:
        return (to_uuid(text),)
    except ValueError:
        return ()


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
