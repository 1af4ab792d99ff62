"""Searching in the real window on a real encrypted store: typing, filters, opening a hit."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.contacts import Contact, ContactKind, Note, NoteParagraph
from mvs_desktop.domain.excerpts import without_marks
from mvs_desktop.domain.people import Household, Person
from mvs_desktop.domain.plans import Goal, Plan
from mvs_desktop.services.search import SearchKind
from mvs_desktop.services.views import Change
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.storage.base.engine import reading
from mvs_desktop.ui.navigation.intents import OpenPalette, SearchFor
from mvs_desktop.ui.navigation.places import Place, Screen
from mvs_desktop.ui.search.filters import Period, days_of
from mvs_desktop.ui.search.page import SearchPage
from mvs_desktop.ui.shell.window import MainWindow
from tests.ui.shell.conftest import settled

Families = tuple[CaseFile, CaseFile]


def logged(workspace: Workspace, action: str) -> list[dict[str, object]]:
    with reading(workspace._store._engine) as connection:
        rows = connection.exec_driver_sql(
            "SELECT case_id, record_id, detail FROM audit WHERE action = ?", (action,)
        )
        return [dict(row._mapping) for row in rows]


@pytest.fixture
def filled(workspace: Workspace, families: Families) -> tuple[Person, NoteParagraph, Goal]:
    """A child at an address with a note and a goal, in the first family."""
    id_ = families[0].id
    child = Person(
        id=workspace.new_id(),
        case_id=id_,
        given_name="Zoë",
        infix="van der",
        family_name="Berg",
        gets_help=True,
        bsn="999990019",
    )
    home = Household(id=workspace.new_id(), case_id=id_, street="Damstraat", house_number="12")
    contact = Contact(
        id=workspace.new_id(), case_id=id_, at=workspace.now(), kind=ContactKind.HOME_VISIT
    )
    note = Note(id=workspace.new_id(), case_id=id_, contact_id=contact.id)
    text = NoteParagraph(
        id=workspace.new_id(),
        case_id=id_,
        note_id=note.id,
        text="Moeder vertelt over de zwemles van Zoë.",
        about_ids=frozenset({child.id}),
    )
    plan = Plan(id=workspace.new_id(), case_id=id_)
    goal = Goal(id=workspace.new_id(), case_id=id_, plan_id=plan.id, text="Samen zwemmen")
    workspace.save(*(Change(item, None) for item in (child, home, contact, note, text, plan, goal)))
    return child, text, goal


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow, filled: object) -> SearchPage:
    window.commands.do(SearchFor())
    settled(qtbot, window)
    found = window.pages.currentWidget()
    assert isinstance(found, SearchPage)
    return found


def type_in(qtbot: QtBot, page: SearchPage, text: str) -> list[str]:
    """Type, wait for the answer, and give the first lines of what is listed."""
    asking = page._asking
    assert asking is not None
    with qtbot.waitSignal(asking.answered, check_params_cb=lambda q, _r: q.text == text):
        page.line.setText(text)
    return lines(page)


def lines(page: SearchPage) -> list[str]:
    rows = page.list.rows.objects()
    return [without_marks(page.list.first(row)) for row in rows]


def test_hits_come_while_typing_and_enter_opens_the_family(
    qtbot: QtBot,
    window: MainWindow,
    families: Families,
    filled: object,
) -> None:
    window.commands.do(OpenPalette())
    palette = window.panels.palette
    qtbot.keyClicks(palette.line, "zo ber")
    qtbot.waitUntil(lambda: "van der \x02Berg\x03" in palette.items()[0].title)
    assert palette.list.currentIndex().row() == 0
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    settled(qtbot, window)
    assert window.navigator.place == Place(Screen.FAMILY, families[0].id, "people")


def test_all_results_open_the_page_with_that_text(
    qtbot: QtBot,
    window: MainWindow,
    filled: object,
) -> None:
    window.commands.do(OpenPalette())
    palette = window.panels.palette
    qtbot.keyClicks(palette.line, "zwem")
    qtbot.waitUntil(lambda: len(palette.items()) == 3)
    qtbot.keyClick(palette.line, Qt.Key.Key_Up)
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    page = window.pages.currentWidget()
    assert isinstance(page, SearchPage)
    assert page.line.text() == "zwem"
    qtbot.waitUntil(lambda: len(page.list.rows.objects()) == 2)
    assert window._settings.place == "search//"  # never what is searched for


def test_a_hit_that_comes_in_leaves_the_line_that_was_gone_to(
    qtbot: QtBot,
    window: MainWindow,
    filled: object,
) -> None:
    window.commands.do(OpenPalette())
    palette = window.panels.palette
    qtbot.keyClicks(palette.line, "o")
    qtbot.keyClick(palette.line, Qt.Key.Key_Up)
    chosen = palette.list.chosen_object()
    settled(qtbot, window)
    qtbot.waitUntil(lambda: palette._answered)
    assert palette.list.chosen_object() == chosen


def test_a_note_opens_at_its_visit(
    qtbot: QtBot,
    window: MainWindow,
    families: Families,
    page: SearchPage,
) -> None:
    assert len(type_in(qtbot, page, "zwemles")) == 1
    qtbot.keyClick(page.line, Qt.Key.Key_Down)
    assert page.list.hasFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    settled(qtbot, window)
    assert window.navigator.place == Place(Screen.FAMILY, families[0].id, "notes")


def test_filters_keep_to_kind_family_person_and_period(
    qtbot: QtBot,
    window: MainWindow,
    families: Families,
    filled: tuple[Person, NoteParagraph, Goal],
    page: SearchPage,
) -> None:
    assert len(type_in(qtbot, page, "zwem")) == 2

    def left(count: int) -> None:
        qtbot.waitUntil(lambda: len(page.list.rows.objects()) == count)

    page.filters._kinds[SearchKind.PLANS].click()
    left(1)
    assert page.list.rows.objects()[0].record_type == "goal"
    page.filters._kinds[None].click()
    left(2)
    assert not page.filters.person.isEnabled()
    page.filters.family._choose(families[0].id)
    qtbot.waitUntil(page.filters.person.isEnabled)
    assert page.filters.family.label == "Gezin: Familie Appelmans"
    page.filters.person._choose(filled[0].id)
    left(1)
    assert page.list.rows.objects()[0].record_type == "note_paragraph"
    page.filters.period._choose(Period.LAST_YEAR)
    qtbot.waitUntil(page.nothing.isVisible)
    assert page.nothing.sentence.text() == "Niets gevonden met deze filters."
    qtbot.mouseClick(page.nothing.button, Qt.MouseButton.LeftButton)
    left(2)
    assert not page.filters.wipe.isVisible()


def test_a_period_of_ones_own(qtbot: QtBot, page: SearchPage) -> None:
    type_in(qtbot, page, "zwem")
    page.filters.period._choose(Period.OWN)
    assert page.filters.days.isVisible()
    page.filters.days.show_values({"since": page._today + timedelta(days=1), "until": None})
    page.filters._days_changed({})
    qtbot.waitUntil(page.nothing.isVisible)
    assert page.filters.chosen.since == page._today + timedelta(days=1)


def test_periods_are_counted_from_today(page: SearchPage) -> None:
    today = page._today
    assert days_of(Period.MONTH, today) == (today - timedelta(days=30), None)
    first, last = days_of(Period.LAST_YEAR, today)
    assert first is not None
    assert last is not None
    assert (first.year, last.month, last.day) == (today.year - 1, 12, 31)


def test_a_misspelt_name_says_so(qtbot: QtBot, page: SearchPage) -> None:
    assert type_in(qtbot, page, "bregg berg") == []
    assert type_in(qtbot, page, "appelmnas") == ["Familie Appelmans"]
    assert page.hint.text() == "Niets precies zo gevonden. Dit lijkt erop."


def test_a_search_is_logged_once_when_typing_has_stopped(
    qtbot: QtBot,
    workspace: Workspace,
    window: MainWindow,
    page: SearchPage,
) -> None:
    for end in range(1, 8):
        page.line.setText("zwemles"[:end])
        qtbot.wait(20)
    qtbot.waitUntil(lambda: len(logged(workspace, "search")) == 1, timeout=5000)
    qtbot.wait(1000)
    (line,) = logged(workspace, "search")
    assert "zwem" not in str(line)
    window.navigator.go(Place(Screen.TODAY))
    settled(qtbot, window)
    assert len(logged(workspace, "search")) == 1


def test_leaving_before_it_settled_logs_what_was_shown(
    qtbot: QtBot,
    workspace: Workspace,
    window: MainWindow,
    page: SearchPage,
) -> None:
    type_in(qtbot, page, "zwem")
    window.navigator.go(Place(Screen.TODAY))
    settled(qtbot, window)
    assert len(logged(workspace, "search")) == 1


def test_a_whole_bsn_is_logged_with_who_was_found(
    qtbot: QtBot,
    workspace: Workspace,
    families: Families,
    filled: tuple[Person, NoteParagraph, Goal],
    page: SearchPage,
) -> None:
    assert type_in(qtbot, page, "9999 90 01") == []
    assert logged(workspace, "search-number") == []
    assert type_in(qtbot, page, "9999 90 019") == ["Zoë van der Berg"]
    assert page.hint.text() == "Op BSN gezocht. Dat is vastgelegd."
    (line,) = logged(workspace, "search-number")
    assert line["case_id"] == str(families[0].id)
    assert str(filled[0].id) in str(line)
    assert "99999" not in str(line)


def test_what_access_ended_to_goes_from_the_list_and_opens_nothing(
    qtbot: QtBot,
    workspace: Workspace,
    window: MainWindow,
    families: Families,
    page: SearchPage,
) -> None:
    type_in(qtbot, page, "zwem")
    hit = page.list.rows.objects()[0]
    for compartment in ("basis", "zorg"):
        workspace._store.replica.drop_scope(families[0].id, compartment)
    page._open(hit)  # still in sight
    settled(qtbot, window)
    assert window.navigator.place.screen is Screen.SEARCH
    assert window.banner.isVisible()
    window.navigator.refresh()
    qtbot.waitUntil(page.nothing.isVisible)


def test_esc_empties_the_line(qtbot: QtBot, page: SearchPage) -> None:
    type_in(qtbot, page, "zwem")
    qtbot.keyClick(page.line, Qt.Key.Key_Escape)
    assert page.line.text() == ""
    assert page.nothing.isVisible()
    assert lines(page) == []


def test_more_hits_are_shown_when_asked_for(
    qtbot: QtBot,
    workspace: Workspace,
    families: Families,
    page: SearchPage,
) -> None:
    plan = Plan(id=workspace.new_id(), case_id=families[1].id)
    goals = [
        Goal(id=workspace.new_id(), case_id=families[1].id, plan_id=plan.id, text=f"Schommel {n}")
        for n in range(60)
    ]
    workspace.save(*(Change(item, None) for item in (plan, *goals)))
    assert len(type_in(qtbot, page, "schommel")) == 40
    assert page.hint.text() == "De eerste 40 worden getoond."
    qtbot.mouseClick(page.more, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(page.list.rows.objects()) == 60)
    assert not page.more.isVisible()
