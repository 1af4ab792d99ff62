"""Chips, cards, questions, banners and the rest, driven as a user would."""

from datetime import time

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from mvs_desktop.ui.kit.look.focus import FocusRing
from mvs_desktop.ui.kit.look.theme import apply_theme, load_theme
from mvs_desktop.ui.kit.pages.banner import Banner
from mvs_desktop.ui.kit.pages.cards import Card
from mvs_desktop.ui.kit.pages.dialogs import Choice, ask, confirm
from mvs_desktop.ui.kit.pages.empty import EmptyState
from mvs_desktop.ui.kit.pages.rows import DetailRow
from mvs_desktop.ui.kit.pages.scroll import Columns
from mvs_desktop.ui.kit.pages.tabs import FamilyTabs
from mvs_desktop.ui.kit.parts.avatar import initials
from mvs_desktop.ui.kit.parts.buttons import OutlinedButton
from mvs_desktop.ui.kit.parts.chips import Chip
from mvs_desktop.ui.kit.parts.flow import Flow
from mvs_desktop.ui.kit.parts.labels import Body, Elided, Heading, Label
from mvs_desktop.ui.kit.parts.picture import Picture
from mvs_desktop.ui.kit.parts.quantities import format_time, parse_number, parse_time
from mvs_desktop.ui.kit.parts.saved import SavedLabel
from tests.ui.kit.showing import shown


def test_a_title_goes_on_over_lines_where_there_is_no_room(qtbot: QtBot) -> None:
    card = Card("Familie van der Meulen-Oppenhuizen – El Khattabi-Benmoussa", action="Openen")
    shown(qtbot, card)
    card.resize(900, 120)
    (title,) = card.findChildren(Heading)
    line = title.fontMetrics().lineSpacing()
    for wide, turns in ((900, False), (320, True)):
        card.resize(wide, 200)
        QApplication.processEvents()
        needed = title.heightForWidth(title.width())
        assert (needed >= 2 * line) is turns
        assert title.height() >= needed
        corner = card.action.mapTo(card, card.action.rect().bottomRight())
        assert card.rect().contains(corner)  # it is not pushed out of sight


def test_a_row_has_two_lines_for_its_title_and_the_rest_as_tip(qtbot: QtBot) -> None:
    text = "Met school bellen over de ochtenden en de gymles, en vragen wie er dan meegaat"
    row = DetailRow(text, "Familie Appelmans")
    shown(qtbot, row)
    (title,) = row.findChildren(Elided)
    row.resize(700, 100)
    QApplication.processEvents()
    assert (len(title._laid_out(title.width())), title.toolTip()) == (1, "")
    for width, whole in ((400, True), (200, False)):
        row.resize(width, 100)
        QApplication.processEvents()
        lines = title._laid_out(title.contentsRect().width())
        assert len(lines) == 2
        assert title.height() >= 2 * title.fontMetrics().lineSpacing()
        assert (" ".join(lines) == text) is whole
        assert (title.toolTip() == "") is whole


def test_arrows_walk_over_rows_that_open(qtbot: QtBot) -> None:
    holder = QWidget()
    lines = QVBoxLayout(holder)
    names = ("Een", "Twee", "Drie")
    rows = [DetailRow(f"Familie {name}", clickable=name != "Twee") for name in names]
    for row in rows:
        lines.addWidget(row)
    shown(qtbot, holder)
    first, _, last = rows
    first.setFocus()
    for key, there in (
        (Qt.Key.Key_Up, first),
        (Qt.Key.Key_Down, last),
        (Qt.Key.Key_Down, last),
        (Qt.Key.Key_Up, first),
    ):
        qtbot.keyClick(QApplication.focusWidget(), key)
        assert there.hasFocus()


def test_a_picture_follows_the_look(qtbot: QtBot, qapp: QApplication) -> None:
    before = Picture("note", "muted", 18)
    shown(qtbot, before)
    in_light = before.grab().toImage()
    apply_theme(qapp, load_theme("dark"), 2.0)
    made_now = Picture("note", "muted", 18)
    shown(qtbot, made_now)
    assert before.sizeHint() == made_now.sizeHint() != in_light.size()
    before.resize(before.sizeHint())
    assert before.grab().toImage() == made_now.grab().toImage() != in_light


