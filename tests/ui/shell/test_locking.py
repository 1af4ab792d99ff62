"""What locks the window: idling, asleep or awake, and Ctrl+L wherever the keyboard is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.contacts import Contact, ContactKind, ContactState
from mvs_desktop.services.views import Change
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.ui.shell import lock_guard
from mvs_desktop.ui.shell.idle_lock import IDLE_S, WARNING_S, IdleLock
from mvs_desktop.ui.shell.window import MainWindow
from tests.ui.shell.conftest import settled

CTRL = Qt.KeyboardModifier.ControlModifier


class Ticks:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def ticks() -> Ticks:
    return Ticks()


class Heard:
    """What an idle lock said, in order."""

    def __init__(self, idle: IdleLock) -> None:
        self.words: list[str] = []
        for name in ("warned", "alive", "expired", "nearly", "key_pressed"):
            getattr(idle, name).connect(lambda name=name: self.words.append(name))


@pytest.fixture
def idle(qtbot: QtBot, qapp: QApplication, ticks: Ticks) -> Iterator[IdleLock]:
    owner = QObject()
    made = IdleLock(qapp, owner, ticks, look_ms=10_000)  # the test looks
    made.start()
    yield made
    made.stop()
    qapp.removeEventFilter(made)


def after(idle: IdleLock, ticks: Ticks, seconds: float) -> None:
    ticks.now += seconds
    idle.look()


def test_a_warning_thirty_seconds_before_the_lock(idle: IdleLock, ticks: Ticks) -> None:
    heard = Heard(idle)
    after(idle, ticks, IDLE_S - WARNING_S - 61)
    assert heard.words == []
    after(idle, ticks, 60)
    assert heard.words == ["nearly"]
    after(idle, ticks, 1)
    assert heard.words == ["nearly", "warned"]
    after(idle, ticks, WARNING_S - 0.5)
    assert "expired" not in heard.words
    after(idle, ticks, 0.5)
    after(idle, ticks, 100)
    assert heard.words.count("expired") == 1


def test_the_timer_of_the_program_looks_by_itself(
    qtbot: QtBot, qapp: QApplication, ticks: Ticks
) -> None:
    owner = QObject()
    idle = IdleLock(qapp, owner, ticks, look_ms=10)
    idle.start()
    ticks.now += IDLE_S
    with qtbot.waitSignal(idle.expired, timeout=2000):
        pass


@pytest.mark.parametrize(
    "kind",
    [
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.Wheel,
        QEvent.Type.KeyPress,
        QEvent.Type.TabletPress,
    ],
)
def test_signs_of_life_begin_anew(
    qtbot: QtBot, idle: IdleLock, ticks: Ticks, kind: QEvent.Type
) -> None:
    heard = Heard(idle)
    after(idle, ticks, IDLE_S - WARNING_S)
    idle.eventFilter(idle, QEvent(kind))
    assert heard.words[-1] == "alive"
    after(idle, ticks, IDLE_S - WARNING_S - 1)
    assert heard.words.count("warned") == 1


def test_a_keyboard_on_the_screen_is_a_sign_of_life(
    qtbot: QtBot, qapp: QApplication, idle: IdleLock, ticks: Ticks
) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    ticks.now += IDLE_S - 1
    QApplication.sendEvent(line, QInputMethodEvent())
    heard = Heard(idle)
    after(idle, ticks, 2)
    assert "expired" not in heard.words


def moved(x: float) -> QMouseEvent:
    spot, none = QPointF(x, 0), Qt.MouseButton.NoButton
    return QMouseEvent(
        QEvent.Type.MouseMove, spot, spot, none, none, Qt.KeyboardModifier.NoModifier
    )


def test_a_pointer_that_lies_still_is_no_sign_of_life(idle: IdleLock, ticks: Ticks) -> None:
    idle.eventFilter(idle, moved(5))
    heard = Heard(idle)
    ticks.now += IDLE_S - 1
    idle.eventFilter(idle, moved(5))
    after(idle, ticks, 1)
    assert "expired" in heard.words
    idle.start()
    ticks.now += IDLE_S - 1
    idle.eventFilter(idle, moved(6))
    after(idle, ticks, 1)
    assert heard.words.count("expired") == 1


def test_whoever_wakes_the_laptop_finds_it_locked(idle: IdleLock, ticks: Ticks) -> None:
    """The timers stood still while it slept: the first key must not begin anew."""
    heard = Heard(idle)
    ticks.now += 8 * 3600
    assert idle.eventFilter(idle, QEvent(QEvent.Type.KeyPress)), "the key goes nowhere"
    assert heard.words == ["expired"]


def test_a_longer_limit_ends_the_warning_and_counts_from_the_last_life(
    idle: IdleLock, ticks: Ticks
) -> None:
    heard = Heard(idle)
    after(idle, ticks, IDLE_S - WARNING_S)
    idle.set_limit(900)
    assert heard.words == ["warned", "nearly", "alive"]
    after(idle, ticks, 900 - IDLE_S - 1)
    assert "expired" not in heard.words
    after(idle, ticks, WARNING_S)
    after(idle, ticks, 2)
    assert heard.words[-1] == "expired"


def test_a_limit_that_shrinks_still_warns_first(idle: IdleLock, ticks: Ticks) -> None:
    heard = Heard(idle)
    after(idle, ticks, IDLE_S - 60)
    idle.set_limit(900)
    after(idle, ticks, 200)
    idle.set_limit(IDLE_S)  # the visit is over
    assert heard.words[-1] == "warned"
    after(idle, ticks, WARNING_S)
    assert heard.words[-1] == "expired"


def test_the_next_sign_of_life_forgets_the_longer_limit(idle: IdleLock, ticks: Ticks) -> None:
    heard = Heard(idle)
    idle.set_limit(900)
    idle.eventFilter(idle, QEvent(QEvent.Type.KeyPress))
    after(idle, ticks, IDLE_S)
    assert heard.words[-1] == "expired"


@pytest.mark.parametrize(
    ("text", "minutes"),
    [(None, 15), ("15", 15), ("10", 10), ("5", 5), ("0", 5), ("600", 15), ("ja", 5), ("", 5)],
)
def test_the_organisation_decides_how_long_during_a_visit(
    monkeypatch: pytest.MonkeyPatch, text: str | None, minutes: int
) -> None:
    monkeypatch.delenv(lock_guard.VISIT_VARIABLE, raising=False)
    if text is not None:
        monkeypatch.setenv(lock_guard.VISIT_VARIABLE, text)
    assert lock_guard.visit_limit() == minutes * 60


# In the window


def plan_visit(workspace: Workspace, case: CaseFile) -> Contact:
    visit = Contact(
        id=workspace.new_id(),
        case_id=case.id,
        kind=ContactKind.HOME_VISIT,
        state=ContactState.PLANNED,
        at=workspace.now() - timedelta(minutes=20),
        worker_id=workspace.me.worker_id,
    )
    workspace.save(Change(visit, None))
    return visit


def test_during_a_visit_it_waits_longer(
    qtbot: QtBot,
    window: MainWindow,
    workspace: Workspace,
    families: tuple[CaseFile, CaseFile],
) -> None:
    idle = window._guard.idle
    idle.nearly.emit()
    settled(qtbot, window)
    assert idle._limit == IDLE_S
    visit = plan_visit(workspace, families[0])
    idle.nearly.emit()
    settled(qtbot, window)
    assert idle._limit == 15 * 60
    workspace.save(Change(replace(visit, state=ContactState.CANCELLED), visit))
    idle.nearly.emit()
    settled(qtbot, window)
    assert idle._limit == IDLE_S


def test_idling_warns_in_the_window_before_it_locks(qtbot: QtBot, window: MainWindow) -> None:
    window._guard.warned.emit()
    assert window.banner.text.startswith("Over 30 seconden op slot.")
    window._guard.alive.emit()
    assert not window.banner.isVisible()
    with qtbot.waitSignal(window.lock_requested):
        window._guard.idle.expired.emit()
    assert not window.isVisible()


def test_the_system_locks_it(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.lock_requested):
        window._guard.watch.away.emit()


def test_ctrl_l_in_a_dialog_that_waits(qtbot: QtBot, window: MainWindow) -> None:
    dialog = QDialog(window)
    dialog.setModal(True)
    field = QLineEdit(dialog)
    QTimer.singleShot(50, lambda: qtbot.keyClick(field, Qt.Key.Key_L, CTRL))
    with qtbot.waitSignal(window.lock_requested):
        assert dialog.exec() == QDialog.DialogCode.Rejected
    assert not window.isVisible()


def test_ctrl_l_in_the_dialog_to_choose_a_file(qtbot: QtBot, window: MainWindow) -> None:
    def press() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        qtbot.keyClick(dialog.findChild(QLineEdit, "fileNameEdit"), Qt.Key.Key_L, CTRL)

    QTimer.singleShot(50, press)
    with qtbot.waitSignal(window.lock_requested):
        assert QFileDialog.getSaveFileName(window)[0] == ""


def test_ctrl_l_in_a_menu(qtbot: QtBot, window: MainWindow) -> None:
    menu = QMenu(window)
    menu.addAction("Thema")
    menu.popup(window.mapToGlobal(window.rect().center()))
    qtbot.waitUntil(menu.isVisible)
    with qtbot.waitSignal(window.lock_requested):
        qtbot.keyClick(menu, Qt.Key.Key_L, CTRL)
    assert not menu.isVisible()


def test_nothing_is_in_sight_while_it_saves(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.lock_requested):
        window.lock()
        shown = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
        assert shown == []


def test_a_locked_cover_locks_too(qtbot: QtBot, window: MainWindow) -> None:
    window.cover(True)
    with qtbot.waitSignal(window.lock_requested):
        qtbot.keyClick(window, Qt.Key.Key_L, CTRL)


def test_windows_tells_by_messages(qtbot: QtBot) -> None:
    from mvs_desktop.ui.shell.session_watch import windows

    class Fake:
        def __init__(self) -> None:
            self.windows: list[int] = []

        def register(self, window: int) -> None:
            self.windows.append(window)

        def unregister(self, window: int) -> None:
            self.windows.remove(window)

    parent, fake = QWidget(), Fake()
    qtbot.addWidget(parent)
    watch = windows.WindowsWatch(parent, fake)
    told: list[int] = []
    watch.away.connect(lambda: told.append(1))

    def send(message: int, wparam: int) -> int:
        found = windows._Message(0, message, wparam, 0)
        watch._filter.nativeEventFilter(b"windows_generic_MSG", windows.address_of(found))
        return len(told)

    assert send(windows.WM_WTSSESSION_CHANGE, windows.WTS_SESSION_LOCK) == 0, "not started"
    watch.start()
    assert fake.windows == [int(parent.winId())]
    assert send(windows.WM_WTSSESSION_CHANGE, windows.WTS_SESSION_LOCK) == 1
    assert send(windows.WM_POWERBROADCAST, windows.PBT_APMSUSPEND) == 2
    assert send(windows.WM_WTSSESSION_CHANGE, 0x8) == 2, "an unlock"
    assert send(0x0100, windows.WTS_SESSION_LOCK) == 2, "a key"
    found = windows._Message(0, windows.WM_POWERBROADCAST, windows.PBT_APMSUSPEND, 0)
    watch._filter.nativeEventFilter(b"xcb_generic_event_t", windows.address_of(found))
    assert len(told) == 2
    watch.stop()
    assert fake.windows == []
    assert send(windows.WM_POWERBROADCAST, windows.PBT_APMSUSPEND) == 2
