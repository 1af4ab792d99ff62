"""Connections that end when an answer takes too long, however it is drawn out.

The timeout of a socket is for the time between two pieces. A head without an end, or lines after
the last chunk, are read in a loop of the standard library that nobody else can leave: then the
socket is shut from outside.
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import urllib3


class Deadline:
    """Of one answer; it begins when there is nothing left to do but wait for it."""

    def __init__(self, seconds: float) -> None:
        self.has_passed = False
        self._seconds = seconds
        self._timer: threading.Timer | None = None

    def begin(self, waiting: socket.socket) -> None:
        self.end()
        self._timer = threading.Timer(max(0.0, self._seconds), self._shut, (waiting,))
        self._timer.daemon = True
        self._timer.start()

    def end(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _shut(self, waiting: socket.socket) -> None:
        self.has_passed = True
        with suppress(OSError):  # it ended by itself just now
            # Below TLS, which may be reading in the other thread.
            socket.socket.shutdown(waiting, socket.SHUT_RDWR)


class _Here(threading.local):
    deadline: Deadline | None = None


_here = _Here()


@contextmanager
def answered_within(seconds: float) -> Iterator[Deadline]:
    """For the requests of this thread over a pool that is `watched`, in the block."""
    deadline = _here.deadline = Deadline(seconds)
    try:
        yield deadline
    finally:
        deadline.end()
        _here.deadline = None


def watched(pool: urllib3.PoolManager) -> urllib3.PoolManager:
    """Have its connections keep to a deadline."""
    pool.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}
    return pool


class _Connection(urllib3.connection.HTTPConnection):
    def getresponse(self) -> urllib3.HTTPResponse:  # type: ignore[override] # as in urllib3
        _wait_for(self.sock)
        return super().getresponse()


class _SecureConnection(urllib3.connection.HTTPSConnection):
    def getresponse(self) -> urllib3.HTTPResponse:  # type: ignore[override] # as in urllib3
        _wait_for(self.sock)
        return super().getresponse()


class _Pool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


def _wait_for(waiting: socket.socket | None) -> None:
    if _here.deadline is not None and waiting is not None:
        _here.deadline.begin(waiting)
