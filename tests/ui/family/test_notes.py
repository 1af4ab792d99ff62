"""Writing a note: paragraphs, whom they are about, and what is said beside them."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from mvs_desktop.domain.contacts import (
    ParagraphKind,
)
from mvs_desktop.ui.kit.forms.form import PAUSE_MS
from tests.ui.family.notes import Notes, notes, written
from tests.ui.family.sample import BO, DENNIS, KIM, RIET, SAMIRA

__all__ = ["notes", "written"]


def test_looking_at_a_note_changes_nothing(written: Notes) -> None:
    before = len(written.family.changes)
    again = Notes(written.family)
    again.family.qtbot.wait(PAUSE_MS + 200)
    again.save()
    assert len(written.family.changes) == before


def test_a_note_begins_with_the_keyboard_in_its_first_paragraph(notes: Notes) -> None:
    notes.write()
    notes.keys("We dronken thee.")
    notes.key(Qt.Key.Key_Return)
    notes.keys("Daarna belde school.")
    notes.save()
    assert [item.text for item in notes.paragraphs()] == [
        "We dronken thee.",
        "Daarna belde school.",
    ]
    note = notes.note()
    assert note.author_id == notes.family.workspace.me.worker_id
    assert note.compartment == notes.contact().compartment
    assert {item.compartment for item in notes.paragraphs()} == {note.compartment}


def test_enter_in_the_middle_and_backspace_in_an_empty_paragraph(notes: Notes) -> None:
    notes.write()
    notes.keys("een")
    notes.key(Qt.Key.Key_Return)
    notes.keys("drie")
    notes.line(1).text.setFocus()
    notes.key(Qt.Key.Key_End)
    notes.key(Qt.Key.Key_Return)
    notes.keys("x")
    notes.key(Qt.Key.Key_Backspace)
    notes.key(Qt.Key.Key_Backspace)
    notes.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    notes.keys("nog een")
    notes.save()
    assert [item.text for item in notes.paragraphs()] == ["een\nnog een", "drie"]


def test_names_in_the_text_are_proposed(notes: Notes) -> None:
    notes.write()
    notes.keys("Bo en Kim zijn moe.")
    assert "Gaat dit over Bo en Kim?" in notes.texts("paragraph_1_suggestion")
    assert notes.suggested() == ["Ja", "Alleen Bo", "Alleen Kim", "Anders"]
    notes.click(f"paragraph_1_suggestion_{KIM}")
    notes.save()
    assert notes.paragraphs()[0].about_ids == {KIM}
    assert notes.paragraphs()[0].text == "Bo en Kim zijn moe."
    assert notes.suggested() == []
    assert notes.find("paragraph_1_more").accessibleName() == "Kim"


def test_anders_opens_the_choice_of_people(notes: Notes) -> None:
    notes.write()
    notes.keys("Bo is thuis.")
    notes.click("paragraph_1_suggestion_other")
    notes.tick("paragraph_1_about_ids", "Dennis")
    notes.save()
    assert notes.paragraphs()[0].about_ids == {DENNIS}


def test_at_offers_people_and_enter_takes_the_first(notes: Notes) -> None:
    notes.write()
    notes.keys("Vandaag belde @ri")
    assert notes.suggested() == ["Riet"]
    notes.key(Qt.Key.Key_Return)
    notes.keys("met school.")
    notes.save()
    (paragraph,) = notes.paragraphs()
    assert paragraph.text == "Vandaag belde Riet met school."
    assert paragraph.about_ids == {RIET}


def test_a_second_at_adds_somebody_and_esc_leaves_the_text(notes: Notes) -> None:
    notes.write()
    notes.keys("@ri")
    notes.key(Qt.Key.Key_Tab)
    notes.keys("en @sam")
    notes.key(Qt.Key.Key_Return)
    notes.keys("en @bo")
    notes.key(Qt.Key.Key_Escape)
    notes.save()
    (paragraph,) = notes.paragraphs()
    assert paragraph.text == "Riet en Samira en @bo"
    assert paragraph.about_ids == {RIET, SAMIRA}


def test_a_command_says_what_a_paragraph_is(notes: Notes) -> None:
    notes.write()
    notes.keys("/mening Het gaat beter.")
    notes.save()
    (paragraph,) = notes.paragraphs()
    assert (paragraph.text, paragraph.kind) == ("Het gaat beter.", ParagraphKind.OPINION)
    notes.key(Qt.Key.Key_Return)
    notes.keys("/bron ")
    assert notes.tab.window().focusWidget().objectName() == "paragraph_2_source_control"
    notes.keys("juf Anne")
    notes.save()
    assert notes.paragraphs()[1].source == "juf Anne"


def test_the_gutter_says_kind_source_and_shield(written: Notes) -> None:
    written.click("paragraph_1_more")
    written.tick("paragraph_1_kind", "Feit")
    written.type("paragraph_1_source", "Samira")
    written.type("paragraph_1_source_on", "4-3-2025")
    written.tick("paragraph_1_shielded_from", "Dennis")
    written.type("paragraph_1_shield_ground", "Veiligheid van Samira")
    written.save()
    (paragraph,) = written.paragraphs()
    assert paragraph.kind is ParagraphKind.FACT
    assert paragraph.shielded_from == {DENNIS}
    assert paragraph.shield_ground == "Veiligheid van Samira"
    told = written.texts("paragraph_1")
    assert "Feit" in told
    assert "Afgeschermd voor Dennis" in told
    source = written.find("paragraph_1_source_line")
    assert source.accessibleName() == "Samira, 4 maart 2025"


def test_at_typed_with_alt_gr(notes: Notes) -> None:
    notes.write()
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    for char in "é€@":
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_unknown, held, char)
        QApplication.sendEvent(notes.tab.window().focusWidget(), event)
    notes.save()
    assert notes.paragraphs()[0].text == "é€@"


def test_the_text_of_a_paragraph_shows_whole(notes: Notes) -> None:
    notes.write()
    text = notes.line(1).text
    assert isinstance(text, QPlainTextEdit)
    notes.keys("woord " * 120)
    notes.family.settle()
    assert text.verticalScrollBar().maximum() == 0
    assert BO not in notes.paragraphs()[0].about_ids
