"""What a family's records cannot be: said under the field, kept, and never in the way."""

from dataclasses import replace
from datetime import date

import pytest

from mvs_desktop.domain.partial_date import PartialDate
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.plans import Plan
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.ui.family.people.page import PeopleTab
from tests.ui.family.conftest import OpenFamily, Screen
from tests.ui.family.sample import BO, family


@pytest.fixture
def people(open_family: OpenFamily) -> Screen:
    """The sample family, with a plan since January 2025, and Bo's panel open."""
    around = family()
    records = [
        replace(item, starts_on=date(2025, 1, 6)) if isinstance(item, Plan) else item
        for group in around.records.values()
        for item in group
    ]
    opened = open_family(CaseSnapshot.of(around.case, records, around.states))
    tab = PeopleTab(opened.context)
    screen = Screen(opened, tab)
    tab.show_person(BO)
    opened.settle()
    return screen


def bo(people: Screen) -> Person:
    found = people.family.stored().person(BO)
    assert found is not None
    return found


def test_a_child_born_after_the_plan_is_asked_about_and_saved(people: Screen) -> None:
    people.type("person_birth", "12-2-2025")
    people.save()
    said = people.texts("person_panel")
    assert "Het plan begint eerder dan de geboorte van een kind dat hulp krijgt." in said
    assert "je kunt zo verder" in said
    assert bo(people).birth == PartialDate(2025, 2, 12)


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("bsn", "123456789", "Dit BSN klopt niet. Kijk het na of laat het leeg"),
        ("birth", "30-2-2016", "Deze dag bestaat niet. Kijk de dag en de maand na."),
        ("birth", "4-13-2016", "Deze maand bestaat niet."),
        ("birth", "gisteren", "Dit is niet als datum te lezen."),
        ("birth", "4-3-3016", "Dit jaar ligt te ver weg."),
    ],
)
def test_what_cannot_be_a_value_is_kept_beside_the_record(
    people: Screen, field: str, typed: str, words: str
) -> None:
    before = bo(people)
    people.type(f"person_{field}", typed)
    people.type("person_given_name", "Bobbie")
    people.save()
    assert words in people.texts("person_panel")
    assert bo(people) == replace(before, given_name="Bobbie")
    kept = people.family.workspace.drafts(before.case_id)
    assert kept == {(BO, field): typed}
