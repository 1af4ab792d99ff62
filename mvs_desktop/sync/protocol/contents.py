"""The content of attachments, chunk by chunk, and the frame of one."""

import msgspec

from mvs_desktop.domain.attachments import CHUNK
from mvs_desktop.sync.protocol.message import Struct, encode

CHUNK_TYPE = "application/octet-stream"  # of an answer that is a chunk of an attachment


class ContentOffer(Struct, frozen=True):
    """What a device has of an attachment; asks which chunks are still to be sent."""

    case_id: str
    compartment: str
    attachment_id: str
    size: int  # bytes
    sha256: str  # of the whole, in hexadecimal


class ChunkHead(Struct, frozen=True):
    """Which chunk follows, of content that was offered; see `frame`."""

    case_id: str
    attachment_id: str
    number: int  # from 0
    sha256: str  # of this chunk


class ContentState(Struct, frozen=True):
    """The numbers of the chunks that the service does not have; none when it has all."""

    missing: list[int]


class ContentRequest(Struct, frozen=True):
    """Ask for one chunk of an attachment; the answer is its bytes."""

    case_id: str
    compartment: str
    attachment_id: str
    number: int


MAX_FRAME = CHUNK + 4 * 1024  # bytes of a chunk with its head


def frame(head: ChunkHead, chunk: bytes) -> bytes:
    """The length of the head (4 bytes, big-endian), the head as JSON, the bytes of the chunk."""
    told = encode(head)
    return len(told).to_bytes(4, "big") + told + chunk


def unframed(body: bytes) -> tuple[ChunkHead, bytes]:
    """Raises ValueError for what is no frame."""
    end = 4 + int.from_bytes(body[:4], "big")
    return msgspec.json.decode(body[4:end], type=ChunkHead), body[end:]
