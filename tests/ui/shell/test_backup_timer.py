"""Backups are looked after behind the window's back."""

from collections.abc import Callable
from threading import Event
from types import SimpleNamespace
from typing import cast

from pytestqt.qtbot import QtBot

from mvs_desktop.services.backups import BackupState
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.ui.shell import backup_timer
from mvs_desktop.ui.shell.backup_timer import BackupTimer

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
