"""The panels around keys, on a real store with its key file and against the real service."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mvs_desktop.demo.service import CentralProcess
from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.errors import StoreInUse, WrongPassphrase
from mvs_desktop.services.session import Session
from mvs_desktop.services.views import Change as RecordChange
from mvs_desktop.services.views import Link, SyncState
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.ui.background import Background
from mvs_desktop.ui.keys.change import ChangePanel
from mvs_desktop.ui.keys.enrol_again import CodeBanner, EnrolAgainPanel
from mvs_desktop.ui.keys.panel import KeyPanel
from mvs_desktop.ui.keys.renew import RenewPanel
from mvs_desktop.ui.keys.tasks import KeyTask, KeyTasks
from tests.support.keepers import MemoryKeeper
from tests.support.workspaces import CHEAP, PASSPHRASE, enrolment, make_store, mark_copied

NEW = "schildpad kerosine vlieger dak"


@pytest.fixture
def keeper() -> MemoryKeeper:
    return MemoryKeeper()


@pytest.fixture
def session(tmp_path: Path, keeper: MemoryKeeper) -> Session:
    make_store(tmp_path, keeper, enrolment())
    return Session(tmp_path, keeper, cost=CHEAP)


@pytest.fixture
def workspace(session: Session) -> Iterator[Workspace]:
    opened = session.unlock(PASSPHRASE)
    yield opened
    opened.close()


@pytest.fixture
def background() -> Iterator[Background]:
    running = Background()
    yield running
    assert running.stop(20_000)


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1093, 560)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


class Desk:
    """A host, its tasks, and the panel that is open."""

    def __init__(
        self, qtbot: QtBot, host: QWidget, workspace: Workspace, background: Background
    ) -> None:
        self.qtbot, self.host, self.background = qtbot, host, background
        self.tasks = KeyTasks(workspace, background, background, host)
        self.failed: list[Exception] = []
        self.tasks.failed.connect(self.failed.append)

    def open(self, task: KeyTask) -> KeyPanel:
        panel = self.tasks.make(task, self.host)
        assert isinstance(panel, KeyPanel)
        panel.begin()
        self.settle()
        return panel

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.background.busy, timeout=60_000)

    def type(self, panel: KeyPanel, name: str, text: str) -> None:
        line = panel.findChild(QLineEdit, f"{name}_control")
        assert isinstance(line, QLineEdit)
        line.selectAll()
        self.qtbot.keyClicks(line, text)

    def press(self, panel: KeyPanel) -> None:
        self.qtbot.mouseClick(panel.button, Qt.MouseButton.LeftButton)
        self.settle()


@pytest.fixture
def desk(qtbot: QtBot, host: QWidget, workspace: Workspace, background: Background) -> Desk:
    return Desk(qtbot, host, workspace, background)


def test_another_passphrase(desk: Desk, session: Session, workspace: Workspace) -> None:
    panel = desk.open(KeyTask.CHANGE_PASSPHRASE)
    assert isinstance(panel, ChangePanel)
    assert panel.old.has_keyboard()
    desk.type(panel, "passphrase_old", PASSPHRASE)
    desk.type(panel, "passphrase", NEW)
    desk.type(panel, "passphrase_again", NEW)
    desk.qtbot.keyClick(panel.chosen.again.line, Qt.Key.Key_Return)
    desk.settle()
    assert panel.banner.text.startswith("Je wachtwoord is gewijzigd.")
    assert panel.button.label == "Klaar"
    assert [line.text() for line in panel.findChildren(QLineEdit)] == ["", "", ""]
    desk.press(panel)
    assert not panel.is_open
    workspace.close()
    with pytest.raises(WrongPassphrase):
        session.unlock(PASSPHRASE)
    session.unlock(NEW).close()


def test_the_key_after_a_passphrase_is_for_nothing_else(desk: Desk) -> None:
    """Enter three times: it is asked once, and the panel stays to tell what came of it."""
    panel = desk.open(KeyTask.CHANGE_PASSPHRASE)
    assert isinstance(panel, ChangePanel)
    asked: list[object] = []
    panel.submitted.connect(asked.append)
    for name, text in (("passphrase_old", PASSPHRASE), ("passphrase", NEW)):
        desk.type(panel, name, text)
    desk.type(panel, "passphrase_again", NEW)
    panel.chosen.again.line.setFocus()
    for _ in range(3):
        desk.qtbot.keyClick(desk.host.focusWidget(), Qt.Key.Key_Return)
    panel.submit()
    assert len(asked) == 1
    assert panel.is_open
    assert panel.button.hasFocus()
    assert panel.button.is_held
    desk.settle()
    assert panel.banner.text.startswith("Je wachtwoord is gewijzigd.")
    desk.qtbot.keyClick(panel.button, Qt.Key.Key_Return)  # "Klaar"
    assert not panel.is_open


@pytest.mark.parametrize(
    ("old", "new", "again", "field", "words"),
    [
        ("", NEW, NEW, "passphrase_old", "Typ eerst"),
        (PASSPHRASE, "Welkom2026!", "Welkom2026!", "passphrase", "te makkelijk"),
        (PASSPHRASE, "noor testers oost", "noor testers oost", "passphrase", "te makkelijk"),
        (PASSPHRASE, NEW, NEW + "x", "passphrase_again", "verschillen"),
        (PASSPHRASE, PASSPHRASE, PASSPHRASE, "passphrase", "dat je al had"),
    ],
)
def test_what_will_not_do_is_said_at_its_field(
    desk: Desk, old: str, new: str, again: str, field: str, words: str
) -> None:
    panel = desk.open(KeyTask.CHANGE_PASSPHRASE)
    assert isinstance(panel, ChangePanel)
    for name, text in (("passphrase_old", old), ("passphrase", new), ("passphrase_again", again)):
        desk.type(panel, name, text)
    with desk.qtbot.assertNotEmitted(panel.submitted):
        desk.press(panel)
    assert words in panel.form.row(field).problem_text
    assert panel.form.editor(field).has_keyboard()


def test_a_wrong_old_passphrase_changes_nothing(desk: Desk, session: Session) -> None:
    panel = desk.open(KeyTask.CHANGE_PASSPHRASE)
    assert isinstance(panel, ChangePanel)
    desk.type(panel, "passphrase_old", "dit was het niet denk ik")
    desk.type(panel, "passphrase", NEW)
    desk.type(panel, "passphrase_again", NEW)
    desk.press(panel)
    assert panel.banner.text.startswith("Dit wachtwoord klopt niet. Je dossiers zijn veilig.")
    assert panel.old.has_keyboard()
    assert panel.chosen.text == NEW  # nothing has to be typed twice
    for _ in range(2):  # the third has to wait
        desk.press(panel)
    assert panel.countdown.seconds_left > 0
    assert not panel.button.isEnabled()


def test_a_new_key(desk: Desk, session: Session, workspace: Workspace) -> None:
    id_ = workspace.new_id()
    workspace.save(RecordChange(CaseFile(id=id_, case_id=id_, name="Familie Proefstuk"), None))
    before = workspace._store.key
    panel = desk.open(KeyTask.RENEW_KEY)
    assert isinstance(panel, RenewPanel)
    told: list[float] = []
    desk.tasks._progressed.connect(told.append)
    assert panel.button.hasFocus() or desk.host.focusWidget() is panel.button
    desk.press(panel)
    assert panel.banner.text.startswith("De sleutel is vernieuwd.")
    assert told[0] == 0.0
    assert told[-1] == 1.0
    assert workspace._store.key != before
    workspace.close()
    again = session.unlock(PASSPHRASE)
    assert [row.case.name for row in again.caseload()] == ["Familie Proefstuk"]
    again.close()


def test_a_key_that_cannot_be_renewed_now_says_when(desk: Desk) -> None:
    panel = desk.open(KeyTask.RENEW_KEY)
    panel.show_failure(StoreInUse())
    assert "Er is niets veranderd. Probeer het zo opnieuw." in panel.banner.text
    assert panel.button.isEnabled()


def test_esc_closes_a_panel_and_forgets_what_was_typed(desk: Desk) -> None:
    panel = desk.open(KeyTask.CHANGE_PASSPHRASE)
    desk.type(panel, "passphrase_old", PASSPHRASE)
    desk.qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.is_open
    assert [line.text() for line in panel.findChildren(QLineEdit)] == ["", "", ""]


def test_tab_goes_round_the_panel(desk: Desk) -> None:
    panel = desk.open(KeyTask.CHANGE_PASSPHRASE)
    assert isinstance(panel, ChangePanel)
    walked = []
    for _ in range(8):
        walked.append(desk.host.focusWidget())
        desk.qtbot.keyClick(desk.host.focusWidget(), Qt.Key.Key_Tab)
    editors = [panel.old, panel.chosen.editor, panel.chosen.again]
    fields = [part for editor in editors for part in (editor.line, editor.eye)]
    assert walked == [*fields, panel.button, panel.close_button]
    assert all(control.accessibleName() for control in fields)
    # Of three eyes a screen reader has to say whose they are.
    assert len({editor.eye.accessibleDescription() for editor in editors}) == 3


# With the service


@pytest.fixture
def enrolled(
    tmp_path: Path, keeper: MemoryKeeper, service: CentralProcess, worker: UUID
) -> Iterator[Workspace]:
    session = Session(tmp_path, keeper, cost=CHEAP)
    opened = session.enrol(service.url, service.code(worker), PASSPHRASE, "laptop")
    yield opened
    opened.close()


def test_another_code(
    qtbot: QtBot,
    host: QWidget,
    enrolled: Workspace,
    background: Background,
    service: CentralProcess,
    worker: UUID,
) -> None:
    desk = Desk(qtbot, host, enrolled, background)
    id_ = enrolled.new_id()
    enrolled.save(RecordChange(CaseFile(id=id_, case_id=id_, name="Familie Proefstuk"), None))
    mark_copied(enrolled)
    assert enrolled.synchronise().state.link is Link.NEEDS_CODE

    panel = desk.open(KeyTask.ENROL_AGAIN)
    assert isinstance(panel, EnrolAgainPanel)
    assert panel.address.is_known
    desk.press(panel)
    assert "Vul de code in" in panel.form.row("enrolment_code").problem_text
    desk.type(panel, "enrolment_code", "2222-2222-2222")
    desk.press(panel)
    assert "kent deze code niet" in panel.banner.text
    assert panel.code.has_keyboard()
    desk.type(panel, "enrolment_code", service.code(worker))
    with qtbot.waitSignal(desk.tasks.enrolled):
        qtbot.keyClick(panel.code.line, Qt.Key.Key_Return)
    assert panel.banner.text.startswith("Deze laptop is weer aangemeld.")
    result = enrolled.synchronise()
    assert (result.state.link, result.state.pending) == (Link.IDLE, 0)


def test_the_code_of_a_colleague_is_told(
    qtbot: QtBot,
    host: QWidget,
    enrolled: Workspace,
    background: Background,
    service: CentralProcess,
) -> None:
    desk = Desk(qtbot, host, enrolled, background)
    other = service.add_worker("Bram Testers", "Oost", "Oefenorganisatie", "wijkteam")
    panel = desk.open(KeyTask.ENROL_AGAIN)
    desk.type(panel, "enrolment_code", service.code(other))
    desk.press(panel)
    assert panel.banner.text
    assert "Er ging iets mis" not in panel.banner.text
    assert panel.button.isEnabled()


def test_what_fails_after_the_panel_was_closed_is_told_all_the_same(
    qtbot: QtBot, host: QWidget, enrolled: Workspace, background: Background
) -> None:
    desk = Desk(qtbot, host, enrolled, background)
    panel = desk.open(KeyTask.ENROL_AGAIN)
    panel.closed.connect(panel.deleteLater)
    desk.type(panel, "enrolment_code", "2222-2222-2222")
    panel.button.click()
    panel.close_panel()
    desk.settle()
    assert [type(error).__name__ for error in desk.failed] == ["EnrolmentCodeRefused"]


def test_the_banner_asks_for_the_code(qtbot: QtBot) -> None:
    banner = CodeBanner()
    qtbot.addWidget(banner)
    banner.resize(900, 60)
    for link in (Link.IDLE, Link.OFFLINE, Link.BUSY, Link.REFUSED):
        banner.show_state(SyncState(link, 0, 0, 0, None))
        assert banner.text == ""
    banner.show_state(SyncState(Link.NEEDS_CODE, 3, 0, 0, None))
    assert "Werk gewoon door" in banner.text
    button = banner.findChild(QPushButton)
    assert button is not None
    with qtbot.waitSignal(banner.chosen):
        qtbot.keyClick(button, Qt.Key.Key_Space)
    banner.show_state(SyncState(Link.BUSY, 3, 0, 0, None))
    assert banner.text  # it stays while it is tried
    banner.show_state(SyncState(Link.IDLE, 0, 0, 0, None))
    assert banner.isHidden()
