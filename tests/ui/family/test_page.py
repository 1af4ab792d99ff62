from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from mvs_desktop.domain.cases import CaseFile, CaseMember, CaseRole, Phase
from mvs_desktop.domain.conflicts import Conflict
from mvs_desktop.domain.errors import DiskFull
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.services.views import Change, Saved
from mvs_desktop.ui.family.page import TABS, FamilyPage
from mvs_desktop.ui.kit.pages.rows import DetailRow
from mvs_desktop.ui.kit.parts.buttons import FilledButton
from mvs_desktop.ui.kit.parts.chips import Chip
from mvs_desktop.ui.navigation.team_intents import BringIn, HandOver
from tests.ui.family.conftest import OpenedFamily, OpenFamily, Screen
from tests.ui.family.sample import BO, CASE, SAMIRA, empty_case, family


class Page(Screen):
    def __init__(self, opened: OpenedFamily) -> None:
        self.page = FamilyPage(opened.context)
        super().__init__(opened, self.page)


@pytest.fixture
def page(open_family: OpenFamily) -> Page:
    return Page(open_family(family()))


@pytest.fixture
def new(open_family: OpenFamily) -> Page:
    return Page(open_family(empty_case()))


def test_the_head_tells_where_it_stands(page: Page) -> None:
    told = page.texts("family_header")
    for words in ("Familie De Wit – Aziz", "Vraagverheldering", "Wacht 19 dagen", "Schiedam"):
        assert words in told
    assert "nog te versturen" in told


def test_a_new_family_asks_who_belongs_to_it(new: Page) -> None:
    assert "Nieuw gezin. Wie horen erbij?" in new.texts("overview_tab")
    new.click("overview_add_person")
    assert new.page.current_tab == "people"
    assert new.find("new_person_panel").isVisible()


def test_the_next_step_opens_the_question_then_the_plan(new: Page) -> None:
    bo = Person(id=new.family.workspace.new_id(), case_id=CASE, given_name="Bo", gets_help=True)
    new.family.context.add(bo)
    new.family.settle()
    new.page.show_tab("people")
    new.click("next_step")
    assert new.page.current_tab == "overview"
    question = new.find("case_question_control")
    assert isinstance(question, QPlainTextEdit)
    assert question.hasFocus()
    new.family.qtbot.keyClicks(question, "Rust aan tafel.")
    new.save()
    assert new.family.stored().case.question == "Rust aan tafel."
    new.click("next_step")
    assert new.page.current_tab == "plan"


@pytest.mark.parametrize("key", [key for key, _, _ in TABS])
def test_every_tab_shows_at_most_one_filled_button(page: Page, key: str) -> None:
    page.page.show_tab(key)
    page.family.settle()
    filled = [
        button for button in page.page.findChildren(FilledButton) if button.isVisibleTo(page.page)
    ]
    assert len(filled) <= 1, [button.text() for button in filled]


def test_withdrawn_is_offered_back_and_comes_back_whole(page: Page) -> None:
    page.page.show_record("person", BO)
    page.family.settle()
    page.click("person_withdraw")
    assert "Bo de Wit is ingetrokken." in page.texts("family_banner")
    assert page.family.stored().person(BO) is None
    page.page.banner.chosen.emit("restore")
    page.family.settle()
    assert "Teruggehaald." in page.texts("family_banner")
    assert page.family.stored().person(BO) is not None


def test_the_data_of_the_file_are_kept_as_typed(page: Page) -> None:
    page.click("case_details")
    for name, text in (("case_name", "Familie Aziz"), ("case_first_contact_on", "20-2-2025")):
        page.type(name, text)
    page.press(page.find("case_waiting_control"), Qt.Key.Key_Space)
    page.save()
    case = page.family.stored().case
    assert (case.name, case.first_contact_on, case.waiting) == (
        "Familie Aziz",
        date(2025, 2, 20),
        False,
    )
    assert "Familie Aziz" in page.texts("family_header")


