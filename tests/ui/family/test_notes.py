from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QPushButton

from mvs_desktop.domain.contacts import (
    Contact,
    ContactKind,
    ContactState,
    Note,
    NoteParagraph,
    ParagraphKind,
)
from mvs_desktop.domain.errors import RecordSealed
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.services.views import Change
from mvs_desktop.ui.family.notes.page import NotesTab
from mvs_desktop.ui.family.notes.paragraph import ParagraphLine
from mvs_desktop.ui.family.notes.timeline import ContactLine
from mvs_desktop.ui.kit.forms.form import PAUSE_MS
from tests.ui.family.conftest import NOW, OpenedFamily, OpenFamily, Screen
from tests.ui.family.sample import BO, CASE, DENNIS, KIM, RIET, SAMIRA, empty_case, family

CTRL = Qt.KeyboardModifier.ControlModifier


class Notes(Screen):
    def __init__(self, opened: OpenedFamily) -> None:
        self.tab = NotesTab(opened.context)
        super().__init__(opened, self.tab)

    def keys(self, text: str) -> None:
        """Type where the keyboard is."""
        self.family.qtbot.keyClicks(self.tab.window().focusWidget(), text)

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.family.qtbot.keyClick(self.tab.window().focusWidget(), key, held)

    def rows(self) -> list[ContactLine]:
        return list(self.tab.timeline.rows.objects())

    def line(self, number: int) -> ParagraphLine:
        card = self.tab.note_card
        assert card is not None
        found = card.lines.lines()[number - 1]
        assert isinstance(found, ParagraphLine)
        return found

    def contact(self) -> Contact:
        id_ = self.tab.timeline.chosen_id()
        found = self.family.stored().get(Contact, id_)
        assert found is not None
        return found

    def note(self) -> Note:
        found = self.family.stored().note_of(self.contact().id)
        assert found is not None
        return found

    def paragraphs(self) -> tuple[NoteParagraph, ...]:
        return self.family.stored().paragraphs(self.note().id)

    def write(self) -> None:
        """Begin the note of the chosen contact."""
        self.click("write_note")
        self.family.qtbot.waitUntil(lambda: self.tab.note_card is not None)

    def suggested(self) -> list[str]:
        self.family.settle()
        names = [f"{line.name}_suggestion" for line in self.tab.note_card.lines.lines()]  # type: ignore[union-attr]
        shown = [one for name in names for one in self._visible(name)]
        return [words for one in shown for _, words in one.proposals]  # type: ignore[attr-defined]


@pytest.fixture
def notes(open_family: OpenFamily) -> Notes:
    return Notes(open_family(family()))


@pytest.fixture
def written(notes: Notes) -> Notes:
    """A note with one paragraph about Bo."""
    notes.write()
    notes.keys("Bo speelt buiten.")
    notes.click("paragraph_1_suggestion_yes")
    notes.save()
    return notes


def test_contacts_stand_newest_first_with_what_is_to_be_done(notes: Notes) -> None:
    said = [(row.title, row.when, [chip.text for chip in row.chips]) for row in notes.rows()]
    at = [row.contact.at for row in notes.rows()]
    assert at == sorted(at, reverse=True)
    assert [one[0] for one in said] == ["Huisbezoek", "Telefoon", "Huisbezoek"]
    assert [one[2] for one in said] == [["Gepland"], ["Nog geen verslag"], ["Nog geen verslag"]]
    assert said[0][1].startswith("6 maart")
    assert notes.rows()[1].who == "Samira en Bo"


def test_looking_at_a_note_changes_nothing(written: Notes) -> None:
    before = len(written.family.changes)
    again = Notes(written.family)
    again.family.qtbot.wait(PAUSE_MS + 200)
    again.save()
    assert len(written.family.changes) == before


def test_nothing_yet_asks_to_write_a_contact_down(open_family: OpenFamily) -> None:
    screen = Notes(open_family(empty_case()))
    assert "Nog geen verslagen." in screen.texts("notes_tab")
    with screen.family.qtbot.waitSignal(screen.tab.contact_wanted):
        screen.click("note_contact")


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


def test_at_typed_with_alt_gr(notes: Notes) -> None:
    notes.write()
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    for char in "é€@":
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_unknown, held, char)
        QApplication.sendEvent(notes.tab.window().focusWidget(), event)
    notes.save()
    assert notes.paragraphs()[0].text == "é€@"


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


def test_the_text_of_a_paragraph_shows_whole(notes: Notes) -> None:
    notes.write()
    text = notes.line(1).text
    assert isinstance(text, QPlainTextEdit)
    notes.keys("woord " * 120)
    notes.family.settle()
    assert text.verticalScrollBar().maximum() == 0
    assert BO not in notes.paragraphs()[0].about_ids
