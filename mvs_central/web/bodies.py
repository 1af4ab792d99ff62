"""Bodies of requests: read with a limit, decompressed with a limit, counted before they are built.

A few bytes of JSON may become a hundred in memory; nobody's request is to take what all need.
"""

import bz2
from collections.abc import Iterator
from io import BytesIO
from typing import Any, TypeVar

import anyio
import anyio.to_thread
import msgspec
import zstandard
from litestar import Request
from litestar.exceptions import InternalServerException

from mvs_central.base.central import Refused
from mvs_central.cases.intake import TOO_LARGE, UNREADABLE
from mvs_desktop.sync import protocol

HttpRequest = Request[Any, Any, Any]
Body = TypeVar("Body", bound=protocol.Struct)

# Of whoever did not prove yet who he is: others send bodies of megabytes, and are counted.
MOST_UNPROVEN = 64 * 1024
PIECE = 64 * 1024
WINDOW = 8 * 1024 * 1024  # the largest that HTTP allows for zstd (RFC 9659)
MOST_STREAMS = 4  # of bzip2 in a body
MOST_VALUES = 500_000  # in a request; the fullest that a laptop makes has two thirds of that
BODY_SECONDS = 300  # for all of a body: a trickle is no request
TOO_SLOW = "too-slow"


async def read_bytes(request: HttpRequest, most: int = protocol.MAX_DECODED) -> bytes:
    """The body, decompressed to at most so many bytes; Litestar counts what comes in. Raises
    Refused."""
    try:
        with anyio.fail_after(BODY_SECONDS):
            raw = b"".join([chunk async for chunk in request.stream()])
    except InternalServerException:
        raise Refused(400, UNREADABLE) from None  # the line went dead half-way
    except TimeoutError:
        raise Refused(408, TOO_SLOW) from None
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding == "identity":
        return raw
    pieces = _PIECES.get(encoding)
    if pieces is None:
        raise Refused(415, "encoding-unknown")
    return await anyio.to_thread.run_sync(_joined, pieces(raw), most)


def _joined(pieces: Iterator[bytes], most: int) -> bytes:
    """Stops as soon as there is more than we take. Raises Refused."""
    body = bytearray()
    try:
        for piece in pieces:
            body += piece
            if len(body) > most:
                raise Refused(413, TOO_LARGE)
    except (zstandard.ZstdError, OSError, EOFError):
        raise Refused(400, UNREADABLE) from None
    return bytes(body)


def _zstd_pieces(raw: bytes) -> Iterator[bytes]:
    unpacking = zstandard.ZstdDecompressor(max_window_size=WINDOW)
    reader = unpacking.stream_reader(BytesIO(raw), read_across_frames=True)
    while piece := reader.read(PIECE):
        yield piece


def _bzip2_pieces(raw: bytes) -> Iterator[bytes]:
    """Of a few streams after each other: each takes megabytes to begin with, however short."""
    for _ in range(MOST_STREAMS):
        stream = bz2.BZ2Decompressor()
        yield stream.decompress(raw, PIECE)
        while not stream.eof:
            if stream.needs_input:
                raise EOFError
            yield stream.decompress(b"", PIECE)
        raw = stream.unused_data
        if not raw:
            return
    raise EOFError


_PIECES = {"zstd": _zstd_pieces, "bzip2": _bzip2_pieces}


async def read_body(
    request: HttpRequest, kind: type[Body], most: int = protocol.MAX_DECODED
) -> Body:
    """Raises Refused for anything that is not this message."""
    body = await read_bytes(request, most)
    return await anyio.to_thread.run_sync(decoded, body, kind)


def decoded(body: bytes, kind: type[Body]) -> Body:
    """Raises Refused."""
    if protocol.most_values(body) > MOST_VALUES:
        raise Refused(413, TOO_LARGE)
    try:
        return msgspec.json.decode(body, type=kind)
    except (ValueError, RecursionError):  # msgspec's errors are ValueErrors too
        raise Refused(400, UNREADABLE) from None
