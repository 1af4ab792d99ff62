"""A line to the service that counts what goes over it, and that breaks when it is told to."""

import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Lock, Thread

PIECE = 16 * 1024


class Line:
    """A TCP proxy on loopback. `up` and `down` are bytes, of the client and of the service.

    `cuts` are amounts of both together, rising: when so much has gone over it, the line
    breaks at once, with everything that is under way.
    """

    def __init__(self, port: int, cuts: Sequence[int] = ()) -> None:
        self._target = ("127.0.0.1", port)
        self._cuts = list(cuts)
        self._lock = Lock()
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._threads: list[Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.up = 0
        self.down = 0
        self.breaks = 0

    @property
    def port(self) -> int:
        port: int = self._listener.getsockname()[1]
        return port

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._run(self._accept)

    def stop(self) -> None:
        self._listener.close()
        # accept() wakes up only when somebody comes.
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        self._break()
        for thread in self._threads:
            thread.join(5)

    def _run(self, work: object, *arguments: object) -> None:
        thread = Thread(target=work, args=arguments, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                service = socket.create_connection(self._target)
                for end in (client, service):
                    end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._pairs.append((client, service))
                self._run(self._carry, client, service, True)
                self._run(self._carry, service, client, False)

    def _carry(self, here: socket.socket, there: socket.socket, upwards: bool) -> None:
        with suppress(OSError):
            while piece := here.recv(PIECE):
                if self._counted(len(piece), upwards):
                    self._break()
                    return
                there.sendall(piece)
        for end in (here, there):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _counted(self, size: int, upwards: bool) -> bool:
        """Whether the line breaks now."""
        with self._lock:
            if upwards:
                self.up += size
            else:
                self.down += size
            if self._cuts and self.up + self.down >= self._cuts[0]:
                self._cuts.pop(0)
                self.breaks += 1
                return True
        return False

    def _break(self) -> None:
        pairs, self._pairs = self._pairs, []
        for pair in pairs:
            for end in pair:
                with suppress(OSError):
                    # Reset, and no farewell: as a line that is gone.
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                    end.shutdown(socket.SHUT_RDWR)
                    end.close()


@contextmanager
def line(port: int, cuts: Sequence[int] = ()) -> Iterator[Line]:
    made = Line(port, cuts)
    made.start()
    try:
        yield made
    finally:
        made.stop()
