from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.kinship import Kin, relations_of
from mvs_desktop.domain.people import (
    ParentKind,
    ParentLink,
    Partnership,
    PartnershipEnd,
    Person,
)
from mvs_desktop.domain.records import Record
from mvs_desktop.domain.snapshot import CaseSnapshot

CASE = uuid4()


class Family:
    """A family by given names: `parent("Sanne", "Bo")` and so on."""

    def __init__(self, *helped: str) -> None:
        self.people: dict[str, Person] = {}
        self.records: list[Record] = []
        for name in helped:
            self.person(name, gets_help=True)

    def person(self, name: str, *, gets_help: bool = False) -> Person:
        if name not in self.people:
            self.people[name] = Person(
                id=uuid4(), case_id=CASE, given_name=name, gets_help=gets_help
            )
        return self.people[name]

    def parent(self, parent: str, child: str, *kinds: ParentKind) -> None:
        self.records.append(
            ParentLink(
                id=uuid4(),
                case_id=CASE,
                parent_id=self.person(parent).id,
                child_id=self.person(child).id,
                kinds=frozenset(kinds),
            )
        )

    def partners(self, first: str, second: str, ended: PartnershipEnd | None = None) -> None:
        self.records.append(
            Partnership(
                id=uuid4(),
                case_id=CASE,
                first_id=self.person(first).id,
                second_id=self.person(second).id,
                ended_by=ended,
            )
        )

    def says(self, name: str) -> list[tuple[Kin, list[str], bool]]:
        around = CaseSnapshot.of(
            CaseFile(id=CASE, case_id=CASE), [*self.people.values(), *self.records]
        )
        return [
            (relation.kin, [person.given_name for person in relation.of], relation.all_children)
            for relation in relations_of(around, self.person(name).id)
        ]


@pytest.fixture
def blended() -> Family:
    """Bo and Kim of Sanne and Tom; Mo of Sanne and Ali; Ali lives with them."""
    family = Family("Bo", "Kim", "Mo")
    for child in ("Bo", "Kim"):
        family.parent("Sanne", child, ParentKind.BIOLOGICAL, ParentKind.LEGAL_BIRTH)
        family.parent("Tom", child, ParentKind.BIOLOGICAL)
        family.parent("Ali", child, ParentKind.STEP)
    family.parent("Sanne", "Mo")
    family.parent("Ali", "Mo", ParentKind.LEGAL_RECOGNITION)
    family.parent("Riet", "Sanne")
    family.parent("Corrie", "Riet")
    family.parent("Riet", "Jos")
    family.parent("Jos", "Fleur")
    return family


def test_a_parent_of_some_children_and_step_parent_of_others(blended: Family) -> None:
    assert blended.says("Ali") == [
        (Kin.STEP_PARENT, ["Bo", "Kim"], False),
        (Kin.PARENT, ["Mo"], False),
    ]
    assert blended.says("Sanne") == [(Kin.PARENT, ["Bo", "Kim", "Mo"], True)]


def test_forebears_and_side_branches(blended: Family) -> None:
    everybody = ["Bo", "Kim", "Mo"]
    assert blended.says("Riet") == [(Kin.GRANDPARENT, everybody, True)]
    assert blended.says("Corrie") == [(Kin.GREAT_GRANDPARENT, everybody, True)]
    assert blended.says("Jos") == [(Kin.PARENTS_SIBLING, everybody, True)]
    assert blended.says("Fleur") == [(Kin.COUSIN, everybody, True)]


def test_a_child_of_the_file_is_named_by_its_parents(blended: Family) -> None:
    assert blended.says("Bo") == [
        (Kin.CHILD, ["Sanne", "Tom"], False),
        (Kin.STEP_CHILD, ["Ali"], False),
    ]


def test_full_half_and_step_siblings() -> None:
    family = Family("Bo")
    for child in ("Bo", "Kim"):
        family.parent("Sanne", child)
        family.parent("Tom", child)
    family.parent("Sanne", "Mo")
    family.parent("Ali", "Mo")
    family.parent("Ali", "Bo", ParentKind.STEP)
    family.parent("Ali", "Noor")
    family.parent("Kim", "Baby")
    assert family.says("Kim") == [(Kin.SIBLING, ["Bo"], True)]
    assert family.says("Mo") == [(Kin.HALF_SIBLING, ["Bo"], True)]
    assert family.says("Noor") == [(Kin.STEP_SIBLING, ["Bo"], True)]
    assert family.says("Baby") == [(Kin.SIBLINGS_CHILD, ["Bo"], True)]


