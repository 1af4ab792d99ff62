"""A choice made in the real window by keyboard, between two laptops with a real service."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mvs_desktop.demo.hands import Hands
from mvs_desktop.domain.conflicts import Choice
from mvs_desktop.domain.contacts import Contact, ContactState
from mvs_desktop.domain.people import Person
from mvs_desktop.domain.records import Compartment
from mvs_desktop.services.views import Change
from mvs_desktop.ui.kit.parts.buttons import Button
from mvs_desktop.ui.navigation.intents import OpenFamily
from mvs_desktop.ui.navigation.places import Place, Screen
from mvs_desktop.ui.sending.conflict import ConflictCard
from mvs_desktop.ui.shell.window import MainWindow
from tests.services.desks import Desk, bring_in, daan, family, noor
from tests.ui.shell.conftest import settled
from tests.ui.team.test_by_keyboard import hands, tab_to, window

__all__ = ["daan", "hands", "noor", "window"]

pytestmark = pytest.mark.timeout(300)

Key = Qt.Key

MINE = "Houdt van voetbal.\nSlaapt slecht sinds de verhuizing.\nGaat op dinsdag naar oma."
THEIRS = "Houdt van voetbal.\nSlaapt beter sinds de vakantie.\nGaat op dinsdag naar oma."


def child(of: Desk, case_id: UUID) -> Person:
    (person,) = of.workspace.reload_case(case_id).all(Person)
    return person


def write(of: Desk, case_id: UUID, text: str) -> None:
    before = child(of, case_id)
    of.workspace.save(Change(replace(before, remarks=text), before))


def two_texts(noor: Desk, daan: Desk, surname: str) -> UUID:
    """Both wrote something else over the same; Daan sent it first, so his stands."""
    case = family(noor, surname)
    bring_in(noor, daan, case)
    write(noor, case.id, "Houdt van voetbal.\nSlaapt slecht.\nGaat op dinsdag naar oma.")
    noor.sync()
    daan.sync()
    write(noor, case.id, MINE)
    write(daan, case.id, THEIRS)
    daan.sync()
    noor.sync()
    daan.sync()
    return case.id


def open_choices(qtbot: QtBot, window: MainWindow, hands: Hands) -> ConflictCard:
    hands.activate("main_window")
    window.navigator.go(Place(Screen.SENDING))
    card: ConflictCard = hands.see("conflict_card")
    settled(qtbot, window)
    window.navigator.focus_first()
    return card


def send(qtbot: QtBot, window: MainWindow, hands: Hands) -> None:
    settled(qtbot, window)
    hands.press(Key.Key_F5, target=window)
    hands.until("all to be sent", lambda: not window.synchroniser.state.pending)
    settled(qtbot, window)


def converge(of: Sequence[Desk], case_id: UUID, text: str) -> None:
    """Every laptop says the same, and has nothing left to choose."""
    for desk in of:
        assert child(desk, case_id).remarks == text
        assert desk.workspace.conflicts() == ()
        assert desk.workspace.sync_state().pending == 0


def not_chosen(of: Desk, case_id: UUID) -> set[tuple[object, str]]:
    """The texts that the history of the child has as not chosen, with who wrote them."""
    changes = of.workspace.history.of(child(of, case_id).id)
    return {(change.after, change.author) for change in changes if change.author}


def test_the_text_set_apart_is_chosen_and_the_other_stays_in_the_history(
    qtbot: QtBot, window: MainWindow, hands: Hands, noor: Desk, daan: Desk
) -> None:
    case_id = two_texts(noor, daan, "Kiezen")
    card = open_choices(qtbot, window, hands)
    assert (card.standing.who.text(), card.other.who.text()) == ("Daan Proef", "Noor Testers (jij)")
    assert card.standing.text.accessibleDescription() == "Anders: “beter sinds de vakantie”"
    # The keyboard begins in a text: a stray key chooses nothing.
    hands.press(Key.Key_Return)
    hands.press(Key.Key_Space)
    assert len(noor.workspace.conflicts()) == 1

    tab_to(hands, "conflict_take_other")
    hands.press(Key.Key_Space)
    hands.gone("conflict_card")
    send(qtbot, window, hands)
    daan.sync()
    converge((noor, daan), case_id, MINE)
    for desk in (noor, daan):
        assert not_chosen(desk, case_id) == {(THEIRS, "Daan Proef")}

    # And the history is one key away.
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.isVisible()
    hands.pick("choice_outcome", "Toon de geschiedenis")
    hands.see("history_panel")
    hands.see_text("Gekozen: wat apart stond, geldt nu")
    hands.see_text("Slaapt beter sinds de vakantie.")
    hands.see_text("niet gekozen, van Daan Proef")


def test_a_third_text_is_written(
    qtbot: QtBot, window: MainWindow, hands: Hands, noor: Desk, daan: Desk
) -> None:
    case_id = two_texts(noor, daan, "Derde")
    open_choices(qtbot, window, hands)
    tab_to(hands, "conflict_rewrite")
    hands.press(Key.Key_Space)
    editor = hands.see("remarks_control")
    hands.until("the keyboard in the text", editor.hasFocus)
    assert editor.toPlainText().split("\n") == [
        "Houdt van voetbal.",
        "Slaapt beter sinds de vakantie.",
        "Slaapt slecht sinds de verhuizing.",
        "Gaat op dinsdag naar oma.",
    ]
    hands.press(Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    hands.keys("Slaapt soms slecht.")
    tab_to(hands, "conflict_keep_new")
    hands.press(Key.Key_Space)
    hands.gone("conflict_card")
    send(qtbot, window, hands)
    daan.sync()
    converge((noor, daan), case_id, "Slaapt soms slecht.")
    both = {(THEIRS, "Daan Proef"), (MINE, "Noor Testers")}
    assert not_chosen(noor, case_id) == both
    assert not_chosen(daan, case_id) == both


def test_another_moment_than_either_is_filled_in(
    qtbot: QtBot, window: MainWindow, hands: Hands, noor: Desk, daan: Desk
) -> None:
    case = family(noor, "Moment")
    bring_in(noor, daan, case)
    at = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
    visit = Contact(
        id=uuid4(),
        case_id=case.id,
        compartment=Compartment.BASIS,
        at=at,
        state=ContactState.PLANNED,
    )
    noor.workspace.save(Change(visit, None))
    noor.sync()
    daan.sync()
    for desk, later in ((daan, 1), (noor, 2)):
        moved = replace(visit, at=at + timedelta(hours=later))
        desk.workspace.save(Change(moved, visit))
        desk.sync()
    daan.sync()

    open_choices(qtbot, window, hands)
    tab_to(hands, "conflict_rewrite")
    hands.press(Key.Key_Space)
    day = hands.see("at_control")
    hands.until("the keyboard in the day", day.hasFocus)
    hands.press(Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    hands.keys("5-3-2026")
    hands.press(Key.Key_Tab)
    hands.press(Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    hands.keys("16:15")
    tab_to(hands, "conflict_keep_new")
    hands.press(Key.Key_Space)
    hands.gone("conflict_card")
    send(qtbot, window, hands)
    daan.sync()
    chosen = datetime(2026, 3, 5, 16, 15).astimezone(UTC)
    for desk in (noor, daan):
        (held,) = desk.workspace.reload_case(case.id).all(Contact)
        assert held.at == chosen
        assert desk.workspace.conflicts() == ()
        told = {change.after for change in desk.workspace.history.of(visit.id)}
        assert {at + timedelta(hours=1), at + timedelta(hours=2)} <= told  # neither is lost


def test_a_colleague_chose_first(
    qtbot: QtBot, window: MainWindow, hands: Hands, noor: Desk, daan: Desk
) -> None:
    """The choice is on the screen, and has been made on another laptop in the meantime."""
    case_id = two_texts(noor, daan, "Eerder")
    open_choices(qtbot, window, hands)
    (seen,) = daan.workspace.conflicts()
    daan.workspace.settle(seen, Choice.STANDING)
    daan.sync()
    noor.workspace.synchronise()  # behind the back of the window
    tab_to(hands, "conflict_take_other")
    hands.press(Key.Key_Space)
    hands.see_text("Een collega heeft hier net al gekozen")
    hands.gone("conflict_card")
    send(qtbot, window, hands)
    daan.sync()
    converge((noor, daan), case_id, THEIRS)
    assert not_chosen(noor, case_id) == {(MINE, "Noor Testers")}


def test_a_colleague_wrote_on_in_the_meantime(
    qtbot: QtBot, window: MainWindow, hands: Hands, noor: Desk, daan: Desk
) -> None:
    """What is chosen against is not what was read: nothing is chosen, and it says so."""
    case_id = two_texts(noor, daan, "Verder")
    card = open_choices(qtbot, window, hands)
    write(daan, case_id, THEIRS + "\nZit op judo.")
    daan.sync()
    noor.workspace.synchronise()  # behind the back of the window
    tab_to(hands, "conflict_take_other")
    hands.press(Key.Key_Space)
    hands.see_text("Een van de teksten is net veranderd. Er is nog niets gekozen")
    hands.until("the new text", lambda: "Zit op judo." in card.standing.text.toPlainText())
    assert card.notice.isVisible()
    assert child(noor, case_id).remarks == THEIRS + "\nZit op judo."

    take: QWidget = tab_to(hands, "conflict_take_other")
    assert take.isEnabled()
    hands.press(Key.Key_Space)
    hands.gone("conflict_card")
    send(qtbot, window, hands)
    daan.sync()
    converge((noor, daan), case_id, MINE)
    told = [change.after for change in noor.workspace.history.of(child(noor, case_id).id)]
    assert THEIRS + "\nZit op judo." in told


def test_what_was_taken_out_while_a_colleague_wrote_in_it(
    qtbot: QtBot, window: MainWindow, hands: Hands, noor: Desk, daan: Desk
) -> None:
    case = family(noor, "Ingetrokken")
    bring_in(noor, daan, case)
    daan.sync()
    before = child(noor, case.id)
    write(daan, case.id, "Zit op judo.")
    daan.sync()
    noor.workspace.withdraw(before)
    noor.sync()
    card = open_choices(qtbot, window, hands)
    assert "Zit op judo." in card.standing.text.toPlainText()
    assert card.standing.who.text() == "Daan Proef"
    assert not card.base.isVisible()
    take = tab_to(hands, "conflict_take_other")
    assert isinstance(take, Button)
    assert take.label == "Trek het in"
    hands.press(Key.Key_Space)
    hands.gone("conflict_card")
    send(qtbot, window, hands)
    daan.sync()
    for desk in (noor, daan):
        assert desk.workspace.reload_case(case.id).all(Person) == ()
        assert [item.record.id for item in desk.workspace.history.withdrawn(case.id)] == [before.id]


def test_what_was_written_in_a_record_that_was_taken_out(
    qtbot: QtBot, window: MainWindow, hands: Hands, noor: Desk, daan: Desk
) -> None:
    """Choosing the text brings the record back with it."""
    case = family(noor, "Terug")
    bring_in(noor, daan, case)
    daan.sync()
    daan.workspace.withdraw(child(daan, case.id))
    write(noor, case.id, "Zit op judo.")
    daan.sync()
    noor.sync()
    card = open_choices(qtbot, window, hands)
    assert card.standing.title.text() == "Wat nu geldt: ingetrokken"
    assert card.standing.who.text() == "Daan Proef"
    tab_to(hands, "conflict_take_other")
    hands.press(Key.Key_Space)
    hands.gone("conflict_card")
    send(qtbot, window, hands)
    daan.sync()
    converge((noor, daan), case.id, "Zit op judo.")


def test_from_the_record_one_comes_at_its_own_choice(
    qtbot: QtBot, window: MainWindow, hands: Hands, noor: Desk, daan: Desk
) -> None:
    two_texts(noor, daan, "Eerste")
    case_id = two_texts(noor, daan, "Tweede")
    hands.activate("main_window")
    bo = child(noor, case_id)
    window.commands.do(OpenFamily(case_id, record_type="person", record_id=bo.id))
    hands.see("person_panel")
    settled(qtbot, window)
    (wanted,) = [item for item in noor.workspace.conflicts() if item.case.id == case_id]
    settle = hands.see(f"settle_{wanted.conflict.id}")
    settle.setFocus()
    hands.press(Key.Key_Space)
    hands.see("conflict_card")
    settled(qtbot, window)
    cards = {card._view.case.name: card for card in window.findChildren(ConflictCard) if card._view}
    assert set(cards) == {"Familie Eerste", "Familie Tweede"}
    card = cards["Familie Tweede"]
    hands.until("the keyboard in its text", card.base.text.hasFocus)
    assert not card.about.visibleRegion().isEmpty()
