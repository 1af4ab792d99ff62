"""Working together by keyboard alone: the real window, a real service, a colleague's laptop."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mvs_desktop.demo.hands import Hands
from mvs_desktop.domain.cases import CaseMember, CaseRole
from mvs_desktop.domain.errors import ServerUnreachable
from mvs_desktop.domain.records import Compartment
from mvs_desktop.ui.keys.tasks import KeyTask
from mvs_desktop.ui.kit.look.appearance import Appearance
from mvs_desktop.ui.language import Language
from mvs_desktop.ui.navigation.intents import OpenFamily
from mvs_desktop.ui.navigation.places import Place, Screen
from mvs_desktop.ui.navigation.team_intents import BringIn
from mvs_desktop.ui.settings import Settings
from mvs_desktop.ui.shell.window import MainWindow
from mvs_desktop.ui.team.bring_in import BringInPanel
from tests.services.desks import (
    BORN,
    Desk,
    bring_in,
    daan,
    family,
    kim_lies_apart,
    noor,
)
from tests.ui.measuring import nameless
from tests.ui.shell.conftest import settled

__all__ = ["daan", "noor"]

pytestmark = pytest.mark.timeout(300)

Key = Qt.Key


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, noor: Desk, tmp_path: Path) -> Iterator[MainWindow]:
    """Noor's."""
    language, appearance = Language(qapp), Appearance(qapp, "light")
    made = MainWindow(
        noor.workspace, settings=Settings(tmp_path), appearance=appearance, language=language
    )
    made.show()
    made.start()
    settled(qtbot, made)
    yield made
    with qtbot.waitSignal(made.left, timeout=15_000):
        made.close()
    made.deleteLater()
    language.deleteLater()
    appearance.deleteLater()


@pytest.fixture
def hands(window: MainWindow) -> Hands:
    return Hands(window)


def tab_to(hands: Hands, name: str) -> QWidget:
    """Go to a control with Tab; it must be reached before the round begins anew."""
    first = QApplication.focusWidget()
    for _ in range(40):
        now = QApplication.focusWidget()
        if now is not None and now.objectName() == name:
            return now
        hands.press(Key.Key_Tab)
        if QApplication.focusWidget() is first:
            break
    raise AssertionError(f"Tab does not come at {name}")


def test_a_colleague_is_brought_in_and_takes_the_family_over(
    qtbot: QtBot, window: MainWindow, hands: Hands, noor: Desk, daan: Desk
) -> None:
    case = family(noor, "Toetsenbord")
    hands.activate("main_window")
    window.commands.do(OpenFamily(case.id))
    hands.see("workers_card")
    settled(qtbot, window)
    came_from = hands.until("Overdragen", lambda: hands.glimpse("hand_over"))
    came_from.setFocus()

    hands.press(Key.Key_Space)
    hands.see("hand_over_panel")
    hands.press(Key.Key_Escape)
    hands.gone("hand_over_panel")
    assert QApplication.focusWidget() is came_from

    hands.press(Key.Key_Space)
    hands.see("hand_over_panel")
    hands.keys("daan")
    hands.see("colleague_row")
    tab_to(hands, "colleague_row")
    hands.press(Key.Key_Return)
    tab_to(hands, "other_colleague")  # after all
    hands.press(Key.Key_Return)
    hands.keys("daan")
    hands.see("colleague_row")
    tab_to(hands, "colleague_row")
    hands.press(Key.Key_Return)
    hands.keys("Neem jij ze over?")
    tab_to(hands, "offer_case")
    hands.press(Key.Key_Return)
    hands.gone("hand_over_panel")
    settled(qtbot, window)

    daan.sync()
    (offer,) = daan.workspace.team.offers()
    assert offer.word == "Neem jij ze over?"
    daan.workspace.team.answer(uuid4(), offer.offer_id, "Goed.", accept=True)
    hands.press(Key.Key_F5, target=window)
    settled(qtbot, window)
    lead = [item.name for item in _members(noor, case.id) if item.role is CaseRole.LEAD]
    assert lead == ["Daan Proef"]


def test_an_offer_is_not_accepted_by_accident(
    qtbot: QtBot, window: MainWindow, hands: Hands, noor: Desk, daan: Desk
) -> None:
    case = family(daan, "Ongeluk")
    to = noor.workspace.me.worker_id
    daan.workspace.team.offer(uuid4(), case.id, to, "Neem jij ze over?", stays=True)
    hands.activate("main_window")
    hands.press(Key.Key_F5, target=window)
    settled(qtbot, window)
    window.navigator.go(Place(Screen.TODAY))
    hands.see("team_row").setFocus()
    hands.press(Key.Key_Return)
    hands.see("offer_panel")
    for key in (Key.Key_Return, Key.Key_Space, Key.Key_Enter):
        hands.press(key)
    settled(qtbot, window)
    assert [item.state for item in noor.workspace.team.offers()] == ["open"]
    tab_to(hands, "accept_offer")
    hands.press(Key.Key_Space)
    hands.gone("offer_panel")
    settled(qtbot, window)
    hands.until("the family", lambda: case.id in {row.case.id for row in noor.workspace.caseload()})


