"""Gezinnen and Losse notities: filters, the side, a new family."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mvs_desktop.domain.cases import CaseFile, CaseGroup, CaseKind, Phase
from mvs_desktop.domain.contacts import Contact, ContactKind, Note, NoteParagraph
from mvs_desktop.domain.registers import Area, AreaKind, Municipality
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.services.caseload import folded
from mvs_desktop.services.views import CasePage, CaseRow, ChildLine
from mvs_desktop.ui.families.loose_notes import LooseNotesPage, LooseNotesView
from mvs_desktop.ui.families.new_family import NewFamilyPanel, Places, area_options
from mvs_desktop.ui.families.page import FamiliesPage
from mvs_desktop.ui.families.rows import FamiliesAsk, FamiliesView, children_text, warnings
from mvs_desktop.ui.kit.forms.choice_editor import ChoiceEditor
from mvs_desktop.ui.navigation.intents import NewFamily, NoteContact, OpenFamily

TODAY = date(2025, 3, 4)
NOW = datetime(2025, 3, 4, 9, 30, tzinfo=UTC)


def row(
    name: str,
    *,
    phase: Phase = Phase.WORKING,
    mine: bool = True,
    waiting: bool = False,
    coming: int | None = None,
    unsent: int = 0,
    conflicts: int = 0,
    crisis: bool = False,
) -> CaseRow:
    id_ = uuid4()
    case = CaseFile(
        id=id_,
        case_id=id_,
        name=name,
        phase=phase,
        waiting=waiting,
        crisis=crisis,
        municipality="GM0606",
        registered_on=TODAY - timedelta(days=19),
        question="Rust in huis",
    )
    children = (ChildLine("Bo", 8), ChildLine("Baby", None, unborn=True), ChildLine("Kim", None))
    after = NOW + timedelta(days=coming) if coming is not None else None
    return CaseRow(
        case,
        children,
        "Karlijn",
        mine,
        NOW,
        after,
        unsent,
        conflicts,
        folded(f"{name} Dorpsstraat"),
    )


ROWS = (
    row("Familie Appelmans", coming=3),
    row("Familie Élodie", coming=1),
    row("Familie Berkhout"),
    row("Familie van een collega", mine=False),
    row("Familie wacht", waiting=True),
    row("Familie nazorg", phase=Phase.AFTERCARE),
    row("Familie klaar", phase=Phase.CLOSED),
)
MANY = tuple(row(f"Familie {number:03}", coming=number) for number in range(250))


def in_group(item: CaseRow, group: CaseGroup) -> bool:
    if item.case.phase is Phase.CLOSED or group is CaseGroup.CLOSED:
        return item.case.phase is Phase.CLOSED and group is CaseGroup.CLOSED
    return {
        CaseGroup.MINE: item.mine,
        CaseGroup.TEAM: True,
        CaseGroup.WAITING: item.case.waiting,
        CaseGroup.AFTERCARE: item.case.phase is Phase.AFTERCARE,
    }[group]


def found(rows: tuple[CaseRow, ...], ask: FamiliesAsk) -> CasePage:
    """What a workspace with these families would answer."""
    far = NOW + timedelta(days=9999)
    fitting = sorted(
        (
            item
            for item in rows
            if in_group(item, ask.group)
            and all(word in item.search_text for word in folded(ask.text).split())
        ),
        key=lambda item: (item.next_contact or far, item.case.name.casefold()),
    )
    counts = {group: sum(in_group(item, group) for item in rows) for group in CaseGroup}
    end = None if ask.limit < 0 else ask.start + ask.limit
    part = tuple(fitting[ask.start : end])
    return CasePage(part, ask.group, ask.start, len(fitting), counts)


def view_of(rows: tuple[CaseRow, ...]) -> FamiliesView:
    mine = any(in_group(item, CaseGroup.MINE) for item in rows)
    ask = FamiliesAsk(CaseGroup.MINE if mine else CaseGroup.TEAM)
    return FamiliesView(found(rows, ask), TODAY, {"GM0606": "Schiedam"})


VIEW = view_of(ROWS)


@pytest.fixture
def page(qtbot: QtBot) -> FamiliesPage:
    return page_of(qtbot, ROWS)


@pytest.fixture
def long_page(qtbot: QtBot) -> FamiliesPage:
    return page_of(qtbot, MANY)


def page_of(qtbot: QtBot, rows: tuple[CaseRow, ...]) -> FamiliesPage:
    made = FamiliesPage()
    made.wanted.connect(lambda ask: made.show_page(ask, found(rows, ask)))
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    return made


def names(page: FamiliesPage) -> list[str]:
    assert page.table is not None
    return [item.case.name for item in page.table.rows.objects()]


def words(widget: QWidget) -> str:
    QApplication.processEvents()  # what was added to a layout shows itself only now
    labels = widget.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisibleTo(widget))


def test_mine_come_first_by_their_next_contact(page: FamiliesPage) -> None:
    page.show_view(VIEW)
    assert names(page)[:3] == ["Familie Élodie", "Familie Appelmans", "Familie Berkhout"]
    assert "Familie klaar" not in names(page)
    assert "Familie van een collega" not in names(page)


@pytest.mark.parametrize(
    ("group", "name"),
    [
        (CaseGroup.TEAM, "Familie van een collega"),
        (CaseGroup.WAITING, "Familie wacht"),
        (CaseGroup.AFTERCARE, "Familie nazorg"),
        (CaseGroup.CLOSED, "Familie klaar"),
    ],
)
def test_each_filter_shows_its_own(
    qtbot: QtBot, page: FamiliesPage, group: CaseGroup, name: str
) -> None:
    page.show_view(VIEW)
    chip = page.findChild(QPushButton, f"filter_{group.value}")
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert name in names(page)
    if group in (CaseGroup.WAITING, CaseGroup.AFTERCARE, CaseGroup.CLOSED):
        assert names(page) == [name]


def test_filters_say_how_many_families_each_has(qtbot: QtBot, page: FamiliesPage) -> None:
    page.show_view(VIEW)
    page.filter.setText("élodie")
    words = {}
    for group in CaseGroup:
        chip = page.findChild(QPushButton, f"filter_{group.value}")
        assert chip is not None
        words[group] = chip.text().strip()
    assert words == {
        CaseGroup.MINE: "Mijn gezinnen · 5",
        CaseGroup.TEAM: "Team · 6",
        CaseGroup.WAITING: "Wachtlijst · 1",
        CaseGroup.AFTERCARE: "Nazorg · 1",
        CaseGroup.CLOSED: "Afgesloten · 1",
    }
    assert len(names(page)) == 1


def test_the_list_fits_beside_the_chosen_family(page: FamiliesPage) -> None:
    page.resize(1190, 768)  # hardly room for the two beside each other
    page.show_view(VIEW)
    QApplication.processEvents()
    assert page.table is not None
    assert page.side.isVisible()
    assert page.table.horizontalScrollBar().maximum() == 0


def test_typing_filters_without_accents_or_case(qtbot: QtBot, page: FamiliesPage) -> None:
    page.show_view(VIEW)
    page.activateWindow()
    assert page.table is not None
    qtbot.waitUntil(page.table.isVisible)
    qtbot.waitUntil(page.isActiveWindow)
    qtbot.keyClicks(page.filter, "elodie dorps")
    assert names(page) == ["Familie Élodie"]
    qtbot.keyClick(page.filter, Qt.Key.Key_Down)
    assert page.table.hasFocus()
    with qtbot.waitSignal(page.asked) as asked:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert asked.args == [OpenFamily(ROWS[1].case.id)]


def test_a_filter_without_hits_can_be_cleared(qtbot: QtBot, page: FamiliesPage) -> None:
    page.show_view(VIEW)
    qtbot.keyClicks(page.filter, "xyz")
    assert page.no_hits.isVisible()
    assert page.no_hits.sentence.text() == "Geen gezin gevonden met “xyz” bij Mijn gezinnen."
    qtbot.mouseClick(page.no_hits.button, Qt.MouseButton.LeftButton)
    assert page.filter.text() == ""
    assert len(names(page)) == 5


def test_an_empty_caseload_offers_a_new_family(qtbot: QtBot, page: FamiliesPage) -> None:
    page.show_view(view_of(()))
    assert "Je hebt nog geen gezinnen." in words(page)
    with qtbot.waitSignal(page.asked) as asked:
        qtbot.mouseClick(page.nothing.button, Qt.MouseButton.LeftButton)
    assert asked.args == [NewFamily()]


def test_who_only_helps_colleagues_sees_the_team(page: FamiliesPage) -> None:
    page.show_view(view_of((ROWS[3],)))
    assert names(page) == ["Familie van een collega"]


def test_the_chosen_family_stands_at_the_right(qtbot: QtBot, page: FamiliesPage) -> None:
    page.show_view(VIEW)
    assert page.side.isVisible()
    said = words(page.side)
    for text in ("Familie Élodie", "“Rust in huis”", "Bo (8)", "Schiedam", "Karlijn"):
        assert text in said
    with qtbot.waitSignal(page.asked) as asked:
        qtbot.mouseClick(page.side.open_button, Qt.MouseButton.LeftButton)
    assert asked.args == [OpenFamily(ROWS[1].case.id)]


def test_a_narrow_window_gives_the_list_all_room(qtbot: QtBot, page: FamiliesPage) -> None:
    page.show_view(VIEW)
    page.resize(1037, 560)
    qtbot.waitUntil(lambda: not page.side.isVisible())


def test_a_refresh_keeps_filter_and_choice(qtbot: QtBot, page: FamiliesPage) -> None:
    page.show_view(VIEW)
    qtbot.keyClicks(page.filter, "familie")
    assert page.table is not None
    page.table.choose(ROWS[2].case.id)
    page.show_view(view_of(tuple(replace(item) for item in ROWS)))
    chosen = page.table.chosen_object()
    assert chosen is not None
    assert chosen.case.name == "Familie Berkhout"
    assert page.filter.text() == "familie"


def test_a_long_list_comes_in_parts(qtbot: QtBot, long_page: FamiliesPage) -> None:
    long_page.show_view(view_of(MANY))
    assert len(names(long_page)) == 100
    assert long_page.table is not None
    long_page.table.scrollToBottom()
    qtbot.waitUntil(lambda: len(names(long_page)) == 200)
    long_page.table.scrollToBottom()
    qtbot.waitUntil(lambda: len(names(long_page)) == 250)
    assert names(long_page) == [item.case.name for item in MANY]
    assert long_page.table.rows.is_whole


def test_a_long_list_that_is_sorted_otherwise_is_whole(long_page: FamiliesPage) -> None:
    long_page.show_view(view_of(MANY))
    assert long_page.table is not None
    long_page.table.sort_by(0, descending=True)
    assert names(long_page) == [item.case.name for item in reversed(MANY)]


def test_an_answer_to_what_is_no_longer_asked_changes_nothing(page: FamiliesPage) -> None:
    page.show_view(VIEW)
    before = names(page)
    late = FamiliesAsk(CaseGroup.MINE, "appelmans")
    page.show_page(late, found(ROWS, late))
    assert names(page) == before


def test_what_is_still_being_counted_is_asked_for_again(qtbot: QtBot, page: FamiliesPage) -> None:
    with qtbot.waitSignal(page.wanted, timeout=5000):
        page.show_view(replace(VIEW, page=replace(VIEW.page, behind=True)))


def test_children_are_named_with_their_age() -> None:
    assert children_text(ROWS[0]) == "Bo (8), Baby (op komst), Kim"


def test_the_most_urgent_warning_comes_first() -> None:
    item = row("Familie", waiting=True, crisis=True, unsent=3, conflicts=2)
    assert [chip.text for chip in warnings(item, TODAY)] == [
        "Crisis",
        "2 keuzes",
        "Wacht 19 dagen",
        "Nog te versturen",
    ]


AREAS = (
    Area("WK060601", "Oost", AreaKind.WIJK, "", "GM0606"),
    Area("BU06060101", "Singelkwartier", AreaKind.BUURT, "WK060601", "GM0606"),
)
PLACES = Places(
    (Municipality("GM0556", "Maassluis"), Municipality("GM0606", "Schiedam")), {"GM0606": AREAS}
)


@pytest.fixture
def panel(qtbot: QtBot) -> NewFamilyPanel:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(1158, 768)
    host.show()
    made = NewFamilyPanel(host, PLACES, "GM0606", TODAY)
    made.begin(uuid4(), "Familie Cremers")
    return made


def test_neighbourhoods_are_told_with_their_part() -> None:
    assert [label for _, label in area_options(AREAS)] == ["Oost", "Singelkwartier (Oost)"]


def test_a_new_family_takes_the_workers_town_and_today(qtbot: QtBot, panel: NewFamilyPanel) -> None:
    with qtbot.waitSignal(panel.made) as made:
        qtbot.mouseClick(panel.button, Qt.MouseButton.LeftButton)
    assert made.args is not None
    case = made.args[0]
    assert isinstance(case, CaseFile)
    assert case.id == case.case_id
    assert (case.name, case.municipality, case.registered_on) == (
        "Familie Cremers",
        "GM0606",
        TODAY,
    )
    assert case.neighbourhood == ""


def test_another_town_has_other_neighbourhoods(panel: NewFamilyPanel) -> None:
    town, area = panel.form.editor("municipality"), panel.form.editor("neighbourhood")
    assert isinstance(town, ChoiceEditor)
    assert isinstance(area, ChoiceEditor)
    assert area.combo.count() == 2
    town.show_value("GM0556")
    town.edited.emit()
    assert area.combo.count() == 0


def test_a_day_that_does_not_exist_stays_and_says_so(qtbot: QtBot, panel: NewFamilyPanel) -> None:
    line = panel.form.editor("registered_on").control()
    line.selectAll()  # type: ignore[attr-defined]
    qtbot.keyClicks(line, "30 februari 2025")
    with qtbot.assertNotEmitted(panel.made):
        qtbot.mouseClick(panel.button, Qt.MouseButton.LeftButton)
    assert panel.form.row("registered_on").problem_text
    assert panel.form.editor("registered_on").raw_text() == "30 februari 2025"


def own_case(days_ago: int, text: str) -> CaseSnapshot:
    id_ = uuid4()
    case = CaseFile(id=id_, case_id=id_, kind=CaseKind.OWN)
    at = NOW - timedelta(days=days_ago)
    contact = Contact(id=uuid4(), case_id=id_, at=at, kind=ContactKind.PHONE)
    note = Note(id=uuid4(), case_id=id_, contact_id=contact.id)
    paragraph = NoteParagraph(id=uuid4(), case_id=id_, note_id=note.id, text=text)
    return CaseSnapshot.of(case, (contact, note, paragraph))


@pytest.fixture
def loose(qtbot: QtBot) -> LooseNotesPage:
    made = LooseNotesPage()
    qtbot.addWidget(made)
    made.resize(1158, 768)
    made.show()
    return made


def test_a_loose_note_shows_its_first_line_and_opens(qtbot: QtBot, loose: LooseNotesPage) -> None:
    own = own_case(9, "De huisarts belde.\nTerugbellen.")
    view = LooseNotesView(own, TODAY)
    assert view.count() == 1
    loose.show_view(view)
    assert "De huisarts belde." in words(loose)
    assert "Al 9 dagen" in words(loose)
    with qtbot.waitSignal(loose.asked) as asked:
        qtbot.mouseClick(
            loose.findChild(QPushButton, "loose_choose_family"), Qt.MouseButton.LeftButton
        )
    assert asked.args == [NoteContact(contact_id=own.contacts[0].id)]


def test_no_loose_notes_is_said(loose: LooseNotesPage) -> None:
    loose.show_view(LooseNotesView(None, TODAY))
    assert "Geen losse notities. Alles hoort bij een gezin." in words(loose)