def test_an_ampersand_is_no_shortcut(qtbot: QtBot) -> None:
    button = OutlinedButton("Gezin & netwerk")
    qtbot.addWidget(button)
    assert button.label == "Gezin & netwerk"
    assert button.shortcut().isEmpty()
    tabs = FamilyTabs([("a", "Gezin & netwerk")])
    qtbot.addWidget(tabs)
    assert tabs.tabText(0) == "Gezin && netwerk"


def test_markup_in_text_is_shown_as_text(qtbot: QtBot) -> None:
    text = "<b>Bo</b> & Kim"
    for label in (Label(text), Body(text), Elided(text), Chip(text)):
        qtbot.addWidget(label)
        assert label.textFormat() is Qt.TextFormat.PlainText
        assert label.text() == text


def test_chip_has_its_height_and_its_word(qtbot: QtBot) -> None:
    chip = Chip("Afgeschermd adres", "shield")
    qtbot.addWidget(chip)
    assert chip.sizeHint().height() == 22
    assert chip.accessibleName() == "Afgeschermd adres"
    with pytest.raises(ValueError, match="icon"):
        chip.show_status("Bo", "ok", icon_name="no-such-thing")


def test_running_text_is_at_most_72_characters_wide(qtbot: QtBot) -> None:
    holder = QWidget()
    rows = QVBoxLayout(holder)
    label = Body("woord " * 60)
    rows.addWidget(label)
    holder.resize(1600, 400)
    shown(qtbot, holder)
    wide = label.contentsRect().width()
    assert wide <= label.fontMetrics().averageCharWidth() * 72
    assert label.contentsRect().left() == 0
    needed = label.fontMetrics().boundingRect(
        QRect(0, 0, wide, 10_000), int(Qt.TextFlag.TextWordWrap), label.text()
    )
    assert label.height() >= needed.height()


def test_flow_runs_on_over_lines(qtbot: QtBot) -> None:
    flow = Flow()
    chips = [Chip(f"Kind {number}") for number in range(8)]
    for chip in chips:
        flow.add(chip)
    flow.resize(250, 200)
    shown(qtbot, flow)
    assert chips[-1].y() > chips[0].y()
    assert all(chip.geometry().right() <= 250 for chip in chips)
    flow.clear()
    assert flow.sizeHint().height() == 0


def test_ring_follows_the_keyboard_and_scrolling(qtbot: QtBot) -> None:
    holder = QWidget()
    rows = QVBoxLayout(holder)
    buttons = [OutlinedButton("Een"), OutlinedButton("Twee")]
    for button in buttons:
        rows.addWidget(button)
    shown(qtbot, holder)
    buttons[0].setFocus(Qt.FocusReason.TabFocusReason)
    assert FocusRing.shown_around() is buttons[0]
    QTest.keyClick(buttons[0], Qt.Key.Key_Tab)
    assert FocusRing.shown_around() is buttons[1]
    ring = holder.findChild(QWidget, "focus_ring")
    assert ring is not None
    assert ring.geometry() == buttons[1].geometry().adjusted(-4, -4, 4, 4)
    buttons[1].move(buttons[1].pos() + QPoint(0, 7))
    assert ring.geometry() == buttons[1].geometry().adjusted(-4, -4, 4, 4)
    buttons[1].hide()
    assert FocusRing.shown_around() is not buttons[1]


def test_question_gives_the_key_of_the_answer(qtbot: QtBot) -> None:
    parent = shown(qtbot, QWidget())
    answers: list[str] = []
    choices = [Choice("stay", "Blijf hier"), Choice("back", "Terug", "filled")]
    question = ask(parent, "Terug naar jouw scherm?", "Draai je laptop.", choices, answers.append)
    assert question.windowTitle() == "MVS Desktop"
    qtbot.mouseClick(question.buttons["back"], Qt.MouseButton.LeftButton)
    assert answers == ["back"]
    again = ask(parent, "Terug naar jouw scherm?", "", choices, answers.append)
    qtbot.keyClick(again, Qt.Key.Key_Escape)
    assert answers == ["back", ""]