def test_a_known_child_leads_to_emergency_access(
    qtbot: QtBot, window: MainWindow, hands: Hands, noor: Desk, daan: Desk
) -> None:
    case = family(daan, "Bekendheid")
    hands.activate("main_window")
    hands.press(Key.Key_N, Qt.KeyboardModifier.ControlModifier, window)
    hands.see("known_child_panel")
    hands.keys("Bekendheid")
    hands.press(Key.Key_Tab)
    hands.keys("4-3-2018")
    tab_to(hands, "ask_child")
    hands.press(Key.Key_Space)
    answer = hands.see("whom_to_ask")
    hands.until("the keyboard at whom to call", answer.hasFocus)
    for key in (Key.Key_Return, Key.Key_Space, Key.Key_Enter):
        hands.press(key)  # a key pressed by accident takes no access
    assert hands.glimpse("emergency")
    tab_to(hands, "emergency")
    hands.press(Key.Key_Return)
    tab_to(hands, "leave_emergency")
    hands.press(Key.Key_Return)
    hands.until("the keyboard at whom to call", lambda: hands.see("whom_to_ask").hasFocus())
    tab_to(hands, "emergency")
    hands.press(Key.Key_Return)
    hands.keys("Politie belde.")
    hands.press(Key.Key_Tab)  # Veiligheid is chosen already; School is added
    hands.press(Key.Key_Space)
    tab_to(hands, "take_emergency")
    hands.press(Key.Key_Space)
    done = hands.see("emergency_done")
    hands.until("the keyboard at Klaar", done.hasFocus)
    hands.press(Key.Key_Space)
    hands.gone("known_child_panel")
    settled(qtbot, window)
    hands.until("the family", lambda: case.id in {row.case.id for row in noor.workspace.caseload()})
    mine = [item for item in _members(noor, case.id) if item.is_emergency]
    assert [item.compartments for item in mine] == [
        frozenset({Compartment.BASIS, Compartment.SAFETY, Compartment.SCHOOL})
    ]


def test_emergency_access_to_more_of_it(
    qtbot: QtBot, window: MainWindow, hands: Hands, noor: Desk, daan: Desk
) -> None:
    case = family(daan, "Verdergaand")
    team = noor.workspace.team
    asked = team.ask_child(uuid4(), "Verdergaand", BORN)
    team.take_emergency_access(uuid4(), asked, 0, "Politie belde.")
    hands.activate("main_window")
    hands.press(Key.Key_F5, target=window)
    settled(qtbot, window)
    window.commands.do(OpenFamily(case.id))
    hands.see("workers_card")
    settled(qtbot, window)
    mine = next(
        row
        for row in window.findChildren(QWidget, "worker_row")
        if row.accessibleName().startswith("Noor Testers") and row.focusPolicy()
    )
    mine.setFocus()
    hands.press(Key.Key_Return)
    hands.see("more_emergency")
    tab_to(hands, "more_emergency")
    hands.press(Key.Key_Space)
    hands.see("take_emergency")
    tab_to(hands, "take_emergency")
    hands.press(Key.Key_Space)
    hands.see_text("Schrijf op waarom.")
    hands.see_text("Kies wat je erbij nodig hebt.")
    hands.keys("Er is een wond te zien.")
    hands.press(Key.Key_Tab)  # School
    hands.press(Key.Key_Tab)  # Zorg
    hands.press(Key.Key_Space)
    tab_to(hands, "take_emergency")
    hands.press(Key.Key_Space)
    hands.gone("bring_in_panel")
    settled(qtbot, window)

    def held() -> set[Compartment]:
        taken = [item for item in _members(noor, case.id) if item.is_emergency]
        return {part for item in taken for part in item.compartments}

    wanted = {Compartment.BASIS, Compartment.SAFETY, Compartment.CARE}
    hands.until("the rest of it", lambda: held() == wanted)
    daan.sync()
    reasons = {item.emergency_reason for item in _members(daan, case.id) if item.is_emergency}
    assert reasons == {"Politie belde.", "Er is een wond te zien."}


def test_a_notice_is_put_away_and_the_keyboard_stays_in_the_list(
    qtbot: QtBot, window: MainWindow, hands: Hands, noor: Desk, daan: Desk
) -> None:
    """What waits is at the top of the right column, and is dealt with from the keyboard."""
    cases = [family(noor, "Eerst"), family(noor, "Daarna")]
    for case in cases:
        asked = daan.workspace.team.ask_child(uuid4(), case.name.split()[-1], BORN)
        daan.workspace.team.take_emergency_access(uuid4(), asked, 0, "Politie belde.")
    hands.activate("main_window")
    hands.press(Key.Key_F5, target=window)
    settled(qtbot, window)
    window.navigator.go(Place(Screen.TODAY))
    hands.see("team_row")
    settled(qtbot, window)
    seen = tab_to(hands, "put_notice_away")
    first = seen.accessibleDescription()
    assert first.startswith("Noodtoegang, Familie ")
    hands.press(Key.Key_Space)
    hands.until("the notice to go", lambda: first not in notices(window))
    settled(qtbot, window)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert hands.see("waiting_for_me").isAncestorOf(focused)
    now = tab_to(hands, "put_notice_away")
    assert now.accessibleDescription() != first


