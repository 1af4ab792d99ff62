"""The page Versturen en ophalen with a conflict or two on it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.conflicts import Conflict
from mvs_desktop.domain.partial_date import PartialDate
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.plans import Goal
from mvs_desktop.services.views import ConflictView, Link, SetApart, SyncState
from mvs_desktop.ui.sending.conflict import ConflictCard
from mvs_desktop.ui.sending.conflict_words import Names
from mvs_desktop.ui.sending.page import SendingPage, SendingView

NOW = datetime(2025, 3, 4, 13, 2, tzinfo=UTC)


TODAY = date(2025, 3, 4)


CASE_ID = uuid4()


BO, KIM = uuid4(), uuid4()


CASE = CaseFile(id=CASE_ID, case_id=CASE_ID, name="Familie Appelmans")


IDLE = SyncState(Link.IDLE, 0, 1, 0, NOW)


def goal_conflict() -> ConflictView:
    goal = Goal(id=uuid4(), case_id=CASE_ID, plan_id=uuid4(), text="Rust in huis")
    conflict = Conflict(
        id=uuid4(),
        case_id=CASE_ID,
        record_type="goal",
        record_id=goal.id,
        unit="text",
        standing_by="Karlijn",
        standing_at=NOW,
        other_by="Sanne",
        other_at=NOW,
    )
    return ConflictView(
        conflict,
        CASE,
        goal,
        base={"text": "Rust"},
        standing={"text": "Rust in huis"},
        other={"text": "Rust en regelmaat"},
        standing_by="Karlijn",
        standing_at=NOW,
    )


def birth_conflict() -> ConflictView:
    person = Person(id=uuid4(), case_id=CASE_ID, given_name="Bo")
    shown = goal_conflict()
    return replace(
        shown,
        conflict=replace(shown.conflict, record_type="person", record_id=person.id, unit="birth"),
        current=person,
        base={"birth": None, "unborn": False},
        standing={"birth": PartialDate(2016), "unborn": False},
        other={"birth": PartialDate(2016, 3), "unborn": False},
    )


def view(*conflicts: ConflictView, apart: tuple[SetApart, ...] = ()) -> SendingView:
    return SendingView(IDLE, conflicts, apart, TODAY, Names({}, {}, "Sanne"))


@pytest.fixture
def page(qtbot: QtBot) -> SendingPage:
    made = SendingPage()
    qtbot.addWidget(made)
    made.resize(1100, 800)
    made.show()
    return made


def card_of(page: SendingPage) -> ConflictCard:
    QApplication.processEvents()  # what was added comes into sight
    card = page.findChild(ConflictCard)
    assert isinstance(card, ConflictCard)
    return card


def unit(name: str, base: object, standing: object, other: object) -> ConflictView:
    shown = goal_conflict()
    return replace(
        shown,
        conflict=replace(shown.conflict, unit=name),
        base={name: base},
        standing={name: standing},
        other={name: other},
    )
