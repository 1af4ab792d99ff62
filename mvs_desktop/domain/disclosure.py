"""The one disclosure rule: what may be shown to whom, at the table, on paper, in an export.

It reads what records declare: an audience per field, and per record the people it is
shielded from. Nothing else in the program decides this.
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from mvs_desktop.domain.records import Audience, Record, record_type

R = TypeVar("R", bound=Record)


class Withheld(StrEnum):
    """Why something is not shown."""

    SHIELDED = "shielded"


@dataclass(frozen=True, slots=True)
class Disclosed:
    """What may be shown, and for each thing left out the reason."""

    shown: tuple[Record, ...]
    withheld: tuple[tuple[Record, Withheld], ...]


def visible_fields(kind: type[Record], audience: Audience) -> frozenset[str]:
    """Names of the fields of a record type that may be shown to an audience."""
    specs = record_type(kind.type_name).fields.values()
    return frozenset(
        spec.name
        for spec in specs
        if audience is Audience.WORKER or spec.options.audience is Audience.FAMILY
    )


def withheld_from(item: Record, readers: Set[UUID]) -> Withheld | None:
    """Why a record may not be shown to these people together; None when it may."""
    shielded: frozenset[UUID] = getattr(item, "shielded_from", frozenset())
    return Withheld.SHIELDED if shielded & readers else None


def disclose(items: Iterable[R], readers: Set[UUID]) -> Disclosed:
    """Split records into what *all* these people may see, and what is left out."""
    shown: list[Record] = []
    withheld: list[tuple[Record, Withheld]] = []
    for item in items:
        reason = withheld_from(item, readers)
        if reason is None:
            shown.append(item)
        else:
            withheld.append((item, reason))
    return Disclosed(tuple(shown), tuple(withheld))
