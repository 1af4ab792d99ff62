"""Locking, with real processes: what was typed is kept, the unlock screen is back at once, and
nothing of a family is in memory."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

if sys.platform != "linux":
    pytest.skip("reads the memory of processes by /proc", allow_module_level=True)

from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.contacts import Contact, ContactKind, Note, NoteParagraph
from mvs_desktop.domain.people import Person
from mvs_desktop.services.session import Session
from mvs_desktop.services.views import Change
from mvs_desktop.storage.keys.keychain import Keychain
from tests.support.fake_logind import fake_logind, private_bus
from tests.support.memory import found_in_memory, may_look
from tests.support.workspaces import PASSPHRASE, enrolment, make_store

ROOT = Path(__file__).parents[2]

FAMILY = "Familie Zonnewijzerplaat"
PERSON = "Kwikstaartjesoever"
WRITTEN = "Wisselwoord: kwartelhoekje."
TYPED = "Nog net getypt: regenboogtrapje."
CANARIES = ("Zonnewijzerplaat", PERSON, "kwartelhoekje", "regenboogtrapje", PASSPHRASE)

# Generous: the machines that run this are slow and shared. docs/locking.md has measured times.
SOON_S = 3.0

pytestmark = [pytest.mark.usefixtures("secret_service"), pytest.mark.timeout(240)]


class Window:
    """A window that connected: it says what happens, and does what it is told."""

    def __init__(self, listener: socket.socket) -> None:
        self._line = listener.accept()[0]
        self._line.settimeout(45)
        self._said = self._line.makefile()
        word, self.pid, self.visible_at, *_ = self._hear()
        assert word == "visible"

    def tell(self, *command: object) -> Any:
        """Have it do something; gives what it answers."""
        self.start(*command)
        word, _, _, answer = self._hear()
        assert word == "done"
        return answer

    def start(self, *command: object) -> None:
        self._line.sendall(f"{json.dumps(command)}\n".encode())

    def hears_of_lock(self) -> float:
        """When the key was pressed."""
        word, _, at, *_ = self._hear()
        assert word == "locking"
        return float(at)

    def close(self) -> None:
        self._said.close()
        self._line.close()

    def _hear(self) -> list[Any]:
        line = self._said.readline()
        assert line, "the window ended"
        heard: list[Any] = json.loads(line)
        return heard


@contextmanager
def supervisor(
    folder: Path, line: Path, log: Path, variables: dict[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.supervised", str(line), str(folder)],
            cwd=ROOT,
            stderr=errors,
            env=os.environ | variables,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            for pid in (*children(process.pid), process.pid):
                subprocess.run(["kill", str(pid)], check=False, stderr=subprocess.DEVNULL)
            process.wait(20)


def children(pid: int) -> list[int]:
    """The processes that any thread of this one started."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def is_gone(pid: int) -> bool:
    try:
        return "State:\tZ" in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return True


def wait_until_gone(pid: int) -> None:
    end = time.monotonic() + 10
    while not is_gone(pid):
        assert time.monotonic() < end, "the locked process is still there"
        time.sleep(0.01)


def wait_for_the_next(supervisor_pid: int, shown: int) -> int:
    """The process that waits to be shown, when it has loaded the program and is at rest."""
    end = time.monotonic() + 60
    before = -1
    while True:
        waiting = [pid for pid in children(supervisor_pid) if pid != shown]
        worked = processor_time(waiting[0]) if waiting else -1
        if waiting and worked == before:
            return waiting[0]
        before = worked
        assert time.monotonic() < end, "nobody waits"
        time.sleep(1)


