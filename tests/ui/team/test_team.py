"""The panels of working together, and what waits on Vandaag."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from mvs_desktop.domain.cases import CaseFile, CaseMember, CaseRole
from mvs_desktop.domain.records import Compartment
from mvs_desktop.services.team_views import (
    ChildQuestion,
    Colleague,
    EmergencyNotice,
    Offer,
    TeamDay,
    WhomToAsk,
)
from mvs_desktop.services.views import Change
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.ui.kit.pages.panel import SidePanel
from mvs_desktop.ui.navigation.intents import OpenFamily
from mvs_desktop.ui.navigation.places import Place, Screen
from mvs_desktop.ui.navigation.team_intents import (
    AnswerOffer,
    LookAtApart,
    PutNoticeAway,
    SeeChildAnswer,
    SeeOffered,
)
from mvs_desktop.ui.shell.window import MainWindow
from mvs_desktop.ui.team.bring_in import BringInPanel, MemberWanted, MySay
from mvs_desktop.ui.team.hand_over import HandOverPanel, OfferedPanel, OfferPanel, OfferWanted
from mvs_desktop.ui.team.known_child import ChildAsked, EmergencyWanted, KnownChildPanel
from mvs_desktop.ui.team.waiting import team_rows
from tests.ui.shell.conftest import (
    families,
    settings,
    settled,
    window,
    workspace,
)
from tests.ui.texts import texts_on

__all__ = ["families", "settings", "window", "workspace"]

LEFT = Qt.MouseButton.LeftButton
TODAY = date(2025, 3, 4)
NOW = datetime(2025, 3, 4, 13, tzinfo=UTC)
BORN = date(2018, 3, 4)
ME, OTHER = uuid4(), uuid4()
ALL = frozenset(Compartment)


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(900, 700)
    qtbot.addWidget(made)
    made.show()
    return made


def said(root: QWidget) -> set[str]:
    """All that can be read now; what was added a moment ago is shown first."""
    QApplication.processEvents()
    return set(texts_on(root))


def part(root: QWidget, name: str, kind: type[QWidget] = QWidget) -> QWidget:
    QApplication.processEvents()
    found = [item for item in root.findChildren(kind, name) if item.isVisibleTo(root)]
    assert len(found) == 1, name
    return found[0]


def colleague(expertise: str = "POH-jeugd") -> Colleague:
    return Colleague(str(OTHER), "Daan Proef", "Enver", expertise, "Oost", "GM0606")


def asked(*whom: WhomToAsk, answered: bool = True) -> ChildQuestion:
    at = NOW if answered else None
    return ChildQuestion(uuid4(), NOW, "van Dam", BORN, "", at, uuid4() if answered else None, whom)


SANNE = WhomToAsk("Sanne de Wit", "06 12345678", "Enver", "Holy", "")


# Is this child known?


def test_it_asks_for_a_name_and_a_whole_date(qtbot: QtBot, host: QWidget) -> None:
    panel = KnownChildPanel(host)
    panel.begin()
    told: list[ChildAsked] = []
    panel.asked.connect(told.append)
    qtbot.mouseClick(part(panel, "ask_child"), LEFT)
    assert told == []
    assert "Zonder achternaam kunnen we niet zoeken." in said(panel)
    qtbot.keyClicks(part(panel, "child_family_name_control", QLineEdit), "van Dam")
    qtbot.keyClicks(part(panel, "child_birth_control", QLineEdit), "4-3-2018")
    qtbot.keyClicks(part(panel, "child_bsn_control", QLineEdit), "123456789")
    qtbot.mouseClick(part(panel, "ask_child"), LEFT)
    assert told == []
    number = part(panel, "child_bsn_control", QLineEdit)
    assert isinstance(number, QLineEdit)
    number.clear()
    qtbot.mouseClick(part(panel, "ask_child"), LEFT)
    assert told == [ChildAsked("van Dam", BORN, "")]


def test_a_known_child_shows_whom_to_ask_and_leads_to_emergency_access(
    qtbot: QtBot, host: QWidget
) -> None:
    panel = KnownChildPanel(host)
    panel.begin()
    panel.show_answer(asked(SANNE), NOW)
    told_now = said(panel)
    assert "Bekend bij een collega. Overleg met de casusregisseur." in told_now
    assert any("06 12345678" in text for text in told_now)
    qtbot.mouseClick(part(panel, "emergency"), LEFT)
    assert "De casusregisseur krijgt bericht. Je hebt toegang tot 18:00." in said(panel)
    told: list[EmergencyWanted] = []
    panel.emergency_wanted.connect(told.append)
    qtbot.mouseClick(part(panel, "take_emergency"), LEFT)
    assert told == []
    qtbot.keyClicks(part(panel, "emergency_reason_control", QPlainTextEdit), "Politie belde.")
    qtbot.mouseClick(part(panel, "take_emergency"), LEFT)
    usual = frozenset({Compartment.BASIS, Compartment.SAFETY})
    assert told == [EmergencyWanted(0, "Politie belde.", usual)]
    panel.show_access(NOW + timedelta(hours=5))
    assert any("18:00" in text for text in said(panel))


def test_access_that_goes_on_beyond_midnight_has_its_day(qtbot: QtBot, host: QWidget) -> None:
    panel = KnownChildPanel(host)
    panel.begin()
    evening = NOW + timedelta(hours=8)  # eight hours of duty begin
    panel.show_answer(asked(SANNE), evening)
    qtbot.mouseClick(part(panel, "emergency"), LEFT)
    assert any("toegang tot morgen, 05:00." in text for text in said(panel))
    panel.show_access(evening + timedelta(hours=8))
    assert any("toegang tot morgen, 05:00." in text for text in said(panel))


def test_with_the_answer_the_keyboard_is_at_whom_to_call(qtbot: QtBot, host: QWidget) -> None:
    host.activateWindow()
    qtbot.waitUntil(host.isActiveWindow)
    panel = KnownChildPanel(host)
    panel.begin()
    panel.show_answer(asked(SANNE), NOW)
    row = part(panel, "whom_to_ask")
    qtbot.waitUntil(row.hasFocus)
    assert row.accessibleName() == "Sanne de Wit, 06 12345678 · Enver · Holy"
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Enter):
        qtbot.keyClick(row, key)  # a stray key asks for nothing
    assert part(panel, "whom_to_ask").hasFocus()
    qtbot.keyClick(row, Qt.Key.Key_Tab)
    emergency = part(panel, "emergency")
    assert emergency.hasFocus()
    assert emergency.accessibleDescription() == "Sanne de Wit"


def test_the_basis_is_no_choice_in_an_emergency(qtbot: QtBot, host: QWidget) -> None:
    panel = KnownChildPanel(host)
    panel.begin()
    panel.show_answer(asked(SANNE), NOW)
    qtbot.mouseClick(part(panel, "emergency"), LEFT)
    offered = part(panel, "emergency_compartments").findChildren(QAbstractButton)
    assert [button.text() for button in offered] == ["School", "Zorg", "Veiligheid"]


def test_an_unknown_child_begins_a_family_of_that_name(qtbot: QtBot, host: QWidget) -> None:
    panel = KnownChildPanel(host)
    panel.begin()
    panel.show_answer(asked(), NOW)
    with qtbot.waitSignal(panel.new_family_wanted) as wanted:
        qtbot.mouseClick(part(panel, "begin_new_family"), LEFT)
    assert wanted.args == ["Familie Van Dam"]


def test_without_a_connection_the_question_waits_on_vandaag(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.panels.team.ask_child()
    panel = window.panels.open_panel
    assert isinstance(panel, KnownChildPanel)
    qtbot.keyClicks(part(panel, "child_family_name_control", QLineEdit), "van Dam")
    qtbot.keyClicks(part(panel, "child_birth_control", QLineEdit), "4-3-2018")
    qtbot.mouseClick(part(panel, "ask_child"), LEFT)
    qtbot.waitUntil(lambda: any("zodra er verbinding is" in text for text in said(panel)))
    panel.close_panel()
    window.navigator.go(Place(Screen.TODAY))
    settled(qtbot, window)
    assert "Is Van Dam, geboren 4 maart 2018, al bekend?" in said(window)


# Bringing in


def say(role: CaseRole = CaseRole.LEAD, compartments: frozenset[Compartment] = ALL) -> MySay:
    return MySay(ME, frozenset({role}), compartments, True)


def test_a_colleague_is_looked_for_and_brought_in(qtbot: QtBot, host: QWidget) -> None:
    panel = BringInPanel(host, say(), TODAY)
    panel.begin()
    with qtbot.waitSignal(panel.searched) as typed:
        qtbot.keyClicks(part(panel, "colleague_control", QLineEdit), "daan")
    assert typed.args == ["daan"]
    panel.show_found([colleague()], more=False)
    qtbot.mouseClick(part(panel, "colleague_row"), LEFT)
    with qtbot.waitSignal(panel.wanted) as wanted:
        qtbot.mouseClick(part(panel, "bring_in"), LEFT)
    basis_and_school = frozenset({Compartment.BASIS, Compartment.SCHOOL})
    assert wanted.args == [MemberWanted(OTHER, CaseRole.INVOLVED, basis_and_school, TODAY, None)]


def test_a_last_day_before_the_first_is_said(qtbot: QtBot, host: QWidget) -> None:
    panel = BringInPanel(host, say(), TODAY)
    panel.begin()
    panel.show_found([colleague()], more=False)
    qtbot.mouseClick(part(panel, "colleague_row"), LEFT)
    qtbot.keyClicks(part(panel, "member_ends_on_control", QLineEdit), "3-3-2025")
    told: list[object] = []
    panel.wanted.connect(told.append)
    qtbot.mouseClick(part(panel, "bring_in"), LEFT)
    assert told == []
    why = "Deze dag ligt vóór de eerste dag, of is al voorbij. Kies een latere dag."
    assert why in said(panel)


@pytest.mark.parametrize("role", CaseRole)
def test_only_what_policy_would_allow_is_offered(role: CaseRole) -> None:
    def member(role: CaseRole) -> CaseMember:
        return CaseMember(id=uuid4(), case_id=uuid4(), worker_id=OTHER, role=role)

    mine = say(role)
    changeable = {one for one in CaseRole if mine.may_change(member(one))}
    assert changeable == set(mine.roles_to_give)
    assert CaseRole.LEAD not in changeable
    own = CaseMember(id=uuid4(), case_id=uuid4(), worker_id=ME, role=role)
    assert mine.may_change(own) == (role is not CaseRole.LEAD)


# Handing over


def offer(state: str = "open", **rest: str) -> Offer:
    values = {
        "offer_id": "1", "case_id": "", "from_id": str(OTHER), "from_name": "Daan Proef",
        "to_id": str(ME), "to_name": "Noor Testers", "word": "Ik ga met verlof.",
        "made_at": NOW.isoformat(), "expires_at": (NOW + timedelta(days=7)).isoformat(),
        "state": state, "answer": "",
    } | rest  # fmt: skip
    return Offer(stays=True, **values)


def test_a_family_is_offered_with_a_word(qtbot: QtBot, host: QWidget) -> None:
    panel = HandOverPanel(host)
    panel.begin()
    panel.show_found([colleague()], more=False)
    qtbot.mouseClick(part(panel, "colleague_row"), LEFT)
    qtbot.keyClicks(part(panel, "offer_word_control", QPlainTextEdit), "Neem jij ze over?")
    with qtbot.waitSignal(panel.wanted) as wanted:
        qtbot.mouseClick(part(panel, "offer_case"), LEFT)
    assert wanted.args == [OfferWanted(OTHER, "Neem jij ze over?", True)]


@pytest.mark.parametrize(("button", "accept"), [("accept_offer", True), ("decline_offer", False)])
def test_an_offer_is_answered(qtbot: QtBot, host: QWidget, button: str, accept: bool) -> None:
    panel = OfferPanel(host, offer(), TODAY)
    panel.begin()
    with qtbot.waitSignal(panel.answered) as answer:
        qtbot.mouseClick(part(panel, button), LEFT)
    assert answer.args == [accept, ""]


# Vandaag


def test_what_waits_leads_where_it_is_settled(qtbot: QtBot) -> None:
    case_id: UUID = uuid4()
    case = CaseFile(id=case_id, case_id=case_id, name="Familie Proef")
    taken = CaseMember(
        id=uuid4(), case_id=case_id, worker_id=OTHER, name="Daan Proef",
        emergency_reason="Politie belde.", expires_at=NOW,
    )  # fmt: skip
    question, waiting = asked(SANNE), asked(answered=False)
    day = TeamDay(
        (question, waiting), (offer(),), (offer("aangenomen", answer="Goed."),),
        ((case, 2),), (EmergencyNotice(case, taken),),
    )  # fmt: skip
    found = list(team_rows(day, TODAY))
    for line in found:
        qtbot.addWidget(line.row)
        line.row.show()
    assert [line.intent for line in found] == [
        OpenFamily(case_id), AnswerOffer("1"), None, LookAtApart(case_id),
        SeeChildAnswer(question.id), None,
    ]  # fmt: skip
    assert [line.button_intent for line in found if line.button] == [PutNoticeAway(taken)]
    lines = {text for line in found for text in said(line.row)}
    assert {"Familie Proef", "Noodtoegang", "Gezien"} <= said(found[0].row)
    assert any(text.startswith("Daan Proef: “Politie belde.”") for text in lines)
    assert "Noor Testers nam je gezin over." in lines


def test_an_open_offer_of_ones_own_names_the_family_and_is_taken_back(
    qtbot: QtBot, host: QWidget
) -> None:
    mine = offer(case_id="c")
    (line,) = team_rows(TeamDay(asked=(mine,), families={"c": "Familie Proef"}), TODAY)
    qtbot.addWidget(line.row)
    line.row.show()
    assert "Familie Proef" in said(line.row)
    assert line.intent == SeeOffered("1")
    panel = OfferedPanel(host, mine, "Familie Proef", TODAY)
    panel.begin()
    with qtbot.waitSignal(panel.taken_back):
        qtbot.keyClick(part(panel, "take_back_offer"), Qt.Key.Key_Space)


def test_a_notice_that_was_seen_goes_from_vandaag(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, families: tuple[CaseFile, CaseFile]
) -> None:
    case = families[0]
    until = datetime.now(UTC) + timedelta(hours=1)
    mine = CaseMember(
        id=uuid4(), case_id=case.id, worker_id=workspace.me.worker_id, role=CaseRole.LEAD,
        compartments=ALL,
    )  # fmt: skip
    taken = CaseMember(
        id=uuid4(), case_id=case.id, worker_id=OTHER, name="Daan Proef",
        emergency_reason="Politie belde.", expires_at=until,
    )  # fmt: skip
    workspace.save(Change(mine, None), Change(taken, None))
    window.navigator.go(Place(Screen.TODAY))
    settled(qtbot, window)
    qtbot.mouseClick(part(window, "put_notice_away"), LEFT)
    qtbot.waitUntil(lambda: not window.findChildren(QWidget, "put_notice_away"))
    settled(qtbot, window)
    assert workspace.team.day().emergencies == ()


def test_a_failure_says_that_it_needs_a_connection(
    qtbot: QtBot, window: MainWindow, families: tuple[CaseFile, CaseFile]
) -> None:
    panel = HandOverPanel(window)
    window.panels.team._show(panel)
    window.panels.team._searching(panel)
    panel.begin()
    panel.searched.emit("daan")
    qtbot.waitUntil(lambda: "Geen verbinding met de centrale" in panel.banner.text)
    assert isinstance(window.panels.open_panel, SidePanel)
    assert families
