"""Processes that are killed at random moments, and what is looked at afterwards."""

import os
import secrets
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import UUID

from mvs_desktop.domain.errors import KeyringEmpty
from mvs_desktop.storage.audit.log import first_break
from mvs_desktop.storage.base.engine import open_engine, reading, truncate_log
from mvs_desktop.storage.base.replica_types import Enrolment
from mvs_desktop.storage.keys.keychain import SECRET_BYTES
from tests.storage.conftest import enrolment

KEY = bytes(range(32))
CASE = UUID(int=1)
MOST_SECONDS = 30  # until a child has to have said something

Tell = Callable[[str], None]


class Lost(Exception):
    """Something that was reported as saved is not there, or something is half there."""


def require(holds: bool, what: str) -> None:
    if not holds:
        raise Lost(what)


def _say(pipe: int, line: str) -> None:
    os.write(pipe, f"{line}\n".encode())


@contextmanager
def child(work: Callable[[Tell], None]) -> Iterator[tuple[int, int]]:
    """Runs `work` in a process of its own; gives its id and a pipe with what it told. It is
    killed at the end of the block, whatever it is doing."""
    hears, tells = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.close(hears)
            work(lambda line: _say(tells, line))
            code = 0
        finally:
            os._exit(code)
    os.close(tells)
    try:
        yield pid, hears
    finally:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(hears)


def heard(pipe: int, word: bytes) -> bytes:
    """What was told until somewhere in it is `word`, or until nobody tells any more."""
    told = b""
    while word not in told and (part := os.read(pipe, 1 << 16)):
        told += part
    return told


def killed_after(
    work: Callable[[Tell], None], seconds: float, *, started: bool, word: bytes = b"\n"
) -> list[str]:
    """What `work` told before it was killed, `seconds` after it told a word, of its first line
    the end, or after its start."""
    with child(work) as (pid, pipe):
        told = heard(pipe, word) if started else b""
        time.sleep(seconds)
        os.kill(pid, signal.SIGKILL)
        while part := os.read(pipe, 1 << 16):
            told += part
    return told.decode().split("\n")[:-1]


def check_file(path: Path, key: bytes, *, audit: bool = True) -> None:
    """SQLite and SQLCipher find the file sound, and the audit is unbroken; in a store of an
    older version that cannot be told."""
    engine = open_engine(path, key)
    try:
        # A page that so far is in the log alone may be a hole in the file, which is no damage.
        truncate_log(engine)
        with reading(engine) as connection:
            sound = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
            cipher = connection.exec_driver_sql("PRAGMA cipher_integrity_check").scalars().all()
            require(sound == ["ok"] and not cipher, f"damaged: {sound} {cipher}")
            require(not audit or first_break(connection) is None, "the audit is broken")
    finally:
        engine.dispose()


class FileKeeper:
    """A keyring in a folder: a real one outlives its process too."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def create(self, store_id: str) -> bytes:
        secret = secrets.token_bytes(SECRET_BYTES)
        self.put(store_id, secret)
        return secret

    def put(self, store_id: str, secret: bytes) -> None:
        (self._folder / store_id).write_bytes(secret)

    def read(self, store_id: str) -> bytes:
        try:
            return (self._folder / store_id).read_bytes()
        except FileNotFoundError as error:
            raise KeyringEmpty from error

    def forget(self, store_id: str) -> None:
        (self._folder / store_id).unlink(missing_ok=True)


def answers(*_: object, **__: object) -> tuple[Enrolment, str]:
    """In the place of the service, which is not what is tried here."""
    return enrolment(), "epoch-1"