def test_one_known_parent_in_common_is_no_reason_to_call_it_half() -> None:
    family = Family("Bo")
    family.parent("Sanne", "Bo")
    family.parent("Sanne", "Kim")
    family.parent("Tom", "Kim")
    assert family.says("Kim") == [(Kin.SIBLING, ["Bo"], True)]


def test_foster_parents_and_the_other_children_there() -> None:
    family = Family("Bo")
    family.parent("Sanne", "Bo")
    family.parent("Henk", "Bo", ParentKind.FOSTER)
    family.parent("Henk", "Piet")
    assert family.says("Henk") == [(Kin.FOSTER_PARENT, ["Bo"], True)]
    assert family.says("Piet") == [(Kin.FOSTER_SIBLING, ["Bo"], True)]
    assert family.says("Bo") == [
        (Kin.CHILD, ["Sanne"], False),
        (Kin.FOSTER_CHILD, ["Henk"], False),
    ]


def test_a_grandmother_who_fosters_is_both() -> None:
    family = Family("Bo")
    family.parent("Sanne", "Bo")
    family.parent("Riet", "Sanne")
    family.parent("Riet", "Bo", ParentKind.FOSTER)
    assert family.says("Riet") == [
        (Kin.FOSTER_PARENT, ["Bo"], True),
        (Kin.GRANDPARENT, ["Bo"], True),
    ]


def test_partners_come_after_kin_and_alone_for_somebody_without_kin() -> None:
    family = Family("Bo")
    family.parent("Sanne", "Bo")
    family.parent("Tom", "Bo")
    family.partners("Sanne", "Tom", PartnershipEnd.SEPARATED)
    family.partners("Sanne", "Ali")
    assert family.says("Ali") == [(Kin.PARTNER, ["Sanne"], False)]
    assert family.says("Tom") == [
        (Kin.PARENT, ["Bo"], True),
        (Kin.FORMER_PARTNER, ["Sanne"], False),
    ]


def test_somebody_apart_from_the_children_is_named_by_whom_they_belong_to() -> None:
    family = Family("Bo")
    family.parent("Sanne", "Bo")
    family.parent("Ans", "Ali")
    family.partners("Sanne", "Ali")
    assert family.says("Ans") == [(Kin.PARENT, ["Ali"], False)]
    assert family.says("Stranger") == []


def test_a_donor_is_a_donor_and_no_way_to_grandparents() -> None:
    family = Family("Bo")
    family.parent("Sanne", "Bo")
    family.parent("Dirk", "Bo", ParentKind.DONOR)
    family.parent("Opa", "Dirk")
    assert family.says("Dirk") == [(Kin.DONOR, ["Bo"], True)]
    assert family.says("Opa") == [(Kin.PARENT, ["Dirk"], False)]


@given(
    st.lists(
        st.tuples(
            st.integers(0, 5),
            st.integers(0, 5),
            st.frozensets(st.sampled_from(ParentKind), max_size=2),
        ),
        max_size=12,
    ),
    st.frozensets(st.integers(0, 5)),
)
def test_any_links_give_an_answer_that_names_others_only(
    links: list[tuple[int, int, frozenset[ParentKind]]], helped: frozenset[int]
) -> None:
    people = [
        Person(id=UUID(int=index + 1), case_id=CASE, gets_help=index in helped)
        for index in range(6)
    ]
    records: list[Record] = [
        ParentLink(
            id=UUID(int=100 + at),
            case_id=CASE,
            parent_id=people[up].id,
            child_id=people[down].id,
            kinds=kinds,
        )
        for at, (up, down, kinds) in enumerate(links)
    ]
    around = CaseSnapshot.of(CaseFile(id=CASE, case_id=CASE), [*people, *records])
    for person in people:
        for relation in relations_of(around, person.id):
            assert relation.of
            assert person not in relation.of
