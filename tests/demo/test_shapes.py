"""Every shape of family that a demo has to show, told from the records themselves."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from mvs_desktop.domain.contacts import NoteParagraph
from mvs_desktop.domain.custody import AuthorityEvidence, AuthorityKind, ParentalAuthority
from mvs_desktop.domain.people import (
    Gender,
    ParentKind,
    ParentLink,
    Partnership,
    PartnershipEnd,
)
from mvs_desktop.domain.plans import Action, Plan
from mvs_desktop.domain.records import to_doc
from mvs_desktop.domain.school import SchoolEnrolment
from mvs_desktop.domain.snapshot import CaseSnapshot
from tests.demo.support import FAMILIES, TODAY, snapshot


def test_the_first_family_is_the_main_example() -> None:
    around = snapshot(FAMILIES[0])
    assert len(around.children) == 3
    for child in around.children:
        assert len(around.homes_of(child.id, TODAY)) == 2
        holders = around.authority_over(child.id, TODAY)
        assert [item.kind for item in holders] == [AuthorityKind.JOINT] * 2
        assert all(item.evidence and item.checked_on for item in holders)
        assert around.enrolment_of(child.id, TODAY)
    parents = [parent for parent, _ in around.parents_of(around.children[0].id)]
    homes = {home.id for parent in parents for home, _ in around.homes_of(parent.id, TODAY)}
    assert len(parents) == len(homes) == 2
    grandmother = around.parents_of(parents[0].id)[0][0]
    theirs = [item for item in around.all(Action) if item.person_id == grandmother.id]
    assert [item.done for item in theirs] == [True]
    father = next(parent for parent in parents if parent.gender is Gender.MALE)
    shielded = [p for p in around.all(NoteParagraph) if father.id in p.shielded_from]
    assert len(shielded) == 1


def has_single_parent(around: CaseSnapshot) -> bool:
    child = around.children[0]
    holders = around.authority_over(child.id, TODAY)
    ended = [link for link in around.all(Partnership) if link.ended_by]
    return (
        [item.kind for item in holders] == [AuthorityKind.SOLE]
        and len(around.homes_of(child.id, TODAY)) == 1
        and len(ended) == len(around.all(Partnership)) == 1
        and all(child.age_on(TODAY) in range(12) for child in around.children)
    )


def has_kinds(around: CaseSnapshot, *wanted: ParentKind) -> bool:
    kinds: set[ParentKind] = set().union(*(link.kinds for link in around.all(ParentLink)))
    return set(wanted) <= kinds


def authority_kinds(around: CaseSnapshot) -> set[AuthorityKind]:
    return {item.kind for item in around.all(ParentalAuthority)}


def generations(around: CaseSnapshot) -> int:
    def below(person: UUID) -> int:
        return 1 + max((below(child.id) for child, _ in around.children_of(person)), default=0)

    return max(below(person.id) for person in around.people)


def has_grandparents_with_custody(around: CaseSnapshot) -> bool:
    grandparents = {
        grandparent.id
        for child in around.children
        for parent, _ in around.parents_of(child.id)
        for grandparent, _ in around.parents_of(parent.id)
    }
    holders = {
        item.holder_id
        for item in around.all(ParentalAuthority)
        if item.kind is AuthorityKind.GUARDIAN_PERSON
    }
    return bool(holders) and holders <= grandparents


def has_two_mothers(around: CaseSnapshot) -> bool:
    return any(
        [around.person(id_).gender for id_ in (bond.first_id, bond.second_id)]  # type: ignore[union-attr]
        == [Gender.FEMALE, Gender.FEMALE]
        for bond in around.all(Partnership)
    ) and has_kinds(around, ParentKind.DONOR, ParentKind.LEGAL_RECOGNITION)


def has_script(around: CaseSnapshot, first: str, last: str) -> bool:
    return any(
        first <= letter <= last
        for item in (*around.all(NoteParagraph), *around.all(Plan))
        for value in to_doc(item).values()
        if isinstance(value, str)
        for letter in value
    )


def turns_18_soon(around: CaseSnapshot) -> bool:
    return any(
        child.age_on(TODAY) == 17 and child.age_on(TODAY + timedelta(days=180)) == 18
        for child in around.children
    )


SHAPES: dict[str, Callable[[CaseSnapshot], bool]] = {
    "two households": lambda around: (
        any(bond.ended_by is PartnershipEnd.DIVORCED for bond in around.all(Partnership))
        and len(around.homes_of(around.children[0].id, TODAY)) == 2
    ),
    "single parent": has_single_parent,
    "blended": lambda around: has_kinds(around, ParentKind.STEP, ParentKind.BIOLOGICAL),
    "large, with twins": lambda around: (
        len(around.children) >= 5
        and 2 in Counter(p.birth_group for p in around.people if p.birth_group).values()
    ),
    "foster, guardianship with an institution": lambda around: (
        has_kinds(around, ParentKind.FOSTER)
        and AuthorityKind.GUARDIAN_INSTITUTION in authority_kinds(around)
    ),
    "a baby expected": lambda around: any(
        person.unborn and person.birth and person.birth.first_day > TODAY
        for person in around.people
    ),
    "four generations": lambda around: generations(around) == 4,
    "Tigrinya": lambda around: has_script(around, "\u1200", "\u137f"),
    "Arabic": lambda around: has_script(around, "\u0600", "\u06ff"),
    "two mothers and a donor": has_two_mothers,
    "nearly eighteen": turns_18_soon,
    "grandparents": has_grandparents_with_custody,
    "school absence": lambda around: (
        "ongeoorloofd afwezig" in around.case.summary and bool(around.all(SchoolEnrolment))
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_of_family_is_there(shape: str) -> None:
    assert [f.slug for f in FAMILIES if SHAPES[shape](snapshot(f))]


def test_custody_was_not_looked_up_in_one_family_and_only_told_in_another() -> None:
    unchecked, told = set(), set()
    for family in FAMILIES:
        for item in snapshot(family).all(ParentalAuthority):
            if item.evidence is None and item.checked_on is None:
                unchecked.add(family.slug)
            if item.evidence is AuthorityEvidence.TOLD:
                told.add(family.slug)
    assert len(unchecked) == len(told) == 1
