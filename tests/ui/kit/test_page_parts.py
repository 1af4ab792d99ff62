"""Fields that stand in a page: scale, choice or words, quiet lines, keys of a list of texts."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mvs_desktop.ui.kit.forms.choice_or_text import ChoiceOrTextEditor
from mvs_desktop.ui.kit.forms.choices import ChoiceChip
from mvs_desktop.ui.kit.forms.fields import long_text_field, number_field, text_field
from mvs_desktop.ui.kit.forms.form import PAUSE_MS, RecordForm
from mvs_desktop.ui.kit.forms.line_keys import LineKeys
from mvs_desktop.ui.kit.forms.quiet import QuietLine, make_quiet
from mvs_desktop.ui.kit.forms.scale import ScaleEditor
from mvs_desktop.ui.kit.forms.text_editors import LongTextEditor
from mvs_desktop.ui.kit.pages.approach import Approach
from mvs_desktop.ui.kit.pages.scroll import ScrollPage, bring_into_view
from mvs_desktop.ui.kit.pages.tab_order import in_reading_order, tab_in_reading_order


@pytest.mark.parametrize(
    ("start", "keys", "mark"),
    [
        (None, [Qt.Key.Key_7], 7),
        (None, [Qt.Key.Key_1, Qt.Key.Key_0], 10),
        (None, [Qt.Key.Key_0], 0),
        (None, [Qt.Key.Key_Right], 5),
        (9, [Qt.Key.Key_Up, Qt.Key.Key_Right], 10),
        (1, [Qt.Key.Key_Left, Qt.Key.Key_Left], 0),
        (4, [Qt.Key.Key_Backspace], None),
    ],
)
def test_a_mark_by_keys(
    qtbot: QtBot, start: int | None, keys: list[Qt.Key], mark: int | None
) -> None:
    editor = ScaleEditor()
    qtbot.addWidget(editor)
    editor.name_controls("Cijfer", "")
    editor.show_value(start)
    for key in keys:
        qtbot.keyClick(editor.scale, key)
    assert editor.value() == mark
    said = "Cijfer" if mark is None else f"Cijfer: {mark}"
    assert editor.scale.accessibleName() == said


def test_a_click_on_the_chosen_mark_takes_it_back(qtbot: QtBot) -> None:
    editor = ScaleEditor()
    qtbot.addWidget(editor)
    editor.resize(480, 40)
    editor.show()
    place = editor.scale.place_of(3).center().toPoint()
    seen = []
    editor.edited.connect(lambda: seen.append(editor.value()))
    for _ in range(2):
        qtbot.mouseClick(editor.scale, Qt.MouseButton.LeftButton, pos=place)
    assert seen == [3, None]
    editor.set_read_only(True)
    qtbot.mouseClick(editor.scale, Qt.MouseButton.LeftButton, pos=place)
    assert editor.value() is None


def test_an_option_or_words_of_ones_own(qtbot: QtBot) -> None:
    editor = ChoiceOrTextEditor([(1, "Riet"), (2, "Bo")])
    qtbot.addWidget(editor)
    for typed, value in (("riet", (1, "")), ("juf Anne", (None, "juf Anne")), ("", (None, ""))):
        editor.line.setText(typed)
        assert editor.value() == value
    editor.show_value((2, ""))
    assert editor.raw_text() == "Bo"
    editor.show_value((None, "de buurvrouw"))
    editor.set_options([(3, "Kim")])
    assert editor.value() == (None, "de buurvrouw")


def test_other_words_for_an_option_choose_it_too(qtbot: QtBot) -> None:
    editor = ChoiceOrTextEditor([(1, "Riet")], also={"Riet de Boer": 1}.get)
    qtbot.addWidget(editor)
    editor.line.setText("Riet de Boer")
    assert editor.value() == (1, "")
    editor.show_value(editor.value())
    assert editor.raw_text() == "Riet"
    editor.line.setText("Riet van hiernaast")
    assert editor.value() == (None, "Riet van hiernaast")


def test_a_quiet_line_shortens_and_says_all_when_pointed_at(qtbot: QtBot) -> None:
    line = QuietLine("Voor Bo, Kim en het ongeboren kind", icon_name="users")
    qtbot.addWidget(line)
    line.resize(line.sizeHint())
    line.show()
    assert line.label == line.words
    line.resize(120, 24)
    assert line.label.endswith("…")
    assert line.accessibleName() == line.words
    assert "ongeboren kind" in line.toolTip()


def test_making_a_form_quiet_is_no_edit(qtbot: QtBot) -> None:
    form = RecordForm((long_text_field("words", "Woorden"), text_field("name", "Naam")))
    qtbot.addWidget(form)
    form.show_values({"words": "Wat er stond", "name": "Bo"})
    form.show()
    with qtbot.assertNotEmitted(form.changed, wait=PAUSE_MS + 100):
        make_quiet(form)
    form.show_values({"words": "Iets anders"})
    assert form.values()["words"] == "Iets anders"


def test_a_field_may_be_deleted_while_it_has_the_keyboard(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    form = RecordForm((text_field("name", "Naam"),), window)
    QVBoxLayout(window).addWidget(form)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    form.focus_first()
    with qtbot.captureExceptions() as raised:
        form.deleteLater()
        qtbot.wait(10)
    assert not raised


def test_a_long_text_shows_every_line_at_any_width(qtbot: QtBot) -> None:
    editor = LongTextEditor(lines=1, most_lines=100)
    qtbot.addWidget(editor)
    editor.show_value("\n\n".join("woord " * 40 for _ in range(3)))
    editor.resize(500, 100)
    editor.show()
    for width in (500, 260, 700):
        editor.resize(width, editor.height())
        QApplication.processEvents()
        assert editor.text.verticalScrollBar().maximum() == 0, width


@pytest.mark.parametrize(
    ("text", "key", "held", "told"),
    [
        ("een", Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "next"),
        ("", Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, ""),
        ("een", Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier, ""),
        ("een", Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier, ""),
        ("", Qt.Key.Key_Backspace, Qt.KeyboardModifier.NoModifier, "removed"),
        ("een", Qt.Key.Key_Backspace, Qt.KeyboardModifier.NoModifier, ""),
        ("een", Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier, "moved 1"),
        ("een", Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier, "moved -1"),
        ("een", Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier, ""),
    ],
)
def test_keys_of_a_list_of_texts(
    qtbot: QtBot, text: str, key: Qt.Key, held: Qt.KeyboardModifier, told: str
) -> None:
    edit = QPlainTextEdit(text)
    qtbot.addWidget(edit)
    keys = LineKeys(edit)
    seen: list[str] = []
    keys.next_wanted.connect(lambda: seen.append("next"))
    keys.removed.connect(lambda: seen.append("removed"))
    keys.moved.connect(lambda step: seen.append(f"moved {step}"))
    qtbot.keyClick(edit, key, held)
    assert "".join(seen) == told
    edit.setReadOnly(True)
    qtbot.keyClick(edit, key, held)
    assert "".join(seen) == told


def test_tools_come_into_sight_with_the_keyboard(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    rows = QVBoxLayout(window)
    area, other = QWidget(), QPushButton("elders")
    inside = QVBoxLayout(area)
    word, tool = QPushButton("woord"), QPushButton("weg")
    for part in (word, tool):
        inside.addWidget(part)
    rows.addWidget(area)
    rows.addWidget(other)
    Approach(area, tool)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    other.setFocus()
    assert not tool.isVisible()
    word.setFocus()
    assert tool.isVisible()
    other.setFocus()
    assert not tool.isVisible()


def test_tab_follows_the_page_after_something_was_put_between(qtbot: QtBot) -> None:
    page = ScrollPage()
    qtbot.addWidget(page)
    first, last = QPushButton("1"), QPushButton("3")
    page.add(first)
    page.add(last)
    between = QPushButton("2")
    page.body.insertWidget(1, between)
    tab_in_reading_order(page)
    assert list(in_reading_order(page)) == [first, between, last]
    assert first.nextInFocusChain() is between
    assert between.nextInFocusChain() is last


def test_the_page_scrolls_to_what_is_far_below(qtbot: QtBot) -> None:
    page = ScrollPage()
    qtbot.addWidget(page)
    page.resize(300, 200)
    page.body.addSpacing(2000)
    below = QPushButton("onderaan")
    page.add(below)
    page.show()
    QApplication.processEvents()
    bring_into_view(below)
    assert page.verticalScrollBar().value() > 1000
    assert below.visibleRegion().boundingRect().height() == below.height()


def test_nothing_scrolls_to_what_is_not_on_the_page_yet(qtbot: QtBot) -> None:
    """A part that is being made asks for it too; Qt would warn, which fails here."""
    page = ScrollPage()
    qtbot.addWidget(page)
    page.body.addSpacing(2000)
    page.show()
    bring_into_view(QPushButton("nog niet", page))
    assert page.verticalScrollBar().value() == 0


def test_a_chosen_chip_has_room_for_its_weight(qtbot: QtBot) -> None:
    chip = ChoiceChip("Niet ondertekend, wel geschreven")
    qtbot.addWidget(chip)
    before = chip.sizeHint()
    chip.setChecked(True)
    assert chip.sizeHint() == before
    plain = QPushButton("Niet ondertekend, wel geschreven")
    qtbot.addWidget(plain)
    assert before.width() > plain.fontMetrics().horizontalAdvance(plain.text())


def test_a_form_that_is_refused_brings_the_keyboard_to_why(qtbot: QtBot) -> None:
    page = ScrollPage()
    form = RecordForm([text_field(f"line_{number}", f"Regel {number}") for number in range(20)])
    button = QPushButton("Klaar")
    page.add(form)
    page.add(button)
    page.resize(400, 300)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    button.setFocus()
    bring_into_view(button)
    assert form.refuse({"line_7": "Vul dit in.", "line_2": "Vul dit in."})
    line = form.editor("line_2").control()
    qtbot.waitUntil(lambda: line.visibleRegion().boundingRect() == line.rect())
    assert QApplication.focusWidget() is line
    assert form.row("line_7").problem_text == "Vul dit in."
    assert not form.refuse({})


def test_text_that_cannot_be_read_is_a_reason_to_refuse(qtbot: QtBot) -> None:
    form = RecordForm([number_field("minutes", "Minuten"), text_field("name", "Naam")])
    qtbot.addWidget(form)
    form.show()
    qtbot.keyClicks(form.editor("minutes").control(), "veel")
    assert form.refuse({})
    assert form.row("minutes").problem_text
