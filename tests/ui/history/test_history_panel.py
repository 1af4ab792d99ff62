"""Geschiedenis: what the panel says, and what it brings back."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from sqlalchemy import select

from mvs_desktop.domain.attached import with_attached
from mvs_desktop.domain.people import Person
from mvs_desktop.services.views import Change
from mvs_desktop.storage.base.engine import reading
from mvs_desktop.storage.base.tables import audit
from mvs_desktop.ui.family.page import FamilyPage
from mvs_desktop.ui.history.panel import HistoryPanel
from mvs_desktop.ui.record_at import RecordAt, record_at
from tests.ui.family.conftest import OpenedFamily, OpenFamily, Screen
from tests.ui.family.sample import BO, CASE, KIM, family


class Page(Screen):
    def __init__(self, opened: OpenedFamily) -> None:
        self.page = FamilyPage(opened.context)
        super().__init__(opened, self.page)

    def history(self, at: RecordAt | None) -> str:
        """Open it; all its words, as one reads them."""
        self.page.show_history(at)
        self.family.settle()
        return self.words()

    def words(self) -> str:
        self.family.settle()
        labels = self.find("history_panel").findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.isVisibleTo(self.widget))

    def person(self, id_: object) -> Person:
        found = next(one for one in self.family.stored().people if one.id == id_)
        assert isinstance(found, Person)
        return found

    def change(self, item: Person, **values: object) -> None:
        self.family.workspace.save(Change(replace(item, **values), item))  # type: ignore[arg-type]

    def looks(self) -> int:
        with reading(self.family.workspace._store._engine) as connection:
            acts = connection.execute(select(audit.c.action, audit.c.detail)).all()
        return sum(1 for act, _ in acts if act == "history")


@pytest.fixture
def page(open_family: OpenFamily) -> Page:
    return Page(open_family(family()))


def test_it_says_who_where_and_what_it_was(page: Page) -> None:
    page.change(page.person(BO), phone="06 1")
    page.change(page.person(BO), phone="06 2")
    told = page.history(RecordAt("person", BO))
    assert "Bo de Wit" in told
    assert "Noor Testers (jij) · deze laptop" in told
    assert "06 1 → 06 2" in told
    assert told.index("06 1 → 06 2") < told.index("Telefoon: 06 1") < told.index("Toegevoegd")
    assert "Geslacht: Man" in told
    assert "Kim" not in told


def test_a_citizen_service_number_is_not_shown_whole(page: Page) -> None:
    page.change(page.person(BO), bsn="111222333")
    assert "111222333" not in page.history(RecordAt("person", BO))
    assert "BSN: ••••••333" in page.words()


def test_looking_is_logged_once_for_each_opening(page: Page) -> None:
    page.history(RecordAt("person", BO))
    assert page.looks() == 1
    page.family.context.save(Change(replace(page.person(BO), phone="06 1"), page.person(BO)))
    page.family.settle()
    assert "Telefoon: 06 1" in page.words()  # it follows what is changed meanwhile
    assert page.looks() == 1
    page.click("history_whole_family")
    assert page.looks() == 2


def test_what_was_withdrawn_comes_back_with_what_went_along(page: Page) -> None:
    around = page.family.stored()
    kim = page.person(KIM)
    gone = with_attached(kim, around)
    page.family.workspace.withdraw(*gone)
    page.family.context.refresh()
    told = page.history(None)
    assert f"met {len(gone) - 1} dingen daarbij" in told
    page.click("history_restore_0")
    page.family.settle()
    back = page.family.stored()
    assert {one.id for one in gone} <= {
        record.id for records in back.records.values() for record in records
    }
    assert "Terugzetten" not in page.words().split("Wat er veranderde")[0]


def test_a_family_of_many_steps_is_shown_bit_by_bit(page: Page) -> None:
    for number in range(60):
        page.change(page.person(BO), phone=f"06 {number}")
    assert "06 59" in page.history(RecordAt("person", BO))
    assert "06 3 → 06 4" not in page.words()
    page.click("history_more")
    assert "06 3 → 06 4" in page.words()


def test_the_keyboard_says_which_record_is_meant(page: Page) -> None:
    page.page.show_record("person", BO)
    page.family.settle()
    assert record_at(page.find("person_phone_control")) == RecordAt("person", BO)
    assert record_at(page.find("person_withdraw")) == RecordAt("person", BO)
    assert record_at(page.page) is None


def test_a_link_in_the_panel_of_somebody_opens_it(page: Page) -> None:
    page.page.show_record("person", BO)
    page.click("person_history")
    assert "Bo de Wit" in page.words()
    panel = page.find("history_panel")
    assert isinstance(panel, HistoryPanel)
    page.press(panel, Qt.Key.Key_Escape)
    assert not [w for w in page.page.findChildren(QWidget, "history_panel") if w.isVisible()]
    assert page.page.context.case_id == CASE
