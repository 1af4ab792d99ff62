"""Sleep and lock of the session, with a logind of our own on a private bus."""

import sys
from collections.abc import Iterator

import pytest

if sys.platform != "linux":
    pytest.skip("D-Bus is Linux", allow_module_level=True)

from PySide6.QtDBus import QDBusConnection
from pytestqt.qtbot import QtBot

from mvs_desktop.ui.shell.session_watch import session_watch
from mvs_desktop.ui.shell.session_watch.linux import LinuxWatch
from tests.support.fake_logind import FakeLogind, fake_logind, private_bus


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with private_bus() as found:
        yield found


@pytest.fixture
def bus(address: str, request: pytest.FixtureRequest) -> Iterator[QDBusConnection]:
    name = request.node.name
    yield QDBusConnection.connectToBus(address, name)
    QDBusConnection.disconnectFromBus(name)


@pytest.fixture
def logind(address: str) -> Iterator[FakeLogind]:
    with fake_logind(address) as made:
        yield made


@pytest.fixture
def watch(qtbot: QtBot, bus: QDBusConnection, logind: FakeLogind) -> Iterator[LinuxWatch]:
    made = LinuxWatch(system_bus=bus, session_bus=bus, session_id="7")
    made.start()
    logind.hear("inhibit sleep delay", "session 7")
    qtbot.waitUntil(lambda: made.holds_sleep)
    qtbot.wait(50)  # the bus takes in what we listen to
    yield made
    made.stop()
    made.deleteLater()


@pytest.mark.parametrize("command", ["sleep", "wake", "lock", "hint", "save"])
def test_it_tells(qtbot: QtBot, watch: LinuxWatch, logind: FakeLogind, command: str) -> None:
    with qtbot.waitSignal(watch.away):
        logind.do(command)


def test_the_lock_of_another_session_is_not_ours(
    qtbot: QtBot, watch: LinuxWatch, logind: FakeLogind
) -> None:
    with qtbot.assertNotEmitted(watch.away, wait=300):
        logind.do("other-lock")


def test_sleep_waits_until_it_is_let_go(watch: LinuxWatch, logind: FakeLogind) -> None:
    watch.stop()
    assert not watch.holds_sleep
    logind.hear("let go")


def test_nothing_is_told_after_the_end(qtbot: QtBot, watch: LinuxWatch, logind: FakeLogind) -> None:
    watch.stop()
    with qtbot.assertNotEmitted(watch.away, wait=300):
        logind.do("lock")


def test_without_a_session_id_the_lock_of_anybody_here_counts(
    qtbot: QtBot, bus: QDBusConnection, logind: FakeLogind
) -> None:
    watch = LinuxWatch(system_bus=bus, session_bus=bus, session_id="")
    watch.start()
    logind.hear("inhibit sleep delay")
    qtbot.wait(50)
    with qtbot.waitSignal(watch.away):
        logind.do("other-lock")
    watch.stop()


def test_without_any_bus_nothing_happens(qtbot: QtBot) -> None:
    nowhere = QDBusConnection("nowhere")
    watch = LinuxWatch(system_bus=nowhere, session_bus=nowhere, session_id="7")
    watch.start()
    qtbot.wait(20)
    assert not watch.holds_sleep
    watch.stop()


def test_a_bus_without_logind_is_no_failure(qtbot: QtBot, bus: QDBusConnection) -> None:
    watch = LinuxWatch(system_bus=bus, session_bus=bus, session_id="7")
    watch.start()
    qtbot.wait(100)
    assert not watch.holds_sleep
    watch.stop()


def test_this_system_has_a_watch(qtbot: QtBot) -> None:
    from PySide6.QtCore import QObject

    parent = QObject()
    assert isinstance(session_watch(parent), LinuxWatch)
