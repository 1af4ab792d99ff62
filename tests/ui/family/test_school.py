from datetime import date
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from mvs_desktop.domain.school import EnrolmentState, SchoolEnrolment
from mvs_desktop.ui.family.school.page import SchoolTab
from tests.ui.family.conftest import OpenedFamily, OpenFamily, Screen
from tests.ui.family.sample import BO, KIM, empty_case, family

TODAY = date(2025, 3, 4)


class School(Screen):
    def __init__(self, opened: OpenedFamily) -> None:
        self.tab = SchoolTab(opened.context)
        super().__init__(opened, self.tab)

    def search(self, text: str) -> QWidget:
        """Type in the search field, which has the keyboard already."""
        line = self.find("school_search_control")
        assert line.hasFocus()
        self.family.qtbot.keyClicks(line, text)
        self.family.settle()
        return line

    def of(self, child: UUID) -> list[SchoolEnrolment]:
        everything = self.family.stored().all(SchoolEnrolment)
        return [item for item in everything if item.person_id == child]


@pytest.fixture
def school(open_family: OpenFamily) -> School:
    return School(open_family(family()))


def test_a_school_is_found_in_the_register_by_key_alone(school: School) -> None:
    school.tab.show_child(KIM)
    school.click("school_find")
    line = school.search("singel")
    school.family.qtbot.keyClick(line, Qt.Key.Key_Down)
    first = school.find("school_result_1")
    assert first.hasFocus()
    school.family.qtbot.keyClick(first, Qt.Key.Key_Return)
    school.family.settle()
    (item,) = school.of(KIM)
    assert item.school_name == "Basisschool de Singel"
    assert school.family.workspace.registers.school(item.site_code) is not None


def test_group_and_mentor_are_kept_as_typed(school: School) -> None:
    for name, text in (("group", "groep 6"), ("mentor", "meester Jan"), ("starts_on", "1-8-2024")):
        school.type(f"school_{name}", text)
    school.save()
    (item,) = school.of(BO)
    assert (item.group, item.mentor, item.starts_on) == (
        "groep 6",
        "meester Jan",
        date(2024, 8, 1),
    )


def test_a_school_outside_the_register_is_noted_as_typed(school: School) -> None:
    school.tab.show_child(KIM)
    school.click("school_find")
    school.search("Vrije School Zuiderzon")
    school.click("school_as_typed")
    (item,) = school.of(KIM)
    assert (item.school_name, item.site_code) == ("Vrije School Zuiderzon", "")


def test_a_child_that_is_not_at_school_yet_gets_one_later(school: School) -> None:
    school.tab.show_child(KIM)
    school.click("school_not_yet")
    (item,) = school.of(KIM)
    assert item.state is EnrolmentState.NOT_YET
    school.click("school_find")
    school.family.qtbot.keyClick(school.search("sint jozef"), Qt.Key.Key_Return)
    school.family.settle()
    (same,) = school.of(KIM)
    assert same.id == item.id
    assert (same.state, same.school_name) == (EnrolmentState.ENROLLED, "Sint Jozefschool")


def test_going_to_another_school_keeps_the_one_before(school: School) -> None:
    school.click("school_other")
    school.family.qtbot.keyClick(school.search("sint jozef"), Qt.Key.Key_Return)
    school.family.settle()
    before, now = sorted(school.of(BO), key=lambda item: item.id)
    assert (before.state, before.ends_on) == (EnrolmentState.LEFT, TODAY)
    assert (now.state, now.school_name) == (EnrolmentState.ENROLLED, "Sint Jozefschool")
    assert school.find("earlier_school_1").isVisible()


def test_a_search_can_be_left_without_a_choice(school: School) -> None:
    school.click("school_correct")
    line = school.search("sint")
    school.family.qtbot.keyClick(line, Qt.Key.Key_Escape)
    school.family.settle()
    assert school.find("school_group").isVisible()
    assert school.family.changes == []


def test_without_children_there_is_nothing_to_choose(open_family: OpenFamily) -> None:
    school = School(open_family(empty_case()))
    assert not school.tab.findChildren(QLineEdit)
