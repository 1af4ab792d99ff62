"""Work runs elsewhere, its outcome arrives on the GUI thread, and nothing escapes unseen."""

import threading

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from mvs_desktop.ui.background import Background


def never(_outcome: object) -> None:
    raise AssertionError("this callback must not be called")


def test_outcome_arrives_on_the_gui_thread(qtbot: QtBot) -> None:
    background = Background()
    seen: list[tuple[int, int]] = []
    background.run(
        threading.get_ident,
        on_done=lambda worker: seen.append((worker, threading.get_ident())),
        on_failed=never,
    )
    assert background.busy
    qtbot.waitUntil(lambda: len(seen) == 1)
    worker, here = seen[0]
    assert here == threading.get_ident() != worker
    assert background.stop(1000)


def test_failure_arrives_as_an_exception(qtbot: QtBot) -> None:
    background = Background()
    seen: list[Exception] = []

    def work() -> None:
        raise OSError("disk full")

    background.run(work, on_done=never, on_failed=seen.append)
    qtbot.waitUntil(lambda: len(seen) == 1)
    assert isinstance(seen[0], OSError)
    assert background.stop(1000)


def test_one_at_a_time_and_urgent_work_first(qtbot: QtBot) -> None:
    background = Background()
    gate = threading.Event()
    order: list[str] = []
    running = []

    def named(name: str) -> str:
        running.append(name)
        assert len(running) == 1
        gate.wait(5)
        running.remove(name)
        return name

    for name, urgent in (("first", False), ("sync", False), ("save", True)):
        background.run(
            lambda name=name: named(name),  # type: ignore[misc]
            on_done=order.append,
            on_failed=never,
            urgent=urgent,
        )
        qtbot.waitUntil(lambda: running == ["first"])  # before the others are asked
    with qtbot.waitSignal(background.idle):
        gate.set()
    assert order == ["first", "save", "sync"]
    assert background.stop(1000)


def test_nothing_is_delivered_to_a_widget_that_is_gone(qtbot: QtBot) -> None:
    background = Background()
    owner = QObject()
    gate = threading.Event()
    with qtbot.waitSignal(background.idle):
        background.run(lambda: gate.wait(5), on_done=never, on_failed=never, owner=owner)
        owner.deleteLater()
        qtbot.waitUntil(lambda: _gone(owner))
        gate.set()
    assert background.stop(1000)


def _gone(thing: QObject) -> bool:
    from shiboken6 import isValid

    return not isValid(thing)


def test_stop_drops_what_has_not_begun(qtbot: QtBot) -> None:
    background = Background()
    gate = threading.Event()
    begun: list[str] = []

    def first() -> None:
        begun.append("first")
        gate.wait(5)

    background.run(first, on_done=lambda _none: None, on_failed=never)
    background.run(lambda: begun.append("second"), on_done=never, on_failed=never)
    qtbot.waitUntil(lambda: begun == ["first"])
    assert not background.stop(10)
    gate.set()
    assert background.stop(1000)
    assert begun == ["first"]


def test_work_is_done_in_the_order_it_was_asked_also_by_a_thread_that_slept(qtbot: QtBot) -> None:
    """Qt's pool begins with the second job when its thread has just become idle."""
    background = Background()
    done: list[int] = []
    for _ in range(3):
        done.clear()
        for number in range(6):
            background.run(
                lambda number=number: number,  # type: ignore[misc]
                on_done=done.append,
                on_failed=never,
            )
        qtbot.waitUntil(lambda: not background.busy)
        assert done == list(range(6))
    assert background.stop(1000)
