"""A form announces what was typed, once it is worth announcing, and loses nothing."""

from typing import cast

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from mvs_desktop.ui.kit.forms.choice_editor import ChoiceEditor
from mvs_desktop.ui.kit.forms.choices import ChipsEditor, TicksEditor
from mvs_desktop.ui.kit.forms.fields import (
    choice_field,
    text_field,
)
from mvs_desktop.ui.kit.forms.form import PAUSE_MS, RecordForm
from tests.ui.kit.every_field import form, line

__all__ = ["form"]


def announcements(form: RecordForm) -> list[dict[str, object]]:
    heard: list[dict[str, object]] = []
    form.changed.connect(heard.append)
    return heard


def test_keystrokes_are_announced_once_after_a_pause(qtbot: QtBot, form: RecordForm) -> None:
    heard = announcements(form)
    keys: list[None] = []
    form.edited.connect(lambda: keys.append(None))
    form.editor("name").setFocus()
    qtbot.keyClicks(line(form, "name"), "Tesfay")
    assert len(keys) == 6
    assert heard == []
    qtbot.waitUntil(lambda: len(heard) == 1, timeout=PAUSE_MS * 4)
    assert heard[0]["name"] == "Tesfay"
    qtbot.wait(PAUSE_MS + 100)
    assert len(heard) == 1


def test_leaving_a_field_announces_at_once(qtbot: QtBot, form: RecordForm) -> None:
    heard = announcements(form)
    form.editor("name").setFocus()
    qtbot.keyClicks(line(form, "name"), "Bo")
    qtbot.keyClick(line(form, "name"), Qt.Key.Key_Tab)
    assert [values["name"] for values in heard] == ["Bo"]
    assert not form.has_pending


def test_enter_announces_at_once(qtbot: QtBot, form: RecordForm) -> None:
    heard = announcements(form)
    qtbot.keyClicks(line(form, "name"), "Bo")
    qtbot.keyClick(line(form, "name"), Qt.Key.Key_Return)
    assert [values["name"] for values in heard] == ["Bo"]


def test_looking_without_typing_announces_nothing(qtbot: QtBot, form: RecordForm) -> None:
    heard = announcements(form)
    form.editor("name").setFocus()
    qtbot.keyClick(line(form, "name"), Qt.Key.Key_Tab)
    form.flush()
    assert heard == []


