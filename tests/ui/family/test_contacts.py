"""Contacts in the tab Verslagen: the list of them, and the form of one."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit

from mvs_desktop.domain.contacts import (
    Contact,
    ContactKind,
    ContactState,
    Note,
    NoteParagraph,
)
from mvs_desktop.domain.snapshot import CaseSnapshot
from tests.ui.family.conftest import NOW, OpenFamily
from tests.ui.family.notes import Notes, notes, written
from tests.ui.family.sample import CASE, SAMIRA, empty_case

__all__ = ["notes", "written"]


def test_contacts_stand_newest_first_with_what_is_to_be_done(notes: Notes) -> None:
    said = [(row.title, row.when, [chip.text for chip in row.chips]) for row in notes.rows()]
    at = [row.contact.at for row in notes.rows()]
    assert at == sorted(at, reverse=True)
    assert [one[0] for one in said] == ["Huisbezoek", "Telefoon", "Huisbezoek"]
    assert [one[2] for one in said] == [["Gepland"], ["Nog geen verslag"], ["Nog geen verslag"]]
    assert said[0][1].startswith("6 maart")
    assert notes.rows()[1].who == "Samira en Bo"


def test_nothing_yet_asks_to_write_a_contact_down(open_family: OpenFamily) -> None:
    screen = Notes(open_family(empty_case()))
    assert "Nog geen verslagen." in screen.texts("notes_tab")
    with screen.family.qtbot.waitSignal(screen.tab.contact_wanted):
        screen.click("note_contact")


def test_a_planned_visit_that_is_past_was_held_once_its_note_begins(
    open_family: OpenFamily,
) -> None:
    planned = Contact(
        id=UUID(int=800),
        case_id=CASE,
        kind=ContactKind.HOME_VISIT,
        state=ContactState.PLANNED,
        at=NOW - timedelta(hours=2),
    )
    screen = Notes(open_family(CaseSnapshot.of(empty_case().case, [planned])))
    screen.write()
    screen.save()
    assert screen.contact().state is ContactState.HELD


def test_a_new_contact_is_filled_in_at_once(notes: Notes) -> None:
    notes.click("add_contact")
    notes.family.settle()
    notes.tick("contact_kind", "Gesprek")
    notes.type("contact_at", "10-3-2025")
    line = notes.find("contact_at_time")
    assert isinstance(line, QLineEdit)
    line.selectAll()
    notes.family.qtbot.keyClicks(line, "9u30")
    notes.tick("contact_person_ids", "Samira")
    notes.type("contact_purpose", "Kennismaken")
    notes.save()
    contact = notes.contact()
    local = contact.at.astimezone()
    assert (local.year, local.month, local.day) == (2025, 3, 10)
    assert (local.hour, local.minute) == (9, 30)
    assert contact.kind is ContactKind.TALK
    assert contact.state is ContactState.PLANNED  # that day is still to come
    assert contact.person_ids == {SAMIRA}
    assert contact.worker_id == notes.family.workspace.me.worker_id
    notes.click("contact_edit")
    assert "Gesprek, maandag 10 maart om 09:30" in notes.texts("contact_card")
    assert "Kennismaken" in notes.texts("contact_card")


def test_a_moment_that_cannot_be_read_is_kept_as_typed(notes: Notes) -> None:
    before = notes.contact()
    notes.click("contact_edit")
    notes.type("contact_at", "31-2-2025")
    notes.save()
    assert notes.contact().at == before.at
    again = Notes(notes.family)
    again.tab.show_contact(before.id)
    again.click("contact_edit")
    line = again.find("contact_at_control")
    assert isinstance(line, QLineEdit)
    assert line.text() == "31-2-2025"
    assert "Deze dag of tijd begrijpen we niet" in again.texts("contact_card")


def test_filters_by_person_and_kind(written: Notes) -> None:
    kind = written.find("filter_kind_control")
    assert isinstance(kind, QComboBox)
    written.family.qtbot.keyClicks(kind, "Tel")
    written.family.settle()
    assert [row.title for row in written.rows()] == ["Telefoon"]
    written.tab.show_contact(written.family.stored().contacts[0].id)
    assert len(written.rows()) == 3
    person = written.find("filter_person_control")
    assert isinstance(person, QComboBox)
    written.family.qtbot.keyClicks(person, "Kim")
    written.family.settle()
    assert written.rows() == []
    assert "Geen contact past hierbij." in written.texts("notes_side")


def test_another_contact_is_one_key_away_and_nothing_typed_is_lost(notes: Notes) -> None:
    notes.write()
    first = notes.contact()
    notes.keys("Half af")
    notes.tab.timeline.setFocus()
    notes.key(Qt.Key.Key_Down)
    notes.family.settle()
    assert notes.contact().id != first.id
    note = notes.family.stored().note_of(first.id)
    assert note is not None
    assert [item.text for item in notes.family.stored().paragraphs(note.id)] == ["Half af"]


def test_withdrawing_a_contact_takes_its_note_along(written: Notes) -> None:
    gone = written.contact().id
    written.click("contact_edit")
    with written.family.qtbot.waitSignal(written.family.context.withdrawn) as signal:
        written.click("contact_withdraw")
    written.family.settle()
    around = written.family.stored()
    assert around.get(Contact, gone) is None
    assert around.all(Note) == ()
    assert around.all(NoteParagraph) == ()
    written.family.context.restore(signal.args[0])
    written.family.settle()
    assert written.family.stored().note_of(gone) is not None


def test_a_record_is_found_from_elsewhere(written: Notes) -> None:
    paragraph = written.paragraphs()[0]
    contact = written.contact()
    written.tab.timeline.choose(written.rows()[0].contact.id)
    written.tab.show_record("note_paragraph", paragraph.id)
    assert written.contact().id == contact.id


def test_a_time_is_that_of_this_laptop(open_family: OpenFamily) -> None:
    at = datetime(2025, 7, 1, 10, 0, tzinfo=UTC)
    contact = Contact(id=UUID(int=801), case_id=CASE, at=at)
    screen = Notes(open_family(CaseSnapshot.of(empty_case().case, [contact])))
    screen.click("contact_edit")
    line = screen.find("contact_at_time")
    assert isinstance(line, QLineEdit)
    assert line.text() == f"{at.astimezone():%H:%M}"
    screen.type("contact_place", "Thuis")
    screen.save()
    assert screen.contact().at == at
    assert isinstance(screen.find("contact_card"), object)
