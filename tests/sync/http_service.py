"""An HTTP server on loopback that says what a test tells it to: also what no service would."""

import bz2
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import zstandard

from mvs_desktop.sync import protocol


@dataclass(frozen=True, slots=True)
class Request:
    path: str
    headers: dict[str, str]  # names in small letters
    body: bytes
    connection: int  # the client's port: equal for requests over one connection


@dataclass(frozen=True, slots=True)
class Reply:
    """`length` replaces the true Content-Length; `hang` keeps silent for so many seconds;
    `stream` comes after the body, without a length, until the client goes away."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    hang: float = 0
    stream: Iterable[bytes] = ()


Answer = Callable[[Request], Reply]


def message(struct: protocol.Struct, status: int = 200) -> Reply:
    """A message of the protocol, as the service sends it."""
    body = zstandard.ZstdCompressor().compress(protocol.encode(struct))
    return Reply(status, body, {"Content-Type": protocol.CONTENT_TYPE, "Content-Encoding": "zstd"})


def problem(status: int, code: str, server_time: str = "") -> Reply:
    return message(protocol.Problem(code, server_time), status)


def page(status: int = 200, text: str = "<html><h1>Log in op het gastnetwerk</h1></html>") -> Reply:
    return Reply(status, text.encode(), {"Content-Type": "text/html"})


class HttpService:
    """Set `answer`; every request is kept."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.requests: list[Request] = []
        self.answer: Answer = lambda _: page(404)
        self.closing = Event()

    def paths(self) -> list[str]:
        return [request.path for request in self.requests]


@contextmanager
def serving() -> Iterator[HttpService]:
    """A server in a thread, ended with the block."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # else the body waits for the head to be confirmed

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            encoding = self.headers.get("Content-Encoding")
            if encoding == "zstd":
                unpacking = zstandard.ZstdDecompressor()
                body = unpacking.stream_reader(body, read_across_frames=True).read()
            elif encoding == "bzip2":
                body = bz2.decompress(body)
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Request(self.path, headers, body, self.client_address[1])
            service.requests.append(request)
            reply = service.answer(request)
            service.closing.wait(reply.hang)
            self.send_response(reply.status)
            # A hostile service says that it is ours.
            ours = {"Content-Type": protocol.CONTENT_TYPE}
            for name, value in (ours | reply.headers).items():
                self.send_header(name, value)
            length = len(reply.body) if reply.length is None else reply.length
            self.close_connection = bool(reply.stream) or reply.length is not None
            if not reply.stream:
                self.send_header("Content-Length", str(length))
            self.end_headers()
            self.wfile.write(reply.body)
            for piece in reply.stream:
                if service.closing.is_set():
                    break
                self.wfile.write(piece)

        def log_message(self, *_: object) -> None:
            """Nothing on the test's output."""

    class Server(ThreadingHTTPServer):
        daemon_threads = False

        def handle_error(self, *_: object) -> None:
            """A client that goes away is what some tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    service = HttpService(f"http://127.0.0.1:{server.server_address[1]}")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield service
    finally:
        service.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()
