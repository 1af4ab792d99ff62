"""Versturen en ophalen: a worker settles a conflict by mouse and keyboard."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.conflicts import Choice, Conflict
from mvs_desktop.domain.partial_date import PartialDate
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.plans import Goal
from mvs_desktop.services.views import ConflictView, Link, SetApart, SyncResult, SyncState
from mvs_desktop.ui.sending.conflict import ConflictCard, Names
from mvs_desktop.ui.sending.page import SendingPage, SendingView
from mvs_desktop.ui.shell.intents import OpenFamily, Synchronise

NOW = datetime(2025, 3, 4, 13, 2, tzinfo=UTC)
TODAY = date(2025, 3, 4)
CASE_ID = uuid4()
CASE = CaseFile(id=CASE_ID, case_id=CASE_ID, name="Familie Appelmans")
IDLE = SyncState(Link.IDLE, 0, 1, 0, NOW)


def goal_conflict() -> ConflictView:
    goal = Goal(id=uuid4(), case_id=CASE_ID, plan_id=uuid4(), text="Rust in huis")
    conflict = Conflict(
        id=uuid4(),
        case_id=CASE_ID,
        record_type="goal",
        record_id=goal.id,
        unit="text",
        standing_by="Karlijn",
        standing_at=NOW,
        other_by="Sanne",
        other_at=NOW,
    )
    return ConflictView(
        conflict,
        CASE,
        goal,
        base={"text": "Rust"},
        standing={"text": "Rust in huis"},
        other={"text": "Rust en regelmaat"},
    )


def birth_conflict() -> ConflictView:
    person = Person(id=uuid4(), case_id=CASE_ID, given_name="Bo")
    shown = goal_conflict()
    return replace(
        shown,
        conflict=replace(shown.conflict, record_type="person", record_id=person.id, unit="birth"),
        current=person,
        base={"birth": None, "unborn": False},
        standing={"birth": PartialDate(2016), "unborn": False},
        other={"birth": PartialDate(2016, 3), "unborn": False},
    )


def view(*conflicts: ConflictView, apart: tuple[SetApart, ...] = ()) -> SendingView:
    return SendingView(IDLE, conflicts, apart, TODAY, Names({}, {}, "Sanne"))


@pytest.fixture
def page(qtbot: QtBot) -> SendingPage:
    made = SendingPage()
    qtbot.addWidget(made)
    made.resize(1100, 800)
    made.show()
    return made


def card_of(page: SendingPage) -> ConflictCard:
    card = page.findChild(ConflictCard)
    assert isinstance(card, ConflictCard)
    return card


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
    assert settled.args == [conflict.conflict.id, CASE_ID, choice, None]
    assert not chosen.isEnabled()  # no second choice while the first is being saved


def test_a_new_text_can_be_written(qtbot: QtBot, page: SendingPage) -> None:
    page.show_view(view(goal_conflict()))
    card = card_of(page)
    qtbot.mouseClick(card.rewrite, Qt.MouseButton.LeftButton)
    editor = card.findChild(QPlainTextEdit, "conflict_new_text")
    assert isinstance(editor, QPlainTextEdit)
    assert editor.toPlainText() == "Rust in huis\nRust en regelmaat"
    editor.selectAll()
    qtbot.keyClicks(editor, "Rust en een vaste bedtijd")
    page.show_view(view(card._view or goal_conflict()))  # a sync in between keeps the text
    with qtbot.waitSignal(page.settled) as settled:
        qtbot.mouseClick(card._keep, Qt.MouseButton.LeftButton)
    assert settled.args is not None
    assert settled.args[2:] == [Choice.REWRITTEN, {"text": "Rust en een vaste bedtijd"}]


def test_you_are_told_which_text_is_yours(page: SendingPage) -> None:
    page.show_view(view(goal_conflict()))
    assert card_of(page).standing.who.text() == "Karlijn"
    assert card_of(page).other.who.text() == "Sanne (jij)"


def test_only_a_text_can_be_written_anew(page: SendingPage) -> None:
    page.show_view(view(birth_conflict()))
    assert not card_of(page).rewrite.isVisible()
    assert card_of(page)._about.text() == "Bo · Geboren"


def test_a_record_that_is_not_here_cannot_be_settled_yet(page: SendingPage) -> None:
    page.show_view(view(replace(goal_conflict(), current=None)))
    assert not card_of(page).standing.button.isEnabled()
    assert "haal dit eerst op" in card_of(page).standing.button.reason


def test_a_settled_conflict_leaves_the_screen(qtbot: QtBot, page: SendingPage) -> None:
    first, second = goal_conflict(), birth_conflict()
    page.show_view(view(first, second))
    page.show_view(view(second))
    qtbot.waitUntil(lambda: len(page.findChildren(ConflictCard)) == 1)


def test_what_stands_apart_says_why_and_where(qtbot: QtBot, page: SendingPage) -> None:
    record_id = uuid4()
    page.show_view(view(apart=(SetApart(CASE, "note", record_id, "not-allowed", NOW),)))
    assert page.apart_card.isVisible()
    row = next(row for row in page.apart_card.children() if row.objectName() == "set_apart_row")
    with qtbot.waitSignal(page.asked) as asked:
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert asked.args == [OpenFamily(CASE_ID, record_type="note", record_id=record_id)]
    page.show_view(view())
    assert not page.apart_card.isVisible()


def test_the_receipt_names_what_the_centre_confirmed(page: SendingPage) -> None:
    page.show_result(SyncResult(IDLE, {"note": 1, "action": 2}, received=1))
    text = page._receipt.text()
    assert text.startswith("Verstuurd. De centrale bevestigde 1 verslag en 2 afspraken om ")
    assert text.endswith("1 wijziging van collega's opgehaald.")
    page.show_result(SyncResult(IDLE))  # an idle run does not take the receipt away
    assert page._receipt.text() == text


def test_what_is_still_to_be_fetched_is_told(page: SendingPage) -> None:
    def facts() -> str:
        return " ".join(label.text() for label in page._facts.findChildren(QLabel))

    page.show_state(IDLE, TODAY)
    assert "Nog op te halen" not in facts()
    page.show_state(replace(IDLE, unfetched=3), TODAY)
    assert "Nog op te halen 3 bijlagen" in facts()
    page.show_state(replace(IDLE, unfetched=1, no_room=True), TODAY)
    assert "1 bijlage. Op deze laptop is te weinig ruimte" in facts()


def test_no_connection_is_said_without_alarm(page: SendingPage) -> None:
    page.show_state(SyncState(Link.OFFLINE, 2, 0, 0, None), TODAY)
    assert page.banner.text == (
        "Geen verbinding. Werk gewoon door: alles wordt bewaard en later vanzelf verstuurd."
    )
    page.show_state(IDLE, TODAY)
    assert not page.banner.isVisible()


def test_the_button_waits_while_it_is_busy(qtbot: QtBot, page: SendingPage) -> None:
    page.show_state(replace(IDLE, link=Link.BUSY), TODAY)
    assert not page.now.isEnabled()
    page.show_state(IDLE, TODAY)
    with qtbot.waitSignal(page.asked) as asked:
        qtbot.mouseClick(page.now, Qt.MouseButton.LeftButton)
    assert asked.args == [Synchronise()]
