"""Backups are looked after behind the window's back."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from threading import Event
from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from mvs_desktop.services.backups import BackupInfo, BackupKind, BackupProblem, BackupState
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.ui.shell import backup_timer
from mvs_desktop.ui.shell.backup_timer import BackupBanner, BackupTimer
from mvs_desktop.ui.words import format_moment

DONE = BackupState(None, None)


class Slow:
    """Backups that take until they are told to stop, or are allowed to end."""

    def __init__(self) -> None:
        self.begun, self.go_on, self.ended = Event(), Event(), Event()
        self.runs = 0

    def run(self, should_stop: Callable[[], bool]) -> BackupState:
        self.runs += 1
        self.begun.set()
        while not (should_stop() or self.go_on.wait(0.01)):
            pass
        self.ended.set()
        return DONE


def timer_of(backups: object) -> BackupTimer:
    return BackupTimer(cast(Workspace, SimpleNamespace(backups=backups)))


def test_it_looks_by_itself_and_one_at_a_time(qtbot: QtBot) -> None:
    slow = Slow()
    timer = timer_of(slow)
    timer.start()
    timer._timer.setInterval(1)
    with qtbot.waitSignal(timer.looked) as looked:
        qtbot.waitUntil(slow.begun.is_set)
        timer.look()
        timer.look()
        slow.go_on.set()
    assert looked.args == [DONE]
    assert slow.runs == 1
    assert timer._timer.interval() == backup_timer.EVERY_MS
    timer.stop(1000)


def test_a_backup_that_is_under_way_ends_when_the_window_does(qtbot: QtBot) -> None:
    slow = Slow()
    timer = timer_of(slow)
    timer.look()
    qtbot.waitUntil(slow.begun.is_set)
    timer.stop(5000)
    assert slow.ended.is_set()
    timer.look()
    assert slow.runs == 1


def test_a_failure_stops_nothing(qtbot: QtBot) -> None:
    class Failing:
        runs = 0

        def run(self, _: object) -> BackupState:
            self.runs += 1
            raise RuntimeError

    failing = Failing()
    timer = timer_of(failing)
    timer.look()
    qtbot.waitUntil(lambda: not timer._background.busy)
    timer.look()
    qtbot.waitUntil(lambda: failing.runs == 2)
    timer.stop(1000)


TODAY = date(2026, 3, 4)
NOON = datetime(2026, 3, 4, 11, tzinfo=UTC)


def backup(made_at: datetime) -> BackupInfo:
    return BackupInfo("1", 1, made_at, BackupKind.HOURLY, 4096)


@pytest.fixture
def banner(qtbot: QtBot) -> BackupBanner:
    made = BackupBanner()
    qtbot.addWidget(made)
    return made


def test_too_little_room_is_said_once_until_there_is_room(
    qtbot: QtBot, banner: BackupBanner
) -> None:
    state = BackupState(backup(NOON), BackupProblem.NO_ROOM)
    banner.show_state(state, TODAY)
    assert "te weinig ruimte" in banner.text
    assert f"De laatste is van {format_moment(NOON, TODAY)}." in banner.text
    (close,) = banner.findChildren(QPushButton)
    qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    banner.show_state(state, TODAY)
    assert banner.isHidden()
    banner.show_state(BackupState(backup(NOON), None), TODAY)
    banner.show_state(state, TODAY)
    assert "te weinig ruimte" in banner.text


@pytest.mark.parametrize(
    ("newest", "said"), [(NOON, False), (NOON - timedelta(days=1), True), (None, True)]
)
def test_one_that_failed_bothers_nobody_for_a_day(
    banner: BackupBanner, newest: datetime | None, *, said: bool
) -> None:
    found = None if newest is None else backup(newest)
    banner.show_state(BackupState(found, BackupProblem.FAILED), TODAY)
    assert ("Er kan geen reservekopie" in banner.text) is said


def test_a_full_disk_comes_first_and_goes_when_mended(banner: BackupBanner) -> None:
    banner.show_state(BackupState(None, BackupProblem.NO_ROOM, disk_full=True), TODAY)
    assert "De schijf van deze laptop is vol" in banner.text
    banner.show_state(BackupState(None, None), TODAY)
    assert banner.isHidden()
