"""Questions that screens and paper ask of a family at one moment."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.custody import AuthorityKind, ParentalAuthority
from mvs_desktop.domain.kinship import relations_of
from mvs_desktop.domain.partial_date import PartialDate
from mvs_desktop.domain.people import Household, ParentLink, Person, Residence
from mvs_desktop.domain.records import Record
from mvs_desktop.domain.snapshot import CaseSnapshot

CASE = uuid4()
TODAY = date(2025, 3, 4)


def person(name: str, born: int | None = None, *, gets_help: bool = False) -> Person:
    birth = PartialDate(born) if born else None
    return Person(id=uuid4(), case_id=CASE, given_name=name, birth=birth, gets_help=gets_help)


def parent(up: Person, down: Person) -> ParentLink:
    return ParentLink(id=uuid4(), case_id=CASE, parent_id=up.id, child_id=down.id)


def around(*records: Record, day: date | None = TODAY) -> CaseSnapshot:
    return CaseSnapshot.of(CaseFile(id=CASE, case_id=CASE), records, day=day)


def test_parents_are_named_in_one_order_wherever_they_are_named() -> None:
    """As they were first linked: not by age, nor by whatever was noted first elsewhere."""
    maaike, jasper = person("Maaike", 1988), person("Jasper", 1985)
    bo, kim = person("Bo", 2016, gets_help=True), person("Kim", 2018, gets_help=True)
    home = Household(id=uuid4(), case_id=CASE)

    def holds(child: Person, holder: Person) -> ParentalAuthority:
        return ParentalAuthority(
            id=uuid4(),
            case_id=CASE,
            child_id=child.id,
            holder_id=holder.id,
            kind=AuthorityKind.JOINT,
        )

    def lives(who: Person) -> Residence:
        return Residence(id=uuid4(), case_id=CASE, person_id=who.id, household_id=home.id)

    family = around(
        *(jasper, maaike, bo, kim, home),
        *(parent(maaike, bo), parent(jasper, bo), parent(jasper, kim), parent(maaike, kim)),
        *(holds(kim, jasper), holds(kim, maaike)),
        *(lives(kim), lives(jasper), lives(maaike)),
    )
    for child in (bo, kim):
        assert [up.given_name for up, _ in family.parents_of(child.id)] == ["Maaike", "Jasper"]
        (relation,) = relations_of(family, child.id)
        assert relation.of == (maaike, jasper)
    holders = [item.holder_id for item in family.authority_over(kim.id, TODAY)]
    assert holders == [maaike.id, jasper.id]
    residents = [one.given_name for one, _ in family.residents_of(home.id, TODAY)]
    assert residents == ["Maaike", "Jasper", "Kim"]


def test_two_homes_are_named_in_one_order_for_every_child() -> None:
    bo, kim = person("Bo"), person("Kim")
    first, second = (Household(id=uuid4(), case_id=CASE, name=name) for name in ("Mama", "Papa"))

    def lives(who: Person, home: Household) -> Residence:
        return Residence(id=uuid4(), case_id=CASE, person_id=who.id, household_id=home.id)

    stays = lives(bo, second), lives(bo, first), lives(kim, first), lives(kim, second)
    family = around(bo, kim, first, second, *stays)
    for child in (bo, kim):
        assert [home.name for home, _ in family.homes_of(child.id, TODAY)] == ["Mama", "Papa"]


def test_who_is_not_here_is_named_last() -> None:
    bo = person("Bo")
    family = around(bo)
    assert family.rank(bo.id) < family.rank(None) == family.rank(UUID(int=0))


@pytest.mark.parametrize(
    ("born", "day", "counts"),
    [(2009, TODAY, True), (1999, TODAY, False), (None, TODAY, False), (2009, None, False)],
)
def test_a_parent_who_gets_help_is_a_child_of_the_file_while_under_age(
    born: int | None, day: date | None, counts: bool
) -> None:
    noor, riet = person("Noor", born, gets_help=True), person("Riet", 1970)
    baby = person("Mo", 2025, gets_help=True)
    family = around(noor, riet, baby, parent(riet, noor), parent(noor, baby), day=day)
    assert family.children == ((noor, baby) if counts else (baby,))
