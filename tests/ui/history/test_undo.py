"""Ctrl+Z and Ctrl+Y in a family: one order of steps, wherever the keyboard is."""

from dataclasses import replace
from uuid import UUID

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QWidget

from mvs_desktop.domain.people import Person
from mvs_desktop.domain.records import to_doc, type_of
from mvs_desktop.services.views import Change
from mvs_desktop.storage.base.replica_types import (
    Fate,
    IncomingPage,
    IncomingRecord,
    OpFate,
    ScopeCursor,
)
from mvs_desktop.ui.family.page import FamilyPage
from tests.ui.family.conftest import OpenedFamily, OpenFamily, Screen
from tests.ui.family.sample import BO, CASE, family

CTRL = Qt.KeyboardModifier.ControlModifier


class Page(Screen):
    def __init__(self, opened: OpenedFamily) -> None:
        self.page = FamilyPage(opened.context)
        super().__init__(opened, self.page)

    def undo_in(self, widget: QWidget) -> None:
        self.family.qtbot.keyClick(widget, Qt.Key.Key_Z, CTRL)
        self.family.settle()

    def redo_in(self, widget: QWidget) -> None:
        self.family.qtbot.keyClick(widget, Qt.Key.Key_Y, CTRL)
        self.family.settle()

    def line(self, name: str) -> QLineEdit:
        found = self.find(name)
        assert isinstance(found, QLineEdit)
        return found

    def bo(self) -> Person:
        found = self.family.stored().person(BO)
        assert found is not None
        return found

    def colleague(self, person: Person) -> None:
        """Everything was sent, and a colleague changed this person after that."""
        replica = self.family.workspace._store.replica
        ops = replica.pending(999)
        replica.record_fates([OpFate(op.op_id, Fate.APPLIED, 1) for op in ops])
        comes = [
            IncomingRecord(
                item.type_name, item.id, CASE, "basis", 2, dict.fromkeys(type_of(item).units, 2),
                False, to_doc(item), f"{item.id.int:016x}"[:16], "Sanne Collega",
                "2025-03-04T10:00:00+00:00",
            )
            for item in (person, *self._others(person.id))
        ]  # fmt: skip
        replica.apply(IncomingPage(CASE, tuple(comes), (ScopeCursor(CASE, "basis", 2),)))
        self.family.context.refresh()
        self.family.settle()

    def _others(self, id_: UUID) -> list[Person]:
        return [one for one in self.family.stored().people if one.id != id_]


@pytest.fixture
def page(open_family: OpenFamily) -> Page:
    made = Page(open_family(family()))
    made.page.show_record("person", BO)
    made.family.settle()
    return made


def test_what_was_just_typed_is_saved_and_then_taken_back(page: Page) -> None:
    before = page.bo()
    page.type("person_phone", "06 12345678")
    line = page.line("person_phone_control")
    page.undo_in(line)  # before the pause after which it saves by itself
    assert line.text() == before.phone
    assert page.bo() == before
    assert page.page.banner.text == "Teruggedraaid: Telefoon · Bo de Wit"
    page.redo_in(line)
    assert line.text() == "06 12345678"
    assert page.bo().phone == "06 12345678"
    assert page.page.banner.text == "Opnieuw gedaan: Telefoon · Bo de Wit"


def test_what_was_typed_after_it_is_a_change_like_any_other(page: Page) -> None:
    page.type("person_phone", "06 1")
    line = page.line("person_phone_control")
    page.undo_in(line)
    page.family.qtbot.keyClicks(line, "010 7")
    page.save()
    assert page.bo().phone == "010 7"
    assert line.text() == "010 7"


def test_steps_are_of_the_file_and_not_of_the_field(page: Page) -> None:
    before = page.bo()
    page.type("person_phone", "06 1")
    page.save()
    page.type("person_given_name", "Bob")
    page.save()
    line = page.line("person_given_name_control")
    page.undo_in(line)
    assert page.bo() == replace(before, phone="06 1")
    page.undo_in(line)
    assert page.bo() == before


def test_from_another_tab_with_the_button_to_do_it_again(page: Page) -> None:
    page.type("person_phone", "06 12345678")
    page.save()
    page.page.show_tab("plan")
    page.family.context.undo()
    page.family.settle()
    assert page.bo().phone == ""
    assert page.page.current_tab == "plan"
    buttons = page.page.banner.findChildren(QAbstractButton)
    (again,) = [button for button in buttons if button.property("key") == "redo"]
    page.family.qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    page.family.settle()
    assert page.bo().phone == "06 12345678"


def test_text_that_is_no_value_keeps_the_keys_for_itself(page: Page) -> None:
    page.type("person_phone", "06 1")
    page.save()
    page.type("person_birth", "30 februari 2016")
    line = page.line("person_birth_control")
    page.undo_in(line)
    assert page.bo().phone == "06 1"  # nothing of the file was taken back
    assert line.text() != "30 februari 2016"


def test_a_key_that_is_held_is_one_step(page: Page) -> None:
    before = page.bo()
    for text in ("06 1", "06 2"):
        page.type("person_phone", text)
        page.save()
    line = page.line("person_phone_control")
    page.undo_in(line)
    for _ in range(3):
        held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Z, CTRL, "", True)
        QApplication.sendEvent(line, held)
    page.family.settle()
    assert page.bo() == replace(before, phone="06 1")


def test_a_colleague_is_named_and_nothing_is_lost(page: Page) -> None:
    page.type("person_phone", "06 1")
    page.save()
    page.colleague(replace(page.bo(), phone="010 1"))
    page.family.context.undo()
    page.family.settle()
    assert page.page.banner.text.startswith("Sanne Collega heeft dit daarna veranderd")
    assert page.bo().phone == "010 1"


def test_when_there_is_nothing_it_says_so(page: Page) -> None:
    page.family.context.redo()
    page.family.settle()
    assert "opnieuw kunt doen" in page.page.banner.text


def test_the_order_of_what_waits_is_kept(page: Page) -> None:
    """Saved, taken back and saved again without waiting for any of it."""
    context, bo = page.family.context, page.bo()
    first, second = replace(bo, phone="06 1"), replace(bo, remarks="Later")
    context.save(Change(first, bo))
    context.undo()
    context.save(Change(second, bo))
    page.family.settle()
    assert page.bo() == second


def test_the_cursor_stays_where_somebody_writes(page: Page) -> None:
    remarks = page.find("person_remarks_control")
    assert isinstance(remarks, QPlainTextEdit)
    remarks.setFocus()
    page.family.qtbot.keyClicks(remarks, "Bo slaapt slecht. Hij leest graag.")
    page.save()
    cursor = remarks.textCursor()
    cursor.setPosition(len("Bo slaapt"))
    remarks.setTextCursor(cursor)
    page.family.qtbot.keyClicks(remarks, " vaak")
    page.save()
    assert page.bo().remarks == "Bo slaapt vaak slecht. Hij leest graag."
    page.undo_in(remarks)
    assert remarks.toPlainText() == "Bo slaapt slecht. Hij leest graag."
    assert remarks.textCursor().position() == len("Bo slaapt")
