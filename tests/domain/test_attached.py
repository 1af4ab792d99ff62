from mvs_desktop.domain.attached import with_attached
from mvs_desktop.domain.custody import ParentalAuthority
from mvs_desktop.domain.people import Household, ParentLink, Partnership, Person, Residence
from mvs_desktop.domain.plans import Action, Goal
from mvs_desktop.domain.school import SchoolEnrolment
from tests.ui.family.sample import BO, DENNIS, HOME_DENNIS, family


def test_a_child_goes_with_its_homes_parents_authority_and_school() -> None:
    around = family()
    bo = around.person(BO)
    assert bo is not None
    first, *others = with_attached(bo, around)
    assert first == bo
    kinds = [type(record) for record in others]
    assert kinds.count(Residence) == 2
    assert kinds.count(ParentLink) == 2
    assert kinds.count(ParentalAuthority) == 2
    assert kinds.count(SchoolEnrolment) == 1
    assert not {Goal, Action, Person} & set(kinds)


def test_a_parent_goes_with_links_up_and_down_and_partnerships() -> None:
    around = family()
    dennis = around.person(DENNIS)
    assert dennis is not None
    others = with_attached(dennis, around)[1:]
    assert len([r for r in others if isinstance(r, ParentLink)]) == 4
    assert len([r for r in others if isinstance(r, Partnership)]) == 1
    assert len([r for r in others if isinstance(r, ParentalAuthority)]) == 1


def test_a_household_goes_with_who_lives_there_but_not_the_people() -> None:
    around = family()
    home = around.get(Household, HOME_DENNIS)
    assert home is not None
    others = with_attached(home, around)[1:]
    assert {type(record) for record in others} == {Residence}
    assert len(others) == 3


def test_anything_else_goes_alone() -> None:
    around = family()
    (goal,) = around.all(Goal)
    assert with_attached(goal, around) == (goal,)
