"""What former colleagues wrote and could not send in time, as the lead is shown it."""

from uuid import uuid4

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.people import Person
from mvs_desktop.services.team_views import (
    ApartChange,
    UnreadChange,
)
from mvs_desktop.ui.team.apart import ApartPanel
from tests.ui.team.test_team import LEFT, NOW, TODAY, host, part, said

__all__ = ["host"]


def test_what_lies_apart_is_told_in_words_and_settled(qtbot: QtBot, host: QWidget) -> None:
    case_id, id_ = uuid4(), uuid4()
    before = Person(id=id_, case_id=case_id, given_name="Bo")
    after = Person(id=id_, case_id=case_id, given_name="Bobbie")
    change = ApartChange("7", case_id, "Daan Proef", NOW, before, after, ("given_name",))
    panel = ApartPanel(host, TODAY, {}, {})
    panel.begin()
    panel.show_changes([change])
    assert {"Bobbie", "Nu: Bo"} <= said(panel)
    told: list[tuple[object, bool]] = []
    panel.settled.connect(lambda what, taken: told.append((what, taken)))
    qtbot.mouseClick(part(panel, "take_apart"), LEFT)
    qtbot.mouseClick(part(panel, "leave_apart"), LEFT)  # not while the other is asked
    panel.show_changes([change])
    qtbot.mouseClick(part(panel, "leave_apart"), LEFT)
    assert told == [(change, True), (change, False)]


def test_what_this_version_cannot_read_explains_the_count(qtbot: QtBot, host: QWidget) -> None:
    panel = ApartPanel(host, TODAY, {}, {})
    panel.begin()
    case_id = uuid4()
    panel.show_changes(
        [
            UnreadChange("8", case_id, "Daan Proef", NOW),
            UnreadChange("9", case_id, "Bo Proef", None),
        ]
    )
    assert any(text.startswith("Dit kan deze versie nog niet lezen.") for text in said(panel))
    assert not panel.findChildren(QWidget, "leave_apart")
    panel.show_changes([])
    qtbot.waitUntil(part(panel, "apart_done").hasFocus)


def test_what_belongs_to_something_that_is_not_here_is_left_out(
    qtbot: QtBot, host: QWidget
) -> None:
    panel = ApartPanel(host, TODAY, {}, {})
    panel.begin()
    change = UnreadChange("8", uuid4(), "Daan Proef", NOW, alone=True)
    panel.show_changes([change])
    assert any(text.startswith("Dit hoort bij iets wat hier niet staat.") for text in said(panel))
    assert not panel.findChildren(QWidget, "take_apart")
    with qtbot.waitSignal(panel.settled) as settled:
        qtbot.mouseClick(part(panel, "leave_apart"), LEFT)
    assert settled.args == [change, False]


def test_that_something_is_restored_is_told(host: QWidget) -> None:
    person = Person(id=uuid4(), case_id=uuid4(), given_name="Bo")
    change = ApartChange("7", person.case_id, "Daan Proef", NOW, person, person, (), restores=True)
    panel = ApartPanel(host, TODAY, {}, {})
    panel.begin()
    panel.show_changes([change])
    assert "Wil dit terugzetten." in said(panel)


def test_an_area_that_lies_apart_has_its_name(host: QWidget) -> None:
    id_ = uuid4()
    before = CaseFile(id=id_, case_id=id_, neighbourhood="BU06060101")
    after = CaseFile(id=id_, case_id=id_, neighbourhood="BU06060102")
    names = {"BU06060101": "Nieuwland", "BU06060102": "Gorzen"}
    panel = ApartPanel(host, TODAY, {}, names)
    panel.begin()
    panel.show_changes(
        [ApartChange("7", id_, "Daan Proef", NOW, before, after, ("neighbourhood",))]
    )
    assert {"Gorzen", "Nu: Nieuwland"} <= said(panel)
