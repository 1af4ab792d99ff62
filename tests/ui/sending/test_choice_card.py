"""The card of a choice, without a laptop or a service around it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mvs_desktop.domain.conflicts import Choice
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.plans import Goal
from mvs_desktop.ui.kit.parts.marked_text import MarkedText
from mvs_desktop.ui.sending.conflict import ConflictCard
from mvs_desktop.ui.sending.page import SendingPage, SendingView
from tests.ui.sending.shown import page
from tests.ui.showroom import samples, sent

__all__ = ["page"]


@pytest.fixture
def two(qtbot: QtBot, page: SendingPage) -> list[ConflictCard]:
    """A choice about something taken out, where nothing else can be filled in, and another."""
    family = samples.case()
    person = Person(id=family.id, case_id=family.id, given_name="Bo")
    taken_out = sent.withdrawal(person, family)
    phone = sent.conflict(person, "phone", "", "06-1234 5692", "06-1234 5691", family)
    names = sent.sending("usual").names
    page.show_view(SendingView(sent.state(), (taken_out, phone), (), samples.TODAY, names))
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    QApplication.processEvents()
    return page.findChildren(ConflictCard)


def test_the_key_after_a_choice_is_for_nothing_else(
    qtbot: QtBot, page: SendingPage, two: list[ConflictCard]
) -> None:
    settled: list[object] = []
    page.settled.connect(lambda _view, choice, _values: settled.append(choice))
    asked: list[object] = []
    page.asked.connect(asked.append)
    button = two[0].other.button
    button.setFocus()
    for _ in range(3):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert settled == [Choice.OTHER]
    assert asked == []
    assert button.hasFocus()


def test_what_was_replaced_whole_can_be_read(page: SendingPage) -> None:
    """A line through a single figure leaves nothing to read, and there is nothing to compare."""
    family = samples.case()
    goal = Goal(id=family.id, case_id=family.id, plan_id=family.id, text="Rust in huis")
    score = sent.conflict(goal, "score", 3, 6, 5, family)
    text = sent.conflict(goal, "text", "Rust in huis", "Rust op school", "Rust thuis", family)
    names = sent.sending("usual").names
    page.show_view(SendingView(sent.state(), (score, text), (), samples.TODAY, names))
    told = [card.base.text for card in page.findChildren(ConflictCard)]
    assert [struck(one) for one in told] == ["", "in huis"]
    legends = [card.legend.text() for card in page.findChildren(ConflictCard)]
    assert ["Doorgestreept" in legend for legend in legends] == [False, True]


def struck(text: MarkedText) -> str:
    cursor = QTextCursor(text.document())
    found = ""
    while not cursor.atEnd():
        cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
        if cursor.charFormat().fontStrikeOut():
            found += text.document().characterAt(cursor.position() - 1)
    return found
