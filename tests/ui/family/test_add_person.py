"""What the form for somebody new takes for likely, and when it takes that back."""

from uuid import uuid4

import pytest

from mvs_desktop.domain.people import Household
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.ui.family.people.add_person import NEW_HOUSEHOLD, AddPersonPanel
from tests.ui.family.conftest import OpenFamily, Screen
from tests.ui.family.sample import empty_case


@pytest.fixture
def form(open_family: OpenFamily) -> Screen:
    case = empty_case().case
    home = Household(id=uuid4(), case_id=case.id, name="Bij Samira")
    opened = open_family(CaseSnapshot.of(case, [home]))
    return Screen(opened, AddPersonPanel(opened.context))


def household(form: Screen) -> object:
    assert isinstance(form.widget, AddPersonPanel)
    return form.widget.form.values()["household"]


def test_a_child_likely_lives_in_the_only_home_and_a_parent_may_not(form: Screen) -> None:
    (home,) = form.family.stored().all(Household)
    assert household(form) == home.id
    form.tick("new_person_kind", "Ouder")
    assert household(form) is None
    form.tick("new_person_kind", "Kind")
    assert household(form) == home.id


def test_a_home_that_was_chosen_stays_chosen(form: Screen) -> None:
    assert isinstance(form.widget, AddPersonPanel)
    form.widget.form.show_values({"household": NEW_HOUSEHOLD})
    form.tick("new_person_kind", "Ouder")
    assert household(form) == NEW_HOUSEHOLD
