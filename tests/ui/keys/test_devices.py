""" "Jouw laptops", against the real service with two laptops of one worker."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from mvs_desktop.demo.service import CentralProcess
from mvs_desktop.services.devices import Ending, OwnDeviceState, OwnLaptop
from mvs_desktop.services.session import Session
from mvs_desktop.services.views import Link
from mvs_desktop.services.wiping import Stage
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.ui.background import Background
from mvs_desktop.ui.keys.devices import DevicesPanel
from mvs_desktop.ui.keys.tasks import KeyTask, KeyTasks
from mvs_desktop.ui.kit.pages.rows import DetailRow
from mvs_desktop.ui.kit.parts.buttons import Button
from tests.support.keepers import MemoryKeeper
from tests.support.workspaces import CHEAP, PASSPHRASE
from tests.ui.keys.test_panels import background, host

__all__ = ["background", "host"]

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def worker(service: CentralProcess) -> UUID:
    """A new one for each test, without laptops of an earlier one."""
    return service.add_worker("Noor Testers", "Oost", "Oefenorganisatie", "wijkteam")


def laptop(
    session: Session, service: CentralProcess, worker: UUID, name: str
) -> Iterator[Workspace]:
    opened = session.enrol(service.url, service.code(worker), PASSPHRASE, name)
    opened.synchronise()
    yield opened
    opened.close()


@pytest.fixture
def lost_session(tmp_path: Path) -> Session:
    return Session(tmp_path / "lost", MemoryKeeper(), cost=CHEAP)


@pytest.fixture
def lost(lost_session: Session, service: CentralProcess, worker: UUID) -> Iterator[Workspace]:
    yield from laptop(lost_session, service, worker, "De laptop uit de tas")


@pytest.fixture
def mine(tmp_path: Path, service: CentralProcess, worker: UUID) -> Iterator[Workspace]:
    session = Session(tmp_path / "mine", MemoryKeeper(), cost=CHEAP)
    yield from laptop(session, service, worker, "Op kantoor")


class Desk:
    """The panel of one laptop."""

    def __init__(
        self, qtbot: QtBot, host: QWidget, workspace: Workspace, background: Background
    ) -> None:
        self.qtbot, self.background = qtbot, background
        self.tasks = KeyTasks(workspace, background, background, host)
        panel = self.tasks.make(KeyTask.OWN_DEVICES, host)
        assert isinstance(panel, DevicesPanel)
        self.panel = panel
        panel.begin()
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.background.busy, timeout=60_000)
        self.qtbot.wait(1)

    def said(self) -> str:
        labels = self.panel.findChildren(QLabel)
        chips = [item.accessibleName() for item in self.panel.findChildren(QWidget)]
        return " | ".join([*[item.text() for item in labels if item.isVisible()], *chips])

    def press(self, name: str) -> None:
        (button,) = [
            item
            for item in self.panel.findChildren(QAbstractButton, name)
            if item.isVisibleTo(self.panel)
        ]
        self.qtbot.mouseClick(button, LEFT)
        self.settle()

    def type(self, text: str) -> None:
        line = self.panel.findChild(QLineEdit, "laptop_passphrase_control")
        assert isinstance(line, QLineEdit)
        line.clear()
        self.qtbot.keyClicks(line, text)


@pytest.fixture
def desk(
    qtbot: QtBot, host: QWidget, lost: Workspace, mine: Workspace, background: Background
) -> Desk:
    assert lost is not mine
    return Desk(qtbot, host, mine, background)


def states(of: Workspace) -> dict[str, OwnDeviceState]:
    return {item.name: item.state for item in of.devices.all()}


def test_ones_own_laptops_with_this_one_first(desk: Desk, mine: Workspace) -> None:
    assert mine.devices.all()[0].name == "Op kantoor"
    said = desk.said()
    for words in ("Op kantoor", "Deze laptop", "De laptop uit de tas", "Laatste contact: "):
        assert words in said
    ending = desk.panel.findChildren(QAbstractButton, "end_laptop")
    assert [button.accessibleDescription() for button in ending] == ["De laptop uit de tas"]


def test_a_lost_laptop_is_out_and_wiped(
    desk: Desk, lost: Workspace, lost_session: Session, mine: Workspace
) -> None:
    desk.press("end_laptop")
    assert "Wat daar nog niet was verstuurd, is dan weg" in desk.said()
    desk.type(PASSPHRASE)
    desk.press("confirm_end_laptop")
    assert desk.panel.banner.text.startswith("Gedaan.")
    assert "Wordt gewist" in desk.said()
    assert states(mine)["De laptop uit de tas"] is OwnDeviceState.WIPE
    assert lost.synchronise().state.link is Link.REFUSED
    order = lost_session.wiping.ask()
    assert order is not None
    assert order.at_once
    lost_session.wiping.begin(order)
    assert lost_session.wiping.stage() is Stage.BEGUN
    lost_session.wiping.finish()
    assert states(mine)["De laptop uit de tas"] is OwnDeviceState.WIPED


def test_what_was_found_again_is_kept(desk: Desk, lost: Workspace, mine: Workspace) -> None:
    desk.press("end_laptop")
    desk.type(PASSPHRASE)
    desk.press("confirm_end_laptop")
    assert "vanaf Op kantoor" in desk.said()
    assert lost.synchronise().state.link is Link.REFUSED
    desk.press("keep_laptop")
    desk.press("confirm_keep_laptop")
    assert "Typ je wachtwoord." in desk.said()
    desk.type("een ander wachtwoord")
    desk.press("confirm_keep_laptop")
    assert states(mine)["De laptop uit de tas"] is OwnDeviceState.WIPE
    desk.press("leave_laptop")
    desk.press("keep_laptop")
    desk.type(PASSPHRASE)
    desk.press("confirm_keep_laptop")
    assert states(mine)["De laptop uit de tas"] is OwnDeviceState.ACTIVE
    assert lost.synchronise().state.link is Link.IDLE


def test_one_that_is_not_used_any_more_sends_first(
    desk: Desk, lost: Workspace, mine: Workspace
) -> None:
    desk.press("end_laptop")
    (unused,) = [
        item
        for item in desk.panel.findChildren(QAbstractButton)
        if item.text() == "Niet meer in gebruik"
    ]
    desk.qtbot.mouseClick(unused, LEFT)
    assert "dan verstuurt hij wat hij nog heeft" in desk.said()
    desk.type(PASSPHRASE)
    desk.press("confirm_end_laptop")
    assert "Verstuurt eerst nog" in desk.said()
    assert lost.synchronise().wipe
    assert states(mine)["De laptop uit de tas"] is OwnDeviceState.WIPE


def test_without_the_right_passphrase_nothing_is_asked(desk: Desk, mine: Workspace) -> None:
    desk.press("end_laptop")
    desk.press("confirm_end_laptop")
    assert "Typ je wachtwoord." in desk.said()
    desk.type("dit was het niet denk ik")
    desk.press("confirm_end_laptop")
    assert "Dit wachtwoord klopt niet." in desk.said()
    desk.type("of toch dit")
    assert "Dit wachtwoord klopt niet." not in desk.said()
    assert states(mine)["De laptop uit de tas"] is OwnDeviceState.ACTIVE


def test_it_can_be_left(desk: Desk, mine: Workspace) -> None:
    desk.press("end_laptop")
    desk.type(PASSPHRASE)
    secret = desk.panel.findChild(QLineEdit, "laptop_passphrase_control")
    assert isinstance(secret, QLineEdit)
    kept: list[str] = []
    secret.textChanged.connect(kept.append)
    desk.press("leave_laptop")
    assert kept == [""]  # nothing of it stays behind
    assert "De laptop uit de tas" in desk.said()
    assert states(mine)["De laptop uit de tas"] is OwnDeviceState.ACTIVE


def test_leaving_it_gives_the_keyboard_back_to_that_laptop(desk: Desk) -> None:
    desk.panel.window().activateWindow()
    desk.press("end_laptop")
    (leave,) = desk.panel.findChildren(Button, "leave_laptop")
    leave.setFocus()
    desk.qtbot.keyClick(leave, Qt.Key.Key_Space)

    def at_its_button() -> bool:
        focused = desk.panel.window().focusWidget()
        return isinstance(focused, Button) and focused.objectName() == "end_laptop"

    desk.qtbot.waitUntil(at_its_button)


def test_one_that_can_be_kept_is_not_folded_away(host: QWidget) -> None:
    at = datetime(2025, 3, 4, 12, tzinfo=UTC)
    revoked = OwnLaptop(uuid4(), "Oud", at, None, OwnDeviceState.REVOKED, False, False)
    panel = DevicesPanel(host, date(2025, 3, 4))
    panel.begin()
    panel.show_laptops([replace(revoked, ended_at=at, may_keep=True)])
    assert panel.findChildren(Button, "keep_laptop")
    assert not panel.findChildren(Button, "show_earlier_laptops")


def test_without_a_connection_it_says_whom_to_call(
    qtbot: QtBot, host: QWidget, background: Background, mine: Workspace
) -> None:
    mine._sending.use(replace(mine._store.identity.enrolment(), service_url="http://127.0.0.1:9"))
    desk = Desk(qtbot, host, mine, background)
    assert "Is een laptop kwijt? Bel dan je beheerder." in desk.panel.banner.text


def test_a_stray_key_ends_nothing(desk: Desk, mine: Workspace) -> None:
    desk.press("end_laptop")
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        desk.qtbot.keyClick(desk.panel.window().focusWidget(), key)
    desk.settle()
    assert states(mine)["De laptop uit de tas"] is OwnDeviceState.ACTIVE


@pytest.mark.parametrize("at_once", [True, False])
def test_an_order_on_hold_is_not_said_to_be_carried_out(
    qtbot: QtBot,
    host: QWidget,
    background: Background,
    lost: Workspace,
    mine: Workspace,
    service: CentralProcess,
    *,
    at_once: bool,
) -> None:
    """The service was put back, or found out that it was: the list tells that nothing is wiped."""
    ending = Ending.LOST if at_once else Ending.UNUSED
    mine.devices.end(PASSPHRASE, UUID(lost._store.author.device_id), ending)
    service.command("new-epoch")
    desk = Desk(qtbot, host, mine, background)
    said = desk.said()
    assert "Wissen wacht nog" in said
    assert "wordt pas gewist als je beheerder dat nog eens opdraagt" in said
    assert "Wordt gewist" not in said
    assert "Verstuurt eerst nog" not in said


def test_enter_pressed_twice_does_not_close_the_panel(desk: Desk, mine: Workspace) -> None:
    """Else what came of it would be told to nobody."""
    desk.press("end_laptop")
    desk.type(PASSPHRASE)
    desk.panel.findChild(QLineEdit, "laptop_passphrase_control").setFocus()  # type: ignore[union-attr]
    for _ in range(3):
        desk.qtbot.keyClick(desk.panel.window().focusWidget(), Qt.Key.Key_Return)
    assert desk.panel.is_open
    desk.settle()
    assert states(mine)["De laptop uit de tas"] is OwnDeviceState.WIPE
    assert desk.panel.banner.text.startswith("Gedaan.")


def test_laptops_that_are_over_are_folded_away(qtbot: QtBot, host: QWidget) -> None:
    at = datetime(2025, 3, 4, 12, tzinfo=UTC)
    state = OwnDeviceState
    states = (state.ACTIVE, state.WIPE, state.WIPED, state.REVOKED)
    panel = DevicesPanel(host, date(2025, 3, 4))
    panel.begin()
    panel.show_laptops([OwnLaptop(uuid4(), one, at, None, one, False, False) for one in states])

    def listed() -> list[str]:
        rows = panel.findChildren(DetailRow, "laptop_row")
        return [row.accessibleName().split(",")[0] for row in rows]

    assert listed() == ["active", "wipe"]
    (earlier,) = panel.findChildren(Button, "show_earlier_laptops")
    assert earlier.label == "Toon 2 eerdere laptops"
    host.activateWindow()
    earlier.setFocus()
    qtbot.keyClick(earlier, Qt.Key.Key_Space)
    assert listed() == ["active", "wipe", "wiped", "revoked"]
    assert not earlier.isVisible()
    first = panel.findChildren(DetailRow, "laptop_row")[2]
    qtbot.waitUntil(first.hasFocus)  # of what came, the keyboard is at the first


def test_the_button_says_what_will_be_done(desk: Desk) -> None:
    desk.press("end_laptop")
    (end,) = desk.panel.findChildren(Button, "confirm_end_laptop")
    assert end.label == "Meld kwijt en wis"
    (unused,) = [
        item
        for item in desk.panel.findChildren(QAbstractButton)
        if item.text() == "Niet meer in gebruik"
    ]
    desk.qtbot.mouseClick(unused, LEFT)
    assert end.label == "Laat versturen en wissen"


@pytest.mark.parametrize(
    ("state", "at_once", "ends"),
    [
        (OwnDeviceState.ACTIVE, False, True),
        (OwnDeviceState.WIPE, False, True),  # it may yet be lost
        (OwnDeviceState.WIPE, True, False),
        (OwnDeviceState.WIPED, True, False),
        (OwnDeviceState.REVOKED, False, False),
    ],
)
def test_what_can_still_be_ended(
    host: QWidget, state: OwnDeviceState, at_once: bool, ends: bool
) -> None:
    at = datetime(2025, 3, 4, 12, tzinfo=UTC)
    panel = DevicesPanel(host, date(2025, 3, 4))
    panel.begin()
    panel.show_laptops([OwnLaptop(uuid4(), "Oud", at, None, state, at_once, False)])
    assert bool(panel.findChildren(QAbstractButton, "end_laptop")) is ends
