from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from mvs_desktop.domain.bsn import normalise_bsn
from mvs_desktop.domain.errors import DiskFull, RecordMissing
from mvs_desktop.domain.people import Gender, Person
from mvs_desktop.ui.case_context import CaseContext
from mvs_desktop.ui.kit.fields import chips_field, parsed_field, text_field
from mvs_desktop.ui.kit.form import RecordForm
from mvs_desktop.ui.record_binder import RecordBinder
from mvs_desktop.ui.words import options
from tests.ui.family.conftest import OpenFamily
from tests.ui.family.memory_workspace import MemoryWorkspace
from tests.ui.family.sample import BO, CASE, KIM, family


class NameForm(RecordForm):
    def fields(self):  # type: ignore[no-untyped-def]
        return (
            text_field("given_name", "Voornaam"),
            text_field("family_name", "Achternaam"),
            parsed_field("bsn", "BSN", normalise_bsn, str, unreadable="Cijfers, graag."),
            chips_field("gender", "Geslacht", options(Gender)),
        )


class Desk:
    """One person in a form, with what is behind it."""

    def __init__(
        self, qtbot: QtBot, context: CaseContext, workspace: MemoryWorkspace, person: Person
    ) -> None:
        self.qtbot, self.context, self.workspace = qtbot, context, workspace
        self.form = NameForm()
        qtbot.addWidget(self.form)
        self.binder = RecordBinder(context, self.form, person)
        self.form.show()
        self.form.activateWindow()
        qtbot.waitUntil(self.form.isActiveWindow)

    def line(self, name: str) -> QLineEdit:
        found = self.form.findChild(QLineEdit, f"{name}_control")
        assert isinstance(found, QLineEdit)
        return found

    def type(self, name: str, text: str) -> None:
        line = self.line(name)
        line.setFocus()
        line.selectAll()
        self.qtbot.keyClicks(line, text)

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.context.background.busy)

    def saved(self) -> Person:
        found = self.workspace.reload_case(CASE).person(self.binder.record.id)
        assert found is not None
        return found


@pytest.fixture
def desk(qtbot: QtBot, open_family: OpenFamily) -> Callable[..., Desk]:
    def make(person: Person | None = None) -> Desk:
        context, workspace = open_family(family())
        bo = context.snapshot.person(BO)
        assert bo is not None
        return Desk(qtbot, context, workspace, person or bo)

    return make


def test_a_typed_name_is_saved_on_the_record_as_the_form_received_it(
    desk: Callable[..., Desk],
) -> None:
    at = desk()
    before = at.saved()
    at.type("given_name", "Boris")
    at.qtbot.keyClick(at.line("given_name"), Qt.Key.Key_Tab)
    at.settle()
    assert at.saved() == replace(before, given_name="Boris")
    (change,) = at.workspace.changes
    assert change.base == before


def test_a_second_edit_goes_on_top_of_the_first(desk: Callable[..., Desk]) -> None:
    at = desk()
    for text in ("Bor", "Boris"):
        at.type("given_name", text)
        at.form.flush()
    at.settle()
    first, second = at.workspace.changes
    assert second.base == first.record
    assert at.saved().given_name == "Boris"


def test_a_colleagues_change_reaches_other_fields_but_not_the_one_being_typed_in(
    desk: Callable[..., Desk],
) -> None:
    at = desk()
    at.type("given_name", "Bor")
    at.workspace.put(replace(at.saved(), given_name="Bob", family_name="Jansen"))
    at.context.refresh()
    at.settle()
    assert at.line("given_name").text() == "Bor"
    assert at.line("family_name").text() == "Jansen"
    at.form.flush()
    at.settle()
    (change,) = at.workspace.changes
    assert isinstance(change.base, Person)
    assert change.base.given_name == "Bo"  # what the user had in front of them
    assert at.saved() == replace(change.base, given_name="Bor")


def test_a_bsn_that_fails_is_kept_beside_the_record_and_comes_back(
    desk: Callable[..., Desk],
) -> None:
    at = desk()
    at.type("bsn", "123456789")
    at.type("family_name", "Bakker")
    at.form.flush()
    at.settle()
    assert at.saved().bsn is None
    assert at.saved().family_name == "Bakker"
    assert at.context.drafts == {(BO, "bsn"): "123456789"}
    assert "BSN" in at.form.row("bsn").problem_text
    again = Desk(at.qtbot, at.context, at.workspace, at.saved())
    assert again.line("bsn").text() == "123456789"
    assert again.form.row("bsn").problem_text

    again.type("bsn", "111222333")
    again.form.flush()
    again.settle()
    assert again.saved().bsn == "111222333"
    assert again.context.drafts == {}


def test_a_choice_taken_back_is_the_usual_value(desk: Callable[..., Desk]) -> None:
    at = desk()
    editor = at.form.editor("gender")
    editor.show_value(None)
    editor.edited.emit()
    editor.settled.emit()
    at.settle()
    assert at.saved().gender is Gender.UNKNOWN


def test_a_new_record_is_added_at_the_first_change(desk: Callable[..., Desk]) -> None:
    at = desk(Person(id=KIM.__class__(int=999), case_id=CASE))
    assert at.workspace.changes == []
    at.type("given_name", "Mo")
    at.form.flush()
    at.type("family_name", "Aziz")
    at.form.flush()
    at.settle()
    first, second = at.workspace.changes
    assert first.base is None
    assert second.base == first.record
    assert at.saved().full_name == "Mo Aziz"


def test_after_a_full_disk_everything_is_saved_at_the_next_try(desk: Callable[..., Desk]) -> None:
    at = desk()
    at.workspace.fail_next = DiskFull()
    at.type("given_name", "Boris")
    at.form.flush()
    at.settle()
    assert at.saved().given_name == "Bo"
    assert at.context.busy
    at.context.retry()
    at.settle()
    assert at.saved().given_name == "Boris"


def test_what_failed_is_sent_again_with_the_next_change(desk: Callable[..., Desk]) -> None:
    at = desk()
    at.workspace.fail_next = RecordMissing()
    at.type("given_name", "Boris")
    at.form.flush()
    at.settle()
    at.type("family_name", "Bakker")
    at.form.flush()
    at.settle()
    assert at.saved().full_name == "Boris de Bakker"


def test_a_record_that_is_withdrawn_is_announced(desk: Callable[..., Desk]) -> None:
    at = desk()
    with at.qtbot.waitSignal(at.binder.gone):
        at.context.withdraw(at.saved())
    at.settle()
