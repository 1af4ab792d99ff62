"""Bodies of requests: read with a limit, decompressed with a limit, counted before they are built.

A few bytes of JSON may become a hundred in memory; nobody's request is to take what all need.
"""

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

PIECE = 64 * 1024
WINDOW = 8 * 1024 * 1024  # the largest that HTTP allows for zstd (RFC 9659)
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
    match request.headers.get("Content-Encoding", "identity").strip().lower():
        case "identity":
            return raw
        case "zstd":
            return await anyio.to_thread.run_sync(decompressed, raw, most)
        case _:
            raise Refused(415, "encoding-unknown")


def decompressed(raw: bytes, most: int = protocol.MAX_DECODED) -> bytes:
    """All frames of it; stops as soon as there is more than we take. Raises Refused."""
    unpacking = zstandard.ZstdDecompressor(max_window_size=WINDOW)
    reader = unpacking.stream_reader(BytesIO(raw), read_across_frames=True)
    body = bytearray()
    try:
        while piece := reader.read(PIECE):
            body += piece
            if len(body) > most:
                raise Refused(413, TOO_LARGE)
    except zstandard.ZstdError:
        raise Refused(400, UNREADABLE) from None
    return bytes(body)


async def read_body(request: HttpRequest, kind: type[Body]) -> Body:
    """Raises Refused for anything that is not this message."""
    body = await read_bytes(request)
    return await anyio.to_thread.run_sync(decoded, body, kind)


def decoded(body: bytes, kind: type[Body]) -> Body:
    """Raises Refused."""
    if protocol.most_values(body) > MOST_VALUES:
        raise Refused(413, TOO_LARGE)
    try:
        return msgspec.json.decode(body, type=kind)
    except (ValueError, RecursionError):  # msgspec's errors are ValueErrors too
        raise Refused(400, UNREADABLE) from None
