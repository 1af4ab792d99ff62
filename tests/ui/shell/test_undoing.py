"""Undo, redo and history by key, on every screen."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.people import Person
from mvs_desktop.services.views import Change
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.ui.shell.window import MainWindow
from tests.ui.shell.conftest import settled
from tests.ui.shell.driving import CTRL, Families, child, open_family, press


@pytest.fixture
def bo(workspace: Workspace, families: Families) -> Person:
    item = Person(id=workspace.new_id(), case_id=families[0].id, given_name="Bo")
    workspace.save(Change(item, None))
    return item


def people(workspace: Workspace, case: CaseFile) -> tuple[Person, ...]:
    return workspace.reload_case(case.id).people


def test_without_a_family_in_sight_it_is_the_last_step_of_all_and_says_where(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, families: Families, bo: Person
) -> None:
    workspace.save(Change(replace(bo, given_name="Bob"), bo))
    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    assert people(workspace, families[0]) == (bo,)
    assert window.banner.text == "Familie Appelmans · Teruggedraaid: Voornaam · Bo"
    press(qtbot, window, Qt.Key.Key_Y, CTRL)
    assert people(workspace, families[0]) == (replace(bo, given_name="Bob"),)


def test_with_a_family_in_sight_it_is_about_that_family(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, families: Families, bo: Person
) -> None:
    kim = Person(id=workspace.new_id(), case_id=families[1].id, given_name="Kim")
    workspace.save(Change(kim, None))
    open_family(qtbot, window, families[0])
    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    assert people(workspace, families[0]) == ()
    assert people(workspace, families[1]) == (kim,)
    page = window.family_host.page
    assert page is not None
    assert page.banner.text == "Toevoegen teruggedraaid: Bo is ingetrokken"


def test_a_filter_keeps_the_key_for_its_text(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, families: Families, bo: Person
) -> None:
    press(qtbot, window, Qt.Key.Key_2, CTRL)
    press(qtbot, window, Qt.Key.Key_F, CTRL)
    field = window.focusWidget()
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, "Appel")
    qtbot.keyClick(field, Qt.Key.Key_Z, CTRL)
    settled(qtbot, window)
    assert field.text() != "Appel"
    assert people(workspace, families[0]) == (bo,)


def test_a_panel_keeps_the_key_for_what_is_in_it(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, families: Families, bo: Person
) -> None:
    open_family(qtbot, window, families[0])
    window.panels.note_contact(families[0].id)
    settled(qtbot, window)
    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    assert people(workspace, families[0]) == (bo,)


def test_ctrl_h_opens_the_history_of_the_family_in_sight(
    qtbot: QtBot, window: MainWindow, families: Families, bo: Person
) -> None:
    press(qtbot, window, Qt.Key.Key_H, CTRL)
    assert "Open eerst een gezin" in window.banner.text
    open_family(qtbot, window, families[0], "people")
    press(qtbot, window, Qt.Key.Key_H, CTRL)
    assert child(window, QWidget, "history_panel").isVisible()


def test_after_a_lock_the_last_step_can_still_be_taken_back(
    workspace: Workspace, families: Families, bo: Person
) -> None:
    """Undo is read from the store, so a new process knows what this one did."""
    fresh = type(workspace.undo)(workspace._store, workspace.reload_case)
    fresh.undo(families[0].id)
    assert people(workspace, families[0]) == ()
