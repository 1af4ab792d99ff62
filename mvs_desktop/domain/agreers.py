"""Who has to agree to a plan, and why: from authority and age, never from parenthood.

Under twelve those with authority (gezag) agree, from twelve the child as well, from
sixteen the child decides (Jeugdwet art. 7.3.4).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from uuid import UUID

from mvs_desktop.domain.custody import AuthorityEvidence, AuthorityKind, ParentalAuthority
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.snapshot import CaseSnapshot

AGREES_TOO = 12
DECIDES = 16
ADULT = 18


class Ground(Enum):
    """Why somebody has to agree."""

    AUTHORITY = auto()  # has authority over these children
    GUARDIAN = auto()  # is guardian (voogd) of these children
    AGE_12 = auto()
    AGE_16 = auto()
    ADULT = auto()  # grown up and gets help
    AGE_UNKNOWN = auto()
    NOBODY_KNOWN = auto()  # nobody wrote down who has authority over these children


@dataclass(frozen=True, slots=True)
class Agreer:
    """Somebody who has to agree; `name` is empty when nobody is known.

    `unchecked` says that nobody looked up whether the authority is so.
    """

    ground: Ground
    name: str = ""
    person: Person | None = None
    over: tuple[Person, ...] = ()
    age: int | None = None
    unchecked: bool = False


def who_must_agree(around: CaseSnapshot, today: date) -> tuple[Agreer, ...]:
    """Those with authority first, then the children from twelve, then what is not known."""
    children = tuple(child for child in around.children if not child.deceased)
    minors = tuple(child for child in children if not child.unborn and _is_minor(child, today))
    held = {child.id: _held(around, child, today) for child in minors}
    unknown = tuple(child for child in minors if not held[child.id])
    return (
        *_holders(around, minors, held),
        *_by_age(around, children, today),
        *((Agreer(Ground.NOBODY_KNOWN, over=unknown),) if unknown else ()),
    )


def _is_minor(child: Person, today: date) -> bool:
    age = child.age_on(today)
    return age is None or age < ADULT


def _held(around: CaseSnapshot, child: Person, today: date) -> tuple[ParentalAuthority, ...]:
    return tuple(
        item
        for item in around.authority_over(child.id, today)
        if item.kind is not AuthorityKind.NONE
        and (around.person(item.holder_id) or item.holder_name.strip())
    )


def _holders(
    around: CaseSnapshot,
    minors: tuple[Person, ...],
    held: dict[UUID, tuple[ParentalAuthority, ...]],
) -> Iterator[Agreer]:
    found: dict[object, list[tuple[Person, ParentalAuthority]]] = {}
    for child in minors:
        for item in held[child.id]:
            found.setdefault(item.holder_id or item.holder_name.strip(), []).append((child, item))
    for holder, pairs in found.items():
        items = [item for _, item in pairs]
        person = around.person(items[0].holder_id)
        guardian = all(
            item.kind in (AuthorityKind.GUARDIAN_PERSON, AuthorityKind.GUARDIAN_INSTITUTION)
            for item in items
        )
        yield Agreer(
            Ground.GUARDIAN if guardian else Ground.AUTHORITY,
            name=person.full_name if person else str(holder),
            person=person,
            over=tuple(dict.fromkeys(child for child, _ in pairs)),
            unchecked=any(_is_unchecked(item) for item in items),
        )


def _is_unchecked(item: ParentalAuthority) -> bool:
    told = item.evidence in (None, AuthorityEvidence.TOLD)
    return told or item.checked_on is None


def _by_age(around: CaseSnapshot, children: tuple[Person, ...], today: date) -> Iterator[Agreer]:
    ids = {child.id for child in children}
    for person in around.people:
        if person.unborn or person.deceased or not (person.gets_help or person.id in ids):
            continue
        age = person.age_on(today)
        ground = _ground_of_age(age, is_child=person.id in ids)
        if ground is not None:
            yield Agreer(ground, name=person.full_name, person=person, age=age)


def _ground_of_age(age: int | None, *, is_child: bool) -> Ground | None:
    if age is None:
        return Ground.AGE_UNKNOWN if is_child else Ground.ADULT
    if age >= ADULT:
        return Ground.ADULT
    if age >= DECIDES:
        return Ground.AGE_16
    return Ground.AGE_12 if age >= AGREES_TOO else None
