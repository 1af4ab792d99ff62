from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from mvs_desktop.domain.bsn import normalise_bsn
from mvs_desktop.domain.errors import DiskFull, RecordMissing
from mvs_desktop.domain.people import Gender, Person
from mvs_desktop.services.views import Change, Saved
from mvs_desktop.ui.kit.forms.fields import chips_field, parsed_field, text_field
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.record_binder import RecordBinder
from mvs_desktop.ui.words import options
from tests.ui.family.conftest import OpenedFamily, OpenFamily
from tests.ui.family.sample import BO, CASE, family


class NameForm(RecordForm):
    def fields(self):  # type: ignore[no-untyped-def]
        return (
            text_field("given_name", "Voornaam"),
            text_field("family_name", "Achternaam"),
            parsed_field("bsn", "BSN", normalise_bsn, str, unreadable="Cijfers, graag."),
            chips_field("gender", "Geslacht", options(Gender)),
        )


class Desk:
    """One person in a form, with the family behind it."""

    def __init__(self, family: OpenedFamily, person: Person) -> None:
        self.family = family
        self.form = NameForm()
        self.binder = RecordBinder(family.context, self.form, person)
        family.show(self.form)

    def line(self, name: str) -> QLineEdit:
        found = self.form.findChild(QLineEdit, f"{name}_control")
        assert isinstance(found, QLineEdit)
        return found

    def type(self, name: str, text: str) -> None:
        line = self.line(name)
        line.setFocus()
        line.selectAll()
        self.family.qtbot.keyClicks(line, text)

    def save(self) -> None:
        self.form.flush()
        self.family.settle()

    def saved(self) -> Person:
        found = self.family.stored().person(self.binder.record.id)
        assert found is not None
        return found


@pytest.fixture
def desk(open_family: OpenFamily) -> Callable[..., Desk]:
    def make(person: Person | None = None) -> Desk:
        opened = open_family(family())
        bo = opened.context.snapshot.person(BO)
        assert bo is not None
        return Desk(opened, person or bo)

    return make


def failing(desk: Desk, error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the next save fail with `error`, and those after it succeed."""
    save = desk.family.workspace.save

    def fail_once(*_: Change) -> Saved:
        monkeypatch.setattr(desk.family.workspace, "save", save)
        raise error

    monkeypatch.setattr(desk.family.workspace, "save", fail_once)


def test_a_typed_name_is_saved_on_the_record_as_the_form_received_it(
    desk: Callable[..., Desk],
) -> None:
    at = desk()
    before = at.saved()
    at.type("given_name", "Boris")
    at.family.qtbot.keyClick(at.line("given_name"), Qt.Key.Key_Tab)
    at.family.settle()
    assert at.saved() == replace(before, given_name="Boris")
    (change,) = at.family.changes
    assert change.base == before


def test_a_second_edit_goes_on_top_of_the_first(desk: Callable[..., Desk]) -> None:
    at = desk()
    for text in ("Bor", "Boris"):
        at.type("given_name", text)
        at.save()
    first, second = at.family.changes
    assert second.base == first.record
    assert at.saved().given_name == "Boris"


def test_a_colleagues_change_reaches_other_fields_but_not_the_one_being_typed_in(
    desk: Callable[..., Desk],
) -> None:
    at = desk()
    at.type("given_name", "Bor")
    before = at.saved()
    colleagues = replace(before, given_name="Bob", family_name="Jansen")
    at.family.workspace.save(Change(colleagues, before))
    at.family.changes.clear()
    at.family.context.refresh()
    at.family.settle()
    assert at.line("given_name").text() == "Bor"
    assert at.line("family_name").text() == "Jansen"
    at.save()
    (change,) = at.family.changes
    assert isinstance(change.base, Person)
    assert change.base.given_name == "Bo"  # what the user had in front of them
    assert at.saved() == replace(change.base, given_name="Bor")


def test_a_bsn_that_fails_is_kept_beside_the_record_and_comes_back(
    desk: Callable[..., Desk],
) -> None:
    at = desk()
    at.type("bsn", "123456789")
    at.type("family_name", "Bakker")
    at.save()
    assert at.saved().bsn is None
    assert at.saved().family_name == "Bakker"
    assert at.family.context.drafts == {(BO, "bsn"): "123456789"}
    assert "BSN" in at.form.row("bsn").problem_text
    again = Desk(at.family, at.saved())
    assert again.line("bsn").text() == "123456789"
    assert again.form.row("bsn").problem_text

    again.type("bsn", "111222333")
    again.save()
    assert again.saved().bsn == "111222333"
    assert again.family.context.drafts == {}


def test_a_choice_taken_back_is_the_usual_value(desk: Callable[..., Desk]) -> None:
    at = desk()
    editor = at.form.editor("gender")
    editor.show_value(None)
    editor.edited.emit()
    editor.settled.emit()
    at.family.settle()
    assert at.saved().gender is Gender.UNKNOWN


def test_a_new_record_is_added_at_the_first_change(desk: Callable[..., Desk]) -> None:
    at = desk(Person(id=UUID(int=999), case_id=CASE))
    assert at.family.changes == []
    at.type("given_name", "Mo")
    at.form.flush()
    at.type("family_name", "Aziz")
    at.save()
    first, second = at.family.changes
    assert first.base is None
    assert second.base == first.record
    assert at.saved().full_name == "Mo Aziz"


def test_after_a_full_disk_everything_is_saved_at_the_next_try(
    desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    at = desk()
    failing(at, DiskFull(), monkeypatch)
    at.type("given_name", "Boris")
    at.save()
    assert at.saved().given_name == "Bo"
    assert at.family.context.busy
    at.family.context.retry()
    at.family.settle()
    assert at.saved().given_name == "Boris"


def test_what_failed_is_sent_again_with_the_next_change(
    desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    at = desk()
    failing(at, RecordMissing(), monkeypatch)
    at.type("given_name", "Boris")
    at.save()
    at.type("family_name", "Bakker")
    at.save()
    assert at.saved().full_name == "Boris de Bakker"


def test_what_was_typed_is_saved_before_the_record_is_withdrawn(desk: Callable[..., Desk]) -> None:
    at = desk()
    failures: list[object] = []
    at.family.context.failed.connect(failures.append)
    for text in ("Bor", "Boris"):  # the second waits while the first is being saved
        at.type("given_name", text)
        at.form.flush()
    at.family.context.withdraw(at.binder.record)
    at.family.settle()
    assert failures == []
    assert at.family.stored().person(BO) is None
    at.family.context.restore([at.binder.record])
    at.family.settle()
    assert at.saved().given_name == "Boris"


def test_a_record_that_is_withdrawn_is_announced(desk: Callable[..., Desk]) -> None:
    at = desk()
    with at.family.qtbot.waitSignal(at.binder.gone):
        at.family.context.withdraw(at.saved())
    at.family.settle()
