"""Signing a note, and what stays of it."""

from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from mvs_desktop.domain.contacts import (
    Contact,
)
from mvs_desktop.domain.errors import RecordSealed
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.services.views import Change
from tests.ui.family.conftest import NOW, OpenFamily
from tests.ui.family.notes import CTRL, Notes, notes, written
from tests.ui.family.sample import CASE, empty_case

__all__ = ["notes", "written"]


def test_signing_waits_until_each_paragraph_is_about_somebody(notes: Notes) -> None:
    notes.write()
    sign = notes.find("note_sign")
    assert isinstance(sign, QPushButton)
    assert not sign.isEnabled()
    assert "Nog geen tekst" in notes.texts("sign_bar")
    notes.keys("Het regende.")
    notes.key(Qt.Key.Key_Return)
    notes.keys("Nog een.")
    notes.save()
    assert "2 alinea's zonder persoon" in notes.texts("sign_bar")
    notes.key(Qt.Key.Key_Return, CTRL)
    notes.family.settle()
    assert not notes.note().signed
    for number in (1, 2):
        notes.click(f"paragraph_{number}_more")
        notes.tick(f"paragraph_{number}_about_ids", "Bo")
        notes.save()
    assert "zonder persoon" not in notes.texts("sign_bar")
    assert sign.isEnabled()


def test_a_signed_note_stays_and_can_be_corrected(written: Notes) -> None:
    written.line(1).text.setFocus()
    written.key(Qt.Key.Key_End)
    written.key(Qt.Key.Key_Return)  # an empty paragraph is not signed
    written.click("note_sign")
    written.family.qtbot.waitUntil(lambda: written.note().signed)
    written.family.settle()
    first = written.note()
    assert [item.text for item in written.paragraphs()] == ["Bo speelt buiten."]
    assert "Bo speelt buiten." in first.signed_text
    told = written.texts("sign_bar")
    assert "Ondertekend vandaag" in told
    assert "Verbeteren kan; de eerste versie blijft." in told
    assert written.line(1).text.isReadOnly()
    assert written._visible("add_paragraph") == []
    written.click("note_correct")
    written.family.qtbot.waitUntil(lambda: written.note().id != first.id)
    written.family.settle()
    written.keys(" Met Kim.")
    written.save()
    assert [item.text for item in written.paragraphs()] == ["Bo speelt buiten. Met Kim."]
    old = written.family.stored().paragraphs(first.id)
    assert [item.text for item in old] == ["Bo speelt buiten."]
    written.click("note_version_1")
    assert written.line(1).text.toPlainText() == "Bo speelt buiten."
    assert written.line(1).text.isReadOnly()
    written.click("note_version_2")
    assert not written.line(1).text.isReadOnly()


def test_ctrl_enter_signs_with_what_was_typed_last(written: Notes) -> None:
    written.line(1).text.setFocus()
    written.key(Qt.Key.Key_End, CTRL)
    written.keys(" Graag!")
    written.key(Qt.Key.Key_Return, CTRL)
    written.family.qtbot.waitUntil(lambda: written.note().signed)
    assert "Bo speelt buiten. Graag!" in written.note().signed_text


def test_a_note_that_was_signed_elsewhere_says_so(written: Notes) -> None:
    failures: list[object] = []
    written.family.context.failed.connect(failures.append)
    written.family.workspace.sign_note(CASE, written.note().id)
    written.line(1).text.setFocus()
    written.keys("Te laat. ")
    written.save()
    assert [type(one) for one in failures] == [RecordSealed]
    written.family.context.refresh()
    written.family.settle()
    assert written.line(1).text.isReadOnly()
    assert written.line(1).text.toPlainText() == "Bo speelt buiten."


def test_a_colleague_s_note_is_not_signed_by_me(written: Notes) -> None:
    note = written.note()
    theirs = replace(note, author_id=UUID(int=2), author_name="Sander Vos")
    written.family.workspace.save(Change(theirs, note))
    written.family.context.refresh()
    written.family.settle()
    sign = written.find("note_sign")
    assert isinstance(sign, QPushButton)
    assert not sign.isEnabled()
    assert "van Sander Vos" in sign.toolTip()


def test_people_are_known_to_be_missing_only_when_there_are_people(
    open_family: OpenFamily,
) -> None:
    contact = Contact(id=UUID(int=802), case_id=CASE, at=NOW)
    screen = Notes(open_family(CaseSnapshot.of(empty_case().case, [contact])))
    screen.write()
    screen.keys("Niemand deed open.")
    screen.save()
    sign = screen.find("note_sign")
    assert isinstance(sign, QPushButton)
    assert sign.isEnabled()
