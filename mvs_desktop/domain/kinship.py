"""Kinship: what somebody is to the children of the file, read from who is whose parent.

Pure, and never an answer about authority (gezag), which is recorded and not derived.
Names no relation in any language: the user interface has the words.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from mvs_desktop.domain.people import ParentKind, ParentLink, Person
from mvs_desktop.domain.snapshot import CaseSnapshot

_NOT_BY_DESCENT = frozenset({ParentKind.STEP, ParentKind.FOSTER, ParentKind.DONOR})
_GENERATIONS = 8  # people who are their own forebear by mistake must not stop the program


class Kin(StrEnum):
    """What one person is to another."""

    PARENT = "parent"
    FOSTER_PARENT = "foster-parent"
    STEP_PARENT = "step-parent"
    DONOR = "donor"
    GRANDPARENT = "grandparent"
    GREAT_GRANDPARENT = "great-grandparent"
    FOREBEAR = "forebear"  # four generations up and beyond
    SIBLING = "sibling"
    HALF_SIBLING = "half-sibling"
    STEP_SIBLING = "step-sibling"
    FOSTER_SIBLING = "foster-sibling"
    PARENTS_SIBLING = "parents-sibling"  # aunt or uncle
    COUSIN = "cousin"
    SIBLINGS_CHILD = "siblings-child"  # niece or nephew
    CHILD = "child"
    FOSTER_CHILD = "foster-child"
    STEP_CHILD = "step-child"
    PARTNER = "partner"
    FORMER_PARTNER = "former-partner"


_KIN_BY_LINK = {
    Kin.PARENT: Kin.CHILD,
    Kin.FOSTER_PARENT: Kin.FOSTER_CHILD,
    Kin.STEP_PARENT: Kin.STEP_CHILD,
    Kin.DONOR: Kin.CHILD,
}


@dataclass(frozen=True, slots=True)
class Relation:
    """Somebody is `kin` of each of `of`; `all_children` when that is every child of the file."""

    kin: Kin
    of: tuple[Person, ...]
    all_children: bool = False


def relations_of(around: CaseSnapshot, person_id: UUID) -> tuple[Relation, ...]:
    """What a person is to the others, nearest first; empty when nothing is recorded.

    For a child of the file: whose child it is. For others: what they are to the children
    of the file, or else to those whose parent, child or partner they are.
    """
    children = around.children
    family = _Family(around)
    if person_id in {child.id for child in children}:
        return tuple(family.as_child(person_id))
    found: dict[Kin, list[Person]] = {}
    for child in children:
        for kin in family.kins_to(person_id, child.id):
            found.setdefault(kin, []).append(child)
    related = [
        Relation(kin, tuple(of), all_children=len(of) == len(children)) for kin, of in found.items()
    ]
    if not related:
        related = [*family.as_parent(person_id), *family.as_child(person_id)]
    return (*related, *family.as_partner(person_id))


def kin_of_link(link: ParentLink) -> Kin:
    """What kind of parent a link makes; without a kind, simply a parent."""
    if not link.kinds or link.kinds - _NOT_BY_DESCENT:
        return Kin.PARENT
    if ParentKind.FOSTER in link.kinds:
        return Kin.FOSTER_PARENT
    return Kin.STEP_PARENT if ParentKind.STEP in link.kinds else Kin.DONOR


class _Family:
    """The links of one file, looked up from both sides."""

    def __init__(self, around: CaseSnapshot) -> None:
        self._around = around
        self._up: dict[UUID, dict[UUID, Kin]] = {}
        self._down: dict[UUID, dict[UUID, Kin]] = {}
        for link in around.all(ParentLink):
            if link.parent_id == link.child_id:
                continue
            kin = kin_of_link(link)
            self._up.setdefault(link.child_id, {})[link.parent_id] = kin
            self._down.setdefault(link.parent_id, {})[link.child_id] = kin

    def kins_to(self, person_id: UUID, child_id: UUID) -> Iterator[Kin]:
        """By link first; somebody who is no parent by descent can be kin beside that."""
        direct = self._up.get(child_id, {}).get(person_id)
        if direct is not None:
            yield direct
        if person_id == child_id or direct is Kin.PARENT:
            return
        for test in (self._as_forebear, self._as_sibling, self._as_side_branch):
            kin = test(person_id, child_id)
            if kin is not None:
                yield kin
                return

    def as_child(self, person_id: UUID) -> Iterator[Relation]:
        yield from self._grouped(self._up.get(person_id, {}), lambda kin: _KIN_BY_LINK[kin])

    def as_parent(self, person_id: UUID) -> Iterator[Relation]:
        yield from self._grouped(self._down.get(person_id, {}), lambda kin: kin)

    def as_partner(self, person_id: UUID) -> Iterator[Relation]:
        others: dict[UUID, Kin] = {}
        for item in self._around.partnerships_of(person_id):
            other = item.second_id if item.first_id == person_id else item.first_id
            ended = item.ends_on is not None or item.ended_by is not None
            if other != person_id and others.get(other) is not Kin.PARTNER:
                others[other] = Kin.FORMER_PARTNER if ended else Kin.PARTNER
        yield from self._grouped(others, lambda kin: kin)

    def _grouped(self, kins: dict[UUID, Kin], name: Callable[[Kin], Kin]) -> Iterator[Relation]:
        groups: dict[Kin, list[Person]] = {}
        for other, kin in kins.items():
            person = self._around.person(other)
            if person is not None:
                groups.setdefault(name(kin), []).append(person)
        for kin, of in groups.items():
            yield Relation(kin, tuple(sorted(of, key=lambda one: self._around.rank(one.id))))

    def _as_forebear(self, person_id: UUID, child_id: UUID) -> Kin | None:
        above = self._parents(child_id)
        for generation in range(2, _GENERATIONS):
            above = {up for one in above for up in self._parents(one)}
            if person_id in above:
                ranks = {2: Kin.GRANDPARENT, 3: Kin.GREAT_GRANDPARENT}
                return ranks.get(generation, Kin.FOREBEAR)
        return None

    def _as_sibling(self, person_id: UUID, child_id: UUID) -> Kin | None:
        mine, theirs = self._parents(person_id), self._parents(child_id)
        if mine & theirs:
            half = len(mine) > 1 and len(theirs) > 1 and mine != theirs
            return Kin.HALF_SIBLING if half else Kin.SIBLING
        for link, kin in (
            (Kin.FOSTER_PARENT, Kin.FOSTER_SIBLING),
            (Kin.STEP_PARENT, Kin.STEP_SIBLING),
        ):
            if self._share(person_id, child_id, link) or self._share(child_id, person_id, link):
                return kin
        return None

    def _as_side_branch(self, person_id: UUID, child_id: UUID) -> Kin | None:
        siblings_of_parents = {
            sibling for parent in self._parents(child_id) for sibling in self._siblings(parent)
        }
        if person_id in siblings_of_parents:
            return Kin.PARENTS_SIBLING
        parents = self._parents(person_id)
        if parents & siblings_of_parents:
            return Kin.COUSIN
        return Kin.SIBLINGS_CHILD if parents & self._siblings(child_id) else None

    def _share(self, one: UUID, other: UUID, link: Kin) -> bool:
        """Whether somebody is a parent of `one` in the way of `link`, and of `other` at all."""
        by_link = {up for up, kin in self._up.get(one, {}).items() if kin is link}
        return bool(by_link & set(self._up.get(other, {})))

    def _parents(self, id_: UUID) -> set[UUID]:
        return _by_descent(self._up.get(id_, {}).items())

    def _siblings(self, id_: UUID) -> set[UUID]:
        found = {
            child
            for parent in self._parents(id_)
            for child in _by_descent(self._down.get(parent, {}).items())
        }
        return found - {id_}


def _by_descent(links: Iterable[tuple[UUID, Kin]]) -> set[UUID]:
    return {other for other, kin in links if kin is Kin.PARENT}
