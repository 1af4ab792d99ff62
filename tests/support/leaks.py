"""Fails a test that leaves a thread, a timer, a pool job, a process or a window behind.

What a test may leave: objects that lived before it, and what is gone within `GRACE` seconds.
A timer counts while it is active and its Python object lives; single shots have no object.
"""

import gc
import multiprocessing
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QThread, QThreadPool, QTimer
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

GRACE = 2.0  # seconds


def leftover_threads(before: set[threading.Thread]) -> list[str]:
    # Qt's own pool threads show up as dummies that Python never removes; see `busy_objects`.
    return [
        f"thread {thread.name}"
        for thread in threading.enumerate()
        if thread not in before and not isinstance(thread, threading._DummyThread)
    ]


def leftover_processes() -> list[str]:
    return [f"process {child.name}" for child in multiprocessing.active_children()]


def is_busy(thing: QTimer | QThread | QThreadPool) -> bool:
    if isinstance(thing, QTimer):
        return thing.isActive()
    if isinstance(thing, QThread):
        return thing.isRunning()
    return thing.activeThreadCount() > 0


def busy_objects() -> dict[int, str]:
    """Active timers, running threads and working pools, by identity.

    Qt offers no list of them, but Python's garbage collector knows every one that Python made.
    """
    return {
        id(thing): f"{type(thing).__name__} {thing.objectName()!r} of {thing.parent()!r}"
        for thing in gc.get_objects()
        if issubclass(type(thing), QTimer | QThread | QThreadPool)
        and isValid(thing)
        and is_busy(thing)
        and not (isinstance(thing, QThread) and thing.isCurrentThread())
    }


def windows() -> dict[int, str]:
    """Top-level widgets and windows, hidden ones too, by identity."""
    found: list[QWidget | QWindow] = []
    if isinstance(QCoreApplication.instance(), QApplication):
        found += QApplication.topLevelWidgets()
    if isinstance(QCoreApplication.instance(), QGuiApplication):
        # A widget's window is reported with the widget.
        found += [w for w in QGuiApplication.topLevelWindows() if type(w) is not QWindow]
    return {id(w): f"window {type(w).__name__} {w.objectName()!r}" for w in found if isValid(w)}


def settle() -> None:
    """Let Qt carry out the deletions and the closing that it put off."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()


def wait_until_empty(leftovers: Callable[[], list[str]]) -> list[str]:
    """What is still left after the grace time; reference cycles are collected before it counts."""
    deadline = time.monotonic() + GRACE
    left = leftovers()
    while left and time.monotonic() < deadline:
        gc.collect()
        if QCoreApplication.instance() is not None:
            settle()
        time.sleep(0.01)
        left = leftovers()
    return left


REPORTED = pytest.StashKey[set[int]]()


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Set up first, so torn down last: after the test's own fixtures have cleaned up.

    The walk over all objects is for tests that use Qt alone; it takes some hundredths of a second.
    """
    uses_qt = not {"qapp", "qtbot"}.isdisjoint(request.fixturenames)
    threads = set(threading.enumerate())
    shown = windows()
    reported = request.session.stash.setdefault(REPORTED, set())
    yield

    def leftovers() -> list[str]:
        found = {key: text for key, text in windows().items() if key not in shown}
        if uses_qt:
            found |= {key: text for key, text in busy_objects().items() if key not in reported}
            reported_now.update(found)
        return leftover_threads(threads) + leftover_processes() + list(found.values())

    reported_now: set[int] = set()
    if QCoreApplication.instance() is not None:
        settle()
    left = wait_until_empty(leftovers)
    if left:
        reported.update(reported_now)  # one test fails for it, not all that follow
        pytest.fail("left behind: " + "; ".join(sorted(left)), pytrace=False)
