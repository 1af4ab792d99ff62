"""A worker settles a conflict, by mouse and keyboard."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mvs_desktop.domain.conflicts import Choice
from mvs_desktop.domain.contacts import Contact
from mvs_desktop.domain.partial_date import PartialDate
from mvs_desktop.domain.plans import GoalState, World
from mvs_desktop.services.views import ConflictView
from mvs_desktop.ui.kit.forms.form import RecordForm
from mvs_desktop.ui.navigation.intents import OpenFamily
from mvs_desktop.ui.sending.conflict import ConflictCard
from mvs_desktop.ui.sending.conflict_words import Names
from mvs_desktop.ui.sending.page import SendingPage, SendingView
from tests.ui.sending.shown import (
    BO,
    CASE_ID,
    IDLE,
    KIM,
    NOW,
    TODAY,
    birth_conflict,
    card_of,
    goal_conflict,
    page,
    unit,
    view,
)

__all__ = ["page"]


@pytest.mark.parametrize(
    ("button", "choice"),
    [("standing", Choice.STANDING), ("other", Choice.OTHER)],
)
def test_either_version_can_be_chosen(
    qtbot: QtBot, page: SendingPage, button: str, choice: Choice
) -> None:
    conflict = goal_conflict()
    page.show_view(view(conflict))
    chosen = getattr(card_of(page), button).button
    with qtbot.waitSignal(page.settled) as settled:
        qtbot.mouseClick(chosen, Qt.MouseButton.LeftButton)
    assert settled.args == [conflict, choice, None]
    assert chosen.is_held  # no second choice while the first is being saved


def test_a_new_text_can_be_written(qtbot: QtBot, page: SendingPage) -> None:
    page.show_view(view(goal_conflict()))
    card = card_of(page)
    qtbot.mouseClick(card.rewrite, Qt.MouseButton.LeftButton)
    editor = card.findChild(QPlainTextEdit, "text_control")
    assert isinstance(editor, QPlainTextEdit)
    assert editor.toPlainText() == "Rust in huis\nRust en regelmaat"
    editor.selectAll()
    qtbot.keyClicks(editor, "Rust en een vaste bedtijd")
    page.show_view(view(card._view or goal_conflict()))  # a sync in between keeps the text
    with qtbot.waitSignal(page.settled) as settled:
        qtbot.mouseClick(card.keep, Qt.MouseButton.LeftButton)
    assert settled.args is not None
    assert settled.args[1:] == [Choice.REWRITTEN, {"text": "Rust en een vaste bedtijd"}]


@pytest.mark.parametrize("kind", [QPlainTextEdit, QLineEdit])
def test_ctrl_enter_chooses_what_was_written_and_nothing_before_that(
    qtbot: QtBot, page: SendingPage, kind: type[QWidget]
) -> None:
    shown = goal_conflict()
    if kind is QLineEdit:
        phone = unit("phone", "", "06-1234 5692", "06-1234 5691")
        shown = replace(phone, conflict=replace(phone.conflict, record_type="person"))
    page.show_view(view(shown))
    card = card_of(page)
    told: list[Choice] = []
    page.settled.connect(lambda _view, choice, _values: told.append(choice))
    qtbot.keyClick(card.base.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert told == []
    card.rewrite.click()
    editor = card.findChild(kind, "phone_control" if kind is QLineEdit else "text_control")
    for _ in range(2):  # the second is for a choice that is being made
        qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert told == [Choice.REWRITTEN]


def test_you_are_told_which_text_is_yours(page: SendingPage) -> None:
    page.show_view(view(goal_conflict()))
    assert card_of(page).standing.who.text() == "Karlijn"
    assert card_of(page).other.who.text() == "Sanne (jij)"


def test_whose_texts_they_are_is_in_the_words(page: SendingPage) -> None:
    conflict = goal_conflict()
    page.show_view(view(conflict))
    assert card_of(page).explanation.text().startswith("Jij en een collega")
    page.show_view(view(replace(conflict, standing_by="Sanne")))
    assert card_of(page).explanation.text().startswith("Je hebt dit op twee laptops")
    other = replace(conflict.conflict, other_by="Mo")
    page.show_view(view(replace(conflict, conflict=other)))
    assert card_of(page).explanation.text().startswith("Twee collega's")


def test_another_date_can_be_filled_in(qtbot: QtBot, page: SendingPage) -> None:
    page.show_view(view(birth_conflict()))
    card = card_of(page)
    assert card.about.text() == "Bo · Geboren"
    qtbot.mouseClick(card.rewrite, Qt.MouseButton.LeftButton)
    line = card.findChild(QLineEdit, "birth_control")
    assert isinstance(line, QLineEdit)
    assert line.text() == "2016"
    line.selectAll()
    qtbot.keyClicks(line, "31-2-2016")
    qtbot.mouseClick(card.keep, Qt.MouseButton.LeftButton)
    assert not card.keep.is_held  # nothing was chosen: it says below the field why
    assert any("Deze dag bestaat niet" in said.text() for said in card.findChildren(QLabel))
    line.selectAll()
    qtbot.keyClicks(line, "april 2016")
    with qtbot.waitSignal(page.settled) as settled:
        qtbot.mouseClick(card.keep, Qt.MouseButton.LeftButton)
    assert settled.args is not None
    assert settled.args[1:] == [
        Choice.REWRITTEN,
        {"birth": PartialDate(2016, 4), "unborn": False},
    ]


def test_another_moment_can_be_filled_in(qtbot: QtBot, page: SendingPage) -> None:
    contact = Contact(id=uuid4(), case_id=CASE_ID, at=NOW)
    shown = replace(unit("at", NOW, NOW, NOW), current=contact)
    page.show_view(view(replace(shown, conflict=replace(shown.conflict, record_type="contact"))))
    card = card_of(page)
    assert card.rewrite.label == "Vul iets anders in"
    card.rewrite.click()
    day, time = (card.findChild(QLineEdit, name) for name in ("at_control", "at_time"))
    assert isinstance(day, QLineEdit)
    assert isinstance(time, QLineEdit)
    for line in (day, time):
        line.selectAll()
        qtbot.keyClick(line, Qt.Key.Key_Delete)
    card.keep.click()  # a contact has a moment: it says so, and nothing is chosen
    assert not card.keep.is_held
    why = "Vul dit in, of kies een van de twee hierboven."
    assert why in {said.text() for said in card.findChildren(QLabel) if said.isVisible()}
    qtbot.keyClicks(day, "5-3-2025")
    qtbot.keyClicks(time, "9:30")
    with qtbot.waitSignal(page.settled) as settled:
        card.keep.click()
    assert settled.args is not None
    at = datetime(2025, 3, 5, 9, 30).astimezone(UTC)
    assert settled.args[1:] == [Choice.REWRITTEN, {"at": at}]


def test_a_telephone_number_is_filled_in_and_not_written(qtbot: QtBot, page: SendingPage) -> None:
    shown = unit("phone", "", "06-1234 5692", "06-1234 5691")
    page.show_view(view(replace(shown, conflict=replace(shown.conflict, record_type="person"))))
    card = card_of(page)
    assert card.rewrite.label == "Vul iets anders in"
    card.rewrite.click()
    line = card.findChild(QLineEdit, "phone_control")
    assert isinstance(line, QLineEdit)
    assert line.text() == "06-1234 5692"  # not both below each other


def test_a_screen_reader_hears_whose_text_a_button_chooses(page: SendingPage) -> None:
    page.show_view(view(goal_conflict()))
    told = card_of(page).other.button.accessibleDescription()
    assert told.startswith("Apart gezet, Sanne (jij), ")


def test_writing_can_be_left(qtbot: QtBot, page: SendingPage) -> None:
    page.show_view(view(goal_conflict()))
    card = card_of(page)
    card.rewrite.click()
    leave = card.findChild(QPushButton, "conflict_leave_new")
    assert isinstance(leave, QPushButton)
    leave.click()
    assert card.rewrite.isVisible()
    assert not card.keep.isVisible()


@pytest.mark.parametrize(
    ("conflict", "said", "can_be_typed"),
    [
        (unit("state", GoalState.OPEN, GoalState.REACHED, GoalState.STOPPED), "Behaald", True),
        (unit("for_ids", frozenset(), frozenset({BO}), frozenset({KIM})), "Bo", True),
        (unit("world", World.FAMILY, World.SCHOOL, World.FREE_TIME), "School", True),
        (unit("position", "a", "b", "c"), "b", False),
        (unit("plan_id", None, uuid4(), uuid4()), "Iemand uit dit gezin", False),
    ],
    ids=lambda item: item.conflict.unit if isinstance(item, ConflictView) else None,
)
def test_every_kind_of_value_is_said_in_words(
    page: SendingPage, conflict: ConflictView, said: str, *, can_be_typed: bool
) -> None:
    people = {BO: "Bo", KIM: "Kim"}
    names = Names(people, {}, "Sanne", {CASE_ID: people})
    page.show_view(SendingView(IDLE, (conflict,), (), TODAY, names))
    card = card_of(page)
    assert card.standing.text.toPlainText() == said
    assert card.rewrite.isVisible() is can_be_typed
    if can_be_typed:
        card.rewrite.click()
        name = conflict.conflict.unit
        form = card.findChild(RecordForm)
        assert isinstance(form, RecordForm)
        wanted = frozenset({BO, KIM}) if name == "for_ids" else conflict.standing[name]
        assert form.values() == {name: wanted}


@pytest.mark.parametrize(
    ("other", "said"),
    [("111222333", "••••••018"), ("111222018", "999990018")],
)
def test_of_a_citizen_service_number_no_more_is_shown_than_it_takes(
    page: SendingPage, other: str, said: str
) -> None:
    conflict = birth_conflict()
    number = replace(
        conflict,
        conflict=replace(conflict.conflict, unit="bsn"),
        base={"bsn": None},
        standing={"bsn": "999990018"},
        other={"bsn": other},
    )
    page.show_view(view(number))
    assert card_of(page).standing.text.toPlainText() == said
    assert not card_of(page).rewrite.isVisible()


def test_a_mark_is_from_0_to_10(qtbot: QtBot, page: SendingPage) -> None:
    page.show_view(view(unit("score", 4, 6, 7)))
    card = card_of(page)
    card.rewrite.click()
    line = card.findChild(QLineEdit, "score_control")
    assert isinstance(line, QLineEdit)
    line.selectAll()
    qtbot.keyClicks(line, "12")
    with qtbot.assertNotEmitted(page.settled):
        card.keep.click()


def test_long_texts_are_folded_but_for_what_differs(page: SendingPage) -> None:
    lines = [f"Alinea {n}." for n in range(20)]
    base = "\n".join(lines)
    conflict = unit(
        "target", base, base.replace("Alinea 9.", "Nieuw."), base.replace("Alinea 9.", "Anders.")
    )
    page.show_view(view(conflict))
    card = card_of(page)
    assert card.standing.text.toPlainText().split("\n") == [
        "… 8 alinea's hetzelfde …",
        "Alinea 8.",
        "Nieuw.",
        "Alinea 10.",
        "… 9 alinea's hetzelfde …",
    ]
    assert card.base.text.document().find("Alinea 9").charFormat().fontStrikeOut()
    card.unfold.click()
    assert card.standing.text.toPlainText().count("\n") == 19
    assert not card.unfold.isVisible()


def test_a_change_of_what_is_shown_is_said(page: SendingPage) -> None:
    conflict = goal_conflict()
    page.show_view(view(conflict))
    page.show_view(view(conflict))
    assert not card_of(page).notice.isVisible()
    page.show_view(view(replace(conflict, other={"text": "Rust en ritme"})))
    assert card_of(page).notice.text == "Een van de teksten is net veranderd. Lees ze nog eens."


def test_what_this_version_cannot_read_is_not_chosen(page: SendingPage) -> None:
    page.show_view(view(replace(goal_conflict(), readable=False, current=None)))
    card = card_of(page)
    assert "nieuwere versie" in card.explanation.text()
    assert not card.standing.isVisible()
    assert not card.rewrite.isVisible()
    page.focus_first()
    assert card.action.hasFocus()


def test_the_keyboard_goes_on_to_the_next_choice(page: SendingPage) -> None:
    first, second = goal_conflict(), birth_conflict()
    page.show_view(view(first, second))
    page.activateWindow()
    page.focus_first()
    cards = page.findChildren(ConflictCard)
    assert cards[0].base.text.hasFocus()
    page.show_view(view(second))
    assert cards[1].base.text.hasFocus()
    page.show_view(view())
    assert page.now.hasFocus()


def test_versions_stand_below_each_other_where_there_is_no_room(
    qtbot: QtBot, page: SendingPage
) -> None:
    page.show_view(view(goal_conflict()))
    card = card_of(page)
    qtbot.waitUntil(lambda: card.base.y() == card.other.y())
    page.resize(640, 800)
    qtbot.waitUntil(lambda: card.base.y() < card.standing.y() < card.other.y())


def test_after_a_choice_the_history_is_at_hand(qtbot: QtBot, page: SendingPage) -> None:
    conflict = goal_conflict()
    page.show_view(view(conflict))
    page.show_settled(conflict)
    page.show_view(view())
    assert page.outcome.isVisible()
    with qtbot.waitSignal(page.asked) as asked:
        page.outcome.findChildren(QPushButton)[0].click()
    record = conflict.conflict.record_id
    assert asked.args == [OpenFamily(CASE_ID, "", "goal", record, history=True)]
    page.hide()
    page.show()
    assert not page.outcome.isVisible()


def test_a_record_that_is_not_here_cannot_be_settled_yet(page: SendingPage) -> None:
    page.show_view(view(replace(goal_conflict(), current=None)))
    assert not card_of(page).standing.button.isEnabled()
    assert "haal dit eerst op" in card_of(page).standing.button.reason


def test_a_settled_conflict_leaves_the_screen(qtbot: QtBot, page: SendingPage) -> None:
    first, second = goal_conflict(), birth_conflict()
    page.show_view(view(first, second))
    page.show_view(view(second))
    qtbot.waitUntil(lambda: len(page.findChildren(ConflictCard)) == 1)
