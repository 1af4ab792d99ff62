"""Where the user can be, and the way back."""

from uuid import UUID

import pytest

from mvs_desktop.ui.navigation.places import History, Place, Screen

FIRST, SECOND = UUID(int=1), UUID(int=2)
TODAY, FAMILIES = Place(Screen.TODAY), Place(Screen.FAMILIES)


def family(case_id: UUID, tab: str = "overview") -> Place:
    return Place(Screen.FAMILY, case_id, tab)


def test_back_and_forward_follow_the_visits() -> None:
    history = History()
    for place in (TODAY, FAMILIES, family(FIRST)):
        history.visit(place)
    assert history.back() == FAMILIES
    assert history.back() == TODAY
    assert history.back() is None
    assert history.forward() == FAMILIES
    assert history.forward() == family(FIRST)
    assert history.forward() is None


def test_a_new_visit_forgets_what_lay_ahead() -> None:
    history = History()
    for place in (TODAY, FAMILIES):
        history.visit(place)
    history.back()
    history.visit(family(FIRST))
    assert history.forward() is None
    assert history.back() == TODAY


def test_tabs_of_one_family_are_one_place() -> None:
    history = History()
    for place in (FAMILIES, family(FIRST), family(FIRST, "plan")):
        history.visit(place)
    assert history.current == family(FIRST, "plan")
    assert history.back() == FAMILIES


@pytest.mark.parametrize("gone_while_at", [0, 1, 2, 3])
def test_a_family_that_is_gone_is_never_gone_back_to(gone_while_at: int) -> None:
    history = History()
    for place in (TODAY, family(FIRST), FAMILIES, family(SECOND)):
        history.visit(place)
    for _ in range(3 - gone_while_at):
        history.back()
    history.forget_case(FIRST)
    seen = [history.current]
    seen += iter(history.back, None)
    seen += iter(history.forward, None)
    assert all(place and place.case_id != FIRST for place in seen)
    assert {TODAY, FAMILIES, family(SECOND)} <= set(seen)


@pytest.mark.parametrize("place", [TODAY, family(FIRST, "plan"), Place(Screen.SENDING)])
def test_a_place_survives_the_settings_file(place: Place) -> None:
    assert Place.from_text(place.to_text()) == place


@pytest.mark.parametrize(
    "text",
    ["", "today", "nowhere//", "family//plan", f"today/{FIRST}/", "family/not-an-id/plan", "a/b/c"],
)
def test_what_is_no_place_is_no_place(text: str) -> None:
    assert Place.from_text(text) is None
