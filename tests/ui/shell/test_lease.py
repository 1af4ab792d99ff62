"""What the window shows and allows when there was no contact for a week, and for two."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.people import Person
from mvs_desktop.services.registers import Registers
from mvs_desktop.services.session import STORE_FILE
from mvs_desktop.services.views import Change, Link
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.storage.base.replica_types import Enrolment
from mvs_desktop.storage.store import Store
from mvs_desktop.ui.kit.look.appearance import Appearance
from mvs_desktop.ui.kit.parts.buttons import Button
from mvs_desktop.ui.language import Language
from mvs_desktop.ui.navigation.places import Place, Screen
from mvs_desktop.ui.settings import Settings
from mvs_desktop.ui.shell.window import MainWindow
from tests.ui.conftest import KEY
from tests.ui.shell.conftest import add_family, settled

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
CONTACT = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = CONTACT

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def workspace(
    tmp_path: Path, new_store: tuple[Path, Enrolment], clock: Clock
) -> Iterator[Workspace]:
    """As in the other tests, but with a clock of its own and a contact on 4 March."""
    original, enrolled = new_store
    shutil.copy(original, tmp_path / STORE_FILE)
    store = Store.open(tmp_path / STORE_FILE, KEY, clock)
    store.replica.contacted(CONTACT)
    opened = Workspace(store, enrolled, Registers())
    yield opened
    opened.close()


@pytest.fixture
def family(workspace: Workspace) -> tuple[CaseFile, Person]:
    case = add_family(workspace, "Familie Appelmans")
    person = Person(id=workspace.new_id(), case_id=case.id, given_name="Bo", phone="06-1234 5611")
    workspace.save(Change(person, None))
    return case, person


@pytest.fixture
def window(
    qtbot: QtBot,
    qapp: QApplication,
    workspace: Workspace,
    family: tuple[CaseFile, Person],
    settings: Settings,
) -> Iterator[MainWindow]:
    language, appearance = Language(qapp), Appearance(qapp, "light")
    made = MainWindow(workspace, settings=settings, appearance=appearance, language=language)
    made.show()
    yield made
    language.choose("nl")
    if made.isVisible():
        with qtbot.waitSignal(made.left, timeout=15_000):
            made.close()
    made._gate.set_shut(False)
    made.deleteLater()
    language.deleteLater()
    appearance.deleteLater()


def began(qtbot: QtBot, window: MainWindow) -> MainWindow:
    window.start()
    settled(qtbot, window)
    return window


def later(qtbot: QtBot, window: MainWindow, clock: Clock, days: float) -> None:
    clock.now = CONTACT + timedelta(days=days)
    window._lease.look()
    settled(qtbot, window)
    qtbot.waitUntil(window._content.isVisible)  # when all closes, the content is made anew


def field(window: MainWindow, name: str) -> QWidget:
    (found,) = [w for w in window.findChildren(QWidget, name) if w.isVisible()]
    return found


def is_closed(window: MainWindow) -> bool:
    return window.closed_by_lease


def test_within_a_week_nothing_is_said(qtbot: QtBot, window: MainWindow, clock: Clock) -> None:
    began(qtbot, window)
    later(qtbot, window, clock, 6.9)
    assert window.lease_banner.isHidden()
    assert not window.is_limited


def test_after_a_week_it_says_until_when(qtbot: QtBot, window: MainWindow, clock: Clock) -> None:
    began(qtbot, window)
    later(qtbot, window, clock, 7)
    assert window.lease_banner.text == (
        "Deze laptop had 7 dagen geen contact. Je kunt lezen en nieuwe verslagen schrijven. Maak "
        "verbinding vóór 18 maart; daarna gaat alles op slot tot er contact is."
    )
    window.navigator.go(Place(Screen.FAMILIES))
    settled(qtbot, window)
    assert window.lease_banner.isVisible(), "it stays on the next screen"


def test_after_a_week_a_new_family_says_why_not(
    qtbot: QtBot, window: MainWindow, clock: Clock
) -> None:
    began(qtbot, window)
    later(qtbot, window, clock, 8)
    qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
    assert window.panels.open_panel is None
    assert window.banner.text.startswith("Kan nog niet: maak eerst verbinding.")


def test_after_a_week_what_begins_something_new_is_off_and_says_why(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, clock: Clock
) -> None:
    began(qtbot, window)
    later(qtbot, window, clock, 8)
    window.navigator.go(Place(Screen.FAMILIES))  # made after it, the other before
    settled(qtbot, window)
    buttons = [window.findChild(Button, name) for name in ("add_visit", "new_family")]
    for button in buttons:
        assert button is not None
        assert not button.isEnabled()
        assert button.reason == "Kan nog niet: maak eerst verbinding."
    workspace._store.replica.contacted(clock.now)
    window._received(workspace.synchronise())
    assert all(button is not None and button.isEnabled() for button in buttons)


def test_after_a_week_fields_take_nothing_but_notes_do(
    qtbot: QtBot,
    window: MainWindow,
    workspace: Workspace,
    clock: Clock,
    family: tuple[CaseFile, Person],
) -> None:
    case, person = family
    began(qtbot, window)
    later(qtbot, window, clock, 8)
    window.navigator.go(Place(Screen.FAMILY, case.id, "people"))
    settled(qtbot, window)
    page = window.family_host.page
    assert page is not None
    page.show_record(Person.type_name, person.id)
    phone = field(window, "person_phone_control")
    assert isinstance(phone, QLineEdit)
    phone.setFocus()
    qtbot.keyClicks(phone, "99")
    qtbot.keyClick(phone, Qt.Key.Key_Backspace)
    assert phone.text() == "06-1234 5611"
    assert window.banner.text.startswith("Kan nog niet")
    qtbot.keyClick(phone, Qt.Key.Key_Home)  # going about in it is reading
    assert phone.cursorPosition() == 0

    qtbot.keyClick(window, Qt.Key.Key_C, CTRL | SHIFT)
    text = field(window, "contact_text_control")
    assert isinstance(text, QPlainTextEdit)
    qtbot.keyClicks(text, "Moeder belde.")
    qtbot.keyClick(text, Qt.Key.Key_Return, CTRL)
    settled(qtbot, window)
    (contact,) = workspace.reload_case(case.id).contacts
    note = workspace.reload_case(case.id).note_of(contact.id)
    assert note is not None
    assert [p.text for p in workspace.reload_case(case.id).paragraphs(note.id)] == ["Moeder belde."]


def test_after_two_weeks_there_is_one_page(
    qtbot: QtBot,
    window: MainWindow,
    workspace: Workspace,
    clock: Clock,
    family: tuple[CaseFile, Person],
) -> None:
    began(qtbot, window)
    window.navigator.go(Place(Screen.FAMILY, family[0].id))
    settled(qtbot, window)
    later(qtbot, window, clock, 14)
    assert window.closed_by_lease
    assert field(window, "closed_connect").isVisible()
    assert not [w for w in window.findChildren(QWidget, "family_page") if w.isVisible()]
    assert window.family_host.page is None, "nothing of the family stays in the window"
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_K, Qt.Key.Key_N):
        qtbot.keyClick(window, key, CTRL)
    qtbot.keyClick(window, Qt.Key.Key_F12)
    settled(qtbot, window)
    assert window.closed_by_lease
    assert window.panels.open_panel is None

    # Without a network it says so; with contact everything opens where the worker was.
    connect = field(window, "closed_connect")
    qtbot.waitUntil(connect.hasFocus)
    qtbot.keyClick(connect, Qt.Key.Key_Space)
    settled(qtbot, window)
    assert connect.hasFocus()  # not on "Op slot" beside it
    assert window.synchroniser.state.link is Link.OFFLINE
    assert window._content.closed_page.banner.text.startswith("Geen verbinding. Alles is bewaard.")
    workspace._store.replica.contacted(clock.now)
    window._received(workspace.synchronise())
    settled(qtbot, window)
    assert not is_closed(window)
    assert window.navigator.place == Place(Screen.FAMILY, family[0].id, "overview")


def test_a_laptop_that_was_off_for_long_begins_closed(
    qtbot: QtBot, window: MainWindow, clock: Clock
) -> None:
    clock.now = CONTACT + timedelta(days=40)
    began(qtbot, window)
    assert window.closed_by_lease
    assert window.banner.isHidden(), "nothing was read that could fail"
    with qtbot.waitSignal(window.lock_requested):
        qtbot.keyClick(window, Qt.Key.Key_L, CTRL)


def test_what_is_being_typed_when_all_closes_is_kept(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, clock: Clock
) -> None:
    began(qtbot, window)
    later(qtbot, window, clock, 13.9999)
    qtbot.keyClick(window, Qt.Key.Key_C, CTRL | SHIFT)
    text = field(window, "contact_text_control")
    qtbot.keyClicks(text, "Nog net")
    later(qtbot, window, clock, 14)
    assert window.closed_by_lease
    workspace._store.replica.contacted(clock.now)
    own = workspace.loose_notes()
    assert own is not None
    note = own.note_of(own.contacts[0].id)
    assert note is not None
    assert [p.text for p in own.paragraphs(note.id)] == ["Nog net"]