def test_a_choice_announces_at_once(qtbot: QtBot, form: RecordForm) -> None:
    heard = announcements(form)
    chips = cast(ChipsEditor, form.editor("how"))
    qtbot.mouseClick(chips.buttons()[1], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(chips.buttons()[0], Qt.MouseButton.LeftButton)
    qtbot.keyClick(chips.buttons()[0], Qt.Key.Key_Space)
    assert [values["how"] for values in heard] == ["h", "t", None]
    ticks = cast(TicksEditor, form.editor("who"))
    qtbot.keyClick(ticks.buttons()[0], Qt.Key.Key_Space)
    assert heard[-1]["who"] == frozenset({1})
    combo = cast(QComboBox, form.editor("town").control())
    qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert heard[-1]["town"] == "s"


def test_values_go_in_and_come_out(form: RecordForm) -> None:
    values: dict[str, object] = {
        "name": "De Vries",
        "born": 2016,
        "words": "Regel een\nregel twee",
        "town": "m",
        "language": "ti",
        "how": "h",
        "who": frozenset({2}),
        "score": 7,
        "at": None,
    }
    heard = announcements(form)
    form.show_values(values)
    assert form.values() == values
    assert form.shown() == values
    assert heard == []
    assert not form.has_pending


def test_unreadable_text_is_kept_and_told(qtbot: QtBot, form: RecordForm) -> None:
    heard = announcements(form)
    qtbot.keyClicks(line(form, "born"), "ergens in maart")
    qtbot.keyClick(line(form, "born"), Qt.Key.Key_Return)
    assert form.unreadable() == {"born": "ergens in maart"}
    assert "born" not in form.values()
    assert "born" not in heard[-1]
    assert line(form, "born").text() == "ergens in maart"
    assert "Deze datum begrijpen we niet." in form.row("born").problem_text


def test_a_readable_text_ends_the_problem(qtbot: QtBot, form: RecordForm) -> None:
    form.show_drafts({"born": "ergens"})
    assert form.row("born").problem_text
    line(form, "born").setFocus()
    line(form, "born").selectAll()
    qtbot.keyClicks(line(form, "born"), "2016")
    qtbot.keyClick(line(form, "born"), Qt.Key.Key_Return)
    assert form.row("born").problem_text == ""
    assert form.values()["born"] == 2016


def test_unknown_word_in_a_searched_list_is_kept(qtbot: QtBot, form: RecordForm) -> None:
    editor = cast(ChoiceEditor, form.editor("language"))
    typed = cast(QLineEdit, editor.combo.lineEdit())
    qtbot.keyClicks(typed, "Klingon")
    qtbot.keyClick(typed, Qt.Key.Key_Return)
    assert form.unreadable() == {"language": "Klingon"}
    assert "staat niet in de lijst" in form.row("language").problem_text


def test_a_searched_list_takes_a_word_in_any_case(qtbot: QtBot, form: RecordForm) -> None:
    editor = cast(ChoiceEditor, form.editor("language"))
    typed = cast(QLineEdit, editor.combo.lineEdit())
    qtbot.keyClicks(typed, "tigrinya")
    assert form.values()["language"] == "ti"


def test_value_outside_the_options_is_not_lost(form: RecordForm) -> None:
    form.show_values({"town": "Rotterdam", "language": "tlh", "how": "brief", "who": {9}})
    values = form.values()
    assert (values["town"], values["language"]) == ("Rotterdam", "tlh")
    assert (values["how"], values["who"]) == ("brief", frozenset({9}))


def test_new_options_keep_the_choice(form: RecordForm) -> None:
    form.show_values({"town": "m", "who": {2}})
    cast(ChoiceEditor, form.editor("town")).set_options([("m", "Maassluis"), ("v", "V")])
    cast(TicksEditor, form.editor("who")).set_options([(2, "Kim"), (3, "Oma")])
    assert form.values()["town"] == "m"
    assert form.values()["who"] == frozenset({2})


def test_a_field_being_edited_is_not_overwritten(qtbot: QtBot, form: RecordForm) -> None:
    form.show_values({"name": "De Vries", "words": "oud"})
    form.editor("name").setFocus()
    qtbot.keyClicks(line(form, "name"), "!")
    form.show_values({"name": "Van een collega", "words": "nieuw"})
    assert line(form, "name").text() == "De Vries!"
    assert form.values()["words"] == "nieuw"
    assert form.shown()["name"] == "De Vries"
    form.flush()  # announced, but the user is still in the field
    form.show_values({"name": "Van een collega"})
    assert line(form, "name").text() == "De Vries!"
    assert form.shown()["name"] == "De Vries"


def test_own_edit_that_comes_back_is_the_new_base(qtbot: QtBot, form: RecordForm) -> None:
    form.show_values({"name": "De Vries"})
    form.editor("name").setFocus()
    qtbot.keyClicks(line(form, "name"), "!")
    form.flush()
    qtbot.keyClicks(line(form, "name"), "?")
    form.show_values({"name": "De Vries!"})
    assert line(form, "name").text() == "De Vries!?"
    assert form.shown()["name"] == "De Vries!"


def test_a_field_that_was_left_is_shown_again(qtbot: QtBot, form: RecordForm) -> None:
    form.editor("name").setFocus()
    qtbot.keyClicks(line(form, "name"), "Bo")
    qtbot.keyClick(line(form, "name"), Qt.Key.Key_Tab)
    form.show_values({"name": "Kim"})
    assert line(form, "name").text() == "Kim"


def test_a_focused_field_without_typing_is_shown_again(form: RecordForm) -> None:
    form.editor("name").setFocus()
    form.show_values({"name": "Kim"})
    assert line(form, "name").text() == "Kim"


def test_problem_is_seen_and_told_to_screen_readers(form: RecordForm) -> None:
    problem = "Dit BSN klopt niet. Kijk het na of laat het leeg; je kunt zonder verder."
    form.show_problems({"name": problem})
    control = line(form, "name")
    assert control.accessibleName() == "Naam"
    assert problem in control.accessibleDescription()
    assert "Zoals het gezin die schrijft" in control.accessibleDescription()
    assert any(
        label.text() == problem and label.isVisible()
        for label in form.row("name").findChildren(QLabel)
    )
    form.show_problems({})
    assert problem not in control.accessibleDescription()


def test_every_control_has_a_name_and_a_buddy(form: RecordForm) -> None:
    for name in form.shown() or ("name", "born", "words", "town", "language", "score", "at"):
        row = form.row(name)
        assert row.field.editor.control().accessibleName() == row.field.label
        assert row.label.buddy() is row.field.editor.control()
    chips = cast(ChipsEditor, form.editor("how"))
    assert [chip.accessibleName() for chip in chips.buttons()] == [
        "Hoe?: Telefoon",
        "Hoe?: Huisbezoek",
    ]


def test_tab_follows_the_order_of_the_fields(qtbot: QtBot, form: RecordForm) -> None:
    form.focus_first()
    visited = []
    for _ in range(5):
        focused = QApplication.focusWidget()
        assert focused is not None
        visited.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    wanted = ("name", "born", "words", "town", "language")
    assert visited[:4] == [form.editor(name).control() for name in wanted[:4]]
    assert form.editor("language").isAncestorOf(visited[4])


def test_long_text_grows_with_its_content(qtbot: QtBot, form: RecordForm) -> None:
    control = cast(QPlainTextEdit, form.editor("words").control())
    before = control.height()
    form.show_values({"words": "\n".join("regel" for _ in range(10))})
    qtbot.waitUntil(lambda: control.height() > before * 2)
    assert control.verticalScrollBar().maximum() == 0
    form.show_values({"words": "\n".join("regel" for _ in range(100))})
    qtbot.waitUntil(lambda: control.verticalScrollBar().maximum() > 0)


def test_two_columns_become_one_in_a_narrow_place(qtbot: QtBot) -> None:
    form = RecordForm([text_field("a", "A"), text_field("b", "B")], columns=2)
    qtbot.addWidget(form)
    form.resize(900, 300)
    form.show()
    assert form.row("a").y() == form.row("b").y()
    form.resize(400, 300)
    qtbot.waitUntil(lambda: form.row("a").x() == form.row("b").x())
    assert form.row("a").y() < form.row("b").y()


def test_a_field_twice_is_a_bug() -> None:
    with pytest.raises(ValueError, match="twice"):
        RecordForm([text_field("a", "A"), text_field("a", "A")])


def test_read_only_form_takes_no_typing(qtbot: QtBot, form: RecordForm) -> None:
    form.show_values({"name": "De Vries"})
    form.set_read_only(True)
    qtbot.keyClicks(line(form, "name"), "x")
    assert line(form, "name").text() == "De Vries"


def test_scrolling_past_a_list_does_not_change_it(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    rows = QVBoxLayout(page)
    form = RecordForm(
        [text_field("a", "A"), choice_field("town", "Gemeente", [(1, "Een"), (2, "Twee")])]
    )
    rows.addWidget(form)
    page.show()
    form.show_values({"town": 1})
    form.focus_first()
    combo = form.editor("town").control()
    middle = QPointF(combo.rect().center())
    QApplication.sendEvent(
        combo,
        QWheelEvent(
            middle,
            QPointF(combo.mapToGlobal(middle)),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        ),
    )
    assert form.values()["town"] == 1
