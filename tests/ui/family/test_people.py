from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from mvs_desktop.domain.custody import AuthorityKind, ParentalAuthority
from mvs_desktop.domain.partial_date import PartialDate
from mvs_desktop.domain.people import Household, ParentKind, ParentLink, Person, Residence
from mvs_desktop.domain.snapshot import CaseSnapshot
from mvs_desktop.services.views import Change
from mvs_desktop.ui.family.people.page import PeopleTab
from mvs_desktop.ui.family.people.view import people_view
from mvs_desktop.ui.kit.parts.chips import Chip
from tests.ui.family.conftest import OpenedFamily, OpenFamily, Screen
from tests.ui.family.sample import (
    BO,
    DENNIS,
    HOME_DENNIS,
    HOME_SAMIRA,
    KIM,
    RIET,
    SAMIRA,
    empty_case,
    family,
)

TODAY = date(2025, 3, 4)


class People(Screen):
    def __init__(self, opened: OpenedFamily) -> None:
        self.tab = PeopleTab(opened.context)
        super().__init__(opened, self.tab)


@pytest.fixture
def people(open_family: OpenFamily) -> People:
    return People(open_family(family()))


@pytest.fixture
def nobody(open_family: OpenFamily) -> People:
    return People(open_family(empty_case()))


def test_homes_stand_beside_each_other_with_their_people() -> None:
    samira, dennis, outside = people_view(family(), TODAY)
    assert [line.person_id for line in samira.lines] == [SAMIRA, BO, KIM]
    assert samira.address == "Lange Haven 12, 3111 CD Schiedam"
    assert [line.person_id for line in dennis.lines] == [DENNIS, BO, KIM]
    assert samira.lines[1].about == "9 jaar · zoon van Samira en Dennis\nom de week"
    assert outside.household_id is None
    assert [line.about for line in outside.lines] == [
        "overleden in 2019 · opa van Bo en Kim",
        "ongeveer 67 jaar · oma van Bo en Kim",
        "uitgerekend 12 maart · kind van Samira",
    ]


def test_authority_is_told_with_its_evidence_and_never_guessed() -> None:
    samira = people_view(family(), TODAY)[0]
    bo, kim = samira.lines[1], samira.lines[2]
    assert ("Gezag: Samira en Dennis", "ok") in [(c.text, c.kind) for c in bo.chips]
    assert ("Gezag nog niet nagegaan", "warn") in [(c.text, c.kind) for c in kim.chips]


def test_a_contradiction_is_told_in_words() -> None:
    around = family()
    samira = around.person(SAMIRA)
    assert samira is not None
    younger = replace(samira, birth=PartialDate(2017, 1, 1))
    records = [r for group in around.records.values() for r in group if r.id != SAMIRA]
    home = people_view(CaseSnapshot.of(around.case, [*records, younger]), TODAY)[0]
    told = {line.person_id: line.contradiction for line in home.lines}
    assert told[SAMIRA] == told[BO] == "Moeder is jonger dan haar kind. Klopt dat?"
    assert told[KIM] == ""


def test_a_first_child_is_added_from_the_empty_screen(nobody: People) -> None:
    nobody.click("add_child")
    nobody.type("new_person_given_name", "Bo")
    nobody.type("new_person_birth", "maart 2016")
    nobody.click("new_person_add")
    (bo,) = nobody.family.stored().people
    assert (bo.given_name, bo.birth, bo.gets_help) == ("Bo", PartialDate(2016, 3), True)
    assert nobody.find("person_panel").isVisible()


def test_nobody_knows_anything_yet_and_it_is_saved_all_the_same(nobody: People) -> None:
    nobody.click("add_pregnancy")
    nobody.click("new_person_add")
    (child,) = nobody.family.stored().people
    assert child.unborn


def test_a_parent_is_linked_to_children_and_a_new_home_in_the_same_form(people: People) -> None:
    people.click("add_person")
    people.tick("new_person_kind", "Ouder")
    people.type("new_person_given_name", "Ali")
    people.tick("new_person_child_ids", "Kim de Wit")  # Bo and Kim were ticked: take Kim back
    people.click("new_person_add")
    around = people.family.stored()
    ali = next(p for p in around.people if p.given_name == "Ali")
    assert {child.id for child, _ in around.children_of(ali.id)} == {
        child.id for child in around.children if child.id != KIM
    }
    assert not ali.gets_help


