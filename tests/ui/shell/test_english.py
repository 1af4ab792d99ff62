"""Screens in English: no Dutch is left on them. Names are all that the families hold."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.contacts import Contact, ContactKind, ContactState, Note, NoteParagraph
from mvs_desktop.domain.people import Gender, ParentKind, ParentLink, Person
from mvs_desktop.domain.plans import Action, Goal, Plan
from mvs_desktop.domain.records import Record
from mvs_desktop.services.views import Change
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.ui.family.page import FamilyPage
from mvs_desktop.ui.navigation.places import Place, Screen
from mvs_desktop.ui.shell.window import MainWindow
from tests.ui.shell.conftest import settled
from tests.ui.texts import dutch_on, texts_on

Families = tuple[CaseFile, CaseFile]


@pytest.fixture
def child(workspace: Workspace, families: Families) -> Person:
    """A child, with a parent, a plan and contacts, in the first family."""
    case_id = families[0].id

    def made(record: type[Record], **values: object) -> Record:
        return record(id=workspace.new_id(), case_id=case_id, **values)

    parent = made(Person, given_name="Alma", family_name="Appelmans", gender=Gender.FEMALE)
    child = made(Person, given_name="Bo", family_name="Appelmans", gets_help=True)
    assert isinstance(child, Person)
    link = made(
        ParentLink,
        parent_id=parent.id,
        child_id=child.id,
        kinds=frozenset({ParentKind.BIOLOGICAL}),
    )
    plan = made(Plan, title="Plan")
    goal = made(Goal, plan_id=plan.id, text="Goal", score=4, position="a")
    action = made(Action, plan_id=plan.id, goal_id=goal.id, what="Action", position="a")
    at = datetime.now(UTC).replace(microsecond=0)
    contacts = [
        made(Contact, kind=kind, state=state, at=at, person_ids=frozenset({parent.id, child.id}))
        for kind, state in (
            (ContactKind.HOME_VISIT, ContactState.HELD),
            (ContactKind.SCHOOL, ContactState.PLANNED),
        )
    ]
    note = made(Note, contact_id=contacts[0].id, title="Note")
    paragraph = made(NoteParagraph, note_id=note.id, text="Text", position="a")
    records = (parent, child, link, plan, goal, action, *contacts, note, paragraph)
    workspace.save(*(Change(record, None) for record in records))
    return child


def screens(qtbot: QtBot, window: MainWindow, child: Person) -> Iterator[str]:
    """Show one thing after the other, and say what it is."""
    panels = window.panels
    family = [
        Place(Screen.FAMILY, child.case_id, tab)
        for tab in ("overview", "people", "school", "plan", "notes")
    ]
    for place in (*map(Place, (s for s in Screen if s is not Screen.FAMILY)), *family):
        window.navigator.go(place)
        settled(qtbot, window)
        yield place.tab or place.screen
    page = window.findChild(FamilyPage)
    assert page is not None
    page.show_record("person", child.id)
    settled(qtbot, window)
    yield "person"
    for button in ("add_person", "case_details"):
        found = window.findChild(QWidget, button)
        assert found is not None
        qtbot.mouseClick(found, Qt.MouseButton.LeftButton)
        settled(qtbot, window)
        yield button
    opened: tuple[tuple[str, Callable[[], None]], ...] = (
        ("contact", panels.note_contact),
        ("new family", panels.new_family),
        ("visit", lambda: panels.add_visit(None, None)),
        ("departure", panels.ready_to_leave),
        ("shortcuts", panels.show_shortcuts),
    )
    for name, show in opened:
        show()
        settled(qtbot, window)
        yield name
        panels.finish()
    window.cover(True)
    yield "cover"
    window.cover(False)


def test_no_dutch_is_left_in_english(qtbot: QtBot, window: MainWindow, child: Person) -> None:
    window._language.choose("en")
    settled(qtbot, window)
    assert "Record a contact" in texts_on(window)
    left = {name: dutch_on(window) for name in screens(qtbot, window, child)}
    assert {name: lines for name, lines in left.items() if lines} == {}


def test_the_same_look_finds_dutch_on_every_screen(
    qtbot: QtBot, window: MainWindow, child: Person
) -> None:
    found = {name: dutch_on(window) for name in screens(qtbot, window, child)}
    assert [name for name, lines in found.items() if not lines] == []
