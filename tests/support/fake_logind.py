"""A logind on a private bus: `python -m tests.support.fake_logind ADDRESS`.

Reads one command a line: sleep, wake, lock, other-lock, hint, save. Says on its output what it
was asked, and when the delay lock that it gave away was let go. Linux only.
"""

import os
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

ME = "org.freedesktop.login1"
PATH = "/org/freedesktop/login1"
SESSION = f"{PATH}/session/_37"
OTHER = f"{PATH}/session/_38"


@contextmanager
def private_bus() -> Iterator[str]:
    """The address of a bus that nobody else is on."""
    daemon = shutil.which("dbus-daemon")
    assert daemon is not None, "apt-get install dbus"
    with subprocess.Popen(
        [daemon, "--session", "--nofork", "--nopidfile", "--print-address"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # it remarks on limits that do not matter here
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


class FakeLogind:
    """The service in a process of its own."""

    def __init__(self, address: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.fake_logind", address],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.hear("ready")

    def hear(self, *words: str) -> None:
        """The next lines that it says."""
        for word in words:
            said = _pipe(self._process.stdout).readline().strip()
            assert said == word, (said, word)

    def do(self, command: str) -> None:
        pipe = _pipe(self._process.stdin)
        pipe.write(f"{command}\n")
        pipe.flush()

    def close(self) -> None:
        _pipe(self._process.stdin).close()
        self._process.wait(10)
        _pipe(self._process.stdout).close()


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe


@contextmanager
def fake_logind(address: str) -> Iterator[FakeLogind]:
    made = FakeLogind(address)
    try:
        yield made
    finally:
        made.close()


# The process


def serve(address: str) -> None:
    from jeepney import (  # type: ignore[import-untyped]
        DBusAddress,
        MessageType,
        new_method_return,
        new_signal,
    )
    from jeepney.bus_messages import message_bus  # type: ignore[import-untyped]
    from jeepney.io.blocking import open_dbus_connection  # type: ignore[import-untyped]

    manager = DBusAddress(PATH, ME, f"{ME}.Manager")
    signals: dict[str, tuple[Any, str, str | None, tuple[Any, ...]]] = {
        "sleep": (manager, "PrepareForSleep", "b", (True,)),
        "wake": (manager, "PrepareForSleep", "b", (False,)),
        "lock": (DBusAddress(SESSION, ME, f"{ME}.Session"), "Lock", None, ()),
        "other-lock": (DBusAddress(OTHER, ME, f"{ME}.Session"), "Lock", None, ()),
        "hint": (
            DBusAddress(SESSION, ME, "org.freedesktop.DBus.Properties"),
            "PropertiesChanged",
            "sa{sv}as",
            (f"{ME}.Session", {"LockedHint": ("b", True)}, []),
        ),
        "save": (
            DBusAddress("/org/gnome/ScreenSaver", None, "org.gnome.ScreenSaver"),
            "ActiveChanged",
            "b",
            (True,),
        ),
    }
    connection = open_dbus_connection(address, enable_fds=True)
    connection.send_and_get_reply(message_bus.RequestName(ME))
    poll = select.poll()
    poll.register(connection.sock, select.POLLIN)
    poll.register(sys.stdin, select.POLLIN)
    delays: set[int] = set()

    def answer() -> None:
        message = connection.receive(timeout=1)
        if message.header.message_type is not MessageType.method_call:
            return
        fields = {field.name: value for field, value in message.header.fields.items()}
        if fields["member"] == "Inhibit":
            kept, given = os.pipe()
            connection.send(new_method_return(message, "h", (given,)))
            os.close(given)
            poll.register(kept, 0)  # POLLHUP comes when nobody has the other end any more
            delays.add(kept)
            what, _who, _why, mode = message.body
            say(f"inhibit {what} {mode}")
        elif fields["member"] == "GetSession":
            connection.send(new_method_return(message, "o", (SESSION,)))
            say(f"session {message.body[0]}")

    say("ready")
    while True:
        for number, _ in poll.poll():
            if number in delays:
                poll.unregister(number)
                os.close(number)
                say("let go")
            elif number == sys.stdin.fileno():
                command = sys.stdin.readline().strip()
                if not command:
                    return
                address_, name, signature, body = signals[command]
                connection.send(new_signal(address_, name, signature, body))
            else:
                answer()


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    serve(sys.argv[1])