def test_a_half_filled_form_comes_back(people: People) -> None:
    people.click("add_person")
    people.tick("new_person_kind", "Opa of oma")
    people.type("new_person_given_name", "Fatma")
    people.type("new_person_birth", "31 februari 1950")
    people.click("new_person_close")
    people.click("add_person")
    given, birth = people.find("new_person_given_name"), people.find("new_person_birth")
    assert given.findChild(QLineEdit).text() == "Fatma"  # type: ignore[union-attr]
    assert birth.findChild(QLineEdit).text() == "31 februari 1950"  # type: ignore[union-attr]
    people.click("new_person_add")
    fatma = next(p for p in people.family.stored().people if p.given_name == "Fatma")
    assert fatma.birth is None
    assert people.family.workspace.drafts(people.family.context.case_id) == {
        (fatma.id, "birth"): "31 februari 1950"
    }


def test_enter_opens_somebody_and_typing_saves_by_itself(people: People) -> None:
    row = next(r for r in people.tab._person_rows() if r.person_id == SAMIRA)
    row.setFocus()
    people.press(row, Qt.Key.Key_Return)
    people.type("person_given_name", "Samira Noor")
    people.type("person_phone", "06-87654321")
    people.save()
    samira = people.family.stored().person(SAMIRA)
    assert samira is not None
    assert (samira.given_name, samira.phone) == ("Samira Noor", "06-87654321")
    names = [
        line.name for home in people_view(people.family.stored(), TODAY) for line in home.lines
    ]
    assert "Samira Noor Aziz" in names


def test_del_withdraws_somebody_with_all_that_hangs_on_them(people: People) -> None:
    row = next(r for r in people.tab._person_rows() if r.person_id == BO)
    row.setFocus()
    with people.family.qtbot.waitSignal(people.family.context.withdrawn) as offered:
        people.press(row, Qt.Key.Key_Delete)
    around = people.family.stored()
    assert around.person(BO) is None
    assert BO not in {stay.person_id for stay in around.all(Residence)}
    people.family.context.restore(offered.args[0])
    people.family.settle()
    assert len(people.family.stored().homes_of(BO, TODAY)) == 2


def test_del_in_a_text_field_removes_text_and_nobody(people: People) -> None:
    people.tab.show_person(BO)
    line = people.find("person_given_name_control")
    line.setFocus()
    for _ in range(4):
        people.press(line, Qt.Key.Key_Delete)
    assert people.family.stored().person(BO) is not None


def test_a_grandmother_gets_a_home_of_her_own(people: People) -> None:
    people.tab.show_person(RIET)
    people.click("residence_add")
    people.click("residence_pick_3")  # after the two homes that are known
    around = people.family.stored()
    ((home, _),) = around.homes_of(RIET, TODAY)
    assert home.id not in (HOME_SAMIRA, HOME_DENNIS)
    people.click("household_1_open")
    people.type("household_1_street", "Rotterdamsedijk")
    people.type("household_1_place", "Schiedam")
    people.save()
    stored = people.family.stored().get(Household, home.id)
    assert stored is not None
    assert (stored.street, stored.place) == ("Rotterdamsedijk", "Schiedam")


def test_a_day_that_does_not_exist_is_told_and_kept_but_not_saved(people: People) -> None:
    people.tab.show_person(BO)
    people.type("person_birth", "30 februari 2016")
    people.save()
    assert "Deze dag bestaat niet." in people.texts("person_panel")
    bo = people.family.stored().person(BO)
    assert bo is not None
    assert bo.birth == PartialDate(2016, 3, 4)
    assert people.family.context.drafts == {(BO, "birth"): "30 februari 2016"}