def processor_time(pid: int) -> int:
    """In ticks."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def seed(folder: Path) -> None:
    """A store with a family in it, and a note that is not signed."""
    who = enrolment()
    make_store(folder, Keychain(), who)
    workspace = Session(folder).unlock(PASSPHRASE)
    try:
        id_ = workspace.new_id()
        case = CaseFile(id=id_, case_id=id_, name=FAMILY, municipality="GM0606")
        person = Person(id=workspace.new_id(), case_id=id_, given_name="Bo", family_name=PERSON)
        contact = Contact(
            id=workspace.new_id(),
            case_id=id_,
            at=workspace.now(),
            kind=ContactKind.HOME_VISIT,
            worker_id=who.worker_id,
        )
        note = Note(
            id=workspace.new_id(), case_id=id_, contact_id=contact.id, author_id=who.worker_id
        )
        text = NoteParagraph(
            id=workspace.new_id(), case_id=id_, note_id=note.id, position="a", text=WRITTEN
        )
        for item in (case, person, contact, note, text):
            workspace.save(Change(item, None))
    finally:
        workspace.close()


class Laptop:
    """The program under its supervisor, with a logind and a line to its windows."""

    def __init__(self, tmp_path: Path, stack: ExitStack) -> None:
        self._stack = stack
        self._errors = tmp_path / "errors.log"
        self._listener = stack.enter_context(socket.socket(socket.AF_UNIX))
        self._listener.bind(str(tmp_path / "line"))
        self._listener.listen()
        self._listener.settimeout(45)
        bus = stack.enter_context(private_bus())
        self.logind = stack.enter_context(fake_logind(bus))
        variables = {"DBUS_SYSTEM_BUS_ADDRESS": bus, "XDG_SESSION_ID": "7"}
        program = supervisor(tmp_path / "data", tmp_path / "line", self._errors, variables)
        self.pid = stack.enter_context(program).pid

    def next_window(self) -> Window:
        """The next one that shows something."""
        try:
            window = Window(self._listener)
        except TimeoutError:
            pytest.fail(self._errors.read_text())
        self._stack.callback(window.close)
        return window

    def nothing_failed(self) -> bool:
        return "Traceback" not in self._errors.read_text()

    def unlock(self, window: Window) -> None:
        window.tell("unlock", PASSPHRASE)
        self.logind.hear("inhibit sleep delay", "session 7")


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    (tmp_path / "data").mkdir()
    seed(tmp_path / "data")
    with ExitStack() as stack:
        yield Laptop(tmp_path, stack)


def told(what: str, seconds: float) -> None:
    sys.stderr.write(f"{what}: {seconds * 1000:.0f} ms\n")


def test_locking(laptop: Laptop) -> None:
    first = laptop.next_window()
    laptop.unlock(first)
    first.tell("open_notes", FAMILY)
    assert first.tell("read_note") == WRITTEN
    first.tell("type_in_note", TYPED)
    if not may_look(first.pid):
        pytest.skip("this user may not look into the memory of processes")
    # The search finds what is there, in the form of Python and in that of Qt.
    seen = found_in_memory(first.pid, CANARIES)
    assert {"utf-8", "utf-16-le"} <= seen["Zonnewijzerplaat"] & seen["kwartelhoekje"]
    assert "utf-16-le" in seen["regenboogtrapje"]
    assert PERSON in seen

    # With a dialog open.
    waiting = wait_for_the_next(laptop.pid, first.pid)
    first.start("lock_in_dialog")
    pressed = first.hears_of_lock()
    second = laptop.next_window()
    told("from Ctrl+L to the unlock screen", second.visible_at - pressed)
    assert second.visible_at - pressed < SOON_S
    assert second.pid == waiting
    laptop.logind.hear("let go")
    wait_until_gone(first.pid)
    assert second.tell("screens") == ["start_window"]
    nothing_is_left(second.pid, laptop.pid)

    # The worker is where they were; and then the laptop is closed.
    laptop.unlock(second)
    assert second.tell("read_note") == TYPED
    wait_for_the_next(laptop.pid, second.pid)
    second.tell("type_in_note", WRITTEN)
    began = time.monotonic()
    laptop.logind.do("sleep")
    laptop.logind.hear("let go")
    told("sleep held off for", time.monotonic() - began)
    wait_until_gone(second.pid)
    third = laptop.next_window()
    told("from the sleep to the unlock screen", third.visible_at - began)
    nothing_is_left(third.pid, laptop.pid)
    laptop.unlock(third)
    assert third.tell("read_note") == WRITTEN
    assert laptop.nothing_failed()


def nothing_is_left(*pids: int) -> None:
    for pid in pids:
        assert found_in_memory(pid, CANARIES) == {}