def test_confirm_does_it_only_on_yes(qtbot: QtBot) -> None:
    parent = shown(qtbot, QWidget())
    done: list[None] = []

    def ask_again() -> None:
        confirm(
            parent,
            "Afspraak intrekken?",
            "Iedereen ziet dat hij is ingetrokken.",
            do_it="Intrekken",
            leave_it="Laten staan",
            on_yes=lambda: done.append(None),
            danger=True,
        )

    ask_again()
    buttons = {button.text(): button for button in parent.findChildren(QPushButton)}
    qtbot.mouseClick(buttons["Laten staan"], Qt.MouseButton.LeftButton)
    assert done == []
    qtbot.waitUntil(lambda: not parent.findChildren(QPushButton))
    ask_again()
    buttons = {button.text(): button for button in parent.findChildren(QPushButton)}
    qtbot.mouseClick(buttons["Intrekken"], Qt.MouseButton.LeftButton)
    assert done == [None]


def test_banner_speaks_and_answers(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    assert banner.isHidden()
    banner.say("warn", "Geen verbinding.", [("sync", "Nu versturen")])
    assert banner.isVisible()
    assert banner.accessibleName() == "Geen verbinding."
    with qtbot.waitSignal(banner.chosen) as chosen:
        qtbot.mouseClick(banner.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    assert chosen.args == ["sync"]
    banner.clear()
    assert banner.isHidden()


def test_tabs_announce_their_key(qtbot: QtBot) -> None:
    tabs = FamilyTabs([("overview", "Overzicht"), ("plan", "Plan")])
    qtbot.addWidget(tabs)
    with qtbot.waitSignal(tabs.chosen) as chosen:
        tabs.choose("plan")
    assert chosen.args == ["plan"]
    assert tabs.current_key == "plan"
    tabs.set_tab_visible("overview", False)
    assert not tabs.isTabVisible(0)


def test_saved_label_says_when(qtbot: QtBot) -> None:
    label = SavedLabel()
    qtbot.addWidget(label)
    label.show_saved(time(14, 2))
    assert label.text == "Bewaard 14:02"
    label.show_unsent(3)
    assert label.accessibleName() == "3 nog te versturen"


def test_empty_state_offers_a_way_on(qtbot: QtBot) -> None:
    empty = EmptyState("Nog geen plan.", "Begin plan", text_button="Eigen plan")
    shown(qtbot, empty)
    with qtbot.waitSignal(empty.chosen):
        qtbot.mouseClick(empty.button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(empty.second_chosen):
        qtbot.keyClick(empty.text_button, Qt.Key.Key_Space)


def test_card_shows_its_title_line_only_when_needed(qtbot: QtBot) -> None:
    card = Card()
    shown(qtbot, card)
    assert not card.action.isVisible()
    card.set_action("Eén A4")
    with qtbot.waitSignal(card.action_clicked):
        qtbot.mouseClick(card.action, Qt.MouseButton.LeftButton)


def test_row_opens_by_key_and_mouse(qtbot: QtBot) -> None:
    row = DetailRow("Familie Tesfay", "Huisbezoek", lead="09:30", clickable=True)
    shown(qtbot, row)
    assert row.accessibleName() == "09:30, Familie Tesfay, Huisbezoek"
    with qtbot.waitSignal(row.opened):
        qtbot.keyClick(row, Qt.Key.Key_Return)
    with qtbot.waitSignal(row.opened):
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)


def test_columns_fall_below_each_other(qtbot: QtBot) -> None:
    columns = Columns()
    columns.resize(1366, 400)
    shown(qtbot, columns)
    assert not columns.is_narrow
    columns.resize(1093, 400)
    qtbot.waitUntil(lambda: columns.is_narrow)


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Fatima van der Berg", "FB"), ("Oma", "O"), ("", ""), ("Mo El Amrani", "MA")],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("text", "hours", "minutes"),
    [("14:02", 14, 2), ("14.02", 14, 2), ("1402", 14, 2), ("9u30", 9, 30), ("9 uur", 9, 0)],
)
def test_times_as_people_write_them(text: str, hours: int, minutes: int) -> None:
    assert parse_time(text) == time(hours, minutes)
    assert parse_time(format_time(time(hours, minutes))) == time(hours, minutes)


@pytest.mark.parametrize("text", ["25:00", "half tien", "9:75", "-1"])
def test_other_words_are_no_time(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_time(text)


@pytest.mark.parametrize("text", ["11", "-1", "3,5", "3.5", "veel"])
def test_numbers_out_of_bounds_or_unreadable(text: str) -> None:
    assert parse_number("10", 0, 10) == 10
    with pytest.raises(ValueError, match=r".+"):
        parse_number(text, 0, 10)