def test_a_bsn_is_masked_once_the_field_is_left(people: People) -> None:
    people.tab.show_person(BO)
    people.type("person_bsn", "111222333")
    line = people.find("person_bsn_control")
    assert isinstance(line, QLineEdit)
    people.press(line, Qt.Key.Key_Tab)
    people.save()
    bo = people.family.stored().person(BO)
    assert bo is not None
    assert bo.bsn == "111222333"
    assert line.text() == "••••••333"
    line.setFocus()
    assert line.text() == "111222333"
    people.family.qtbot.keyClick(line, Qt.Key.Key_Backspace)
    people.press(line, Qt.Key.Key_Tab)
    people.save()
    assert "Dit BSN klopt niet" in people.texts("person_panel")
    assert line.text() == "11122233"  # it does not pass: it stays readable
    bo = people.family.stored().person(BO)
    assert bo is not None
    assert bo.bsn == "111222333"


def test_an_address_is_written_at_the_home_itself(people: People) -> None:
    people.click(f"home_open_{HOME_DENNIS}")
    people.type("home_street", "Westhavenkade")
    people.type("home_house_number", "7")
    people.save()
    home = people.family.stored().get(Household, HOME_DENNIS)
    assert home is not None
    assert (home.street, home.house_number, home.place) == ("Westhavenkade", "7", "Vlaardingen")
    people.click("home_withdraw")
    around = people.family.stored()
    assert around.get(Household, HOME_DENNIS) is None
    assert around.person(DENNIS) is not None
    assert people.tab.panel is None


def test_the_kind_of_a_parent_is_ticked(people: People) -> None:
    people.tab.show_person(KIM)
    people.click("parent_1_open")
    people.tick("parent_1_kinds", "Juridisch, erkend")
    link = next(
        link for parent, link in people.family.stored().parents_of(KIM) if parent.id == SAMIRA
    )
    assert link.kinds == {
        ParentKind.BIOLOGICAL,
        ParentKind.LEGAL_BIRTH,
        ParentKind.LEGAL_RECOGNITION,
    }


def test_authority_of_a_guardian_institution_is_noted(people: People) -> None:
    people.tab.show_person(KIM)
    people.click("authority_add")
    people.click(f"authority_pick_{len(people.family.stored().people)}")  # after all the others
    (item,) = people.family.stored().authority_over(KIM, TODAY)
    assert (item.holder_id, item.kind) == (None, AuthorityKind.GUARDIAN_INSTITUTION)
    people.type("authority_1_holder_name", "Jeugdbescherming Voorbeeld")
    people.type("authority_1_checked_on", "3-3-2025")
    people.save()
    (stored,) = people.family.stored().all(ParentalAuthority)[-1:]
    assert (stored.holder_name, stored.checked_on) == (
        "Jeugdbescherming Voorbeeld",
        date(2025, 3, 3),
    )


def test_a_change_by_a_colleague_does_not_close_an_open_line(people: People) -> None:
    people.tab.show_person(KIM)
    people.click("parent_1_open")
    dennis = people.family.stored().person(DENNIS)
    assert dennis is not None
    people.family.workspace.save(Change(replace(dennis, given_name="Denis"), dennis))
    people.family.context.refresh()
    people.family.settle()
    assert people.find("parent_1_kinds").isVisible()
    assert any("Denis" in line.name for home in people.tab._view or () for line in home.lines)


def test_everything_in_the_panel_can_be_reached_by_key(people: People) -> None:
    people.tab.show_person(KIM)
    panel = people.find("person_panel")
    seen: list[str] = []
    widget = people.find("person_given_name_control")
    widget.setFocus()
    for _ in range(60):
        focused = people.tab.window().focusWidget()
        assert focused is not None
        if not panel.isAncestorOf(focused):
            break
        seen.append(focused.objectName())
        people.family.qtbot.keyClick(focused, Qt.Key.Key_Tab)
    for name in ("person_birth_control", "residence_add", "parent_1_open", "person_withdraw"):
        assert name in seen


def test_what_is_not_sent_yet_is_marked(people: People) -> None:
    row = next(r for r in people.tab._person_rows() if r.person_id == BO)
    assert "Nog te versturen" in [chip.text() for chip in row.findChildren(Chip)]


def test_links_to_somebody_are_one_atomic_save(people: People) -> None:
    people.click("add_person")
    people.type("new_person_given_name", "Noor")
    people.click("new_person_add")
    added = [change.record for change in people.family.changes]
    assert isinstance(added[0], Person)
    assert {type(record) for record in added[1:]} == {ParentLink}