def test_a_full_disk_is_told_and_saving_goes_on_afterwards(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = page.family.workspace.save

    def full(*_: Change) -> Saved:
        raise DiskFull

    monkeypatch.setattr(page.family.workspace, "save", full)
    case = page.family.context.snapshot.case
    page.family.context.save(Change(replace(case, summary="Nieuw"), case))
    page.family.settle()
    assert "schijf" in page.texts("family_banner")
    assert "Nog niet bewaard" in page.texts("family_header")
    monkeypatch.setattr(page.family.workspace, "save", save)
    page.page.banner.chosen.emit("retry")
    page.family.settle()
    assert page.family.stored().case.summary == "Nieuw"
    assert not page.page.banner.isVisible()
    assert "Bewaard" in page.texts("family_header")


def test_a_conflict_is_marked_and_leads_to_the_choice(page: Page) -> None:
    conflict = Conflict(
        id=uuid4(), case_id=CASE, record_type="person", record_id=SAMIRA, unit="given_name"
    )
    around = page.family.context.snapshot
    records = [r for group in around.records.values() for r in group]
    page.family.context.set_snapshot(CaseSnapshot.of(around.case, [*records, conflict]))
    page.page.show_record("person", SAMIRA)
    page.family.settle()
    with page.family.qtbot.waitSignal(page.family.context.conflict_opened) as opened:
        page.click(f"settle_{conflict.id}")
    assert opened.args == [conflict.id]
    chips = [chip.text() for chip in page.page.header.findChildren(Chip)]
    assert "1 keuze voor jou" in chips


def test_overview_tells_of_children_goals_and_what_goes_on(page: Page) -> None:
    told = page.texts("overview_tab")
    for words in (
        "“Bo wil niet meer naar school",
        "9 jaar · bij Samira en bij Dennis, om de week",
        "Basisschool De Singel, groep 5",
        "zonder ruzie de deur uit",
        "Riet brengt Bo op dinsdag naar school.",
        "Kennismaking · Samira en Bo",
    ):
        assert words in told


def test_workers_are_named_with_their_role(page: Page) -> None:
    around = page.family.context.snapshot
    me = page.family.workspace.me
    lead = CaseMember(
        id=uuid4(), case_id=CASE, worker_id=me.worker_id, name=me.name, role=CaseRole.LEAD
    )
    records = [r for group in around.records.values() for r in group]
    page.family.context.set_snapshot(CaseSnapshot.of(around.case, [*records, lead]))
    assert "(jij)" in page.texts("workers_card")
    assert "Regie: jij" in page.texts("family_header")


@pytest.mark.parametrize("role", [CaseRole.LEAD, CaseRole.INVOLVED])
def test_whoever_leads_can_change_who_joins_and_hand_over(page: Page, role: CaseRole) -> None:
    around, me = page.family.context.snapshot, page.family.workspace.me
    mine = CaseMember(id=uuid4(), case_id=CASE, worker_id=me.worker_id, name=me.name, role=role)
    other = CaseMember(id=uuid4(), case_id=CASE, worker_id=uuid4(), name="Daan Proef")
    records = [r for group in around.records.values() for r in group]
    page.family.context.set_snapshot(CaseSnapshot.of(around.case, [*records, mine, other]))
    asked: list[object] = []
    page.page.asked.connect(asked.append)
    card = page.find("workers_card")
    for row in card.findChildren(DetailRow, "worker_row"):
        row.opened.emit()
    buttons = card.findChildren(QWidget, "hand_over")
    if role is CaseRole.LEAD:
        page.click("hand_over")
        assert asked == [BringIn(CASE, other.worker_id), HandOver(CASE)]
    else:
        assert (asked, buttons) == ([BringIn(CASE, me.worker_id)], [])  # he may stop himself


def test_a_closed_family_asks_for_nothing(open_family: OpenFamily) -> None:
    closed = CaseFile(id=CASE, case_id=CASE, name="Familie Klaar", phase=Phase.CLOSED)
    page = Page(open_family(CaseSnapshot.of(closed, ())))
    assert not page.page.findChildren(QWidget, "next_step")
