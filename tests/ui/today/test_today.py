"""Vandaag: what the rows say, and what a click asks for."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mvs_desktop.domain.cases import CaseFile, CaseKind
from mvs_desktop.domain.contacts import Contact, ContactKind, ContactState
from mvs_desktop.domain.plans import Action
from mvs_desktop.services.views import (
    Attention,
    AttentionRow,
    CaseRow,
    DayView,
    Link,
    NoteStage,
    SyncState,
    Unfinished,
    UnfinishedRow,
    VisitReceipt,
    VisitRow,
)
from mvs_desktop.ui.kit.pages.rows import DetailRow
from mvs_desktop.ui.navigation.intents import AddVisit, GoTo, NoteContact, OpenFamily
from mvs_desktop.ui.navigation.places import Place, Screen
from mvs_desktop.ui.today.closing import ClosingPanel
from mvs_desktop.ui.today.departure import DeparturePanel
from mvs_desktop.ui.today.page import FIRST_LINES, TodayPage
from mvs_desktop.ui.today.visit_panel import PlannedVisit, VisitPanel
from mvs_desktop.ui.today.words import When, when
from mvs_desktop.ui.words import format_moment

DAY = date(2025, 3, 4)
AT = datetime(2025, 3, 4, 9, 30, tzinfo=UTC)
CASE_ID = uuid4()
CASE = CaseFile(id=CASE_ID, case_id=CASE_ID, name="Familie Appelmans")


def contact(**values: object) -> Contact:
    base = Contact(id=uuid4(), case_id=CASE_ID, at=AT, state=ContactState.PLANNED)
    return replace(base, **values)  # type: ignore[arg-type]


def visit(item: Contact | None = None, *, has_note: bool = False) -> VisitRow:
    return VisitRow(item or contact(), CASE, ("Bo", "moeder"), "Thuis", has_note)


def action_due(due: date | None) -> AttentionRow:
    action = Action(id=uuid4(), case_id=CASE_ID, plan_id=uuid4(), what="Zwemles regelen")
    return AttentionRow(Attention.ACTION_DUE, CASE, due, action, "Oma")


def day(
    visits: Sequence[VisitRow] = (),
    unfinished: Sequence[UnfinishedRow] = (),
    attention: Sequence[AttentionRow] = (),
    waiting: Sequence[CaseRow] = (),
) -> DayView:
    return DayView(DAY, tuple(visits), tuple(unfinished), tuple(attention), tuple(waiting))


@pytest.fixture
def page(qtbot: QtBot) -> TodayPage:
    made = TodayPage()
    qtbot.addWidget(made)
    made.resize(1158, 768)
    made.show()
    return made


def rows(page: QWidget, name: str) -> list[DetailRow]:
    QApplication.processEvents()  # what was added to a layout shows itself only now
    return [row for row in page.findChildren(DetailRow, name) if row.isVisibleTo(page)]


def words(widget: QWidget) -> str:
    QApplication.processEvents()
    labels = widget.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisibleTo(widget))


def test_the_title_is_the_day(page: TodayPage) -> None:
    page.show_view(day())
    assert "Dinsdag 4 maart" in words(page.header)


def test_an_empty_day_offers_a_visit(qtbot: QtBot, page: TodayPage) -> None:
    page.show_view(day())
    assert "Geen bezoeken vandaag." in words(page.day)
    assert not page.ready.isVisible()
    button = page.findChild(QPushButton, "add_first_visit")
    with qtbot.waitSignal(page.asked) as asked:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked.args == [AddVisit(DAY)]


@pytest.mark.parametrize(
    ("item", "has_note", "button", "chip"),
    [
        (contact(), False, "Start bezoek", ""),
        (contact(interpreter="Arabisch"), False, "Start bezoek", "Tolk nog regelen"),
        (
            contact(interpreter="Arabisch", interpreter_booked=True),
            False,
            "Start bezoek",
            "Tolk geregeld",
        ),
        (contact(state=ContactState.HELD), False, "Verslag schrijven", "Nog geen verslag"),
        (contact(state=ContactState.HELD), True, "Naar verslag", "Verslag gemaakt"),
    ],
)
def test_a_visit_says_what_to_think_of(
    qtbot: QtBot, page: TodayPage, item: Contact, has_note: bool, button: str, chip: str
) -> None:
    page.show_view(day([visit(item, has_note=has_note)]))
    (row,) = rows(page, "visit_row")
    assert "Familie Appelmans" in words(row)
    assert "Huisbezoek · Bo en moeder · Thuis" in words(row)
    assert chip in words(row)
    opener = row.findChild(QPushButton, "open_visit")
    assert isinstance(opener, QPushButton)
    assert opener.text() == button
    with qtbot.waitSignal(page.asked) as asked:
        qtbot.mouseClick(opener, Qt.MouseButton.LeftButton)
    assert asked.args == [OpenFamily(CASE_ID, record_type="contact", record_id=item.id)]


def test_a_loose_note_opens_in_the_panel(qtbot: QtBot, page: TodayPage) -> None:
    own = replace(CASE, kind=CaseKind.OWN, name="")
    item = contact(kind=ContactKind.PHONE, state=ContactState.HELD, others="De huisarts")
    since = DAY - timedelta(days=9)
    page.show_view(day(unfinished=[UnfinishedRow(Unfinished.LOOSE_NOTE, own, item, since)]))
    (row,) = rows(page, "unfinished_row")
    assert "De huisarts" in words(row)
    assert "Al 9 dagen zonder gezin" in words(row)
    row.setFocus()
    with qtbot.waitSignal(page.asked) as asked:
        qtbot.keyClick(row, Qt.Key.Key_Return)
    assert asked.args == [NoteContact(contact_id=item.id)]


def test_a_long_list_to_finish_shows_its_beginning_first(qtbot: QtBot, page: TodayPage) -> None:
    items = [contact(kind=ContactKind.PHONE, state=ContactState.HELD) for _ in range(9)]
    page.show_view(
        day(unfinished=[UnfinishedRow(Unfinished.UNSIGNED_NOTE, CASE, item, DAY) for item in items])
    )
    assert len(rows(page, "unfinished_row")) == FIRST_LINES
    button = page.findChild(QPushButton, "show_all_unfinished")
    assert isinstance(button, QPushButton)
    assert button.text().strip() == "Toon alle 9"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(rows(page, "unfinished_row")) == 9)
    assert not button.isVisible()


def waiting_family(name: str) -> CaseRow:
    case = replace(CASE, name=name, waiting=True, registered_on=DAY - timedelta(days=19))
    return CaseRow(case, (), "", True, None, None, 0, 0, "")


def test_what_waits_goes_before_what_asks_for_attention(qtbot: QtBot, page: TodayPage) -> None:
    many = [waiting_family(f"Familie {number}") for number in range(FIRST_LINES + 3)]
    page.show_view(day(attention=[action_due(DAY)] * 12, waiting=many))
    QApplication.processEvents()
    assert page.waiting.y() < page.attention.y()
    assert len(rows(page, "waiting_row")) == FIRST_LINES
    assert page.waiting.action.label == "Toon alle 10"
    qtbot.waitUntil(page.isActiveWindow)
    page.waiting.action.setFocus()
    qtbot.keyClick(page.waiting.action, Qt.Key.Key_Space)
    shown = rows(page, "waiting_row")
    assert len(shown) == 10
    # The button is gone; the keyboard goes on at the first row that it brought.
    qtbot.waitUntil(shown[FIRST_LINES].hasFocus)


def test_the_keyboard_stays_where_it_is_when_the_day_is_read_anew(
    qtbot: QtBot, page: TodayPage
) -> None:
    qtbot.waitUntil(page.isActiveWindow)
    names = ("Familie Een", "Familie Twee", "Familie Drie")
    page.show_view(day(waiting=[waiting_family(name) for name in names]))
    rows(page, "waiting_row")[1].setFocus()
    page.show_view(day(waiting=[waiting_family(name) for name in names]))
    qtbot.waitUntil(lambda: focused_row(page).startswith("Familie Twee"))
    # Its row goes: the keyboard is at the one in its place.
    page.show_view(day(waiting=[waiting_family(name) for name in (names[0], names[2])]))
    qtbot.waitUntil(lambda: focused_row(page).startswith("Familie Drie"))


def focused_row(page: TodayPage) -> str:
    focused = page.focusWidget()
    return focused.accessibleName() if isinstance(focused, DetailRow) else ""


def test_nothing_to_finish_shows_no_card(page: TodayPage) -> None:
    page.show_view(day())
    assert not page.unfinished.isVisible()
    assert not page.waiting.isVisible()


@pytest.mark.parametrize(
    ("due", "group"),
    [
        (DAY - timedelta(days=1), When.LATE),
        (DAY, When.TODAY),
        (None, When.TODAY),
        (DAY + timedelta(days=3), When.THIS_WEEK),
    ],
)
def test_what_asks_for_attention_is_grouped_by_its_day(due: date | None, group: When) -> None:
    assert when(action_due(due), DAY) is group


def test_seven_lines_then_all(qtbot: QtBot, page: TodayPage) -> None:
    late = [action_due(DAY - timedelta(days=ago)) for ago in range(12, 0, -1)]
    page.show_view(day(attention=late))
    assert len(rows(page, "attention_row")) == 7
    assert page.attention.action.label == "Toon alle 12"
    qtbot.mouseClick(page.attention.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(rows(page, "attention_row")) == 12)
    assert not page.attention.action.isVisible()
    assert "1 dag te laat" in words(page.attention)


@pytest.mark.parametrize(
    ("row", "asked_for"),
    [
        (action_due(DAY), OpenFamily(CASE_ID, tab="plan")),
        (AttentionRow(Attention.EVALUATION_DUE, CASE, DAY), OpenFamily(CASE_ID, tab="plan")),
        (
            AttentionRow(Attention.AUTHORITY_UNCHECKED, CASE, None),
            OpenFamily(CASE_ID, tab="people"),
        ),
        (AttentionRow(Attention.FIRST_CONTACT, CASE, None), OpenFamily(CASE_ID)),
        (AttentionRow(Attention.CONFLICT, CASE, None), GoTo(Place(Screen.SENDING))),
    ],
    ids=lambda value: value.kind.value if isinstance(value, AttentionRow) else "",
)
def test_a_line_leads_to_where_the_work_is(
    qtbot: QtBot, page: TodayPage, row: AttentionRow, asked_for: object
) -> None:
    page.show_view(day(attention=[row]))
    (line,) = rows(page, "attention_row")
    with qtbot.waitSignal(page.asked) as asked:
        qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    assert asked.args == [asked_for]


def test_who_waits_and_how_long(page: TodayPage) -> None:
    case = replace(CASE, waiting=True, registered_on=DAY - timedelta(days=19))
    page.show_view(day(waiting=[CaseRow(case, (), "", True, None, None, 0, 0, "")]))
    assert "Wacht 19 dagen, sinds 13 februari" in words(page.waiting)


def test_ready_to_leave_shows_how_fresh_each_file_is(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(1158, 768)
    host.show()
    panel = DeparturePanel(host)
    panel.show_day(day([visit(), visit(contact(state=ContactState.HELD))]))
    panel.show_state(SyncState(Link.IDLE, 0, 0, 0, AT), DAY)
    panel.open_panel(panel.leave)
    assert words(panel).count("Familie Appelmans") == 1  # the one that is still to come
    assert "Bijgewerkt " in words(panel)
    with qtbot.waitSignal(panel.fetch_asked):
        qtbot.mouseClick(panel.fetch, Qt.MouseButton.LeftButton)
    panel.show_state(SyncState(Link.BUSY, 0, 0, 0, AT), DAY)
    assert panel.fetch.is_held
    qtbot.mouseClick(panel.leave, Qt.MouseButton.LeftButton)
    assert not panel.is_open


ALL_SENT = SyncState(Link.IDLE, 0, 0, 0, AT)


def held_receipt(**values: object) -> VisitReceipt:
    held = visit(contact(state=ContactState.HELD), has_note=True)
    base = VisitReceipt(held, NoteStage.SIGNED, 2, {"note": 1, "action": 2}, 0, 0, AT)
    return replace(base, **values)  # type: ignore[arg-type]


@pytest.fixture
def closing(qtbot: QtBot) -> ClosingPanel:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(1158, 768)
    host.show()
    panel = ClosingPanel(host)
    panel.open_panel(panel.done)
    return panel


def test_after_the_last_visit_the_day_is_closed(qtbot: QtBot, page: TodayPage) -> None:
    page.show_view(day([visit(contact(state=ContactState.HELD)), visit()]))
    assert page.ready.label == "Klaar voor vertrek?"
    page.show_view(day([visit(contact(state=ContactState.HELD))]))
    assert page.ready.label == "Dag afronden"
    with qtbot.waitSignal(page.closing_asked), qtbot.assertNotEmitted(page.departure_asked):
        qtbot.mouseClick(page.ready, Qt.MouseButton.LeftButton)


def test_a_day_of_which_all_was_sent_ends(qtbot: QtBot, closing: ClosingPanel) -> None:
    closing.show_day([held_receipt()], SyncState(Link.IDLE, 0, 0, 0, AT), DAY)
    text = words(closing)
    assert f"De centrale bevestigde 1 verslag en 2 afspraken om {format_moment(AT, DAY)}." in text
    for chip in ("Verslag ondertekend", "2 afspraken", "Verstuurd", "Klaar. Alles is verstuurd."):
        assert chip in text
    (row,) = rows(closing, "closing_row")
    with qtbot.waitSignal(closing.opened) as opened:
        qtbot.keyClick(row, Qt.Key.Key_Return)
    assert opened.args == [held_receipt(visit=opened.args[0].visit)]
    qtbot.mouseClick(closing.done, Qt.MouseButton.LeftButton)
    assert not closing.is_open


@pytest.mark.parametrize(
    ("notes", "said"),
    [
        ([NoteStage.OPEN], "1 verslag is nog niet ondertekend."),
        ([NoteStage.OPEN] * 3, "3 verslagen zijn nog niet ondertekend."),
        ([NoteStage.NONE, NoteStage.SIGNED], "1 verslag moet je nog schrijven."),
        (
            [NoteStage.OPEN, NoteStage.NONE, NoteStage.NONE],
            "1 verslag is nog niet ondertekend. 2 verslagen moet je nog schrijven.",
        ),
    ],
)
def test_a_day_says_how_many_notes_are_left(
    closing: ClosingPanel, notes: list[NoteStage], said: str
) -> None:
    receipts = [held_receipt(note=note) for note in notes]
    closing.show_day(receipts, SyncState(Link.IDLE, 0, 0, 0, AT), DAY)
    assert f"Alles is verstuurd. {said}" in words(closing)


def test_while_the_day_is_sent_the_keyboard_stays_at_its_row(
    qtbot: QtBot, closing: ClosingPanel
) -> None:
    closing.window().activateWindow()
    qtbot.waitUntil(closing.window().isActiveWindow)
    receipts = [held_receipt(), held_receipt(waiting=3)]
    closing.show_day(receipts, SyncState(Link.BUSY, 3, 0, 0, AT), DAY)
    rows(closing, "closing_row")[1].setFocus()
    closing.show_day(receipts, SyncState(Link.IDLE, 0, 0, 0, AT), DAY)
    qtbot.waitUntil(rows(closing, "closing_row")[1].hasFocus)


@pytest.mark.parametrize(
    ("item", "state", "said"),
    [
        (
            {"waiting": 3, "confirmed": {}},
            SyncState(Link.OFFLINE, 3, 0, 0, AT),
            "3 nog te versturen",
        ),
        ({"apart": 1}, SyncState(Link.IDLE, 0, 0, 1, AT), "1 apart gezet"),
        ({"note": NoteStage.NONE}, SyncState(Link.IDLE, 0, 0, 0, AT), "Nog geen verslag"),
        (
            {"note": NoteStage.OPEN},
            SyncState(Link.IDLE, 0, 0, 0, AT),
            "Verslag nog niet ondertekend",
        ),
    ],
)
def test_a_day_with_something_left_does_not_end(
    closing: ClosingPanel, item: dict[str, object], state: SyncState, said: str
) -> None:
    closing.show_day([held_receipt(**item)], state, DAY)
    assert said in words(closing)
    assert "Klaar. Alles is verstuurd." not in words(closing)


@pytest.fixture
def visits(qtbot: QtBot) -> VisitPanel:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(1158, 768)
    host.show()
    panel = VisitPanel(host, [(CASE_ID, "Familie Appelmans")], DAY, None)
    panel.begin()
    return panel


def test_a_visit_needs_a_family_and_a_time(qtbot: QtBot, visits: VisitPanel) -> None:
    with qtbot.assertNotEmitted(visits.planned):
        qtbot.mouseClick(visits.button, Qt.MouseButton.LeftButton)
    assert visits.form.row("visit_case").problem_text == "Kies bij welk gezin dit bezoek hoort."
    assert "14:00" in visits.form.row("visit_time").problem_text
    assert visits.is_open


def test_a_visit_is_planned_at_its_local_time(qtbot: QtBot, visits: VisitPanel) -> None:
    qtbot.keyClicks(visits.form.editor("visit_case").control(), "Familie Appelmans")
    qtbot.keyClicks(visits.form.editor("visit_time").control(), "9u30")
    qtbot.keyClicks(visits.form.editor("visit_place").control(), "Bij oma")
    with qtbot.waitSignal(visits.planned) as planned:
        qtbot.mouseClick(visits.button, Qt.MouseButton.LeftButton)
    assert planned.args is not None
    made = planned.args[0]
    assert isinstance(made, PlannedVisit)
    assert (made.case_id, made.kind, made.place) == (CASE_ID, ContactKind.HOME_VISIT, "Bij oma")
    assert made.at == datetime(2025, 3, 4, 9, 30).astimezone()
