"""The panels of working together from step to step: while the centre is asked, and back again."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from mvs_desktop.domain.errors import ServerUnreachable
from mvs_desktop.services.team_views import Colleague
from mvs_desktop.ui.team.bring_in import BringInPanel
from mvs_desktop.ui.team.colleague_search import ColleaguePanel
from mvs_desktop.ui.team.hand_over import HandOverPanel
from mvs_desktop.ui.team.known_child import ChildAsked, KnownChildPanel
from tests.ui.showroom import samples
from tests.ui.team.test_team import (
    LEFT,
    NOW,
    SANNE,
    TODAY,
    asked,
    colleague,
    host,
    part,
    said,
    say,
)

__all__ = ["host"]

Key = Qt.Key


@pytest.fixture
def active(qtbot: QtBot, host: QWidget) -> QWidget:
    host.activateWindow()
    qtbot.waitUntil(host.isActiveWindow)
    return host


def test_what_is_asked_is_asked_once(qtbot: QtBot, active: QWidget) -> None:
    """Else a second answer would take away what was begun after the first."""
    panel = KnownChildPanel(active)
    panel.begin()
    told: list[ChildAsked] = []
    panel.asked.connect(told.append)
    qtbot.keyClicks(part(panel, "child_family_name_control", QLineEdit), "van Dam")
    qtbot.keyClicks(part(panel, "child_birth_control", QLineEdit), "4-3-2018")
    ask = part(panel, "ask_child")
    ask.setFocus()
    for _ in range(3):
        qtbot.keyClick(ask, Key.Key_Space)
    assert len(told) == 1
    assert ask.hasFocus()  # the next key is for nothing else
    panel.show_failure(ServerUnreachable())
    qtbot.keyClick(ask, Key.Key_Space)
    assert len(told) == 2


def test_emergency_access_can_be_left(qtbot: QtBot, active: QWidget) -> None:
    panel = KnownChildPanel(active)
    panel.begin()
    panel.show_answer(asked(SANNE), NOW)
    qtbot.mouseClick(part(panel, "emergency"), LEFT)
    assert "Noodtoegang" in said(panel)
    leave = part(panel, "leave_emergency")
    leave.setFocus()
    qtbot.keyClick(leave, Key.Key_Space)
    assert part(panel, "whom_to_ask").hasFocus()
    assert {"Is dit kind al bekend?", "Sanne de Wit"} <= said(panel)


def test_more_of_an_emergency_can_be_left(qtbot: QtBot, active: QWidget) -> None:
    panel = BringInPanel(active, samples.my_say(), TODAY)
    mine = samples.emergency(who=samples.ME)
    panel.begin_with(mine, mine.compartments)
    qtbot.mouseClick(part(panel, "more_emergency"), LEFT)
    assert "De casusregisseur krijgt weer bericht." in said(panel)
    qtbot.mouseClick(part(panel, "leave_emergency"), LEFT)
    assert "Wie doet mee" in said(panel)
    assert part(panel, "end_member").isVisible()
    assert panel.close_button.hasFocus()  # on what ends it a stray key would ask


@pytest.mark.parametrize("hands_over", [False, True])
def test_another_colleague_can_be_chosen(qtbot: QtBot, active: QWidget, hands_over: bool) -> None:
    panel: ColleaguePanel = (
        HandOverPanel(active) if hands_over else BringInPanel(active, say(), TODAY)
    )
    panel.begin()
    panel.show_found([colleague()], more=False)
    row = part(panel, "colleague_row")
    row.setFocus()
    qtbot.keyClick(row, Key.Key_Return)
    other = part(panel, "other_colleague")
    other.setFocus()
    qtbot.keyClick(other, Key.Key_Space)
    line = part(panel, "colleague_control", QLineEdit)
    assert line.hasFocus()
    assert "Daan Proef" not in said(panel)
    panel.show_found([colleague("gezinswerker")], more=False)
    assert part(panel, "colleague_row").isVisible()


def test_from_the_line_the_keyboard_goes_into_what_was_found(qtbot: QtBot, active: QWidget) -> None:
    panel = BringInPanel(active, say(), TODAY)
    panel.begin()
    line = part(panel, "colleague_control", QLineEdit)
    qtbot.keyClick(line, Key.Key_Down)
    assert line.hasFocus()  # there is nothing yet
    panel.show_found([colleague(), colleague("gezinswerker")], more=False)
    rows = panel.findChildren(QWidget, "colleague_row")
    qtbot.waitUntil(lambda: all(row.isVisible() for row in rows))
    qtbot.keyClick(line, Key.Key_Return)
    assert rows[0].hasFocus()
    line.setFocus()
    for key in (Key.Key_Down, Key.Key_Down, Key.Key_Return):
        qtbot.keyClick(QApplication.focusWidget(), key)
    assert part(panel, "bring_in").isVisible()
    assert any("Gezinswerker" in text for text in said(panel))


def test_who_was_chosen_is_asked_and_not_the_one_before(qtbot: QtBot, active: QWidget) -> None:
    panel = HandOverPanel(active)
    panel.begin()
    panel.choose(colleague())
    qtbot.keyClicks(part(panel, "offer_word_control", QPlainTextEdit), "Neem jij ze over?")
    panel.begin()
    other = Colleague(str(samples.ME), "Sanne de Wit", "Enver", "", "Oost", "GM0606")
    panel.choose(other)
    with qtbot.waitSignal(panel.wanted) as wanted:
        qtbot.mouseClick(part(panel, "offer_case"), LEFT)
    assert wanted.args is not None
    assert (wanted.args[0].worker_id, wanted.args[0].word) == (samples.ME, "")
