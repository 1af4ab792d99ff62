"""What every exchange is made of: versions, limits of a body, structs, and an answer that is no
success."""

import msgspec

VERSION = 1
OLDEST = 1  # that this version still speaks, as a laptop and as the service
CONTENT_TYPE = "application/vnd.mvs+json"

MAX_BODY = 8 * 1024 * 1024  # bytes, compressed
MAX_DECODED = 16 * 1024 * 1024  # bytes, after decompression


class Struct(msgspec.Struct, frozen=True):
    """Wire structs are immutable; members of a newer protocol are ignored."""


class Problem(Struct, frozen=True):
    """An answer that is not a success (RFC 9457, without free text)."""

    code: str
    server_time: str = ""


def encode(message: Struct) -> bytes:
    return msgspec.json.encode(message)


def most_values(body: bytes) -> int:
    """How many values a message may hold at most, without building one. Signs that stand in a
    text count too."""
    return sum(map(body.count, (b"[", b"{", b",")))