def notices(window: MainWindow) -> list[str]:
    buttons = window.findChildren(QWidget, "put_notice_away")
    return [one.accessibleDescription() for one in buttons if one.isVisible()]


def test_ones_own_laptops_give_the_keyboard_back(
    qtbot: QtBot, window: MainWindow, hands: Hands, noor: Desk
) -> None:
    hands.activate("main_window")
    window.navigator.go(Place(Screen.FAMILIES))
    settled(qtbot, window)
    window.navigator.focus_first()
    came_from = QApplication.focusWidget()
    window.panels.begin_key_task(KeyTask.OWN_DEVICES)
    hands.see("laptop_row")
    panel = hands.see("devices_panel")
    hands.until("the keyboard at closing", panel.close_button.hasFocus)
    assert nameless(panel) == []
    hands.press(Key.Key_Escape)
    hands.gone("devices_panel")
    assert QApplication.focusWidget() is came_from


def look_at_what_lies_apart(qtbot: QtBot, window: MainWindow, hands: Hands) -> None:
    hands.activate("main_window")
    hands.press(Key.Key_F5, target=window)
    settled(qtbot, window)
    window.navigator.go(Place(Screen.TODAY))
    hands.see("team_row").setFocus()
    hands.press(Key.Key_Return)


def test_what_lies_apart_is_taken_over(
    qtbot: QtBot, window: MainWindow, hands: Hands, noor: Desk, daan: Desk
) -> None:
    case = kim_lies_apart(noor, daan, "Laat")
    look_at_what_lies_apart(qtbot, window, hands)
    take = hands.see("take_apart")
    # The keyboard is not on it: a key pressed by accident takes nothing over.
    assert not take.hasFocus()
    tab_to(hands, "take_apart")
    hands.press(Key.Key_Space)
    done = hands.see("apart_done")
    hands.until("the keyboard at Klaar", done.hasFocus)
    hands.press(Key.Key_Escape)
    hands.gone("apart_panel")
    settled(qtbot, window)
    names = {person.given_name for person in noor.workspace.reload_case(case.id).people}
    assert names == {"Bo", "Kim"}


def test_what_lies_apart_is_taken_over_once_however_the_line_breaks(
    qtbot: QtBot, window: MainWindow, hands: Hands, noor: Desk, daan: Desk,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    case = kim_lies_apart(noor, daan, "Laat")
    look_at_what_lies_apart(qtbot, window, hands)
    hands.see("take_apart")

    def no_line(*_: object, **__: object) -> None:
        raise ServerUnreachable

    with monkeypatch.context() as broken:
        broken.setattr(noor.workspace.team, "settle_apart", no_line)
        tab_to(hands, "take_apart")
        hands.press(Key.Key_Space)
        hands.see_text("Geen verbinding met de centrale, en dit kan alleen mét verbinding. "
                       "Probeer het straks opnieuw; het gebeurt nooit twee keer.")  # fmt: skip
        settled(qtbot, window)
    tab_to(hands, "take_apart")
    hands.press(Key.Key_Space)
    hands.see("apart_done")
    settled(qtbot, window)
    people = noor.workspace.reload_case(case.id).people
    assert sorted(person.given_name for person in people) == ["Bo", "Kim"]
    assert noor.workspace.team.apart(case.id) == ()


def test_what_was_asked_comes_also_when_the_panel_is_closed(
    qtbot: QtBot, window: MainWindow, hands: Hands, noor: Desk, daan: Desk,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    case = family(noor, "Weg")
    bring_in(noor, daan, case)
    hands.activate("main_window")
    hands.press(Key.Key_F5, target=window)
    settled(qtbot, window)
    assert len(_members(noor, case.id)) == 2
    closed, real = Event(), noor.workspace.team.end

    def end_once_it_is_closed(*asked: UUID) -> None:
        assert closed.wait(timeout=30)
        real(*asked)

    monkeypatch.setattr(noor.workspace.team, "end", end_once_it_is_closed)
    window.panels.team.do(BringIn(case.id, daan.workspace.me.worker_id))
    tab_to(hands, hands.see("end_member").objectName())
    hands.press(Key.Key_Space)
    hands.pick("question", "Meedoen beëindigen")
    hands.see("bring_in_panel", BringInPanel).close_panel()
    hands.gone("bring_in_panel")
    closed.set()
    hands.until("the colleague to go", lambda: len(_members(noor, case.id)) == 1)


def _members(of: Desk, case_id: UUID) -> tuple[CaseMember, ...]:
    return tuple(of.workspace.reload_case(case_id).members(of.workspace.today()))
